"""Where Dutch sentences end, and where they only seem to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident.letters.finds.sentences import sentences
from tests.letters.finds.plain import flow, parts


def split(text: str) -> list[str]:
    return parts(text, sentences(flow(text)))


@pytest.mark.parametrize(
    "text",
    [
        "De brug ging op 17 juli jl. dicht.",
        "De heer mr. dr. D.M. de Bruin en ir. P. Adema zijn er.",
        "Zie Kamerstukken II 2024/25, 26 643, nr. 1376, p. 3, en blz. 4 e.v. van het stuk.",
        "Dat geldt o.a. voor bruggen, bijv. m.b.t. het onderhoud d.d. 3 mei (art. 5 Bw).",
        "De brug kost 1.250.000 euro en is 3.5 meter breed.",
        "Het rapport van 1 sept. 2024 gaat daarover.",
        "‘Is de brug dicht?’ vroeg de minister.",
        "De brug … is dicht.",
        "1. De brug is dicht.",
        "De brug is dicht (zie vraag 3.)",
        "De brug van S. Willems B.V. Nederland is dicht.",
    ],
)
def test_this_is_one_sentence(text):
    assert split(text) == [text]


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("De brug is dicht. Zij gaat open.", 1),
        ("Is de brug dicht? Zo ja, waarom? Zo nee, waarom niet?", 3 - 1),
        ("Zie de brief van 4 augustus jl. De brug ging toen dicht.", 1),
        ("Zie blz. 4 e.v. Het onderhoud staat daar.", 1),
        ("Zie Kamerstuk 26 643, nr. 1376. Het onderhoud staat daar.", 1),
        ("De brug ging in 2024 dicht. 12 mensen zagen dat.", 1),
        ("De brug is dicht.[footnoteRef:1] Zij gaat open.", 1),
        ("De brug is dicht.1 Zij gaat open.", 1),
        ("Hij zei: ‘De brug is dicht.’ Zij ging open.", 1),
        ("Dat is lang... Toch bleef zij dicht.", 1),
        ("De brug is dicht.\nZij gaat open", 1),
        ("Antwoord op vraag 1\nJa.", 1),
    ],
)
def test_here_a_sentence_ends(text, ends):
    assert len(split(text)) == ends + 1


def test_a_note_is_a_sentence_of_its_own_with_or_without_a_full_stop():
    text = "De brug is dicht.[footnoteRef:1]  [1: Kamerstuk 26 643, nr. XXX] Zij gaat open."
    assert split(text) == [
        "De brug is dicht.[footnoteRef:1]",
        "[1: Kamerstuk 26 643, nr. XXX]",
        "Zij gaat open.",
    ]


def test_a_note_at_the_foot_of_a_page_does_not_cut_the_sentence_that_goes_on():
    text = "De brug is [1: Zie de website.] nog dicht. Zij gaat open."
    assert split(text) == ["De brug is [1: Zie de website.] nog dicht.", "Zij gaat open."]


texts = st.text() | st.text("Aa.1 ?!’\n[]:jl", max_size=60)


@given(texts)
def test_sentences_hold_every_word_once_and_in_order(text):
    found = sentences(flow(text))
    assert "".join(text[start:end] for start, end in found).split() or not text.strip()
    kept = "".join("".join(text[start:end].split()) for start, end in found)
    assert kept == "".join(text.split())
    assert all(start < end for start, end in found)
    assert found == sorted(found)
