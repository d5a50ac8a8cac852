"""A document that is packed as a zip of XML parts, each unpacked no further than the bound."""

import zipfile
from io import BytesIO
from posixpath import dirname, join, normpath
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from incident.letters.files.limits import MOST_BYTES, LetterFileError, Problem

ODT = b"application/vnd.oasis.opendocument.text"
LOCKED = 0x1  # the flag of a part that is encrypted
MOST_PARTS = 5_000


class Package:
    """The parts of a document by name."""

    def __init__(self, data: bytes):
        self.zip = zipfile.ZipFile(BytesIO(data))
        self.parts = {part.filename: part for part in self.zip.infolist()[:MOST_PARTS]}

    def part(self, name: str) -> bytes:
        """Return a part unpacked, b"" where there is none; too large or locked is refused."""
        if name not in self.parts:
            return b""
        if self.parts[name].flag_bits & LOCKED:
            raise LetterFileError(Problem.LOCKED)
        with self.zip.open(self.parts[name]) as packed:
            data = packed.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise LetterFileError(Problem.TOO_LARGE)
        return data

    def tree(self, name: str) -> Element:
        """Return a part as XML, an element without children where there is none."""
        data = self.part(name)
        return fromstring(data, forbid_dtd=True) if data else Element("none")

    @property
    def is_opendocument_text(self) -> bool:
        return self.part("mimetype").strip() == ODT

    @property
    def main_part(self) -> str:
        """Return the name of the main part of a document of Word, "" where this is none."""
        name = self.related("").get("officeDocument", "word/document.xml")
        return name if name in self.parts and "word" in name.casefold() else ""

    def related(self, name: str) -> dict[str, str]:
        """Return the parts to which a part refers, by the last word of their kind."""
        folder, _, file = name.rpartition("/")
        links = self.tree(normpath(join(folder, "_rels", f"{file}.rels")))
        return {
            link.get("Type", "").rpartition("/")[2]: whole_name(name, link.get("Target", ""))
            for link in links
            if link.get("TargetMode") != "External"
        }


def whole_name(base: str, target: str) -> str:
    return normpath(join("/", dirname(base), target)).lstrip("/")


def local(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def value(element: Element | None, name: str = "val") -> str:
    """Return an attribute, whatever its namespace; "" where there is none."""
    attributes = element.attrib.items() if element is not None else ()
    return next((held for key, held in attributes if key.rpartition("}")[2] == name), "")


def child(element: Element | None, *names: str) -> Element | None:
    """Return the first child with a name, of that its first with the next; None where none is."""
    for name in names:
        parts = element if element is not None else ()
        element = next((part for part in parts if local(part) == name), None)
    return element
