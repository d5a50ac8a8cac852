"""The notes of a letter: those of the members, below their questions, and the minister's footnotes.

Both count from 1. A text from Word writes a footnote as `[footnoteRef:1]` and `[1: words]`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from incident.letters.blocks import Block, Part
from incident.letters.text import Flow, Span
from incident.values.dates import MONTHS

MARK = re.compile(r"\[footnoteRef:([0-9]{1,3})\]")
OPENS = re.compile(r"\[([0-9]{1,3}):\s*")
BRACKET = re.compile(r"[\[\]\n]")
SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
STYLES = (
    re.compile(r"(?P<all>\[(?P<number>[0-9]{1,2})\])\s*(?=\S)"),
    re.compile(r"(?P<all>\(?(?P<number>[0-9]{1,2})\))\s*(?=\S)"),
    re.compile(r"(?P<all>(?P<number>[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,2}))\s*(?=\S)"),
    re.compile(r"(?P<all>(?P<number>[0-9]{1,2})\.)\s+(?=\S)"),
    re.compile(r"(?P<all>(?P<number>[0-9]{1,2}))\s+(?=\S)"),
)
CLEAR = STYLES[:3]  # a list of these needs no more than a mark in a question
MARKS = (
    r"\[{0}\]",
    r"(?<![\w(\[]){0}\)|(?<=[^\W\d]){0}\)",
    r"{1}",
    r"(?:(?<=[a-zà-ÿ.?!\"'”’])|(?<=(?<![0-9])(?:19[5-9]|20[0-2])[0-9])){0}(?=[\s.,;:?!)”’\"']|$)",
)
LINK = re.compile(r"https?://|www\.|\b[\w-]{2,40}\.(?:nl|com|org|eu|net|be)\b")
CITES = re.compile(
    r"(?:Kamerstuk|Aanhangsel|Handelingen|Staatsblad|Staatscourant|Stb\.|Stcrt\.|Idem|Ibid)"
    rf"|[^.?!]{{2,80}}, (?:(?:[0-9]{{1,2}} )?(?:{'|'.join(MONTHS)}),? )?"
    r"(?:19|20)[0-9]{2}(?![0-9])"
)
QUOTED = re.compile(r"[‘“\"'„][^’”\"'\n]{0,300}[’”\"']|\S*[/.]\S*\w")
VERB = re.compile(
    r"\b(?:ik|wij|we|is|zijn|was|waren|wordt|worden|heeft|hebben|kan|kunnen|zal|zullen|moet"
    r"|moeten|staat|staan|gaat|gaan|komt|komen|zie|ziet|vindt|vinden|blijkt|volgt|loopt|geldt)\b",
    re.I,
)
LONGEST = 600


class NoteSystem(StrEnum):
    """Whose notes they are."""

    MEMBERS = "leden"
    LETTER = "brief"


@dataclass(frozen=True)
class Note:
    """A note: `number` is None where the text lost it, `mark` where none was found."""

    system: NoteSystem
    number: int | None
    span: Span
    mark: Span | None


class Entry(NamedTuple):
    """A note in a list: its number, and where its opening and its words stand in the flow."""

    number: int | None
    opening: int
    start: int
    end: int


class Listing(NamedTuple):
    """A list of notes, the place in the flow where it begins, and the marks of its kind."""

    entries: list[Entry]
    style: int
    is_counted: bool = True

    @property
    def start(self) -> int:
        return self.entries[0].opening


def footnotes_of(flow: Flow) -> list[Note]:
    """Return the minister's footnotes, in the order of the text."""
    marks: dict[int, Span] = {}
    for mark in MARK.finditer(flow.text):
        marks.setdefault(int(mark[1]), flow.span(*mark.span()))
    return [
        Note(
            NoteSystem.LETTER,
            entry.number,
            flow.span(entry.start, entry.end),
            marks.get(entry.number),
        )
        for entry in _footnotes(flow.text)
    ]


def lonely_marks(flow: Flow, notes: Iterable[Note]) -> Iterator[tuple[int, Span]]:
    """Yield the marks of footnotes whose words are nowhere."""
    known = {note.number for note in notes if note.system == NoteSystem.LETTER}
    for mark in MARK.finditer(flow.text):
        if int(mark[1]) not in known:
            yield int(mark[1]), flow.span(*mark.span())


