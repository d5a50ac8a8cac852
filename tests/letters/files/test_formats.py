"""What each kind of file gives: the words of the letter, a line a paragraph, and nothing else."""

import re
import zlib

import pytest
from pypdf import PageObject

from incident.letters.files.kinds import pages
from incident.letters.files.reading import read
from tests.letters.files.papers import (
    AS_FILES,
    LETTER,
    NUMBERED,
    docx,
    down,
    drawn,
    form,
    odt,
    packed,
    pdf,
    w_p,
)

FOOTNOTE = (
    "<w:footnote w:id='7'><w:p><w:r><w:t>Bruggenwet, artikel 2.</w:t></w:r></w:p></w:footnote>"
)
MARKED = "<w:p><w:r><w:t>Zie de wet.</w:t></w:r><w:r><w:footnoteReference w:id='7'/></w:r></w:p>"


def lines(data: bytes) -> list[str]:
    """Return the lines that are not blank of a file of one page."""
    [page] = pages(data)
    return [line for line in page.split("\n") if line.strip()]


@pytest.mark.parametrize("kind", AS_FILES)
def test_one_letter_reads_alike_from_each_kind_of_file(kind):
    [page] = read(AS_FILES[kind](LETTER), "brief.bin")
    assert [line for line in page.split("\n") if line] == LETTER


def test_a_kind_is_known_by_what_is_in_it_whatever_its_name():
    assert read(AS_FILES["pdf"](LETTER), "brief.docx") == read(AS_FILES["pdf"](LETTER), "x.txt")


def test_a_form_feed_ends_a_page_of_text_and_the_last_is_no_page_of_its_own():
    assert pages(b"een\n\ftwee\n\f") == ["een\n", "twee\n"]
    assert pages(b"een\n\ftwee\n\f\n") == ["een\n", "twee\n"]


def test_signs_that_nobody_means_are_out_and_words_stay_whole():
    data = "zorg\xad\nplan ge\u200bheim \ufb01n \uf0b7 a\tb\x0bc\r\nd\x7f\x00 \u202eom\n".encode()
    text = "een gewone regel\n" * 99
    assert pages(text.encode() + data) == [f"{text}zorg-\nplan geheim fin • a\tb\nc\nd om\n"]


# --- Word


def test_a_footnote_of_word_stands_after_its_paragraph_as_poi_writes_it():
    read_lines = lines(docx(MARKED + w_p("Daarna."), footnotes=FOOTNOTE))
    assert read_lines == ["Zie de wet.[footnoteRef:1] [1: Bruggenwet, artikel 2.]", "Daarna."]


def test_footnotes_and_endnotes_count_on_and_a_lost_one_leaves_no_mark():
    endnote = FOOTNOTE.replace("footnote", "endnote").replace("Bruggenwet", "Sluizenwet")
    more = MARKED.replace("footnote", "endnote") + MARKED.replace("'7'", "'8'")
    data = docx(MARKED + more, footnotes=FOOTNOTE, endnotes=endnote)
    assert lines(data) == [
        "Zie de wet.[footnoteRef:1] [1: Bruggenwet, artikel 2.]",
        "Zie de wet.[footnoteRef:2] [2: Sluizenwet, artikel 2.]",
        "Zie de wet.",
    ]


def test_a_bookmark_or_a_correction_does_not_break_a_heading():
    heading = (
        "<w:p><w:bookmarkStart w:id='1' w:name='_Hlk1'/><w:r><w:t>Vra</w:t></w:r><w:proofErr/>"
        "<w:ins><w:r><w:t>ag 4</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>5</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>6</w:t></w:r></w:moveFrom>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>7</w:t></w:r><w:bookmarkEnd w:id='1'/></w:p>"
    )
    assert lines(docx(heading)) == ["Vraag 4"]


