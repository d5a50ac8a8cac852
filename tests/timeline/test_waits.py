"""The page of waits, the files and the list of papers: how long, never told, or no number."""

import csv
import io
import json
import re

import pytest

from incident.choices import Kind
from incident.models import Event
from tests.factories import CitationFactory, EventFactory, KamerstukFactory, LinkFactory
from timeline.pages.waits import Axis

pytestmark = pytest.mark.django_db

WAITS = "/om-citrix/wachttijd/"
# The wait for each event of the case, by its day and kind; "" where it is itself a paper or untold.
CASE = {
    ("2025-06/2025-07-23", "waarschuwing"): "ten minste 20 dagen later",
    ("2025-07-17", "maatregel"): "dezelfde dag",
    ("2025-08-04", "besluit"): "dezelfde dag",
    ("2025-08-04", "onderzoek"): "dezelfde dag",
    ("2025-10-16", "herstel"): "ongeveer 36 dagen later",
    ("2025-12-01", "onderzoek"): "ongeveer 53 dagen later",
    ("../2026-04", "onderzoek"): "vooraf gemeld",
}
PAPERS = {
    *("2025-07-21", "2025-07-23~", "2025-08-12", "2025-08-12/..", "2025-09-03", "2025-09-19"),
    *("2025-11-04", "2025-11-21"),
}


def told(title: str, happened: str, day: str, **about) -> Event:
    """Return an event that a paper of that day told the Chamber."""
    paper = {name: about.pop(name) for name in list(about) if name.startswith("kamerstuk__")}
    event = EventFactory(title=title, date=happened, **about)
    CitationFactory(event=event, told=True, kamerstuk__date=day, **paper)
    return event


def parts(page: str) -> dict[str, list[str]]:
    """Return the titles of the events in each section of the page, by the section's id."""
    sections = re.findall(r'<h2 id="([^"]+)".*?(?=<h2 |</main>)', page, re.DOTALL)
    texts = re.split(r'<h2 id="[^"]+"', page)[1:]
    link = r'<a href="/om-citrix/[0-9][^"]+">([^<]+)</a>'
    return {name: re.findall(link, text) for name, text in zip(sections, texts, strict=True)}


@pytest.mark.usefixtures("case")
def test_the_case_waits_as_long_as_its_sources_say():
    events = Event.objects.for_readers()
    waits = {(e.date, e.kind): str(e.wait) for e in events if e.wait}
    assert waits == CASE
    assert {e.date for e in events if e.is_paper} == PAPERS


@pytest.mark.usefixtures("case")
def test_every_event_of_the_case_stands_once_on_the_page(client, body):
    found = [title for titles in parts(body(client.get(WAITS))).values() for title in titles]
    assert sorted(found) == sorted(Event.objects.for_readers().values_list("title", flat=True))


def test_the_longest_wait_comes_first_and_each_kind_of_answer_has_its_place(client, body):
    told("Twee dagen", "2025-07-17", "2025-07-19")
    told("Zelfde dag", "2025-07-17", "2025-07-17")
    told("Minstens twintig", "2025-06/2025-07-23", "2025-08-12/..")
    told("Twee tot negen", "2025-07-10/2025-07-17", "2025-07-19")
    told("Ongeveer twaalf", "2025-07-23~", "2025-08-04")
    told("Tevoren", "2025-09-01", "2025-08-04")
    told("Onbekend", "2025-08-12/..", "2025-08-12/..")
    told("Ongedateerd", "2025-08-12", "")
    told("Een brief", "2025-08-12", "2025-08-12", kind=Kind.PARLIAMENT)
    CitationFactory(event=EventFactory(title="Alleen aangehaald"), told=False)
    LinkFactory(event=EventFactory(title="Alleen in de krant"))
    told("Een concept", "2025-07-17", "2025-07-20", draft=True)
    assert parts(body(client.get(WAITS))) == {
        "gemeld": [
            *("Minstens twintig", "Ongeveer twaalf", "Twee tot negen", "Twee dagen", "Zelfde dag"),
        ],
        "vooraf": ["Tevoren"],
        "niet-te-berekenen": ["Ongedateerd", "Onbekend"],
        "niet-gemeld": ["Alleen aangehaald", "Alleen in de krant"],
        "stukken": ["Een brief"],
        "zo-rekenen-wij": [],
    }


def test_a_place_without_events_is_not_on_the_page(client, body):
    EventFactory()
    page = body(client.get(WAITS))
    assert list(parts(page)) == ["niet-gemeld", "zo-rekenen-wij"]
    assert "kunnen wij een wachttijd uitrekenen" in page


@pytest.mark.parametrize(
    ("happened", "day", "sure", "possible", "is_open"),
    [
        ("2025-07-17", "2025-08-06", 100, 100, False),
        ("2025-07-17/2025-07-27", "2025-08-06", 50, 100, False),
        ("2025-07-17", "2025-08-06/..", 100, 100, True),
        ("2025-07-17~", "2025-08-06", 0, 100, False),
        ("2025-07-17", "2025-07-17/2025-08-06", 0, 100, False),
    ],
)
def test_what_is_sure_is_filled_and_what_is_possible_is_light(
    client, body, happened, day, sure, possible, is_open
):
    told("Eén", happened, day)
    page = body(client.get(WAITS))
    assert f'class="is-sure" width="{sure:.1f}%"' in page
    assert f'class="is-possible" width="{possible:.1f}%"' in page
    assert ('class="is-open"' in page) is is_open


