"""What a cache may do: keep an answer, and ask each time whether it still holds."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import EventFactory

pytestmark = pytest.mark.django_db

PAGES = ["/om-citrix/", "/om-citrix/wijzigingen/", "/kamerstukken/", "/sitemap.xml"]
FILES = [f"/om-citrix/tijdlijn.{ending}" for ending in ("csv", "json", "atom", "ics")]

BOUNDS = "stale-while-revalidate=1, stale-if-error=60"


@pytest.mark.parametrize("address", [*PAGES, *FILES, "/nergens/"])
def test_a_cache_asks_each_time_and_one_for_many_after_a_second(client, address):
    EventFactory()
    for _ in range(2):
        said = client.get(address)["Cache-Control"]
        assert said == f"public, max-age=0, s-maxage=1, {BOUNDS}"


@pytest.mark.parametrize("address", PAGES)
def test_what_has_not_changed_is_not_sent_again(client, address):
    EventFactory()
    first = client.get(address)
    again = client.get(address, HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")


def test_an_event_is_public_to_the_second_also_through_a_cache(client, monkeypatch):
    moment = timezone.now() + timedelta(hours=1)
    event = EventFactory(title="Nu te zien", publish_at=moment)
    moment = event.publish_at = moment.replace(second=30, microsecond=0)
    event.save()
    tag = None
    for offset, code in ((-0.002, 200), (-0.001, 304), (0, 200)):
        at = moment + timedelta(seconds=offset)
        monkeypatch.setattr(timezone, "now", lambda at=at: at)
        answer = client.get("/om-citrix/", HTTP_IF_NONE_MATCH=tag or "")
        assert answer.status_code == code
        tag = answer["ETag"]
    assert event.title in client.get("/om-citrix/").content.decode()
