"""As known on a day: what was surely told by its end, and nothing else."""

from datetime import date

import pytest
from django.utils import timezone

from incident.models import Event
from tests.factories import (
    CitationFactory,
    EventFactory,
    LinkFactory,
    StatementFactory,
)
from tests.helpers.case import load_case

pytestmark = pytest.mark.django_db

TIMELINE = "/om-citrix/"
DAY = date(2025, 8, 4)


def told(day: str, **about) -> Event:
    """Make an event that a paper of this day told."""
    event = EventFactory(title=f"Gemeld {day}", **about)
    CitationFactory(event=event, told=True, kamerstuk__date=day)
    return event


@pytest.mark.parametrize(
    ("paper", "is_known"),
    [
        ("2025-08-04", True),
        ("2025-08-05", False),
        ("2025-07", True),
        ("2025-08", False),
        ("../2025-08-04", True),
        ("2025-08-01/..", False),
    ],
)
def test_an_event_is_known_when_its_paper_was_surely_there(paper, is_known):
    event = told(paper)
    known = Event.objects.for_readers().known_by(DAY)
    assert (event in known) is is_known
    assert bool(event.known_day and event.known_day <= DAY) is is_known


def test_what_no_source_dates_is_known_on_no_day():
    mentioned = CitationFactory(kamerstuk__date="2025-07-01").event
    undated = LinkFactory(date="").event
    unsaid = told("2025-08-01/..")
    press = LinkFactory(event=told(""), date="2025-07").event
    days = {mentioned: date(2025, 7, 1), undated: None, unsaid: None, press: date(2025, 7, 31)}
    assert {e: e.known_day for e in Event.objects.all()} == days
    assert set(Event.objects.never_dated()) == {undated, unsaid}


@pytest.mark.parametrize(
    "address", [TIMELINE, *(f"{TIMELINE}tijdlijn{n}.csv" for n in ("", "-excel"))]
)
def test_every_form_shows_the_same_day(client, body, address):
    told("2025-08-04")
    told("2025-08-05")
    page = body(client.get(address, {"peildatum": "2025-08-04"}))
    assert "Gemeld 2025-08-04" in page
    assert "Gemeld 2025-08-05" not in page


def test_the_page_says_the_day_the_way_back_and_what_is_left_out(client, body):
    told("2025-08-04")
    left_out = EventFactory(title="Er ergens")
    EventFactory(title="Anders", body="Niet gevraagd.", date="2024")
    page = body(client.get(TIMELINE, {"peildatum": "2025-08-04", "q": "iets"}))
    assert "<strong>Wat de Kamer op 4 augustus 2025 wist.</strong>" in page
    assert "U ziet wat toen bekend was, in twee groepen." in page
    assert "De beschrijvingen schreven wij later." in page
    assert "1 gebeurtenis is niet te plaatsen</a>" in page
    named = page.partition('id="niet-te-plaatsen"')[2]
    assert f'<a href="{left_out.get_absolute_url()}?peildatum=2025-08-04">Er ergens</a>' in named
    assert "Anders" not in page
    assert '<a href="/om-citrix/?q=iets">Terug naar nu</a>' in page
    assert "niet te plaatsen" not in body(client.get(TIMELINE)).lower()


def test_every_link_and_every_file_keeps_the_day(client, body):
    load_case()
    keep = "?peildatum=2025-08-04"
    pages = [TIMELINE, f"{TIMELINE}2025-07-om-van-internet/", f"{TIMELINE}kwesties/"]
    pages += [f"{TIMELINE}vragen/", "/kamerstukken/", "/kamerstukken/kst-26643-1376/"]
    for address in pages:
        page = body(client.get(address + keep))
        links = [part.split('"')[0] for part in page.split('<a href="/')[1:]]
        kept = [link for link in links if "peildatum=2025-08-04" in link]
        way_back = [link for link in links if link not in kept]
        assert len(kept) > 2, address
        allowed = {"", address[1:], "om-citrix/", "om-citrix/vergelijk/"}
        allowed |= {"om-citrix/wachttijd/", "om-citrix/wachttijd/#zo-rekenen-wij"}  # takes no day
        ours = {
            f"om-citrix/?stand={timezone.localdate()}",
            "om-citrix/wijzigingen/",
            "over/",
            "api/",
        }
        ours |= {link for link in way_back if "/citeer." in link}
        assert set(way_back) <= allowed | ours, address  # what we published when is another axis


