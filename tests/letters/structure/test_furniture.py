"""What of a printed page is not its text, in letters that we wrote ourselves."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incident.letters.text import Text
from tests.letters.structure.letters import flow, on_paper

SENTENCE = "De sluis waar de boten uit het noorden doorheen moeten is in de zomer open."
OTHER = "De brug ligt er naast,\nen die is ook open."
LINES = "De sluis waar de boten uit het noorden\ndoorheen moeten is in de zomer\nopen."


@pytest.mark.parametrize(
    "furniture",
    [
        "Pagina 1 van 9",
        "P agina 1 van 9",
        "Pagina 6 van 5",
        "1Pagina1van2            1Pagina1van2",
        "Pagina 3",
        "Tweede Kamer, vergaderjaar 2024–2025, Aanhangsel   2",
        "ah-tk-20242025-1234",
        "ISSN 0921 - 7398",
        "’s-Gravenhage 2025",
        "’s-Gravenhage 2025      Tweede Kamer, vergaderjaar 2024–2025, Aanhangsel      2",
    ],
)
@pytest.mark.parametrize("indent", ["", " " * 60])
def test_page_numbers_and_imprints_are_taken_out(furniture, indent):
    pages = [f"{lines}\n\n{indent}{furniture}\n" for lines in (LINES, OTHER)]
    assert flow(*pages) == f"{SENTENCE}\nDe brug ligt er naast, en die is ook open."


def test_a_page_number_in_a_sentence_stays():
    assert flow("Zie\nPagina 3 van het plan.") == "Zie\nPagina 3 van het plan."


def test_bare_numbers_that_count_along_are_taken_out_and_others_stay():
    assert flow(f"{LINES}\n\n1", f"{OTHER}\n\n2").endswith("en die is ook open.")
    assert flow(f"{LINES}\n\n4", f"{OTHER}\n\n5").endswith("en die is ook open.")
    assert flow(f"{LINES}\n\n1984", f"{OTHER}\n\n7").endswith("open.\n7")


def test_a_running_head_is_taken_out_where_half_of_the_pages_have_it():
    pages = [f"Brief over de sluis, blad {n}\n\n{SENTENCE[:-1]} op dag {n}.\n" for n in (1, 2, 3)]
    assert "blad" not in flow(*pages)
    assert "blad" in flow(pages[0])
    assert "blad 2" in Text.of(pages).margin.text


def test_headings_and_short_answers_at_the_top_of_each_page_stay():
    pages = [f"Vraag {n}\nKlopt dit?\n\nAntwoord op vraag {n}\nJa." for n in (1, 2, 3)]
    assert flow(*pages).count("Antwoord op vraag") == 3
    assert flow(*pages).count("Ja.") == 3


def test_a_margin_inside_the_lines_of_a_sentence_is_taken_out():
    text = Text.of(on_paper([SENTENCE * 3, SENTENCE]))
    assert text.flow.text == f"{SENTENCE * 3}\n{SENTENCE}"
    assert text.margin.text.split("\n")[:3] == ["Ministerie van", "Bruggen en Sluizen", "Datum"]


def test_a_line_of_the_margin_alone_does_not_end_a_paragraph():
    page = (
        "De sluis waar de boten uit het noorden        Directie Sluizen\n"
        "                                              Datum\n"
        "doorheen moeten is in de zomer                3 mei 2024\n"
        "                                              Ons kenmerk\n"
        "open.\n"
    )
    assert flow(page) == SENTENCE


def test_a_table_without_what_a_ministry_prints_stays():
    page = f"{LINES}\n" + "".join(f"{'sluis':44}{n} boten\n" for n in range(5))
    assert flow(page).count("boten") == 6


def test_lines_of_a_paragraph_are_joined_and_an_empty_line_ends_it():
    assert flow(f"{LINES}\n\n{LINES}\n") == f"{SENTENCE}\n{SENTENCE}"


def test_a_text_with_a_paragraph_a_line_stays_so():
    text = f"Vraag 1\nKlopt dit?\nJa\nNee\n{SENTENCE * 4}\nDe minister,\nvan Sluizen\n"
    assert flow(text) == text.strip()


def test_a_heading_above_a_paragraph_is_not_joined_with_it():
    assert flow(f"Over de sluis\n{LINES}\n") == f"Over de sluis\n{SENTENCE}"


def test_items_of_a_list_are_paragraphs():
    page = (
        f"{LINES}\n- de sluis bij de rivier waar de boten\ndoorheen gaan;\n- de brug.\n"
        "\uf0b7 de dam.\n"
    )
    assert flow(page).split("\n")[1:] == [
        "- de sluis bij de rivier waar de boten doorheen gaan;",
        "- de brug.",
        "\uf0b7 de dam.",
    ]


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("waterstaats-", "werken", "waterstaatswerken"),
        ("water\xad", "staat", "waterstaat"),
        ("2021-", "2025", "2021-2025"),
        ("SER-", "advies", "SER-advies"),
        ("om-", "en ombouwen", "om- en ombouwen"),
        ("www.sluis.nl/een-", "twee-drie", "www.sluis.nl/een-twee-drie"),
        ("(Kamerstuk", "12345, nr. 6)", "(Kamerstuk 12345, nr. 6)"),
        ("zee-", "eend van de zee en de eend", "zee-eend van de zee en de eend"),
    ],
)
def test_words_and_citations_that_are_split_over_lines_are_joined(first, second, whole):
    page = (
        f"{LINES}\n\nDe sluis waar de boten doorheen\nmoeten, is dus {first}\n{second} geworden.\n"
    )
    assert flow(page).endswith(f"is dus {whole} geworden.")


def test_a_sentence_goes_on_over_a_page_with_its_furniture():
    page = (
        f"{LINES}\n\nDe brug die daarnaast ligt, en waarover\nik eerder aan u schreef "
        f"(Kamerstuk\n\n{' ' * 50}Pagina 1 van 2\n"
    )
    after = "12345, nr. 6), is van\nhout.\n"
    assert flow(page, after).split("\n")[1] == (
        "De brug die daarnaast ligt, en waarover ik eerder aan u schreef (Kamerstuk "
        "12345, nr. 6), is van hout."
    )


def test_a_footnote_between_two_halves_of_a_sentence_stands_there_as_in_word():
    page = (
        f"{LINES[:-1]}, zoals ik schreef1 in de\n\n1\n Kamerstuk 12345, nr. 6.\n\n    "
        "Pagina 1 van 2\n"
    )
    whole = flow(page, "brief van mei, en in de\nbrief van juni.\n")
    assert whole == (
        f"{SENTENCE[:-1]}, zoals ik schreef[footnoteRef:1] in de [1: Kamerstuk 12345, nr. 6.] "
        "brief van mei, en in de brief van juni."
    )


def test_bookmarks_and_signs_that_cannot_be_seen_are_taken_out():
    assert flow(
        "[bookmark: _Hlk1]Vra\xadag 1\ufeff\nDe [bookmark: _x]sl[bookmark: y]uis [is] open"
    ) == ("Vraag 1\nDe sluis [is] open")


def test_each_sign_knows_its_place_in_the_untouched_text():
    text = Text.of(on_paper([SENTENCE * 3, SENTENCE]))
    at = text.flow.text.index("boten uit het noorden")
    span = text.flow.span(at, at + 5)
    assert text.whole[span.start : span.end] == "boten"
    assert text.flow.within(span) == (at, at + 5)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                ["Vraag 1", "Antwoord op vraag 1", "1", "\f", "Pagina 1 van 2", "[1: x]", "", "x-",
                 " " * 50 + "Datum", "a" * 60, "[footnoteRef:1]", "de sluis", "1) www.a.nl", "\xad"]
            ),
            st.text(max_size=40),
        ),
        max_size=30,
    )
)  # fmt: skip
def test_of_any_text_each_sign_is_in_its_order_and_its_place(lines):
    text = Text("\n".join(lines))
    for part in (text.flow, text.margin):
        assert len(part.text) == len(part.places)
        assert all(0 <= place < len(text.whole) for place in part.places)
    places = list(text.flow.places)
    assert places == sorted(places)
    assert not {"\t", "\r", "\f"} & set(text.flow.text)


@pytest.mark.parametrize(
    "piece",
    [
        f"{LINES}\n\n",
        "a ",
        "a-\n",
        "[bookmark: ",
        "[1: ",
        "1\n\n",
        " " * 50 + "Datum\n",
        "1 2 3 4,",
        "Vraag 1, 2, 3, 4 en ",
        "Pagina1 ",
    ],
)
def test_the_time_is_as_the_length(piece):
    def cost(signs: int) -> float:
        text = Text(piece * (signs // len(piece)))
        before = time.process_time()
        assert text.flow.text is not None
        return time.process_time() - before

    cost(10_000)
    assert cost(100_000) < 40 * max(cost(10_000), 0.001)
