"""Citations: every spelling in, the official one out."""

import string
import time
from contextlib import suppress
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident.values.citations import CitationError, parse, read, read_dossier, stretches
from incident.values.references import Reference, Series

LETTER = {"dossier": "26643", "number": "1376"}
IN_SESSION = {**LETTER, "chamber": "II", "session": "2024-2025"}
QUESTIONS = {"chamber_number": "2025Z14818"}

READ = [
    ("Kamerstukken II, 2024-2025, 26643, nr. 1376.", IN_SESSION),
    ("Kamerstuk 26 643, nr. 1376", LETTER),
    ("Kamerstuk 26\u00a0643, nr.\u00a01376", LETTER),
    ("Kamerstuk 26\u202f643, nr.\u202f1376", LETTER),
    (
        "Kamerstukken II 2024/25, 26 643, nr. 1378, p. 3",
        {**IN_SESSION, "number": "1378", "page": "3"},
    ),
    ("Kamerstukken II, 2024-2025, 26643, nr. XXX", {**IN_SESSION, "number": ""}),
    ("Kamerstukken II, 2024-2025, 26643, nr. ...", {**IN_SESSION, "number": ""}),
    ("kst-26643-1376", LETTER),
    ("https://zoek.officielebekendmakingen.nl/kst-26643-1376.html", LETTER),
    ("https://example.nl/?id=KST-26643-1376&x=1", LETTER),
    (
        "Kamerstukken II 2024/25, 36 600 VI, nr. 12",
        {**IN_SESSION, "dossier": "36600", "suffix": "VI", "number": "12"},
    ),
    (
        "Kamerstukken I 2024/25, 36 600, A",
        {"dossier": "36600", "number": "A", "chamber": "I", "session": "2024-2025"},
    ),
    ("kst-36600-VI-12", {"dossier": "36600", "suffix": "VI", "number": "12"}),
    ("kst-36600-A", {"dossier": "36600", "number": "A"}),
    ("2025Z14818", QUESTIONS),
    ("2025d35001", {"document_number": "2025D35001"}),
    ("https://www.tweedekamer.nl/kamervragen/detail?id=2025Z14818", QUESTIONS),
    ("26643-1376", LETTER),
    ("26 643, nr. 1376", LETTER),
    ("26.643 nr 1376", LETTER),
    ("(Kamerstukken TK 2024-25, 26 643, nr. 1376)", IN_SESSION),
    ("KAMERSTUK 26643, NR. 1376, blz. 2", {**LETTER, "page": "2"}),
    (
        "Kamerstukken II 2024/25, 35 925 (R2161), nr. 3",
        {**IN_SESSION, "dossier": "35925", "suffix": "R2161", "number": "3"},
    ),
    (
        "Kamerstukken II 2009/10, 27858, nr. 88, p. 3, voetnoot 2",
        {
            "dossier": "27858",
            "number": "88",
            "chamber": "II",
            "session": "2009-2010",
            "page": "3",
            "note": "2",
        },
    ),
    ("Kamerstuk II 28286, nr. 1056", {"dossier": "28286", "number": "1056", "chamber": "II"}),
    (
        "Kamerstukken, 2022-2023, 29628, nr. 1135",
        {"dossier": "29628", "number": "1135", "session": "2022-2023"},
    ),
    ("36.501, nr. 4", {"dossier": "36501", "number": "4"}),
    ("Kamerstuk 35925-VI-41", {"dossier": "35925", "suffix": "VI", "number": "41"}),
    ("Kamerstuk 31865-207", {"dossier": "31865", "number": "207"}),
    ("Kamerstuk 21 501-08, nr. 759", {"dossier": "21501", "suffix": "08", "number": "759"}),
    ("21501-02 nr. 3174", {"dossier": "21501", "suffix": "02", "number": "3174"}),
    ("kst-21501-02-12", {"dossier": "21501", "suffix": "02", "number": "12"}),
    ("36600-12", {"dossier": "36600", "number": "12"}),
    (
        "Kamerstukken I 2008/09, 31700 VI, D",
        {
            "dossier": "31700",
            "suffix": "VI",
            "number": "D",
            "chamber": "I",
            "session": "2008-2009",
        },
    ),
    ("kst-33400-J-19", {"dossier": "33400", "suffix": "J", "number": "19"}),
    ("Kamerstukken 29 826, 31 239 en 30 196, nr. 155", {"dossier": "29826", "number": "155"}),
    ("Kamerstuk 31728, 30914, nr. 5", {"dossier": "31728", "number": "5"}),
    (
        "Kamerstukken I 2014/15, 33802, C, p. 3",
        {
            "dossier": "33802",
            "number": "C",
            "chamber": "I",
            "session": "2014-2015",
            "page": "3",
        },
    ),
    ("EK 36 600 B, A", {"dossier": "36600", "suffix": "B", "number": "A", "chamber": "I"}),
    ("EK 34 568, H", {"dossier": "34568", "number": "H", "chamber": "I"}),
    ("kst-36600-B-K", {"dossier": "36600", "suffix": "B", "number": "K"}),
    (
        "Kamerstukken I 1995/96, 23700, nr. 188b",
        {"dossier": "23700", "number": "188b", "chamber": "I", "session": "1995-1996"},
    ),
    ("kst-cxxiv-g", {"dossier": "CXXIV", "number": "G"}),
    *[
        (text, {"series": "ah", "chamber": "II", "session": session, "number": number})
        for text, session, number in (
            ("Aanhangsel Handelingen II 2014/15, nr. 1241", "2014-2015", "1241"),
            ("Aanhangsel Handelingen, vergaderjaar 2023-2024, nr. 1121", "2023-2024", "1121"),
            ("Aanhangsel van de Handelingen, vergaderjaar 2023–2024, nr. 7", "2023-2024", "7"),
            ("Aanhangsel van de Handelingen II, 2022/-23, nr. 1823", "2022-2023", "1823"),
            ("Kamerstukken II 2021/22, Aanhangsel, nr. 1694", "2021-2022", "1694"),
            ("Tweede Kamer, vergaderjaar 2023–2024, Aanhangsel 1121", "2023-2024", "1121"),
            ("Handelingen II 2014/15, Aanhangsel nr. 1241", "2014-2015", "1241"),
            ("AANHANGSEL VAN DE HANDELINGEN II 2014/15, NR. 1241", "2014-2015", "1241"),
            ("ah-tk-20232024-1121", "2023-2024", "1121"),
            ("AH-TK-20232024-1121", "2023-2024", "1121"),
            ("Aanhangsel Handelingen II 2024/25, nr. XXX", "2024-2025", ""),
        )
    ],
    (
        "Aanhangsel Handelingen I 2014/15, nr. 12",
        {"series": "ah", "chamber": "I", "session": "2014-2015", "number": "12"},
    ),
    ("ah-1271549", {"series": "ah", "publication": "1271549"}),
    ("kst-1268678", {"publication": "1268678"}),
    ("kv-tk-2025Z14818", {"series": "kv", **QUESTIONS}),
    ("nr. 2024Z11859", {"chamber_number": "2024Z11859"}),
    (
        "Handelingen II 2010/11, nr. 108, item 5, p. 25-36",
        {
            "series": "h",
            "chamber": "II",
            "session": "2010-2011",
            "number": "108-5",
            "page": "25-36",
        },
    ),
    (
        "Handelingen II 2009/10, nr. 108, p. 7909-7943",
        {
            "series": "h",
            "chamber": "II",
            "session": "2009-2010",
            "number": "108",
            "page": "7909-7943",
        },
    ),
    (
        "h-tk-20242025-42-4",
        {"series": "h", "chamber": "II", "session": "2024-2025", "number": "42-4"},
    ),
    (
        "h-tk-20232024-50-2-n1",
        {
            "series": "h",
            "chamber": "II",
            "session": "2023-2024",
            "number": "50-2",
            "version": "n1",
        },
    ),
    ("kst-26643-1376-B1", {**LETTER, "version": "b1"}),
    ("blg-1093410", {"series": "blg", "number": "1093410"}),
    (
        "Bijlage bij Kamerstukken II 2015/16, 34389, nr. 9",
        {
            "series": "blg",
            "appendix_of": asdict(
                Reference(dossier="34389", number="9", chamber="II", session="2015-2016")
            ),
        },
    ),
    (
        "Kamerstuk 33047, nr. 25, Bijlage Code van 2012",
        {"series": "blg", "appendix_of": asdict(Reference(dossier="33047", number="25"))},
    ),
    ("nr. 456 (36800-XVI)", {"dossier": "36800", "suffix": "XVI", "number": "456"}),
    ("(Kamerstuk 21 501-08, nr. 757)", {"dossier": "21501", "suffix": "08", "number": "757"}),
    ("kst-36682-10", {"dossier": "36682", "number": "10"}),
    ("Kamerstuk 26 643, nr. 1376, d.d. 17 juli 2025", LETTER),
    ("Kamerstuk 26 643, nr. 1376 van 17-7-2025", LETTER),
    (
        "https://repository.overheid.nl/frbr/officielepublicaties/kst/37020-IX/kst-37020-IX-40/"
        "1/pdf/kst-37020-IX-40.pdf",
        {"dossier": "37020", "suffix": "IX", "number": "40"},
    ),
    ("https://zoek.officielebekendmakingen.nl/dossier/kst-26643-1376.html", LETTER),
    ("https://zoek.officielebekendmakingen.nl/kst-26643-1376/metadata.xml", LETTER),
]

