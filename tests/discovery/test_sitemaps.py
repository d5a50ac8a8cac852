"""What machines look for at fixed addresses."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from incident.models import Event, Kamerstuk
from tests.factories import CitationFactory, EventFactory, many_events
from timeline.discovery.sitemaps import Part

pytestmark = pytest.mark.django_db

BASE = "/om-citrix/"


@pytest.mark.usefixtures("case")
def test_the_page_names_its_other_forms_with_the_same_question(client, body):
    page = body(client.get(f"{BASE}?soort=besluit"))
    for ending in ("atom", "json", "csv", "ics"):
        link = page.split('rel="alternate"')
        assert any(f'href="{BASE}tijdlijn.{ending}?soort=besluit"' in part for part in link)


def parts(index: str) -> list[str]:
    """Return the addresses, without host, of the parts that the index of the sitemap names."""
    return re.findall(r"<loc>http://testserver([^<]+)</loc>", index)


def test_the_sitemap_is_in_parts_and_each_costs_the_same_for_many(client, body, monkeypatch):
    monkeypatch.setattr(Part, "limit", 10)
    many_events(25)
    found = parts(body(client.get("/sitemap.xml")))
    events = [part for part in found if "gebeurtenissen" in part]
    assert events == [f"/sitemap-gebeurtenissen.xml{page}" for page in ("", "?p=2", "?p=3")]
    addresses, costs = [], []
    for part in events:
        with CaptureQueriesContext(connection) as captured:
            addresses += parts(body(client.get(part)))
        costs.append(len(captured))
    assert len(set(addresses)) == len(addresses) == 25
    assert max(costs) <= 6
    with CaptureQueriesContext(connection) as captured:
        client.get("/sitemap.xml?again")
    assert not [query for query in captured if "LIMIT 10" in query["sql"]]
    assert client.get("/sitemap-onzin.xml").status_code == 404
    assert client.get("/sitemap-gebeurtenissen.xml?p=4").status_code == 404


def test_the_sitemap_does_not_tell_in_which_order_texts_were_drafted(client, body):
    for slug in ("2025-07-b", "2025-07-c", "2025-07-a"):
        EventFactory(slug=slug, date="2025-07")
    found = parts(body(client.get("/sitemap-gebeurtenissen.xml")))
    assert found == [f"{BASE}2025-07-{sign}/" for sign in "abc"]
    for number, day in (("1", "2025-07-03"), ("2", "2025-07-01"), ("3", "2025-07-02")):
        CitationFactory(event=Event.objects.first(), kamerstuk__number=number, kamerstuk__date=day)
    found = parts(body(client.get("/sitemap-kamerstukken.xml")))
    assert [address[-2] for address in found] == ["2", "3", "1"]


@pytest.mark.usefixtures("case")
def test_the_sitemap_holds_every_page_and_no_draft(client, body):
    EventFactory(draft=True, title="Geheim", slug="2025-01-geheim")
    text = "".join(body(client.get(part)) for part in parts(body(client.get("/sitemap.xml"))))
    for row in (*Event.objects.for_readers(), *Kamerstuk.objects.for_readers()):
        assert f"{row.get_absolute_url()}</loc>" in text
    for page in ("", "kwesties/", "vragen/", "wachttijd/", "vergelijk/"):
        assert f"{BASE}{page}</loc>" in text
    assert "geheim" not in text


def test_robots_may_read_all_but_the_desk(client, body):
    text = body(client.get("/robots.txt"))
    assert "Disallow: /admin/" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text


def test_security_txt_is_there_when_somebody_is_to_be_told(client, body, settings):
    settings.SECURITY_CONTACT = ""
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = "mailto:veilig@tijdlijn.example"
    text = body(client.get("/.well-known/security.txt"))
    assert "Contact: mailto:veilig@tijdlijn.example\n" in text
    expires = text.split("Expires: ")[1].split("\n")[0]
    assert timezone.datetime.fromisoformat(expires) > timezone.now() + timedelta(days=90)