def test_breaks_tabs_and_hyphens_of_word_are_signs_and_page_heads_stay_out():
    runs = "<w:t>Vraag 1</w:t><w:br/><w:t>Datum</w:t><w:tab/><w:t>3</w:t><w:noBreakHyphen/><w:t>mei"
    body = f"<w:p><w:pPr><w:tabs><w:tab w:pos='9'/></w:tabs></w:pPr><w:r>{runs}</w:t></w:r></w:p>"
    assert lines(docx(body)) == ["Vraag 1", "Datum\t3-mei"]


def test_a_box_of_word_stands_once_and_apart_from_its_paragraph():
    inner = f"<w:txbxContent>{w_p('Ons kenmerk')}{w_p('12345')}</w:txbxContent>"
    box = f"<w:r><x><Choice>{inner}</Choice><Fallback>{inner}</Fallback></x></w:r>"
    body = w_p("In antwoord op uw brief").replace("</w:p>", f"{box}</w:p>")
    assert lines(docx(body)) == ["Ons kenmerk", "12345", "In antwoord op uw brief"]


def test_a_row_of_short_cells_is_a_line_and_cells_of_more_lines_stand_apart():
    row = (
        "<w:tr>"
        + "".join(f"<w:tc>{w_p(text)}</w:tc>" for text in ("Datum", "", "3 mei"))
        + "</w:tr>"
    )
    long = f"<w:tr><w:tc>{w_p('Aan')}{w_p('de voorzitter')}</w:tc><w:tc>{w_p('Brug')}</w:tc></w:tr>"
    wrapped = f"<w:tblPr/><w:sdt><w:sdtContent>{long}</w:sdtContent></w:sdt>"
    assert lines(docx(f"<w:tbl>{row}{wrapped}</w:tbl>")) == [
        "Datum\t\t3 mei",
        "Aan",
        "de voorzitter",
        "Brug",
    ]


def numbering(form: str, text: str, more: str = "") -> str:
    level = (
        f"<w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='{form}'/>"
        f"<w:lvlText w:val='{text}'/></w:lvl>"
    )
    inner = "<w:lvl w:ilvl='1'><w:numFmt w:val='lowerLetter'/><w:lvlText w:val='%1%2.'/></w:lvl>"
    return (
        f"<w:abstractNum w:abstractNumId='3'>{level}{inner}</w:abstractNum>"
        f"<w:num w:numId='9'><w:abstractNumId w:val='3'/>{more}</w:num>"
    )


def listed(text: str, depth: int = 0) -> str:
    place = f"<w:numPr><w:ilvl w:val='{depth}'/><w:numId w:val='9'/></w:numPr>"
    return w_p(text, f"<w:pPr>{place}</w:pPr>")


def test_the_numbers_that_word_counts_itself_are_in_the_text():
    body = listed("een") + listed("binnen", 1) + listed("", 0) + listed("twee") + listed("weer", 1)
    found = lines(docx(body, numbering=numbering("decimal", "%1)")))
    assert found == ["1) een", "1a. binnen", "2) twee", "2a. weer"]


@pytest.mark.parametrize(
    ("form", "text", "shown"),
    [
        ("lowerRoman", "%1.", "iv. "),
        ("upperLetter", "(%1)", "(D) "),
        ("bullet", "x", "• "),
        ("none", "", ""),
    ],
)
def test_a_list_of_word_has_its_own_form_and_first_number(form, text, shown):
    begin = "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='4'/></w:lvlOverride>"
    assert lines(docx(listed("A"), numbering=numbering(form, text, begin))) == [f"{shown}A"]


def test_a_style_may_say_that_a_paragraph_is_in_a_list():
    base = "<w:style w:styleId='B'><w:pPr><w:numPr><w:numId w:val='9'/></w:numPr></w:pPr></w:style>"
    style = "<w:style w:styleId='S'><w:basedOn w:val='B'/></w:style>"
    styled = w_p("een", "<w:pPr><w:pStyle w:val='S'/></w:pPr>")
    parts = {"numbering": numbering("decimal", "%1."), "styles": base + style}
    assert lines(docx(styled + styled, **parts)) == ["1. een", "2. een"]


