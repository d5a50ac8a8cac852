"""Pasted citations: which papers they name, which of these we have, and making the others.

What is certain is stored at once: a paper that nothing public rests on is not shown to readers
and can be deleted. Where a paper without number may be the one that is meant, a person chooses;
where a number comes without its session year, a person gives that or the day of the paper.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from django.db import IntegrityError, transaction
from django.db.models import Q

from incident.choices import PaperKind, PaperSeries
from incident.desk.shared.citations import why_not_kept
from incident.models import Kamerstuk
from incident.values.citations import CitationError, Reading, parse
from incident.values.citations import read as read_text
from incident.values.dates import DateError, EventDate
from incident.values.references import Reference, Series
from incident.values.sessions import read_session, session_around

MOST_CITATIONS = 200
LONGEST_PASTE = 20_000
NEW = "nieuw"
FOR_ALL = "jaar-alle"  # the session year of all rows that have none of their own

# Three to five digits that are no year: what is left of "nr. 1376 en 1378" after reading it.
LOOSE_NUMBER = re.compile(r"(?<!\d)(?!(?:19|20)\d\d(?!\d))\d{3,5}(?!\d)")
KINDS = {PaperSeries.QUESTIONS: PaperKind.QUESTIONS, PaperSeries.AANHANGSEL: PaperKind.ANSWER}
LIKELY = {kind: series for series, kind in KINDS.items()}  # of a paper whose series nobody set


class PasteResult(Enum):
    """What became of a pasted citation, as staff read it."""

    FOUND = "gevonden"
    MADE = "gemaakt"
    LIKE = "lijkt op een bestaand stuk"
    YEARLESS = "zonder vergaderjaar"
    CHOSEN = "gekozen"
    NUMBERED = "genummerd"
    UNREAD = "niet begrepen"

    def counted(self, count: int) -> str:
        words = self.value.replace("lijkt", "lijken") if count > 1 else self.value
        return f"{count} {words}"


@dataclass
class Pasted:
    """One citation of the paste, or one line that holds none."""

    line: str
    reference: Reference | None = None
    why: str = ""
    paper: Kamerstuk | None = None
    candidates: list[Kamerstuk] = field(default_factory=list)
    outcome: PasteResult = PasteResult.UNREAD
    year: str = ""  # what a person typed for its session year
    numbering: object = None  # the form that gives the chosen paper its number

    @property
    def choice_name(self) -> str:
        """Return the name of its choice in the form; the same paper has the same name."""
        known = self.reference
        place = (known.chamber, known.session) if known.series.has_sessions else ()
        parts = (known.chambers_own, known.dossier, known.suffix, known.number, known.publication)
        return "-".join(("keuze", known.series, *place, *parts))

    @property
    def year_name(self) -> str:
        """Return the name of the field for its session year."""
        return self.choice_name.replace("keuze", "jaar", 1)

    @property
    def new_value(self) -> str:
        """Return the form's value for a new paper; it holds for the candidates shown only."""
        return " ".join([NEW, *sorted(str(paper.pk) for paper in self.candidates)])

    @property
    def is_settled_by_choice(self) -> bool:
        """Return whether the page must send this row's choice again."""
        chosen = self.candidates or not self.reference.identifier
        return bool(self.paper and chosen)

    @property
    def is_understood(self) -> bool:
        return self.reference is not None


class TooMuchError(ValueError):
    """The paste is past a limit; the message says which, in Dutch."""


def read(text: str) -> list[Pasted]:
    """Return each citation in the text once, by line; a line without any says why.

    Raises TooMuchError past 20,000 characters or 200 citations and lines together.
    """
    if len(text) > LONGEST_PASTE:
        raise TooMuchError(
            f"Dit zijn {len(text)} tekens. Plak hoogstens {LONGEST_PASTE} tekens tegelijk."
        )
    rows, seen = [], set()
    for line in filter(None, map(str.strip, text.splitlines())):
        for row in read_line(line):
            if row.reference is None or row.reference not in seen:
                rows.append(row)
                seen.add(row.reference)
    if len(rows) > MOST_CITATIONS:
        raise TooMuchError(
            f"Dit zijn {len(rows)} vindplaatsen. Plak er hoogstens {MOST_CITATIONS} tegelijk."
        )
    return rows


def read_line(line: str) -> list[Pasted]:
    """Return what one line names, and separately each part of it that was not understood."""
    try:
        found = Reading([parse(line)])
    except CitationError as error:
        found = read_text(line)
        if not found.references:
            return [Pasted(line, why=str(error))]
    rows = [named(line, reference) for reference in found.references]
    numbers = {number for known in found.references for number in (known.number, known.page)}
    if loose := sorted(set(LOOSE_NUMBER.findall(without_days(found.rest))) - numbers):
        why = f"Op deze regel staat ook {', '.join(loose)}. Geef dat een eigen regel."
        rows.append(Pasted(line, why=f"{why} Bijvoorbeeld ‘26 643, nr. 1376’."))
    return rows + [Pasted(line, why=refusal.why) for refusal in found.refused]


def named(line: str, reference: Reference) -> Pasted:
    why = why_not_kept(reference)
    return Pasted(line, why=why) if why else Pasted(line, reference)


def without_days(text: str) -> str:
    """Return a text without its dates, of which the year is no number of a paper."""
    return re.sub(r"\d{4}-\d{2}-\d{2}", "", text)


