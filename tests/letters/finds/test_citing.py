"""Citations in a letter: each mention where it stands, and the letters named by their day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident.letters.finds.citing import citations
from incident.letters.finds.dated import dates
from incident.letters.finds.mentions import letters
from incident.letters.text import Text
from tests.letters.finds.plain import flow

SHORT = "Kamerstuk 26 643, nr. 1376"


def found(text: str) -> list[tuple[str, str | None]]:
    """Return each mention as printed, with the paper that it means."""
    return [(c.printed, c.reference and str(c.reference)) for c in citations(flow(text))]


@pytest.mark.parametrize(
    ("text", "printed", "paper"),
    [
        (f"Zie {SHORT}.", SHORT, SHORT),
        (f"[1:  {SHORT}.]  [2: Zie de website.]", SHORT, SHORT),
        (f"De brug is dicht ({SHORT}). Zij gaat open.", SHORT, SHORT),
        (f"{SHORT}[footnoteRef:3] gaat over bruggen.", SHORT, SHORT),
        ("Kamerstuk  26\u00a0643,\tnr. 1376.", SHORT, SHORT),
        (f"{SHORT} (Bruggen; Brief regering).", SHORT, SHORT),
        (
            "[1: Kamerstukken II, 2024-2025, 26643, nr. XXX]",
            "Kamerstukken II, 2024-2025, 26643, nr. XXX",
            "Kamerstukken II 2024/25, 26 643, nr. XXX",
        ),
        (
            "[5: Aanhangsel van de Handelingen II, 2022/-23, nr. 1823.]",
            "Aanhangsel van de Handelingen II, 2022/-23, nr. 1823",
            "Aanhangsel Handelingen II 2022/23, nr. 1823",
        ),
        ("In antwoord op uw brief, nr. 2025Z14818, meld ik u dit.", "nr. 2025Z14818", "2025Z14818"),
        (
            "Zie https://zoek.officielebekendmakingen.nl/kst-26643-1376.html.",
            "https://zoek.officielebekendmakingen.nl/kst-26643-1376.html.",
            SHORT,
        ),
    ],
)
def test_a_mention_is_read_amid_the_words_of_a_letter(text, printed, paper):
    assert found(text) == [(printed, paper)]


def test_a_case_number_in_the_place_of_a_kamerstuk_number_names_its_case_and_says_so():
    (find,) = citations(flow("Zie de verkenning (Kamerstuk 2022Z24775)."))
    assert find.reference.chamber_number == "2022Z24775"
    assert "op de plaats van een Kamerstuknummer" in find.why


@pytest.mark.parametrize(
    ("text", "printed", "why"),
    [
        ("Zie Kamerstuk 26 643, nrs. 12 t/m 15.", "Kamerstuk 26 643, nrs. 12 t/m 15", "reeks"),
        ("Zie Kamerstuk 26 643, nrs. 12-15.", "Kamerstuk 26 643, nrs. 12-15", "reeks"),
        ("Zie Kamerstuk 26 643.", "Kamerstuk 26 643", "noemt een dossier"),
        ("Zie Aanhangsel Handelingen, nr. 12.", "Aanhangsel Handelingen, nr. 12", "vergaderjaar"),
        ("Zie Kamerstuk 26 643, nr. 12 H van mei.", "26 643, nr. 12 H", "herdruk"),
        ("Zie Kamerstuk bruggen nr. 12.", "Kamerstuk bruggen nr. 12", "begrijpen die niet"),
        ("Zie kst-2664-x9y.", "kst-2664-x9y", "kenmerk"),
    ],
)
def test_what_looks_like_a_citation_and_is_not_understood_is_shown(text, printed, why):
    finds = citations(flow(text))
    assert [(find.printed.rstrip("."), find.reference) for find in finds] == [(printed, None)]
    assert why in finds[0].why


@pytest.mark.parametrize(
    "text",
    [
        "Het kenmerk is 4975504 en het nummer 070 426 64 26.",
        "In uw brief van 8 maart 2024, nr. 5293107, vraagt u dat.",
        "De toezegging (TZ202306-026) is gedaan.",
        "Zie bruggen.nl/2021-09/kamer en het Programma Bruggen 2023-2030.",
        "De Kamerstukken zijn gelezen, en de handelingen van de brugwachter ook.",
        "Artikel 12 geldt voor 26 643 bruggen.",
        "Kamerstuk | Rijksoverheid.nl",
    ],
)
def test_this_is_no_citation(text):
    assert found(text) == []


def test_the_same_paper_twice_is_found_twice_each_in_its_place():
    text = f"Zie {SHORT}.\nZie ook {SHORT}."
    finds = citations(flow(text))
    assert [text[find.span.start : find.span.end] for find in finds] == [SHORT, SHORT]
    assert finds[0].span < finds[1].span


def test_a_list_of_numbers_is_a_find_for_each_the_later_ones_at_their_numbers():
    text = "Zie Kamerstukken 33 037, nrs. 431, 43 en 437."
    finds = citations(flow(text))
    assert [find.reference.number for find in finds] == ["431", "43", "437"]
    assert {find.printed for find in finds} == {"Kamerstukken 33 037, nrs. 431, 43 en 437"}
    assert [text[find.span.start : find.span.end] for find in finds[1:]] == ["43", "437"]
    assert text[finds[0].span.start : finds[0].span.end] == finds[0].printed


def test_of_several_dossiers_the_first_has_the_number():
    (find,) = citations(flow("Zie Kamerstukken 29 826, 31 239 en 30 196, nr. 155."))
    assert find.reference.identifier == "kst-29826-155"


def test_a_citation_does_not_go_on_in_the_next_paragraph():
    assert found("Zie Kamerstuk 26 643,\nnr. 1376 is iets anders.") == [("Kamerstuk 26 643", None)]


PIECES = [
    *("Kamerstuk", "Kamerstukken II 2024/25,", "26 643,", "nr.", "nrs.", "1376", "XXX", "en"),
    *("Aanhangsel Handelingen", "2025Z14818", "[1:", "]", "kst-26643-1376", "[footnoteRef:1]", "A"),
    *(
        "https://x.nl/kst-26643-1",
        "bijlage bij",
        "t/m",
        "H",
        "\n",
        "  ",
        "31 239",
        "p. 3",
        "(",
        ")",
    ),
]
texts = st.text() | st.lists(st.sampled_from(PIECES), max_size=20).map(" ".join)


@given(texts)
def test_whatever_is_read_each_find_lies_inside_and_says_what_it_is(text):
    for find in citations(flow(text)):
        assert 0 <= find.span.start < find.span.end <= len(text)
        assert find.printed
        assert find.reference or find.why


MONDAY = date(2025, 8, 25)


def named(text: str) -> list[tuple[str, str]]:
    letter = Text.of([text])
    return [(m.words, m.date) for m in letters(letter, dates(flow(text), MONDAY))]


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("Zoals gemeld in de brief van 4 augustus jl. is dat zo.", "brief van 4 augustus jl."),
        ("In onze Kamerbrief van 26 juni 2023 staat dat.", "Kamerbrief van 26 juni 2023"),
        ("In mijn brief aan uw Kamer van 4 augustus jl.", "brief aan uw Kamer van 4 augustus jl."),
        ("Zie mijn brief d.d. 4 augustus 2025.", "brief d.d. 4 augustus 2025"),
        ("Op 4 juli 2023 heb ik u bericht dat de brug dicht is.", "4 juli 2023"),
        ("Op 17 juli jl. berichtte ik u dat de brug dicht is.", "17 juli jl."),
        ("Hierover heb ik uw Kamer op 12 augustus jl. geïnformeerd.", "12 augustus jl."),
    ],
)
def test_a_letter_that_is_named_by_its_day_is_a_mention(text, mention):
    ((words, edtf),) = named(text)
    assert words == mention
    assert edtf[:2] == "20"


@pytest.mark.parametrize(
    "text",
    [
        "In antwoord op uw brief van 10 oktober 2023, nr. 2023Z16994, meld ik u dit.",
        "Zie de brief van 3 juni 2023 (Kamerstuk 26 643, nr. 1376).",
        "Op 17 juli 2025 ging de brug dicht.",
        "De brieven van 2024 zijn zoek.",
        "Op 17 juli 2025 heeft de politie de brug gesloten.",
    ],
)
def test_a_letter_with_its_number_or_a_day_without_letter_is_none(text):
    assert named(text) == []
