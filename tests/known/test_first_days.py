"""The days by which an event was surely told and known, kept with it, are those of its sources."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps

from incident.models import Event
from tests.factories import CitationFactory, EventFactory, KamerstukFactory, LinkFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cited():
    """Return the citation by which the Chamber was told, on 4 August 2025."""
    return CitationFactory(told=True, kamerstuk__date="2025-08-04")


def days() -> tuple[date | None, date | None]:
    """Return the kept days of the one event; they are what its sources say."""
    event = Event.objects.get()
    assert (event.first_told, event.first_known) == (event.told_day, event.known_day)
    return event.first_told, event.first_known


AUGUST = date(2025, 8, 4)


def test_an_event_without_sources_has_neither():
    EventFactory()
    assert days() == (None, None)


def test_a_paper_tells_and_a_report_makes_known(cited):
    assert days() == (AUGUST, AUGUST)
    LinkFactory(event=cited.event, date="2025-07")
    assert days() == (AUGUST, date(2025, 7, 31))


def test_a_report_alone_makes_known_and_tells_nobody():
    LinkFactory(date="2025-07-18")
    assert days() == (None, date(2025, 7, 18))


def test_an_open_end_is_no_day(cited):
    paper = cited.kamerstuk
    paper.date = "2025-08-01/.."
    paper.save()
    assert days() == (None, None)


def test_they_move_with_the_day_of_the_paper(cited):
    cited.kamerstuk.date = "2025-08-05"
    cited.kamerstuk.save()
    assert days() == (date(2025, 8, 5), date(2025, 8, 5))


def test_they_move_with_another_paper_and_with_what_it_told(cited):
    cited.kamerstuk = CitationFactory(kamerstuk__date="2025-07-21", event=cited.event).kamerstuk
    cited.told, cited.locator = False, "p. 9"
    cited.save()
    assert days() == (None, date(2025, 7, 21))


def test_they_go_with_the_source(cited):
    link = LinkFactory(event=cited.event, date="2025-07-18")
    cited.delete()
    assert days() == (None, date(2025, 7, 18))
    link.delete()
    assert days() == (None, None)


def test_who_saves_an_event_as_it_was_read_before_its_sources_changes_neither():
    event = EventFactory()
    CitationFactory(event=event, told=True, kamerstuk__date="2025-08-04")
    event = Event.objects.get()
    event.first_told = event.first_known = None
    event.save()
    assert days() == (AUGUST, AUGUST)


def test_an_older_database_gets_them(cited):
    LinkFactory(event=cited.event, date="2025-07-18")
    Event._base_manager.update(first_told=None, first_known=None)
    import_module("incident.migrations.0015_first_days").keep_first_days(apps, None)
    assert days() == (AUGUST, date(2025, 7, 18))


def test_one_act_sets_them_of_very_many_events(monkeypatch):
    monkeypatch.setattr("incident.models.event.KEYS_AT_ONCE", 2)
    paper = KamerstukFactory(date="2025-08-04")
    for _ in range(5):
        CitationFactory(told=True, kamerstuk=paper)
    paper.date = "2025-08-05"
    paper.save()
    assert set(Event.objects.values_list("first_told", flat=True)) == {date(2025, 8, 5)}
