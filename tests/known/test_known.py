"""What did the Chamber know: what a paper told it, apart from what was public elsewhere."""

import csv
import io
import json
import re
from datetime import date

import feedparser
import pytest
from icalendar import Calendar

from incident.choices import Known
from incident.models import Event
from tests.factories import CitationFactory, EventFactory, LinkFactory, many_events
from timeline.query import portion

pytestmark = pytest.mark.django_db

TIMELINE = "/om-citrix/"
JULY = "2025-07-31"
SPEECH, FORECAST, SIGNS = "NRC: ict-directeur", "nog weken zonder internet", "Het NCSC ziet sporen"


def heads(page: str) -> list[str]:
    """Return the heading of each group on a page."""
    return re.findall(r'<h2 id="groep-\w+">([^<]+)</h2>', page)


def part(page: str, group: Known) -> str:
    """Return what a page shows of one group."""
    return page.partition(f'id="groep-{group}"')[2].partition('aria-labelledby="groep-')[0]


# The case


@pytest.mark.usefixtures("case")
def test_on_31_july_the_chamber_was_not_told_what_the_press_knew(client, body):
    page = body(client.get(TIMELINE, {"peildatum": JULY}))
    assert heads(page) == [
        "Aan de Kamer gemeld: 3 gebeurtenissen",
        "Openbaar bekend, niet aan de Kamer gemeld: 3 gebeurtenissen",
    ]
    for title in (SPEECH, SIGNS):
        assert title not in part(page, Known.TOLD)
        assert title in part(page, Known.PUBLIC)
    assert "6 gebeurtenissen zijn niet te plaatsen</a>" in page


@pytest.mark.usefixtures("case")
def test_on_20_july_the_chamber_was_told_one_thing(client, body):
    page = body(client.get(TIMELINE, {"peildatum": "2025-07-20"}))
    assert heads(page)[0] == "Aan de Kamer gemeld: 1 gebeurtenis"
    assert heads(page)[1].endswith(": 0 gebeurtenissen")


@pytest.mark.usefixtures("case")
@pytest.mark.parametrize("group", Known)
def test_each_form_holds_one_group_where_one_is_asked(client, body, content, group):
    query = {"peildatum": JULY, "bekend": group.value}
    expected = set(Event.objects.for_readers().known_as(group, date(2025, 7, 31)))
    slugs = {event.slug for event in expected}
    page = body(client.get(TIMELINE, query))
    assert [head.partition(":")[0] for head in heads(page)] == [group.label]
    assert set(re.findall(r'<li class="event[^>]* id="([^"]+)"', page)) == slugs
    rows = csv.DictReader(io.StringIO(content(f"{TIMELINE}tijdlijn.csv", **query).decode()))
    assert {row["gebeurtenis"] for row in rows} == slugs
    found = json.loads(content(f"{TIMELINE}tijdlijn.json", **query))
    assert {event["gebeurtenis"] for event in found["gebeurtenissen"]} == slugs
    assert found["vraag_in_woorden"] == f"bekend op 31 juli 2025, {group.words}"
    feed = feedparser.parse(content(f"{TIMELINE}tijdlijn.atom", **query))
    assert {entry.link.split("/")[-2] for entry in feed.entries} == slugs
    assert group.words in feed.feed.title
    calendar = Calendar.from_ical(content(f"{TIMELINE}tijdlijn.ics", **query))
    urls = {str(event["url"]).split("/")[-2] for event in calendar.walk("VEVENT")}
    assert {slug for slug in urls if slug[:2] == "20"} == slugs


@pytest.mark.usefixtures("case")
def test_a_feed_and_a_calendar_of_a_day_say_of_each_event_in_which_group_it_is(content):
    told = {e.slug for e in Event.objects.known_as(Known.TOLD, date(2025, 7, 31))}
    feed = feedparser.parse(content(f"{TIMELINE}tijdlijn.atom", peildatum=JULY))
    calendar = Calendar.from_ical(content(f"{TIMELINE}tijdlijn.ics", peildatum=JULY))
    labels = {e.link.split("/")[-2]: [tag.term for tag in e.tags] for e in feed.entries}
    said = {str(e["url"]).split("/")[-2]: e for e in calendar.walk("VEVENT")}
    assert len(labels) == 6
    for slug, terms in labels.items():
        group = Known.TOLD if slug in told else Known.PUBLIC
        assert terms[1:] == [group.label]
        assert group.label in [str(term) for term in said[slug]["categories"].cats]
    now = feedparser.parse(content(f"{TIMELINE}tijdlijn.atom"))
    assert {len(entry.tags) for entry in now.entries} == {1}


