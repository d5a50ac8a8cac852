"""Letters about made-up matters, written by hand as each kind of file."""

import zipfile
from html import escape
from io import BytesIO

LETTER = [
    "Geachte voorzitter,",
    "Hierbij beantwoord ik de vragen van het lid Duinkerken over de brug bij Oosterveen.",
    "Vraag 1",
    "Klopt het dat de brug bij Oosterveen op 3 mei is gesloten?",
    "Antwoord op vraag 1",
    "Ja. De brug is gesloten, omdat de reparatie € 40.000 duurder werd – dat is één oorzaak.",
    "De Minister van Bruggen en Sluizen,",
]
NUMBERED = ["Oosterveense Courant, 4 mei, blz. 3", "Rapport ‘Bruggen open’, blz. 12"]

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMED = {"office": "office", "text": "text", "draw": "drawing", "table": "table", "style": "style"}
OPEN = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in NAMED.items()
)
ODT = "application/vnd.oasis.opendocument.text"


def packed(parts: dict[str, str | bytes]) -> bytes:
    """Return a zip with these parts."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return made.getvalue()


def bomb(name: str, megabytes: int, parts: dict[str, str] | None = None) -> bytes:
    """Return a small zip of which one part unpacks to so many megabytes."""
    made = BytesIO(packed(parts or {}))
    with (
        zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED, compresslevel=9) as package,
        package.open(name, "w", force_zip64=True) as part,
    ):
        for _ in range(megabytes):
            part.write(b" " * 1_000_000)
    return made.getvalue()


def w_p(text: str, properties: str = "") -> str:
    """Return a paragraph of Word."""
    return f"<w:p>{properties}<w:r><w:t xml:space='preserve'>{escape(text)}</w:t></w:r></w:p>"


def docx(body: str, **parts: str) -> bytes:
    """Return a document of Word: the XML of its body, and of `footnotes`, `numbering`, `styles`."""
    links = "".join(
        f'<Relationship Id="r{kind}" Type="{R}/{kind}" Target="{kind}.xml"/>' for kind in parts
    )
    return packed(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": f'<Relationships><Relationship Id="r" Type="{R}/officeDocument" '
            'Target="word/document.xml"/></Relationships>',
            "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": f"<Relationships>{links}</Relationships>",
            "word/header1.xml": f"<w:hdr {W}>{w_p('Ministerie van Bruggen')}</w:hdr>",
            **{f"word/{kind}.xml": f"<w:x {W}>{part}</w:x>" for kind, part in parts.items()},
        }
    )


def odt(body: str, styles: str = "", **parts: str) -> bytes:
    """Return a text of OpenDocument: the XML of its body, and of its automatic styles."""
    content = f"<office:document-content {OPEN}><office:automatic-styles>{styles}"
    content += f"</office:automatic-styles><office:body><office:text>{body}"
    content += "</office:text></office:body></office:document-content>"
    named = {f"META-INF/{name}.xml": part for name, part in parts.items()}
    return packed({"mimetype": ODT, "content.xml": content, **named})


def pdf(*pages: str | bytes, fonts: str = "/F1 5 0 R", more: str = "", head: str = "") -> bytes:
    """Return a PDF of these streams; `more` goes into each page, `head` into the trailer."""
    count = len(pages)
    kids = " ".join(f"{10 + 2 * i} 0 R" for i in range(count))
    parts = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: f"<</Type/Pages/Kids[{kids}]/Count {count}>>".encode(),
        5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    }
    for i, page in enumerate(pages):
        stream = page if isinstance(page, bytes) else page.encode("windows-1252")
        filters = "/Filter/FlateDecode" if stream.startswith(b"\x78") else ""
        parts[10 + 2 * i] = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {11 + 2 * i} 0 R"
            f"/Resources<</Font<<{fonts}>>{more}>>>>"
        ).encode()
        head_of_stream = f"<</Length {len(stream)}{filters}>>stream\n".encode()
        parts[11 + 2 * i] = head_of_stream + stream + b"\nendstream"
    return assembled(parts, head)


def assembled(parts: dict[int, bytes], head: str = "") -> bytes:
    """Return objects by number as a PDF with a table of where each stands."""
    made, places = b"%PDF-1.7\n", {}
    for number, part in parts.items():
        places[number] = len(made)
        made += b"%d 0 obj\n%b\nendobj\n" % (number, part)
    start, most = len(made), max(parts)
    rows = [
        b"%010d 00000 n \n" % places[n] if n in places else b"0000000000 65535 f \n"
        for n in range(most + 1)
    ]
    made += b"xref\n0 %d\n" % (most + 1) + b"".join(rows)
    trailer = f"trailer\n<</Size {most + 1}/Root 1 0 R{head}>>\nstartxref\n{start}\n%%EOF\n"
    return made + trailer.encode()


def drawn(*lines: tuple[int, int, str]) -> str:
    """Return the stream that draws each text at its place (points from the left and the foot)."""
    shown = (t.replace("\\", "\\\\").replace("(", r"\(").replace(")", r"\)") for *_, t in lines)
    return "".join(
        f"BT /F1 9 Tf {x} {y} Td ({text}) Tj ET\n"
        for (x, y, _), text in zip(lines, shown, strict=True)
    )


def form(stream: str) -> bytes:
    """Return a PDF of a page that draws nothing but a form, which holds the stream."""
    made = pdf("/X Do", stream, more="/XObject<</X 13 0 R>>")
    box = b"/Subtype/Form/BBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>"
    return made.replace(b"13 0 obj\n<<", b"13 0 obj\n<<" + box)


def down(lines: list[str], left: int = 70, top: int = 780) -> str:
    """Return the stream that draws lines under each other, a line of 13 points each."""
    return drawn(*((left, top - 13 * row, line) for row, line in enumerate(lines)))


AS_FILES = {
    "docx": lambda lines: docx("".join(map(w_p, lines))),
    "odt": lambda lines: odt("".join(f"<text:p>{escape(line)}</text:p>" for line in lines)),
    "html": lambda lines: (
        "<!DOCTYPE html><title>Brief</title><nav>Menu</nav>"
        + "".join(f"<p>{escape(line)}</p>\n" for line in lines)
    ).encode(),
    "xml": lambda lines: (
        "<?xml version='1.0'?><kamervragen><metadata><meta name='x'>M</meta></metadata>"
        + "".join(f"<al>{escape(line)}</al>\n" for line in lines)
        + "</kamervragen>"
    ).encode(),
    "pdf": lambda lines: pdf(down(lines)),
    "utf-8": lambda lines: "\n".join(lines).encode(),
    "utf-8-sig": lambda lines: "\r\n".join(lines).encode("utf-8-sig"),
    "utf-16": lambda lines: "\r\n".join(lines).encode("utf-16"),
    "windows-1252": lambda lines: "\r\n".join(lines).encode("windows-1252"),
}
