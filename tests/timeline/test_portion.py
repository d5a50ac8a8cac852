"""A long timeline is shown a year at a time, a full year a month, and a full month a day."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from incident.choices import Status
from incident.models import Event
from tests.factories import (
    CitationFactory,
    EventFactory,
    IncidentFactory,
    KamerstukFactory,
    LinkFactory,
)
from timeline.kept.middleware import KEPT
from timeline.query import portion, selection
from timeline.query.portion import WHOLE, Portion, ends
from timeline.query.selection import Selection
from timeline.templating import plural

pytestmark = pytest.mark.django_db

TIMELINE = "/om-citrix/"


@pytest.fixture
def years():
    """Make 9 events in 2024 and 40 in 2025, of which 30 in July, half of these on one day."""
    days = [date(2024, 1, 1) + timedelta(days=number) for number in range(9)]
    days += [date(2025, 2, 1) + timedelta(days=number) for number in range(10)]
    days += [date(2025, 7, 1) + timedelta(days=number) for number in range(15)]
    days += [date(2025, 7, 17)] * 15
    incident, now, events = IncidentFactory(), timezone.now(), []
    for number, day in enumerate(days):
        about = {"incident": incident, "date": day.isoformat(), "title": f"Nummer {number}."}
        slug = f"{day:%Y-%m}-e{number}"
        event = EventFactory.build(**about, slug=slug, status=Status.PUBLISHED, publish_at=now)
        event.derive()
        events.append(event)
    Event._base_manager.bulk_create(events)
    return days


@pytest.mark.parametrize(
    ("whole", "query", "address", "count", "pagers"),
    [
        (49, {"jaar": "2025"}, "", 49, 0),
        (48, {}, "", 9, 1),
        (48, {"jaar": "2025"}, "?jaar=2025", 40, 1),
        (48, {"maand": "2025-07"}, "?jaar=2025", 40, 1),
        (39, {"jaar": "2025"}, "?jaar=2025", 10, 2),
        (39, {"maand": "2025-07"}, "?maand=2025-07", 30, 2),
        (39, {"jaar": "2024"}, "?jaar=2024", 9, 1),
        (39, {"maand": "2025-08"}, "?jaar=2025", 10, 2),
        (39, {"maand": "onzin"}, "", 9, 1),
        (29, {"maand": "2025-07"}, "?maand=2025-07", 1, 3),
        (29, {"dag": "2025-07-17"}, "?dag=2025-07-17", 15, 3),
        (29, {"dag": "2025-07-31"}, "?maand=2025-07", 1, 3),
        (29, {"volgorde": "nieuwste-eerst"}, "?volgorde=nieuwste-eerst", 15, 3),
        (9, {"dag": "2025-07-17"}, "?dag=2025-07-17", 9, 4),
        (9, {"deel": "2025-07-17.1"}, "?deel=2025-07-17.1", 9, 4),
        (9, {"deel": "2025-07-17.2"}, "?deel=2025-07-17.2", 6, 4),
        (9, {"deel": "2025-07-17.3"}, "?dag=2025-07-17", 9, 4),
        (9, {"deel": "2025-07-15.1"}, "?dag=2025-07-15", 1, 3),
        (29, {"deel": "2025-07-17.2"}, "?dag=2025-07-17", 15, 3),
        (1, {"deel": "2025-07-17.02"}, "?deel=2025-07-17.02", 1, 4),
        (9, {"deel": "x.y"}, "", 9, 2),
    ],
)
@pytest.mark.usefixtures("years")
def test_the_page_shows_the_period_that_is_asked(
    client, body, monkeypatch, whole, query, address, count, pagers
):
    monkeypatch.setattr(portion, "WHOLE", whole)
    answer = client.get(TIMELINE, query)
    if answer.status_code == 302:
        assert answer.url == f"{TIMELINE}{address}"
        answer = client.get(answer.url)
    page = body(answer)
    assert len(re.findall(r'<li class="event[^>]* id="20', page)) == count
    assert page.count('class="pager"') in (pagers, 2 * pagers)
    assert page.count('aria-current="page"') >= pagers
    assert "49 gebeurtenissen" in page


@pytest.mark.usefixtures("years")
def test_the_preview_of_a_long_timeline_begins_where_the_draft_stands(writer, body, monkeypatch):
    monkeypatch.setattr(portion, "WHOLE", 39)
    draft = EventFactory(draft=True, title="Nog niet uit", date="2025-07-20")
    address = f"/admin/voorbeeld/{draft.pk}/tijdlijn/"
    page = body(writer.get(address, follow=True))
    assert "Nog niet uit" in page
    assert "Nog niet uit" not in body(writer.get(address, {"jaar": "2024"}))


@pytest.mark.usefixtures("years")
def test_every_event_is_on_a_page_that_the_choices_lead_to(client, body, monkeypatch):
    monkeypatch.setattr(portion, "WHOLE", 7)
    seen, left = set(), [TIMELINE]
    known = set(left)
    while left:
        page = body(client.get(left.pop()))
        seen |= set(re.findall(r'<li class="event[^>]* id="(20[^"]+)"', page))
        links = re.findall(r'href="(/om-citrix/\?(?:jaar|maand|dag|deel)=[0-9.-]+)"', page)
        left += set(links) - known
        known |= set(links)
    assert seen == set(Event.objects.for_readers().values_list("slug", flat=True))


@pytest.mark.usefixtures("years")
def test_the_page_of_a_paper_shows_a_portion_as_well(client, body, monkeypatch):
    monkeypatch.setattr(portion, "WHOLE", 39)
    paper = KamerstukFactory(number="1376", date="2025-07-16")
    for event in Event.objects.for_readers():
        CitationFactory(event=event, kamerstuk=paper)
    own = paper.get_absolute_url()
    page = body(client.get(f"{own}?peildatum=2025-08-01"))
    assert page.count('<li class="event') == 9
    assert f'href="{own}?peildatum=2025-08-01&amp;jaar=2025"' in page
    page = body(client.get(own, {"jaar": "2025", "x": "1"}, follow=True))
    assert page.count('<li class="event') == 10
    page = body(client.get(f"{own}?maand=2025-07"))
    assert page.count('<li class="event') == 30
    monkeypatch.setattr(portion, "WHOLE", 49)
    KEPT.clear()
    assert client.get(f"{own}?maand=2025-07").url == own


@pytest.mark.usefixtures("years")
def test_the_waits_are_those_of_a_portion_as_well(client, body, monkeypatch):
    address = f"{TIMELINE}wachttijd/"
    assert len(re.findall(r'href="/om-citrix/20\d\d-', body(client.get(address)))) == 49
    assert client.get(address, {"jaar": "2025"}).url == address
    monkeypatch.setattr(portion, "WHOLE", 39)
    KEPT.clear()
    page = body(client.get(f"{address}?maand=2025-07"))
    assert len(re.findall(r'href="/om-citrix/20\d\d-', page)) == 30
    assert f'href="{address}?jaar=2024"' in page


@pytest.mark.usefixtures("years")
def test_two_days_are_compared_for_a_portion_with_the_counts_of_all(client, body, monkeypatch):
    events = list(Event.objects.chronological())
    for event in events[9:]:
        CitationFactory(event=event, kamerstuk=KamerstukFactory(date="2025-08-04"), told=True)
    LinkFactory(event=events[8], date="2025-08-05")
    address, days = f"{TIMELINE}vergelijk/", "?van=2025-08-01&met=2025-08-31"
    whole = body(client.get(f"{address}{days}"))
    assert whole.count('<li class="event"') == 41
    assert 'class="pager"' not in whole
    assert client.get(f"{address}{days}&jaar=2025").url == f"{address}{days}"
    monkeypatch.setattr(portion, "WHOLE", 40)
    KEPT.clear()
    shown = {year: body(client.get(f"{address}{days}&jaar={year}")) for year in ("2024", "2025")}
    for page in shown.values():
        assert "werden 41 gebeurtenissen bekend of gemeld" in " ".join(page.split())
        assert "Aan de Kamer gemeld: 40 gebeurtenissen" in page
        assert "niet aan de Kamer gemeld: 1 gebeurtenis<" in page
        assert "Niet te plaatsen: 8 gebeurtenissen" in page
        assert f'href="{address}{days.replace("&", "&amp;")}&amp;jaar=2025"' in page
    assert shown["2024"].count('<li class="event"') == 1
    assert shown["2025"].count('<li class="event"') == 40
    named = [page.count('href="/om-citrix/2024-01-e') for page in shown.values()]
    assert named == [9, 0]


@pytest.mark.usefixtures("years")
def test_a_timeline_of_a_day_names_the_first_of_very_many_unplaced(client, body, monkeypatch):
    address, query = TIMELINE, "?peildatum=2025-08-31"
    assert body(client.get(f"{address}{query}")).partition('"unplaced"')[2].count("<li>") == 49
    monkeypatch.setattr(selection, "MOST_UNPLACED", 5)
    KEPT.clear()
    page = body(client.get(f"{address}{query}"))
    assert "Niet te plaatsen: 49 gebeurtenissen" in page
    named = page.partition('id="niet-te-plaatsen"')[2].partition("</section>")[0]
    assert named.count("<li>") == 5
    assert f'<a href="{address}">de tijdlijn van nu</a>' in named


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("2024", (date(2024, 1, 1), date(2024, 12, 31))),
        ("2024-02", (date(2024, 2, 1), date(2024, 2, 29))),
        ("2025-12", (date(2025, 12, 1), date(2025, 12, 31))),
        ("2025-07-17", (date(2025, 7, 17), date(2025, 7, 17))),
    ],
)
def test_a_period_has_two_ends(period, expected):
    assert ends(period) == expected


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({"jaar": "2026"}, ["2026-01-01"]),
        ({"dag": "2025-07-31"}, ["2025-07-31"]),
        ({"maand": "2025-08"}, ["2025-08-01"]),
    ],
)
def test_a_period_of_what_was_counted_elsewhere_has_its_last_day(asked, shown):
    names = ["2025-07-30", "2025-07-31", "2025-08-01", "2026-01-01"]
    days = [date.fromisoformat(name) for name in names for _ in range(WHOLE - 1)]
    portion = Portion(dict.fromkeys(names, WHOLE - 1), asked)
    assert sorted({day.isoformat() for day in days[portion.within(days)]}) == shown


@pytest.mark.parametrize(
    ("whole", "query", "part"),
    [
        (49, "", None),
        (48, "", "2024 (9)"),
        (39, "?maand=2025-07", "juli 2025 (30)"),
        (29, "?dag=2025-07-17", "17 juli 2025 (15)"),
        (9, "?deel=2025-07-17.2", "17 juli 2025, deel 2 (6)"),
        (9, "?vanaf=2025-07-01&maand=2025-07", "1 juli 2025 (1)"),
    ],
)
@pytest.mark.usefixtures("years")
def test_on_paper_a_part_says_that_it_is_one_and_which(
    client, body, monkeypatch, whole, query, part
):
    monkeypatch.setattr(portion, "WHOLE", whole)
    page = body(client.get(f"{TIMELINE}{query}", follow=True))
    said = re.findall(r'<p class="on-paper">Op dit papier staat een deel: (.*?)\.</p>', page)
    assert said == ([part] if part else [])


@pytest.mark.parametrize(("count", "said"), [(1, "1 x"), (9_999, "9999 y"), (12_444, "12.444 y")])
def test_a_large_number_is_grouped_as_dutch_does(count, said):
    assert plural(count, "x", "y") == said


@pytest.mark.parametrize(
    "query",
    [
        *("?vanaf=2025-07-17", "?tot_en_met=2024-12-31", "?soort=besluit", "?q=nummer+4"),
        *("?peildatum=2025-07-20", "?peildatum=2025-07-20&bekend=gemeld", "?sinds=2020-01-01"),
        *("?peildatum=2025-07-20&bekend=openbaar", "?soort=besluit&peildatum=2025-07-20"),
        *("?volgorde=nieuwste-eerst", "?vanaf=gisteren", "?peildatum=2020-01-01", "?q=olifant"),
    ],
)
def test_a_short_timeline_is_counted_from_what_is_on_the_page_to_the_same_bytes(
    client, monkeypatch, query
):
    paper = KamerstukFactory(date="2025-07-18")
    for number, day in enumerate(("2024-02-01", "2025-07-16", "2025-07-17", "2025-07-18")):
        event = EventFactory(date=day, title=f"Nummer {number}.")
        CitationFactory(event=event, kamerstuk=paper, told=number > 1)
    with CaptureQueriesContext(connection) as short:
        found = client.get(f"{TIMELINE}{query}").content
    KEPT.clear()
    monkeypatch.setattr(Selection, "is_short", False)
    with CaptureQueriesContext(connection) as long:
        assert client.get(f"{TIMELINE}{query}").content == found
    tallies = [sum("GROUP BY" in one["sql"] for one in queries) for queries in (short, long)]
    assert tallies[0] == ("soort" in query)  # of the kinds that are not on the page
    assert tallies[1] <= 1