@pytest.mark.usefixtures("case")
def test_an_event_of_the_press_never_says_that_the_chamber_was_told(client, body):
    event = Event.objects.get(title__startswith=SPEECH)
    page = body(client.get(event.get_absolute_url(), {"peildatum": JULY}))
    assert "Dit was op deze dag openbaar bekend." in page
    assert "Aan de Kamer was het nog niet gemeld" in page
    assert "Wat de Kamer op" not in page


# When it was first public


def test_a_file_says_of_each_event_when_it_was_told_and_when_it_was_public(content):
    event = EventFactory()
    CitationFactory(event=event, told=True, kamerstuk__date="2025-08-04")
    CitationFactory(event=event, kamerstuk__date="2025-08-01/..")
    LinkFactory(event=event, date="2025-07~")
    LinkFactory(event=event, date="")
    [row] = csv.DictReader(io.StringIO(content(f"{TIMELINE}tijdlijn.csv").decode()))
    assert (row["gemeld_op"], row["openbaar_bekend_op"]) == ("2025-08-04", "2025-07~")
    [found] = json.loads(content(f"{TIMELINE}tijdlijn.json"))["gebeurtenissen"]
    assert found["openbaar_bekend_op"] == "2025-07~"


@pytest.mark.parametrize(
    ("papers", "links", "public"),
    [
        ([], [], ""),
        ([], [""], ""),
        (["2025-08-04"], ["2025-08-04"], "2025-08-04"),
        (["2025-08-04"], ["2025-07"], "2025-07"),
        (["2025-08-12/.."], [""], "2025-08-12/.."),
        (["2025-08-12/.."], ["2025-12-31"], "2025-12-31"),
        (["../2025-07-20"], ["2025-07-20"], "2025-07-20"),
    ],
)
def test_the_first_source_is_that_which_was_surely_there_first(papers, links, public):
    event = EventFactory()
    for day in papers:
        CitationFactory(event=event, kamerstuk__date=day)
    for day in links:
        LinkFactory(event=event, date=day)
    found = Event.objects.get()
    assert (found.public_on.edtf if found.public_on else "") == public
    assert bool(found.known_day) is (found not in Event.objects.never_dated())


# One group


@pytest.mark.parametrize("ending", [".csv", "-excel.csv", ".json", ".atom", ".ics"])
def test_a_group_without_a_day_is_refused_by_name(client, body, ending):
    EventFactory()
    answer = client.get(f"{TIMELINE}tijdlijn{ending}", {"bekend": "gemeld"})
    assert answer.status_code == 400
    assert "bekend: Vul er ook een dag bij in." in body(answer)


def test_a_group_without_a_day_is_explained_at_its_field(client, body):
    EventFactory(title="Niet te zien")
    page = body(client.get(TIMELINE, {"bekend": "gemeld"}))
    assert re.search(r'<select name="bekend" [^>]*aria-describedby="id_bekend_error"', page)
    assert "Vul er ook een dag bij in." in page
    assert "Niet te zien" not in page


def test_a_group_that_is_none_is_explained_at_its_field(client, body):
    EventFactory(title="Niet te zien")
    page = body(client.get(TIMELINE, {"bekend": "iedereen", "peildatum": JULY}))
    assert "Kies een van de twee groepen" in page
    assert "Niet te zien" not in page


def test_without_its_day_a_group_goes_too(client, body):
    CitationFactory(told=True, kamerstuk__date="2025-07-20", event__title="Woord")
    page = body(client.get(TIMELINE, {"q": "woord", "peildatum": JULY, "bekend": "openbaar"}))
    assert "<strong>Wat op 31 juli 2025 openbaar bekend was, en niet aan" in page
    assert '<a href="/om-citrix/?q=woord">Terug naar nu</a>' in page
    assert f'href="/om-citrix/?q=woord&amp;peildatum={JULY}">openbaar bekend' in page
    assert '<a href="/om-citrix/?q=woord">bekend op 31 juli 2025</a>: dan is er 1' in page


def test_each_group_leads_to_itself_alone(client, body):
    CitationFactory(told=True, kamerstuk__date="2025-07-20")
    LinkFactory(date="2025-07-20")
    page = body(client.get(TIMELINE, {"peildatum": JULY, "volgorde": "nieuwste-eerst"}))
    for group in Known:
        query = f"peildatum={JULY}&amp;volgorde=nieuwste-eerst&amp;bekend={group}"
        assert f'<a href="/om-citrix/?{query}">Toon alleen deze groep</a>' in page
    alone = body(client.get(TIMELINE, {"peildatum": JULY, "bekend": "gemeld"}))
    assert "<strong>Wat de Kamer op 31 juli 2025 wist.</strong>" in alone
    assert "in twee groepen" not in alone
    assert "Toon alleen deze groep" not in alone


