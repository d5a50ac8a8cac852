"""The words of a text as they are searched, and their places in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident.values.words import fold, pattern, placed_words, searchable, standing
from tests.helpers.proofs import some

PIECES = [
    "back-up",
    "é",
    "e\u0301",
    "foto’s",
    "‘lek’",
    "½",
    "ﬁ",
    "İ",
    "-",
    "\u00ad",
    "\n",
    "Straße",
]
TEXTS = st.text(max_size=40) | st.lists(st.sampled_from([*PIECES, " ", "om"])).map("".join)


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("Het OM", " het om "),
        ("café CAFÉ cafe\u0301", " cafe cafe cafe "),
        ("De back-up is er", " de back up is er backup "),
        ("IT-back-up", " it back up itbackup backup "),
        ("back\u2011up", " back up backup "),
        ("in- en uitvoer", " in en uitvoer "),
        ("17 juli – 4 augustus", " 17 juli 4 augustus "),
        ("foto’s van ‘het lek’", " fotos van het lek "),
        ("kwets\u00adbaar", " kwetsbaar "),
        ("26\u00a0643, nr. 1376", " 26 643 nr 1376 "),
        ("Straße ﬁ ½", " strasse fi 1 2 "),
        ("%_\\", "  "),
        ("", "  "),
    ],
)
def test_a_text_is_searched_by_its_words_without_case_accents_and_hyphens(text, stored):
    assert searchable(text) == stored


def test_no_word_runs_from_one_text_into_the_next():
    assert searchable("back", "up") == " back up "
    assert searchable("back-", "-up") == " back up "


@pytest.mark.parametrize(
    ("word", "found", "not_found"),
    [
        ("om", ["het OM zegt"], ["omdat", "atom"]),
        ("lek", ["een lek", "lekken", "Citrix-lek"], ["gelekt", "elektronisch", "datalek"]),
        ("systemen", ["systemen", "computersystemen"], ["systeem"]),
    ],
)
def test_a_short_word_stands_alone_a_longer_one_begins_and_a_long_one_may_be_a_part(
    word, found, not_found
):
    assert all(pattern([word]) in searchable(text) for text in found)
    assert not any(pattern([word]) in searchable(text) for text in not_found)


def test_a_phrase_begins_a_word_and_is_not_found_in_pieces():
    phrase = pattern(["van", "internet"])
    assert phrase in searchable("Het OM gaat van internet.")
    assert phrase not in searchable("De divan internet")
    assert phrase not in searchable("van het internet")
    assert pattern(["back", "up"]) not in searchable("een back update")


@pytest.mark.proof
def test_folding_twice_changes_nothing_in_any_sign_there_is():
    for point in some(range(0x110000)):
        folded = fold(chr(point))
        assert fold(folded) == folded


@given(TEXTS)
def test_every_word_of_a_text_is_found_where_it_stands(text):
    placed = placed_words(text)
    stored = searchable(text)
    for number, word in enumerate(placed):
        assert pattern([word.word]) in stored
        assert number in standing(pattern([word.word]), placed)
        assert word.word in fold(text[word.start : word.end])


@given(TEXTS)
def test_the_places_of_words_follow_each_other_and_begin_and_end_in_a_letter(text):
    placed = placed_words(text)
    assert [word.word for word in placed] == fold(text).replace("-", " ").split()
    for word in placed:
        assert 0 <= word.start < word.end <= len(text)
        assert fold(text[word.start]).strip(" -")
        assert text[word.end - 1] not in "'‘’"


def test_a_compound_is_found_as_one_word_where_it_stands():
    placed = placed_words("De IT-back-up van toen")
    assert standing("backup", placed) == {1, 2, 3}
    assert standing(" back up ", placed) == {2, 3}
    assert standing("backupvan", placed) == set()


@pytest.mark.parametrize("piece", ["a", "a-", "-", "-a ", "a--", "é-e", "a b-"])
def test_a_long_text_is_read_once_and_stored_in_little_more_than_its_length(piece):
    """Were each sign read from each other one, this would take minutes and gigabytes."""
    text = piece * 400_000
    assert len(searchable(text)) <= 3 * len(text) + 2