REFUSED = [
    ("", "begrijpen wij niet"),
    ("17 juli 2025", "begrijpen wij niet"),
    ("CVE-2025-6543", "begrijpen wij niet"),
    ("nr. 3", "begrijpen wij niet"),
    ("2025, nr. 3", "begrijpen wij niet"),
    ("020-12345, nr. 4", "begrijpen wij niet"),
    ("1234 AB, nr. 3", "begrijpen wij niet"),
    ("€ 12 345", "begrijpen wij niet"),
    ("kst-26643-1376-c1", "geen kenmerk dat wij kennen"),
    ("٢٦643-1376", "begrijpen wij niet"),
    ("26643", "Dit is een dossier."),
    ("36 600 IIA", "Dit is een dossier."),
    ("21501-20", "‘21501-20’ is een dossier."),
    ("Kamerstukken 33 037, nrs. 431 en 437", "Hier staan meer vindplaatsen."),
    ("Kamerstuk 26 643, nrs. 431-437", "‘431-437’ is een reeks. Schrijf elk nummer uit."),
    ("Kamerstukken II 1993/94-1996/97, 23761", "een hele behandeling, geen stuk"),
    ("Kamerstuk 2022Z24775", "‘2022Z24775’ is een nummer van de Kamer zelf"),
    ("uw brief van 8 maart 2024, nr. 5293107", "‘nr. 5293107’ is geen nummer van de Kamer"),
    ("kst-26643--1", "‘--1’ is geen nummer van een stuk."),
    ("26 643, nr. -1", "‘nr. -1’ is geen nummer van een stuk."),
    ("Aanhangsel Handelingen II, nr. 5", "hoort het vergaderjaar"),
    ("Aanhangsel Handelingen II 2024/26, nr. 5", "‘2024/26’ is er geen."),
    (
        "Zie ook Aanhangsel Handelingen, vergaderjaar 2018–2019, nr. 2605",
        "‘Zie ook Aanhangsel’ wijst naar een ander stuk.",
    ),
    ("Kamerstuk 26 643, nr. 12 H", "lijkt een herdruk"),
    ("Kamerstuk 26 643, nr. 12-H1", "lijkt een herdruk"),
    ("Kamerstuk 26 643, nr. 1376 van de Kamer", "en nog iets dat wij niet begrijpen"),
    ("kst-12686-78x", "geen kenmerk dat wij kennen"),
    ("kst-126867", "geen kenmerk dat wij kennen"),
    ("https://example.nl/kst-26643-13.6.html", "geen kenmerk dat wij kennen"),
    ("36 600 VI", "Dit is een dossier."),
    ("kst-26643-1376 en kst-26643-1378", "Hier staan meer vindplaatsen."),
    ("Kamerstukken II 2024-2026, 26 643, nr. 1376", "2024-2025"),
    ("x" * 2001, "te lang"),
]


