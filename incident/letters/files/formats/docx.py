"""A document of Word (.docx): a line for each paragraph, its footnotes after it.

Page heads and feet are parts of their own and stay out. What was struck out with changes tracked,
hidden text and comments are no words of the letter.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from incident.letters.files.formats.notes import Notes
from incident.letters.files.formats.numbering import WordLists
from incident.letters.files.formats.package import Package, child, local, value

LEFT_OUT = {"pPr", "sectPr", "del", "moveFrom", "Fallback", "rt", "altChunk"}
SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}
NO = ("0", "false", "off")


def read(data: bytes) -> list[str]:
    """Return the text as one page: where Word would break pages is not in the file."""
    package = Package(data)
    main = package.main_part
    related = package.related(main)
    parts = {kind: package.tree(name) for kind, name in related.items() if kind in READ}
    document = Document(parts)
    return ["\n".join(document.lines(package.tree(main)))]


READ = {"footnotes", "endnotes", "numbering", "styles"}


class Document:
    """Turns the XML of a document into lines."""

    def __init__(self, parts: dict[str, Element]):
        none = Element("none")
        self.lists = WordLists(parts.get("numbering", none), parts.get("styles", none))
        self.notes = Notes()
        self.written = {
            (kind, value(note, "id")): note
            for kind in NOTES.values()
            for note in parts.get(kind, ())
        }

    def lines(self, element: Element) -> Iterator[str]:
        """Yield the lines of all paragraphs and tables within an element."""
        for part in element:
            name = local(part)
            if name == "p":
                yield from self.paragraph(part)
            elif name == "tbl":
                yield from self.table(part)
            elif name not in LEFT_OUT:
                yield from self.lines(part)

    def paragraph(self, element: Element) -> Iterator[str]:
        """Yield the paragraph, after the boxes that hang on it."""
        boxes: list[Element] = []
        words = "".join(self.words(element, boxes))
        label = self.lists.label(child(element, "pPr")) if words.strip() else ""
        for box in boxes:
            yield from self.lines(box)
        yield from self.notes.after(label + words).split("\n")

    def words(self, element: Element, boxes: list[Element]) -> Iterator[str]:
        """Yield the words within an element, and put the boxes within it aside."""
        for part in element:
            name = local(part)
            if name == "txbxContent":
                boxes.append(part)
            elif name == "t" or name in SIGNS or name in NOTES:
                yield self.word(part, name)
            elif name not in LEFT_OUT and not hidden(part):
                yield from self.words(part, boxes)

    def word(self, part: Element, name: str) -> str:
        if name in NOTES:
            return self.note(NOTES[name], part)
        return SIGNS.get(name) or part.text or ""

    def note(self, kind: str, mark: Element) -> str:
        note = self.written.get((kind, value(mark, "id")))
        if note is None:
            return ""
        return self.notes.mark(" ".join(" ".join(self.words(note, [])).split()))

    def table(self, element: Element) -> Iterator[str]:
        """Yield a line a row, with tabs between its cells; cells of more lines stand apart."""
        for row in within(element, "tr"):
            cells = [list(self.lines(cell)) for cell in within(row, "tc")]
            yield from row_lines(cells)


def row_lines(cells: list[list[str]]) -> list[str]:
    """Return a row of a table: on one line where each cell is a line, else cell by cell."""
    filled = [[line for line in cell if line.strip()] for cell in cells]
    if all(len(cell) <= 1 for cell in filled):
        return ["\t".join("".join(cell) for cell in filled).strip("\t")]
    return [line for cell in cells for line in cell]


def within(element: Element, name: str) -> Iterator[Element]:
    """Yield the nearest elements of a name, however they are wrapped."""
    for part in element:
        if local(part) == name:
            yield part
        elif local(part) not in LEFT_OUT:
            yield from within(part, name)


def hidden(run: Element) -> bool:
    vanish = child(run, "rPr", "vanish")
    return vanish is not None and value(vanish) not in NO
