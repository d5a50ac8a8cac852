"""The dates in a letter's sentences, each as EDTF no more precise than its words.

What is reckoned from the letter's day is left undated where it has none, and so is all of which the
words leave a choice. Begin, middle and end of a month or year are that month or year: EDTF of
levels 0 and 1 has nothing between a day and a month, and "~" would say that it may be another.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from incident.letters.finds.citing import cited
from incident.letters.finds.days.forms import moments
from incident.letters.finds.days.groups import Group, groups, inherited
from incident.letters.finds.days.moments import Moment
from incident.letters.finds.days.reckoning import (
    NO_BASE,
    UndatedError,
    after,
    reckoned,
    week_of,
    weekend_of,
)
from incident.letters.finds.days.tense import tense
from incident.letters.finds.days.words import COUNTS
from incident.letters.finds.even import Even, without
from incident.letters.finds.sentences import sentences
from incident.letters.text import Flow, Span
from incident.values.dates import DateError, EventDate

# What holds figures that are no dates: addresses, codes, session years.
NO_DATES = re.compile(
    r"(?:https?://|www\.)[^\s]{1,2000}|[\w.+-]{1,64}@[\w.-]{1,80}"
    r"|(?<![\w/.-])[\w-]{1,40}(?:\.[\w-]{1,40}){0,3}\.(?:nl|com|eu|org|net)(?![\w.]\w)"
    r"(?:/[^\s]{0,2000})?"
    r"|(?<!\w)(?:vergaderjaar|schooljaar|studiejaar|seizoen|cursusjaar) (?:van )?"
    r"[0-9]{4}(?: ?[-–/]{1,2} ?[0-9]{2,4})?"
    r"|(?<!\w)(?:19|20)[0-9]{2} ?[-–/]{1,2} ?"
    r"(?:[0-9]{2}(?![0-9-])|[0-9]{4}(?=, ?[0-9]{2}[ .]?[0-9]{3}))"
    r"|€ ?[0-9.,]{1,20}|(?<!\w)(?:aanslagen|aanslag) (?:van|op) 11 september(?! (?:19|20)[0-9]{2})",
    re.IGNORECASE,
)
QUOTED = re.compile(
    r"“[^”“\n]{1,2000}”|„[^”„\n]{1,2000}”|«[^»«\n]{1,2000}»|\"[^\"\n]{1,2000}\""
    r"|‘[^‘\n]{1,1000}?’(?!\w)|(?<!\w)'[^'\n]{1,1000}'(?!\w)"
)
IN_QUOTE = "Dit staat in een aanhaling, en de dag daarvan is niet bekend."
EITHER = "Welke van deze dagen het is, is niet gezegd."
MEANS_FOR = "Hier kan ‘vóór’ dit jaar bedoeld zijn, of ‘ten behoeve van’."
ANOTHER_YEAR = "Deze alinea noemt een ander jaar. Dit kan van dat jaar zijn."
YEAR = re.compile(r"(?<![0-9-])[0-9]{4}")
NOT_SAID = "Hoe de woorden hiervoor deze tijd bedoelen, is niet zeker."


@dataclass(frozen=True)
class DateFind:
    """A date in a sentence: where it and its sentence stand, its words, and its EDTF.

    `date` is "" where none can be told; `why` is the Dutch reason, or what is uncertain.
    """

    span: Span
    sentence: Span
    words: str
    date: str
    why: str = ""


def dates(
    flow: Flow, day: date | None, parts: Iterable[tuple[Span, date | None]] = ()
) -> list[DateFind]:
    """Return the dates in the sentences of a letter of this day, in order.

    `parts` are those of the untouched text that have a day of their own, or none: questions are
    written on another day than their answers.
    """
    return list(_Reader(flow, day, sorted(parts, key=lambda part: part[0])).finds())


class _Reader:
    """The reading of one letter, and what its sentences named so far."""

    def __init__(self, flow: Flow, day: date | None, parts: Sequence[tuple[Span, date | None]]):
        self.flow, self.day, self.parts = flow, day, parts
        self.even = Even(flow)
        self.sentences = sentences(flow)
        self.begins = [start for start, _ in self.sentences]
        self.paragraphs = [match.start() for match in re.finditer("\n", flow.text)]
        self.told: dict[int, list[str]] = {}  # by sentence: the dates in it so far
        self.years: dict[int, set[str]] = {}  # by paragraph: the years of these

    @cached_property
    def quotes(self) -> list[tuple[int, int]]:
        return [quote.span() for quote in QUOTED.finditer(self.even.text)]

    def finds(self):
        text = self.even.text
        hidden = [found[:2] for found in cited(text)]
        text = without(text, hidden)
        text = without(text, (found.span() for found in NO_DATES.finditer(text)))
        for group in groups(text, moments(text)):
            yield self._find(group)

    def _find(self, group: Group) -> DateFind:
        span = self.even.span(group.start, group.end)
        number = self._sentence(self.even.place(group.first.start))
        edtf, why = self._checked(group, number, self._day(span))
        self.told.setdefault(number, []).append(edtf)
        self.years.setdefault(self._paragraph(number), set()).update(YEAR.findall(edtf))
        words = " ".join(self.even.text[group.start : group.end].split())
        return DateFind(span, self.flow.span(*self.sentences[number]), words, edtf, why)

    def _sentence(self, place: int) -> int:
        return bisect_right(self.begins, place) - 1

    def _paragraph(self, number: int) -> int:
        return bisect_right(self.paragraphs, self.begins[number])

    def _day(self, span: Span) -> date | None:
        """Return the day from which a place is reckoned."""
        at = bisect_right(self.parts, span.start, key=lambda part: part[0].start) - 1
        is_in_part = at >= 0 and span.start < self.parts[at][0].end
        return self.parts[at][1] if is_in_part else self.day

    def _is_quoted(self, place: int) -> bool:
        at = bisect_right(self.quotes, (place, len(self.even.text))) - 1
        return at >= 0 and place < self.quotes[at][1]

    def _checked(self, group: Group, number: int, day: date | None) -> tuple[str, str]:
        """Return the EDTF and the reason; a period whose end comes first is undated."""
        try:
            edtf, why = self._dated(group, number, day)
            return (EventDate.parse(edtf).edtf if edtf else ""), why
        except (UndatedError, DateError) as error:
            return "", str(error)
        except OverflowError:
            return "", NO_BASE

    def _dated(self, group: Group, number: int, day: date | None) -> tuple[str, str]:
        if group.kind == "either":
            return "", EITHER
        if group.kind in ("range", "run"):
            return self._period(group, number, day)
        edtf, why = self._one(group.first, number, day)
        return MEANT[group.said](edtf, group) if edtf and group.said else edtf, why

    def _period(self, group: Group, number: int, day: date | None) -> tuple[str, str]:
        first, last = inherited(group.first, group.last)
        begin, why = self._one(first, number, day)
        end, other = self._one(last, number, day)
        if not (begin and end):
            return "", why or other
        return f"{begin.split('/')[0]}/{end.split('/')[-1]}", why or other

    def _one(self, moment: Moment, number: int, day: date | None) -> tuple[str, str]:
        if moment.form == "later" and not moment.why:
            return after(self._base(number), moment), ""
        told = self._tense(moment, number) if _is_yearless(moment) else ""
        edtf, why = reckoned(moment, day, told)
        if edtf and not moment.year and self._is_quoted(moment.start):
            return "", IN_QUOTE
        if edtf and _is_yearless(moment) and self._is_of_another_year(edtf, number):
            return "", ANOTHER_YEAR
        return edtf, why

    def _is_of_another_year(self, edtf: str, number: int) -> bool:
        """Return whether the paragraph named another year before, which may go on here."""
        return not self.years.get(self._paragraph(number), set()) <= set(YEAR.findall(edtf))

    def _tense(self, moment: Moment, number: int) -> str:
        start, end = self.sentences[number]
        at = self.even.place(moment.start)
        return tense(self.flow.text, at, at + moment.end - moment.start, (start, end))

    def _base(self, number: int) -> str:
        """Return the one date that the sentence named, or else the sentence before it."""
        told = self.told.get(number)
        if told is None and number and self._is_joined(number):
            told = self.told.get(number - 1)
        if not told or len(set(told)) != 1 or not told[0]:
            raise UndatedError(NO_BASE)
        return told[0]

    def _is_joined(self, number: int) -> bool:
        """Return whether a sentence stands in one paragraph with the sentence before it."""
        return "\n" not in self.flow.text[self.sentences[number - 1][1] : self.sentences[number][0]]


def _is_yearless(moment: Moment) -> bool:
    is_told = moment.year or moment.lean or moment.which
    return moment.form in ("day", "month", "season") and not is_told


def _from(edtf: str, group: Group) -> str:
    return f"{edtf.split('/')[0]}/.."


def _until(edtf: str, group: Group) -> str:
    return f"../{edtf.split('/')[-1]}"


def _before(edtf: str, group: Group) -> str:
    first = group.first
    if first.form == "year" and first.end - first.start == len("2030"):
        raise UndatedError(MEANS_FOR)
    return _until(edtf, group)


def _about(edtf: str, group: Group) -> str:
    return EventDate.parse(edtf).about.edtf


def _around(edtf: str, group: Group) -> str:
    reach = weekend_of if group.said == "weekend" else week_of
    return reach(_whole_day(edtf))


def _whole_day(edtf: str) -> date:
    known = EventDate.parse(edtf)
    if not known.is_day:
        raise UndatedError(NO_BASE)
    return known.first


def _counted(edtf: str, group: Group) -> str:
    many, unit, way = (group.counted[name].casefold() for name in ("many", "unit", "way"))
    many = many.replace("é", "e")
    if not (many.isdigit() or many in COUNTS):
        raise UndatedError(NOT_SAID)
    count = (int(many) if many.isdigit() else COUNTS.index(many)) * (1 if way == "na" else -1)
    return after(edtf, replace(group.first, unit=UNITS[unit], count=count))


def _other(edtf: str, group: Group) -> str:
    raise UndatedError(NOT_SAID)


UNITS = {
    **dict.fromkeys(("dag", "dagen"), "day"),
    **dict.fromkeys(("week", "weken"), "week"),
    **dict.fromkeys(("maand", "maanden"), "month"),
    **dict.fromkeys(("jaar", "jaren"), "year"),
}
MEANT = {
    "from": _from,
    "until": _until,
    "before": _before,
    "about": _about,
    "week": _around,
    "weekend": _around,
    "counted": _counted,
    "list": _other,
    "not": _other,
    "vague": _other,
}
