"""A text of OpenDocument (.odt): a line for each paragraph, its footnotes after it.

Page heads and feet are styles, in another part, and stay out.
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from incident.letters.files.formats.docx import row_lines, within
from incident.letters.files.formats.notes import Notes
from incident.letters.files.formats.numbering import BULLET, LEVELS, shown, whole
from incident.letters.files.formats.package import Package, child, local, value
from incident.letters.files.limits import LetterFileError, Problem

LEFT_OUT = {"tracked-changes", "annotation", "forms", "sequence-decls", "variable-decls"}
LEFT_OUT |= {"title", "desc", "hidden-text", "hidden-paragraph", "ruby-text", "note-citation"}
LEFT_OUT |= {"user-field-decls", "table-of-content-source", "list-header"}
BLANKS = re.compile(r"[ \t\r\n]+")
MOST_BLANKS = 200  # in one go


def read(data: bytes) -> list[str]:
    """Return the text as one page: where pages break is not in the file."""
    package = Package(data)
    if b"encryption-data" in package.part("META-INF/manifest.xml"):
        raise LetterFileError(Problem.LOCKED)
    content = package.tree("content.xml")
    styles = [style for part in (package.tree("styles.xml"), content) for style in part.iter()]
    document = Document({value(s, "name"): s for s in styles if local(s) == "list-style"})
    body = child(content, "body", "text")
    return ["\n".join(document.lines(body if body is not None else Element("none")))]


class Document:
    """Turns the XML of a text into lines."""

    def __init__(self, list_styles: dict[str, Element]):
        self.list_styles = list_styles
        self.counts: dict[tuple[str, int], int] = {}
        self.notes = Notes()

    def lines(self, element: Element) -> Iterator[str]:
        """Yield the lines of all paragraphs, lists and tables within an element."""
        for part in element:
            name = local(part)
            if name in ("p", "h"):
                yield from self.paragraph(part)
            elif name == "list":
                yield from self.list(part, "", 0)
            elif name == "table-row":
                yield from row_lines([[*self.lines(c)] for c in within(part, "table-cell")])
            elif name not in LEFT_OUT:
                yield from self.lines(part)

    def paragraph(self, element: Element, label: str = "") -> Iterator[str]:
        """Yield the paragraph, after the boxes that hang on it."""
        boxes: list[Element] = []
        words = "".join(self.words(element, boxes)).strip(" ")
        for box in boxes:
            yield from self.lines(box)
        yield from self.notes.after(label + words if words else "").split("\n")

    def words(self, element: Element, boxes: list[Element]) -> Iterator[str]:
        """Yield the words within an element, and put the boxes within it aside."""
        yield BLANKS.sub(" ", element.text or "")
        for part in element:
            yield from self.inner(part, boxes)
            yield BLANKS.sub(" ", part.tail or "")

    def inner(self, part: Element, boxes: list[Element]) -> Iterator[str]:
        name = local(part)
        if name == "s":
            yield " " * min(whole(value(part, "c"), 1), MOST_BLANKS)
        elif name in ("tab", "line-break"):
            yield "\t" if name == "tab" else "\n"
        elif name == "note":
            body = child(part, "note-body")
            words = " ".join(self.words(body, []) if body is not None else ())
            yield self.notes.mark(" ".join(words.split()))
        elif name == "text-box":
            boxes.append(part)
        elif name not in LEFT_OUT:
            yield from self.words(part, boxes)

    def list(self, element: Element, style: str, depth: int) -> Iterator[str]:
        """Yield the lines of a list, the first of each item with its number."""
        style = value(element, "style-name") or style
        goes_on = value(element, "continue-numbering") == "true" or value(element, "continue-list")
        if not goes_on:
            self.counts.pop((style, depth), None)
        for item in element:
            if local(item) == "list-item":
                yield from self.item(item, style, depth)

    def item(self, item: Element, style: str, depth: int) -> Iterator[str]:
        label = None
        for part in item:
            if local(part) == "list":
                yield from self.list(part, style, min(depth + 1, LEVELS - 1))
            elif local(part) in ("p", "h"):
                if label is None:
                    label = self.label(item, style, depth)
                    yield from self.paragraph(part, label)
                else:
                    yield from self.paragraph(part)

    def label(self, item: Element, style: str, depth: int) -> str:
        """Return what stands before the first paragraph of an item."""
        levels = self.list_styles.get(style, ())
        level = next((part for part in levels if value(part, "level") == str(depth + 1)), None)
        if level is None or local(level) == "list-level-style-bullet":
            return f"{BULLET} " if level is not None else ""
        count = self.counts.get((style, depth), whole(value(level, "start-value"), 1) - 1) + 1
        self.counts[style, depth] = count = whole(value(item, "start-value"), count)
        form = value(level, "num-format")
        number = shown(count, form) if form else ""
        text = value(level, "num-prefix") + number + value(level, "num-suffix")
        return f"{text} " if text.strip() else ""
