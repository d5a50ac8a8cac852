"""The text as it is read: furniture out, lines of a paragraph joined, footnotes as in Word.

Sign by sign it is known where each stood in the untouched text.
"""

import re
from array import array
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from incident.letters.headings import heading_of
from incident.letters.layout.footnotes import Footnote, Page, pages_of
from incident.letters.layout.furniture import Line, Sheet, sheets_of

TOKEN = re.compile(
    r"\[bookmark: [^\]\n]{0,99}\]|[\xad\u200b-\u200d\ufeff\u2060]|\s+"
    r"|[^\s\[\xad\u200b-\u200d\ufeff\u2060]+|\["
)
INVISIBLE = frozenset("\xad\u200b\u200c\u200d\ufeff\u2060")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
HYPHENATED = re.compile(r"[^\W\d_]+[-\xad]")
SPLIT = re.compile(r"\w[-\xad]\Z")
LABEL = re.compile(
    r"(?:Datum|Onderwerp|Betreft|Ons kenmerk|Uw kenmerk|Kenmerk|Bijlagen?|Bijlage\(n\)"
    r"|Bron(?:nen)?)"
    r"(?::|\s{2,}|\s*$|\s+[0-9A-Z])"
)
ITEM = re.compile(r"(?:[-–]|[0-9]{1,2}[.)]|\[[0-9]{1,2}\]|\([0-9]\)|[a-z]\))\s+\S")
BULLETS = "•▪*◦‣\uf0b7\uf0a7\uf02d\uf0d8"
SUBJECT = re.compile(r"(?:Onderwerp|Betreft)\b\s*:?\s+\S")
INDENTED = 6  # signs before the lines of a subject: so much its own name takes
STOPS = ".?!"
ENDS = ".?!:;"
SHORT = 0.8  # of the usual width: so much is left only where a paragraph ends


class Flowing:
    """Gathers signs with their places; blanks shrink to one."""

    def __init__(self, whole: str, marks: dict[int, int]):
        self.whole = whole
        self.marks = marks
        self.text: list[str] = []
        self.places = array("q")
        self.last = "\n"

    def add(self, words: str, places: Iterable[int]) -> None:
        self.text.append(words)
        self.places.extend(places)
        self.last = words[-1]

    def at(self, words: str, place: int) -> None:
        """Add what stands in no text, at a place."""
        self.add(words, [place] * len(words))

    def blank(self, place: int) -> None:
        if self.last not in " \n":
            self.at(" ", place)

    def drop(self) -> None:
        """Take the last sign away."""
        self.text[-1] = self.text[-1][:-1]
        self.places.pop()
        self.last = "x"

    def drop_hyphen(self) -> None:
        """Take a hyphen away; a soft one was never added."""
        if self.last == "-":
            self.drop()

    def end(self, place: int) -> None:
        """End the paragraph, if it holds anything."""
        if self.last == " ":
            self.drop()
        if self.places and self.last != "\n":
            self.at("\n", place)

    def line(self, start: int, end: int) -> None:
        marks = [place for place in self.marks if start <= place < end] if self.marks else []
        for place in marks:
            self.words(start, place)
            start = self.mark(place)
        self.words(start, end)

    def mark(self, place: int) -> int:
        number = self.marks[place]
        start = place + (self.whole[place] == " ")
        if self.last == " ":
            self.drop()
        self.at(f"[footnoteRef:{number}]", start)
        return start + len(str(number))

    def words(self, start: int, end: int) -> None:
        for token in TOKEN.finditer(self.whole, start, end):
            words = token[0]
            if words.startswith("[bookmark: ") or words[0] in INVISIBLE:
                continue
            if words.isspace():
                self.blank(token.start())
            else:
                self.add(words, range(token.start(), token.end()))


def flow_of(whole: str) -> tuple[str, array]:
    """Return the text as it is read, and where each of its signs stands in the untouched text."""
    sheets = sheets_of(whole)
    if not _is_wrapped(whole, sheets):
        return _join(whole, [Page(sheet.body, [], {}) for sheet in sheets], None)
    pages = list(pages_of(whole, sheets))
    return _join(whole, pages, _Wrapped(whole, pages))


def margin_of(whole: str) -> tuple[str, array]:
    """Return what stands in the margin, a line a paragraph."""
    flowing = Flowing(whole, {})
    for sheet in sheets_of(whole):
        for line in sheet.margin:
            flowing.line(line.start, line.end)
            flowing.end(line.end)
    return _done(flowing)


def _is_wrapped(whole: str, sheets: list[Sheet]) -> bool:
    """Return whether lines end in the midst of sentences, as on paper."""
    lines = [line for sheet in sheets for line in sheet.body]
    midst = sum(
        not after.blank
        and whole[before.end - 1] not in ENDS
        and whole[after.start].islower()
        and before.width < 200
        for before, after in pairwise(lines)
    )
    return midst >= max(2, len(lines) * 0.08)


