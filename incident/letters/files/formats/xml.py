"""The XML of officielebekendmakingen.nl, or another: a line for each paragraph.

The number of `<vraag>` and `<antwoord>` becomes the heading that the printed paper has.
"""

import re
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from incident.letters.files.formats.notes import Notes
from incident.letters.files.formats.package import child, local, value

LEFT_OUT = {"metadata", "meta", "plaatje", "illustratie", "noot.nr", "li.nr"}
PARAGRAPHS = {"al", "p", "titel", "tussenkop", "kop", "noot.al", "ondertitel", "subtitel"}
HEADED = {"vraag": "Vraag", "antwoord": "Antwoord"}
BARE = re.compile(r"\s*(\d+(?:\s*(?:,|en|t/m|-|–|\s)+\s*\d+)*)\s*[.:]?\s*")


def read(data: bytes) -> list[str]:
    """Return the text as one page; entities and what lies outside the file are refused."""
    root = fromstring(data, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    return ["\n".join(Reader().lines(root))]


def heading(kind: str, number: str) -> str:
    """Return the heading of a question or answer, `number` being bare or a heading already."""
    bare = BARE.fullmatch(number)
    return f"{HEADED[kind]} {bare[1]}" if bare else number.strip()


class Reader:
    """Turns the XML of a paper into lines."""

    def __init__(self):
        self.notes = Notes()
        self.marks: dict[str, str] = {}  # of each note by its id

    def lines(self, element: Element) -> Iterator[str]:
        """Yield the paragraphs within an element, a question or answer after a blank line."""
        name = local(element)
        if name in LEFT_OUT:
            return
        if name in PARAGRAPHS or is_mixed(element):
            yield self.notes.after(" ".join("".join(self.words(element)).split()))
            return
        if name in HEADED:
            number = child(element, "nr")
            said = value(element, "nr") if number is None else "".join(self.words(number))
            yield from ("", heading(name, said))
            element = [part for part in element if part is not number]
        yield from self.inner(element)

    def inner(self, parts: Iterable[Element]) -> Iterator[str]:
        """Yield the lines of each part, the first after the label of an item of a list."""
        label = ""
        for part in parts:
            if local(part) == "li.nr":
                label = "".join(part.itertext()).strip()
            for line in self.lines(part):
                yield f"{label} {line}".lstrip()
                label = ""

    def words(self, element: Element | None) -> Iterator[str]:
        """Yield the words within an element, its notes as marks."""
        if element is None or local(element) in LEFT_OUT:
            return
        yield element.text or ""
        for part in element:
            if local(part) in ("noot", "nootref"):
                yield self.mark(part)
            else:
                yield " " if local(part) in ("br", "titel", "nr", "subtitel") else ""
                yield from self.words(part)
            yield part.tail or ""

    def mark(self, part: Element) -> str:
        """Return the mark of a note, or of one that is referred to again."""
        if local(part) == "nootref":
            return self.marks.get(value(part, "refid"), "")
        words = (" ".join(self.words(inner)) for inner in part if local(inner) != "nr")
        text = " ".join([part.text or "", *words])
        mark = self.marks[value(part, "id")] = self.notes.mark(" ".join(text.split()))
        return mark


def is_mixed(element: Element) -> bool:
    """Return whether words stand directly in an element, so that it is a paragraph."""
    own = [element.text, *(part.tail for part in element)]
    return any(text and text.strip() for text in own)
