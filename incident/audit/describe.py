"""The log in words: what a row held, and what of it changed, each under its Dutch name."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from django.apps import apps
from django.utils import timezone
from django.utils.formats import date_format

from incident.audit.snapshots import restored
from incident.values.dates import DateError, EventDate

# Fields that staff set and that readers do not see.
FOR_STAFF = {"status", "publish_at", "slug", "incident_id", "place", "is_key", "synonyms"}
# Fields that name events. Readers see those that they can read; the others may be drafts.
TO_EVENTS = {"event", "events"}
ROWS = {
    "citations": ("Vindplaatsen", "Citation"),
    "links": ("Andere bronnen", "Link"),
    "statements": ("Uitspraken", "Statement"),
    "rows": ("Vragen", "Question"),
}
NAMES = {"second_factor": "Tweede stap"}
Titles = Mapping[str, str]


class Difference(NamedTuple):
    """One part of a row that changed: its Dutch name, and the text before and after."""

    name: str
    old: str
    new: str


def differences(
    noun: str,
    old: dict | None,
    new: dict | None,
    *,
    staff: bool = False,
    titles: Titles | None = None,
) -> list[Difference]:
    """Return what differs between two snapshots of a row, each part under its Dutch name.

    With `staff` the fields that readers never see are among them. Of the rows under it, only those
    that differ are shown. `titles` (of `public_titles`) saves a query for each of many snapshots.
    """
    old, new = old or {}, new or {}
    if titles is None and not staff:
        titles = public_titles([old, new])
    names = [name for name in order(noun) if name in new or name in old]
    shown = [name for name in names if staff or name not in FOR_STAFF]
    pairs = [(n, *(value(noun, n, state, titles) for state in (old, new))) for n in shown]
    return [
        Difference(name_of(noun, name), *(differing_lines(*texts) if name in ROWS else texts))
        for name, *texts in pairs
        if texts[0] != texts[1]
    ]


def public_titles(states: Iterable[dict]) -> Titles:
    """Return the titles of the published events that rows in these snapshots name.

    The key is the name under which a snapshot keeps an event. One query at most.
    """
    rows = [row for state in states for name in ROWS for row in state.get(name, ())]
    keys = {key for row in rows for key in (row.get("event"), *row.get("events", ())) if key}
    if not keys:
        return {}
    events = apps.get_model("incident", "Event").objects.published().select_related("incident")
    named = events.filter(slug__in={key.partition("/")[2] for key in keys})
    return {"/".join(event.natural_key()): event.title for event in named}


def order(noun: str) -> tuple[str, ...]:
    """Return the names of a snapshot's parts, in the order of the model."""
    model = apps.get_model("incident", noun)
    return (*model.audit_within, *model.audit_fields, *model.audit_children)


def differing_lines(old: str, new: str) -> tuple[str, str]:
    """Return the lines that only one of two texts has; both texts where the lines only moved."""
    was, now = old.splitlines(), new.splitlines()
    gone, come = [n for n in was if n not in now], [n for n in now if n not in was]
    return ("\n".join(gone), "\n".join(come)) if gone or come else (old, new)


def name_of(noun: str, name: str) -> str:
    if name in ROWS:
        return ROWS[name][0]
    if name in NAMES:
        return NAMES[name]
    field = apps.get_model("incident", noun)._meta.get_field(name.removesuffix("_id"))
    return str(field.verbose_name).capitalize()


def value(noun: str, name: str, state: dict, titles: Titles | None) -> str:
    """Return one part of a snapshot in Dutch words; rows stand one to a line."""
    kept = state.get(name)
    if name in ROWS:
        return "\n".join(as_row(ROWS[name][1], row, titles) for row in kept or ())
    if name == "incident_id":
        return str(apps.get_model("incident", "Incident").objects.filter(pk=kept).first() or "")
    return in_words(noun, name, kept)


def as_row(noun: str, row: dict, titles: Titles | None) -> str:
    """Return a row under another as a line: its values in words, the empty ones left out."""
    parts = (
        in_words(noun, name, row.get(name))
        if titles is None or name not in TO_EVENTS
        else events_in_words(row.get(name), titles)
        for name in order(noun)
    )
    return "; ".join(filter(None, (part.replace("\n", " ") for part in parts)))


def events_in_words(kept: str | list[str] | None, titles: Titles) -> str:
    """Return the titles of the events that a row names, as far as readers know them."""
    keys = [kept] if isinstance(kept, str) else kept or ()
    return ", ".join(f"bij ‘{titles[key]}’" for key in keys if key in titles)


def in_words(noun: str, name: str, kept) -> str:
    if name == "kamerstuk" and isinstance(kept, dict):
        made = paper(kept)
        about = (str(made), made.sender, made.when and str(made.when), made.date_note)
        return "; ".join(filter(None, about))
    if name == "told":
        return "zo gemeld aan de Kamer" if kept else ""
    if isinstance(kept, (list, bool)):
        return ", ".join(kept) if isinstance(kept, list) else "ja" if kept else "nee"
    return kept if name in NAMES else of_field(noun, name, kept)


def of_field(noun: str, name: str, kept) -> str:
    field = apps.get_model("incident", noun)._meta.get_field(name)
    if field.choices and kept:
        return str(dict(field.flatchoices).get(kept, kept))
    return moment(name, kept) if isinstance(kept, str) else str(kept or "")


def moment(name: str, kept: str) -> str:
    """Return a stored text; a date (EDTF) or a moment (ISO 8601) in Dutch."""
    if name == "date" and kept:
        try:
            return str(EventDate.parse(kept))
        except DateError:
            return kept
    if name == "publish_at":
        at = timezone.localtime(datetime.fromisoformat(kept))
        return date_format(at, "j F Y, H.i.s") + " uur"
    if name == "extended_to":
        return date_format(date.fromisoformat(kept), "j F Y")
    return kept


def paper(kept: dict):
    """Return an unsaved paper as the snapshot holds it."""
    made = restored(apps.get_model("incident", "Kamerstuk"), kept)
    made.keep_bounds()
    return made
