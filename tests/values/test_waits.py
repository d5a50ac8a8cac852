"""Waits: every row of the arithmetic, and what holds for all dates."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident.values.dates import EventDate
from incident.values.waits import Wait

# The event, the papers that told it ("" where the day is not known), the days that are sure, and
# the words.
ARITHMETIC = [
    # Two certain days
    ("2025-07-17", "2025-07-17", 0, 0, "dezelfde dag"),
    ("2025-07-17", "2025-07-18", 1, 1, "na 1 dag"),
    ("2025-07-17", "2025-07-19", 2, 2, "na 2 dagen"),
    ("2024-02-28", "2024-03-01", 2, 2, "na 2 dagen"),
    ("2025-07-17", "2025-07-16", -1, -1, "vooraf gemeld"),
    # A stretch on either side, or on both
    ("2025-06/2025-07-23", "2025-08-12", 20, 72, "tussen 20 en 72 dagen later"),
    ("2025-07", "2025-08-28", 28, 58, "tussen 28 en 58 dagen later"),
    ("2025-07-17", "2025-08", 15, 45, "tussen 15 en 45 dagen later"),
    ("2025-06", "2025-07", 1, 60, "tussen 1 en 60 dagen later"),
    ("2025", "2026-01-01", 1, 365, "tussen 1 en 365 dagen later"),
    # They touch or overlap: it can have been the same day, or told first
    ("2025-07-17", "2025-07-17/2025-07-22", 0, 5, "hoogstens 5 dagen later"),
    ("2025-07", "2025-07-31", 0, 30, "hoogstens 30 dagen later"),
    ("2025-07", "2025-07-02", -29, 1, "hoogstens 1 dag later"),
    ("2025-07", "2025-07-01", -30, 0, "dezelfde dag of eerder"),
    ("2025-07", "2025-07", -30, 30, "hoogstens 30 dagen later"),
    ("2025-07", "2025-06", -60, -1, "vooraf gemeld"),
    # An end is open
    ("2025-06/2025-07-23", "2025-08-12/..", 20, None, "ten minste 20 dagen later"),
    ("2025-08-11", "2025-08-12/..", 1, None, "ten minste 1 dag later"),
    ("2025-08-12", "2025-08-12/..", 0, None, "dezelfde dag of later"),
    ("2025-08-13", "2025-08-12/..", -1, None, ""),
    ("../2025-07-23", "2025-08-12", 20, None, "ten minste 20 dagen later"),
    ("../2025-07-23", "2025-08-12/..", 20, None, "ten minste 20 dagen later"),
    ("../2025-07-23", "../2025-08-12", None, None, ""),
    ("2025-08-12/..", "2025-08-17", None, 5, "hoogstens 5 dagen later"),
    ("2025-08-12/..", "2025-08-12", None, 0, "dezelfde dag of eerder"),
    ("2025-08-12/..", "2025-08-11", None, -1, "vooraf gemeld"),
    ("2025-08-12/..", "2025-08-12/..", None, None, ""),
    ("2025-08-07", "../2025-08-12", None, 5, "hoogstens 5 dagen later"),
    # It was planned: the begin is open, and the paper is older than the last possible day
    ("../2026-04", "2026-01-23", -97, None, "vooraf gemeld"),
    ("../2026-04", "2026-01-23~", None, None, "vooraf gemeld"),
    ("../2026-04", "2026-04-30", 0, None, "dezelfde dag of later"),
    ("../2026-04~", "2026-01-23", None, None, "vooraf gemeld"),
    # "About" is no day to reckon with, only to speak of
    ("2025-07-23~", "2025-08-04", None, None, "ongeveer 12 dagen later"),
    ("2025-07-16", "2025-07-17~", None, None, "ongeveer 1 dag later"),
    ("2025-10-16", "2025-11-21~", None, None, "ongeveer 36 dagen later"),
    ("2025-07-23~", "2025-07-23~", None, None, "rond dezelfde dag"),
    ("2025-07~", "2025-08-28", None, None, "ongeveer 28 tot 58 dagen later"),
    ("2025-07~", "2025-07-31", None, None, "hoogstens ongeveer 30 dagen later"),
    ("2025-07~", "2025-07-01", None, None, "rond dezelfde dag of eerder"),
    ("2025-07-21~", "2025-08-12/..", None, None, "ten minste ongeveer 22 dagen later"),
    ("2025-08-12~", "2025-08-12/..", None, None, "rond dezelfde dag of later"),
    ("2025-07-23~", "2025-07-20", None, None, "vermoedelijk vooraf gemeld"),
    # What is certain beside it still counts
    ("2025-06~/2025-07-23", "2025-08-12", 20, None, "ten minste 20 dagen later"),
    ("2025-06-01/2025-07~", "2025-06-11", None, 10, "hoogstens 10 dagen later"),
    # What is presumed may be wholly wrong
    ("2025-07-17?", "2025-07-19", None, None, ""),
    ("2025-07-17%", "2025-07-19", None, None, ""),
    ("2025-07-17", "2025-07-19?", None, None, ""),
    ("2025-06?/2025-07-23", "2025-08-12", 20, None, "ten minste 20 dagen later"),
    # A paper without a day, or no paper at all
    ("2025-07-17", "", None, None, ""),
    ("2025-07-17", None, None, None, ""),
    # Several papers: the first of them told it, whichever that is
    ("2025-07-17", "2025-07-19 2025-08-04", 2, 2, "na 2 dagen"),
    ("2025-07-17", "2025-08-04 2025-07-19", 2, 2, "na 2 dagen"),
    ("2025-07-17", "2025-08-04 2025-07", -16, 14, "hoogstens 14 dagen later"),
    ("2025-07-17", "2025-08 2025-07-27/2025-09", 10, 45, "tussen 10 en 45 dagen later"),
    ("2025-07-17", "2025-08-12/.. 2025-08-04", 18, 18, "na 18 dagen"),
    ("2025-07-17", "2025-08-12/.. 2025-08-16", 26, 30, "tussen 26 en 30 dagen later"),
    ("2025-07-17", "../2025-08-12 2025-08-04", None, 18, "hoogstens 18 dagen later"),
    ("2025-07-17", "; 2025-08-04", None, 18, "hoogstens 18 dagen later"),
    ("2025-07-17", "2025-08-04 2025-09-03~", 18, 18, "na 18 dagen"),
    ("2025-07-17", "2025-08-04 2025-08-04~", 18, 18, "na 18 dagen"),
    ("2025-07-17", "2025-07-19~ 2025-08-04", None, 18, "hoogstens 18 dagen later"),
    ("2025-07-17", "2025-07-19~ 2025-07-20~", None, None, "ongeveer 2 dagen later"),
]


def papers(text: str | None) -> list[EventDate | None]:
    """Return the days of papers as written above: apart by a space, ";" where one has none."""
    if text is None:
        return []
    return [EventDate.parse(t) if t.strip(";") else None for t in text.split(" ")]


@pytest.mark.parametrize(("happened", "told", "least", "most", "words"), ARITHMETIC)
def test_the_days_between_two_dates_are_as_sure_as_these(happened, told, least, most, words):
    wait = Wait.between(EventDate.parse(happened), papers(told))
    assert (wait.sure, str(wait)) == ((least, most), words)


days = st.dates(date(1990, 1, 1), date(2060, 12, 31))
shifts = st.integers(0, 400).map(lambda number: timedelta(number))


def stretch(begin: date | None, end: date | None) -> EventDate:
    return EventDate(f"{begin or '..'}/{end or '..'}", begin, end)


stretches = st.builds(lambda day, shift: (day, day + shift), days, shifts)
several = st.lists(stretches, min_size=1, max_size=3)


@given(stretches, several, st.data())
def test_no_two_days_that_are_possible_lie_nearer_or_farther(event, tellings, data):
    wait = Wait.between(stretch(*event), [stretch(*told) for told in tellings])
    happened = data.draw(st.dates(*event))
    told = min(data.draw(st.dates(*bounds)) for bounds in tellings)
    assert wait.least <= (told - happened).days <= wait.most


@given(stretches, several)
def test_both_bounds_are_reached_by_days_that_are_possible(event, tellings):
    wait = Wait.between(stretch(*event), [stretch(*told) for told in tellings])
    assert wait.least == (min(first for first, _ in tellings) - event[1]).days
    assert wait.most == (min(last for _, last in tellings) - event[0]).days


def is_wider(wide: Wait, narrow: Wait) -> bool:
    least = wide.least is None or (narrow.least is not None and wide.least <= narrow.least)
    return least and (wide.most is None or (narrow.most is not None and wide.most >= narrow.most))


def widened(draw, begin: date, end: date) -> EventDate:
    """Return a date that holds at least the days of this one, or one of its ends open."""
    wide = [begin - draw(shifts), end + draw(shifts)]
    gone = draw(st.sampled_from([None, 0, 1]))
    if gone is not None:
        wide[gone] = None
    return stretch(*wide)


@given(stretches, several, st.data())
def test_a_date_that_is_less_precise_never_makes_the_wait_more_precise(event, tellings, data):
    when, told = stretch(*event), [stretch(*bounds) for bounds in tellings]
    narrow = Wait.between(when, told)
    assert is_wider(Wait.between(widened(data.draw, *event), told), narrow)
    told[0] = widened(data.draw, *tellings[0])
    assert is_wider(Wait.between(when, told), narrow)
    assert is_wider(Wait.between(when, [*told[1:], None]), Wait.between(when, told[1:] or [None]))


@given(stretches, several, st.sampled_from("~?%"), st.integers(0, 1))
def test_a_date_that_is_not_certain_gives_no_number_that_a_certain_one_did_not(
    event, tellings, sign, side
):
    told = [stretch(*bounds) for bounds in tellings]
    ends = [*map(str, event)]
    ends[side] += sign
    sure = Wait(*Wait.between(EventDate("/".join(ends), *event), told).sure)
    assert is_wider(sure, Wait.between(stretch(*event), told))


@given(stretches, several)
def test_the_words_hold_no_number_but_the_bounds(event, tellings):
    wait = Wait.between(stretch(*event), [stretch(*told) for told in tellings])
    numbers = {int(word) for word in wait.words.split() if word.isdigit()}
    assert numbers <= {wait.least, wait.most}
    assert wait.words
