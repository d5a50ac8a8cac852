"""Citations: every spelling in, the official one out."""

import string
import time
from contextlib import suppress
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident.values.citations import CitationError, Reference, read_dossier

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
    ("2025d35001", {"chamber_number": "2025D35001"}),
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
    ("kst-26643-1376-b1", "begrijpen wij niet"),
    ("٢٦643-1376", "begrijpen wij niet"),
    ("26643", "Dit is een dossier."),
    ("36 600 VI", "Dit is een dossier."),
    ("kst-26643-1376 en kst-26643-1378", "Hier staan meer vindplaatsen."),
    ("Kamerstukken II 2024-2026, 26 643, nr. 1376", "2024-2025"),
    ("x" * 2001, "te lang"),
]


@pytest.mark.parametrize(("text", "parts"), READ)
def test_every_usual_spelling_is_read(text, parts):
    assert asdict(Reference.parse(text)) == {**dict.fromkeys(asdict(Reference()), ""), **parts}


@pytest.mark.parametrize(("text", "parts"), READ)
def test_the_official_spelling_is_read_back(text, parts):
    reference = Reference.parse(text)
    assert asdict(Reference.parse(str(reference))) == asdict(reference)


@pytest.mark.parametrize(("text", "sentence"), REFUSED)
def test_what_is_no_citation_is_refused_in_a_sentence(text, sentence):
    with pytest.raises(CitationError, match=r"\.$") as refusal:
        Reference.parse(text)
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
    assert str(Reference.parse(text)) == written


def test_identifier_and_address_follow_from_the_number():
    numbered = Reference.parse("26 643, nr. 1376")
    assert numbered.identifier == "kst-26643-1376"
    assert numbered.url == "https://zoek.officielebekendmakingen.nl/kst-26643-1376.html"
    assert Reference.parse("36 600 VI, nr. 12").identifier == "kst-36600-VI-12"
    assert Reference.parse("2025Z14818").identifier == "2025Z14818"
    unknown = Reference.parse("Kamerstuk 26 643, nr. XXX")
    assert (unknown.identifier, unknown.url) == ("", "")


def test_a_running_text_gives_each_citation_once_and_in_order():
    text = """Zie ook onze brief.[1] Op 4 augustus volgde een tweede, met 3 bijlagen (2025Z14818).
    1) Kamerstukken II, 2024-2025, 26643, nr. 1376. 2) Kamerstukken II, 2024-2025, 26643, nr. 1378.
    3) Kamerstukken II, 2024-2025, 26643, nr. XXX   4) Kamerstuk 26 643, nr. 1376.
    Bel 070-1234567."""
    assert list(map(str, Reference.find_all(text))) == [
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


references = st.one_of(
    st.builds(
        Reference,
        dossier=st.integers(10_000, 99_999).map(str),
        suffix=st.sampled_from(["", "VI", "XIII", "A", "R2161"]),
        number=st.one_of(
            st.just(""),
            st.integers(1, 99_999).map(str),
        ),
        chamber=st.sampled_from(["I", "II"]),
        session=st.integers(1900, 2098).map(lambda year: f"{year}-{year + 1}"),
        page=st.one_of(st.just(""), st.integers(1, 999).map(str)),
    ),
    st.builds(
        Reference,
        dossier=st.integers(10_000, 99_999).map(str),
        number=st.text(string.ascii_uppercase, min_size=1, max_size=2).filter(lambda n: n != "PM"),
        chamber=st.just("I"),
    ),
    st.builds(
        Reference,
        chamber_number=st.from_regex(r"20[0-9]{2}[ZD][0-9]{5}", fullmatch=True).filter(str.isascii),
    ),
)


@given(references)
def test_what_it_writes_it_reads_back(reference):
    assert asdict(Reference.parse(str(reference))) == asdict(reference)


@given(references.filter(lambda reference: reference.identifier))
def test_the_identifier_names_the_same_paper(reference):
    assert Reference.parse(reference.identifier) == reference


@given(st.one_of(st.text(), st.text("Kamerstuken I26643,nr. XV-/2045Z", max_size=60)))
def test_no_text_raises_anything_but_its_own_error(text):
    Reference.find_all(text)
    read_dossier(text)
    with suppress(CitationError):
        Reference.parse(text)


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
        Reference.find_all(text)
        read_dossier(text)
        with pytest.raises(CitationError):
            Reference.parse(text)
        return time.thread_time() - begin

    assert min(taken() for _ in range(3)) < 0.05
