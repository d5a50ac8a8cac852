"""A frame: a part of the timeline that any other site may show, and nothing else of this one."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format

from incident.audit.recorder import audited
from incident.choices import Status
from incident.models import Event, Incident
from tests.factories import (
    CitationFactory,
    EventFactory,
    IncidentFactory,
    KamerstukFactory,
    LinkFactory,
    StatementFactory,
    many_events,
)
from timeline.query import portion

pytestmark = pytest.mark.django_db

FRAME = "/om-citrix/kader/"
MOMENTS = f"{FRAME}?weergave=sleutelmomenten"
HOST = "http://testserver"
DRAWN = '" width="100%"'
LINK = re.compile(r"<a [^>]*>")


def titles(page: str) -> list[str]:
    """Return the titles of the events that a frame lists."""
    found = re.findall(r"<h3>.*?<a [^>]*>(.*?)</a>", page, re.DOTALL)
    return [unescape(re.sub("<[^>]+>", "", title)) for title in found]


@pytest.fixture
def three():
    """Make a key moment and two other events, of which one was told to the Chamber in time."""
    EventFactory(title="Keerpunt", short_title="Keerpunt", is_key=True, date="2025-07-17")
    EventFactory(title="Los", kind="besluit", date="2025-07-20")
    paper = KamerstukFactory(number="1376", date="2025-07-17")
    CitationFactory(event=Event.objects.get(title="Keerpunt"), kamerstuk=paper, told=True)
    also = EventFactory(title="Ook gemeld", date="2025-07-16")
    CitationFactory(event=also, kamerstuk=paper, told=True)


def test_a_frame_draws_the_events_of_its_question(client, body, three):
    page = body(client.get(FRAME))
    assert page.count(DRAWN) == 2
    assert titles(page) == []
    for event in Event.objects.all():
        assert page.count(f'<a href="{event.get_absolute_url()}" target="_blank">') == 2
    narrow = body(client.get(f"{FRAME}?vanaf=2025-07-17"))
    assert "-ook-gemeld/" not in narrow
    assert "Vanaf 17 juli 2025" in narrow


def test_a_frame_lists_the_key_moments_with_all_that_belongs_to_them(client, body, three):
    page = body(client.get(MOMENTS))
    assert titles(page) == ["Keerpunt"]
    assert "Er gebeurde iets." in page
    assert "/kamerstukken/kst-26643-1376/" in page
    assert DRAWN not in page


def test_where_nothing_is_a_key_moment_or_can_be_drawn_all_is_listed(client, body, three):
    assert titles(body(client.get(f"{MOMENTS}&soort=besluit"))) == ["Los"]
    assert titles(body(client.get(f"{FRAME}?soort=besluit"))) == ["Los"]
    assert "Bij deze vraag zijn geen gebeurtenissen." in body(client.get(f"{FRAME}?q=olifant"))


def test_with_a_peildatum_what_was_told_and_what_was_public_stay_apart(client, body, three):
    loose = Event.objects.get(title="Los")
    LinkFactory(event=loose, date="2025-07-21")
    loose.is_key, loose.short_title = True, "Los"
    loose.save()
    page = body(client.get(f"{MOMENTS}&peildatum=2025-08-04"))
    told, public = page.split('<section class="known-group">')[1:]
    assert (titles(told), titles(public)) == (["Keerpunt"], ["Los"])
    assert "Aan de Kamer gemeld: 1 gebeurtenis<" in told
    assert titles(body(client.get(f"{MOMENTS}&peildatum=2025-08-04&bekend=openbaar"))) == ["Los"]
    before = body(client.get(f"{MOMENTS}&peildatum=2025-07-18"))
    assert titles(before) == ["Keerpunt"]
    assert "peildatum=2025-07-18" in before.split("<footer>")[0]


def test_a_frame_of_one_event_tells_it_with_its_sources(client, body):
    event = CitationFactory(kamerstuk__number="1376", told=True, event__title="Het <gat>").event
    StatementFactory(event=event, summary="Dat zei zij.")
    page = body(client.get(f"{event.get_absolute_url()}kader/?peildatum=2025-08-04"))
    assert "<h1>Het &lt;gat&gt;</h1>" in page
    for words in ("Er gebeurde iets.", "Dat zei zij.", "/kamerstukken/kst-26643-1376/?peildatum"):
        assert words in page
    assert "Wat bekend was op 4 augustus 2025" in page


def test_a_frame_says_where_it_comes_from_and_of_which_day_it_is(client, body, three):
    event = Event.objects.get(title="Keerpunt")
    changed = timezone.localdate(Incident.objects.with_overview().get().updated_at)
    for address, source, day in (
        (MOMENTS, "/om-citrix/", changed),
        (f"{FRAME}?volgorde=nieuwste-eerst&q=KEER", "/om-citrix/?q=keer", changed),
        (
            f"{event.get_absolute_url()}kader/?peildatum=2025-08-04",
            f"{event.get_absolute_url()}?peildatum=2025-08-04",
            timezone.localdate(event.shown_at),
        ),
    ):
        page = body(client.get(address))
        [line] = re.findall("<footer>.*</footer>", page, re.DOTALL)
        assert f'<a href="{HOST}{source}" target="_blank" rel="noopener">' in line
        assert f"Incidenttijdlijn, testserver{source}</a>" in line
        assert f"Stand van {date_format(day, 'j F Y')}." in line
        assert f'<link rel="canonical" href="{HOST}{source}">' in page
        assert client.get(source).status_code == 200


def test_every_link_of_a_frame_opens_outside_it_and_nothing_of_it_runs(client, body, three):
    event = Event.objects.get(title="Keerpunt")
    for address in (
        FRAME,
        MOMENTS,
        f"{event.get_absolute_url()}kader/",
        "/om-citrix/2020-01-x/kader/",
    ):
        answer = client.get(address)
        page = body(answer)
        links = LINK.findall(page)
        assert links
        for link in links:
            is_inside = 'href="#' in link
            assert ('target="_self"' in link) == is_inside, link
        assert page.index('<base target="_blank">') < page.index(links[0])
        in_drawing = re.findall(r"<a [^>]*><rect", page)
        assert all('target="_blank"' in link for link in in_drawing)
        for never in ("<script", "<form", "<nav", "<iframe", " style=", " onclick="):
            assert never not in page
        assert not answer.cookies
        assert "script-src" not in answer["Content-Security-Policy"]
        assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_a_frame_has_one_spelling_of_its_question(client):
    EventFactory.create_batch(2)
    for given, kept in (
        ("?peildatum=4-8-2025&utm_source=krant", "?peildatum=2025-08-04"),
        ("?weergave=tekening", ""),
        ("?weergave=sleutelmomenten&sinds=2025-01-01&jaar=2025", "?weergave=sleutelmomenten"),
    ):
        assert client.get(FRAME + given)["Location"] == FRAME + kept


def test_a_wrong_question_is_explained_in_the_frame(client, body):
    EventFactory()
    answer = client.get(f"{FRAME}?vanaf=gisteren&soort=onzin")
    assert answer.status_code == 200
    assert "Vanaf: Deze datum begrijpen wij niet." in body(answer)
    assert "Soort: ‘onzin’ is geen soort die wij kennen." in unescape(body(answer))


def test_a_long_timeline_is_shown_in_parts_and_its_key_moments_whole(client, body, monkeypatch):
    monkeypatch.setattr(portion, "WHOLE", 3)
    for year in ("2023", "2024"):
        EventFactory.create_batch(2, date=year)
        EventFactory(title=f"Keer {year}", short_title="Keer", is_key=True, date=year)
    page = body(client.get(f"{FRAME}?jaar=2024"))
    assert "U ziet 3 van de 6 gebeurtenissen." in page
    assert f'href="{HOST}/om-citrix/?jaar=2024"' in page
    assert titles(body(client.get(MOMENTS))) == ["Keer 2023", "Keer 2024"]
    assert client.get(f"{MOMENTS}&jaar=2024")["Location"] == MOMENTS


def test_a_frame_costs_no_more_queries_for_more_events(client):
    costs = []
    for number in (3, 20):
        many_events(number)
        for address in (FRAME, MOMENTS):
            with CaptureQueriesContext(connection) as seen:
                client.get(f"{address}{'&' if '?' in address else '?'}vanaf=2001-01-{number:02}")
            costs.append(len(seen))
    assert costs[:2] == costs[2:]


def test_a_frame_of_what_was_withdrawn_says_so_without_its_text(client, body):
    event = EventFactory(title="Geheim gebleken")
    address = f"{event.get_absolute_url()}kader/"
    assert "Geheim gebleken" in body(client.get(address))
    event.status = Status.WITHDRAWN
    with audited(reason="Klopte niet."):
        event.save()
    answer = client.get(address)
    assert answer.status_code == 410
    assert "Klopte niet." in body(answer)
    assert "Geheim" not in body(answer)
    incident = IncidentFactory(slug="lek")
    incident.is_withdrawn = True
    with audited(reason="Mocht niet."):
        incident.save()
    for path in ("/lek/kader/", "/lek/2025-07-x/kader/"):
        answer = client.get(path)
        assert answer.status_code == 410
        assert "Mocht niet." in body(answer)
        assert answer["Content-Security-Policy"].endswith("frame-ancestors *; base-uri 'none'")


def test_a_frame_of_a_draft_or_of_nothing_is_not_there(client, body):
    draft = EventFactory(draft=True, title="Nog niet")
    pages = [
        body(client.get(f"{a}kader/")) for a in (draft.get_absolute_url(), "/om-citrix/2025-07-x/")
    ]
    assert pages[0] == pages[1]
    assert "Het adres van dit kader kennen wij niet." in pages[0]
    answer = client.get("/nergens/kader/")
    assert answer.status_code == 404
    assert "X-Frame-Options" not in answer.headers


def test_what_any_site_may_show_it_may_also_where_that_asks_its_parts_to_agree(client):
    EventFactory()
    shown = (
        FRAME,
        "/static/timeline/frame.css",
        "/om-citrix/tijdlijn.png",
        "/om-citrix/tijdlijn.json",
    )
    for address in (*shown, "/om-citrix/"):
        answer = client.get(address)
        assert b"".join(answer)
        agreed = answer.headers.get("Cross-Origin-Resource-Policy") == "cross-origin"
        assert agreed is (address in shown), address
        asks = answer.headers.get("Cross-Origin-Embedder-Policy") == "require-corp"
        assert asks is (address == FRAME), address


# The code beside the page


def test_a_page_offers_the_code_of_its_frames(client, body, three):
    event = Event.objects.get(title="Keerpunt")
    for address, frames in (
        ("/om-citrix/?peildatum=2025-08-04&soort=besluit&sinds=2025-01-01", 2),
        (f"{event.get_absolute_url()}?peildatum=2025-08-04", 1),
    ):
        page = body(client.get(address))
        part = page.split('<dl id="insluiten">')[1].split("</details>")[0]
        codes = [unescape(code) for code in re.findall("<code>(.*?)</code>", part)]
        assert len(codes) == frames
        for code in codes:
            frame = unescape(re.search('src="([^"]+)"', code)[1])
            assert "peildatum=2025-08-04" in frame
            assert client.get(frame).status_code == 200, frame
            assert f'<a href="{frame.removeprefix(HOST)}">' in unescape(part)
            assert code.endswith("></iframe>")
            assert not re.search(r"\d+ gebeurtenis", code), "a number would not keep"
            assert "style" not in code


def test_a_page_that_cannot_be_framed_offers_no_code(client, body, writer):
    draft = EventFactory(draft=True)
    for browser, address in (
        (client, "/om-citrix/?vanaf=gisteren"),
        (client, "/om-citrix/?stand=2026-11-24"),
        (writer, f"/admin/voorbeeld/{draft.pk}/"),
        (writer, f"/admin/voorbeeld/{draft.pk}/tijdlijn/"),
    ):
        assert "insluiten" not in body(browser.get(address))
