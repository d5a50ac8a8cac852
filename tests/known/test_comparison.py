"""Two days beside each other: what became known between them, when, and by what."""

import re
from datetime import date

import pytest

from incident.choices import Known
from incident.models import Event
from tests.factories import CitationFactory, EventFactory, LinkFactory, StatementFactory
from tests.helpers.case import load_case

pytestmark = pytest.mark.django_db

COMPARISON = "/om-citrix/vergelijk/"
JULY_TO_AUGUST = {"van": "2025-07-17", "met": "2025-08-12"}


def words(page: str) -> str:
    """Return the text of a page as it is read."""
    return " ".join(re.sub(r"<[^>]+>", "", page).split())


def parts(page: str) -> list[str]:
    """Return the two groups of a page, the second up to what follows."""
    told, public = page.split('id="groep-')[1:]
    return [told, public.partition('id="niet-te-plaatsen"')[0].partition('id="vragen"')[0]]


def test_a_comparison_tells_what_was_added_and_what_was_said(client, body):
    load_case()
    page = body(client.get(COMPARISON, JULY_TO_AUGUST))
    read = words(page)
    assert "Na 17 juli en tot en met 12 augustus 2025 werden 8 gebeurtenissen bekend of" in read
    assert "Over 4 vragen kwam nieuws." in read
    assert "Aan de Kamer gemeld: 5 gebeurtenissen" in read
    assert "Openbaar bekend, niet aan de Kamer gemeld: 3 gebeurtenissen" in read
    assert "Het OM sluit zijn systemen uit voorzorg af" not in page
    assert "Eerst:</span>" in page
    assert "Daarna:</span> Vastgesteld:" in page
    assert "6 gebeurtenissen staan hier niet bij" in page
    named = page.partition('id="niet-te-plaatsen"')[2].partition("</section>")[0]
    left_out = Event.objects.for_readers().never_dated()
    assert len(left_out) == 6
    for event in left_out:
        assert f'href="{event.get_absolute_url()}"' in named


def test_each_event_says_when_and_by_what_it_became_known_in_that_order(client, body):
    for day, number in (("2025-08-04", "1378"), ("2025-07-18", "1377")):
        event = EventFactory(title=f"Gemeld {day}", date="2025-06-01")
        CitationFactory(event=event, told=True, kamerstuk__date=day, kamerstuk__number=number)
    LinkFactory(event=event, date="2025-07-17", publisher="Krant", url="https://krant.example/x")
    LinkFactory(event=EventFactory(title="Pers later"), date="2025-07", publisher="Weekblad")
    LinkFactory(event=EventFactory(title="Pers eerst"), date="2025-07-20", publisher="Dagblad")
    told, public = parts(body(client.get(COMPARISON, {"van": "2025-07-01", "met": "2025-08-31"})))
    first, second = words(told).split("Gemeld 2025-08-04")
    assert (
        "Gemeld op 18 juli 2025, door Kamerstukken II 2024/25, 26 643, nr. 1377"
        in first.replace("\xa0", " ")
    )
    assert "Al openbaar bekend op 17 juli 2025, door Krant" in first
    assert '<a href="https://krant.example/x">Krant</a>' in told
    assert "Gemeld op 4 augustus 2025, door" in first
    assert "Gebeurd: 1 juni 2025" in second
    early, late = words(public).split("Pers eerst")
    assert "Bekend op 20 juli 2025, door Dagblad" in early
    assert "Bekend: juli 2025, door Weekblad" in late
    assert "Pers later" in late


def test_two_days_add_up(client, body):
    load_case()
    events = Event.objects.for_readers()
    for since, until in (("2025-07-17", "2025-08-12"), ("2025-08-04", "2025-12-01")):
        early, late = date.fromisoformat(since), date.fromisoformat(until)
        page = body(client.get(COMPARISON, {"van": since, "met": until}))
        for known, part in zip(Known, parts(page), strict=True):
            added = set(events.known_as(known, late)) - set(events.known_as(known, early))
            assert part.count('<li class="event') == len(added)


def test_what_was_public_and_is_told_since_is_told_and_not_newly_public(client, body):
    event = EventFactory(title="Eerst in de krant")
    LinkFactory(event=event, date="2025-07-10")
    CitationFactory(event=event, told=True, kamerstuk__date="2025-08-04")
    told, public = parts(body(client.get(COMPARISON, JULY_TO_AUGUST)))
    assert "Eerst in de krant" in told
    assert "Eerst in de krant" not in public
    for days in (("2025-07-11", "2025-08-03"), ("2025-08-04", "2025-09-01")):
        page = body(client.get(COMPARISON, dict(zip(("van", "met"), days, strict=True))))
        assert "Eerst in de krant" not in page


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?van=2025-07-17", "Vul de tweede dag in."),
        ("?met=2025-07-17", "Vul de eerste dag in."),
        ("?van=2025-08-12&met=2025-08-12", "Deze dag ligt niet na de eerste dag."),
        ("?van=2025-02-31&met=2025-08-12", "31 februari 2025 bestaat niet."),
    ],
)
def test_a_comparison_that_cannot_be_made_says_why(client, body, query, said):
    CitationFactory(event__title="Verborgen", told=True, kamerstuk__date="2025-08-04")
    page = body(client.get(f"{COMPARISON}{query}"))
    assert said in page
    assert "Wij hebben nog niet gezocht." in page
    assert "Verborgen" not in page


def test_a_comparison_without_days_only_asks(client, body):
    EventFactory()
    page = body(client.get(COMPARISON))
    assert 'class="error"' not in page
    assert "<h1>Twee dagen vergelijken</h1>" in page


def test_no_draft_is_in_a_comparison(client, body):
    for state in ("draft", "review", "withdrawn", "future"):
        event = EventFactory(title="Geheim", **{state: True})
        CitationFactory(event=event, told=True, kamerstuk__date="2025-08-04")
        EventFactory(title="Geheim zonder dag", **{state: True})
    StatementFactory(claim__draft=True, summary="Geheim.", kamerstuk__date="2025-08-04")
    EventFactory()
    assert "Geheim" not in body(client.get(COMPARISON, JULY_TO_AUGUST))
