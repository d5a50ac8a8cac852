"""What is asked costs the same beside many rows as beside few, at the desk and for readers."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.utils import timezone

from incident.choices import Kind, Status
from incident.desk.records import search
from incident.desk.shared import found, task_filter
from incident.models import Citation, Event, Kamerstuk, sources
from tests.factories import CitationFactory, EventFactory, IncidentFactory, KamerstukFactory
from tests.helpers.desk import EVENTS
from timeline.kept.middleware import KEPT
from timeline.query import facets, portion, whole
from timeline.query.counts import tallied
from timeline.query.selection import Selection

SQLITE = pytest.mark.skipif(connection.vendor != "sqlite", reason="it counts SQLite's own steps")
MANY = 3_000
WORK = 100  # steps of SQLite's machine
READERS = (
    *("/ander/", "/ander/?kamerstuk=kst-26643-1", "/ander/?soort=besluit", "/ander/?q=gebeurde"),
    *("/ander/wachttijd/", "/ander/?peildatum=2025-08-31"),
    "/ander/?soort=besluit&peildatum=2025-08-31&bekend=openbaar",
    *("/ander/vergelijk/?van=2025-01-01&met=2025-12-31", "/ander/?volgorde=nieuwste-eerst"),
    *("/ander/tijdlijn.atom", "/ander/tijdlijn.svg", "/ander/kwesties/", "/ander/wijzigingen/"),
)
DESK = (
    *("/admin/", EVENTS, f"{EVENTS}?p=2", f"{EVENTS}?taak=oud-concept", "/admin/incident/change/"),
    *(f"{EVENTS}?taak=zonder-bron", f"{EVENTS}?q=nr", f"{EVENTS}?q=nr+26643"),
    "/admin/autocomplete/?term=&app_label=incident&model_name=statement&field_name=event",
)

pytestmark = pytest.mark.django_db


def fill(incident, papers, count: int, first: int = 0) -> None:
    """Store public events of an incident without their log; each cites one of the papers."""
    events, now = [], timezone.now()
    for number in range(first, first + count):
        day = date(2020, 1, 1) + timedelta(days=number % 1_000)
        about = {"incident": incident, "slug": f"{day:%Y-%m}-e{number}", "title": f"Nr. {number}."}
        about |= {"kind": list(Kind)[number % 8], "date": day.isoformat()}
        event = Event(**about, status=Status.PUBLISHED, publish_at=now)
        event.derive()
        events.append(event)
    Event._base_manager.bulk_create(events)
    Citation._base_manager.bulk_create(
        Citation(event=event, kamerstuk=papers[number % len(papers)], locator="p. 1", told=True)
        for number, event in enumerate(events)
    )
    Event.keep_following({event.pk for event in events})


def work(client, addresses) -> dict[str, int]:
    """Return how much SQLite does for each address, once it has looked at its tables."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    found = {}

    def step() -> int:
        found[address] += 1
        return 0

    for address in addresses:
        KEPT.clear()
        found[address] = 0
        connection.connection.set_progress_handler(step, WORK)
        answer = client.get(address)
        b"".join(answer)
        connection.connection.set_progress_handler(None, 0)
        assert answer.status_code == 200, address
    return found


def dearer(few: dict[str, int], many: dict[str, int]) -> dict[str, tuple[int, int]]:
    """Return the addresses that cost more than twice as much, some steps aside."""
    return {a: (few[a], many[a]) for a in few if many[a] > 2 * few[a] + 50}


@pytest.mark.long
@SQLITE
def test_a_small_incident_costs_as_much_beside_a_large_one(client):
    papers = [KamerstukFactory(number=str(number + 1)) for number in range(20)]
    own, other = IncidentFactory(slug="ander", title="Ander"), IncidentFactory()
    for number in range(10):
        event = EventFactory(incident=own, kind=list(Kind)[number % 8])
        CitationFactory(event=event, kamerstuk=papers[0], told=True)
    fill(other, papers, 50)
    few = work(client, READERS)
    fill(other, papers, MANY, first=50)
    assert dearer(few, work(client, READERS)) == {}


@SQLITE
def test_an_event_is_found_by_its_address_among_many(client):
    papers, incident = [KamerstukFactory()], IncidentFactory()
    fill(incident, papers, 20)
    address = [f"{Event.objects.first().get_absolute_url()}tijdkaart.link"]
    few = work(client, address)
    fill(incident, papers, MANY, first=20)
    assert dearer(few, work(client, address)) == {}


