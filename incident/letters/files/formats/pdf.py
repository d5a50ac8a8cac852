"""A PDF: its lines as they stand on the page, columns kept apart by blanks.

pypdf's *layout* reads what the page itself draws, upright; where a form or a turned page holds the
words, its *plain* way reads more of them, and is taken.
"""

import re
from io import BytesIO

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, LimitReachedError

from incident.letters.files.limits import MOST_PAGES, MOST_SIGNS, LetterFileError, Problem

MANY_BLANK_LINES = re.compile(r"\n\s*\n\s*\n\s*\n")
FEW_LETTERS = 40  # on a page: a stamp or a page number
MOST_UNREADABLE = 0.2  # of all signs
SHARE = 0.9  # of the words that the plain way finds
LINE_HEIGHT = 1.2  # of letters of 1: lines further apart than two of these have a blank one between


def read(data: bytes) -> list[str]:
    """Return the pages; a scan, a locked file and letters without meaning are refused."""
    try:
        reader = opened(data)
        found = []
        for page in reader.pages:
            found.append(page_text(page))
            if sum(map(len, found)) > MOST_SIGNS:
                raise LetterFileError(Problem.TOO_MUCH_TEXT)
    except LimitReachedError as error:
        raise LetterFileError(Problem.TOO_LARGE) from error
    refuse_without_words(reader, found)
    return found


def opened(data: bytes) -> PdfReader:
    """Return the document; one that asks for a password or has too many pages is refused."""
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise LetterFileError(Problem.LOCKED)
        count = len(reader.pages)
    except DependencyError as error:
        raise LetterFileError(Problem.LOCKED) from error
    if count > MOST_PAGES:
        raise LetterFileError(Problem.TOO_MANY_PAGES)
    return reader


def page_text(page: PageObject) -> str:
    """Return the text of a page, with no more than two blank lines on end."""
    text = laid_out(page)
    if page.rotation or draws(page, "/Form") or len(text.split()) < FEW_LETTERS:
        plain = page.extract_text()
        text = plain if len(text.split()) < SHARE * len(plain.split()) else text
    return MANY_BLANK_LINES.sub("\n\n\n", text)


def laid_out(page: PageObject) -> str:
    """Return the text of a page as it stands on it, "" where that cannot be found out."""
    try:
        return page.extract_text(
            extraction_mode="layout", layout_mode_font_height_weight=LINE_HEIGHT
        )
    except LimitReachedError:
        raise
    except Exception:  # one odd page is no reason to refuse all: its plain text may do
        return ""


def draws(page: PageObject, kind: str) -> bool:
    """Return whether a page has a picture or a form among what it draws."""
    drawn = held(held(page, "/Resources"), "/XObject")
    return any(held(drawn, name).get("/Subtype") == kind for name in drawn)


def held(whole: dict, name: str) -> dict:
    """Return what a dictionary of a PDF holds by a name, empty where that is no dictionary."""
    found = whole.get(name)
    found = found.get_object() if found is not None else None
    return found if isinstance(found, dict) else {}


def refuse_without_words(reader: PdfReader, found: list[str]) -> None:
    """Raise LetterFileError for a scan, and for a font that does not say what its letters are."""
    signs = [sign for page in found for sign in page if not sign.isspace()]
    letters = sum(sign.isalnum() for sign in signs)
    if letters < FEW_LETTERS * len(found) and any(draws(page, "/Image") for page in reader.pages):
        raise LetterFileError(Problem.SCAN)
    unreadable = sum(sign == "\ufffd" or "\ue000" <= sign <= "\uf8ff" for sign in signs)
    if unreadable > MOST_UNREADABLE * len(signs):
        raise LetterFileError(Problem.UNREADABLE_SIGNS)
