"""Corrections in the open: versions, the public log, tombstones, and how it once stood here."""

import re
from datetime import timedelta

import feedparser
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from incident.audit.recorder import audited
from incident.choices import Kind, Nature, Status
from incident.models import Change, Event
from tests.factories import (
    CitationFactory,
    ClaimFactory,
    EventFactory,
    LinkFactory,
    QuestionFactory,
    StatementFactory,
)
from timeline.kept.middleware import KEPT
from timeline.pages import versions
from timeline.query import portion

pytestmark = pytest.mark.django_db

BASE = "/om-citrix/"
LOG = f"{BASE}wijzigingen/"


@pytest.fixture
def days(monkeypatch):
    """Return the function that moves the present so many days on."""
    start = timezone.now()

    def move(count: float) -> None:
        monkeypatch.setattr(timezone, "now", lambda: start + timedelta(days=count))

    move(-30)
    return move


def made(**about) -> Event:
    """Make a public event with one source, as one act."""
    with audited(who="maker"):
        return LinkFactory(event=EventFactory(**about)).event


def correct(event, reason="Het klopte niet.", nature=Nature.SUBSTANCE, **changes) -> None:
    event = Event.objects.get(pk=event.pk)
    for name, value in changes.items():
        setattr(event, name, value)
    with audited(who="redacteur", strict=True, reason=reason, nature=nature):
        event.save()


def withdraw(event, reason="Het was niet waar.") -> None:
    correct(event, reason, "", status=Status.WITHDRAWN)


