"""The rules that an act of a person keeps; each refusal is a sentence for the field it belongs to.

They look at what is about to be logged, so that they hold for a form, the rows under it, a bulk
action and a command alike.
"""

from django.apps import apps
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from incident.kinds import Status
from incident.models.change import Change
from incident.querysets.changes import NOT_TEXT, TO_READERS

NO_REASON = "Lezers zien dit. Zeg daarom in één zin waarom dit verandert."
NO_NATURE = "Kies of dit een verschrijving is of inhoud. Lezers zien beide."
NO_REASON_TO_FORCE = "Zonder tweede lezer publiceren kan alleen met een reden. Lezers zien die."
OWN_TEXT = (
    "U schreef zelf aan deze tekst. Laat een collega publiceren, of kies ‘zonder tweede lezer’ en "
    "geef een reden."
)

PAST_DRAFT = (Status.REVIEW, Status.PUBLISHED)


def check(change: Change, old: dict | None, *, was_seen: bool, is_seen: bool) -> None:
    """Raise ValidationError where this change of a row in the state `old` may not be made so.

    `was_seen` and `is_seen` say whether readers saw the row before and will see it now.
    """
    model, new = apps.get_model("incident", change.noun), change.state
    unread = change.action in TO_READERS and not change.forced and wrote(change)
    rules = (
        ("reason", NO_REASON, was_seen and not change.reason),
        ("nature", NO_NATURE, was_seen and is_seen and not change.nature),
        ("reason", NO_REASON_TO_FORCE, change.forced and not change.reason),
        (NON_FIELD_ERRORS, OWN_TEXT, unread),
    )
    wrong = {field: sentence for field, sentence, is_broken in rules if is_broken}
    if wrong := {**lacking(model, old, new), **wrong}:
        raise ValidationError(wrong)


def lacking(model: type[models.Model], old: dict | None, new: dict | None) -> dict:
    """Return what a text past draft lacks by this change; what it lacked before may stay so."""
    if not new or new.get("status") not in PAST_DRAFT:
        return {}
    moved = not old or old["status"] != new["status"]
    before = {} if moved else model.missing_in(old)
    return {name: why for name, why in model.missing_in(new).items() if before.get(name) != why}


def wrote(change: Change) -> bool:
    """Return whether who makes this change wrote at the text, in it or since readers last saw."""
    return is_text(change) or change.who_id in authors(change.noun, change.row)


def is_text(change: Change) -> bool:
    """Return whether a change touched the text, and not only where it stands."""
    return bool(change.fields.keys() - NOT_TEXT)


def authors(noun: str, row: int) -> set[int]:
    """Return the accounts that wrote at a text since it was last approved."""
    return set(Change.objects.of(noun, row).writing().values_list("who_id", flat=True))
