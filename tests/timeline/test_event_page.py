"""The page of one event: its neighbours, its telling, what touches it, how to cite and share it."""

import json
import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.utils import timezone
from django.utils.formats import date_format
from PIL import Image

from incident.audit.recorder import audited
from incident.models import Event
from tests.factories import (
    CitationFactory,
    EventFactory,
    LinkFactory,
    QuestionFactory,
    StatementFactory,
)
from tests.helpers.case import load_case
from tests.work import work_of
from timeline.pages.share_image import LONGEST_LINES, font, wrapped

pytestmark = pytest.mark.django_db


def neighbours(page: str) -> list[str]:
    return re.findall(r'<a href="([^"]+)" rel="(?:prev|next)">', page)


def test_walking_from_event_to_event_passes_all_of_them_in_order(client, body):
    load_case()
    events = list(Event.objects.for_readers())
    for number, event in enumerate(events):
        before, after = events[:number][-1:], events[number + 1 :][:1]
        page = body(client.get(event.get_absolute_url()))
        assert neighbours(page) == [e.get_absolute_url() for e in before + after]


def test_neighbours_keep_to_the_peildatum_and_to_what_is_public(client, body):
    first, other, last = (EventFactory(date=f"2025-07-0{day}") for day in (1, 2, 3))
    EventFactory(date="2025-07-01", draft=True)
    for event, day in ((first, "2025-07-05"), (other, "2025-09-01"), (last, "2025-07-05")):
        CitationFactory(event=event, told=True, kamerstuk__date=day)
    page = body(client.get(f"{first.get_absolute_url()}?peildatum=2025-08-01"))
    assert neighbours(page) == [f"{last.get_absolute_url()}?peildatum=2025-08-01"]


@pytest.mark.parametrize(
    ("happened", "told", "said"),
    [
        ("2025-07-01", "2025-07-19", "na 18 dagen"),
        ("2025-07-01", "2025-07-02", "na 1 dag"),
        ("2025-07-01", "2025-07-01", "dezelfde dag"),
        ("2025-07", "2025-08-28", "tussen 28 en 58 dagen later"),
        ("2025-07-19", "2025-07-01", "vooraf gemeld"),
        ("../2025-12", "2025-07-01", "vooraf gemeld"),
    ],
)
def test_the_wait_stands_with_the_event_wherever_it_is_told(client, body, happened, told, said):
    with audited():
        event = EventFactory(date=happened)
        paper = CitationFactory(event=event, told=True, kamerstuk__date=told).kamerstuk
    for address in (event.get_absolute_url(), "/kamerstukken/"):
        assert said in body(client.get(address)), address
    line = f", {said}" if said[0] != "v" else "Vooraf gemeld aan de Kamer op"
    for address in (
        "/om-citrix/",
        paper.get_absolute_url(),
        f"{event.get_absolute_url()}versie/1/",
    ):
        assert line in body(client.get(address)), address


def test_a_wait_of_which_nothing_is_sure_is_not_told(client, body):
    event = EventFactory(date="2025-07?")
    CitationFactory(event=event, told=True, kamerstuk__date="2025-08-02")
    page = body(client.get(event.get_absolute_url()))
    assert "2 augustus 2025" in page
    assert not re.search("dag(en)? later|na [0-9]+ dag|dezelfde dag", page)


def test_what_was_said_and_asked_about_it_stands_there(client, body):
    event = EventFactory()
    StatementFactory(event=event, summary="Het was zo.", claim__title="Was het zo?")
    QuestionFactory(wording="Waarom?").events.add(event)
    StatementFactory(event=event, summary="Geheim.", claim__draft=True)
    QuestionFactory(wording="Geheim?", questions__draft=True).events.add(event)
    page = body(client.get(event.get_absolute_url()))
    for words in ("Het was zo.", "Was het zo?", "Waarom?"):
        assert words in page
    assert "Geheim" not in page


def test_a_question_about_it_is_one_link_away_also_in_a_later_set(client, body):
    event = EventFactory()
    for day in ("2025-07-21", "2025-09-01"):
        QuestionFactory(questions__kamerstuk__date=day).events.add(event)
    page = body(client.get(event.get_absolute_url()))
    links = re.findall(r'href="(/om-citrix/vragen/)#([^"]+)"', page)
    assert len(set(links)) == 2
    for address, anchor in links:
        assert body(client.get(address)).count(f'id="{anchor}"') == 1


def test_search_engines_get_what_schema_org_can_say_and_no_way_out(client, body):
    event = EventFactory(title="</script><b>&", body="Tekst", date="2025-06/2025-07-23")
    CitationFactory(event=event, kamerstuk__number="1376")
    LinkFactory(event=event, url="https://krant.example/1")
    page = body(client.get(event.get_absolute_url()))
    script = re.search(r'<script type="application/ld\+json">(.*?)</script>', page).group(1)
    assert not set("<>&") & set(script)
    data = json.loads(script)
    assert data["headline"] == event.title
    days = {"@type": "Event", "startDate": "2025-06", "endDate": "2025-07-23"}
    assert data["about"] == {**days, "name": event.title}
    assert [c["url"][-4:] for c in data["citation"]] == ["html", "le/1"]


@pytest.mark.parametrize("date", ["2025-07~", "../2025-08-04", "2025-08-12/.."])
def test_linked_data_says_no_day_that_is_not_sure(client, body, date):
    event = EventFactory(date=date)
    page = body(client.get(event.get_absolute_url()))
    data = json.loads(re.search(r"ld\+json\">(.*?)</script>", page).group(1))
    assert "2025-07-01" not in json.dumps(data["about"])
    assert set(data["about"]) - {"startDate", "endDate"} == {"@type", "name"}