@pytest.mark.parametrize(("text", "parts"), READ)
def test_every_usual_spelling_is_read(text, parts):
    assert asdict(parse(text)) == {**asdict(Reference()), **parts}


@pytest.mark.parametrize(("text", "parts"), READ)
def test_the_official_spelling_is_read_back(text, parts):
    reference = parse(text)
    back = parse(str(reference))
    assert (back, back.page, back.note) == (reference, reference.page, reference.note)


@pytest.mark.parametrize(("text", "sentence"), REFUSED)
def test_what_is_no_citation_is_refused_in_a_sentence(text, sentence):
    with pytest.raises(CitationError, match=r"\.$") as refusal:
        parse(text)
    assert sentence in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (
            "Kamerstukken II, 2024-2025, 26643, nr. 1376.",
            "Kamerstukken II 2024/25, 26 643, nr. 1376",
        ),
        ("kst-26643-1376", "Kamerstuk 26 643, nr. 1376"),
        ("Kamerstukken I 2024/25, 36600, A", "Kamerstukken I 2024/25, 36 600, A"),
        ("Kamerstukken II 1999-2000, 26643, nr. XXX", "Kamerstukken II 1999/00, 26 643, nr. XXX"),
        ("2025z14818", "2025Z14818"),
    ],
)
def test_the_official_spelling_is_written(text, written):
    assert str(parse(text)) == written