def test_a_source_of_later_is_named_so(client, body):
    event = told("2025-08-04")
    CitationFactory(event=event, kamerstuk__date="2025-09-01")
    LinkFactory(event=event, date="")
    page = body(client.get(event.get_absolute_url() + "?peildatum=2025-08-10"))
    assert page.count("van later") == 1
    assert page.count("dag niet bekend") == 1
    assert "nog niet bekend" not in page
    assert "nog niet bekend" in body(client.get(event.get_absolute_url() + "?peildatum=2025-08-01"))


def test_a_statement_of_later_does_not_stand_with_its_event(client, body):
    event = told("2025-08-04")
    StatementFactory(event=event, summary="Toen.", kamerstuk__date="2025-08-04")
    StatementFactory(event=event, summary="Later.", kamerstuk__date="2025-09-01")
    StatementFactory(event=event, summary="Geheim.", claim__draft=True)
    page = body(client.get(f"{TIMELINE}?peildatum=2025-08-04"))
    assert "Toen." in page
    assert "Later." not in page
    now = body(client.get(TIMELINE))
    assert "Later." in now
    assert "Geheim." not in now


def test_what_was_told_before_it_happened_is_shown_as_such(client, body):
    told("2026-01-23", date="../2026-04")
    page = body(client.get(f"{TIMELINE}?peildatum=2026-02-01"))
    assert "Vooraf gemeld aan de Kamer op" in page
    EventFactory(title="Gewoon")
    assert body(client.get(TIMELINE)).count("Vooraf gemeld") == 1


@pytest.mark.parametrize("day", ["2025-02-31", "gisteren", "2025-08", "2025-8-4"])
@pytest.mark.parametrize("page", ["", "kwesties/", "vragen/"])
def test_a_day_that_is_none_is_said_beside_the_field_and_nothing_is_listed(client, body, day, page):
    event = told("2025-08-04")
    StatementFactory(event=event)
    answer = client.get(f"{TIMELINE}{page}", {"peildatum": day})
    text = body(answer)
    assert answer.status_code == 200
    assert "Schrijf bijvoorbeeld 17-7-2025" in text
    assert f'value="{day}"' in text
    assert event.title not in text
    assert "Uitspraak" not in text


def test_a_file_refuses_such_a_day_by_name(client):
    EventFactory()
    answer = client.get(f"{TIMELINE}tijdlijn.csv", {"peildatum": "2025-02-31"})
    assert answer.status_code == 400
    assert "peildatum" in answer.content.decode()


# Each place that shows what was said.
SAYING = {
    "json": "/om-citrix/tijdlijn.json",
    "event": "/om-citrix/2025-07-gezegd/",
    "claims": "/om-citrix/kwesties/",
    "statements": "/om-citrix/uitspraken.csv",
}


@pytest.mark.parametrize("address", SAYING.values(), ids=SAYING)
@pytest.mark.parametrize(
    "source", [{"kamerstuk__date": "2025-08-04"}, {"press": True, "date": "2025-08-04"}]
)
def test_what_was_said_on_the_day_itself_is_known_by_its_end(client, body, address, source):
    event = told("2025-07-20", slug="2025-07-gezegd")
    StatementFactory(event=event, summary="Precies toen gezegd.", **source)
    said = {
        day: "Precies toen gezegd." in body(client.get(address, {"peildatum": day}))
        for day in ("2025-08-03", "2025-08-04", "2025-08-05")
    }
    assert list(said.values()) == [False, True, True]
