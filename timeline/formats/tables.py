"""The files that a timeline gives as tables: its events, papers, questions and statements.

A table has its columns, checks its query, and finds its rows. The metadata of every table follows
from its columns: CSV on the Web, https://www.w3.org/TR/tabular-metadata/.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

from incident import columns
from incident.columns import Column
from incident.models import Event, Incident, Kamerstuk
from incident.values.cells import JOINT, join, write_day, write_told
from timeline.formats.csv import EXCEL, PLAIN, Dialect, file_name, written
from timeline.formats.rows import EventRow, streamed
from timeline.pages.claims import standings
from timeline.pages.questions import QuestionSet, question_sets
from timeline.query.page_query import PageQuery
from timeline.query.selection import Selection

LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"


def events_of(incident: Incident) -> QuerySet:
    """Return the public events of an incident, by whose number its files are large or small."""
    return Event.objects.for_readers().filter(incident=incident)


class Table:
    """One kind of file: its name in addresses, what it holds, its columns and its rows.

    `find` returns the rows of an incident on a peildatum (None: now), the only parameter it takes.
    """

    dialects: tuple[Dialect, ...] = (PLAIN,)

    def __init__(
        self,
        name: str,
        title: str,
        columns: tuple[Column, ...],
        find: Callable[[Incident, date | None], Iterable[Any]],
    ):
        self.name, self.title, self.columns, self.find = name, title, columns, find

    def selection(self, incident: Incident, given: QueryDict) -> Selection:
        """Return the selection of a program's query; raise BadRequest if it is unclear."""
        return Selection(incident, PageQuery(given).strict().query)

    def size(self, selection: Selection) -> QuerySet:
        """Return the events by whose number the file counts as large (`limits.in_lane`)."""
        return events_of(selection.incident)

    def rows(self, selection: Selection) -> Iterable[Any]:
        """Return its rows; only the incident and peildatum of the selection count."""
        return self.find(selection.incident, selection.day)

    def csv(self, selection: Selection, dialect: Dialect) -> Iterator[bytes]:
        """Yield the file in UTF-8, in pieces of bounded size."""
        return written(self.rows(selection), self.columns, dialect)

    def file_name(self, selection: Selection, dialect: Dialect) -> str:
        ending = f"_{self.name}{dialect.ending}.csv"
        return file_name(selection.incident, selection.query, ending)


class Events(Table):
    """The timeline itself: it takes every parameter of the filter, and can be for Dutch Excel."""

    dialects = (PLAIN, EXCEL)

    def __init__(self):
        self.name, self.title = "tijdlijn", "Gebeurtenissen"

    @property
    def columns(self) -> tuple[Column, ...]:
        """Return the columns, which are those that an import reads."""
        return columns.COLUMNS

    def selection(self, incident: Incident, given: QueryDict) -> Selection:
        return Selection(incident, given).strict()

    def size(self, selection: Selection) -> QuerySet:
        return selection.events

    def rows(self, selection: Selection) -> Iterator[EventRow]:
        """Yield the events, never all in memory at once."""
        return streamed(selection)

    def file_name(self, selection: Selection, dialect: Dialect) -> str:
        """Return a name without the table's own, as this is the incident's main file."""
        return file_name(selection.incident, selection.query, f"{dialect.ending}.csv")


def known_papers(incident: Incident, peildatum: date | None) -> Iterable[Kamerstuk]:
    """Return the public papers of the incident that certainly existed by the peildatum."""
    papers = Kamerstuk.objects.for_readers(incident).with_events()
    return papers.dated_by(peildatum) if peildatum else papers


def said(incident: Incident, peildatum: date | None) -> Iterable[tuple]:
    """Yield each statement as (place in the chain of its claim from 1, claim, statement)."""
    for stood in standings(incident, peildatum):
        for number, statement in enumerate(stood.statements, 1):
            yield number, stood.claim, statement


def put(incident: Incident, peildatum: date | None) -> Iterable[tuple]:
    """Yield each written question as (set as known on the peildatum, question)."""
    for one in question_sets(incident, peildatum):
        for question in one.set.rows.all():
            yield one, question


def answered(name: str) -> Callable[[tuple], str]:
    """Return a getter of a question's field, which gives "" while no answer was certainly there."""
    return lambda row: getattr(row[1], name) if row[0].is_answered else ""


def answer_day(one: QuestionSet) -> str:
    """Return the day of the answer as EDTF, "" while no answer was certainly there."""
    return one.set.answer.date if one.is_answered else ""


def slugs(rows: Iterable) -> str:
    return join(row.slug for row in rows)


