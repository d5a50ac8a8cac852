"""What was known on any two days, of any events: the groups, and their numbers."""

from collections import Counter
from datetime import date, timedelta
from unittest import mock

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from incident.choices import Kind, Known
from incident.models import Event
from incident.models.querysets.events import newly_known
from tests.factories import CitationFactory, EventFactory, IncidentFactory, LinkFactory
from tests.helpers.proofs import share
from timeline.query.filters import NEWEST_FIRST
from timeline.query.selection import Selection

START = date(2025, 7, 1)
DAYS = st.integers(0, 40).map(lambda n: START + timedelta(days=n))
EDTF = st.one_of(
    st.just(""),
    DAYS.map(str),
    DAYS.map(lambda day: f"{day}/.."),
    DAYS.map(lambda day: f"../{day}"),
    st.sampled_from(["2025-07", "2025-08~"]),
)
SOURCES = st.lists(st.tuples(st.sampled_from(["told", "cited", "linked"]), EDTF), max_size=3)

EVENTS = st.lists(SOURCES, min_size=1, max_size=4)
KINDS = list(Kind)[:2]
QUERIES = st.lists(
    st.sampled_from(["soort", "bekend", "vanaf", "volgorde"]), unique=True, max_size=4
)
ASKED = {
    "soort": KINDS[0].value,
    "bekend": "openbaar",
    "vanaf": "2025-07-02",
    "volgorde": NEWEST_FIRST,
}


def kept(events: list[list[tuple[str, str]]]):
    """Make events with these sources, and return them as readers have them."""
    for number, sources in enumerate(events):
        event = EventFactory(kind=KINDS[number % 2], date=f"2025-07-0{1 + number // 2}")
        for how, day in sources:
            if how == "linked":
                LinkFactory(event=event, date=day)
            else:
                CitationFactory(event=event, told=how == "told", kamerstuk__date=day)
    return Event.objects.for_readers()


many = settings(deadline=None, max_examples=share(200, least=20))


@pytest.mark.proof
class TestGroups(TestCase):
    """The two groups of any events on any two days."""

    @many
    @given(events=EVENTS, day=DAYS)
    def test_they_are_disjoint_and_the_database_says_what_an_event_says(self, events, day):
        everyone = kept(events)
        told, public = (set(everyone.known_as(group, day)) for group in Known)
        assert not told & public
        assert told | public == set(everyone.known_by(day))
        assert not (told | public) & set(everyone.never_dated())
        assert told == {event for event in everyone if event.known_as(day) == Known.TOLD}
        assert public == {event for event in everyone if event.known_as(day) == Known.PUBLIC}

    @many
    @given(events=EVENTS, days=st.tuples(DAYS, DAYS).map(sorted))
    def test_what_was_told_stays_told_and_what_came_is_the_difference(self, events, days):
        everyone, (early, late) = kept(events), days
        told, public = ([set(everyone.known_as(group, day)) for day in days] for group in Known)
        assert told[0] <= told[1]
        assert public[0] <= public[1] | told[1]
        assert set(everyone.filter(newly_known(Known.TOLD, early, late))) == told[1] - told[0]
        assert set(everyone.filter(newly_known(Known.PUBLIC, early, late))) == public[1] - public[0]

    @many
    @given(events=EVENTS, day=st.none() | DAYS, names=QUERIES)
    def test_one_query_counts_what_several_would(self, events, day, names):
        kept(events)
        query = QueryDict(mutable=True)
        query.update({name: ASKED[name] for name in names if day or name != "bekend"})
        query.update({"peildatum": day.isoformat()} if day else {})
        selection = Selection(IncidentFactory(), query)
        with mock.patch.object(Selection, "is_short", new=False):
            days = (event.sort_day.isoformat() for event in selection.events)
            assert selection.by_day == Counter(days)
            kinds = Counter(event.kind for event in selection.rest("soort").events)
            assert +selection.by_kind == kinds
            asked = [selection.group] if selection.group else list(Known)
            found = selection.events
            groups = [(known, found.known_as(known, day).count()) for known in asked if day]
            assert groups == [(known, selection.count_known_as(known)) for known, _ in groups]
            assert selection.unplaced_count == selection.unplaced.count()
