"""The feeds: who follows sees every change, who plans sees whole days."""

from datetime import date, timedelta

import feedparser
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from incident.models import Event, WrittenQuestions
from tests.factories import (
    EventFactory,
    IncidentFactory,
    KamerstukFactory,
    QuestionFactory,
    WrittenQuestionsFactory,
)
from timeline.formats.feeds import MOST_ENTRIES

pytestmark = pytest.mark.django_db

BASE = "/om-citrix/"


def test_a_follower_sees_what_is_published_or_corrected_last_first(content):
    now = timezone.now()
    early = EventFactory(date="2025-01-01", publish_at=now - timedelta(days=9))
    late = EventFactory(date="2025-06-01", publish_at=now - timedelta(days=8))
    Event._base_manager.update(changed_at=now - timedelta(days=10))
    address = f"{BASE}tijdlijn.atom"
    feed = feedparser.parse(content(address))
    assert not feed.bozo
    assert [e.link.split("/")[-2] for e in feed.entries] == [late.slug, early.slug]
    ids = {e.link: (e.id, e.published, e.updated) for e in feed.entries}
    early.refresh_from_db()
    early.body = "Verbeterd."
    early.save()
    again = feedparser.parse(content(address))
    assert [e.link.split("/")[-2] for e in again.entries] == [early.slug, late.slug]
    corrected = again.entries[0]
    assert corrected.id == ids[corrected.link][0]
    assert corrected.published == ids[corrected.link][1]
    assert corrected.updated > ids[corrected.link][2]
    EventFactory(date="1999-01-01", title="Van lang geleden")
    newest = feedparser.parse(content(address)).entries[0]
    assert "Van lang geleden" in newest.title


@pytest.mark.parametrize("most", [3, 100])
def test_the_newest_are_those_that_come_first_when_all_are_put_in_order(most):
    now, incidents = timezone.now(), [IncidentFactory(), IncidentFactory(slug="a", title="A")]
    for number in range(24):
        about = {"slug": f"2025-07-{'éEe'[number % 3]}{number // 4}", "draft": number % 11 == 10}
        event = EventFactory(incident=incidents[number % 2], **about)
        moments = {"publish_at": now + timedelta(days=number % 5 - 3)}
        moments["changed_at"] = now - timedelta(days=number % 3)
        Event._base_manager.filter(pk=event.pk).update(**moments)
    seen = Event.objects.for_readers()
    for events, of_one in ((seen, False), (seen.filter(incident=incidents[0]), True)):
        found = list(events.newest_seen(most, of_one=of_one))
        ordered = sorted(events, key=lambda e: (e.slug, e.incident.slug))
        assert found == sorted(ordered, key=lambda e: e.shown_at, reverse=True)[:most]
        assert len(found) >= 3


def test_a_feed_says_which_question_it_answers_and_leads_to_its_page(content):
    event = EventFactory(kind="besluit", body="Zij besloten.")
    EventFactory(kind="maatregel")
    whole = feedparser.parse(content(f"{BASE}tijdlijn.atom"))
    part = feedparser.parse(content(f"{BASE}tijdlijn.atom", soort="besluit"))
    assert whole.feed.link == f"http://testserver{BASE}"
    assert part.feed.link == f"http://testserver{BASE}?soort=besluit"
    assert part.feed.title == f"{whole.feed.title}, soort besluit"
    assert part.feed.id != whole.feed.id
    assert part.feed.language == "nl"
    [entry] = part.entries
    assert entry.link == f"http://testserver{event.get_absolute_url()}"
    assert entry.title == f"{event.when}: {event.title}"
    assert (entry.summary, entry.tags[0].term) == ("Zij besloten.", "Besluit")


def test_an_entry_keeps_its_id_when_the_site_gets_another_name(client, settings):
    settings.ALLOWED_HOSTS = ["een.example", "twee.example"]
    EventFactory()
    ids = set()
    for host in settings.ALLOWED_HOSTS:
        answer = client.get(f"{BASE}tijdlijn.atom", HTTP_HOST=host)
        ids.add(feedparser.parse(answer.content).entries[0].id)
    assert len(ids) == 1


