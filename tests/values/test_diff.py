"""Two texts, and what differs by words: nothing is lost, and nothing takes long."""

import random
import time
from itertools import pairwise

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from incident.values.diff import Piece, differences

WORDS = st.lists(st.sampled_from(["het", "OM", "is", ".", ",", " ", "\n\n", "\u00a0"]))
TEXTS = WORDS.map("".join) | WORDS.map(" ".join) | st.text(max_size=60)


def texts(pieces: list[Piece]) -> tuple[str, str]:
    """Return the old and the new text that the pieces tell."""
    old = "".join(piece.text for piece in pieces if piece.kind != "added")
    return old, "".join(piece.text for piece in pieces if piece.kind != "removed")


@given(TEXTS, TEXTS)
def test_the_pieces_give_back_both_texts_to_the_letter(old, new):
    pieces = differences(old, new)
    assert texts(pieces) == (old, new)
    assert all(piece.text for piece in pieces)
    kinds = [piece.kind for piece in pieces]
    assert all(one != two for one, two in pairwise(kinds))
    assert ("added", "removed") not in pairwise(kinds)


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("", "", []),
        ("Gelijk.", "Gelijk.", [("kept", "Gelijk.")]),
        ("", "Nieuw", [("added", "Nieuw")]),
        ("Het OM.", "Het OM is offline.", [("kept", "Het OM"), ("added", " is offline"),
                                           ("kept", ".")]),
        ("op 17 juli 2025", "op 18 juli 2025", [("kept", "op "), ("removed", "17"),
                                                ("added", "18"), ("kept", " juli 2025")]),
        ("a b", "a\n\nb", [("kept", "a"), ("removed", " "), ("added", "\n\n"), ("kept", "b")]),
        ("weg ermee", "ermee", [("removed", "weg "), ("kept", "ermee")]),
    ],
)  # fmt: skip
def test_only_the_words_that_changed_are_marked(old, new, pieces):
    assert differences(old, new) == pieces


def long_texts() -> dict[str, tuple[str, str]]:
    chance = random.Random(1)  # noqa: S311 - a sample, not a secret
    words = [f"woord{n}" for n in range(10_000)]
    return {
        "one word": (" ".join(words), " ".join([*words[:5_000], "anders", *words[5_001:]])),
        "nothing shared": (" ".join(words), " ".join(w.upper() for w in words)),
        "every second": (" ".join(words), " x ".join(words[::2])),
        "mixed up": (" ".join(words), " ".join(chance.sample(words, len(words)))),
        "two words only": tuple(" ".join(chance.choices("ab", k=10_000)) for _ in "12"),
        "just below the limit": tuple(" ".join(chance.choices("ab", k=998)) for _ in "12"),
        "every second below it": (
            " ".join(words[:999]),
            " ".join(w if n % 2 else "x" for n, w in enumerate(words[:999])),
        ),
        "below it, mixed up": (" ".join(words[:999]), " ".join(chance.sample(words[:999], 999))),
        "few against many": ("a b " * 50, "b a c " * 3_333),
        "many against few": ("b a c " * 1_666, "a b " * 99),
        "one long word": ("a" * 100_000, "b" * 100_000),
        "only space": (" " * 100_000, "\n" * 100_000),
    }  # fmt: skip


@pytest.mark.parametrize("name", long_texts())
def test_no_pair_of_10_000_words_takes_half_a_second(name):
    old, new = long_texts()[name]
    began = time.thread_time()
    pieces = differences(old, new)
    assert time.thread_time() - began < 0.5
    assert texts(pieces) == (old, new)


def test_one_word_in_a_long_text_is_found_and_a_long_rewrite_is_replaced_as_a_whole():
    assert [p.kind for p in differences(*long_texts()["one word"])] == [
        *("kept", "removed", "added", "kept")
    ]
    assert [p.kind for p in differences(*long_texts()["mixed up"])] == ["removed", "added"]


def test_the_marks_are_said_in_words_and_text_stays_text():
    page = Template("{% load differences %}{% difference old new %}").render(
        Context({"old": "<b> oud", "new": "<b> nieuw & wel"})
    )
    assert page.strip() == (
        '<span class="difference">&lt;b&gt; '
        '<del><span class="visually-hidden">weg: </span>oud</del>'
        '<ins><span class="visually-hidden">nieuw: </span>nieuw &amp; wel</ins></span>'
    )
