"""The readers' addresses: what each shows, and to whom."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incident.choices import Kind
from incident.columns import COLUMNS
from incident.models import Kamerstuk
from tests.factories import (
    CitationFactory,
    EventFactory,
    IncidentFactory,
    KamerstukFactory,
    LinkFactory,
    StatementFactory,
    many_events,
)

pytestmark = pytest.mark.django_db

TIMELINE = "/om-citrix/"


def queries(client, address) -> int:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as the database does of itself, some time after many rows
    with CaptureQueriesContext(connection) as captured:
        b"".join(client.get(address))
    return len(captured)


def sourced_event(**about):
    """Make an event with a paper that told it and a press report."""
    event = EventFactory(**about)
    CitationFactory(event=event, kamerstuk__date="2025-08-04", told=True)
    LinkFactory(event=event)
    return event


def test_the_only_incident_is_the_front_page(client):
    IncidentFactory()
    assert client.get("/").url == TIMELINE


def test_of_more_incidents_the_front_page_is_a_list(client, body):
    IncidentFactory()
    IncidentFactory(slug="tweede", title="Een tweede incident")
    IncidentFactory(slug="geheim", title="Nog niet openbaar", is_published=False)
    page = body(client.get("/"))
    assert "Een tweede incident" in page
    assert "Nog niet openbaar" not in page


def test_an_empty_site_says_so(client, body):
    assert "Er staat nog geen incident" in body(client.get("/"))


def test_the_timeline_tells_what_happened_when_it_was_told_and_where_it_stands(client, body):
    event = sourced_event(
        title="OM van internet", date="2025-07-17", body="Eerste.\n\nTweede.", date_note="Zie pers."
    )
    page = body(client.get(TIMELINE))
    assert '<time datetime="2025-07-17">17 juli 2025</time>' in page
    assert f'<a href="/om-citrix/{event.slug}/">OM van internet</a>' in page
    assert "<p>Eerste.</p>" in page
    assert "<p>Tweede.</p>" in page
    assert "Gemeld aan de Kamer op" in page
    assert '<time datetime="2025-08-04">4 augustus 2025</time>' in page
    assert "Zie pers." in page
    assert event.citations.get().kamerstuk.citation in page
    assert event.links.get().url in page
    assert "juli 2025</h2>" in page
    assert "Bijgewerkt" in page


def test_the_day_of_telling_is_silent_where_the_event_is_itself_the_paper(client, body):
    event = EventFactory(date="2025-07-17", kind=Kind.PARLIAMENT)
    CitationFactory(event=event, kamerstuk__date="2025-07-17", told=True)
    assert "Gemeld aan de Kamer op" not in body(client.get(TIMELINE))


def test_a_date_without_a_form_in_html_gets_no_time_element(client, body):
    EventFactory(date="2025-06/2025-07-23")
    page = body(client.get(TIMELINE))
    assert "juni 2025 – 23 juli 2025" in page
    assert ">juni 2025 – 23 juli 2025</time>" not in page


def test_text_is_text(client, body):
    EventFactory(title="<script>alert(1)</script>", body="<b>vet</b> {{ x }}")
    page = body(client.get(TIMELINE))
    assert "<script>" not in page
    assert "&lt;b&gt;vet&lt;/b&gt; {{ x }}" in page


def test_the_page_of_an_event_leads_to_its_fields_and_does_not_list_them(client, body):
    event = sourced_event(date="2025-06/2025-07-23", date_note="Op de maand.")
    page = body(client.get(event.get_absolute_url()))
    for ending in ("csv", "json"):
        assert f'href="/om-citrix/tijdlijn.{ending}"' in page
    assert not [c.name for c in COLUMNS if f"<code>{c.name}</code>" in page]


def test_who_walks_by_headings_hears_the_date_of_each_event_once(client, body):
    event = sourced_event(title="OM van internet", date="2025-06/2025-07-23")
    hidden = '<span class="visually-hidden">juni 2025 – 23 juli 2025: </span>'
    assert f"<h1>{hidden}OM van internet</h1>" in body(client.get(event.get_absolute_url()))
    page = body(client.get(TIMELINE))
    said = (
        r'<span class="when">juni 2025 – 23 juli 2025</span>(&#32;)?\s*<a [^>]*>OM van internet</a>'
    )
    assert re.search(rf"<h3>\s*{said}", page)


def test_a_paper_shows_all_that_rests_on_it(client, body):
    event = sourced_event(title="Rust erop")
    EventFactory(title="Rust er niet op")
    paper = event.citations.get().kamerstuk
    page = body(client.get(f"/kamerstukken/{paper.slug}/"))
    assert "Rust erop" in page
    assert "Rust er niet op" not in page
    assert f"https://zoek.officielebekendmakingen.nl/{paper.slug}.html" in page
    assert "1 gebeurtenis op" in body(client.get("/kamerstukken/"))


def test_an_old_address_leads_to_the_paper_for_ever_once_it_has_its_number(client):
    paper = KamerstukFactory(unnumbered=True, date="2025-08-12")
    CitationFactory(kamerstuk=paper)
    old = paper.get_absolute_url()
    assert old == "/kamerstukken/26643-zonder-nummer-brief-2025-08-12/"
    assert client.get(old).status_code == 200
    paper.number = "1380"
    paper.save()
    answer = client.get(old)
    assert (answer.status_code, answer.url) == (301, "/kamerstukken/kst-26643-1380/")
    assert client.get("/kamerstukken/KST-26643-1380/").status_code == 301
    paper.number = "1381"
    paper.save()
    assert client.get("/kamerstukken/kst-26643-1380/").url == "/kamerstukken/kst-26643-1381/"


def test_two_papers_in_one_dossier_may_both_be_without_number():
    papers = [KamerstukFactory(unnumbered=True, date="2025-08-12") for _ in range(2)]
    assert papers[1].slug == f"{papers[0].slug}-2"
    assert Kamerstuk.objects.filter(number="").count() == 2


@pytest.mark.parametrize(
    "address",
    ["/nergens/", "/om-citrix/2025-07-nergens/", "/kamerstukken/kst-1-1/", "/nergens/kwesties/"],
)
def test_what_is_not_there_is_a_page_in_dutch_with_a_way_back(client, body, address):
    IncidentFactory()
    answer = client.get(address)
    assert answer.status_code == 404
    page = body(answer)
    assert "Deze pagina is er niet" in page
    assert 'href="/"' in page


def test_a_failure_of_ours_is_a_page_in_dutch_too(client, body, monkeypatch):
    monkeypatch.setattr("timeline.views.TimelinePage", None)
    client.raise_request_exception = False
    IncidentFactory()
    answer = client.get(TIMELINE)
    assert answer.status_code == 500
    assert "Er ging iets mis bij ons" in body(answer)


def test_a_forged_form_is_a_page_in_dutch(body):
    from django.test import Client

    answer = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "x"})
    assert answer.status_code == 403
    assert "Dit mag niet" in body(answer)


@pytest.mark.parametrize("address", ["/", TIMELINE, "/kamerstukken/", "/om-citrix/tijdlijn.csv"])
def test_readers_can_only_read(client, address):
    EventFactory()
    assert client.post(address).status_code == 405


def test_a_page_costs_a_few_queries_however_many_events_there_are(client):
    """Past 200 it counts what it does not show. Three queries ask the state, here a new one."""
    found = "/om-citrix/?q=gebeurde&soort=maatregel"
    bounds = {TIMELINE: 10, found: 16, "/kamerstukken/": 12, "/kamerstukken/kst-26643-9999/": 12}
    addresses = list(bounds)
    paper = KamerstukFactory(number="9999")
    for number in range(10):
        event = sourced_event(date=f"2025-0{number % 9 + 1}")
        CitationFactory(event=event, kamerstuk=paper)
    StatementFactory(event=event, kamerstuk=paper)
    few = [queries(client, address) for address in addresses]
    many_events(391, paper)
    many = [queries(client, address) for address in addresses]
    many_events(600, paper)
    assert [queries(client, address) for address in addresses] == many
    for address, least, most in zip(addresses, few, many, strict=True):
        assert least <= most <= least + 5, address
        assert least <= bounds[address], address


def test_the_page_of_an_event_takes_it_from_the_timeline_around_it(client):
    event, other = (sourced_event(date=f"2025-07-{day}") for day in (17, 18))
    assert queries(client, event.get_absolute_url()) <= 10
    assert queries(client, f"{other.get_absolute_url()}?peildatum=2025-08-04") <= 16


def test_past_200_events_the_page_shows_a_year_at_a_time(client, body):
    many_events(201)
    page = body(client.get(TIMELINE))
    assert "201 gebeurtenissen" in page
    assert "Titel 0." in page
    assert "Titel 1." not in page
    page = body(client.get(TIMELINE, {"jaar": "2021"}))
    assert "Titel 1." in page
    assert "Titel 0." not in page
    assert client.get(TIMELINE, {"jaar": "1999"}).url == TIMELINE
    assert client.get(TIMELINE, {"maand": "2021-02"}).url == f"{TIMELINE}?jaar=2021"
    assert len(body(client.get("/om-citrix/tijdlijn.csv")).splitlines()) == 202