def plan(rows) -> str:
    """Return how SQLite goes about a query, once it has looked at its tables."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return rows.explain()


@SQLITE
def test_the_events_of_a_paper_are_found_by_its_citations():
    incident = IncidentFactory()
    fill(incident, [KamerstukFactory(number=str(number + 1)) for number in range(20)], MANY)
    cites = (
        Event.objects.for_readers().filter(incident=incident).citing([Kamerstuk.objects.first()])
    )
    assert "SEARCH incident_event USING INTEGER PRIMARY KEY" in plan(cites)


@SQLITE
@pytest.mark.parametrize("query", ["", "peildatum=2025-08-31", "volgorde=nieuwste-eerst"])
def test_events_are_counted_in_the_order_of_an_index(monkeypatch, query):
    incident = IncidentFactory()
    fill(incident, [KamerstukFactory()], MANY)
    monkeypatch.setattr(
        whole, "public_tally", lambda key: tallied(whole.bare().filter(incident=key))
    )
    counted = plan(Selection(incident, QueryDict(query)).tally.rows)
    assert "USING COVERING INDEX event_for_readers" in counted
    assert "TEMP B-TREE" not in counted


@SQLITE
def test_the_newest_of_a_feed_are_found_among_many(client):
    papers, incident = [KamerstukFactory()], IncidentFactory()
    fill(incident, papers, 150)
    addresses = ["/om-citrix/tijdlijn.atom", "/tijdlijn.atom"]
    few = work(client, addresses)
    fill(incident, papers, MANY, first=150)
    assert dearer(few, work(client, addresses)) == {}


@SQLITE
def test_a_list_of_the_desk_costs_as_much_for_many_rows(editor, monkeypatch):
    monkeypatch.setattr(task_filter, "MOST_COUNTED", 100)
    monkeypatch.setattr(found, "MOST_FOUND", 100)
    monkeypatch.setattr(search, "FEW", 20)
    papers = [KamerstukFactory() for _ in range(20)]
    incident, other = IncidentFactory(), IncidentFactory(slug="ander", title="Ander")
    fill(other, papers, 150)
    few = work(editor, DESK)
    fill(incident, papers, MANY)
    assert dearer(few, work(editor, DESK)) == {}


def test_counts_beside_the_choices_are_made_of_few_rows_and_asked_for_many(editor, monkeypatch):
    for title in ("Eerste", "Tweede", "Derde"):
        EventFactory(title=title, kind=Kind.DECISION)
    assert "Besluit (3)" in editor.get(EVENTS).content.decode()
    monkeypatch.setattr(task_filter, "MOST_COUNTED", 2)
    page = editor.get(EVENTS).content.decode()
    assert "Besluit (3)" not in page
    assert "_facets=True" in page
    assert "Derde" in page
    assert "Besluit (3)" in editor.get(f"{EVENTS}?_facets=True").content.decode()


def test_a_task_is_counted_among_the_rows_of_a_search_as_it_lists_them(editor):
    for title, about in (("Lek", {}), ("Lek", {"draft": True}), ("Anders", {})):
        EventFactory(title=title, **about)
    page = editor.get(f"{EVENTS}?q=lek").content.decode()
    assert "Gepubliceerd zonder bron of plaats (1)" in page
    assert editor.get(f"{EVENTS}?q=lek&taak=zonder-bron").context["cl"].result_count == 1


@pytest.mark.parametrize("few", [1, 1_000])
def test_the_papers_of_an_incident_are_the_same_whether_it_is_large_or_small(few, monkeypatch):
    monkeypatch.setattr(sources, "FEW", few)
    incident, other = IncidentFactory(), IncidentFactory(slug="ander", title="Ander")
    own = [CitationFactory(event__incident=incident).kamerstuk for _ in range(3)]
    CitationFactory(event__incident=other)
    CitationFactory(event=EventFactory(incident=incident, draft=True))
    assert set(Kamerstuk.objects.for_readers(incident)) == set(own)
    assert Kamerstuk.objects.for_readers().count() == 4


def test_the_picture_of_very_many_events_is_the_title_alone(client, monkeypatch):
    for day in ("2025-07-01", "2025-07-02", "2025-07-03"):
        EventFactory(date=day)
    drawn = client.get("/om-citrix/voorbeeld.png").content
    monkeypatch.setattr("timeline.embed.pictures.WHOLE", 2)
    KEPT.clear()
    monkeypatch.setattr("timeline.embed.pictures.picture_of", None)
    titled = client.get("/om-citrix/voorbeeld.png").content
    assert titled[:4] == drawn[:4] == b"\x89PNG"
    assert titled != drawn


def test_past_so_many_events_those_of_each_paper_are_not_counted(client, monkeypatch):
    for number in ("1", "2"):
        paper = KamerstukFactory(number=number, title=f"Stuk {number}")
        CitationFactory(kamerstuk=paper, event__date=f"202{number}")
    query = {"soort": "maatregel"}
    page = client.get("/om-citrix/", query).content.decode()
    assert page.count("Stuk 2 (1)</option>") == page.count("Heel dossier 26643 (2)</option>") == 1
    monkeypatch.setattr(portion, "WHOLE", 1)
    monkeypatch.setattr(facets, "MOST_COUNTED", 2)
    KEPT.clear()
    assert "Stuk 2 (1)</option>" in client.get("/om-citrix/", query).content.decode()
    monkeypatch.setattr(facets, "MOST_COUNTED", 1)
    KEPT.clear()
    page = client.get("/om-citrix/", query).content.decode()
    assert page.count("Stuk 2</option>") == page.count("Heel dossier 26643</option>") == 1
    assert re.search(r"Maatregel\s+<span class=\"tally\">2<", page)
