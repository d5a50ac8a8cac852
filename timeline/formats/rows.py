"""The events of a selection as plain rows: read a chunk at a time, with their papers and links.

A row has the attributes that the columns and fields of a file ask of a model, at a tenth of the
time: no model is made, a date is made once for all rows that bear it, and a paper once for its
events. What follows from the fields is reckoned as for models (`incident.models.facts`).
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache
from itertools import islice

from django.db.models import IntegerField, TextField
from django.db.models.functions import Cast

from incident.models import Citation, Event, Incident, Kamerstuk, Link
from incident.models.facts import DatedFacts, EventFacts, PaperFacts
from incident.values.dates import EventDate
from timeline.query.selection import Selection

ROWS_AT_ONCE = 500
MOST_PAPERS = 5_000  # that are remembered; one that is forgotten is read again
MOST_DATES = 16_384


def as_text(*names: str) -> list[Cast]:
    """Return columns as text: both databases read it fast, and Django leaves it alone."""
    return [Cast(name, TextField()) for name in names]


def as_number(name: str) -> Cast:
    """Return a column of yes and no as 1 and 0."""
    return Cast(name, IntegerField())


EVENT = (
    *("pk", "slug", "title", "body", "kind", "date", "date_note", as_number("is_key")),
    *("short_title", *as_text("first_day", "last_day", "publish_at", "changed_at")),
)
CITATION = ("event_id", "kamerstuk_id", "locator", "printed", as_number("told"))
LINK = ("event_id", "publisher", "title", "url", "date", *as_text("first_day", "last_day"))
PAPER = (
    *("pk", "slug", "kind", "title", "sender", "chamber", "session", "dossier", "suffix"),
    *("number", "chamber_number", "date_note", "unseen_source", as_number("title_is_ours")),
    *("date", *as_text("first_day", "last_day")),
)


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def moment(text: str) -> datetime:
    """Return a moment as the database writes it: on SQLite in UTC, on PostgreSQL with its zone."""
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=UTC)


@lru_cache(maxsize=MOST_DATES)
def kept_date(edtf: str, first: str | None, last: str | None) -> EventDate | None:
    """Return a date with its stored bounds, "" being None; its words are made once."""
    return EventDate(edtf, day(first), day(last)) if edtf else None


class SourceRow(DatedFacts):
    """A row with a date of which the bounds were read as text."""

    date: str
    bounds: tuple[str | None, str | None]

    @cached_property
    def when(self) -> EventDate | None:
        return kept_date(self.date, *self.bounds)

    @property
    def first_day(self) -> date | None:
        return self.when and self.when.first

    @property
    def last_day(self) -> date | None:
        return self.when and self.when.last


class PaperRow(PaperFacts, SourceRow):
    """A paper, for all the events of a file that stand in it."""

    def __init__(self, row: tuple):
        self.pk, self.slug, self.kind, self.title, self.sender, self.chamber, *row = row
        self.session, self.dossier, self.suffix, self.number, self.chamber_number, *row = row
        self.date_note, self.unseen_source, ours, self.date, *self.bounds = row
        self.title_is_ours = bool(ours)

    known_order = cached_property(DatedFacts.known_order.fget)
    told_when = cached_property(PaperFacts.told_when.fget)


class LinkRow(SourceRow):
    """A source that is no paper."""

    def __init__(self, row: tuple):
        _, self.publisher, self.title, self.url, self.date, *self.bounds = row


class CitationRow:
    """The place of an event in a paper."""

    def __init__(self, paper: PaperRow, row: tuple):
        self.kamerstuk = paper
        _, _, self.locator, self.printed, told = row
        self.told = bool(told)


class EventRow(EventFacts):
    """An event with its sources, and with what was said of it where that was asked for."""

    def __init__(self, incident: Incident, address: str, row: tuple):
        self.incident, self.address = incident, address
        self.pk, self.slug, self.title, self.body, self.kind, self.date, *row = row
        self.date_note, key, self.short_title, first, last, *self.moments = row
        self.is_key = bool(key)
        self.when = kept_date(self.date, first, last)
        self.first_day, self.last_day = self.when.first, self.when.last
        self.citation_list, self.link_list, self.public_statements = [], [], []

    told_by = cached_property(EventFacts.told_by.fget)

    @property
    def publish_at(self) -> datetime:
        return moment(self.moments[0])

    @property
    def changed_at(self) -> datetime:
        return moment(self.moments[1])

    def get_absolute_url(self) -> str:
        return f"{self.address}{self.slug}/"


class Papers:
    """The papers that were read so far, at most `MOST_PAPERS` and those of one chunk."""

    def __init__(self):
        self.known: dict[int, PaperRow] = {}

    def of(self, keys: set[int]) -> dict[int, PaperRow]:
        """Return these papers by key, and perhaps more."""
        if len(self.known) > MOST_PAPERS:
            self.known.clear()
        if missing := keys - self.known.keys():
            read = Kamerstuk.objects.filter(pk__in=missing).values_list(*PAPER)
            self.known.update((row[0], PaperRow(row)) for row in read)
        return self.known


def streamed(selection: Selection, *, with_statements: bool = False) -> Iterator[EventRow]:
    """Yield the events of a selection, fetched `ROWS_AT_ONCE` at a time; memory stays bounded."""
    events = selection.events.select_related(None).prefetch_related(None)
    read = events.values_list(*EVENT).iterator(chunk_size=ROWS_AT_ONCE)
    incident, papers = selection.incident, Papers()
    address = incident.get_absolute_url()
    while chunk := [EventRow(incident, address, row) for row in islice(read, ROWS_AT_ONCE)]:
        by_key = {event.pk: event for event in chunk}
        add_sources(by_key, papers)
        if with_statements:
            for statement in Event.objects.statements_with(by_key):
                by_key[statement.event_id].public_statements.append(statement)
        yield from chunk


def add_sources(events: dict[int, EventRow], papers: Papers) -> None:
    """Give events, by key, their citations and links, each in the order of its key."""
    cited = Citation.objects.filter(event__in=events.keys()).order_by("pk").values_list(*CITATION)
    rows = list(cited)
    known = papers.of({row[1] for row in rows})
    for row in rows:
        events[row[0]].citation_list.append(CitationRow(known[row[1]], row))
    links = Link.objects.filter(event__in=events.keys()).order_by("pk").values_list(*LINK)
    for row in links:
        events[row[0]].link_list.append(LinkRow(row))