def _footnotes(text: str) -> Iterator[Entry]:
    closes = _closes(text)
    end = 0
    for opens in OPENS.finditer(text):
        close = closes.get(opens.start(), -1)
        words = text[opens.end() : close].rstrip() if opens.start() >= end else ""
        if close > opens.end() and words:
            yield Entry(int(opens[1]), opens.start(), opens.end(), opens.end() + len(words))
            end = close


def _closes(text: str) -> dict[int, int]:
    """Return for each bracket that opens where it closes, on the same line."""
    closes: dict[int, int] = {}
    waiting: list[int] = []
    for bracket in BRACKET.finditer(text):
        if bracket[0] == "[":
            waiting.append(bracket.start())
        elif bracket[0] == "\n":
            waiting.clear()
        elif waiting:
            closes[waiting.pop()] = bracket.start()
    return closes


def listings_of(blocks: list[Block], flow: Flow) -> list[Listing]:
    """Return the lists of notes below questions, or behind the last answer."""
    asked = asking(blocks)
    found = []
    for block in blocks:
        if block.is_question or block is _last(blocks):
            found.extend(_listed(block.parts, asked))
    return found or _unnumbered(blocks, asked)


def asking(blocks: list[Block]) -> list[Block]:
    """Return the questions, and the title above the first."""
    first = next((at for at, block in enumerate(blocks) if block.heading), 0)
    return [b for at, b in enumerate(blocks) if b.is_question or at == first - 1]


def _last(blocks: list[Block]) -> Block | None:
    """Return the last block with a heading: what follows it can be a list."""
    return next((block for block in reversed(blocks) if block.heading), None)


def _listed(parts: list[Part], asked: list[Block]) -> Iterator[Listing]:
    at = 0
    while at < len(parts):
        style, entries, stop = _run(parts, at)
        if entries and _is_notes(parts[at:stop], style, asked):
            yield Listing(entries, style)
            at = stop
        else:
            at += 1


def _run(parts: list[Part], at: int) -> tuple[int, list[Entry], int]:
    """Return the list that begins with this paragraph, and where it stops."""
    for index, style in enumerate(STYLES):
        opens = style.match(parts[at].words)
        if opens and _figure(opens) == 1:
            return index, *_entries(parts, at, style)
    return 0, [], at


def _figure(opens: re.Match) -> int:
    return int(opens["number"].translate(SUPERSCRIPT))


def _entries(parts: list[Part], at: int, style: re.Pattern) -> tuple[list[Entry], int]:
    entries: list[Entry] = []
    for stop in range(at, len(parts)):
        part = parts[stop]
        opens = style.match(part.words)
        if opens and _figure(opens) == len(entries) + 1:
            entries.extend(_within(part, style, len(entries) + 1))
        elif LINK.match(part.words):
            entries[-1] = entries[-1]._replace(end=part.end)
        elif not part.is_footnote:
            return entries, stop
    return entries, len(parts)


def _within(part: Part, style: re.Pattern, number: int) -> Iterator[Entry]:
    """Yield the notes of one paragraph: the next can stand on the same line, between brackets."""
    at = 0
    while at < len(part.words):
        opens = style.match(part.words, at)
        following = part.words.find(f"[{number + 1}]", opens.end()) if style is STYLES[0] else -1
        end = following if following > 0 else len(part.words)
        stop = opens.end() + len(part.words[opens.end() : end].rstrip())
        if stop > opens.end():
            yield Entry(number, part.start + at, part.start + opens.end(), part.start + stop)
        at, number = end, number + 1
        if at < len(part.words) and not style.match(part.words, at):
            return


def _is_notes(parts: list[Part], style: int, asked: list[Block]) -> bool:
    """Return whether a list is one of notes: a question points to it, or all are sources."""
    if STYLES[style] in CLEAR and any(
        next(_marks(part, 1, (style,)), None)
        for block in asked
        for part in block.parts
        if part not in parts
    ):
        return True
    return all(is_source(part.words) for part in parts if not part.is_footnote)


def is_source(words: str) -> bool:
    """Return whether this can be the words of a note: a link or a citation, and no sentence."""
    if len(words) > LONGEST or words.rstrip().endswith("?"):
        return False
    tells = VERB.search(QUOTED.sub(" ", words))
    return not tells and bool(LINK.search(words) or CITES.match(words))


