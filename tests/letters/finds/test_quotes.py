"""Whether a quote stands in a letter: what does not count, and that all else does."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident.letters.finds.quotes import LONGEST, stands_in
from incident.letters.text import Flow, Text
from tests.letters.finds.plain import flow

LETTER = (
    "De brug ging op 17 juli dicht. De minister noemt dat ‘een veiligheids-\n"
    "maatregel’, ook voor de back-\nup van de sluis en voor in-\nen uitvoer.\n"
    "\x0cPagina 2 van 3\nDit is de oud\u00adste brug, d’r pijlers zijn ge\u00efnspecteerd."
)


def letter(whole: str, read: Flow | None = None) -> Text:
    """Return a letter of which this is the text as it is read."""
    text = Text.of([whole])
    text.__dict__["flow"] = read or flow(whole)
    return text


def words(quote: str, text: Text) -> str | None:
    found = stands_in(quote, text)
    return found and text.whole[found.start : found.end]


@pytest.mark.parametrize(
    "quote",
    [
        "De brug ging op 17 juli dicht.",
        "  De  brug\u00a0ging\nop 17 juli dicht.  ",
        "noemt dat “een veiligheidsmaatregel”, ook",
        "noemt dat 'een veiligheids-maatregel', ook",
        "noemt dat «een veiligheids-\nmaatregel», ook",
        "de back-up van",
        "in- en uitvoer",
        "de oudste brug, d'r pijlers",
        "de oud\u00adste brug",
        "geïnspecteerd",
    ],
)
def test_white_space_line_ends_and_kinds_of_quotation_marks_do_not_count(quote):
    assert words(quote, letter(LETTER))


@pytest.mark.parametrize(
    "quote",
    [
        "de brug ging op 17 juli dicht",
        "De brug ging op 18 juli dicht",
        "De brug ging dicht",
        "De brug ging op 17 juli, dicht",
        "geinspecteerd",
        "noemt dat een veiligheidsmaatregel",
        "de bac-kup van",
        "de oud ste brug",
        "De brug … juli dicht",
        "De brug [...] juli dicht",
        "De brug ging op 1",
        "rug ging op 17 juli",
        "maatregel",
        "De brugging op 17 juli",
        "17 juli – dicht",
    ],
)
def test_all_else_counts(quote):
    assert words(quote, letter(LETTER)) is None


def test_it_tells_where_in_the_untouched_text():
    assert words('"een veiligheidsmaatregel"', letter(LETTER)) == "‘een veiligheids-\nmaatregel’"


def test_furniture_between_two_lines_does_not_count_where_the_reading_takes_it_out():
    whole = "De brug gaat in het\nPagina 1\n\x0cvoorjaar weer veilig-\nMinisterie\nheid bieden."
    first, second = whole.index("\nPagina"), whole.index("voorjaar")
    third, fourth = whole.index("-\nMin"), whole.index("heid")
    kept = [*range(first), first, *range(second, third), *range(fourth, len(whole))]
    read = Flow("".join(whole[at] for at in kept).replace("\n", " "), kept)
    text = letter(whole, read)
    assert words("in het voorjaar weer", text) == whole[whole.index("in het") : second + 13]
    assert words("De brug gaat in het Pagina 1", text)
    for quote in ("weer veiligheid bieden", "weer veilig-heid bieden"):
        assert words(quote, text) == whole[whole.index("weer") : -1]


def test_a_hyphen_that_the_reading_left_out_at_a_line_end_may_stand_in_the_quote():
    whole = "Wij maken een back-\nup van alles."
    kept = [at for at in range(len(whole)) if whole[at : at + 2] != "-\n" and whole[at] != "\n"]
    text = letter(whole, Flow("".join(whole[at] for at in kept), kept))
    assert words("een back-up van", text) == words("een backup van", text) == "een back-\nup van"


def test_the_mark_of_a_note_is_no_word_of_the_letter():
    text = letter("De brug[footnoteRef:2] is dicht. [bookmark: a]Zij gaat open.")
    assert words("De brug is dicht. Zij gaat open.", text)
    assert words("footnoteRef", text) is None


def test_a_note_at_the_foot_of_a_page_within_a_sentence_is_left_out_or_quoted_itself():
    text = letter("De brug is [1: Zie de website.] nog dicht.")
    assert words("De brug is nog dicht.", text) == text.whole
    assert words("Zie de website.", text) == "Zie de website."


@pytest.mark.parametrize("quote", ["", " \n", "x" * (LONGEST + 1)])
def test_an_empty_and_a_long_quote_are_no_quotes(quote):
    with pytest.raises(ValueError, match="1 to 300"):
        stands_in(quote, letter(LETTER))


@pytest.mark.parametrize("quote", ["-", "--", "x" * LONGEST])
def test_a_quote_without_a_letter_or_of_the_greatest_length_stands_nowhere(quote):
    assert stands_in(quote, letter(LETTER)) is None


@given(st.text(), st.text(max_size=LONGEST))
def test_any_text_is_sought_and_what_is_found_lies_inside(whole, quote):
    if quote.strip() and (found := stands_in(quote, letter(whole))):
        assert 0 <= found.start < found.end <= len(whole)


@given(st.lists(st.text("aé9-’", min_size=1, max_size=9), min_size=1, max_size=9), st.data())
def test_whole_words_of_a_letter_stand_in_it(spoken, data):
    start = data.draw(st.integers(0, len(spoken) - 1))
    asked = spoken[start : data.draw(st.integers(start + 1, len(spoken)))]
    if any(word.strip("-") for word in asked):
        assert stands_in(" ".join(asked), letter("\n".join(spoken))) or "-" in "".join(spoken)


def test_a_hostile_letter_takes_about_as_long_for_twice_its_length():
    def taken(times: int) -> float:
        text = letter("a -" * times)
        begin = time.process_time()
        assert stands_in("a -" * 90 + "b", text) is None
        return time.process_time() - begin

    assert taken(40_000) < 8 * taken(10_000) + 0.05
