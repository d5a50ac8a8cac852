"""The buttons that take a text on its way, and what is said before and after each."""

from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format

from incident.audit.recorder import moment_of_act
from incident.choices import Status
from incident.publishing.rules import OWN_TEXT, authors, planned_by

MOVE, FORCE = "_move", "_force"
NOT_FROM_HERE = "Dat kan niet vanuit de status ‘{}’. Bekijk eerst hoe de tekst er nu voor staat."
READERS_SEE = (
    "Lezers zien deze tekst. Wat u opslaat, zien zij meteen, met de woorden die veranderen. Vul "
    "daarom onderaan in waarom, en of het een verschrijving is."
)
LOCKED = {
    Status.PUBLISHED: "Lezers zien deze tekst. Daarom wijzigt alleen een eindredacteur hem. Klopt "
    "er iets niet? Vertel een eindredacteur wat er anders moet, en waarom.",
    Status.WITHDRAWN: "Deze tekst is ingetrokken. Alleen een eindredacteur kan hem terugzetten.",
}
WITHDRAWN = (
    "Deze tekst is ingetrokken. Lezers zien op zijn adres alleen dat hij er was, en waarom hij weg "
    "is. Een eindredacteur die er niet aan meeschreef, kan hem terugzetten."
)
NEW = (
    "Een concept mag onaf zijn. Wat vet staat, is altijd nodig. Wat verder nodig is om de tekst "
    "aan te bieden, staat hier zodra u hem opslaat."
)
READY = "Deze tekst heeft alles om hem aan te bieden ter beoordeling."
LACKS = "Dit is nog nodig voordat u deze tekst aanbiedt:"
SECOND_READER = (
    "Deze tekst wacht op een tweede lezer. Leest u hem als tweede, wijzig dan niets: wie een woord "
    "wijzigt, schrijft mee, en dan moet een ander hem publiceren."
)
OWN = "U schreef aan deze tekst mee. Een andere eindredacteur leest en publiceert hem."
WAITS = "Deze tekst wacht op een tweede lezer. U kunt hem nog wijzigen."


class Move(NamedTuple):
    """A button that takes a text to another status: its name, value and words."""

    name: str
    value: str
    words: str

    @classmethod
    def to(cls, status: Status, words: str, *, forced: bool = False) -> "Move":
        """Return the button for this status."""
        return cls(FORCE if forced else MOVE, status.value, words)


UNREAD = Move.to(Status.PUBLISHED, "Publiceer zonder tweede lezer", forced=True)
OTHER_MOMENT = Move.to(Status.PUBLISHED, "Ander moment zonder tweede lezer", forced=True)


def moves(user, row) -> list[Move]:
    """Return the moves that `user` can make with `row`, the usual one first."""
    may_publish = may(user, row)
    status = row.status if row.pk else Status.DRAFT
    if status == Status.PUBLISHED:
        return of_planned(user, row) if row.is_planned else [Move.to(Status.WITHDRAWN, "Trek in")]
    if status == Status.DRAFT:
        offer = Move.to(Status.REVIEW, "Bied aan ter beoordeling")
        return [offer, UNREAD] if may_publish else [offer]
    words = "Zet terug" if status == Status.WITHDRAWN else "Publiceer"
    unread = Move.to(Status.PUBLISHED, f"{words} zonder tweede lezer", forced=True)
    publish = [unread] if is_own(user, row) else [Move.to(Status.PUBLISHED, words), unread]
    back = [Move.to(Status.DRAFT, "Stuur terug naar concept")] if status == Status.REVIEW else []
    return [*(publish if may_publish else ()), *back]


def of_planned(user, row) -> list[Move]:
    """Return the moves with a text that waits for its moment.

    Another moment is chosen by somebody who did not write the text, with a plain save.
    """
    is_writer = user.pk in planned_by(row._meta.model_name, row.pk)
    force = [OTHER_MOMENT] if is_writer and may(user, row) else []
    return [Move.to(Status.REVIEW, "Haal uit de planning"), *force]


def why_not(user, row, status: Status) -> str:
    """Return why the form of `row` offers `user` no button that leads to this status."""
    force = any(move.value == status for move in moves(user, row))
    if force and row.status not in (Status.DRAFT, Status.PUBLISHED):
        return OWN_TEXT
    return NOT_FROM_HERE.format(Status(row.status).label if row.pk else "nieuw")


def offers(user, row, status: Status) -> bool:
    """Return whether the form of `row` has a button for `user` that leads there without force."""
    return any((move.name, move.value) == (MOVE, status) for move in moves(user, row))


def may(user, row) -> bool:
    """Return whether `user` publishes texts of this sort."""
    return user.has_perm(f"incident.publish_{row._meta.model_name}")


def is_own(user, row) -> bool:
    """Return whether `user` wrote at the text since readers last saw it."""
    return bool(row.pk) and user.pk in authors(row._meta.model_name, row.pk)


def move(row, status: Status) -> None:
    """Set the status, and the moment that goes with it: nothing is published in the past.

    A text that is put back keeps the moment at which readers first saw it; one that waits for its
    moment keeps it too. Raises ValidationError where the text lacks a field that it needs there.
    """
    was, row.status = row.status, status
    if was == Status.PUBLISHED and status in (Status.DRAFT, Status.REVIEW):
        row.publish_at = None
    elif status == Status.PUBLISHED and was in (Status.DRAFT, Status.REVIEW):
        row.publish_at = max(row.publish_at or moment_of_act(), moment_of_act())
    if status != Status.DRAFT and (wrong := row.missing_fields()):
        raise ValidationError(wrong)


def before(user, row) -> tuple[str, list[str]]:
    """Return what `user` must know before touching `row`, and the sentences of what it lacks."""
    if row is None or not row.pk:
        return NEW, []
    if row.status == Status.DRAFT:
        lacks = lacking(row)
        return (LACKS if lacks else READY), lacks
    if row.status == Status.REVIEW:
        reader = OWN if is_own(user, row) else SECOND_READER
        return (reader if may(user, row) else WAITS), []
    if not may(user, row):
        return LOCKED[row.status], []
    if row.is_planned:
        return (
            f"Deze tekst verschijnt vanzelf op {told_moment(row.publish_at)}. Wijzigt u hem, dan "
            "gaat hij terug naar ‘Ter beoordeling’ en verschijnt hij niet vanzelf. Een ander "
            "moment kiest iemand die niet aan de tekst meeschreef."
        ), []
    return (READERS_SEE if row.is_out else WITHDRAWN), []


def lacking(row) -> list[str]:
    """Return in sentences what a draft as it is stored lacks to leave draft."""
    stored = type(row)._base_manager.get(pk=row.pk)
    found = stored.missing_in(stored.state()).values()
    return [line for said in found for line in ([said] if isinstance(said, str) else said)]


def after(row) -> str:
    """Return what a move that was just made means, in Dutch, behind the name of the text."""
    if row.is_planned:
        return f"verschijnt vanzelf op {told_moment(row.publish_at)}."
    return {
        Status.DRAFT: "is weer een concept.",
        Status.REVIEW: "wacht nu op een tweede lezer.",
        Status.PUBLISHED: "is gepubliceerd. Lezers zien het nu.",
        Status.WITHDRAWN: "is ingetrokken. Op het adres lezen mensen nu waarom.",
    }[Status(row.status)]


def told_moment(moment) -> str:
    """Return a moment in Dutch, in the time of the Netherlands."""
    return date_format(timezone.localtime(moment), "j F Y, H.i") + " uur"
