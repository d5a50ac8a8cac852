"""Dates: what staff type, what is stored, what readers see, and what is refused in words."""

import time
from contextlib import suppress
from datetime import date

import pytest
from edtf import EDTFParseException, parse_edtf
from hypothesis import example, given
from hypothesis import strategies as st

from incident.values.dates import DateError, EventDate

DESIGN = [
    ("2025-07-17", "17 juli 2025", date(2025, 7, 17), date(2025, 7, 17)),
    ("2025-06", "juni 2025", date(2025, 6, 1), date(2025, 6, 30)),
    ("2025-06/2025-07-23", "juni 2025 – 23 juli 2025", date(2025, 6, 1), date(2025, 7, 23)),
    ("../2025-08-04", "uiterlijk 4 augustus 2025", None, date(2025, 8, 4)),
    ("2025-08-12/..", "op of na 12 augustus 2025", date(2025, 8, 12), None),
    ("2025-07~", "rond juli 2025", date(2025, 7, 1), date(2025, 7, 31)),
    ("2025", "2025", date(2025, 1, 1), date(2025, 12, 31)),
    ("2025-07-21~", "rond 21 juli 2025", date(2025, 7, 21), date(2025, 7, 21)),
    ("2025-07?", "vermoedelijk juli 2025", date(2025, 7, 1), date(2025, 7, 31)),
    ("2025-07%", "vermoedelijk rond juli 2025", date(2025, 7, 1), date(2025, 7, 31)),
    ("2025-22", "zomer 2025", date(2025, 6, 1), date(2025, 8, 31)),
    ("2025-07-XX", "een dag in juli 2025", date(2025, 7, 1), date(2025, 7, 31)),
    ("2025-XX", "een maand in 2025", date(2025, 1, 1), date(2025, 12, 31)),
    ("2025-XX-XX", "een dag in 2025", date(2025, 1, 1), date(2025, 12, 31)),
    ("../2026-04", "uiterlijk april 2026", None, date(2026, 4, 30)),
    ("2024-02", "februari 2024", date(2024, 2, 1), date(2024, 2, 29)),
]

TYPED = [
    ("17-7-2025", "2025-07-17"),
    ("17/07/2025", "2025-07-17"),
    ("17.7.2025", "2025-07-17"),
    ("7-2025", "2025-07"),
    ("17 juli 2025", "2025-07-17"),
    (" 17\u00a0 JULI  2025 ", "2025-07-17"),
    ("17 jul. 2025", "2025-07-17"),
    ("3 mrt 2025", "2025-03-03"),
    ("sept. 2025", "2025-09"),
    ("juni 2025", "2025-06"),
    ("juni 2025 - 23 juli 2025", "2025-06/2025-07-23"),
    ("juni 2025–23 juli 2025", "2025-06/2025-07-23"),
    ("juni 2025 t/m 23-7-2025", "2025-06/2025-07-23"),
    ("juni 2025 tot en met 23 juli 2025", "2025-06/2025-07-23"),
    ("17-7-2025 - 18-7-2025", "2025-07-17/2025-07-18"),
    ("uiterlijk 4-8-2025", "../2025-08-04"),
    ("Uiterlijk 4 augustus 2025", "../2025-08-04"),
    ("op of na 12 augustus 2025", "2025-08-12/.."),
    ("vanaf augustus 2025", "2025-08/.."),
    ("rond juli 2025", "2025-07~"),
    ("ca. 21 juli 2025", "2025-07-21~"),
    ("rond 21 juli 2025 - augustus 2025", "2025-07-21~/2025-08"),
    ("2025-07-17/2025-07-17", "2025-07-17"),
    ("2025-07-xx", "2025-07-XX"),
]

REFUSED = [
    ("", "Vul een datum in."),
    ("  ", "Vul een datum in."),
    ("31 februari 2025", "31 februari 2025 bestaat niet."),
    ("2025-02-31", "31 februari 2025 bestaat niet."),
    ("29-2-2025", "29 februari 2025 bestaat niet."),
    ("32-1-2025", "32 januari 2025 bestaat niet."),
    ("32-12-2025", "32 december 2025 bestaat niet."),
    ("2025-13", "Maand 13 bestaat niet."),
    ("0-0-2025", "Maand 0 bestaat niet."),
    ("0000", "Het jaar ligt tussen 1 en 9998."),
    ("9999", "Het jaar ligt tussen 1 en 9998."),
    ("9999-12-31", "Het jaar ligt tussen 1 en 9998."),
    ("2025-08/2025-07", "Het einde van deze periode ligt vóór het begin."),
    ("augustus 2025 - juli 2025", "Het einde van deze periode ligt vóór het begin."),
    ("../..", "Een periode heeft een begin of een einde nodig."),
    ("2025/", "ontbreekt"),
    ("/2025", "ontbreekt"),
    ("winter 2025", "Een winter valt in twee jaren."),
    ("2025-24", "Een winter valt in twee jaren."),
    ("17 brumaire 2025", "‘brumaire’ is geen maand"),
    ("2025-07-17T10:00", "begrijpen wij niet"),
    ("2025-XX-17", "begrijpen wij niet"),
    ("Y20250", "begrijpen wij niet"),
    ("-0100", "begrijpen wij niet"),
    ("{2025,2026}", "begrijpen wij niet"),
    ("gisteren", "begrijpen wij niet"),
    ("²025", "begrijpen wij niet"),
    ("١٢٣٤", "begrijpen wij niet"),
    ("1 - 2 - 3", "één begin en één einde"),
    ("2" * 101, "te lang"),
]