def look(rows: list[Pasted]) -> None:
    """Fill in which paper each row names, and which others it may mean; two queries in all."""
    understood = [row for row in rows if row.is_understood]
    names = {row.reference.address for row in understood} - {""}
    held = Q(slug__in=names) | Q(chamber_number__in=names) | Q(document_number__in=names)
    bare = {row.reference.publication for row in understood} - {""}
    papers = Kamerstuk.objects.filter(held | Q(publication__in=bare))
    named = {name: paper for paper in papers for name in paper.names}
    dossiers = {row.reference.dossier for row in understood} - {""}
    alike = Kamerstuk.objects.unnumbered().filter(dossier__in=dossiers | {""})
    nameless = list(alike.chronological())
    for row in understood:
        row.paper = named.get(row.reference.address)
        row.candidates = [paper for paper in nameless if may_be(paper, row.reference)]


def series_of(reference: Reference) -> str:
    """Return the series of a paper made of it: a case number alone is taken for questions."""
    is_case = reference.chambers_own and not reference.document_number
    return (Series.QUESTIONS if is_case else reference.series).value


def may_be(paper: Kamerstuk, reference: Reference) -> bool:
    """Return whether a paper without number may be the one that is cited.

    That is one of the same dossier; for the number of written questions, a set of the same year;
    for an Aanhangsel or Handelingen, one of the same session, or of which we do not know that.
    """
    if reference.dossier:
        return (paper.dossier, paper.suffix) == (reference.dossier, reference.suffix)
    series = paper.series if paper.series != PaperSeries.KAMERSTUK else LIKELY.get(paper.kind)
    if paper.dossier or series != series_of(reference) or reference.document_number:
        return False
    if reference.chambers_own:
        year = str(paper.sort_day.year) if paper.sort_day else reference.chamber_number[:4]
        return year == reference.chamber_number[:4]
    session = paper.session or session_around(paper.when)
    return reference.session in (session, "") or not session


def settle(rows: list[Pasted], choices: Mapping[str, str]) -> None:
    """Find or make the paper of each row, or leave the choice to a person.

    Everything happens in one transaction. `choices` holds what a person chose for a row, by
    `choice_name`: the key of a paper, or `new_value` as it was shown. New papers are stored in the
    order of their addresses, so that two editors who store the same ones cannot deadlock.
    """
    with transaction.atomic():
        drafts = [(draft(row.reference), row) for row in rows if row.is_understood]
        look(rows)
        refuse_second_numbers(rows, choices)
        for paper, row in sorted(drafts, key=lambda pair: pair[0].slug):
            settle_one(row, choices, paper)


def refuse_second_numbers(rows: list[Pasted], choices: Mapping[str, str]) -> None:
    """Say of each row that gives a number to a paper that an earlier row numbers: it has one."""
    given: dict[str, Pasted] = {}
    for row in rows:
        if row.is_understood and not row.paper and row.reference.identifier:
            first = given.setdefault(choices.get(row.choice_name, ""), row)
            if first is not row and chosen_of(row, choices):
                row.why = f"U koos dit stuk al voor ‘{first.reference}’. Een stuk heeft één nummer."


def chosen_of(row: Pasted, choices: Mapping[str, str]) -> Kamerstuk | None:
    candidates = {str(candidate.pk): candidate for candidate in row.candidates}
    return candidates.get(choices.get(row.choice_name, ""))


def settle_one(row: Pasted, choices: Mapping[str, str], paper: Kamerstuk) -> None:
    chosen = chosen_of(row, choices)
    if row.paper:
        row.outcome = PasteResult.FOUND
    elif chosen and not row.why:
        row.paper = chosen
        row.outcome = PasteResult.CHOSEN if row.reference.identifier else PasteResult.FOUND
    elif row.candidates and choices.get(row.choice_name) != row.new_value:
        row.outcome = PasteResult.LIKE
    elif has_year(row, choices, paper):
        make(row, paper)
    else:
        row.outcome = PasteResult.YEARLESS


def has_year(row: Pasted, choices: Mapping[str, str], paper: Kamerstuk) -> bool:
    """Return whether a new paper can be cited: a number of a dossier has its session year.

    What a person gave for it, a year or the day of the paper, is filled in.
    """
    if paper.session or not (paper.dossier and paper.number):
        return True
    row.year = typed = choices.get(row.year_name, "").strip()
    paper.session = read_session(typed or choices.get(FOR_ALL, ""))
    if typed and not paper.session:
        try:
            day = EventDate.parse(typed)
        except DateError:
            row.why = "Geef een vergaderjaar, zoals 2024-2025, of de datum van het stuk."
        else:
            paper.date, paper.session = day.edtf, session_around(day)
            row.why = "" if paper.session else "Deze datum valt in meer dan één vergaderjaar."
    return bool(paper.session)


def make(row: Pasted, paper: Kamerstuk) -> None:
    """Store a new paper; where a colleague did so at the same moment, use that one."""
    try:
        with transaction.atomic():
            paper.save()
    except IntegrityError:
        look([row])
        if not (row.paper or row.candidates):
            raise
        row.outcome = PasteResult.FOUND if row.paper else PasteResult.LIKE
    else:
        row.paper, row.outcome = paper, PasteResult.MADE


def draft(reference: Reference) -> Kamerstuk:
    """Return an unsaved paper of this citation, its title still empty.

    Its address is chosen before the existing papers are looked up. So of two people who make a
    paper without number at the same moment, the second either finds the first one's paper, or has
    the same address and is refused by the database.
    """
    series = series_of(reference)
    paper = Kamerstuk(
        kind=KINDS.get(series, PaperKind.OTHER),
        series=series,
        dossier=reference.dossier,
        suffix=reference.suffix,
        number=reference.number,
        publication=reference.publication,
        chamber_number=reference.chamber_number,
        document_number=reference.document_number,
        session=reference.session,
    )
    paper.chamber = reference.chamber or paper.chamber
    paper.derive()
    return paper
