"""The furniture of a printed letter: page numbers, running heads, the column in the margin.

It is taken out beside the text, never out of it: a line keeps its place in the untouched text.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import NamedTuple

PART = re.compile(r"\S+(?: \S+)*")  # of a line: between two or more blanks
PAGE_NUMBER = re.compile(r"[0-9]{0,4} ?P ?agina ?[0-9]{1,4}(?: ?(?:van|/) ?[0-9]{1,4})?")
BARE_NUMBER = re.compile(r"[-–]? ?([0-9]{1,4}) ?[-–]?")
IMPRINT = re.compile(
    r"(?:Tweede|Eerste) Kamer, vergaderjaar [0-9]{4}[-–][0-9]{2,4}, .{1,80}"
    r"|ISSN [0-9].{0,20}|[’']s-Gravenhage,? [0-9]{4}|(?:ah-|kst-|kv-|blg-)[\w-]{1,40}"
)
RUNNING = re.compile(r"(?!Vraag|Vragen|Antwoord|Ja\b|Nee\b).*[^\W\d_]")
# What a ministry prints in the margin: how a part of it begins, without its blanks.
LABELS = (
    *("ministerievan", "directoraat", "directie", "datum", "onskenmerk", "kenmerk", "uwkenmerk"),
    *("onzereferentie", "bijlage", "contactpersoon", "projectnaam", "postbus", "www.", "afdeling"),
    *("programma", "uwbrief", "bijbeantwoording", "bezoekadres", "telefoon"),
)
MARGIN = range(40, 200)  # where a margin on the right can begin, in signs
EDGE = 12  # how many lines of a sheet its running head or foot can take


class Line(NamedTuple):
    """A line of which the furniture is out: where it stands, and what stood above it.

    `blank` is how many empty lines; `hidden` says that furniture stood there, which may have
    covered an empty line. A margin has lines of its own.
    """

    start: int
    end: int
    indent: int
    blank: int = 0
    hidden: bool = False

    @property
    def width(self) -> int:
        return self.indent + self.end - self.start


class Sheet(NamedTuple):
    """One page: its lines, and those of its margin."""

    body: list[Line]
    margin: list[Line]


def sheets_of(whole: str) -> list[Sheet]:
    """Return the pages of a text with their furniture aside."""
    pages = [list(_lines(whole, *page)) for page in _pages(whole)]
    edges = _repeated(whole, pages) if len(pages) > 1 else set()
    numbers = _counting(whole, pages) if len(pages) > 1 else set()
    return [_sheet(whole, lines, edges, numbers) for lines in pages]


def _pages(whole: str) -> Iterator[tuple[int, int]]:
    start = 0
    for page in whole.split("\f"):
        yield start, start + len(page)
        start += len(page) + 1


def _lines(whole: str, start: int, end: int) -> Iterator[Line]:
    """Yield each line of a page, empty ones too; its blanks at both ends are no part of it."""
    while start <= end:
        stop = whole.find("\n", start, end)
        stop = end if stop < 0 else stop
        line = whole[start:stop]
        indent = len(line) - len(line.lstrip())
        first = start + indent
        yield Line(first, max(first, start + len(line.rstrip())), indent)
        start = stop + 1


def _words(whole: str, line: Line) -> str:
    return whole[line.start : line.end]


def _full(lines: Iterable[Line]) -> list[Line]:
    return [line for line in lines if line.end > line.start]


def _shape(whole: str, line: Line) -> str:
    return re.sub("[0-9]+", "#", _words(whole, line)[:120])


def _edges(lines: list[Line]) -> list[Line]:
    full = _full(lines)
    return full[:EDGE] + full[EDGE:][-EDGE:]


def _repeated(whole: str, pages: list[list[Line]]) -> set[str]:
    """Return what stands at the edge of half of the pages, figures aside."""
    found = Counter(
        shape for lines in pages for shape in {_shape(whole, line) for line in _edges(lines)}
    )
    enough = max(2, len(pages) / 2)
    return {
        shape
        for shape, times in found.items()
        if times >= enough and shape[-1] not in ".?!:;" and RUNNING.match(shape)
    }


def _counting(whole: str, pages: list[list[Line]]) -> set[int]:
    """Return the places of bare numbers at the edges that count along with the pages."""
    found = []
    for index, lines in enumerate(pages):
        full = _full(lines)
        for line in {*full[:2], *full[-2:]}:
            if bare := BARE_NUMBER.fullmatch(whole, line.start, min(line.end, line.start + 9)):
                found += [(int(bare[1]) - index, line.start)] if bare.end() == line.end else []
    times = Counter(offset for offset, _ in found)
    return {place for offset, place in found if offset == 1 or times[offset] > 1}


def _sheet(whole: str, lines: list[Line], edges: set[str], numbers: set[int]) -> Sheet:
    margin = _margin(whole, lines)
    full = _full(lines)
    running = numbers | {
        line.start
        for side in (full[:EDGE], full[::-1][:EDGE])
        for line in takewhile(lambda line: _is_running(whole, line, edges), side)
    }
    sheet = Sheet([], [])
    blank, hidden = 0, False
    for line in lines:
        body, aside = _cut(whole, line, margin)
        sheet.margin.extend(aside)
        if body is None or body.start in running:
            sheet.margin.extend([body] if body else [])
            blank, hidden = blank + (line.start == line.end), hidden or line.start < line.end
            continue
        sheet.body.append(body._replace(blank=blank, hidden=hidden))
        blank, hidden = 0, False
    return sheet


def _is_running(whole: str, line: Line, edges: set[str]) -> bool:
    return _shape(whole, line) in edges or _is_furniture(_words(whole, line)[:200])


def _is_furniture(words: str) -> bool:
    parts = PART.findall(words)
    known = [part for part in parts if PAGE_NUMBER.fullmatch(part) or IMPRINT.fullmatch(part)]
    numbers = sum(map(str.isdigit, parts))
    return bool(known) and len(known) + numbers == len(parts)


def _cut(whole: str, line: Line, margin: int) -> tuple[Line | None, list[Line]]:
    """Return what a line holds of the body, if anything, and of the margin."""
    if line.start == line.end or _is_furniture(_words(whole, line)[:200]):
        return None, []
    at = line.start - line.indent + margin
    if not margin or line.end <= at or _crosses(whole, line, margin):
        return line, []
    aside = [_within(whole, line, max(at, line.start), line.end)]
    if line.indent >= margin:
        return None, aside
    return _within(whole, line, line.start, at), aside


def _within(whole: str, line: Line, start: int, end: int) -> Line:
    words = whole[start:end]
    indent = line.indent + start - line.start
    return Line(start, start + len(words.rstrip()), indent)


def _crosses(whole: str, line: Line, margin: int) -> bool:
    at = line.start - line.indent + margin
    return line.indent < margin and line.end > at and not whole[at - 2 : at].isspace()


def _margin(whole: str, lines: list[Line]) -> int:
    """Return the column at which a margin on the right begins, or 0."""
    full = _full(lines)
    starts = Counter()
    for line in full:
        if line.width >= MARGIN.start:
            starts.update(_starts(whole, line))
    for column in sorted(c for c, _ in starts.most_common(5)):
        if _is_margin(whole, full, column):
            return column
    return 0


def _starts(whole: str, line: Line) -> Iterator[int]:
    for part in PART.finditer(whole, line.start, min(line.end, line.start + MARGIN.stop)):
        column = part.start() - line.start + line.indent
        if column in MARGIN:
            yield column


def _is_margin(whole: str, full: list[Line], column: int) -> bool:
    right = [line for line in full if line.width > column]
    crossing = sum(_crosses(whole, line, column) for line in right)
    if crossing * 10 > len(right):
        return False
    texts = [whole[max(line.start, line.start - line.indent + column) : line.end] for line in right]
    squeezed = ("".join(text[:60].split()).lower() for text in texts)
    labels = {label for text in squeezed for label in LABELS if text.startswith(label)}
    return len(labels) >= 2
