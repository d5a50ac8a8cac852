"""The lists of notes below questions or behind the last answer, and the marks in questions."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from incident.letters.blocks import Block, Part
from incident.values.dates import MONTHS

SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
STYLES = (
    re.compile(r"\[(?P<number>[0-9]{1,2})\]\s*(?=\S)"),
    re.compile(r"\(?(?P<number>[0-9]{1,2})\)\s*(?=\S)"),
    re.compile(r"(?P<number>[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,2})\s*(?=\S)"),
    re.compile(r"(?P<number>[0-9]{1,2})\.\s+(?=\S)"),
    re.compile(r"(?P<number>[0-9]{1,2})\s+(?=\S)"),
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


def listings_of(blocks: list[Block]) -> list[Listing]:
    """Return the lists of notes below questions, or behind the last answer."""
    asked = asking(blocks)
    found = []
    for block in blocks:
        if block.is_question or block is _last(blocks):
            found.extend(_listed(block, asked))
    return found or _unnumbered(blocks, asked)


def asking(blocks: list[Block]) -> list[Block]:
    """Return the questions, and the title above the first."""
    first = next((at for at, block in enumerate(blocks) if block.heading), 0)
    return [b for at, b in enumerate(blocks) if b.is_question or at == first - 1]


def _last(blocks: list[Block]) -> Block | None:
    """Return the last block with a heading: what follows it can be a list."""
    return next((block for block in reversed(blocks) if block.heading), None)


def _listed(block: Block, asked: list[Block]) -> Iterator[Listing]:
    """Yield the lists in a block; below an answer they are all that follows, and name sources."""
    found, parts, at = [], block.parts, 0
    while at < len(parts):
        style, entries, stop = _run(parts, at)
        if entries and _is_notes(parts[at:stop], style, asked):
            found.append(Listing(entries, style))
            at = stop
        elif found and block.is_answer:
            return
        else:
            at += 1
    if not block.is_answer or any(_names_source(part) for part in parts):
        yield from found


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
        next(marks_of(part, 1, (style,)), None)
        for block in asked
        for part in block.parts
        if part not in parts
    ):
        return True
    return all(_names_source(part) for part in parts if not part.is_footnote)


def _names_source(part: Part) -> bool:
    """Return whether a paragraph is a source, behind the number that opens it."""
    opens = (style.match(part.words) for style in STYLES)
    begin = max((match.end() for match in opens if match), default=0)
    return is_source(part.words[begin:])


def is_source(words: str) -> bool:
    """Return whether this can be the words of a note: a link or a citation, and no sentence."""
    if len(words) > LONGEST or words.rstrip().endswith("?"):
        return False
    tells = VERB.search(QUOTED.sub(" ", words))
    return not tells and bool(LINK.search(words) or CITES.match(words))


def marks_of(part: Part, number: int, kinds: Iterable[int] = range(4)) -> Iterator[tuple[int, int]]:
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
        next(marks_of(part, number, (0, 1, 2)), None) for block in asked for part in block.parts
    )
