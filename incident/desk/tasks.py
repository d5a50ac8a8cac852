"""What waits for staff: each task stands here once, for the home page, the lists and the tests."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import NamedTuple

from django.db import models
from django.urls import reverse
from django.utils.http import urlencode

from incident.models import Claim, Event, Kamerstuk, WrittenQuestions

Model = type[models.Model]

TEXTS: tuple[Model, ...] = (Event, Claim, WrittenQuestions)
OLD = timedelta(days=14)
NOUNS = {
    Kamerstuk: ("Kamerstuk", "Kamerstukken"),
    Event: ("gebeurtenis", "gebeurtenissen"),
    Claim: ("kwestie", "kwesties"),
    WrittenQuestions: ("set Kamervragen", "sets Kamervragen"),
}

MISSING = "Wat ontbreekt"
EXPECTED = "Wat nog moet komen"  # and is no fault of ours
LEFT = "Wat blijft liggen"
ON_ITS_WAY = "Wat op weg is naar de lezer"


class Task(NamedTuple):
    """A query on the record: which rows of which nouns wait for somebody.

    `rows` takes all rows of a noun and the account of the user. `order` is the field by which the
    list is sorted and which it shows. `parameter` and `value` are the list's address.
    """

    value: str
    group: str
    name: str
    explanation: str
    nouns: tuple[Model, ...]
    rows: Callable[[models.QuerySet, models.Model], models.QuerySet]
    order: str = ""
    publishers_only: bool = False
    parameter: str = "taak"

    def is_for(self, user: models.Model, noun: Model) -> bool:
        """Return whether this person can do it, given that they may see the rows."""
        return not self.publishers_only or user.has_perm(
            f"incident.publish_{noun._meta.model_name}"
        )

    def asked_of(self, rows: models.QuerySet, user: models.Model) -> models.QuerySet:
        """Return those of the rows that wait for this person; none where they cannot do it."""
        return self.rows(rows, user) if self.is_for(user, rows.model) else rows.none()

    def address(self, noun: Model) -> str:
        return f"{list_of(noun)}?{urlencode({self.parameter: self.value})}"


TASKS = (
    Task(
        "zonder-onderwerp",
        MISSING,
        "Zonder onderwerp",
        "Meestal snel toegevoegd. Vul het onderwerp aan, en de datum als die ontbreekt.",
        (Kamerstuk,),
        lambda papers, user: papers.untitled(),
    ),
    Task(
        "zonder-bron",
        MISSING,
        "Gepubliceerd zonder bron of plaats",
        "Een lezer kan niet nagaan waar dit staat.",
        (Event,),
        lambda events, user: events.signed_off().unsourced(),
    ),
    Task(
        "zonder-uitleg",
        MISSING,
        "Onzekere datum zonder uitleg",
        "Gepubliceerd of aangeboden. Zeg bij de datum waarom die niet zeker is.",
        (Event,),
        lambda events, user: events.past_draft().unexplained(),
    ),
    Task(
        "citaat-niet-gevonden",
        MISSING,
        "Citaat niet gevonden",
        "Deze woorden staan niet in de tekst van het stuk die wij hebben. Lezers zien dat erbij.",
        (Event,),
        lambda events, user: events.misquoting(),
    ),
    Task(
        "onbekend",
        EXPECTED,
        "Zonder nummer",
        "Is het nummer er? Ken het toe: elke vindplaats verandert dan mee.",
        (Kamerstuk,),
        lambda papers, user: papers.unnumbered(),
        parameter="nummer",
    ),
    Task(
        "termijn-voorbij",
        LEFT,
        "Termijn voorbij, nog geen antwoord bij ons bekend",
        "Zoek op of er een antwoord is, of uitstel. Uitstel dat wij kennen, telt mee.",
        (WrittenQuestions,),
        lambda sets, user: sets.past_term(),
    ),
    Task(
        "oud-concept",
        LEFT,
        "Concept ouder dan 14 dagen",
        "Al 14 dagen niet gewijzigd. Maak het af, of verwijder het.",
        TEXTS,
        lambda texts, user: texts.drafts_untouched_for(OLD),
        order="changed_at",
    ),
    Task(
        "ter-beoordeling",
        ON_ITS_WAY,
        "Wacht op een tweede lezer",
        "Aangeboden ter beoordeling, wat het langst wacht bovenaan.",
        TEXTS,
        lambda texts, user: texts.offered(),
        order="changed_at",
    ),
    Task(
        "zelf-te-publiceren",
        ON_ITS_WAY,
        "U kunt publiceren",
        "Van wat op een tweede lezer wacht: de teksten waar u niet zelf aan schreef.",
        TEXTS,
        lambda texts, user: texts.offered().not_written_by(user),
        order="changed_at",
        publishers_only=True,
    ),
    Task(
        "ingepland",
        ON_ITS_WAY,
        "Ingepland",
        "Verschijnt vanzelf op het gekozen moment, wat het eerst komt bovenaan.",
        TEXTS,
        lambda texts, user: texts.planned(),
        order="publish_at",
    ),
)


def list_of(noun: Model) -> str:
    return reverse(f"admin:incident_{noun._meta.model_name}_changelist")


def tasks_of(noun: Model, parameter: str = "taak") -> Iterable[Task]:
    """Return the tasks in the list of a noun under this parameter of its address."""
    return (task for task in TASKS if noun in task.nouns and task.parameter == parameter)
