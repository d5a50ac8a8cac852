"""Files that mean harm, or are no letter: each costs one sentence, and no memory of ours."""

import time
import tracemalloc
import zlib

import pytest

from incident.letters.files.kinds import pages
from incident.letters.files.limits import MOST_BYTES, MOST_SECONDS, LetterFileError, Problem
from incident.letters.files.reading import read
from tests.helpers.proofs import some
from tests.letters.files.papers import (
    LETTER,
    ODT,
    W,
    assembled,
    bomb,
    docx,
    down,
    odt,
    packed,
    pdf,
    w_p,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500
LAUGHS = "<!DOCTYPE x [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {to} '{10 * f'&{of};'}'>" for of, to in zip("abcdefgh", "bcdefghi", strict=True)
)
LAUGHS += "]>"
OUTSIDE = "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
BY_PARAMETER = "<!DOCTYPE x [<!ENTITY % a SYSTEM 'http://127.0.0.1:9/x'> %a;]>"
QUADRATIC = f"<!DOCTYPE x [<!ENTITY a '{'ha' * 50_000}'>]>"
CONTENT = f"<w:document {W}><w:body>{w_p('Brug')}</w:body></w:document>"
NOTES_BESIDE = "<x><y Type='a/footnotes' Target='footnotes.xml'/></x>"
DEEP = 50_000


def locked(data: bytes, part: bytes) -> bytes:
    """Return a zip of which each part with this name is marked as encrypted."""
    made = bytearray(data)
    for mark, flags, name in ((b"PK\x03\x04", 6, 30), (b"PK\x01\x02", 8, 46)):
        place = made.find(mark)
        while place >= 0:
            if made[place + name :].startswith(part):
                made[place + flags] |= 1
            place = made.find(mark, place + 4)
    return bytes(made)


def lying(data: bytes) -> bytes:
    """Return a zip whose list says that each part is of ten bytes."""
    made, place = bytearray(data), data.find(b"PK\x01\x02")
    while place >= 0:
        made[place + 24 : place + 28] = (10).to_bytes(4, "little")
        place = made.find(b"PK\x01\x02", place + 4)
    return bytes(made)


def tree_of_pages(kids: str, count: int) -> bytes:
    parts = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: f"<</Type/Pages/Kids[{kids}]/Count {count}>>".encode(),
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    }
    return assembled(parts)


