"""A query that is written once answers as one that is written anew: for any values, at any time."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from incident.models import Citation, Event, Incident
from incident.models.querysets.beside import complete
from incident.written.moment import now
from incident.written.queries import MOST, filled, written
from tests.factories import CitationFactory, EventFactory, IncidentFactory, StatementFactory

pytestmark = pytest.mark.django_db


@written
def named(slug: str):
    return Event.objects.for_readers().filter(slug=slug).prefetch_related(None)


@written
def among(keys: list[int]):
    return Event.objects.filter(pk__in=keys).order_by("pk").values_list("pk", flat=True)


def test_a_query_is_written_once_and_asked_for_each_value():
    events = [EventFactory(slug=f"2025-07-{name}") for name in ("een", "twee")]
    assert [named(event.slug) for event in events] == [[event] for event in events]
    assert named("2025-07-drie") == []
    assert len(named.forms) == 1
    with CaptureQueriesContext(connection) as asked:
        assert named(events[0].slug)[0].incident.slug == "om-citrix"
    assert len(asked) == 1


def test_it_asks_at_the_moment_of_asking_and_not_of_writing(monkeypatch):
    moment = timezone.now() + timedelta(hours=1)
    event = EventFactory(slug="2025-07-straks", publish_at=moment)
    assert named(event.slug) == []
    monkeypatch.setattr(timezone, "now", lambda: moment)
    assert named(event.slug) == [event]
    monkeypatch.setattr(timezone, "now", lambda: moment - timedelta(microseconds=1))
    assert named(event.slug) == []


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 5, 9])
def test_a_list_of_any_length_gives_its_rows_once(count):
    keys = [event.pk for event in EventFactory.create_batch(10)]
    assert among(keys[:count]) == keys[:count]
    assert among(set(keys[:count])) == keys[:count]


def test_lists_of_all_lengths_are_written_a_few_times():
    assert {len(filled(range(1, n + 1))) for n in range(1, MOST + 1)} == {2**n for n in range(10)}
    assert filled([3, 1, 2]) == [3, 1, 2, 2]
    forms = len(among.forms)
    assert among(range(-MOST, 1)) == []
    assert len(among.forms) == forms


def test_days_and_moments_are_asked_as_they_are():
    event = EventFactory(date="2025-07-17")

    @written
    def between(first: date, last: date, until):
        found = Event.objects.filter(sort_day__range=(first, last), publish_at__lte=until)
        return found.values_list("slug", "sort_day", "publish_at")

    day, moment = date(2025, 7, 17), timezone.now()
    assert between(day, day, moment) == [(event.slug, day, event.publish_at)]
    assert between(day, day, event.publish_at - timedelta(microseconds=1)) == []
    assert between(day + timedelta(days=1), date(2030, 1, 1), moment) == []


def test_a_moment_that_would_stay_in_it_is_refused():
    @written
    def stuck(slug: str):
        return Event.objects.filter(slug=slug, publish_at__lte=timezone.now())

    with pytest.raises(ValueError, match="stuck has a moment"):
        stuck("2025-07-een")


def test_a_value_that_is_looked_at_is_refused():
    @written
    def turned(slug: str):
        return Event.objects.filter(slug=slug.upper())

    @written
    def left_out(slug: str):
        return Event.objects.all()

    for wrong in (turned, left_out):
        with pytest.raises(ValueError, match="does not pass each value on"):
            wrong("2025-07-een")


def test_what_prefetches_is_refused_as_its_moment_would_stay():
    @written
    def prefetching(slug: str):
        return Event.objects.for_readers().filter(slug=slug)

    with pytest.raises(ValueError, match="prefetches"):
        prefetching("2025-07-een")


def test_a_function_that_fails_leaves_the_moment_as_it_is():
    @written
    def failing(slug: str):
        raise LookupError

    with pytest.raises(LookupError):
        failing("2025-07-een")
    assert abs(now() - timezone.now()) < timedelta(minutes=1)


@pytest.mark.django_db(transaction=True)
def test_threads_that_ask_at_once_get_each_their_own_rows():
    slugs = [f"incident-{number}" for number in range(4)]
    for slug in slugs:
        IncidentFactory(slug=slug)

    @written
    def at(slug: str):
        return Incident.objects.filter(slug=slug)

    found = {}

    def ask(slug: str) -> None:
        found[slug] = [at(slug)[0].slug for _ in range(20)]
        connection.close()

    threads = [threading.Thread(target=ask, args=[slug]) for slug in slugs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {slug: [slug] * 20 for slug in slugs}


def test_what_stands_beside_events_is_as_it_is_prefetched():
    for _ in range(3):
        citation = CitationFactory()
        CitationFactory(event=citation.event)
        StatementFactory(event=citation.event)
    EventFactory()
    bare = Event.objects.chronological()
    with CaptureQueriesContext(connection) as asked:
        completed = complete(bare)
    assert len(asked) == 4
    for one, other in zip(completed, bare.with_sources().with_statements(), strict=True):
        for name in ("citation_list", "link_list", "public_statements"):
            assert getattr(one, name) == getattr(other, name)
        assert all(row.event is one for row in one.citation_list)
    assert Citation.objects.count() == 6