EVENTS = Events()
PAPERS = Table(
    "kamerstukken",
    "Kamerstukken",
    (
        Column("kamerstuk", "address of the paper", lambda p: p.slug),
        Column("vindplaats", "its citation", lambda p: p.citation),
        Column("soort", "kind of paper", lambda p: p.kind),
        Column("onderwerp", "its subject", lambda p: p.title),
        Column("afzender", "its sender", lambda p: p.sender),
        Column("datum", "its day, EDTF; empty: not known", lambda p: p.date),
        Column("datum_in_woorden", "the same in Dutch", lambda p: str(p.when or "")),
        Column("uitleg_bij_datum", "how its day is known", lambda p: p.date_note),
        Column("kamer", "chamber: I or II", lambda p: p.chamber),
        Column("vergaderjaar", "session year", lambda p: p.session),
        Column("dossier", "dossier", lambda p: p.dossier),
        Column("toevoeging", "suffix of the dossier", lambda p: p.suffix),
        Column("nummer", "number in its series; empty: not yet known", lambda p: p.number),
        Column("zaaknummer", "the Chamber's own number of the case", lambda p: p.chamber_number),
        Column("adres", "its official web address", lambda p: p.official_url),
        Column(
            "gebeurtenissen",
            "addresses of the events in it",
            lambda p: slugs(dict.fromkeys(c.event for c in p.public_citations)),
            many=True,
        ),
        Column(
            "onderwerp_van_ons",
            "whether the subject is our description: ja or nee",
            lambda p: write_told(p.title_is_ours),
        ),
        Column(
            "niet_gezien_volgens",
            "by whom we know a paper that we did not see; empty: seen",
            lambda p: p.unseen_source,
        ),
        Column("reeks", "series: kst, ah (Aanhangsel), kv, h or blg", lambda p: p.series),
        Column(
            "publicatienummer",
            "number of an identifier that holds nothing else, as in kst-1268678",
            lambda p: p.publication,
        ),
        Column(
            "documentnummer",
            "the Chamber's own number of the document",
            lambda p: p.document_number,
        ),
    ),
    known_papers,
)
STATEMENTS = Table(
    "uitspraken",
    "Uitspraken over de kwesties",
    (
        Column("kwestie", "address of the claim", lambda r: r[1].slug),
        Column("vraag", "the claim, as a question", lambda r: r[1].title),
        Column("volgnummer", "place in the chain of the claim", lambda r: str(r[0]), "integer"),
        Column("wie", "who said it, with their office", lambda r: r[2].speaker),
        Column("samenvatting", "what was said, in our words", lambda r: r[2].summary),
        Column("verhouding", "how it relates to what came before", lambda r: r[2].relation),
        Column(
            "datum", "when, EDTF; empty: not known", lambda r: r[2].when.edtf if r[2].when else ""
        ),
        Column("datum_in_woorden", "the same in Dutch", lambda r: str(r[2].when or "")),
        Column("uitleg_bij_datum", "how the day is known", lambda r: r[2].date_note),
        Column(
            "kamerstuk",
            "address of the paper it stands in",
            lambda r: r[2].kamerstuk.slug if r[2].kamerstuk else "",
        ),
        Column("plaats", "where in that paper", lambda r: r[2].locator),
        Column("bron_uitgever", "publisher, where it stands in no paper", lambda r: r[2].publisher),
        Column("bron_adres", "web address of that source", lambda r: r[2].url),
    ),
    said,
)
QUESTIONS = Table(
    "vragen",
    "Kamervragen",
    (
        Column("kamerstuk", "address of the paper with the set", lambda r: r[0].set.kamerstuk.slug),
        Column("vragenstellers", "who asked, with their party", lambda r: r[0].set.askers),
        Column("gericht_aan", "who was asked", lambda r: r[0].set.addressees),
        Column("gesteld_op", "when it was put, EDTF", lambda r: r[0].set.kamerstuk.date),
        Column("termijn", "last day of the term", lambda r: write_day(r[0].set.due_on), "date"),
        Column(
            "uitstel_tot",
            "last day of an extension",
            lambda r: write_day(r[0].set.extended_to),
            "date",
        ),
        Column(
            "antwoord",
            "address of the paper with the answer",
            lambda r: r[0].set.answer.slug if r[0].is_answered else "",
        ),
        Column("antwoord_datum", "day of the answer, EDTF", lambda r: answer_day(r[0])),
        Column("nummer", "number of the question", lambda r: str(r[1].number), "integer"),
        Column("vraag", "the question, in our words", lambda r: r[1].wording),
        Column("uitkomst", "what became of it, our label", lambda r: r[0].outcome(r[1]).value),
        Column("toelichting", "what the answer says, in our words", answered("note")),
        Column("plaats", "where in the answer", answered("locator")),
        Column(
            "gebeurtenissen",
            "addresses of the events it mentions",
            lambda r: slugs(r[1].public_events),
            many=True,
        ),
        Column("stukken", "papers it mentions", lambda r: slugs(r[1].papers.all()), many=True),
        Column("uitkomst_in_woorden", "the same in Dutch", lambda r: r[0].outcome(r[1]).label),
    ),
    put,
)
TABLES = {table.name: table for table in (EVENTS, PAPERS, QUESTIONS, STATEMENTS)}
# By the file's name in addresses, without ".csv".
FILES = {
    f"{table.name}{dialect.ending}": (table, dialect)
    for table in TABLES.values()
    for dialect in table.dialects
}


def metadata(table: Table, dialect: Dialect, address: str) -> dict:
    """Return the CSVW description of a table's file; `address` is relative to the description."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "nl"}],
        "url": address,
        "dc:title": table.title,
        "dc:license": {"@id": LICENCE},
        "dialect": {"delimiter": dialect.separator, "header": True, "encoding": "utf-8"},
        "tableSchema": {"columns": [described(column) for column in table.columns]},
    }


def described(column: Column) -> dict:
    return {
        "name": column.name,
        "titles": {"nl": column.name},
        "dc:description": {"@value": column.meaning, "@language": "en"},
        "datatype": column.datatype,
        **({"separator": JOINT} if column.many else {}),
    }