def zlib_bomb(megabytes: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join([*(packer.compress(b" " * 10**6) for _ in range(megabytes)), packer.flush()])


IMAGE = "/XObject<</I 5 0 R>>"
LOCK = "/Encrypt<</Filter/Standard/V 1/R 2/O({0})/U({0})/P -4>>/ID[(a)(a)]".format("x" * 32)
AES = "/Encrypt<</Filter/Standard/V 5/R 6/Length 256/O({0})/U({0})/OE({1})/UE({1})/Perms({2})/P -4"
AES += "/CF<</StdCF<</CFM/AESV3/Length 32>>>>/StmF/StdCF/StrF/StdCF>>/ID[(a)(a)]"
AES = AES.format("x" * 48, "x" * 32, "x" * 16)
NO_LETTERS = "BT /F1 9 Tf 70 700 Td <" + "01" * 300 + "> Tj ET"


def scan(pages: int) -> bytes:
    data = pdf(*["q 595 0 0 842 0 0 cm /I Do Q"] * pages, more=IMAGE)
    return data.replace(b"<</Type/Font", b"<</Subtype/Image/Width 1/Height 1/Type/Font")


def private_letters() -> bytes:
    """Return a PDF whose font says of its letters that they mean signs of nobody."""
    table = b"begincmap 1 begincodespacerange <00> <ff> endcodespacerange\n"
    table += b"1 beginbfrange <00> <ff> <e000> endbfrange endcmap"
    data = pdf(NO_LETTERS, table)
    return data.replace(b"/Encoding/WinAnsiEncoding", b"/ToUnicode 13 0 R      ")


HOSTILE = {
    "empty": (Problem.EMPTY, lambda: b""),
    "blanks": (Problem.EMPTY, lambda: b" \r\n\t" * 1_000),
    "zeros": (Problem.EMPTY, lambda: bytes(100_000)),
    "too large": (Problem.TOO_LARGE, lambda: b"a" * (MOST_BYTES + 1)),
    "a PNG": (Problem.PICTURE, lambda: b"\x89PNG\r\n\x1a\n" + bytes(100)),
    "a JPEG": (Problem.PICTURE, lambda: b"\xff\xd8\xff\xe0" + bytes(100)),
    "an old Word": (Problem.OLD_WORD, lambda: OLE),
    "a Word with a password": (
        Problem.LOCKED,
        lambda: OLE + "EncryptedPackage".encode("utf-16-le") + bytes(99),
    ),
    "RTF": (Problem.RICH_TEXT, lambda: rb"{\rtf1 Brug}"),
    "a program": (Problem.UNKNOWN, lambda: b"\x7fELF" + bytes(range(256)) * 20),
    "text with holes": (Problem.UNKNOWN, lambda: b"Brug\x81\x8d\x8f"),
    "half of UTF-16": (Problem.UNKNOWN, lambda: b"\xff\xfeB\x00\x00\xd8\x01"),
    "a zip without a letter": (Problem.OTHER_ZIP, lambda: packed({"a.txt": "Brug"})),
    "a zip in a zip": (Problem.OTHER_ZIP, lambda: packed({"a.docx": docx(w_p("Brug"))})),
    "an empty zip": (Problem.OTHER_ZIP, lambda: packed({})),
    "a sheet": (Problem.OTHER_ZIP, lambda: packed({"xl/workbook.xml": "<x/>"})),
    "half a zip": (Problem.DAMAGED, lambda: docx(w_p("Brug"))[:700]),
    "a bomb for Word": (
        Problem.TOO_LARGE,
        lambda: bomb("word/document.xml", 50),
    ),
    "a bomb that lies about its size": (
        Problem.DAMAGED,
        lambda: lying(bomb("word/document.xml", 30)),
    ),
    "a bomb as the kind": (Problem.TOO_LARGE, lambda: bomb("mimetype", 30)),
    "a bomb as the notes": (
        Problem.TOO_LARGE,
        lambda: bomb(
            "word/footnotes.xml",
            30,
            {
                "word/document.xml": CONTENT,
                "word/_rels/document.xml.rels": NOTES_BESIDE,
            },
        ),
    ),
    "Word with a locked part": (
        Problem.LOCKED,
        lambda: locked(docx(w_p("Brug")), b"word/document.xml"),
    ),
    "Word with laughs": (
        Problem.ENTITIES,
        lambda: packed({"word/document.xml": f"{LAUGHS}<x>&i;</x>"}),
    ),
    "Word that nests": (Problem.DAMAGED, lambda: docx("<w:x>" * DEEP + "</w:x>" * DEEP)),
    "Word that is cut": (Problem.DAMAGED, lambda: docx("<w:p><w:r>")),
    "Word without words": (Problem.NO_TEXT, lambda: docx(w_p(" - "))),
    "Word with too much": (Problem.TOO_MUCH_TEXT, lambda: docx(w_p("brug " * 500_000))),
    "a locked ODT": (Problem.LOCKED, lambda: odt("", manifest="<x><encryption-data/></x>")),
    "an ODT with an entity from outside": (
        Problem.ENTITIES,
        lambda: packed({"mimetype": ODT, "content.xml": f"{OUTSIDE}<x>&a;</x>"}),
    ),
    "an ODT of lists in lists": (
        Problem.DAMAGED,
        lambda: odt("<text:list><text:list-item>" * DEEP + "</text:list-item></text:list>" * DEEP),
    ),
    "an ODT of blanks": (
        Problem.NO_TEXT,
        lambda: odt("<text:p><text:s text:c='999999'/></text:p>"),
    ),
    "XML with laughs": (Problem.ENTITIES, lambda: f"{LAUGHS}<x>&i;</x>".encode()),
    "XML with one long entity": (
        Problem.ENTITIES,
        lambda: f"{QUADRATIC}<x>{'&a;' * 5_000}</x>".encode(),
    ),
    "XML with an entity from outside": (
        Problem.ENTITIES,
        lambda: f"<?xml version='1.0'?>{OUTSIDE}<x>&a;</x>".encode(),
    ),
    "XML that asks the network": (
        Problem.ENTITIES,
        lambda: f"<?xml version='1.0'?>{BY_PARAMETER}<x>brug</x>".encode(),
    ),
    "XML that nests": (Problem.DAMAGED, lambda: b"<al><x>" * DEEP + b"</x></al>" * DEEP),
    "XML that is cut": (Problem.DAMAGED, lambda: b"<?xml version='1.0'?><al>Brug"),
    "HTML of scripts": (Problem.NO_TEXT, lambda: b"<html><script>brug()</script><svg>brug"),
    "HTML that nests tables": (
        Problem.NO_TEXT,
        lambda: b"<html><body>" + b"<table><tr><td>" * 5_000 + b"</table>",
    ),
    "text of 301 pages": (Problem.TOO_MANY_PAGES, lambda: b"Brug\n\f" * 301),
    "text of too many signs": (Problem.TOO_MUCH_TEXT, lambda: b"brug " * 400_001),
    "a PDF of its first line": (Problem.DAMAGED, lambda: b"%PDF-1.7\n" + b"\0\xff" * 5_000),
    "a PDF without pages": (Problem.NO_TEXT, lambda: tree_of_pages("", 0)),
    "a PDF of 10,000 pages": (
        Problem.TOO_MANY_PAGES,
        lambda: tree_of_pages("3 0 R " * 10_000, 10_000),
    ),
    "a PDF that says it has few pages": (
        Problem.TOO_MANY_PAGES,
        lambda: tree_of_pages("3 0 R " * 10_000, 1),
    ),
    "a PDF whose pages are its pages": (Problem.DAMAGED, lambda: tree_of_pages("2 0 R", 1)),
    "a PDF with a password": (Problem.LOCKED, lambda: pdf(down(LETTER), head=LOCK)),
    "a PDF with a password of today": (Problem.LOCKED, lambda: pdf(down(LETTER), head=AES)),
    "a scan": (Problem.SCAN, lambda: scan(3)),
    "letters without meaning": (Problem.UNREADABLE_SIGNS, private_letters),
    "a PDF with a bomb": (Problem.TOO_LARGE, lambda: pdf(zlib_bomb(100))),
    "a PDF that nests": (Problem.DAMAGED, lambda: pdf("[" * DEEP + "]" * DEEP + " TJ")),
    "a PDF with too much": (
        Problem.TOO_MUCH_TEXT,
        lambda: pdf(*[zlib.compress(f"BT /F1 9 Tf ({'brug' * 10_000}) Tj ET".encode())] * 60),
    ),
}


# Each is refused by the code itself; that the door keeps its bounds is tried with a tenth.
SLOW = {"a PDF with too much"}
CASES = [pytest.param(name, marks=pytest.mark.long if name in SLOW else ()) for name in HOSTILE]


@pytest.mark.parametrize("name", CASES)
def test_a_hostile_file_is_refused_for_what_is_wrong_with_it(name):
    problem, make = HOSTILE[name]
    with pytest.raises(LetterFileError) as refused:
        pages(make())
    assert refused.value.problem == problem


@pytest.mark.proof
@pytest.mark.parametrize("name", some(HOSTILE, first=1))
def test_a_hostile_file_costs_one_sentence_and_no_memory_of_ours(name):
    problem, make = HOSTILE[name]
    data = make()
    tracemalloc.start()
    begun = time.monotonic()
    try:
        with pytest.raises(LetterFileError) as refused:
            read(data, "brief.pdf")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert str(refused.value) == f"brief.pdf: {problem.value}"
    assert time.monotonic() - begun < MOST_SECONDS + 1
    assert peak < 2_000_000
