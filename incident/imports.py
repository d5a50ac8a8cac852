"""Taking our own CSV back: read the file, understand each row, store all of it or nothing."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import models, transaction

from incident.cells import CellError, bare, join, read_moment, read_told, split
from incident.kinds import Nature, Status
from incident.models import Citation, Event, Incident, Kamerstuk, Link
from incident.models.recording import recording

LONGEST_CELL = 10_000_000
NEW_ROWS = "Overgenomen uit een export van deze site."

EVENT_COLUMNS = {
    "datum": "date",
    "uitleg_bij_datum": "date_note",
    "soort": "kind",
    "titel": "title",
    "tekst": "body",
}
PAPER_COLUMNS = {
    "stuk_soort": "kind",
    "stuk_onderwerp": "title",
    "stuk_afzender": "sender",
    "stuk_datum": "date",
    "stuk_uitleg_bij_datum": "date_note",
    "stuk_kamer": "chamber",
    "stuk_vergaderjaar": "session",
    "stuk_dossier": "dossier",
    "stuk_toevoeging": "suffix",
    "stuk_nummer": "number",
    "stuk_zaaknummer": "chamber_number",
}
CITATION_COLUMNS = {"plaats": "locator", "zoals_gedrukt": "printed", "gemeld": "told"}
LINK_COLUMNS = {
    "bron_uitgever": "publisher",
    "bron_titel": "title",
    "bron_datum": "date",
    "bron_adres": "url",
}
DERIVED: dict[str, Callable[[Event], str]] = {
    "datum_in_woorden": lambda e: str(e.when),
    "eerste_dag": lambda e: str(e.first_day or ""),
    "laatste_dag": lambda e: str(e.last_day or ""),
    "gemeld_op": lambda e: e.told_on.edtf if e.told_on else "",
    "vindplaats": lambda e: join(c.kamerstuk.citation for c in e.cited),
}
KNOWN = {
    "incident",
    "gebeurtenis",
    "kamerstuk",
    "gepubliceerd_op",
    *EVENT_COLUMNS,
    *PAPER_COLUMNS,
    *CITATION_COLUMNS,
    *LINK_COLUMNS,
    *DERIVED,
}


class Outcome(Enum):
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
    outcome: Outcome
    message: str = ""

    def __str__(self) -> str:
        message = f": {self.message}" if self.message else ""
        return f"rij {self.line}: {self.outcome.value} {self.slug}{message}"


class UnreadableError(ValueError):
    """The file as a whole cannot be read; the message says why, in Dutch."""


def rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row of our CSV (either of the twins) as column to text, with its number.

    Raises UnreadableError where the file is missing, is not UTF-8, or has not our columns.
    """
    csv.field_size_limit(LONGEST_CELL)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            separator = ";" if file.readline().startswith("incident;") else ","
            file.seek(0)
            reader = csv.reader(file, delimiter=separator, strict=True)
            header = checked(next(reader, []))
            for line, cells in enumerate(reader, start=2):
                if len(cells) != len(header):
                    raise UnreadableError(
                        f"rij {line} heeft {len(cells)} cellen, geen {len(header)}."
                    )
                yield line, dict(zip(header, map(bare, cells), strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnreadableError(f"dit bestand is niet te lezen: {error}") from error


def checked(header: list[str]) -> list[str]:
    """Return the header when it is ours; raise UnreadableError when it is not."""
    missing, unknown = KNOWN - set(header), set(header) - KNOWN
    if missing:
        raise UnreadableError(f"deze kolommen ontbreken: {', '.join(sorted(missing))}.")
    if unknown:
        raise UnreadableError(f"deze kolommen kennen wij niet: {', '.join(sorted(unknown))}.")
    if len(set(header)) != len(header):
        raise UnreadableError("een kolom staat er twee keer in.")
    return header


@dataclass
class Import:
    """One file on its way in. What it knows of papers must be the same in each row."""

    has_reason: bool = True
    results: list[Result] = field(default_factory=list)
    papers: dict[str, dict] = field(default_factory=dict)

    @property
    def is_sound(self) -> bool:
        """Return whether no row is wrong."""
        return all(result.outcome is not Outcome.WRONG for result in self.results)

    @property
    def lacks_reason(self) -> bool:
        """Return whether a row changes what readers know, and nobody says why."""
        changed = any(result.outcome is Outcome.CHANGED for result in self.results)
        return changed and not self.has_reason

    def take(self, line: int, row: dict[str, str]) -> None:
        """Store one row, or note why it cannot be."""
        slug = row["gebeurtenis"]
        try:
            with transaction.atomic():
                outcome, message = self.store(row), ""
        except CellError as error:
            outcome, message = Outcome.WRONG, str(error)
        except ValidationError as error:
            outcome, message = Outcome.WRONG, in_words(error)
        self.results.append(Result(line, slug, outcome, message))

    def store(self, row: dict[str, str]) -> Outcome:
        """Store the incident, the papers, the event and its sources; ValidationError if refused."""
        incident = incident_at(row["incident"])
        found = Event.objects.filter(incident=incident, slug=row["gebeurtenis"]).first()
        if found and found.status != Status.PUBLISHED:
            raise ValidationError("deze gebeurtenis staat hier, maar is niet gepubliceerd.")
        event = found or Event(incident=incident, slug=row["gebeurtenis"], status=Status.PUBLISHED)
        values = {name: row[column] for column, name in EVENT_COLUMNS.items()}
        changed = assign(event, {**values, "publish_at": read_moment(row["gepubliceerd_op"])})
        papers_changed, citations = self.citations(row)
        links = cells_of(row, LINK_COLUMNS, len(split(row["bron_uitgever"])))
        moved = not found or not (
            same(event.citations.all(), citations) and same(event.links.all(), links)
        )
        if changed or moved:
            event.full_clean()
            event.save()
        if moved:
            replace_sources(event, citations, links)
        verify(event, row)
        if not found:
            return Outcome.NEW
        return Outcome.CHANGED if changed or moved or papers_changed else Outcome.SAME

    def citations(self, row: dict[str, str]) -> tuple[bool, list[dict]]:
        """Return whether a paper changed, and the row's citations as field values."""
        slugs = split(row["kamerstuk"])
        papers = [
            self.paper(slug, fields)
            for slug, fields in zip(slugs, cells_of(row, PAPER_COLUMNS, len(slugs)), strict=True)
        ]
        citations = cells_of(row, CITATION_COLUMNS, len(slugs))
        for citation, (paper, _) in zip(citations, papers, strict=True):
            citation.update(kamerstuk=paper, told=read_told(citation["told"]))
        return any(changed for _, changed in papers), citations

    def paper(self, slug: str, fields: dict) -> tuple[Kamerstuk, bool]:
        """Return the paper at this address, made or brought up to date, and whether it changed.

        A paper that has got its number since the file was made keeps what it is now.
        """
        if self.papers.setdefault(slug, fields) != fields:
            raise ValidationError(f"{slug} staat in een eerdere rij met andere gegevens.")
        paper = Kamerstuk.objects.at_address(slug) or Kamerstuk(slug=slug)
        if paper.slug != slug or not assign(paper, fields):
            return paper, False
        paper.full_clean()
        paper.save()
        if paper.slug != slug:
            raise ValidationError(f"{slug} past niet bij het nummer; dat geeft {paper.slug}.")
        return paper, True


def import_csv(
    path: Path, *, save: bool, reason: str = "", watch: Callable = lambda done: None
) -> Import:
    """Take the file at `path` back and return what became of each row.

    All rows are stored in one transaction, which stands only where `save` is asked and no row is
    wrong. So a dry run does exactly what the run would do. A file that changes what readers know
    needs a `reason`, which they see. `watch` is told after each row how many are done. Raises
    UnreadableError.
    """
    taken = Import(has_reason=bool(reason))
    about = {"who": "import_csv", "reason": reason or NEW_ROWS, "nature": Nature.SUBSTANCE}
    with transaction.atomic():
        with recording(**about, forced=True):
            for line, row in rows(path):
                taken.take(line, row)
                watch(len(taken.results))
        if not (save and taken.is_sound and not taken.lacks_reason):
            transaction.set_rollback(True)
    return taken


def incident_at(slug: str) -> Incident:
    """Return the incident at this address; where there is none, a public one named after it."""
    incident = Incident.objects.filter(slug=slug).first()
    if incident is None:
        incident = Incident(slug=slug, title=slug, is_published=True)
        incident.full_clean()
        incident.save()
    return incident


def assign(instance: models.Model, values: dict) -> bool:
    """Set the values; return whether the row is new or any of them differs."""
    changed = instance._state.adding
    for name, value in values.items():
        changed |= getattr(instance, name) != value
        setattr(instance, name, value)
    return changed


def cells_of(row: dict[str, str], columns: dict[str, str], size: int) -> list[dict]:
    """Return the values that share the cells of these columns, as one dict for each of `size`."""
    parts = {name: split(row[column], size) for column, name in columns.items()}
    for column, name in columns.items():
        if len(parts[name]) != size:
            raise ValidationError(f"{column} heeft {len(parts[name])} waarden, geen {size}.")
    return [{name: values[place] for name, values in parts.items()} for place in range(size)]


def same(rows_now, wanted: list[dict]) -> bool:
    """Return whether these sources are the ones wanted, in the same order."""
    now = list(rows_now)
    return len(now) == len(wanted) and all(
        getattr(source, name) == value
        for source, values in zip(now, wanted, strict=True)
        for name, value in values.items()
    )


def replace_sources(event: Event, citations: list[dict], links: list[dict]) -> None:
    """Give the event exactly these sources."""
    event.citations.all().delete()
    event.links.all().delete()
    for model, wanted in ((Citation, citations), (Link, links)):
        for values in wanted:
            source = model(event=event, **values)
            source.full_clean()
            source.save()


def verify(event: Event, row: dict[str, str]) -> None:
    """Refuse a row in which somebody changed a column that follows from others."""
    for column, value in DERIVED.items():
        if value(event) != row[column]:
            raise ValidationError(
                f"{column} volgt uit andere kolommen en is ‘{value(event)}’, niet ‘{row[column]}’."
            )


def in_words(error: ValidationError) -> str:
    """Return all that is wrong, each with the name of its field."""
    if not hasattr(error, "message_dict"):
        return " ".join(error.messages)
    return " ".join(f"{name}: {' '.join(said)}" for name, said in error.message_dict.items())