def test_each_series_has_its_citation_and_its_address():
    written = {
        "kst-21501-08-759": "Kamerstuk 21 501-08, nr. 759",
        "kst-36600-B-K": "Kamerstuk 36 600 B, K",
        "kst-CXXIV-G": "Kamerstuk CXXIV, G",
        "kst-1268678": "kst-1268678",
        "ah-tk-20242025-1244": "Aanhangsel Handelingen II 2024/25, nr. 1244",
        "ah-ek-20142015-12": "Aanhangsel Handelingen I 2014/15, nr. 12",
        "ah-1271549": "ah-1271549",
        "kv-tk-2025Z14818": "2025Z14818",
        "h-tk-20242025-42-4": "Handelingen II 2024/25, nr. 42, item 4",
        "blg-1093410": "blg-1093410",
    }
    for identifier, citation in written.items():
        reference = parse(identifier)
        assert str(reference) == citation
        assert reference.identifier == identifier
        assert reference.url == f"https://zoek.officielebekendmakingen.nl/{identifier}.html"


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("2025D35001", "2025D35001"),
        ("Kamerstukken I 1995/96, 23700, nr. 188b", "kst-23700-188b"),
        ("Handelingen II 2009/10, nr. 108, p. 7909-7943", "h-tk-20092010-108"),
        ("Bijlage bij Kamerstuk 34 389, nr. 9", ""),
        ("Aanhangsel Handelingen II 2024/25, nr. XXX", ""),
    ],
)
def test_no_official_address_is_given_where_none_is_known(text, identifier):
    reference = parse(text)
    assert (reference.identifier, reference.url) == (identifier, "")


def test_papers_have_an_order_within_their_series_and_among_them():
    names = ["ah-tk-20242025-1244", "kst-26643-1376", "kst-36600-AA", "ah-tk-20232024-2000"]
    names += ["2025Z14818", "kst-26643-99", "kst-36600-B", "kst-9999-3", "h-tk-20242025-42-4"]
    assert [paper.identifier for paper in sorted(map(parse, names))] == [
        *("kst-9999-3", "kst-26643-99", "kst-26643-1376", "kst-36600-B", "kst-36600-AA"),
        *("ah-tk-20232024-2000", "ah-tk-20242025-1244", "h-tk-20242025-42-4", "2025Z14818"),
    ]


def test_an_appendix_and_another_version_are_never_the_paper_itself():
    paper = parse("Kamerstukken II 2015/16, 34389, nr. 9")
    assert parse("Kamerstukken II 2015/16, 34389, nr. 9, p. 3") == paper
    assert parse("Bijlage bij Kamerstukken II 2015/16, 34389, nr. 9") != paper
    assert parse("kst-34389-9-n1") != paper
    assert parse("kst-34389-9-n1").paper == paper


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Kamerstukken 33 037, nrs. 431 en 437", ["kst-33037-431", "kst-33037-437"]),
        ("Zie 33 037, nrs. 4, 5 en 6, en 26643, nr. 7.", "33037-4 33037-5 33037-6 26643-7"),
        ("26 643, nr. 1376 en nr. 1378, en 26 643, nr. 1379", "26643-1376 26643-1378 26643-1379"),
        ("Kamerstukken 29 826, 31 239 en 30 196, nr. 155", "29826-155"),
        ("26 643, nr. 1376, 29 826, nr. 155", "26643-1376 29826-155"),
        ("26 643, nr. 1376 en 14 andere brieven", "26643-1376"),
        ("26 643, nr. 1376, 17 juli 2025", "26643-1376"),
        ("[1: Kamerstuk 26 643, nr. 1376.] [2: 29 826, nr. 155.]", "26643-1376 29826-155"),
    ],
)
def test_one_text_may_name_several_papers(text, names):
    names = names if isinstance(names, list) else [f"kst-{name}" for name in names.split()]
    assert [paper.identifier for paper in read(text).references] == names