def _marks(part: Part, number: int, kinds: Iterable[int] = range(4)) -> Iterator[tuple[int, int]]:
    """Yield where a paragraph points to a note, in the flow."""
    superscript = str(number).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
    for kind in kinds:
        pattern = MARKS[min(kind, len(MARKS) - 1)].format(number, superscript)
        for mark in re.finditer(pattern, part.words):
            if kind != 1 or part.words.rfind("(", 0, mark.start()) <= part.words.rfind(
                ")", 0, mark.start()
            ):
                yield part.start + mark.start(), part.start + mark.end()


def _unnumbered(blocks: list[Block], asked: list[Block]) -> list[Listing]:
    """Return the sources at the very end, if questions point to as many: numbers are lost."""
    most = 0
    while _points(asked, most + 1):
        most += 1
    last = _last(blocks)
    parts = [part for part in last.parts if not part.is_footnote] if last and most else []
    tail = parts[-most:] if 0 < most < len(parts) else []
    before = parts[-most - 1] if tail else None
    if not tail or not all(is_source(part.words) for part in tail) or is_source(before.words):
        return []
    entries = [Entry(number, p.start, p.start, p.end) for number, p in enumerate(tail, 1)]
    return [Listing(entries, 1, is_counted=False)]


def is_pointed_at(blocks: list[Block]) -> bool:
    """Return whether the questions point to notes of their own."""
    return _points(asking(blocks), 1)


def _points(asked: list[Block], number: int) -> bool:
    return any(
        next(_marks(part, number, (0, 1, 2)), None) for block in asked for part in block.parts
    )


def notes_in(listings: list[Listing], blocks: list[Block], flow: Flow) -> Iterator[Note]:
    """Yield the notes of the lists; of two that both begin at 1, the marks tell whose each is."""
    questions = _parts(asking(blocks))
    answers = _parts(block for block in blocks if block.is_answer)
    for system, listing in _owned(listings, questions, answers):
        marks = _matched(listing, questions if system == NoteSystem.MEMBERS else answers)
        for entry in listing.entries:
            mark = marks.get(entry.number)
            span = flow.span(entry.start, entry.end)
            yield Note(system, entry.number, span, flow.span(*mark) if mark else None)


def _owned(
    listings: list[Listing], questions: list[Part], answers: list[Part]
) -> Iterator[tuple[NoteSystem, Listing]]:
    """Yield the lists, each with whose it is: of two the one is the members', the other not."""
    if len(listings) == 2:
        first, second = listings
        straight = _misfit(first, questions) + _misfit(second, answers)
        crossed = _misfit(first, answers) + _misfit(second, questions)
        if _matched(first, answers) or _matched(second, answers):
            systems = [NoteSystem.MEMBERS, NoteSystem.LETTER]
            systems = systems if straight <= crossed else systems[::-1]
            yield from zip(systems, listings, strict=True)
            return
    for listing in listings:
        is_minister = not _matched(listing, questions) and _matched(listing, answers)
        yield NoteSystem.LETTER if is_minister else NoteSystem.MEMBERS, listing


def _misfit(listing: Listing, parts: list[Part]) -> int:
    """Return how many notes and marks of these paragraphs have no other half."""
    count = len(listing.entries)
    marked = sum(
        any(True for part in parts for _ in _marks(part, number, (min(listing.style, 3),)))
        for number in range(1, count + 10)
    )
    return abs(count - marked)


def _parts(blocks: Iterable[Block]) -> list[Part]:
    return [part for block in blocks for part in block.parts]


def _matched(listing: Listing, parts: list[Part]) -> dict[int, tuple[int, int]]:
    """Return the first mark of each note, each behind that of the note before it."""
    found: dict[int, tuple[int, int]] = {}
    at = 0
    kinds = dict.fromkeys([listing.style, 0, 1, 2, 3] if listing.style < 3 else range(4))
    own = [range(e.opening, e.end) for e in listing.entries]
    for entry in listing.entries:
        marks = (
            mark
            for kind in kinds
            for part in parts
            for mark in _marks(part, entry.number, (kind,))
            if mark[0] >= at and not any(mark[0] in place for place in own)
        )
        if mark := next(marks, None):
            found[entry.number] = mark
            at = mark[1]
    return found
