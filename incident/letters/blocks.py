"""The paragraphs of a letter under the heading of a question or an answer, in its own order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest

from incident.letters.headings import Heading, heading_of, numbers_of
from incident.letters.text import Flow

FOOTNOTE = re.compile(r"\[[0-9]{1,3}: ")
FIGURES = r"([1-9][0-9]{0,2}(?:(?:, | en |, en )[1-9][0-9]{0,2})*+)"
LISTED = re.compile(rf"{FIGURES}[.)](?:\s+|$)")
ALONE = re.compile(rf"{FIGURES}[.)]?")
SENT_IN = re.compile(r"\((?i:ingezonden)\b")
CLOSING = re.compile(
    r"Hoogachtend|Met vriendelijke groet|Toelichting\b.{0,40}$|Bijlagen?\b[^.?!]{0,120}$"
    r"|Zie ook Aanhangsel"
)
TITLE = re.compile(
    r"(?:(?:Kamerv|V)ragen|Antwoord(?:en)?|Beantwoording)(?: van| op| gesteld)? "
    r"(?:door )?(?:de |het |vragen |Kamervragen |minister|staatssecretaris|leden|lid)"
)
OFFICE = re.compile(
    r"(?:(?i:mede namens )|(?i:de) )?(?i:de )?(?i:minister|staatssecretaris)[^.?!]{0,150}$"
)
NAME = re.compile(
    r"(?:(?i:drs|mr|dr|ir|prof|ing)\. ?)*(?:[A-Z][a-z]?\. ?)+"
    r"(?:[a-z]{2,3} )*[A-Z][\w’'-]+(?:[ -][A-Z][\w’'-]+)*$"
)


@dataclass(frozen=True)
class Part:
    """A paragraph, or what stands behind the heading on its line: its place in the flow."""

    start: int
    end: int
    words: str

    @property
    def is_footnote(self) -> bool:
        return bool(FOOTNOTE.match(self.words)) and self.words.endswith("]")

    @property
    def is_closing(self) -> bool:
        return bool(CLOSING.match(self.words)) or (self.is_title and not self.is_sentence)

    @property
    def is_title(self) -> bool:
        """Return whether this opens as the title of questions or answers."""
        return bool(TITLE.match(self.words))

    @property
    def is_sentence(self) -> bool:
        return self.words[-1] in ".?!" and not SENT_IN.search(self.words)


@dataclass
class Block:
    """What stands under one heading. Without heading it is nothing that is asked or answered."""

    heading: Heading | None
    top: Part | None
    parts: list[Part] = field(default_factory=list)

    @property
    def is_question(self) -> bool:
        return self.heading is not None and not self.heading.is_answer

    @property
    def is_answer(self) -> bool:
        return self.heading is not None and self.heading.is_answer

    @property
    def numbers(self) -> tuple[int, ...]:
        return self.heading.numbers if self.heading else ()

    @property
    def words(self) -> str:
        return " ".join(part.words for part in self.parts)


def parts_of(flow: Flow) -> list[Part]:
    """Return the paragraphs of a text."""
    parts, start = [], 0
    for words in flow.text.split("\n"):
        if words:
            parts.append(Part(start, start + len(words), words))
        start += len(words) + 1
    return parts


def blocks_of(parts: list[Part]) -> list[Block]:
    """Divide paragraphs by the headings above them; a numbered list will do where none stand."""
    headings = {part: heading for part in parts if (heading := heading_of(part.words))}
    if not any(heading.numbers and not heading.is_answer for heading in headings.values()):
        headings |= _listed(parts, headings)
    blocks = [Block(None, None)]
    for part, after in zip_longest(parts, parts[1:]):
        if heading := headings.get(part):
            blocks.append(_headed(part, heading))
        elif _is_new(part, after, blocks):
            blocks.append(Block(None, None, [part]))
        else:
            blocks[-1].parts.append(part)
    return blocks


def _headed(part: Part, heading: Heading) -> Block:
    top = part.words[: heading.length].rstrip()
    block = Block(heading, Part(part.start, part.start + len(top), top))
    if rest := part.words[heading.length :]:
        block.parts.append(Part(part.start + heading.length, part.end, rest))
    return block


def _is_new(part: Part, after: Part | None, blocks: list[Block]) -> bool:
    """Return whether something else begins: what is no answer may end as a sentence does."""
    is_first = part.is_title and not any(block.heading for block in blocks)
    return is_first or part.is_closing or _is_signed(part, after)


def _is_signed(part: Part, after: Part | None) -> bool:
    """Return whether this is an office and the next a name: a signature."""
    return bool(after and OFFICE.match(part.words) and NAME.match(after.words))


def _listed(parts: list[Part], headings: dict[Part, Heading]) -> dict[Part, Heading]:
    """Return the items of a numbered list as headings, where the letter asks and answers so."""
    is_asked = any(heading.is_answer for heading in headings.values())
    if not is_asked and not any(SENT_IN.search(p.words) or p.is_title for p in parts):
        return {}
    found = dict(_asked(parts))
    if found:
        found |= _answered(parts, headings, last=max(h.numbers[0] for h in found.values()))
    return found


def _asked(parts: list[Part]) -> Iterator[tuple[Part, Heading]]:
    """Yield the items that ask, counting from 1."""
    number = 1
    for part, after in zip_longest(parts, parts[1:]):
        item = LISTED.match(part.words)
        alone = ALONE.fullmatch(part.words)
        asks = "?" in (after.words if alone and after else part.words)
        if asks and (item or alone) and (item or alone)[1] == str(number):
            length = len(part.words) if alone else item.end()
            yield part, Heading(is_answer=False, numbers=(number,), length=length)
            number += 1


def _answered(
    parts: list[Part], headings: dict[Part, Heading], last: int
) -> Iterator[tuple[Part, Heading]]:
    """Yield the items below one heading for all answers, each number being one that was asked."""
    expected = 0
    for before, part in pairwise([None, *parts]):
        if not expected and before and _is_bare_answer(headings.get(before), before):
            expected = 1
        elif before and expected == 1:
            expected = 0
        item, alone = LISTED.match(part.words), ALONE.fullmatch(part.words)
        numbers = numbers_of((alone or item)[1]) if alone or item else ()
        if expected and numbers and numbers[0] == expected and max(numbers) <= last:
            length = len(part.words) if alone else item.end()
            yield part, Heading(is_answer=True, numbers=numbers, length=length)
            expected = max(numbers) + 1


def _is_bare_answer(heading: Heading | None, part: Part) -> bool:
    return bool(
        heading and heading.is_answer and not heading.numbers and heading.length == len(part.words)
    )