def text(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_the_page_of_an_event_says_that_it_was_corrected_and_how(content):
    event = made(title="Het OM sluit")
    assert "Gecorrigeerd op" not in content(event.get_absolute_url()).decode()
    correct(event, title="Het OM opent")
    page = content(event.get_absolute_url()).decode()
    today = timezone.localdate()
    assert f"Gecorrigeerd op {today.day} " in page
    assert "<del>" in page
    assert "<ins>" in page
    assert "Het klopte niet." in page
    assert f"{event.get_absolute_url()}versie/1/" in page


def test_every_public_state_keeps_an_address_and_its_text(content, client):
    event = made(title="Een", body="Tekst een.")
    correct(event, title="Twee")
    correct(event, title="Drie", body="Tekst drie.", kind=Kind.DECISION, date="2025-07")
    address = event.get_absolute_url()
    for number, (title, body) in enumerate([("Een", "een"), ("Twee", "een"), ("Drie", "drie")], 1):
        page = content(f"{address}versie/{number}/").decode()
        assert f"<h1>{title}</h1>" in page
        assert f"Tekst {body}." in page
        assert f"Versie {number} van 3" in page
    assert "juli 2025" in text(content(f"{address}versie/3/").decode())
    for number in ("0", "4", "x", "-1", "9" * 30):
        assert client.get(f"{address}versie/{number}/").status_code == 404
    assert f"{address}versie/3/" in content(address).decode()


def test_a_version_keeps_the_sources_of_its_time(content):
    with audited():
        event = CitationFactory(kamerstuk__number="", kamerstuk__title="Brief").event
    paper = event.citations.get().kamerstuk
    paper.number = "1380"
    with audited(strict=True, reason="Nummer bekend.", nature=Nature.SUBSTANCE):
        paper.save()
    address = event.get_absolute_url()
    assert "nummer nog niet bekend" in content(f"{address}versie/1/").decode()
    assert "nr. 1380" in content(f"{address}versie/2/").decode()
    assert "nr. 1380" in content(address).decode()


def test_what_happened_before_publication_is_no_version(content, client):
    event = EventFactory(draft=True, title="Geheim eerst")
    LinkFactory(event=event)
    correct(event, "", "", title="Geheim later")
    correct(event, "", "", title="Openbaar", status=Status.REVIEW)
    correct(event, "", "", status=Status.PUBLISHED)
    page = content(f"{event.get_absolute_url()}versie/1/").decode()
    assert "Openbaar" in page
    assert client.get(f"{event.get_absolute_url()}versie/2/").status_code == 404
    for address in (LOG, event.get_absolute_url(), f"{BASE}wijzigingen.atom"):
        assert "Geheim" not in content(address).decode()


def test_what_waited_for_its_moment_is_a_version_only_as_readers_saw_it(content, days):
    days(0)
    event = made(title="Eerste plan", publish_at=timezone.now() + timedelta(days=2))
    days(1)
    correct(event, "", "", title="Tweede plan")
    assert "plan" not in content(LOG).decode()
    days(3)
    log = content(LOG).decode()
    assert "Tweede plan" in log
    assert "Eerste plan" not in log
    assert "<h1>Tweede plan</h1>" in content(f"{event.get_absolute_url()}versie/1/").decode()
    assert timezone.localdate(event.publish_at).strftime("%Y") in text(log)


def test_the_log_tells_both_sorts_of_correction_with_the_words(content):
    event = made(body="Het OM sluit zijn systemen.")
    correct(event, "Typefout.", Nature.SLIP, body="Het OM sloot zijn systemen.")
    correct(event, "De bron zegt anders.", body="Het OM sloot zijn netwerk.")
    page = content(LOG).decode()
    for words in ("Verschrijving", "Inhoud", "Typefout.", "De bron zegt anders."):
        assert words in page
    assert page.index("De bron zegt anders.") < page.index("Typefout.")
    feed = feedparser.parse(content(f"{BASE}wijzigingen.atom"))
    assert not feed.bozo
    assert [entry.title.split(":")[0] for entry in feed.entries] == [
        "Gecorrigeerd",
        "Gecorrigeerd",
        "Gepubliceerd",
    ]
    assert "Tekst, nu: Het OM sloot zijn netwerk." in feed.entries[0].summary
    assert "verschrijving" in feed.entries[1].summary
    assert len({entry.id for entry in feed.entries}) == 3


def test_claims_and_questions_are_in_the_log_and_name_no_draft(content):
    secret = EventFactory(draft=True, title="Geheim", slug="2025-01-geheim")
    with audited():
        statement = StatementFactory(event=secret, summary="Eerst zo.")
    with audited():
        question = QuestionFactory(wording="Waarom?")
        question.events.add(secret)
    statement.summary = "Later anders."
    with audited(strict=True, reason="Beter.", nature=Nature.SUBSTANCE):
        statement.save()
    page = content(LOG).decode()
    assert re.search(r"<ins>.*Later", page)
    assert statement.claim.title in page
    assert "geheim" not in page.lower()
    assert "geheim" not in content(f"{BASE}wijzigingen.atom").decode().lower()


def test_a_change_that_readers_cannot_see_is_not_told_and_asks_no_reason(content):
    secret = EventFactory(draft=True)
    question = QuestionFactory()
    before = content(LOG)
    with audited(strict=True):
        question.events.add(secret)
    assert content(LOG) == before
    assert Change.objects.last().public_at is None


def test_the_log_pages(content, client):
    for number in range(60):
        made(title=f"Gebeurtenis nummer {number}.")
    first, second = content(LOG).decode(), content(LOG, blad=2).decode()
    assert "Gebeurtenis nummer 59." in first
    assert "Gebeurtenis nummer 9." not in first
    assert "Gebeurtenis nummer 9." in second
    for wrong in ("?blad=9", "?blad=x", "?blad=0", "?x=1", "?blad=1&blad=2"):
        assert client.get(LOG + wrong).status_code == 302
    assert client.get(f"{BASE}wijzigingen.atom?x=1").status_code == 400


# Withdrawn


def test_a_withdrawn_event_leaves_a_stone_and_no_word_anywhere(client, content):
    event = made(title="Onjuist verhaal", body="Lasterlijk.")
    correct(event, title="Onjuist verhaal, verbeterd")
    withdraw(event)
    for address in (event.get_absolute_url(), f"{event.get_absolute_url()}versie/1/"):
        for method in (client.get, client.head):
            answer = method(address)
            assert answer.status_code == 410
        assert "Het was niet waar." in client.get(address).content.decode()
    today = timezone.localdate().isoformat()
    for address in (LOG, f"{BASE}wijzigingen.atom", BASE, f"{BASE}?stand={today}"):
        page = client.get(address).content
        assert b"Onjuist" not in page, address
        assert b"Lasterlijk" not in page, address
    assert "Ingetrokken" in content(LOG).decode()


def test_what_was_withdrawn_before_anybody_saw_it_was_never_there(client):
    event = EventFactory(withdrawn=True)
    assert client.get(event.get_absolute_url()).status_code == 404
    hidden = EventFactory(incident__is_published=False, incident__slug="dicht")
    assert client.get(hidden.get_absolute_url()).status_code == 404


def test_a_stone_of_a_withdrawn_incident_says_only_that_the_whole_is_gone(client):
    event = made()
    withdraw(event)
    incident = event.incident
    incident.is_withdrawn = True
    with audited(reason="Alles moest weg."):
        incident.save()
    page = client.get(event.get_absolute_url())
    assert page.status_code == 410
    assert "Alles moest weg." in page.content.decode()
    assert "Het was niet waar." not in page.content.decode()


# How it stood here


def test_the_timeline_can_be_read_as_it_stood_here_on_a_day(content, days, client):
    days(-20)
    early = made(title="Vroeg", date="2025-07-17")
    gone = made(title="Later weg", date="2025-07-18")
    days(-10)
    correct(early, title="Vroeg, verbeterd")
    made(title="Erbij", date="2025-01-01")
    days(-5)
    withdraw(gone)
    days(0)

    def stood(ago: int) -> str:
        day = timezone.localdate() - timedelta(days=ago)
        return content(BASE, stand=day.isoformat()).decode()

    assert "0 gebeurtenissen stonden" in stood(25)
    page = stood(15)
    assert "Vroeg</a>" in page
    assert "1 gebeurtenis van toen is later ingetrokken" in page
    assert "Later weg" not in page
    page = stood(7)
    assert "Vroeg, verbeterd" in page
    assert page.index("Erbij") < page.index("Vroeg, verbeterd")
    assert "ingetrokken" not in text(stood(2)).lower().replace("wijzigingen", "")
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    said = {tomorrow: "moet nog komen", "2025-02-31": "31 februari 2025 bestaat niet."}
    for wrong, sentence in said.items():
        assert sentence in client.get(BASE, {"stand": wrong}).content.decode()


def test_a_stand_shows_the_whole_timeline_and_says_so_in_its_address(client):
    made()
    day = timezone.localdate().isoformat()
    answer = client.get(BASE, {"stand": day, "soort": "besluit"})
    assert answer.url == f"{BASE}?stand={day}"
    assert client.get(f"{BASE}tijdlijn.csv", {"stand": day}).status_code == 400


def test_reporting_a_mistake_names_the_version_that_readers_see(content, settings):
    settings.REPORT_EMAIL = "redactie@tijdlijn.example"
    event = EventFactory(draft=True)
    LinkFactory(event=event)
    for title in ("Een", "Twee", "Drie"):
        correct(event, "", "", title=title)
    correct(event, "", "", status=Status.REVIEW)
    correct(event, "", "", status=Status.PUBLISHED)
    assert "%28versie%201%29" in content(event.get_absolute_url()).decode()
    correct(event, title="Vier")
    assert "%28versie%202%29" in content(event.get_absolute_url()).decode()


def test_when_the_record_last_changed_counts_withdrawals_and_no_drafts(days):
    days(-9)
    event = made()
    claim = ClaimFactory()
    days(-5)
    withdraw(event)
    withdrawn_at = timezone.now()
    days(-1)
    EventFactory(draft=True)
    incident = type(event.incident).objects.get()
    incident.changed_at = withdrawn_at - timedelta(days=9)
    assert incident.updated_at == withdrawn_at
    assert claim.incident == incident


def test_an_event_with_many_corrections_shows_the_last_and_leads_to_the_rest(
    client, days, monkeypatch
):
    event = made(title="Titel 0")
    for number in range(1, 5):
        days(-30 + number)
        correct(event, title=f"Titel {number}")
    address = event.get_absolute_url()
    assert "lijst van alle versies" not in client.get(address).content.decode()
    monkeypatch.setattr(versions, "MOST_CORRECTIONS", 2)
    KEPT.clear()
    page = client.get(address).content.decode()
    assert re.findall(r'versie/(\d+)/">Versie', page) == ["5", "4"]
    assert "Dit zijn de laatste 2 correcties." in page
    assert f'{address}versie/3/">versie 3</a>' in page
    assert f'{address}tijdkaart.link">lijst van alle versies</a>' in page


def test_the_state_of_a_long_timeline_is_shown_by_period(client, monkeypatch):
    for day in ("2023-05-01", "2024-02-01", "2024-03-01", "2025-01-01"):
        made(title=f"Op {day}", date=day)
    withdraw(made(title="Weg", date="2024-03-02"))
    address = f"{BASE}?stand={timezone.localdate()}"
    assert 'class="pager"' not in client.get(address).content.decode()
    monkeypatch.setattr(portion, "WHOLE", 1)
    KEPT.clear()
    page = client.get(address).content.decode()
    assert "4 gebeurtenissen stonden hier" in page
    assert "Op 2023-05-01" in page
    assert "Op 2024-02-01" not in page
    assert re.findall(r'href="[^"]*jaar=(\d+)"', page) == ["2023", "2024", "2025"]
    march = client.get(f"{address}&maand=2024-03").content.decode()
    assert "Op 2024-03-01" in march
    assert "Op 2024-02-01" not in march
    assert client.get(f"{address}&jaar=1999").url == address


def test_the_state_of_a_long_timeline_reads_the_texts_that_it_shows(client, monkeypatch):
    for day in ("2023-05-01", "2024-02-01"):
        made(title=f"Op {day}", date=day)
    monkeypatch.setattr(portion, "WHOLE", 1)
    with CaptureQueriesContext(connection) as asked:
        client.get(f"{BASE}?stand={timezone.localdate()}&jaar=2024")
    read = [q["sql"] for q in asked if '"incident_change"."state_json",' in q["sql"]]
    assert len(read) == 1
    assert '"incident_change"."number" IN (' in read[0]
