"""A page of HTML: a line for each paragraph, the furniture of the site and all scripts left out.

Nothing that a page refers to is fetched. A page that marks its main part gives only that.
"""

import re
from html.parser import HTMLParser

from incident.letters.files.formats.docx import row_lines
from incident.letters.files.formats.numbering import shown, whole
from incident.letters.files.formats.plain import decoded
from incident.letters.files.formats.xml import HEADED, heading

LEFT_OUT = {"script", "style", "head", "nav", "footer", "template", "noscript", "svg", "button"}
LEFT_OUT |= {"select", "textarea", "title", "iframe", "object", "math"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
BLOCKS = {"p", "div", "li", "ul", "ol", "section", "article", "main", "blockquote", "dt", "dd"}
BLOCKS |= {"dl", "br", "hr", "pre", "figure", "header", "address", "body", "table", "caption"}
BLOCKS |= {"tr", "td", "th", *HEADINGS}
PAGE_PARTS = {"header", "footer"}  # the titles that LibreOffice gives them
MAIN = {"main", "article"}
NUMBER = re.compile(r"\s*\[?(\d{1,3})\]?\)?\s*")
CLOSES_A_NOTE = "note-close"  # a button of officielebekendmakingen.nl
OF_A_NOTE = re.compile("noot|note")


def read(data: bytes) -> list[str]:
    """Return the text as one page."""
    reader = Reader()
    reader.feed(decoded(data))
    reader.close()
    reader.end_line()
    while reader.rows:
        reader.end_table()
    return ["\n".join(reader.main if any(reader.main) else reader.lines)]


class Reader(HTMLParser):
    """Turns a page into lines as its marks come by, however badly they are closed."""

    def __init__(self):
        super().__init__()
        self.lines: list[str] = []
        self.main: list[str] = []
        self.words: list[str] = []
        self.left_out: list[str] = []  # the marks within which nothing is read
        self.depths = dict.fromkeys([*MAIN, "pre", "sup"], 0)
        self.parts: list[str] = []  # of each div whether it is a question or an answer
        self.counts: list[list] = []  # of each list its form and its number
        self.rows: list[list[list[str]]] = []  # of each table the cells of its row
        self.link: tuple[int, bool] | None = None  # where it begins, and whether it is a note's
        self.before = self.head = self.note = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "body":
            self.left_out.clear()
        if self.left_out:
            self.left_out += [tag] * (tag == self.left_out[-1])
            return
        held = {name: text or "" for name, text in attrs}
        if tag in LEFT_OUT or held.get("title") in PAGE_PARTS or held.get("class") == CLOSES_A_NOTE:
            self.left_out.append(tag)
            return
        if tag in BLOCKS:
            self.end_line()
        if tag in self.depths:
            self.depths[tag] += 1
        getattr(self, f"start_{tag}", self.start_other)(tag, held)

    def handle_endtag(self, tag: str) -> None:
        if self.left_out:
            self.left_out[-1:] = [self.left_out[-1]] * (tag != self.left_out[-1])
            return
        if tag in BLOCKS:
            self.end_line()
        if self.depths.get(tag):
            self.depths[tag] -= 1
        getattr(self, f"end_{tag}", lambda: None)()

    def handle_data(self, data: str) -> None:
        if self.left_out:
            return
        lines = data.split("\n") if self.depths["pre"] else [data]
        for line in lines[:-1]:
            self.words.append(line)
            self.end_line()
        self.words.append(lines[-1])

    def start_other(self, tag: str, held: dict[str, str]) -> None:
        """Remember that a heading, or the paragraph with a number, names a question or answer."""
        if tag in HEADINGS:
            self.say("")
        if (tag in HEADINGS or held.get("class") == "nummer") and any(self.parts):
            self.head = next(part for part in reversed(self.parts) if part)

    start_p = start_other

    def start_div(self, _tag: str, held: dict[str, str]) -> None:
        kind = next((word for word in held.get("class", "").split() if word in HEADED), "")
        self.parts.append(kind)
        if kind:
            self.say("")

    def end_div(self) -> None:
        del self.parts[-1:]

    def start_sup(self, _tag: str, _held: dict[str, str]) -> None:
        if self.link:
            self.link = self.link[0], True

    def start_a(self, _tag: str, held: dict[str, str]) -> None:
        if held.get("href", "").startswith("#"):
            of_a_note = self.depths["sup"] or OF_A_NOTE.search(held.get("class", ""))
            self.link = len(self.words), bool(of_a_note)

    def start_span(self, _tag: str, held: dict[str, str]) -> None:
        """Take the number before a note of officielebekendmakingen.nl as that of a link."""
        if held.get("class") == "nootnum":
            self.link = len(self.words), True

    def end_span(self) -> None:
        if self.link and self.link[1]:
            self.end_a()

    def end_a(self) -> None:
        """Write the mark of a note as in other files; at the start of a line it is the note's."""
        begin, of_a_note = self.link or (0, False)
        words = "".join(self.words[begin:])
        if not words.strip():
            return
        self.link = None
        number = NUMBER.fullmatch(words) if of_a_note else None
        if number and "".join(self.words[:begin]).strip():
            self.words[begin:] = [f"[footnoteRef:{number[1]}]"]
        elif number:
            self.note, self.words[begin:] = number[1], []

    def start_ol(self, _tag: str, held: dict[str, str]) -> None:
        self.counts.append([held.get("type", "1"), whole(held.get("start", ""), 1) - 1])

    def start_ul(self, _tag: str, _held: dict[str, str]) -> None:
        self.counts.append(["", 0])

    def end_ol(self) -> None:
        del self.counts[-1:]

    end_ul = end_ol

    def start_li(self, _tag: str, held: dict[str, str]) -> None:
        if self.counts and self.counts[-1][0]:
            form, count = self.counts[-1]
            self.counts[-1][1] = count = whole(held.get("value", ""), count + 1)
            self.before = f"{shown(count, form)}. "

    def start_table(self, _tag: str, _held: dict[str, str]) -> None:
        self.rows.append([])

    def start_tr(self, _tag: str, _held: dict[str, str]) -> None:
        self.end_tr()

    def start_td(self, _tag: str, _held: dict[str, str]) -> None:
        if self.rows:
            self.rows[-1].append([])

    start_th = start_td

    def end_tr(self) -> None:
        if self.rows:
            row, self.rows[-1] = self.rows[-1], []
            outer = self.rows.pop()
            for line in row_lines(row) if row else ():
                self.say(line)
            self.rows.append(outer)

    def end_table(self) -> None:
        self.end_tr()
        del self.rows[-1:]

    def end_line(self) -> None:
        """End the line that is being read, when there is something in it."""
        text = " ".join("".join(self.words).split())
        self.words, self.link = [], None
        if not text:
            return
        if self.note:
            text = f"[{self.note}: {text}]"
        elif self.head:
            text = heading(self.head, text)
        self.say(self.before + text)
        self.before = self.head = self.note = ""

    def say(self, line: str) -> None:
        """Add a line to the cell that is open, or else to the page."""
        if self.rows and self.rows[-1]:
            self.rows[-1][-1].append(line)
            return
        self.lines.append(line)
        if any(self.depths[name] for name in MAIN):
            self.main.append(line)
