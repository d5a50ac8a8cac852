"""Reading our own CSV back: read the file, check each row, store all of it or nothing.

A file is read twice. First every row is checked against the record, and nothing is written: the
desk goes on meanwhile, however long it takes. Then, where asked, all is stored in one
transaction. While that lasts no other save gets its turn, so that it does nothing but store; it
relies on nothing from the first reading that a colleague could have changed.
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from incident.audit.recorder import AuditContext, audited
from incident.audit.steps import tell_series
from incident.choices import Nature, Status
from incident.columns import Of, column_names, columns_of, first_names
from incident.csv_import.file import copied, rows, shown
from incident.csv_import.row import (
    Wanted,
    assign,
    fields_of,
    fresh,
    in_words,
    incident_at,
    same,
    save_new,
)
from incident.models import Change, Citation, Event, Incident, Kamerstuk, Link
from incident.values.cells import CellError, split

ADDRESS = re.compile(r"[-\w]+", re.ASCII)  # what the site's addresses can hold
AT_ONCE = 200  # new events stored by one query
STORING = 2.0  # how long storing a row takes, in times of what checking it took here (1.2 to 2)
NEW_ROWS = "Overgenomen uit een export van deze site."
OVERTAKEN = "dit is intussen aan de redactie veranderd. Doe de import opnieuw."
NO_PAPER_SLUG = "kamerstuk is ‘{}’; dat kan geen adres zijn."
NO_SLUG = "gebeurtenis is leeg. Schrijf een adres zoals ‘2025-07-om-van-internet’."


class OvertakenError(Exception):
    """A colleague changed what the file changes too, after it was checked; nothing was stored."""


class RowResult(Enum):
    """What the import does, or would do, with a row."""

    NEW = "nieuw"
    CHANGED = "gewijzigd"
    SAME = "gelijk"
    WRONG = "fout"


@dataclass(frozen=True)
class Result:
    """What became of one row; `line` counts the rows as a spreadsheet does, the header being 1."""

    line: int
    slug: str
    outcome: RowResult
    message: str = ""
    versions: tuple[int, ...] = ()

    def __str__(self) -> str:
        message = f": {shown(self.message, 1000)}" if self.message else ""
        return f"rij {self.line}: {self.outcome.value} {shown(self.slug)}{message}"


@dataclass
class Look:
    """One reading of a file. What it says of a paper must be the same in each row."""

    incidents: dict[str, Incident] = field(default_factory=dict)
    papers: dict[str, tuple[dict, Kamerstuk]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    checks: bool = True

    def want(self, row: dict[str, str]) -> Wanted:
        """Return what the row requests; CellError or ValidationError where that cannot be."""
        if not row["gebeurtenis"]:
            raise CellError(NO_SLUG)
        made: list[models.Model] = []
        incident = self.incident(row["incident"], made)
        found = None
        if not incident._state.adding:
            found = Event.objects.filter(incident=incident, slug=row["gebeurtenis"]).first()
        if found and found.status != Status.PUBLISHED:
            raise ValidationError("deze gebeurtenis staat hier, maar is niet gepubliceerd.")
        event = fresh(Event, found, slug=row["gebeurtenis"], status=Status.PUBLISHED)
        event.incident = incident
        own = [column for column in columns_of(Of.EVENT) if column.name in row]
        changed = assign(event, {c.field: c.read(row[c.name]) for c in own})
        citations = as_here(found, self.citations(row, made))
        links = fields_of(row, Of.LINK, len(split(row["bron_uitgever"])))
        moved = not found or not (
            same(found.citations.all(), citations) and same(found.links.all(), links)
        )
        return Wanted(
            event=event,
            citations=[Citation(event=event, **values) for values in citations],
            links=[Link(event=event, **values) for values in links],
            made=made,
            is_changed=changed,
            is_moved=moved,
            versions=[0 if r._state.adding else r.version for r in (event, *made)],
        )

    def incident(self, slug: str, made: list) -> Incident:
        """Return the incident with this slug; what must be made for it goes into `made`."""
        if slug not in self.incidents:
            incident = incident_at(slug)
            if incident._state.adding:
                incident.full_clean()
                made.append(incident)
            self.incidents[slug] = incident
        return self.incidents[slug]

    def citations(self, row: dict[str, str], made: list) -> list[dict]:
        """Return the row's citations as field values; papers that change go into `made`."""
        slugs = split(row["kamerstuk"])
        papers = [
            self.paper(slug, values, made)
            for slug, values in zip(slugs, fields_of(row, Of.PAPER, len(slugs)), strict=True)
        ]
        citations = fields_of(row, Of.CITATION, len(slugs))
        for citation, paper in zip(citations, papers, strict=True):
            citation["kamerstuk"] = paper
        return citations

    def paper(self, slug: str, values: dict, made: list) -> Kamerstuk:
        """Return the paper at this address as the file has it.

        A paper that has got its number since the file was made keeps what it is now.
        """
        if slug.lower() in self.papers:
            before, paper = self.papers[slug.lower()]
            if before != values:
                raise ValidationError(f"{slug} staat in een eerdere rij met andere gegevens.")
            return paper
        paper = Kamerstuk.objects.by_slug(slug) or Kamerstuk(slug=slug)
        if "series" not in values:
            values = of_today(values, is_new=paper._state.adding)
        if paper.slug == slug and assign(paper, values):
            if self.checks:
                self.check(paper, slug)
            made.append(paper)
        self.papers[slug.lower()] = (values, paper)
        return paper

    def check(self, paper: Kamerstuk, slug: str) -> None:
        """Raise ValidationError where a new or changed paper is wrong, or not at its address."""
        paper.full_clean()
        if paper.slug != slug:
            raise ValidationError(f"{slug} past niet bij het nummer; dat geeft {paper.slug}.")
        if not ADDRESS.fullmatch(slug):
            raise CellError(NO_PAPER_SLUG.format(slug))
        for name in sorted(paper.names):
            if self.names.setdefault(name, slug) != slug:
                raise ValidationError(f"{name} is in een eerdere rij van een ander stuk.")