def test_a_name_of_a_file_says_the_day_and_the_group(client):
    EventFactory()
    answer = client.get(f"{TIMELINE}tijdlijn.csv", {"peildatum": JULY, "bekend": "openbaar"})
    assert "peildatum-2025-07-31_bekend-openbaar.csv" in answer["Content-Disposition"]


# The form of the day


def test_the_day_has_a_form_of_its_own_that_keeps_the_rest(client, body):
    EventFactory(title="Woord")
    query = {"q": "woord", "soort": ["maatregel", "besluit"], "sinds": "2020-01-01"}
    page = body(client.get(TIMELINE, query))
    forms = re.findall(r"<form.*?</form>", page, re.S)
    [own] = [form for form in forms if 'type="text" name="peildatum"' in form]
    for name, value in (("q", "woord"), ("soort", "maatregel"), ("sinds", "2020-01-01")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in own
    assert 'name="bekend"' not in own
    [search] = [form for form in forms if 'role="search"' in form]
    assert "peildatum" not in search
    then = body(client.get(TIMELINE, {"peildatum": JULY, "bekend": "gemeld"}))
    search = then.partition('role="search"')[2].partition("</form>")[0]
    assert f'<input type="hidden" name="peildatum" value="{JULY}">' in search
    assert '<input type="hidden" name="bekend" value="gemeld">' in search


# When a paper told it later, or nobody knows


@pytest.mark.parametrize(
    ("paper", "said"),
    [
        ("2025-08-04", "Later gemeld aan de Kamer op"),
        ("2025-08-12/..", "Later gemeld aan de Kamer"),
        ("2025-07-20/..", "Gemeld aan de Kamer"),
        ("2025-07-20", "Gemeld aan de Kamer op"),
    ],
)
def test_the_day_of_telling_is_said_as_later_only_where_it_surely_is(client, body, paper, said):
    event = EventFactory(date="2025-07-01")
    CitationFactory(event=event, told=True, kamerstuk__date=paper)
    LinkFactory(event=event, date="2025-07-02")
    page = " ".join(body(client.get(TIMELINE, {"peildatum": JULY})).split())
    assert f'<p class="told"> {said} ' in page
    own = " ".join(body(client.get(event.get_absolute_url(), {"peildatum": JULY})).split())
    doubt = "Of het ook al aan de Kamer gemeld was, weten wij niet zeker."
    assert (doubt in own) is (paper == "2025-07-20/..")
    assert ("Dit was op deze dag aan de Kamer gemeld." in own) is (paper == "2025-07-20")


# At any size


def test_the_groups_count_the_whole_also_where_one_year_is_shown(client, body, monkeypatch):
    monkeypatch.setattr(portion, "WHOLE", 4)
    for year in (2024, 2025):
        for source in ("2025-08-01", "2025-08-02"):
            event = EventFactory(date=f"{year}-07-17")
            CitationFactory(event=event, told=True, kamerstuk__date=source)
            LinkFactory(event=EventFactory(date=f"{year}-07-18"), date=source)
    page = body(client.get(TIMELINE, {"peildatum": "2025-08-04"}))
    assert [head.partition(": ")[2] for head in heads(page)] == ["4 gebeurtenissen"] * 2
    assert page.count('<li class="event') == 4


def test_it_costs_as_many_queries_for_a_thousand_events_as_for_four_hundred(
    client, django_assert_max_num_queries
):
    many_events(400)
    with django_assert_max_num_queries(25) as few:
        client.get(TIMELINE, {"peildatum": "2026-08-04"})
    many_events(600)
    with django_assert_max_num_queries(25) as many:
        client.get(TIMELINE, {"peildatum": "2026-08-04"})
    assert len(many) == len(few)


def test_no_draft_is_in_a_group_or_named_beside_them(client, body):
    for state in ("draft", "review", "withdrawn", "future"):
        event = EventFactory(title="Geheim", **{state: True})
        CitationFactory(event=event, told=True, kamerstuk__date="2025-07-20")
        LinkFactory(event=EventFactory(title="Geheim", **{state: True}), date="2025-07-20")
        EventFactory(title="Geheim", **{state: True})
    EventFactory()
    for query in ({}, {"bekend": "gemeld"}, {"bekend": "openbaar"}):
        assert "Geheim" not in body(client.get(TIMELINE, {"peildatum": JULY, **query}))