def test_each_stretch_of_a_running_text_has_its_place_read_or_not():
    text = "Zie 26 643, nr. 1376, en ook 29 826, nr. 155."
    found = list(stretches(text))
    assert [text[each.start : each.end] for each in found] == [
        "26 643, nr. 1376",
        "29 826, nr. 155",
    ]
    assert [each.references[0].number for each in found] == ["1376", "155"]
    (refused,) = stretches("Bijlage, zie 26 643, nr. 1376")
    assert (refused.references, refused.refusal.text) == ([], "26 643, nr. 1376")


def test_a_very_long_address_holds_no_citation_and_costs_no_time():
    text = f"https://x.nl/{'kst-26643-1/' * 20_000}"
    begin = time.process_time()
    assert not read(text).references
    assert time.process_time() - begin < 5


@pytest.mark.parametrize(
    ("text", "read_well", "refused"),
    [
        ("26 643, nr. 1376 en 7 van juli", ["kst-26643-1376"], "Wat na ‘26 643, nr. 1376’ komt"),
        ("Zie (Kamerstuk 2022Z24775) en 2022Z24776", ["2022Z24776"], "van de Kamer zelf"),
        ("uw brief van 8 maart 2024, nr. 5293107", [], "geen nummer van de Kamer"),
        ("uw brief van 5 juli 2024, nr. 2024Z11859", ["2024Z11859"], None),
        ("2 826, 31 239 en 30 196, nr. 155", [], "De opsomming hiervoor"),
        ("Aanhangsel bij de Handelingen II, 2014/15 nr. 5", ["ah-tk-20142015-5"], None),
        ("Aanhangsel van Handelingen II 2014/15, nr. 5", [], "ervoor staat"),
        ("26 643, nrs. 431 t/m 437", [], "is een reeks"),
        ("een https://x.nl/kst-26643-1376.html?x=26643-1 adres", ["kst-26643-1376"], None),
    ],
)
def test_of_a_running_text_is_said_what_was_not_understood(text, read_well, refused):
    reading = read(text)
    assert [paper.identifier for paper in reading.references] == read_well
    assert [(refused or why) in why for _, why in reading.refused] == [True] * bool(refused)


def test_identifier_and_address_follow_from_the_number():
    numbered = parse("26 643, nr. 1376")
    assert numbered.identifier == "kst-26643-1376"
    assert numbered.url == "https://zoek.officielebekendmakingen.nl/kst-26643-1376.html"
    assert parse("36 600 VI, nr. 12").identifier == "kst-36600-VI-12"
    assert parse("2025Z14818").identifier == "2025Z14818"
    unknown = parse("Kamerstuk 26 643, nr. XXX")
    assert (unknown.identifier, unknown.url) == ("", "")


def test_a_running_text_gives_each_citation_once_and_in_order():
    text = """Zie ook onze brief.[1] Op 4 augustus volgde een tweede, met 3 bijlagen (2025Z14818).
    1) Kamerstukken II, 2024-2025, 26643, nr. 1376. 2) Kamerstukken II, 2024-2025, 26643, nr. 1378.
    3) Kamerstukken II, 2024-2025, 26643, nr. XXX   4) Kamerstuk 26 643, nr. 1376.
    Bel 070-1234567."""
    assert list(map(str, read(text).references)) == [
        "2025Z14818",
        "Kamerstukken II 2024/25, 26 643, nr. 1376",
        "Kamerstukken II 2024/25, 26 643, nr. 1378",
        "Kamerstukken II 2024/25, 26 643, nr. XXX",
    ]


@pytest.mark.parametrize(
    ("text", "dossier"),
    [
        ("26643", ("26643", "")),
        ("26 643", ("26643", "")),
        ("dossier 26.643", ("26643", "")),
        ("36 600 VI", ("36600", "VI")),
        ("26643-1376", None),
        ("1376", None),
        ("dossier 5643", ("5643", "")),
        ("juli", None),
        ("", None),
    ],
)
def test_a_dossier_alone_is_told_apart(text, dossier):
    assert read_dossier(text) == dossier


