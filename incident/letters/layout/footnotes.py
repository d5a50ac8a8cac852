"""The footnotes at the bottom of a printed page, and the figures in its text that point to them."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from incident.letters.layout.furniture import Line, Sheet

OPENS = re.compile(r"([1-9][0-9]{0,2})(?:[ \t]{1,8}(?=\S)|$)")
DEEPEST = 60  # lines of a page that its footnotes can take
LONGEST = 30_000  # signs of a page before its footnotes
# A figure stuck to a word or a sign; and one behind a blank, where a sign or a sentence follows.
STUCK = (
    r"(?:(?<=[^\W\d_])|(?<=[.,;:!?)\]”’\"'»%])|(?<=(?<![0-9])(?:19[5-9]|20[0-2])[0-9]))"
    r"{}(?=[\s.,;:!?)”’\"']|$)"
)
APART = r"(?<=[^\W\d_]|[.,;:!?)”’\"']) {}(?=[.,;:!?)”’\"']|\s+[^\W\d_a-z]|\s*$)"
BEHIND_APART = r"(?<=[.,;:!?)”’\"']) {}(?=[.,;:!?)”’\"']|\s|$)"
COUNTED = re.compile(
    r"(?i:\b(?:vra(?:ag|gen)|antwoord(?:en)?|nrs?|nummers?|pagina|blz|bijlagen?|artikel(?:en)?"
    r"|leden|lid|noot|deel|fase|stap|punt|optie|motie|en|of|tot|met|van|op|m|dossier|categorie"
    r"|CO|NO|SO|PM|niveau|scenario|tabel|figuur|hoofdstuk|paragraaf|euro)[.,]?|[0-9],?)$"
)
YEAR = re.compile(r"(?<![0-9])(?:19[5-9]|20[0-2])[0-9]$")


class Footnote(NamedTuple):
    """A footnote as it stands at the bottom: its number, where that stands, and its lines."""

    number: int
    place: int
    lines: list[Line]


class Page(NamedTuple):
    """A page without its footnotes, and the place of the figure that points to each of them."""

    body: list[Line]
    notes: list[Footnote]
    marks: dict[int, int]


def pages_of(whole: str, sheets: list[Sheet]) -> Iterator[Page]:
    """Yield each page, its footnotes apart; their numbers count on from page to page."""
    expected = 1
    for sheet in sheets:
        at, last = _block(whole, sheet.body, expected)
        body, block = sheet.body[:at], sheet.body[at:]
        numbers = range(expected, last + 1)
        marks = dict(_marks(whole, body, numbers)) if block else {}
        if block and not marks:
            body, block = sheet.body, []
        yield Page(body, _notes(whole, block, numbers), marks)
        expected = last + 1 if block else expected


def _block(whole: str, lines: list[Line], expected: int) -> tuple[int, int]:
    """Return at which line the footnotes begin, and their last number."""
    for at in range(max(1, len(lines) - DEEPEST), len(lines)):
        line = lines[at]
        opens = OPENS.match(whole, line.start, line.end)
        if opens and int(opens[1]) == expected and (line.blank or line.hidden):
            return at, _last(whole, lines[at:], expected)
    return len(lines), expected - 1


def _last(whole: str, block: list[Line], number: int) -> int:
    for line in block[1:]:
        opens = OPENS.match(whole, line.start, line.end)
        if opens and int(opens[1]) == number + 1:
            number += 1
    return number


def _notes(whole: str, block: list[Line], numbers: range) -> list[Footnote]:
    notes: list[Footnote] = []
    for line in block:
        opens = OPENS.match(whole, line.start, line.end)
        if opens and int(opens[1]) == numbers.start + len(notes) and len(notes) < len(numbers):
            notes.append(Footnote(int(opens[1]), line.start, []))
            line = line._replace(start=opens.end())
        if line.start < line.end:
            notes[-1].lines.append(line)
    return [note for note in notes if note.lines]


def _marks(whole: str, body: list[Line], numbers: range) -> Iterator[tuple[int, int]]:
    """Yield the place of the figure of each footnote, in the order of the text."""
    if not body:
        return
    end = body[-1].end
    start = max(body[0].start, end - LONGEST)
    for number in numbers:
        if (place := _mark(whole, start, end, number)) is not None:
            yield place, number
            start = place


def _mark(whole: str, start: int, end: int, number: int) -> int | None:
    """Return the only place where the figure can point to a footnote, or None."""
    for pattern in (STUCK, BEHIND_APART, APART):
        found = re.compile(pattern.format(number)).finditer(whole, start, end)
        places = [match.start() for match in found if _can_point(whole, match.start())]
        if places:
            return places[0] if len(places) == 1 else None
    return None


def _can_point(whole: str, place: int) -> bool:
    before = whole[max(0, place - 30) : place]
    return bool(YEAR.search(before)) or not COUNTED.search(before.rstrip())
