"""The overview: a day lies where it lies, and nothing hides behind something else."""

from datetime import date
from itertools import pairwise

import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from incident.models import Event
from incident.values.dates import EventDate
from tests.factories import CitationFactory, EventFactory
from timeline.pages.chart import MOST_TICKS, ROOM, Chart

pytestmark = pytest.mark.django_db


def drawn(*dates: str) -> Chart:
    return Chart([EventFactory(date=edtf) for edtf in dates])


def marks(drawing: Chart) -> list:
    return [mark for lane in drawing.lanes for _, row in lane.rows for mark in row]


def test_days_lie_on_a_true_axis():
    drawing = drawn("2025-01-01", "2025-01-16", "2025-02-28")
    assert (drawing.begin, drawing.end) == (date(2025, 1, 1), date(2025, 3, 1))
    assert sorted(mark.at for mark in marks(drawing)) == [0.0, 25.4, 98.3]


def test_a_period_is_a_bar_and_an_open_end_fades():
    drawing = drawn("2025-01-01", "2025-02/2025-03", "../2025-06-01", "2025-04-01/..", "2025-12-31")
    by_date = {mark.event.date: mark for mark in marks(drawing)}
    assert (by_date["2025-01-01"].width, by_date["2025-01-01"].fades) == (0, "")
    assert by_date["2025-02/2025-03"].width > 10
    assert by_date["../2025-06-01"].fades == "begin"
    assert by_date["2025-04-01/.."].fades == "end"
    assert by_date["2025-04-01/.."].end > by_date["2025-04-01/.."].at


def test_the_day_of_telling_is_joined_where_it_is_another_place():
    late = EventFactory(date="2025-01-01")
    CitationFactory(event=late, told=True, kamerstuk__date="2025-06-01")
    same = EventFactory(date="2025-01-01")
    CitationFactory(event=same, told=True, kamerstuk__date="2025-01-02")
    told = {mark.event: mark.told for mark in marks(Chart(Event.objects.for_readers()))}
    assert told[late] == pytest.approx(100 * 151 / 181, abs=0.1)
    assert told[same] is None


@settings(deadline=None)
@given(st.lists(st.dates(date(2020, 1, 1), date(2029, 12, 31)), min_size=2, max_size=40))
def test_no_two_marks_of_a_row_meet(days):
    events = []
    for day in days:
        event = Event(kind="besluit", date=day.isoformat())
        event.citation_list = []
        when = EventDate.parse(event.date)
        event.first_day, event.last_day, event.sort_day = when.first, when.last, when.sort_day
        events.append(event)
    drawing = Chart(events)
    assert len(marks(drawing)) == len(days)
    for lane in drawing.lanes:
        for _, row in lane.rows:
            for left, right in pairwise(row):
                assert right.at - left.at >= 2 * ROOM - 0.1
    assert all(0 <= mark.at <= 100 for mark in marks(drawing))
    assert 1 <= len(drawing.ticks) <= MOST_TICKS + 1


@pytest.mark.parametrize("span", [("2025-01-05", "2025-01-06"), ("1990-01-01", "2026-01-01")])
def test_the_axis_names_few_months_and_each_year_once(span):
    names = [name for _, name in drawn(*span).ticks]
    assert 1 <= len(names) <= MOST_TICKS + 1
    assert any(char.isdigit() for char in names[0])
    assert len(set(names)) == len(names)


def test_the_drawing_is_for_the_eye_and_each_mark_leads_to_its_event(client, body):
    call_command("loaddata", "om_citrix", verbosity=0)
    page = body(client.get("/om-citrix/?peildatum=2025-08-04"))
    drawing = page[page.index('<div class="chart"') : page.index('<div class="columns"')]
    assert 'aria-hidden="true"' in drawing
    assert drawing.count('<a href="#2025-') == drawing.count('tabindex="-1"') == 8
    assert 'class="day"' in drawing
    for part in drawing.split('<a href="#')[1:]:
        assert f'id="{part.split(chr(34))[0]}"' in page


def test_one_event_needs_no_drawing(client, body):
    EventFactory()
    assert 'class="chart"' not in body(client.get("/om-citrix/"))
