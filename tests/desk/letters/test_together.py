"""Two at one letter, or at what comes of it, at once: nothing is lost or done twice."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from incident.audit.recorder import audited
from incident.choices import Status
from incident.desk.letters import finds as reading
from incident.desk.letters import table as reading_table
from incident.models import Citation, Event, Kamerstuk, Letter, LetterStep
from incident.verification.verify import verify
from tests.desk.letters.conftest import LETTER, PAGE, Table, keys_of, read_in, row_of
from tests.factories import CitationFactory, EventFactory, IncidentFactory, KamerstukFactory
from tests.helpers.outage import held

pytestmark = pytest.mark.django_db

DAY = "2025-07-03"


@pytest.fixture
def meanwhile(monkeypatch):
    """Return the function that lets a colleague act once, just before the next step is stored."""
    store, acts = reading_table.store, []

    def after_a_colleague(*about):
        while acts:
            acts.pop()()
        store(*about)

    monkeypatch.setattr(reading_table, "store", after_a_colleague)
    return acts.append


def saved(model, pk, **values) -> None:
    row = model.objects.get(pk=pk)
    for name, value in values.items():
        setattr(row, name, value)
    with audited(reason="Daarom.", nature="inhoud"):
        row.save()


@pytest.mark.django_db(transaction=True)
def test_a_letter_that_goes_away_meanwhile_takes_its_steps_along(with_paper, meanwhile):
    key = with_paper.named("3 juli 2025")
    sent = with_paper.sent(key)
    meanwhile(lambda: Letter.objects.get().delete())
    data = {**sent, f"{key}-title": "De brug", "vondst": key, "doe": "overnemen"}
    assert with_paper.browser.post(with_paper.address, data).status_code == 404
    assert not Event.objects.exists()
    assert not LetterStep.objects.exists()


@pytest.mark.parametrize(
    "values",
    [{"title": "Van een collega"}, {"status": Status.REVIEW}, {"status": Status.PUBLISHED}],
)
def test_an_event_that_a_colleague_changed_meanwhile_is_not_linked(with_paper, meanwhile, values):
    event = CitationFactory(event__draft=True, event__date=DAY).event
    meanwhile(lambda: saved(Event, event.pk, **values))
    page = with_paper.do(with_paper.named("3 juli 2025"), existing=event.pk)
    assert "Een collega wijzigde dit intussen." in page
    assert event.citations.count() == 1
    event.refresh_from_db()
    assert getattr(event, next(iter(values))) == next(iter(values.values()))


def test_an_event_that_went_on_and_cannot_go_back_is_not_linked(with_paper, meanwhile):
    event = CitationFactory(event__date=DAY, event__status=Status.REVIEW).event

    def published_and_withdrawn():
        saved(Event, event.pk, status=Status.PUBLISHED)
        saved(Event, event.pk, status=Status.WITHDRAWN)

    meanwhile(published_and_withdrawn)
    page = with_paper.do(with_paper.named("3 juli 2025"), existing=event.pk)
    assert "Een collega wijzigde dit intussen." in page
    assert event.citations.count() == 1


def test_what_is_chosen_and_gone_meanwhile_is_not_made_anew(with_paper):
    event = EventFactory(draft=True, date=DAY)
    key = with_paper.named("3 juli 2025")
    sent = {**with_paper.sent(key), f"{key}-existing": event.pk, f"{key}-title": "De brug"}
    event.delete()
    sent |= {f"{key}-kind": "gevolg", "vondst": key, "doe": "overnemen"}
    page = with_paper.browser.post(with_paper.address, sent).content.decode()
    assert "Wat u koos, is er niet meer." in page
    assert 'value="De brug"' in page
    assert not Event.objects.exists()


def test_the_same_event_is_not_made_of_two_finds(writer):
    table = Table(writer, read_in(writer, LETTER.replace("zomer van 2026", "dag van 3 juli 2025")))
    table.do("stuk")
    page = table.page()
    keys = [k for k in keys_of(page) if k.startswith("datum") and "3 juli" in row_of(page, k)]
    first, second = keys[:2]
    table.do(first, title="De brug gaat dicht", kind="gevolg")
    page = table.do(second, existing="", title="De  brug gaat dicht", kind="gevolg")
    assert "is er al een gebeurtenis met deze titel" in page
    assert Event.objects.count() == 1


def test_a_planned_event_is_left_to_its_own_page(editor):
    soon = timezone.now() + timedelta(hours=1)
    event = CitationFactory(event__date=DAY, event__publish_at=soon).event
    table = Table(editor, read_in(editor))
    table.do("stuk")
    page = table.do(table.named("3 juli 2025"), existing=event.pk)
    assert "is ingepland" in page
    assert event.citations.count() == 1


@pytest.mark.parametrize(("who", "is_done"), [("writer", False), ("editor", True)])
def test_a_text_by_which_readers_see_quotes_checked_is_of_editors(request, who, is_done):
    paper = KamerstukFactory(kind="antwoord", date="2025-08-12")
    citation = CitationFactory(kamerstuk=paper, quote="De brug is open.")
    browser = request.getfixturevalue(who)
    table = Table(browser, read_in(browser))
    page = table.do("stuk", existing=paper.pk)
    citation.refresh_from_db()
    assert bool(citation.quote_check) == is_done
    assert ("Laat een eindredacteur dit doen" in page) != is_done


def test_a_form_that_is_refused_is_shown_also_where_it_fell_off_the_page(table, monkeypatch):
    key = table.named("3 juli 2025")
    sent = table.sent(key)
    monkeypatch.setattr(reading_table, "MOST_OPEN", 2)
    data = {**sent, f"{key}-title": "Getypt", "vondst": key, "doe": "overnemen"}
    page = table.browser.post(table.address, data).content.decode()
    assert 'value="Getypt"' in page
    assert "<title>Fout: " in page


@pytest.mark.django_db(transaction=True)
def test_of_four_that_take_one_find_at_once_one_makes_the_draft(staff, writer):
    table = Table(writer, read_in(writer))
    sent = {**table.sent("stuk"), "vondst": "stuk", "doe": "overnemen"}
    browsers = [staff("schrijver", f"nr-{number}") for number in range(4)]
    answers = at_once(lambda browser: browser.post(table.address, sent), browsers)
    assert {answer.status_code for answer in answers} <= {200, 302}
    assert Kamerstuk.objects.count() == LetterStep.objects.count() == 1
    verify()


@pytest.mark.django_db(transaction=True)
def test_of_four_that_read_the_same_letter_in_at_once_one_keeps_it(staff):
    incident = IncidentFactory()
    browsers = [staff("schrijver", f"nr-{number}") for number in range(4)]
    sent = {"incident": incident.pk, "tekst": LETTER}
    answers = at_once(lambda browser: browser.post(PAGE, sent), browsers)
    assert {answer["Location"] for answer in answers} == {f"{PAGE}{Letter.objects.get().pk}/"}
    verify()


def test_a_letter_that_two_ask_for_at_once_is_read_once(monkeypatch):
    read, reads = reading.structure_of, []

    def slowly(text):
        reads.append(text)
        time.sleep(0.1)
        return read(text)

    monkeypatch.setattr(reading, "structure_of", slowly)
    first, second = at_once(reading.finds_in, ["Een brief die nog niemand las."] * 2)
    assert first is second
    assert len(reads) == 1


@pytest.mark.django_db(transaction=True)
def test_of_finds_that_are_linked_to_one_event_at_once_none_is_lost(staff, writer):
    event = EventFactory(draft=True, date=DAY)
    text = LETTER.replace("zomer van 2026", "nacht van 3 juli 2025").replace("21 juli", "3 juli")
    table = Table(writer, read_in(writer, text))
    table.do("stuk")
    keys = [key for key in table.finds() if key.startswith("datum")]
    events = [key for key in keys if f'value="{event.pk}"' in table.row(key)]
    assert len(events) >= 3
    browsers = {staff("schrijver", f"nr-{number}"): key for number, key in enumerate(events)}

    def link(browser):
        key = browsers[browser]
        sent = {f"{key}-existing": event.pk, "vondst": key, "doe": "overnemen"}
        return browser.post(table.address, sent)

    answers = at_once(link, list(browsers))
    stored = [answer for answer in answers if answer.status_code == 302]
    refused = [answer for answer in answers if answer.status_code == 200]
    assert len(stored) + len(refused) == len(answers)
    assert all("Een collega wijzigde dit" in answer.content.decode() for answer in refused)
    assert LetterStep.objects.filter(noun="event").count() == len(stored) > 0
    assert Citation.objects.filter(event=event).count() > 0
    verify()


@pytest.mark.django_db(transaction=True)
def test_while_the_database_is_busy_a_step_is_refused_with_what_was_typed(table, monkeypatch):
    sent = {**table.sent("stuk"), "vondst": "stuk", "doe": "overnemen"}
    sent["stuk-title"] = "Wat ik typte over de brug"
    table.browser.raise_request_exception = False
    with held(monkeypatch):
        answer = table.browser.post(table.address, sent)
    assert answer.status_code == 503
    assert "Wat ik typte over de brug" in answer.content.decode()
    assert not Kamerstuk.objects.exists()


def at_once(act, each: list) -> list:
    """Return the answers to an act with each of these at the same moment."""
    start, answers = threading.Barrier(len(each)), []

    def work(one):
        try:
            start.wait(60)
            answers.append(act(one))
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(one,)) for one in each]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return answers
