"""Every page and every form of it costs as many queries for much as for little."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incident.choices import Kind, Outcome, Relation
from tests.factories import (
    CitationFactory,
    ClaimFactory,
    EventFactory,
    IncidentFactory,
    KamerstukFactory,
    LinkFactory,
    QuestionFactory,
    StatementFactory,
    WrittenQuestionsFactory,
)
from tests.helpers.proofs import share

pytestmark = pytest.mark.django_db

FIRST = "2025-07-eerste"
ADDRESSES = [
    *("/om-citrix/", "/om-citrix/?q=gebeurde&soort=maatregel", "/om-citrix/?kamerstuk=26643"),
    *("/om-citrix/?peildatum=2025-08-04", "/om-citrix/?sinds=2020-01-01", "/om-citrix/?q=olifant"),
    *(f"/om-citrix/?peildatum=2025-08-04&bekend={group}" for group in ("gemeld", "openbaar")),
    *(f"/om-citrix/tijdlijn.{e}?peildatum=2025-08-04" for e in ("csv", "json", "atom", "ics")),
    *("/om-citrix/?vanaf=fout", "/om-citrix/?volgorde=nieuwste-eerst"),
    *(f"/om-citrix/{FIRST}/", f"/om-citrix/{FIRST}/?peildatum=2025-08-04"),
    *("/om-citrix/kwesties/", "/om-citrix/kwesties/?peildatum=2025-08-04"),
    *("/om-citrix/vragen/", "/om-citrix/vragen/?uitkomst=deels", "/nergens/"),
    "/om-citrix/wachttijd/",
    *("/om-citrix/vergelijk/", "/om-citrix/vergelijk/?van=2025-01-01&met=2025-12-31"),
    *("/kamerstukken/", "/kamerstukken/kst-26643-9999/", "/over/", "/sitemap.xml", "/robots.txt"),
    *("/sitemap-gebeurtenissen.xml", "/api/", "/catalogus.jsonld", "/.well-known/api-catalog"),
    *(f"/om-citrix/tijdlijn.{ending}" for ending in ("csv", "json", "atom", "ics", "svg", "png")),
    *(f"/om-citrix/{name}.csv" for name in ("kamerstukken", "vragen", "uitspraken")),
    *(f"/om-citrix/{place}citeer.ris" for place in ("", f"{FIRST}/")),
    *(f"/om-citrix/{place}tijdkaart.link" for place in ("", f"{FIRST}/")),
    *(f"/om-citrix/{FIRST}/tijdpoort/", "/om-citrix/?stand=2020-01-01"),
    "/kamerstukken/kst-26643-9999/citeer.bib",
    *("/om-citrix/alles.zip", "/om-citrix/voorbeeld.png", f"/om-citrix/{FIRST}/voorbeeld.png"),
]


def grow(paper, first, count: int) -> None:
    """Add events, claims and questions, all of which touch one paper and one event."""
    for number in range(count):
        event = EventFactory(date=f"2025-0{number % 9 + 1}", kind=list(Kind)[number % 8])
        for touched in (event, first):
            CitationFactory(event=touched, kamerstuk=KamerstukFactory(), told=True)
            LinkFactory(event=touched)
        CitationFactory(event=event, kamerstuk=paper, told=True)
        claim = ClaimFactory()
        StatementFactory(claim=claim, event=event, kamerstuk=paper)
        StatementFactory(claim=claim, event=first, relation=Relation.REPEATED)
        asked = WrittenQuestionsFactory(answer=paper)
        question = QuestionFactory(questions=asked, outcome=Outcome.PARTLY)
        question.events.add(event, first)
        question.papers.add(paper)


def costs(client) -> dict[str, int]:
    """Return the number of queries that each address takes."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as the database does of itself, some time after many rows
    found = {}
    for address in ADDRESSES:
        with CaptureQueriesContext(connection) as captured:
            b"".join(client.get(address))
        found[address] = len(captured)
    return found


@pytest.mark.proof
def test_every_address_costs_as_many_queries_for_much_as_for_little(client):
    paper, first = KamerstukFactory(number="9999"), EventFactory(slug=FIRST)
    CitationFactory(event=first, kamerstuk=paper, told=True)
    grow(paper, first, 9)  # one in each month, so that there is one before and one after
    few = costs(client)
    grow(paper, first, share(40, least=9))
    assert costs(client) == few
    assert max(few.values()) <= 25


def test_the_front_page_costs_as_many_queries_for_many_incidents_as_for_few(client):
    def cost(count: int) -> int:
        for number in range(count):
            about = {"slug": f"incident-{number}", "title": f"Incident {number}"}
            EventFactory(incident=IncidentFactory(**about))
        with CaptureQueriesContext(connection) as captured:
            client.get("/")
        return len(captured)

    assert cost(2) == cost(10) <= 9  # of which the state of the record takes three
