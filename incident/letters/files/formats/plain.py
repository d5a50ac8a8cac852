"""Plain text, in the encodings that letters come in; a form feed ends a page."""

import codecs
import re

from incident.letters.files.limits import LetterFileError, Problem

MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
NO_TEXT_HAS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
LAST_FEED = re.compile(r"\f\r?\n?\Z")
MOST_ODD = 0.005  # of all signs; more is no text


def read(data: bytes) -> list[str]:
    """Return the pages of a text."""
    return LAST_FEED.sub("", decoded(data)).split("\f")


def decoded(data: bytes) -> str:
    """Return bytes as text: by their mark, else UTF-8, else Windows-1252; not text is UNKNOWN."""
    try:
        text = data.decode(encoding(data))
    except UnicodeDecodeError as error:
        raise LetterFileError(Problem.UNKNOWN) from error
    if len(NO_TEXT_HAS.findall(text)) > MOST_ODD * len(text):
        raise LetterFileError(Problem.UNKNOWN)
    return text


def encoding(data: bytes) -> str:
    for mark, name in MARKS.items():
        if data.startswith(mark):
            return name
    try:
        data.decode()
    except UnicodeDecodeError:
        return "windows-1252"
    return "utf-8"
