"""Whether each row of the record, with all that is worked out from it, is as the log says."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple, Self

from django.db import models
from django.db.models import Q

from incident.audit.rows import Audited
from incident.choices import Action
from incident.models import Change, Event, FormerAddress, Incident, Kamerstuk
from incident.models.bases import Derived, Versioned

WORKED_OUT = ("first_day", "last_day", "sort_day", "span_days", "search_text")
NAMES_PAPERS = ("kamerstuk", "answer", "papers")
ROWS_AT_ONCE = 500


class Logged(NamedTuple):
    """What the log says of one row: its last entry, and the first entry of the same version."""

    last: Change
    since: Change

    @classmethod
    def of_noun(cls, noun: str) -> dict[int, Self]:
        found: dict[int, Self] = {}
        for change in Change.objects.filter(noun=noun).order_by("number").iterator():
            before = found.get(change.row)
            is_same = before is not None and before.last.version == change.version
            found[change.row] = cls(change, before.since if is_same else change)
        return found


def strange_rows(model: type[Audited]) -> Iterator[str]:
    """Yield in Dutch each row of one noun that differs from the snapshot in its last entry."""
    name, log = model._meta.verbose_name, Logged.of_noun(model._meta.model_name)
    rows, known = model._base_manager.defer(*model.audit_heavy).order_by("pk"), set()
    for row in rows.iterator(chunk_size=ROWS_AT_ONCE):
        known.add(pk := row.pk)
        if pk not in log:
            yield f"{name} {pk} ({row}) staat niet in het logboek."
        elif log[pk].last.state != row.state():
            yield f"{name} {pk} ({row}) is na regel {log[pk].last.number} veranderd."
        else:
            yield from strange_columns(row, log[pk])
    for pk in log.keys() - known:
        if log[pk].last.state is not None:
            last = log[pk].last
            yield f"{name} {pk} ({last.label}) is na regel {last.number} verdwenen."


def strange_columns(row: Audited, logged: Logged) -> Iterator[str]:
    """Yield in Dutch what beside the logged fields of a row, or of those under it, is not right."""
    name = f"{row._meta.verbose_name} {row.pk} ({row})"
    if isinstance(row, Versioned) and not is_version_of(row, logged):
        yield f"Versie of moment van {name} is na regel {logged.last.number} veranderd."
    below = [under for name in row.audit_children for under in getattr(row, name).all()]
    for part in (row, *below):
        for column in wrong_columns(part):
            yield f"Kolom ‘{column}’ van {part._meta.verbose_name} {part.pk} in {name} klopt niet."


def is_version_of(row: Versioned, logged: Logged) -> bool:
    """Return whether version and moment of a row are those that the log says.

    Entries of the first format did not yet share their moment with the row, and an act that
    changed nothing could take a version.
    """
    if logged.since.format == 1:
        return row.version >= logged.last.version and row.changed_at <= logged.since.at
    return (row.version, row.changed_at) == (logged.last.version, logged.since.at)


def wrong_columns(row: models.Model) -> list[str]:
    """Return the columns that do not follow from the others as they should."""
    if not isinstance(row, Derived):
        return []
    wrong = [name for name, day in first_days(row).items() if getattr(row, name) != day]
    names = [f.name for f in row._meta.concrete_fields if f.name in WORKED_OUT]
    kept = {name: getattr(row, name) for name in names}
    row.derive()
    return [*wrong, *(name for name in names if getattr(row, name) != kept[name])]


def first_days(row: models.Model) -> dict[str, date | None]:
    """Return the days that are kept of an event's sources, as the sources say; else nothing."""
    if not isinstance(row, Event):
        return {}
    return {"first_told": row.told_day, "first_known": row.known_day}


def strange_openings() -> Iterator[str]:
    """Yield in Dutch each incident that did not first open when the log says.

    One that is older than the log was open before the log's first word of it.
    """
    first = first_openings()
    for incident in Incident.objects.order_by("pk"):
        change, opened = first.get(incident.pk), incident.opened_at
        at = change and change.at
        is_older = change is not None and change.action == Action.CREATED
        if opened != at and not (is_older and opened and opened < at):
            yield f"Incident {incident.pk} ({incident}) ging op een ander moment open."


def first_openings() -> dict[int, Change]:
    found: dict[int, Change] = {}
    for change in Change.objects.filter(noun="incident").order_by("number").iterator():
        if change.state and change.state["is_published"]:
            found.setdefault(change.row, change)
    return found


def strange_papers() -> Iterator[str]:
    """Yield in Dutch what is not right about the papers that are kept, and old addresses."""
    former = former_addresses()
    there = dict(FormerAddress.objects.values_list("slug", "kamerstuk"))
    for slug in sorted(former.items() ^ there.items()):
        yield f"Het oude adres ‘{slug[0]}’ leidt ergens anders heen dan het logboek zegt."
    now = dict(Kamerstuk.objects.values_list("slug", "pk"))
    known = {
        held if isinstance(held, int) else now.get(held) or former.get(held)
        for held in papers_that_readers_know()
    }
    kept = set(Kamerstuk.objects.filter(is_kept=True).values_list("pk", flat=True))
    for pk in sorted(known.symmetric_difference(kept) - {None}):
        yield f"Of Kamerstuk {pk} bewaard blijft, is veranderd buiten het logboek om."


def former_addresses() -> dict[str, int]:
    found: dict[str, int] = {}
    last: dict[int, str] = {}
    for change in Change.objects.filter(noun="kamerstuk").order_by("number").iterator():
        slug = change.state and change.state["slug"]
        if slug and last.get(change.row, slug) != slug:
            found[last[change.row]] = change.row
        if slug:
            last[change.row] = slug
        else:
            found = {old: row for old, row in found.items() if row != change.row}
    return found


def papers_that_readers_know() -> set[int | str]:
    """Return the keys of papers that a text named when it was published or corrected.

    An address is that of the paper which had it then: by now it may be another's. One that no
    paper had yet by the log is given as it is.
    """
    holders: dict[str, int] = {}
    found: set[int | str] = set()
    told = Q(public_at__isnull=False) | Q(noun="kamerstuk")
    for change in Change.objects.filter(told).order_by("number").iterator():
        if change.noun == "kamerstuk" and change.state:
            holders[change.state["slug"]] = change.row
        if change.public_at:
            found |= {holders.get(slug, slug) for slug in named(change.state or {})}
    return found


def named(state: dict | list) -> Iterator[str]:
    """Yield the addresses of the papers that a snapshot names, its rows too."""
    for part in state if isinstance(state, list) else [state]:
        for name, kept in part.items():
            if isinstance(kept, dict):
                yield kept["slug"]
            elif name in NAMES_PAPERS and kept:
                yield from [kept] if isinstance(kept, str) else kept
            elif isinstance(kept, list) and kept and isinstance(kept[0], dict):
                yield from named(kept)
