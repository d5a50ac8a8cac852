"""The events of a selection as plain rows: read a chunk at a time, with their papers and links.

A row has the attributes that the columns and fields of a file ask of a model, in a sixth of the
time: no model is made, a date is made once for all rows that bear it, and a paper once for its
events. What follows from the fields is reckoned as for models (`incident.models.facts`).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import islice

from django.db.models import BooleanField, Func, TextField
from django.db.models.functions import Cast
from django.utils.functional import cached_property

from incident.models import Citation, Event, Incident, Kamerstuk, Link
from incident.models.facts import EventFacts, PaperFacts
from incident.values.dates import NEVER, EventDate
from timeline.query.selection import Selection

ROWS_AT_ONCE = 400
MOST_PAPERS = 5_000  # that are remembered; one that is forgotten is read again
MOST_DATES = 16_384
NONE = ()


def as_text(*names: str) -> list[Cast]:
    """Return columns as text: both databases read it fast, and Django leaves it alone."""
    return [Cast(name, TextField()) for name in names]


class Among(Func):
    """Whether a column holds one of these keys: thrice as fast as `__in`, which checks each key."""

    template = "%(expressions)s IN (%(keys)s)"
    output_field = BooleanField()

    def __init__(self, name: str, keys: Iterable[int]):
        super().__init__(name, keys=",".join(map(str, keys)))


EVENT = (
    *("pk", "slug", "title", "body", "kind", "date", "date_note", *as_text("is_key")),
    *("short_title", *as_text("first_day", "last_day", "publish_at", "changed_at")),
)
CITATION = (
    *("event_id", "kamerstuk_id", "locator", "printed", "quote", "quote_check"),
    *as_text("told"),
)
LINK = ("event_id", "publisher", "title", "url", "date", *as_text("first_day", "last_day"))
PAPER = (
    *("pk", "slug", "kind", "title", "sender", "chamber", "session", "dossier", "suffix"),
    *("number", "chamber_number", "date_note", "unseen_source", *as_text("title_is_ours")),
    *("series", "publication", "document_number"),
    *("date", *as_text("first_day", "last_day")),
)


def is_yes(text: str) -> bool:
    """Return a yes or no as SQLite and PostgreSQL write it."""
    return text in ("1", "true")


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


class PaperRow(PaperFacts):
    """A paper, for all the events of a file that stand in it."""

    def __init__(self, row: tuple):
        self.pk, self.slug, self.kind, self.title, self.sender, self.chamber, *row = row
        self.session, self.dossier, self.suffix, self.number, self.chamber_number, *row = row
        self.date_note, self.unseen_source, ours, self.series, self.publication, *row = row
        self.document_number, self.date, first, last = row
        self.title_is_ours = is_yes(ours)
        self.when = kept_date(self.date, first, last)
        self.known_order = self.when.known_order if self.when else NEVER

    reference = cached_property(PaperFacts.reference.fget)
    citation = cached_property(PaperFacts.citation.fget)
    official_url = cached_property(PaperFacts.official_url.fget)
    told_when = cached_property(PaperFacts.told_when.fget)


class LinkRow:
    """A source that is no paper."""

    __slots__ = ("date", "known_order", "publisher", "title", "url", "when")

    def __init__(self, row: tuple):
        _, self.publisher, self.title, self.url, self.date, first, last = row
        self.when = kept_date(self.date, first, last)
        self.known_order = self.when.known_order if self.when else NEVER


class CitationRow:
    """The place of an event in a paper."""

    __slots__ = ("kamerstuk", "locator", "printed", "quote", "quote_check", "told")

    def __init__(self, paper: PaperRow, row: tuple):
        self.kamerstuk = paper
        _, _, self.locator, self.printed, self.quote, self.quote_check, told = row
        self.told = is_yes(told)


class EventRow(EventFacts):
    """An event with its sources, and with what was said of it where that was asked for.

    All that is asked more than once stands in a slot: a dict for each row would take longer to
    make and to collect than the row.
    """

    __slots__ = (
        *("address", "body", "change", "citation_list", "date", "date_note", "incident", "is_key"),
        *("kind", "link_list", "pk", "public_statements", "publish", "short_title", "slug"),
        *("sure_wait", "title", "told_by", "wait", "when"),
    )

    def __init__(self, incident: Incident, address: str, row: tuple):
        self.incident, self.address = incident, address
        (
            self.pk,
            self.slug,
            self.title,
            self.body,
            self.kind,
            self.date,
            self.date_note,
            key,
            self.short_title,
            first,
            last,
            self.publish,
            self.change,
        ) = row
        self.is_key = is_yes(key)
        self.when = kept_date(self.date, first, last)

    def reckon(self, citations: list[CitationRow], links: list[LinkRow]) -> None:
        """Take its sources, and reckon once what follows from them."""
        self.citation_list, self.link_list = citations, links
        self.told_by = EventFacts.told_by.fget(self)
        self.wait = EventFacts.wait.func(self)
        self.sure_wait = EventFacts.sure_wait.func(self)

    @property
    def first_day(self) -> date | None:
        return self.when.first

    @property
    def last_day(self) -> date | None:
        return self.when.last

    @property
    def publish_at(self) -> datetime:
        return moment(self.publish)

    @property
    def changed_at(self) -> datetime:
        return moment(self.change)

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
            read = Kamerstuk.objects.filter(Among("pk", missing)).values_list(*PAPER)
            self.known |= {row[0]: PaperRow(row) for row in read}
        return self.known


def streamed(selection: Selection, *, with_statements: bool = False) -> Iterator[EventRow]:
    """Yield the events of a selection, fetched `ROWS_AT_ONCE` at a time; memory stays bounded."""
    events = selection.events.select_related(None).prefetch_related(None)
    read = events.values_list(*EVENT).iterator(chunk_size=ROWS_AT_ONCE)
    incident, papers = selection.incident, Papers()
    address = incident.get_absolute_url()
    while chunk := [EventRow(incident, address, row) for row in islice(read, ROWS_AT_ONCE)]:
        add_sources(chunk, papers)
        if with_statements:
            add_statements(chunk)
        yield from chunk


def add_sources(events: list[EventRow], papers: Papers) -> None:
    """Give events their citations and links, each in the order of its key."""
    theirs = Among("event_id", [event.pk for event in events])
    rows = list(Citation.objects.filter(theirs).order_by("pk").values_list(*CITATION))
    known = papers.of({row[1] for row in rows})
    cited, linked = defaultdict(list), defaultdict(list)
    for row in rows:
        cited[row[0]].append(CitationRow(known[row[1]], row))
    for row in Link.objects.filter(theirs).order_by("pk").values_list(*LINK):
        linked[row[0]].append(LinkRow(row))
    for event in events:
        event.reckon(cited.get(event.pk, NONE), linked.get(event.pk, NONE))


def add_statements(events: list[EventRow]) -> None:
    said = defaultdict(list)
    for statement in Event.objects.statements_with([event.pk for event in events]):
        said[statement.event_id].append(statement)
    for event in events:
        event.public_statements = said.get(event.pk, NONE)
