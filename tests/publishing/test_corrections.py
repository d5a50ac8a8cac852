"""Correcting and withdrawing what readers know: why it is done, and what the log says of it."""

import pytest

from incident.audit.recorder import AuditContext
from incident.choices import Action, Nature, Status
from incident.desk.records.event import EventAdmin
from incident.models import Change
from tests.factories import (
    CitationFactory,
    ClaimFactory,
    EventFactory,
    LinkFactory,
    QuestionFactory,
    StatementFactory,
)
from tests.helpers.desk import change, form_of, said, save, status

pytestmark = pytest.mark.django_db

REASON = {"reason": "De bron zegt het anders.", "nature": Nature.SUBSTANCE.value}


def test_a_published_text_cannot_lose_its_last_source(editor):
    event = LinkFactory().event
    page = said(save(editor, event, **REASON, **{"links-0-DELETE": "on"}))
    assert "Zet er eerst een bron bij" in page
    assert event.links.count() == 1


def test_a_text_that_lacked_a_source_before_the_rule_can_still_be_corrected(editor):
    event = EventFactory()
    assert save(editor, event, title="Beter", **REASON).status_code == 302


def test_a_correction_says_why_and_what_sort_it_is(editor):
    event = LinkFactory(event__title="Eerst").event
    page = said(save(editor, event, title="Daarna"))
    assert "Lezers zien dit. Zeg daarom in één zin waarom" in page
    assert "Kies of dit een verschrijving is of inhoud" in page
    assert 'value="Daarna"' in page
    assert save(editor, event, title="Daarna", **REASON).status_code == 302
    last = Change.objects.of("event", event.pk).last()
    assert (last.reason, last.nature) == (REASON["reason"], Nature.SUBSTANCE)


def test_a_correction_of_a_source_alone_says_why_too(editor):
    event = LinkFactory(publisher="Krant").event
    page = said(save(editor, event, **{"links-0-publisher": "Blad"}))
    assert "Zeg daarom in één zin waarom" in page
    assert event.links.get().publisher == "Krant"


def test_a_paper_that_readers_know_is_corrected_with_a_reason(editor):
    event = CitationFactory(kamerstuk__title="Eerst").event
    paper = event.citations.get().kamerstuk
    form = editor.get(change(paper)).context["adminform"].form
    data = {n: form[n].value() or "" for n in form.fields if n not in ("reason", "nature")}
    assert "Zeg daarom" in said(editor.post(change(paper), {**data, "title": "Daarna"}))
    assert editor.post(change(paper), {**data, "title": "Daarna", **REASON}).status_code == 302
    assert Change.objects.of("event", event.pk).last().reason == REASON["reason"]


def test_a_withdrawal_needs_a_reason(editor, client):
    event = LinkFactory(event__title="Onjuist verhaal").event
    assert "Zeg daarom" in said(save(editor, event, _move="ingetrokken"))
    save(editor, event, _move="ingetrokken", reason="Het bleek niet waar.")
    assert status(event) == Status.WITHDRAWN
    answer = client.get(event.get_absolute_url())
    assert answer.status_code == 410
    assert "Het bleek niet waar." in said(answer)
    assert "Onjuist verhaal" not in said(answer)
    assert "Onjuist verhaal" not in said(client.get("/om-citrix/wijzigingen/"))


def test_what_was_withdrawn_can_come_back_with_a_second_reader(editor, staff, client):
    event = LinkFactory().event
    save(editor, event, _move="ingetrokken", reason="Even weg.")
    assert list(Change.objects.for_readers().gone()) == [("event", event.pk)]
    save(staff("eindredacteur", "tweede"), event, _move="gepubliceerd", reason="Toch waar.")
    assert not Change.objects.for_readers().gone()
    assert status(event) == Status.PUBLISHED
    assert client.get(event.get_absolute_url()).status_code == 200
    assert Change.objects.last().action == Action.RESTORED


def test_the_list_publishes_and_withdraws_by_the_same_rules(editor):
    ready, bare = CitationFactory(event__review=True).event, EventFactory(review=True)
    seen = [f"{event.pk}:1" for event in (ready, bare)]
    data = {"_selected_action": [ready.pk, bare.pk], "seen": seen, "action": "publish"}
    page = said(editor.post("/admin/incident/event/", data, follow=True))
    assert "1 × gepubliceerd." in page
    assert f"1 × niet gepubliceerd (‘{bare}’): Zet er eerst een bron bij" in page
    assert (status(ready), status(bare)) == (Status.PUBLISHED, Status.REVIEW)
    data = {"_selected_action": [ready.pk], "seen": [f"{ready.pk}:2"], "action": "withdraw"}
    assert "Zeg daarom" in said(editor.post("/admin/incident/event/", data, follow=True))
    data["reason"] = "Niet waar."
    assert "1 × ingetrokken." in said(editor.post("/admin/incident/event/", data, follow=True))


def test_claims_keep_the_same_rules(editor, staff):
    claim = ClaimFactory(draft=True)
    page = said(save(editor, claim, _move="ter-beoordeling"))
    assert "Zet er eerst een uitspraak bij" in page
    StatementFactory(claim=claim)
    save(editor, claim, _move="ter-beoordeling")
    save(staff("eindredacteur", "tweede"), claim, _move="gepubliceerd")
    assert status(claim) == Status.PUBLISHED


