"""Statements that come back in a letter, the same or otherwise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident.letters.finds.repeats import Repeat, alike

KNOWN = "Er zijn tot op heden geen aanwijzingen dat de pijlers van de brug zijn verzakt."


def how(sentence: str, statement: str = KNOWN) -> str | None:
    found = alike([sentence], [statement])
    return found[0].how if found else None


@pytest.mark.parametrize(
    "sentence",
    [
        KNOWN,
        "Zoals gemeld zijn er tot op heden geen aanwijzingen dat pijlers van de brug verzakt zijn.",
        "Vooralsnog is er geen aanwijzing dat een pijler van de brug is verzakt.",
    ],
)
def test_the_same_in_other_order_or_with_other_endings_is_the_same(sentence):
    assert how(sentence) == "zelfde"


@pytest.mark.parametrize(
    ("sentence", "statement"),
    [
        ("Er zijn aanwijzingen dat de pijlers van de brug zijn verzakt.", KNOWN),
        ("Er zijn geen aanwijzingen dat de pijlers van de brug zijn verzakt.", KNOWN),
        (
            "De brug heeft twaalf pijlers die jaarlijks worden gekeurd.",
            "De brug heeft acht pijlers die jaarlijks worden gekeurd.",
        ),
        (
            "De keuring van de pijlers van de brug begint in juli 2025.",
            "De keuring van de pijlers van de brug begint in mei 2025.",
        ),
        (
            "De pijlers van de brug zijn mogelijk slecht gekeurd.",
            "De pijlers van de brug zijn slecht gekeurd.",
        ),
        (
            "De pijlers van de brug zijn niet gekeurd.",
            "De pijlers van de brug zijn gekeurd.",
        ),
    ],
)
def test_another_no_doubt_or_for_now_or_another_figure_is_otherwise(sentence, statement):
    assert how(sentence, statement) == "anders"


@pytest.mark.parametrize(
    "sentence",
    [
        "De brug ging dicht.",
        "Er zijn geen aanwijzingen dat de sluis lekt.",
        "Ja.",
        "",
        "De pijlers worden morgen geschilderd door een bedrijf uit de buurt.",
    ],
)
def test_what_shares_few_words_is_left_alone(sentence):
    assert how(sentence) is None


def test_three_words_are_enough_and_two_are_not():
    assert how("Pijlers brug verzakt.", "Pijlers brug verzakt.") == "zelfde"
    assert how("Pijlers verzakt.", "Pijlers verzakt.") is None


def test_seven_in_ten_words_of_the_shorter_are_enough():
    words = ["pijler", "zuster", "klomp", "fietsbel", "zeehond", "vogelnest", "kwartet"]
    statement = " ".join([*words, "lantaarn", "gordijn", "bloempot"])
    assert how(" ".join([*words, "rugzak", "deurmat", "koffie"]), statement) == "zelfde"
    assert how(" ".join([*words[1:], "rugzak", "deurmat", "koffie", "tapijt"]), statement) is None


def test_a_short_statement_somewhere_in_a_very_long_sentence_is_no_repeat():
    far = " ".join(f"{letter * 5}" for letter in "abcdefghijklmn")
    assert how(f"pijlers brug verzakt {far}", "pijlers brug verzakt") is None


def test_each_is_told_by_its_number_in_order():
    other = "De sluis bij de molen is gesloten voor onderhoud."
    assert alike([other, KNOWN, other], [KNOWN, other]) == [
        Repeat(0, 1, "zelfde"),
        Repeat(1, 0, "zelfde"),
        Repeat(2, 1, "zelfde"),
    ]


@given(st.lists(st.text(max_size=80), max_size=4), st.lists(st.text(max_size=80), max_size=4))
def test_any_text_is_compared(sentences, statements):
    for found in alike(sentences, statements):
        assert sentences[found.sentence]
        assert statements[found.statement]
