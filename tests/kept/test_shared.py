"""What the answers of one state share is made once for it, and never outlives it."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from incident.audit.recorder import audited
from incident.models import Change, Incident
from tests.factories import (
    CitationFactory,
    ClaimFactory,
    EventFactory,
    IncidentFactory,
    KamerstukFactory,
    StatementFactory,
)
from timeline.kept.middleware import KEPT
from timeline.kept.shared import MOST, answering, shared
from timeline.kept.state import State, current
from timeline.query import portion, whole
from timeline.query.whole import public_incident

pytestmark = pytest.mark.django_db


def queries(client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_page_of_a_second_event_asks_less_than_that_of_the_first(client):
    first, second = EventFactory.create_batch(2)
    assert queries(client, first.get_absolute_url()) > queries(client, second.get_absolute_url())
    third = EventFactory()
    assert queries(client, third.get_absolute_url()) > queries(client, first.get_absolute_url())


def test_what_changes_is_on_the_next_page_of_another_text(client, body):
    events = EventFactory.create_batch(2, date="2025-07-17")
    claim = StatementFactory().claim
    assert claim.title in body(client.get("/om-citrix/"))
    page = body(client.get(events[0].get_absolute_url()))
    assert "Iets later" not in page
    with audited():
        EventFactory(title="Iets later", date="2025-07-18")
        claim.title = "Anders gevraagd"
        claim.save()
        incident = events[0].incident
        incident.title = "Een andere naam"
        incident.save()
    page = body(client.get(events[1].get_absolute_url()))
    assert "Een andere naam" in page
    assert "Iets later" in page
    assert "Anders gevraagd" in body(client.get("/om-citrix/"))


def test_the_second_page_of_a_long_timeline_counts_nothing_anew(client, monkeypatch, body):
    monkeypatch.setattr(portion, "WHOLE", 2)
    for year in ("2023", "2024"):
        CitationFactory.create_batch(2, event__date=year, event__title=f"Van {year}")
    assert "Van 2023" in body(client.get("/om-citrix/"))
    with CaptureQueriesContext(connection) as captured:
        page = body(client.get("/om-citrix/?jaar=2024"))
    assert "Van 2024" in page
    assert "Van 2023" not in page
    assert not [query["sql"] for query in captured if "GROUP BY" in query["sql"]]


def test_the_second_page_of_a_long_log_counts_nothing_anew(client, body):
    with audited():
        EventFactory.create_batch(60)
    address = "/om-citrix/wijzigingen/"
    assert "60 teksten voor het eerst" in body(client.get(address))
    with CaptureQueriesContext(connection) as captured:
        page = body(client.get(f"{address}?blad=2"))
    assert "60 teksten voor het eerst" in page
    assert not [query["sql"] for query in captured if "COUNT(" in query["sql"]]
    with audited():
        EventFactory.create_batch(3)
    assert "3 teksten voor het eerst" in body(client.get(address))


AGO = timezone.now() - timedelta(days=9)
PAGES = (
    *("", "?soort=besluit", "?kamerstuk=kst-26643-1", "?peildatum=2025-07-20", "wachttijd/"),
    *("?soort=besluit&peildatum=2025-07-20&bekend=gemeld", "?q=sleutel", "kwesties/", "vragen/"),
    *("wijzigingen/", "wijzigingen.atom", "tijdkaart.link", "tijdlijn.atom", "tijdlijn.svg"),
)


def filled(slug: str, count: int, papers: list) -> None:
    """Make a case with a claim and so many events, which cite the papers in turn."""
    incident = IncidentFactory(slug=slug, title=slug.capitalize(), is_published=False)
    ago = AGO - timedelta(days=count)
    Incident._base_manager.filter(pk=incident.pk).update(is_published=True, opened_at=ago)
    for number in range(count):
        about = {"date": f"2025-07-{17 + number}", "title": f"Sleutel {slug} {number}"}
        kind = ("maatregel", "besluit")[number % 2]
        event = EventFactory(incident=incident, kind=kind, **about)
        CitationFactory(event=event, kamerstuk=papers[number % len(papers)], told=number > 1)
    claim = ClaimFactory(incident=incident, slug=slug)
    StatementFactory(claim=claim, event=event, kamerstuk=papers[0])


def fill_log() -> None:
    """Put in the log of each case one entry of a day of its own, and many of one moment."""
    number = Change.objects.latest("number").number
    for incident in Incident.objects.order_by("pk"):
        about = {"incident": incident.pk, "noun": "event", "action": "gepubliceerd", "version": 1}
        about |= {"hash": "", "state_json": '{"title":"Eerder","slug":"2025-07-eerder"}'}
        moments = [incident.opened_at, *[AGO] * 20 * incident.events.count()]
        Change.objects.bulk_create(
            Change(number=n, row=n, at=at, public_at=at, **about)
            for n, at in enumerate(moments, number + 1)
        )
        number += len(moments)


@pytest.mark.parametrize("is_long", [False, True])
def test_no_incident_gets_what_is_made_for_another(client, monkeypatch, is_long):
    """Each page is the same whichever was asked before it in one state of the record."""
    papers = [KamerstukFactory(number=number, date="2025-07-18") for number in ("1", "2")]
    filled("eerste", 3, papers)
    filled("tweede", 6, [*papers[::-1], KamerstukFactory(number="3", date="2025-07-19")])
    fill_log()
    if is_long:
        monkeypatch.setattr(portion, "WHOLE", 2)
        monkeypatch.setattr(whole, "is_long", lambda incident: True)
    addresses = [f"/{slug}/{page}" for page in PAGES for slug in ("eerste", "tweede")]

    def asked(address: str) -> bytes:
        return b"".join(client.get(address, follow=True))

    alone = {}
    for address in addresses:
        KEPT.clear()
        alone[address] = asked(address)
    for order in (addresses, addresses[::-1]):
        KEPT.clear()
        assert [address for address in order if asked(address) != alone[address]] == []


def test_a_draft_is_not_among_what_is_shared(client, writer, body):
    event = EventFactory(date="2025-07-17")
    draft = EventFactory(draft=True, title="Nog geheim", date="2025-07-18")
    ClaimFactory(draft=True, title="Ook geheim")
    assert "Nog geheim" in body(writer.get(f"/admin/voorbeeld/{draft.pk}/"))
    for address in (event.get_absolute_url(), "/om-citrix/", "/om-citrix/kwesties/"):
        assert "geheim" not in body(client.get(address))


def test_a_thing_is_made_once_in_a_state_and_anew_in_the_next():
    made = []

    def thing():
        made.append(len(made))
        return made[-1]

    state = current()
    with answering(state):
        assert [shared(("thing",), thing) for _ in range(2)] == [0, 0]
        assert shared(("other",), thing) == 1
    with answering(State(state.number + 1, "later", state.since, state.until)):
        assert shared(("thing",), thing) == 2
    assert shared(("thing",), thing) == 3
    assert shared(("thing",), thing) == 4


def test_what_is_shared_is_bounded():
    with answering(current()):
        numbers = [shared((n,), lambda n=n: [n]) for n in range(MOST + 1)]
        assert shared((0,), list) is numbers[0]
        assert shared((MOST,), list) == []


def test_what_is_not_there_takes_no_place_among_what_is_shared():
    with answering(current()):
        for number in range(MOST):
            with pytest.raises(Http404):
                public_incident(f"nergens-{number}")
        assert shared(("thing",), list) is shared(("thing",), list)


def test_another_thread_that_is_not_answering_shares_nothing():
    found = []
    with answering(current()):
        shared(("thing",), lambda: "kept")
        thread = threading.Thread(target=lambda: found.append(shared(("thing",), lambda: "own")))
        thread.start()
        thread.join()
    assert found == ["own"]