def test_history_shows_old_and_new_side_by_side_with_the_words_marked(editor):
    event = LinkFactory(event__title="Het OM sluit").event
    save(editor, event, title="Het OM opent", **REASON)
    page = said(editor.get(change(event).replace("change", "history")))
    assert "<del>" in page
    assert "<ins>" in page
    assert "Het OM sluit</td>" in page
    assert "Het OM opent</td>" in page
    assert REASON["reason"] in page
    assert "eindredacteur" in page


def test_the_whole_log_can_be_read_and_not_written(editor):
    event = LinkFactory().event
    save(editor, event, title="Anders", **REASON)
    page = said(editor.get("/admin/incident/change/"))
    assert "Anders" in page
    number = Change.objects.last().number
    assert "Titel: " in said(editor.get(f"/admin/incident/change/{number}/change/"))
    assert editor.post(f"/admin/incident/change/{number}/change/", {}).status_code == 403
    assert editor.post("/admin/incident/change/add/", {}).status_code == 403
    assert editor.post(f"/admin/incident/change/{number}/delete/", {}).status_code == 403


# Where a public statement stands, or a question leads, is what readers see


def linked_statement(editor, event, **more):
    """Save a public claim whose statement is put with `event`; return the answer."""
    claim = StatementFactory().claim
    return claim, save(editor, claim, **{"statements-0-event": str(event.pk)}, **more)


def test_putting_a_public_statement_with_an_event_says_why_and_stands_in_the_log(editor, client):
    event = LinkFactory(event__title="Een gebeurtenis").event
    claim, answer = linked_statement(editor, event)
    assert "Zeg daarom in één zin waarom" in said(answer)
    assert claim.statements.get().event is None
    claim, answer = linked_statement(editor, event, **REASON)
    assert answer.status_code == 302
    log = said(client.get("/om-citrix/wijzigingen/"))
    assert REASON["reason"] in log
    assert "bij ‘Een gebeurtenis’" in log


def test_putting_it_with_a_draft_says_nothing_to_readers(editor, client):
    draft = EventFactory(draft=True, title="Nog geheim")
    claim, answer = linked_statement(editor, draft)
    assert answer.status_code == 302
    assert claim.statements.get().event == draft
    assert Change.objects.of("claim", claim.pk).last().public_at is None
    assert "geheim" not in said(client.get("/om-citrix/wijzigingen/"))


# What the form checks is what is stored


@pytest.fixture
def entries_made(monkeypatch):
    """Return how often an entry was made: once where the form foresaw just what was stored."""
    made, between = [], AuditContext.between

    def counted(self, *args):
        made.append(args)
        return between(self, *args)

    monkeypatch.setattr(AuditContext, "between", counted)
    return made


NEW_LINK = {"links-TOTAL_FORMS": "2", "links-1-publisher": "Blad", "links-1-date": "3 mei 2025"}
EDITS = {
    "title": (LinkFactory, "event", {"title": "  Beter  dan eerst "}),
    "date": (LinkFactory, "event", {"date": "uiterlijk 4-8-2025"}),
    "new source": (LinkFactory, "event", NEW_LINK),
    "source gone": (LinkFactory, "event", {**NEW_LINK, "links-0-DELETE": "on"}),
    "locator": (CitationFactory, "event", {"citations-0-locator": "p. 9"}),
    "statement": (StatementFactory, "claim", {"statements-0-summary": "Iets anders."}),
    "question": (QuestionFactory, "questions", {"rows-0-number": "12"}),
    "question before": (
        QuestionFactory,
        "questions",
        {
            "rows-TOTAL_FORMS": "2",
            "rows-0-number": "12",
            "rows-1-number": "2",
            "rows-1-wording": "Waarom?",
            "rows-1-outcome": "open",
        },
    ),
}


@pytest.mark.parametrize("edit", EDITS)
def test_the_form_checks_just_what_will_be_logged(editor, entries_made, edit):
    make, parent, typed = EDITS[edit]
    row = getattr(make(), parent)
    entries_made.clear()
    assert save(editor, row, **typed, **REASON).status_code == 302
    assert len(entries_made) == 1
    assert Change.objects.last().reason == REASON["reason"]


def test_a_question_that_names_an_event_is_checked_as_it_will_be(editor, entries_made):
    row, event = QuestionFactory().questions, LinkFactory().event
    entries_made.clear()
    assert save(editor, row, **{"rows-0-events": [event.pk]}, **REASON).status_code == 302
    assert len(entries_made) == 1


def test_a_refused_form_is_made_once(editor, monkeypatch):
    event, made, make = LinkFactory().event, [], EventAdmin.get_formsets_with_inlines
    form = form_of(editor, event)

    def counted(self, *args):
        made.append(args)
        return make(self, *args)

    monkeypatch.setattr(EventAdmin, "get_formsets_with_inlines", counted)
    page = said(editor.post(change(event), {**form, "title": "Daarna"}))
    assert "Zeg daarom in één zin waarom" in page
    assert len(made) == 1
