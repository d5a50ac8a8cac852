"""Letters of our own, about matters that are made up, as text and as it stands on paper."""

import re
import textwrap
from collections.abc import Iterable

from incident.letters.found import Structure, structure_of
from incident.letters.text import Span, Text

ASIDE = [
    "Ministerie van",
    "Bruggen en Sluizen",
    "",
    "Datum",
    "3 mei 2024",
    "",
    "Ons kenmerk",
    "4711",
]
NOTE = re.compile(r" ?\[([0-9]+): ([^\]]*)\]")
MARK = re.compile(r"\[footnoteRef:([0-9]+)\]")
HERE = "\ue000"  # before the number of a footnote, while its page is made
NOTES = re.compile(rf"{NOTE.pattern}|\s*{MARK.pattern}")


def structure(*pages: str) -> Structure:
    """Return what is found in a letter of so many pages."""
    return structure_of(Text.of(pages))


def flow(*pages: str) -> str:
    return Text.of(pages).flow.text


def numbers(found: Structure) -> tuple[list, list]:
    """Return the numbers of the questions, and those of the answers."""
    return [q.number for q in found.questions], [a.numbers for a in found.answers]


def said(found: Structure) -> str:
    """Return all doubts, a line each."""
    return "\n".join(doubt.words for doubt in found.doubts)


def read(found: Structure, span: Span) -> str:
    """Return the words of a span as they are read: furniture, notes and their marks aside."""
    text = found.text.flow
    return " ".join(NOTES.sub("", text.text[slice(*text.within(span))]).split())


def pairs(found: Structure) -> dict[int, tuple[str, str]]:
    """Return for each question its words, and those of the one answer to it."""
    return {
        question.number: (read(found, question.span), read(found, answer.span))
        for question in found.questions
        if (answer := found.answer_to(question.number))
    }


def on_paper(paragraphs: Iterable[str], width: int = 76, height: int = 34) -> list[str]:
    """Return the pages of a letter as `pdftotext -layout` gives them, footnotes at the bottom."""
    notes: dict[int, str] = {}
    lines: list[str] = []
    for paragraph in paragraphs:
        notes |= {int(number): words for number, words in NOTE.findall(paragraph)}
        plain = MARK.sub(rf"{HERE}\1", NOTE.sub("", paragraph))
        lines += textwrap.wrap(plain, width, break_on_hyphens=False, break_long_words=False)
        lines += [""] * (len(plain) > 30)
    sheets = [lines[at : at + height] for at in range(0, len(lines), height)]
    pages = []
    for number, body in enumerate(sheets, 1):
        here = "\n".join(body)
        due = [int(figure) for figure in re.findall(rf"{HERE}([0-9]+)", here)]
        foot = [line for n in due for line in (str(n), *textwrap.wrap(f" {notes[n]}", width))]
        left = here.replace(HERE, "").split("\n")
        aside = ASIDE + [""] * max(0, len(left) - len(ASIDE))
        rows = [f"{body:{width + 5}}{beside}".rstrip() for body, beside in _zip(left, aside)]
        counted = " " * (width + 5) + f"Pagina {number} van {len(sheets)}"
        pages.append("\n".join([*rows, "", "", *foot, "", counted]) + "\n")
    return pages


def _zip(left: list[str], right: list[str]) -> Iterable[tuple[str, str]]:
    return zip(left + [""] * (len(right) - len(left)), right, strict=False)