class _Wrapped:
    """Tells whether a line goes on where the one before ended."""

    def __init__(self, whole: str, pages: list[Page]):
        self.whole = whole
        self.subject = False  # whether the paragraph is the subject of the letter
        widths = sorted(line.width for page in pages for line in page.body)
        self.width = widths[len(widths) * 9 // 10]
        self.times = Counter(WORD.findall(whole))

    def goes_on(self, before: Line, after: Line, *, turned: bool) -> bool:
        """Return whether both are of one paragraph; `turned` when a page ends between them."""
        subject = self.subject or bool(SUBJECT.match(self.whole, before.start, before.end))
        goes_on = self._are_one(before, after, turned=turned)
        goes_on |= subject and after.indent >= INDENTED
        self.subject = subject and goes_on
        return goes_on

    def _are_one(self, before: Line, after: Line, *, turned: bool) -> bool:
        whole = self.whole
        if self._opens(after) or self._is_heading(before):
            return False
        if after.blank and not turned and not self._skips(before, after):
            return False
        last = whole[before.end - 1]
        if (turned or after.hidden) and last in STOPS:
            return False
        if whole[after.start].islower() or SPLIT.search(whole, before.start, before.end):
            return True
        return not self._is_short(before, after)

    def _skips(self, before: Line, after: Line) -> bool:
        """Return whether a sentence goes on below an empty line, which the margin made."""
        whole = self.whole
        midst = whole[before.end - 1] not in ENDS and whole[after.start].islower()
        return midst and before.width >= SHORT * self.width

    def _opens(self, line: Line) -> bool:
        words = self.whole[line.start : line.end]
        return words[0] in BULLETS or bool(LABEL.match(words) or heading_of(words))

    def _is_heading(self, line: Line) -> bool:
        words = self.whole[line.start : line.end]
        heading = heading_of(words)
        return heading is not None and heading.length == len(words)

    def _is_short(self, before: Line, after: Line) -> bool:
        item = ITEM.match(self.whole, after.start, after.end)
        if item and self.whole[before.end - 1] in ENDS:
            return True
        space = self.whole.find(" ", after.start, after.end)
        first = (space if space > 0 else after.end) - after.start
        wide = before.width > self.width + 40
        return wide or before.width + 1 + first < SHORT * self.width

    def splits_word(self, before: Line, after: Line) -> bool | None:
        """Return whether the hyphen at the end goes out; None where a blank follows it."""
        if self.whole[before.end - 1] not in "-\xad":
            return None
        tail = self.whole[max(before.start, before.end - 40) : before.end].split()[-1]
        head = self.whole[after.start : min(after.end, after.start + 40)].split()[0]
        if head.strip(",.") in ("en", "of", "en/of"):
            return None
        plain = HYPHENATED.fullmatch(tail) and tail[-2].islower() and head[0].islower()
        return bool(plain) and self._is_word(tail, head)

    def _is_word(self, tail: str, head: str) -> bool:
        """Return whether both halves are a word without hyphen, going by the rest of the text."""
        first, second = tail.rstrip("-\xad"), head.rstrip(".,;:?!)")
        if self.times[f"{first}{second}"] or tail[-1] == "\xad":
            return True
        return (
            not self.times[f"{first}-{second}"] and min(self.times[first], self.times[second]) < 2
        )


def _join(whole: str, pages: list[Page], wrapped: _Wrapped | None) -> tuple[str, array]:
    flowing = Flowing(whole, {})
    before, notes = None, []
    for page in pages:
        flowing.marks = page.marks
        for number, line in enumerate(page.body):
            if before:
                goes_on = wrapped and wrapped.goes_on(before, line, turned=number == 0)
                _break(flowing, before, line, wrapped if goes_on else None, notes)
            flowing.line(line.start, line.end)
            before, notes = line, []
        notes = notes + page.notes
    if before:
        _break(flowing, before, before, None, notes)
    return _done(flowing)


def _break(flowing: Flowing, before: Line, after: Line, wrapped: _Wrapped | None, notes) -> None:
    """Go from a line to the next: within the paragraph, or, without `wrapped`, to a new one."""
    splits = wrapped.splits_word(before, after) if wrapped and not notes else None
    if not wrapped:
        flowing.end(before.end)
    elif splits:
        flowing.drop_hyphen()
    elif splits is None:
        flowing.blank(before.end)
    for note in notes:
        _footnote(flowing, note)
        flowing.blank(flowing.places[-1]) if wrapped else flowing.end(flowing.places[-1])


def _footnote(flowing: Flowing, note: Footnote) -> None:
    """Add a footnote in the way of a text from Word: its number and words between brackets."""
    flowing.at(f"[{note.number}: ", note.place)
    for line in note.lines:
        flowing.line(line.start, line.end)
        flowing.blank(line.end)
    flowing.drop()
    flowing.at("]", min(flowing.places[-1] + 1, len(flowing.whole) - 1))


def _done(flowing: Flowing) -> tuple[str, array]:
    if flowing.places and flowing.last in " \n":
        flowing.drop()
    return "".join(flowing.text), flowing.places
