"""The rules that an act of a person keeps; each refusal is a sentence for the field it belongs to.

They look at what is about to be logged, so that they hold for a form, the rows under it, a bulk
action and a command alike.
"""

from datetime import datetime

from django.apps import apps
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from incident.audit.models import TO_READERS, Change
from incident.audit.recorder import RULES
from incident.choices import Action, Status

NO_REASON = "Lezers zien dit. Zeg daarom in één zin waarom dit verandert."
NO_REASON_TO_WITHDRAW = "Lezers zien dit. Zeg daarom in één zin waarom u dit intrekt."
NO_NATURE = "Kies of dit een verschrijving is of inhoud. Lezers zien beide."
NO_REASON_TO_FORCE = "Zonder tweede lezer publiceren kan alleen met een reden. Lezers zien die."
OWN_TEXT = (
    "U schreef zelf aan deze tekst. Laat een collega publiceren, of kies ‘zonder tweede lezer’ en "
    "geef een reden."
)

OWN_MOMENT = (
    "U schreef zelf aan deze tekst. Laat een collega een ander moment kiezen, of kies ‘Ander "
    "moment zonder tweede lezer’ en geef een reden."
)
IN_THE_PAST = "Dit moment is al voorbij. Kies een later moment, of laat het leeg: dan is het nu."
MOMENT_STAYS = "Lezers zien deze tekst al. Daarom blijft het moment van publicatie gelijk."
INCIDENT_STAYS = "Deze tekst was openbaar of ingepland. Daarom blijft hij bij dit incident."
ADDRESS_STAYS = "Lezers kennen het adres van deze tekst. Daarom blijft het gelijk."

PAST_DRAFT = (Status.REVIEW, Status.PUBLISHED)


def check(
    change: Change,
    old: dict | None,
    at: datetime,
    *,
    was_seen: bool,
    is_seen: bool,
    is_same: bool,
) -> None:
    """Raise ValidationError where this change of a row in the state `old` may not be made so.

    `at` is the moment of the act; `was_seen` and `is_seen` say whether readers saw the row before
    and will see it now, and `is_same` whether they read the same in it.
    """
    check_fixed(change, old, at, was_seen=was_seen)
    if not is_same:
        check_explained(change, old, was_seen=was_seen, is_seen=is_seen)


RULES.append(check)


def check_explained(change: Change, old: dict | None, *, was_seen: bool, is_seen: bool) -> None:
    """Raise ValidationError where an act lacks a reason, a reader, or what a text needs."""
    model, new = apps.get_model("incident", change.noun), change.state
    is_gone = change.action == Action.WITHDRAWN
    no_reason = NO_REASON_TO_WITHDRAW if is_gone else NO_REASON
    unread = change.action in TO_READERS and not change.forced and wrote(change)
    rules = (
        ("reason", no_reason, (was_seen or is_gone) and not change.reason),
        ("nature", NO_NATURE, was_seen and is_seen and not change.nature),
        ("reason", NO_REASON_TO_FORCE, change.forced and not change.reason),
        (NON_FIELD_ERRORS, OWN_TEXT, unread),
    )
    wrong = {field: sentence for field, sentence, is_broken in rules if is_broken}
    if wrong := {**new_errors(model, old, new), **wrong}:
        raise ValidationError(wrong)


def check_fixed(change: Change, old: dict | None, begun: datetime, *, was_seen: bool) -> None:
    """Raise ValidationError where an act changes what stays: incident, address, moment.

    `begun` is when the act began: no text is published before that. All holds also where readers
    would not see it as a change of the text. An import and a fixture are no acts of a person: their
    rows are a record of our own site and keep the moments in it.
    """
    changed = change.fields.keys() if old and change.state else ()
    log = Change.objects.of(change.noun, change.row)
    rules = (
        ("incident", INCIDENT_STAYS, "incident_id" in changed and was_approved(log)),
        ("slug", ADDRESS_STAYS, "slug" in changed and was_seen),
        ("publish_at", MOMENT_STAYS, "publish_at" in changed and was_seen),
        *moment_rules(change, old, begun),
    )
    if wrong := {field: sentence for field, sentence, is_broken in rules if is_broken}:
        raise ValidationError(wrong)


def moment_rules(change: Change, old: dict | None, begun: datetime) -> tuple:
    new = change.state or {}
    moved = old is None or old.get("publish_at") != new.get("publish_at")
    if new.get("status") != Status.PUBLISHED or not moved:
        return ()
    at = datetime.fromisoformat(new["publish_at"])
    waited = bool(old) and old["status"] == Status.PUBLISHED and not change.forced
    own = waited and change.who_id in planned_by(change.noun, change.row)
    return (
        ("publish_at", IN_THE_PAST, at < begun),
        ("publish_at", OWN_MOMENT, own),
    )


def was_approved(log) -> bool:
    """Return whether a text was ever public or planned, from the entries of its row."""
    return log.filter(public_at__isnull=False).exists()


def planned_by(noun: str, row: int) -> set[int]:
    """Return the accounts that wrote at the text as it was last approved, or since."""
    found, approvals = set(), 0
    for entry in Change.objects.of(noun, row).reverse():
        approvals += entry.action in TO_READERS
        if approvals > 1:
            break
        if entry.who_id and entry.is_text:
            found.add(entry.who_id)
    return found


def new_errors(model: type[models.Model], old: dict | None, new: dict | None) -> dict:
    """Return what a text past draft lacks by this change; what it lacked before may stay so."""
    if not new or new.get("status") not in PAST_DRAFT:
        return {}
    moved = not old or old["status"] != new["status"]
    before = {} if moved else model.publishing_errors(old)
    return {n: said for n, said in model.publishing_errors(new).items() if before.get(n) != said}


def wrote(change: Change) -> bool:
    """Return whether the person of this change wrote at the text, in it or since readers saw it."""
    return change.is_text or change.who_id in authors(change.noun, change.row)


def authors(noun: str, row: int) -> set[int]:
    return set(Change.objects.of(noun, row).writing().values_list("who_id", flat=True))
