"""The head of a letter: what it is, of whom, of which day, about what. Unknown is left out."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice

from incident.letters.persons import (
    Named,
    addressees_in,
    askers_in,
    cosigners_in,
    senders_in,
    signatures_in,
)
from incident.letters.questions import Paired
from incident.letters.text import Flow, Span, Text
from incident.values.dates import MONTHS

KIND, SENDER, COSIGNER, DAY, SUBJECT = "kind", "sender", "cosigner", "day", "subject"
REFERENCE, CASE, SENT_IN, ASKER, ADDRESSEE = "reference", "case", "sent_in", "asker", "addressee"

Reader = Callable[[str], Iterator[Named]]
NAMED_DAY = rf"([0-9]{{1,2}})(?:e|ste)? ({'|'.join(MONTHS)}) ((?:19|20)[0-9]{{2}})(?![0-9])"
NUMBERED_DAY = r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]((?:19|20)[0-9]{2})(?![0-9])"
DATED = r"^(?:Datum\s*:?\s*|(?:Den Haag|[’'‘]s-Gravenhage),? )"
SENT = r"(?:^|\()ingezonden(?: op)?:? "
LABELLED = re.compile(r"^(?:Onderwerp|Betreft)\b\s*:?\s*(?P<words>\S.*)$", re.M)
OURS = re.compile(
    r"(?:\bOns kenmerk|\bOnze referentie|^Kenmerk)\s*:?\s*"
    r"(?P<words>[^\s:]*[0-9][^\s:]*|[A-Z0-9][A-Z0-9 /._-]*[0-9][A-Z0-9/._-]*$)",
    re.M,
)
CASE_NUMBER = re.compile(r"(?<!\w)(?:19|20)[0-9]{2}Z[0-9]{5}(?!\w)")
CASED = re.compile(
    r"^.*?(?:\buw brief\b|\bUw kenmerk|\([Ii]ngezonden|^(?:nr\. ?)?20[0-9]{2}Z).*$", re.M
)
SENDS = re.compile(
    r"^(?:Geachte (?:voorzitter|heer|mevrouw)"
    r"|(?:Aan )?de voorzitter van de (?:Tweede|Eerste) Kamer|Met deze (?:Kamer)?brief)",
    re.M | re.I,
)
TAIL = re.compile(
    r"\s*(?:\([Ii]ngezonden.*|\[footnoteRef:[0-9]+\]|\[[0-9]{1,2}\]|(?<![0-9(])[0-9]{1,2}\)|\.)\s*$",
    re.S,
)
OPENING = 15  # paragraphs among which a letter says in whose name it is


@dataclass(frozen=True)
class HeadFind:
    """A fact of the head: its name, its value, and the words that it rests on.

    Names: kind ("antwoord", "vragen" or "brief"), sender, cosigner, day and sent_in (EDTF),
    subject, reference, case, asker, addressee. Of cosigners, cases, askers and addressees there
    can be several.
    """

    name: str
    value: str
    span: Span


def head_of(text: Text, pairs: Paired, title: Span | None) -> list[HeadFind]:
    """Return what the head of a letter says; `title` is what stands above its questions."""
    return list(_Head(text, pairs, title).finds())


class _Head:
    """The part of a letter above its questions, or the whole of one that has none."""

    def __init__(self, text: Text, pairs: Paired, title: Span | None):
        self.flow = text.flow
        self.margin = text.margin
        self.pairs = pairs
        self.title = self.flow.within(title) if title else (0, 0)
        self.end = len(self.flow.text)
        if pairs.questions:
            first = pairs.questions[0]
            self.end = self.flow.within(first.heading or first.span)[0]

    def finds(self) -> Iterator[HeadFind]:
        yield from self.kind()
        yield from self.senders()
        yield from self.day()
        yield from self.subject()
        yield from self.reference()
        yield from self.cases()
        yield from self.sent_in()
        yield from self.asked()

    def find(self, name: str, value: str, start: int, end: int) -> HeadFind:
        return HeadFind(name, value, self.flow.span(start, end))

    def kind(self) -> Iterator[HeadFind]:
        if self.pairs.answers:
            first = self.pairs.answers[0]
            yield HeadFind(KIND, "antwoord", first.heading or first.span)
        elif self.pairs.questions:
            first = self.pairs.questions[0]
            yield HeadFind(KIND, "vragen", first.heading or first.span)
        elif sends := SENDS.search(self.flow.text):
            yield self.find(KIND, "brief", *sends.span())

    def day(self) -> Iterator[HeadFind]:
        own = _days(DAY, DATED, self.flow, self.end)
        beside = _days(DAY, DATED, self.margin, len(self.margin.text))
        yield from islice(chain(own, beside), 1)

    def sent_in(self) -> Iterator[HeadFind]:
        yield from islice(_days(SENT_IN, SENT, self.flow, self.end), 1)

    def subject(self) -> Iterator[HeadFind]:
        start, end = self.title
        if found := LABELLED.search(self.flow.text, 0, self.end):
            start, end = found.span("words")
        words = self.flow.text[start:end]
        while tail := TAIL.search(words):
            words = words[: tail.start()]
        if words:
            yield self.find(SUBJECT, " ".join(words.split()), start, start + len(words))

    def reference(self) -> Iterator[HeadFind]:
        for flow, end in ((self.flow, self.end), (self.margin, len(self.margin.text))):
            for found in OURS.finditer(flow.text, 0, end):
                words = found["words"].rstrip(".,;")
                value = "".join(words.split()) if re.search(r"(?<!\S)\S(?!\S)", words) else words
                if len(value) > 2 and not CASE_NUMBER.fullmatch(value):
                    start = found.start("words")
                    yield HeadFind(REFERENCE, value, flow.span(start, start + len(words)))
                    return

    def cases(self) -> Iterator[HeadFind]:
        found = {}
        for line in CASED.finditer(self.flow.text, 0, self.end):
            for number in CASE_NUMBER.finditer(line[0]):
                start = line.start() + number.start()
                found.setdefault(number[0], (start, start + len(number[0])))
        yield from (self.find(CASE, value, *place) for value, place in found.items())

    def senders(self) -> Iterator[HeadFind]:
        signed = list(signatures_in(self.flow.text)) or list(self.within(senders_in, *self.title))
        along = [*signed[1:], *self.along()]
        known = {one.value.rpartition(", ")[2].lower() for one in signed[:1]}
        if signed:
            yield self.find(SENDER, *signed[0])
        for one in along:
            office = one.value.rpartition(", ")[2].lower()
            if office not in known:
                known.add(office)
                yield self.find(COSIGNER, *one)

    def along(self) -> Iterator[Named]:
        """Yield in whose name the letter is as well: said at its opening, or in the title."""
        opening = self.flow.text[: self.end].split("\n", OPENING)[:OPENING]
        yield from cosigners_in("\n".join(opening))
        yield from self.within(cosigners_in, *self.title)

    def asked(self) -> Iterator[HeadFind]:
        """Yield who asked whom, as the title says, or else the opening or the subject."""
        lines = [found.span() for found in CASED.finditer(self.flow.text, 0, self.end)]
        lines += [found.span("words") for found in LABELLED.finditer(self.flow.text, 0, self.end)]
        for name, read in ((ASKER, askers_in), (ADDRESSEE, addressees_in)):
            found = (list(self.within(read, *place)) for place in [self.title, *lines])
            yield from (self.find(name, *one) for one in next(filter(None, found), []))

    def within(self, read: Reader, start: int, end: int) -> Iterator[Named]:
        """Yield what is read in a part of the flow, with its place in all of it."""
        for value, *place in read(self.flow.text[start:end]):
            yield Named(value, start + place[0], start + place[1])


def _days(name: str, before: str, flow: Flow, end: int) -> Iterator[HeadFind]:
    """Yield the days that stand behind a pattern, as EDTF."""
    for pattern in (NAMED_DAY, NUMBERED_DAY):
        for found in re.compile(f"{before}{pattern}", re.M | re.I).finditer(flow.text, 0, end):
            if value := _edtf(*found.groups()):
                yield HeadFind(name, value, flow.span(found.start(1), found.end(3)))


def _edtf(day: str, month: str, year: str) -> str:
    number = int(month) if month.isdigit() else MONTHS.index(month.lower()) + 1
    try:
        return date(int(year), number, int(day)).isoformat()
    except ValueError:
        return ""