years = st.integers(1900, 2098).map(lambda year: f"{year}-{year + 1}")
dossiers = st.integers(10_000, 99_999).map(str)
counted = st.integers(1, 99_999).map(str)
letters = st.text(string.ascii_uppercase, min_size=1, max_size=2).filter(lambda n: n != "PM")
chambers = st.sampled_from(["I", "II"])
own = st.from_regex(r"20[0-9]{2}[ZD][0-9]{5}", fullmatch=True).filter(str.isascii)
pages = st.one_of(st.just(""), st.integers(1, 999).map(str))
kamerstukken = st.builds(
    Reference,
    dossier=dossiers,
    suffix=st.sampled_from(["", "VI", "XIII", "A", "IIA", "R2161", "08"]),
    number=st.one_of(st.just(""), counted),
    chamber=chambers,
    session=years,
    page=pages,
    note=pages,
)
references = st.one_of(
    kamerstukken,
    st.builds(Reference, dossier=dossiers, number=letters, chamber=st.just("I")),
    st.builds(
        Reference,
        dossier=st.sampled_from(["CXXIV", "XIX"]),
        number=letters,
        chamber=st.just("I"),
        session=years,
    ),
    st.builds(
        Reference,
        series=st.just(Series.AANHANGSEL),
        chamber=chambers,
        session=years,
        number=st.one_of(st.just(""), counted),
        version=st.sampled_from(["", "n1"]),
        page=pages,
    ),
    st.builds(
        Reference,
        series=st.just(Series.HANDELINGEN),
        chamber=chambers,
        session=years,
        number=st.from_regex(r"[1-9][0-9]?(-[1-9][0-9]?)?", fullmatch=True).filter(str.isascii),
        page=pages,
    ),
    st.builds(
        Reference,
        series=st.just(Series.APPENDIX),
        number=st.integers(1_000, 99_999_999).map(str),
    ),
    st.builds(
        lambda paper: Reference(series=Series.APPENDIX, appendix_of=paper.paper), kamerstukken
    ),
    st.builds(
        Reference,
        series=st.sampled_from([Series.KAMERSTUK, Series.AANHANGSEL]),
        publication=st.integers(1_000_000, 1_999_999).map(str),
    ),
    own.map(lambda n: Reference(**{"chamber_number" if "Z" in n else "document_number": n})),
)


@given(references)
def test_what_it_writes_it_reads_back(reference):
    assert asdict(parse(str(reference))) == asdict(reference)


@given(own.filter(lambda number: "Z" in number))
def test_unanswered_questions_are_the_case_and_have_an_address(number):
    asked = Reference(series=Series.QUESTIONS, chamber_number=number)
    assert asdict(parse(asked.identifier)) == asdict(asked)
    assert asked.identifier == f"kv-tk-{number}"
    assert asked == parse(str(asked)) == Reference(chamber_number=number)


def test_questions_of_which_nobody_knows_the_number_have_a_name():
    assert str(Reference(series=Series.QUESTIONS)) == "Kamervragen zonder nummer"


def test_a_citation_after_an_address_is_found_where_it_stands():
    text = "Zie https://example.org/een/lang/adres en 26 643, nr. 1376 daarna."
    place = text.index("26 643")
    assert [(each.start, each.end) for each in stretches(text)] == [(place, place + 16)]
    assert read(text).rest.split() == text.replace("26 643, nr. 1376", "").split()


@given(references.filter(lambda reference: reference.identifier))
def test_the_identifier_names_the_same_paper(reference):
    assert parse(reference.identifier) == reference


@given(st.one_of(st.text(), st.text("Kamerstuken I26643,nr. XV-/2045Z", max_size=60)))
def test_no_text_raises_anything_but_its_own_error(text):
    read(text)
    read_dossier(text)
    with suppress(CitationError):
        parse(text)


@pytest.mark.parametrize(
    "piece",
    [
        "Kamerstuk ",
        "1",
        "26 643, ",
        "kst-",
        "26643-",
        "Kamerstukken II 2024/25, 26 643",
        " ",
        "2025Z",
    ],
)
def test_ten_thousand_characters_take_less_than_50_ms(piece):
    text = (piece * 10_000)[:10_000]

    def taken() -> float:
        begin = time.thread_time()
        read(text)
        read_dossier(text)
        with pytest.raises(CitationError):
            parse(text)
        return time.thread_time() - begin

    assert min(taken() for _ in range(3)) < 0.05


@pytest.mark.parametrize(
    "named",
    [{"number": "512"}, {"publication": "1271549"}, {"dossier": "26643"}],
)
def test_the_chambers_own_number_names_only_what_nothing_else_names(named):
    own = {"chamber_number": "2025Z14818", "document_number": "2025D35001"}
    assert Reference(series=Series.AANHANGSEL, **own).chambers_own == "2025D35001"
    assert Reference(series=Series.AANHANGSEL, **own, **named).chambers_own == ""