# --- OpenDocument


def test_a_footnote_of_opendocument_reads_as_in_word():
    note = (
        "<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>Bruggenwet, artikel 2.</text:p></text:note-body></text:note>"
    )
    body = f"<text:p>Zie de wet.{note} Meer.</text:p>"
    assert lines(odt(body)) == ["Zie de wet.[footnoteRef:1] Meer. [1: Bruggenwet, artikel 2.]"]


def test_blanks_boxes_and_comments_of_opendocument():
    body = (
        "<text:tracked-changes><text:p>weg</text:p></text:tracked-changes>"
        "<text:p>\n  Datum<text:tab/>3<text:s text:c='2'/>mei"
        "<office:annotation><text:p>weg</text:p></office:annotation>"
        "<draw:frame><draw:text-box><text:p>Ons kenmerk</text:p></draw:text-box></draw:frame>"
        "<text:line-break/>2031</text:p>"
    )
    assert lines(odt(body)) == ["Ons kenmerk", "Datum\t3  mei", "2031"]


def test_lists_and_tables_of_opendocument():
    styles = (
        "<text:list-style style:name='L'><text:list-level-style-number text:level='1' "
        "style:num-format='1' style:num-suffix=')'/></text:list-style>"
    )
    items = "".join(f"<text:list-item><text:p>{t}</text:p></text:list-item>" for t in NUMBERED)
    again = items.replace("<text:p>", "<text:p>Nog: ")
    body = f"<text:list text:style-name='L'>{items}</text:list>"
    body += f"<text:list text:style-name='L' text:continue-numbering='true'>{again}</text:list>"
    cells = "".join(f"<table:table-cell><text:p>{t}</text:p></table:table-cell>" for t in "ab")
    body += f"<table:table><table:table-row>{cells}</table:table-row></table:table>"
    first, second = NUMBERED
    expected = [f"1) {first}", f"2) {second}", f"3) Nog: {first}", f"4) Nog: {second}", "a\tb"]
    assert lines(odt(body, styles)) == expected


def test_lists_in_lists_of_opendocument_and_paragraphs_within_an_item():
    styles = (
        "<text:list-style style:name='L'><text:list-level-style-number text:level='1' "
        "style:num-format='i' text:start-value='3' style:num-prefix='('/>"
        "<text:list-level-style-bullet text:level='2'/></text:list-style>"
    )
    inner = "<text:list><text:list-item><text:p>punt</text:p></text:list-item></text:list>"
    item = f"<text:list-item><text:p>een</text:p>{inner}<text:p>verder</text:p></text:list-item>"
    plain = "<text:list><text:list-item><text:p>los</text:p></text:list-item></text:list>"
    body = f"<text:list text:style-name='L'><text:list-header/>{item}</text:list>{plain}"
    assert lines(odt(body, styles)) == ["(iii een", "• punt", "verder", "los"]


# --- PDF


def test_a_margin_column_of_a_pdf_stays_apart_on_its_line():
    stream = drawn(
        (70, 700, "In antwoord op uw brief van 4 mei, nr. 2031Z00417,"),
        (450, 700, "Ministerie van Bruggen"),
        (70, 687, "deel ik u mede dat de brug weer open is."),
        (450, 680, "Ons kenmerk"),
        (70, 661, "Een nieuwe alinea, na een witte regel."),
    )
    [page] = pages(pdf(stream))
    first, *_ = page.split("\n")
    assert re.fullmatch(r"In antwoord .* nr\. 2031Z00417, {8,}Ministerie van Bruggen", first)
    assert re.search(r"open is\.( {8,}\S.*)?\n(.*Ons kenmerk)?\n? *\n?Een nieuwe alinea", page)


