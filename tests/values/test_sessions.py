"""The session year runs from the third Tuesday of September."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident.values.dates import EventDate
from incident.values.sessions import opening_day, read_session, session_around, session_of


@pytest.mark.parametrize("day", ["2010-09-21", "2023-09-19", "2024-09-17", "2025-09-16"])
def test_it_opens_on_prinsjesdag(day):
    first = date.fromisoformat(day)
    assert opening_day(first.year) == first
    assert session_of(first) == f"{first.year}-{first.year + 1}"
    assert session_of(first - timedelta(days=1)) == f"{first.year - 1}-{first.year}"


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_each_day_lies_in_one_session_of_about_a_year(day):
    first = int(session_of(day)[:4])
    assert opening_day(first) <= day < opening_day(first + 1)
    assert opening_day(first).weekday() == 1


@pytest.mark.parametrize(
    ("text", "session"),
    [
        ("17 juli 2025", "2024-2025"),
        ("juli 2025", "2024-2025"),
        ("september 2025", ""),
        ("2025", ""),
        ("op of na 1 juni 2025", ""),
        ("uiterlijk 1 juni 2025", ""),
    ],
)
def test_a_date_that_may_lie_in_two_has_none(text, session):
    assert session_around(EventDate.parse(text)) == session


@pytest.mark.parametrize("text", ["2024-2025", "2024/25", " 2024–2025 ", "2024 - 25"])
def test_each_spelling_is_read(text):
    assert read_session(text) == "2024-2025"


@pytest.mark.parametrize("text", ["", "2024", "2024-2026", "2024/24", "24/25", "x"])
def test_what_is_no_session_year_is_none(text):
    assert read_session(text) == ""
    assert session_around(None) == ""