@pytest.mark.parametrize(
    ("edtf", "first", "after"),
    [
        ("2025-07-17", date(2025, 7, 17), date(2025, 7, 18)),
        ("2025-06", date(2025, 6, 1), date(2025, 7, 1)),
        ("2025-06/2025-07-23", date(2025, 6, 1), date(2025, 7, 24)),
        ("../2025-08-04", date(2025, 8, 4), date(2025, 8, 5)),
        ("2025-12-31/..", date(2025, 12, 31), date(2026, 1, 1)),
    ],
)
def test_a_calendar_entry_is_of_whole_days_and_ends_the_day_after(content, edtf, first, after):
    event = EventFactory(date=edtf)
    calendar = Calendar.from_ical(content(f"{BASE}tijdlijn.ics"))
    (entry,) = calendar.walk("VEVENT")
    assert (entry["dtstart"].dt, entry["dtend"].dt) == (first, after)
    assert (str(event.when) in entry["summary"]) is not event.when.is_day


def test_a_calendar_says_who_made_it_of_what_and_by_which_standard(content):
    event = EventFactory(title="Toegang hersteld")
    calendar = Calendar.from_ical(content(f"{BASE}tijdlijn.ics"))
    assert calendar["version"] == "2.0"  # RFC 5545 asks for these two
    assert "om-citrix" in calendar["prodid"]
    assert calendar["x-wr-calname"] == f"Tijdlijn {event.incident.title}"
    [entry] = calendar.walk("VEVENT")
    assert entry.keys() >= {"UID", "DTSTAMP", "SEQUENCE", "LAST-MODIFIED"}
    shown_at = event.shown_at.replace(microsecond=0)
    assert entry["dtstamp"].dt == entry["last-modified"].dt == shown_at
    assert "Toegang hersteld" in entry["summary"]
    assert event.get_absolute_url() in entry["url"]


def test_the_terms_of_questions_are_in_the_calendar_where_the_question_asks(content):
    QuestionFactory(questions__kamerstuk__chamber_number="2025Z14818")
    address = f"{BASE}tijdlijn.ics"

    def terms(**query) -> list:
        return [
            e["dtstart"].dt for e in Calendar.from_ical(content(address, **query)).walk("VEVENT")
        ]

    assert terms() == [date(2025, 8, 11)]
    assert terms(vanaf="2025-08-11", soort="parlement") == [date(2025, 8, 11)]
    for other in ({"vanaf": "2025-08-12"}, {"soort": "besluit"}, {"q": "OM"}):
        assert terms(**other) == []
    assert terms(peildatum="2025-07-20") == []


def test_what_was_stored_past_the_log_is_in_the_calendar_as_it_came_out(content):
    stored = WrittenQuestionsFactory.build(
        incident=IncidentFactory(),
        kamerstuk=KamerstukFactory(chamber_number="2025Z14818", date="2025-07-21"),
    )
    stored.publish_at = timezone.now().replace(microsecond=0)
    WrittenQuestions._base_manager.bulk_create([stored])
    [term] = Calendar.from_ical(content(f"{BASE}tijdlijn.ics")).walk("VEVENT")
    assert (term["sequence"], term["dtstamp"].dt) == (0, stored.publish_at)


@pytest.mark.parametrize("address", [f"{BASE}tijdlijn.atom", "/tijdlijn.atom"])
def test_a_feed_reads_the_texts_of_its_own_entries_alone(client, address):
    EventFactory()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    [read] = [query["sql"] for query in asked if '"incident_event"."body"' in query["sql"]]
    found = read.partition('"incident_event"."id" IN (')[2]
    assert f"LIMIT {MOST_ENTRIES}" in found
    assert '"body"' not in found