def test_a_mistake_is_reported_with_the_event_and_its_version(client, body, settings):
    event = EventFactory()
    assert "mailto:" not in body(client.get(event.get_absolute_url()))
    settings.REPORT_EMAIL = "fouten@tijdlijn.example"
    page = body(client.get(event.get_absolute_url()))
    assert f"mailto:fouten@tijdlijn.example?subject=Fout%20in%20om-citrix%2F{event.slug}" in page
    assert "versie%201" in page


@pytest.mark.parametrize("title", ["Kort", "Lang " * 24, "Donaudampfschifffahrt" * 5])
def test_the_picture_of_a_shared_link_is_a_picture_of_that_size(client, title):
    event = EventFactory(title=title.strip()[:120])
    for address in (event.get_absolute_url(), "/om-citrix/"):
        answer = client.get(f"{address}voorbeeld.png")
        assert answer["Content-Type"] == "image/png"
        assert Image.open(BytesIO(answer.content)).size == (1200, 630)
    assert len(wrapped(title, font(72, 650), 1040)) <= LONGEST_LINES


def test_a_shared_link_has_its_title_and_its_picture(client, body):
    event = EventFactory(title="Gedeeld")
    page = body(client.get(event.get_absolute_url()))
    assert '<meta property="og:title" content="Gedeeld">' in page
    address = f"http://testserver{event.get_absolute_url()}voorbeeld.png"
    assert f'<meta property="og:image" content="{address}">' in page


def test_a_picture_of_a_draft_does_not_exist(client):
    event = EventFactory(draft=True)
    assert client.get(f"{event.get_absolute_url()}voorbeeld.png").status_code == 404


# News


def test_what_is_new_or_changed_since_a_day_is_marked(client, body):
    now = timezone.now()
    old = EventFactory(title="Oud", publish_at=now - timedelta(days=60))
    EventFactory(title="Vers", publish_at=now - timedelta(days=3))
    changed = EventFactory(title="Anders", publish_at=now - timedelta(days=60))
    Event._base_manager.filter(pk=old.pk).update(changed_at=now - timedelta(days=60))
    changed.body = "Verbeterd."
    changed.save()
    since = timezone.localdate() - timedelta(days=7)
    page = body(client.get(f"/om-citrix/?sinds={since}"))
    marked = re.findall(r">([^<]+)</a>&#32;<b class=\"tag is-new\">(\w+)</b>", page)
    assert sorted(marked) == [("Anders", "Bijgewerkt"), ("Vers", "Nieuw")]
    said = " ".join(page.split())
    assert "Nieuw op deze site sinds" in said
    assert f"{date_format(since, 'j F Y')}: 2 gebeurtenissen, nieuw of bijgewerkt." in said
    assert "is-new" not in body(client.get("/om-citrix/"))


def test_nothing_is_marked_where_all_is_new_and_a_press_leads_to_the_list(client, body):
    EventFactory.create_batch(2)
    page = body(client.get("/om-citrix/"))
    [address] = re.findall(r'<a href="([^"]+)">7 dagen</a>', page)
    since = timezone.localdate() - timedelta(days=7)
    assert address == f"/om-citrix/?sinds={since}#lijst"
    assert page.count('id="lijst"') == 1
    page = body(client.get(address))
    assert "is-new" not in page
    assert "alles wat hier staat." in page


def test_a_filter_keeps_the_day_since_which_news_is_marked(client, body):
    EventFactory()
    page = body(client.get("/om-citrix/?sinds=2020-01-01"))
    assert '<input type="hidden" name="sinds" value="2020-01-01">' in page


@pytest.mark.parametrize("wrong", ["gisteren", "2025-02-31", ""])
def test_a_day_of_news_that_is_none_is_dropped(client, wrong):
    EventFactory()
    answer = client.get("/om-citrix/", {"sinds": wrong, "q": "er"})
    assert (answer.status_code, answer.url) == (302, "/om-citrix/?q=er")


@pytest.mark.parametrize("after", [True, False])
def test_the_neighbour_of_an_event_costs_the_same_in_a_longer_timeline(after):
    def cost() -> int:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE incident_event")  # as each start does
        return work_of(Event.objects.for_readers().beside(event, after=after)[:1])

    event = EventFactory(date="2025-06-15")
    for month in range(1, 7):
        EventFactory(date=f"2025-{month:02}-01" if not after else f"2025-{month + 6:02}-01")
    few = cost()
    rows = [EventFactory.build(incident=event.incident, slug=f"2025-01-{n}") for n in range(300)]
    for number, row in enumerate(rows):
        row.date = f"{2010 + number % 10 if not after else 2030 + number % 10}-03-01"
        row.derive()
    Event._base_manager.bulk_create(rows)
    assert cost() < few * 1.5


def test_the_neighbours_of_an_event_are_those_of_the_timeline():
    dates = ("2025-06", "2025-06-01", "2025-06-01", "2025-06-01/2025-06-03", "2025-07-01", "2024")
    for date in dates:
        EventFactory(date=date)
    events = list(Event.objects.for_readers())
    shown = Event.objects.for_readers()
    after = [shown.beside(event, after=True).first() for event in events]
    before = [shown.beside(event, after=False).first() for event in events]
    assert after == [*events[1:], None]
    assert before == [None, *events[:-1]]