@pytest.mark.parametrize("longest", [1, 2, 5, 6, 53, 100, 101, 2500, 2501, 40_000, 2_912_440])
def test_the_axis_holds_the_longest_wait_in_few_round_steps(longest):
    axis = Axis(longest)
    places, days = zip(*axis.ticks, strict=True)
    assert (places[0], places[-1], days[0]) == (0, 100, 0)
    assert longest <= days[-1] < longest + days[1]
    assert 2 <= len(days) <= 6


# Which events are themselves a paper


@pytest.mark.parametrize(
    ("kind", "happened", "unseen", "is_paper"),
    [
        (Kind.PARLIAMENT, "2025-08-12", "", True),
        (Kind.PARLIAMENT, "2025-08-12", "Krant", True),
        (Kind.PARLIAMENT, "2025-08-11", "", False),
        (Kind.PARLIAMENT, "2025-08-12~", "", False),
        (Kind.DECISION, "2025-08-12", "", False),
        (Kind.DECISION, "2025-08-12", "Krant", True),
        (Kind.DECISION, "2025-08-11", "Krant", False),
    ],
)
def test_an_event_is_a_paper_by_its_date_with_its_kind_or_an_unseen_paper(
    kind, happened, unseen, is_paper
):
    event = told("Eén", happened, "2025-08-12", kind=kind, kamerstuk__unseen_source=unseen)
    assert event.is_paper is is_paper
    assert (event.wait is None) is is_paper


def test_a_paper_that_did_not_tell_it_makes_no_paper_of_an_event():
    event = EventFactory(date="2025-08-12", kind=Kind.PARLIAMENT)
    CitationFactory(event=event, told=False, kamerstuk__date="2025-08-12")
    assert not event.is_paper
    assert event.wait is None


def test_the_day_of_a_paper_that_nobody_saw_gives_no_exact_number():
    event = told("Eén", "2025-10-16", "2025-11-21", kamerstuk__unseen_source="Krant")
    assert str(event.wait) == "ongeveer 36 dagen later"
    assert event.wait.sure == (None, None)


def test_the_page_says_by_whom_the_day_of_an_unseen_paper_is_known(client, body):
    told("Eén", "2025-10-16", "2025-11-21", kamerstuk__unseen_source="Krant")
    assert "(stuk niet gezien; dag volgens Krant)" in body(client.get(WAITS))


# In files


@pytest.mark.parametrize(
    ("happened", "day", "least", "most"),
    [
        ("2025-07-17", "2025-07-17", 0, 0),
        ("2025-07", "2025-08-28", 28, 58),
        ("2025-06/2025-07-23", "2025-08-12/..", 20, None),
        ("2025-07", "2025-07-02", None, 1),
        ("2025-07-23~", "2025-08-04", None, None),
        ("2025-09-01", "2025-08-04", None, None),
        ("2025-07-17", None, None, None),
    ],
)
def test_files_hold_the_days_that_are_sure(client, body, happened, day, least, most):
    EventFactory(date=happened) if day is None else told("Eén", happened, day)
    [row] = csv.DictReader(io.StringIO(body(client.get("/om-citrix/tijdlijn.csv")), newline=""))
    [event] = json.loads(body(client.get("/om-citrix/tijdlijn.json")))["gebeurtenissen"]
    for name, days in (("wachttijd_minstens", least), ("wachttijd_hoogstens", most)):
        assert row[name] == ("" if days is None else str(days))
        assert event[name] == days


# In the list of papers


def test_under_a_paper_stand_five_events_that_it_told_with_their_waits(client, body):
    paper = KamerstukFactory(date="2025-07-19")
    for number in range(1, 8):
        event = EventFactory(title=f"Feit {number}", date=f"2025-07-1{number}")
        CitationFactory(event=event, kamerstuk=paper, told=True)
        CitationFactory(event=event, kamerstuk=paper, locator="p. 2", told=number > 4)
    draft = EventFactory(title="Geheim", date="2025-07-01", draft=True)
    CitationFactory(event=draft, kamerstuk=paper, told=True)
    page = body(client.get("/kamerstukken/"))
    assert re.findall(r">(Feit \d)</a>, ([^<\n]+)", page) == [
        (f"Feit {number}", f"na {9 - number} dagen") for number in range(1, 6)
    ]
    assert "En meer: zie de pagina van het stuk" in page
    assert "Geheim" not in page


def test_under_a_paper_stands_nothing_that_was_told_later(client, body):
    told("Vroeg", "2025-07-17", "2025-07-19")
    told("Laat", "2025-07-17", "2025-09-01")
    page = body(client.get("/kamerstukken/?peildatum=2025-08-04"))
    assert "Vroeg" in page
    assert "Laat" not in page


def test_an_event_that_is_the_paper_does_not_stand_under_it(client, body):
    told("Een brief", "2025-08-12", "2025-08-12", kind=Kind.PARLIAMENT)
    assert "Meldde:" not in body(client.get("/kamerstukken/"))
