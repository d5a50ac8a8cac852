"""Which kind of file a letter is, by its content; and its text, without signs nobody means."""

import re
import unicodedata
from importlib import import_module

from defusedxml.common import DefusedXmlException

from incident.letters.files.formats.package import Package
from incident.letters.files.formats.plain import decoded
from incident.letters.files.limits import (
    MOST_BYTES,
    MOST_PAGES,
    MOST_SIGNS,
    LetterFileError,
    Problem,
)

FORMATS = "incident.letters.files.formats"
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
NOT_READ = {
    b"\xd0\xcf\x11\xe0": Problem.OLD_WORD,
    b"{\\rtf": Problem.RICH_TEXT,
    b"\x89PNG": Problem.PICTURE,
    b"\xff\xd8\xff": Problem.PICTURE,
    b"GIF8": Problem.PICTURE,
    b"II*\0": Problem.PICTURE,
    b"MM\0*": Problem.PICTURE,
    b"RIFF": Problem.PICTURE,
}
WEB_PAGE = re.compile(
    r"\s*(<\?xml[^>]*>\s*)?(<!--.{0,2000}?-->\s*)*<(!doctype\s+html|html|head|body|div|p|h\d)\b",
    re.IGNORECASE | re.DOTALL,
)
XML = re.compile(r"\s*<(\?xml|!DOCTYPE|[A-Za-z_][\w.:-]*[\s/>])")
LIGATURES = {point: unicodedata.normalize("NFKD", chr(point)) for point in range(0xFB00, 0xFB07)}
BREAKS = dict.fromkeys(map(ord, "\r\v\x85\u2028\u2029"), "\n")
BULLETS = dict.fromkeys((0xF0B7, 0xF0A7, 0xF076), "\u2022")  # of Word's Symbol and Wingdings
UNMEANT = ("Cc", "Cf", "Cs")  # control signs, signs without a shape, halves of signs


class Meant(dict):
    """For each code point what stands in a letter's text, as `str.translate` asks."""

    def __missing__(self, point: int) -> str | None:
        return None if unicodedata.category(chr(point)) in UNMEANT else chr(point)


SIGNS = Meant(LIGATURES | BREAKS | BULLETS | {9: "\t", 10: "\n"})


def pages(data: bytes) -> list[str]:
    """Return the pages of a letter; whatever is in it, nothing is raised but LetterFileError."""
    try:
        form = import_module(f"{FORMATS}.{kind(data)}")  # pypdf takes long to load: only for a PDF
        found = [cleaned(page) for page in form.read(data)]
    except LetterFileError:
        raise
    except DefusedXmlException as error:
        raise LetterFileError(Problem.ENTITIES) from error
    except MemoryError as error:
        raise LetterFileError(Problem.TOO_LARGE) from error
    except Exception as error:  # a parser may raise anything on what is damaged
        raise LetterFileError(Problem.DAMAGED) from error
    return within_bounds(found)


def within_bounds(found: list[str]) -> list[str]:
    """Return the pages when there is text in them and not too much."""
    if len(found) > MOST_PAGES:
        raise LetterFileError(Problem.TOO_MANY_PAGES)
    if sum(map(len, found)) > MOST_SIGNS:
        raise LetterFileError(Problem.TOO_MUCH_TEXT)
    if not any(sign.isalnum() for page in found for sign in page):
        raise LetterFileError(Problem.NO_TEXT)
    return found


def cleaned(page: str) -> str:
    """Return a page without signs that nobody means, its lines without blanks at their end."""
    page = page.replace("\r\n", "\n").replace("\xad\n", "-\n").translate(SIGNS)
    return "\n".join(line.rstrip() for line in page.split("\n"))


def kind(data: bytes) -> str:
    """Return the name of the format that reads a letter; LetterFileError where none does."""
    if not data.strip(b"\0 \t\r\n\f"):
        raise LetterFileError(Problem.EMPTY)
    if len(data) > MOST_BYTES:
        raise LetterFileError(Problem.TOO_LARGE)
    refuse_by_beginning(data)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    return packed_kind(data) if data.startswith(b"PK") else text_kind(data)


def refuse_by_beginning(data: bytes) -> None:
    """Raise LetterFileError for a kind of file that is known, and not read."""
    for beginning, problem in NOT_READ.items():
        if data.startswith(beginning):
            locked = problem == Problem.OLD_WORD and ENCRYPTED_PACKAGE in data
            raise LetterFileError(Problem.LOCKED if locked else problem)


def packed_kind(data: bytes) -> str:
    """Return what reads a letter that is packed as a zip."""
    package = Package(data)
    if package.is_opendocument_text:
        return "odt"
    if package.main_part:
        return "docx"
    raise LetterFileError(Problem.OTHER_ZIP)


def text_kind(data: bytes) -> str:
    """Return what reads a letter that is text, with or without marks."""
    beginning = decoded(data)[:10_000]
    if WEB_PAGE.match(beginning):
        return "html"
    return "xml" if XML.match(beginning) else "plain"