def test_a_blank_line_of_a_pdf_parts_paragraphs_and_a_wide_line_spacing_does_not():
    letter = [(70, 700 - 17 * row, f"Regel {row} van een brief met veel wit.") for row in range(5)]
    after = (70, 700 - 17 * 4 - 34, "Een nieuwe alinea.")
    [page] = pages(pdf(drawn(*letter, after)))
    assert [len(block.splitlines()) for block in re.split(r"\n{2,}", page)] == [5, 1]


def test_each_page_of_a_pdf_is_a_page_also_one_without_words():
    assert pages(pdf(down(LETTER), "", down(["Slot"])))[1:] == ["", "Slot"]


def test_words_in_a_form_are_read_as_well():
    """pypdf's layout does not see them, its plain way does."""
    assert pages(form(down(LETTER)))[0].split() == " ".join(LETTER).split()


def test_words_on_a_turned_page_are_read_as_well():
    rows = (f"BT /F1 9 Tf 0 1 -1 0 {90 + 13 * row} 70 Tm (Regel {row}) Tj ET " for row in range(3))
    turned = pdf("".join(rows)).replace(b"/MediaBox", b"/Rotate 90/MediaBox")
    assert pages(turned)[0].split() == ["Regel", "0", "Regel", "1", "Regel", "2"]


@pytest.mark.parametrize("drawn_there", ["null", "[1]", "<</X null>>", "<</X 99 0 R>>"])
def test_a_page_that_draws_what_is_not_there_is_read(drawn_there):
    assert lines(pdf(down(LETTER), more=f"/XObject {drawn_there}")) == LETTER


def test_a_page_without_a_layout_is_read_plainly(monkeypatch):
    def plain_alone(page, extraction_mode="plain", **_more):
        if extraction_mode == "layout":
            raise IndexError
        return plain(page)

    plain = PageObject.extract_text
    monkeypatch.setattr(PageObject, "extract_text", plain_alone)
    assert pages(pdf(down(LETTER)))[0].split() == " ".join(LETTER).split()


def test_a_packed_stream_and_a_table_of_places_that_is_off_are_read():
    data = pdf(zlib.compress(down(LETTER).encode("windows-1252")))
    broken = re.sub(rb"startxref\n\d+", b"startxref\n99", data)
    assert lines(broken) == lines(data) == LETTER


# --- HTML and XML


def test_the_web_page_of_a_printed_answer_reads_as_printed():
    html = """<html><head><title>T</title></head><body>
    <header>Overheid.nl</header><nav>x</nav><main>
    <div class="vraag"><p class="nummer">2</p><p>Is de brug
     open?</p></div><div class="vraag"><h2>Vraag 3</h2><p>Weet u het?<sup><a class="nootnum"
     href="#n1">1</a></sup></p></div><div class="antwoord"><h2>2, 3</h2><p>Ja.</p></div>
    <div class="noot" id="n1"><sup><a class="nootnum" href="#s1">1</a></sup> Bruggenwet.</div>
    <div class="voet noot" id="n2"><h5 class="note-close"><a href="#c">X</a> Noot</h5><sup><span
     class="nootnum"><a id="n2"></a>2</span></sup><p>Sluizen<span>wet</span>.</p></div>
    </main><footer>Over deze site</footer><script>x()</script></body></html>"""
    assert lines(html.encode()) == [
        "Vraag 2",
        "Is de brug open?",
        "Vraag 3",
        "Weet u het?[footnoteRef:1]",
        "Antwoord 2, 3",
        "Ja.",
        "[1: Bruggenwet.]",
        "[2: Sluizenwet.]",
    ]


