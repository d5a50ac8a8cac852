"""A page of 50 events stays light: few bytes, few requests."""

import csv
import gzip
from datetime import date, timedelta

import pytest

from incident.values.dates import EventDate
from tests.conftest import ROOT
from tests.factories import (
    CitationFactory,
    EventFactory,
    IncidentFactory,
    KamerstukFactory,
    LinkFactory,
)

pytestmark = pytest.mark.django_db

INVENTED = ROOT / "tests/data/fifty_events.tsv"
MOST_BYTES = 110_000  # a third is the drawing, both ways; 3 kB white space, 2 kB a Dataset
MOST_GZIPPED = 18_500
DAYS_BETWEEN_PAPERS = 21
WORDS_OF_AN_ADDRESS = 6  # year, month and four words, as editors shorten them


def fifty_events() -> None:
    """Make 50 invented events, each that stand in a paper and were reported by the press."""
    papers, incident = {}, IncidentFactory()
    with INVENTED.open() as file:
        for number, row in enumerate(csv.reader(file, delimiter="\t")):
            when, kind, title, body, date_note, locator, report = row
            event = EventFactory.build(title=title, body=body, kind=kind, date=when)
            event.incident, event.date_note = incident, date_note
            event.derive()
            event.slug = "-".join(event.slug.split("-")[:WORDS_OF_AN_ADDRESS])
            event.save()
            paper = told(event, papers)
            CitationFactory(event=event, kamerstuk=paper, told=number % 3 > 0, locator=locator)
            publisher, headline = report.split(": ")
            host = publisher.replace(" ", "").lower()
            LinkFactory(
                event=event,
                publisher=publisher,
                title=headline,
                date=event.sort_day.isoformat(),
                url=f"https://www.{host}.example/{81723 + 97 * number}",
            )


def told(event, papers: dict):
    """Return the paper that told of the event, one for every three weeks."""
    place = (event.sort_day - date(2024, 1, 1)).days // DAYS_BETWEEN_PAPERS + 1
    if place not in papers:
        day = date(2024, 1, 1) + timedelta(days=place * DAYS_BETWEEN_PAPERS)
        papers[place] = KamerstukFactory(
            number=str(900 + 7 * place),
            date=day.isoformat(),
            title=f"Brief over de stand op {EventDate.parse(day.isoformat())}",
        )
    return papers[place]


def test_a_page_of_50_events_is_at_most_110_kb_and_18_5_kb_gzipped(client):
    fifty_events()
    page = client.get("/om-citrix/").content
    assert page.count(b'<li class="event') == 50
    assert len(page) <= MOST_BYTES
    assert len(gzip.compress(page, 6)) <= MOST_GZIPPED