@pytest.mark.parametrize(("edtf", "words", "first", "last"), DESIGN)
def test_a_date_is_told_as_precisely_as_it_is_known(edtf, words, first, last):
    when = EventDate.parse(edtf)
    assert (when.edtf, str(when), when.first, when.last) == (edtf, words, first, last)


@pytest.mark.parametrize(("edtf", "words", "_first", "_last"), DESIGN)
def test_what_readers_see_is_read_back_as_the_same_date(edtf, words, _first, _last):
    assert EventDate.parse(words).edtf == edtf


@pytest.mark.parametrize(("typed", "edtf"), TYPED)
def test_staff_type_dates_as_they_say_them(typed, edtf):
    assert EventDate.parse(typed).edtf == edtf


@pytest.mark.parametrize(("typed", "sentence"), REFUSED)
def test_what_cannot_be_is_refused_in_a_sentence(typed, sentence):
    with pytest.raises(DateError, match=r"\.$") as refusal:
        EventDate.parse(typed)
    assert sentence in str(refusal.value)


@pytest.mark.parametrize(
    ("edtf", "html"),
    [
        ("2025-07-17", "2025-07-17"),
        ("2025-07", "2025-07"),
        ("2025", "2025"),
        ("2025-07~", ""),
        ("2025-22", ""),
        ("2025-07-XX", ""),
        ("2025-06/2025-07-23", ""),
        ("2025-08-12/..", ""),
    ],
)
def test_html_gets_a_date_only_where_it_has_a_form_for_it(edtf, html):
    assert EventDate.parse(edtf).html == html


def test_only_whole_days_are_certain():
    assert EventDate.parse("2025-07-17").is_day
    assert EventDate.parse("2025-07-17/2025-07-18").is_certain
    assert not EventDate.parse("2025-07-17/2025-07-18").is_day
    for vague in ("2025-07", "2025-07-17~", "2025-07-17/..", "../2025-07-17", "2025-07/2025-08-01"):
        assert not EventDate.parse(vague).is_certain


def test_of_dates_that_begin_together_the_narrower_comes_first():
    in_order = [
        "2025-07-01",
        "2025-07-01/2025-07-02",
        "2025-07",
        "2025-07/2025-08",
        "../2025-07-01",
    ]
    in_order.append("2025-07-01/..")
    dates = [EventDate.parse(text) for text in in_order]
    assert {when.sort_day for when in dates} == {date(2025, 7, 1)}
    assert [when.span_days for when in dates] == sorted(when.span_days for when in dates)
    assert len({when.span_days for when in dates}) == len(dates)


days = st.dates(date(1, 1, 1), date(9998, 12, 31))
ends = st.builds(
    "{}{}".format,
    st.one_of(
        days.map(date.isoformat),
        days.map(lambda day: day.isoformat()[:7]),
        days.map(lambda day: day.isoformat()[:4]),
        days.map(lambda day: f"{day.isoformat()[:7]}-XX"),
        days.map(lambda day: f"{day.isoformat()[:4]}-22"),
    ),
    st.sampled_from(["", "~", "?", "%"]),
)
texts = st.one_of(
    ends, ends.map("../{}".format), ends.map("{}/..".format), st.builds("{}/{}".format, ends, ends)
)


def judged(end: str) -> tuple[date, date] | None:
    """Return the first and last day of a date by the library for EDTF; None where it has none."""
    try:
        value = parse_edtf(end)
        return date(*value.lower_strict()[:3]), date(*value.upper_strict()[:3])
    except (EDTFParseException, ValueError):
        return None


def read(end: str) -> tuple[date, date] | None:
    try:
        when = EventDate.parse(end)
    except DateError:
        return None
    return when.first, when.last


PARTS = ("21", "22", "23", "XX", "XX-XX", "02-XX", "12-XX", "00", "13", "02-30", "02-29", "04-31")


@given(
    st.integers(1, 9998).map("{:04}".format),
    st.one_of(st.none(), st.sampled_from(PARTS), days.map(lambda day: day.isoformat()[5:])),
)
@example("2024", "02-29")
@example("1900", "02-29")
@example("2000", "02-XX")
def test_first_and_last_day_are_those_of_the_library_for_edtf(year, part):
    end = f"{year}-{part}" if part else year
    assert read(end) == judged(end)


@given(texts)
def test_what_it_writes_it_reads_back(text):
    try:
        when = EventDate.parse(text)
    except DateError:
        begin, _, end = text.partition("/")  # refused for its order, and for that alone
        assert EventDate.parse(end).last < EventDate.parse(begin).first
        return
    assert EventDate.parse(when.edtf) == when
    assert EventDate.parse(str(when)) == when
    assert not (when.first and when.last) or when.first <= when.last
    assert len(when.edtf) <= 64


@given(
    st.one_of(st.text(max_size=120), st.text(alphabet="0123456789-/.~?%X uniljrodfa", max_size=40))
)
def test_no_text_raises_anything_but_its_own_error(text):
    with suppress(DateError):
        assert EventDate.parse(EventDate.parse(text).edtf)


@pytest.mark.parametrize("piece", ["2", "2025-07/", " ", "rond ", "x", "-", "²", "17 juli 2025 - "])
def test_ten_thousand_characters_take_less_than_50_ms(piece):
    text = (piece * 10_000)[:10_000]

    def taken() -> float:
        begin = time.thread_time()
        with pytest.raises(DateError):
            EventDate.parse(text)
        return time.thread_time() - begin

    assert min(taken() for _ in range(3)) < 0.05