def test_lists_tables_and_marks_that_nobody_closed():
    html = """<body><ol start=3><li>drie<li>vier</ol><ul><li>punt</ul><table><tr><td>Datum<td>3 mei
    <tr><td><p>Aan</p><p>u</p></td><td><table><tr><th>in</th></tr></table></td></tr></table>
    een<br>twee<pre>a
  b</pre><ol type=a><li>aa"""
    expected = [
        "3. drie",
        "4. vier",
        "punt",
        "Datum\t3 mei",
        "Aan",
        "u",
        "in",
        "een",
        "twee",
        "a",
        "b",
        "a. aa",
    ]
    assert lines(html.encode()) == expected


def test_a_link_within_a_page_that_is_no_note_keeps_its_words():
    html = "<p>Zie <a href='#x'>12</a> en <a href='#y'><sup>noot</sup></a> en <a>los</a>.</p>"
    assert lines(html.encode()) == ["Zie 12 en noot en los."]


def test_a_mark_of_a_note_may_be_raised_within_its_link():
    html = "<p>Brug<a href='#n'><sup>[2]</sup></a> open</p></sup></ol></table><li>los<td>cel"
    assert lines(html.encode()) == ["Brug[footnoteRef:2] open", "los", "cel"]


def test_the_heads_and_feet_that_libreoffice_writes_in_a_page_are_left_out():
    html = "<html><body><div title='header'><div>Hoofd</div></div><p>Brief</p></body></html>"
    assert lines(html.encode("utf-16")) == ["Brief"]


def test_the_xml_of_a_printed_answer_reads_as_printed():
    xml = """<?xml version="1.0" encoding="ISO-8859-1"?><kamervragen>
    <metadata><meta>x</meta></metadata>
    <kop><label>Aanhangsel</label> <titel>Brug</titel></kop>
    <vraag><nr>1</nr><al>Is de brug <nadruk>niet</nadruk> open?<noot id="n1"
    type="voet"><noot.nr>1</noot.nr>
    <noot.al>Krant.</noot.al></noot> Of<nootref refid="n1"/><noot id="n2"><nr>2</nr>
    <al>Boek.</al></noot>
    half<nootref refid="x"/>?</al></vraag>
    <vraag nr="2"><lijst><li><li.nr>a.</li.nr><al>Caf\xe9?</al></li></lijst></vraag>
    <antwoord><nr>1 en 2.</nr><tekst><al>Ja.</al></tekst></antwoord><antwoord><nr>Vraag 3</nr>
    </antwoord></kamervragen>"""
    assert lines(xml.encode("latin-1")) == [
        "Aanhangsel Brug",
        "Vraag 1",
        "Is de brug niet open?[footnoteRef:1] Of[footnoteRef:1][footnoteRef:2] half? [1: Krant.] "
        "[2: Boek.]",
        "Vraag 2",
        "a. Café?",
        "Antwoord 1 en 2",
        "Ja.",
        "Vraag 3",
    ]


def test_xml_that_names_its_document_type_is_read_and_the_type_is_not_fetched():
    xml = "<!DOCTYPE kamerwrk SYSTEM 'http://127.0.0.1:9/x.dtd'><kamerwrk><al>Brug</al></kamerwrk>"
    assert lines(xml.encode()) == ["Brug"]


def test_a_web_page_that_is_xml_reads_as_a_web_page():
    page = (
        "<?xml version='1.0'?>\n<!-- x --><html xmlns='x'><body><p>Brug<br/>open</p></body></html>"
    )
    assert lines(page.encode()) == ["Brug", "open"]


def test_a_text_that_begins_with_a_bracket_is_text():
    assert pages(b"< 3 mei: de brug is dicht\n") == ["< 3 mei: de brug is dicht\n"]


def test_a_document_of_word_may_name_its_parts_otherwise():
    link = "<Relationship Type='x/officeDocument' Target='/word/document2.xml'/>"
    rels = f"<Relationships>{link}</Relationships>"
    body = f"<document><body>{w_p('Brug').replace('w:', '')}</body></document>"
    assert lines(packed({"_rels/.rels": rels, "word/document2.xml": body})) == ["Brug"]