def as_here(event: Event | None, wanted: list[dict]) -> list[dict]:
    """Return places with what an event has of the same ones, where the file has no column for it.

    A place is the same where the paper is, and how it is called if that paper has others as well.
    """
    places = list(event.citations.all()) if event else []
    names = [column.field for column in columns_of(Of.CITATION)]
    found = []
    for values in wanted:
        paper = values["kamerstuk"]
        here = [place for place in places if place.kamerstuk_id == paper.pk]
        if len(here) > 1 or sum(other["kamerstuk"] is paper for other in wanted) > 1:
            here = [place for place in here if place.locator == values["locator"]]
        found.append({name: getattr(place, name) for place in here for name in names} | values)
    return found


def of_today(values: dict, *, is_new: bool) -> dict:
    """Return what a file of a release without series says of a paper, in today's fields."""
    told = dict(values)
    tell_series(told)
    return told if is_new else {name: value for name, value in told.items() if name != "series"}


@dataclass
class Import:
    """One file that is imported, and the result of each row."""

    has_reason: bool = True
    results: list[Result] = field(default_factory=list)
    seconds: float = 0.0  # that checking took

    @property
    def is_sound(self) -> bool:
        return all(result.outcome is not RowResult.WRONG for result in self.results)

    @property
    def lacks_reason(self) -> bool:
        """Return whether a row changes what readers know while no reason is given."""
        changed = any(result.outcome is RowResult.CHANGED for result in self.results)
        return changed and not self.has_reason

    @property
    def storing_seconds(self) -> float:
        """Return about how many seconds storing will take, by how fast this machine checked."""
        to_store = sum(result.outcome is not RowResult.SAME for result in self.results)
        return self.seconds * STORING * to_store / max(len(self.results), 1)

    def check(self, file: BinaryIO, watch: Callable[[int], None]) -> None:
        look, lines, begin = Look(), {}, time.monotonic()
        for line, row in rows(file, column_names(), first_names()):
            self.results.append(checked(look, line, row, lines))
            watch(len(self.results))
        self.seconds = time.monotonic() - begin

    def store(self, file: BinaryIO, act: AuditContext) -> None:
        """Store each row; OvertakenError where the record is not as it was checked against."""
        look, new = Look(checks=False), []
        for (line, row), result in zip(
            rows(file, column_names(), first_names()), self.results, strict=True
        ):
            self.found_again(look, line, row, result).save(new)
            if len(new) >= AT_ONCE:
                save_new(act, new)
        save_new(act, new)

    def found_again(self, look: Look, line: int, row: dict, result: Result) -> Wanted:
        """Return what a row requests where that is still what was checked; else OvertakenError."""
        try:
            wanted = look.want(row)
        except (CellError, ValidationError) as error:
            raise OvertakenError(f"rij {line}: {OVERTAKEN}") from error
        if tuple(wanted.versions) != result.versions:
            raise OvertakenError(f"rij {line}: {OVERTAKEN}")
        return wanted


def checked(look: Look, line: int, row: dict[str, str], lines: dict) -> Result:
    """Return what one row would do; `lines` holds on which line each event stood before."""
    slug, versions = row["gebeurtenis"], ()
    try:
        wanted = look.want(row)
        before = lines.setdefault((row["incident"], slug), line)
        if before != line:
            raise CellError(f"deze gebeurtenis staat ook in rij {before}.")
        wanted.check(row)
        outcome, message, versions = outcome_of(wanted), "", tuple(wanted.versions)
    except (CellError, ValidationError) as error:
        outcome, message = RowResult.WRONG, in_words(error)
    return Result(line, slug, outcome, message, versions)


def outcome_of(wanted: Wanted) -> RowResult:
    if wanted.is_new:
        return RowResult.NEW
    changes = wanted.is_changed or wanted.is_moved or wanted.made
    return RowResult.CHANGED if changes else RowResult.SAME


def import_csv(
    path: Path,
    *,
    save: bool,
    reason: str = "",
    progress: Callable[[int], Callable[[int], None]] = lambda total: lambda done: None,
    announce: Callable[[float], None] = lambda seconds: None,
) -> Import:
    """Import the file at `path` and return the result of each row.

    Nothing is stored unless `save` is asked and no row is wrong; then all is, in one transaction.
    A file that changes what readers know needs a `reason`, which they see. `progress` is called
    with the number of rows, and what it returns with how many of them are checked. `announce` is
    called before storing, with about how many seconds that will take: until then nobody else can
    save. Raises UnreadableError; ValidationError where the reason is none; OvertakenError where a
    colleague changed meanwhile what the file changes too.
    """
    reason = Change._meta.get_field("reason").clean(reason, None)
    taken = Import(has_reason=bool(reason))
    with copied(path) as file:
        taken.check(file, progress(sum(1 for _ in rows(file, column_names(), first_names()))))
        if not (save and taken.is_sound and not taken.lacks_reason):
            return taken
        announce(taken.storing_seconds)
        about = {"who": "import_csv", "reason": reason or NEW_ROWS, "nature": Nature.SUBSTANCE}
        try:
            with transaction.atomic(), audited(**about, forced=True) as act:
                taken.store(file, act)
        except IntegrityError as error:
            raise OvertakenError(OVERTAKEN.capitalize()) from error
    return taken
