"""What a busy editor gets wrong: nothing is lost, nothing done twice, and all is said."""

import pytest
from django.utils import timezone

from incident.choices import Status
from incident.models import Change, Event
from tests.factories import (
    CitationFactory,
    EventFactory,
    IncidentFactory,
    KamerstukFactory,
    LinkFactory,
)
from tests.helpers.desk import change, drafted, form_from, form_of, said, save, status

pytestmark = pytest.mark.django_db
ADD = "/admin/incident/event/add/"
LIST = "/admin/incident/event/"
NO_ROWS = {
    f"{rows}-{count}_FORMS": "0"
    for rows in ("citations", "links")
    for count in ("TOTAL", "INITIAL")
}


def notice(browser, row) -> str:
    return browser.get(change(row)).context["notice"]


def test_the_same_event_is_not_made_twice(writer, staff):
    event = drafted(writer)
    data = {"incident": event.incident_id, "title": "Nieuw", "date": "17 juli 2025", **NO_ROWS}
    for browser in (writer, staff("schrijver", "ander")):
        page = said(browser.post(ADD, {**data, "body": "Andere tekst"}))
        assert "is er al een gebeurtenis met deze titel" in page
        assert change(event) in page
        assert "Andere tekst" in page
    assert Event.objects.count() == 1
    assert writer.post(ADD, {**data, "date": "18 juli 2025"}).status_code == 302


def test_a_new_event_starts_in_the_only_incident(writer):
    incident = IncidentFactory()
    assert writer.get(ADD).context["adminform"].form.initial["incident"] == incident.pk
    IncidentFactory(slug="tweede")
    assert "incident" not in writer.get(ADD).context["adminform"].form.initial


def test_a_new_event_starts_at_a_paper(writer):
    paper = KamerstukFactory()
    link = f"{ADD}?stuk={paper.pk}"
    assert link in said(writer.get(change(paper)))
    pasted = writer.post("/admin/incident/kamerstuk/snel-toevoegen/", {"pasted": str(paper)})
    assert link in said(pasted)
    assert f'value="{paper.pk}" selected' in said(writer.get(link))


def test_a_draft_says_what_it_lacks_before_it_is_offered(writer):
    event = drafted(writer, kind="", **{"citations-0-locator": ""})
    page = writer.get(change(event))
    assert page.context["notice"].startswith("Dit is nog nodig")
    assert len(page.context["lacking"]) == 2
    assert "Zeg bij een vindplaats waar" in said(page)
    save(writer, event, kind="besluit", **{"citations-0-locator": "p. 1"})
    assert "heeft alles om hem aan te bieden" in notice(writer, event)


def test_who_opens_a_text_is_told_what_a_save_does(writer, editor, staff):
    second = staff("eindredacteur", "tweede")
    event = drafted(editor)
    save(editor, event, _move="ter-beoordeling")
    assert "U kunt hem nog wijzigen" in notice(writer, event)
    assert "Een andere eindredacteur leest" in notice(editor, event)
    assert "wijzig dan niets" in notice(second, event)
    save(second, event, _move="gepubliceerd")
    assert "Wat u opslaat, zien zij meteen" in notice(editor, event)
    assert "Vertel een eindredacteur wat er anders moet" in notice(writer, event)
    save(second, event, _move="ingetrokken", reason="Fout.")
    assert "Lezers zien op zijn adres alleen" in notice(editor, event)
    assert "Alleen een eindredacteur kan hem terugzetten" in notice(writer, event)
    planned = EventFactory(future=True)
    assert "verschijnt vanzelf op" in notice(editor, planned)
    assert "verschijnt hij niet vanzelf" in notice(editor, planned)


def test_who_opens_a_paper_that_readers_know_is_told_what_a_save_does(writer, editor):
    paper = CitationFactory().kamerstuk
    known = CitationFactory(event__draft=True).kamerstuk
    paper.is_kept = True
    paper.save()
    assert "Wat u opslaat, zien zij meteen" in notice(editor, paper)
    assert "Vertel een eindredacteur" in notice(writer, paper)
    assert "Correctie" not in said(writer.get(change(paper)))
    assert "notice" not in editor.get(change(known)).context


def test_a_text_that_one_may_not_change_asks_for_no_reason(writer):
    page = said(writer.get(change(LinkFactory().event)))
    assert "Aard van de correctie" not in page
    assert "Nature" not in page
    assert 'name="_save"' not in page
    assert 'name="_move"' not in page


def test_each_move_says_what_it_did(writer, editor):
    event = drafted(writer)

    def told(browser, **move):
        browser.post(change(event), {**form_of(browser, event), **move})
        return said(browser.get(LIST))

    assert "wacht nu op een tweede lezer" in told(writer, _move="ter-beoordeling")
    assert "is weer een concept" in told(editor, _move="concept")
    told(writer, _move="ter-beoordeling")
    moment = {"publish_at_0": "2099-01-01", "publish_at_1": "09:00:00"}
    assert "verschijnt vanzelf op 1 januari 2099, 09.00 uur" in told(
        editor, _move="gepubliceerd", **moment
    )
    told(editor, _move="ter-beoordeling")
    assert "Lezers zien het nu" in told(editor, _move="gepubliceerd")
    assert "Op het adres lezen mensen nu waarom" in told(
        editor, _move="ingetrokken", reason="Fout."
    )


def test_a_conflict_while_publishing_keeps_the_button_in_mind(writer, editor):
    event = drafted(writer)
    save(writer, event, _move="ter-beoordeling")
    seen = form_of(editor, event)
    save(writer, event, body="Later nog gewijzigd")
    answer = editor.post(change(event), {**seen, "_move": "gepubliceerd"})
    assert "U drukte op ‘Publiceer’. Dat is nog niet gebeurd." in said(answer)
    assert status(event) == Status.REVIEW
    again = {**form_from(answer), "body": "Later nog gewijzigd", "_move": "gepubliceerd"}
    assert editor.post(change(event), again).status_code == 302
    assert status(event) == Status.PUBLISHED


def test_a_conflict_does_not_name_a_button_that_does_not_work_any_more(writer, editor, staff):
    event = drafted(writer)
    save(writer, event, _move="ter-beoordeling")
    seen = form_of(editor, event)
    save(staff("eindredacteur", "tweede"), event, _move="gepubliceerd")
    page = said(editor.post(change(event), {**seen, "_move": "gepubliceerd"}))
    assert "Dat kan niet vanuit de status ‘Gepubliceerd’" in page
    assert "U drukte op" not in page
    assert Change.objects.last().who == "tweede"


def test_two_tabs_of_one_person_are_told_apart_from_a_colleague(writer):
    event = drafted(writer)
    seen = form_of(writer, event)
    save(writer, event, title="Uit het eerste tabblad")
    page = said(writer.post(change(event), {**seen, "title": "Uit het tweede tabblad"}))
    assert "U hebt zelf om" in page
    assert "misschien in een ander tabblad, dit intussen gewijzigd" in page
    assert 'value="Uit het tweede tabblad"' in page


def test_a_bulk_withdrawal_without_a_reason_does_nothing_and_says_why(editor):
    event = LinkFactory().event
    data = {"action": "withdraw", "_selected_action": event.pk, "seen": f"{event.pk}:1"}
    page = said(editor.post(LIST, data, follow=True))
    assert "Zeg daarom in één zin waarom" in page
    assert status(event) == Status.PUBLISHED


def test_a_title_that_is_too_long_stays_as_typed_with_a_sentence(writer):
    event = drafted(writer)
    page = said(save(writer, event, title="x" * 5_000))
    assert "x" * 5_000 in page
    assert "120" in page
    save(writer, event, body="y" * 200_000)
    event.refresh_from_db()
    assert len(event.body) == 200_000


def test_save_and_preview_shows_the_draft_at_once(writer):
    event = drafted(writer)
    answer = writer.post(change(event), {**form_of(writer, event), "title": "X", "_preview": "1"})
    assert answer.url == f"/admin/voorbeeld/{event.pk}/"
    assert "Lezers zien dit nog niet" in said(writer.get(answer.url))


def test_a_preview_says_truly_what_readers_see(editor):
    for event, words in (
        (EventFactory(), "Zo zien lezers dit nu."),
        (EventFactory(withdrawn=True, publish_at=timezone.now()), "Lezers zien dit niet meer."),
        (EventFactory(future=True), "Lezers zien dit nog niet."),
    ):
        assert words in said(editor.get(f"/admin/voorbeeld/{event.pk}/"))


def test_an_entry_of_the_log_leads_to_the_history_while_the_row_is_there(editor):
    event = drafted(editor)
    kept = f"/admin/incident/event/{event.pk}/history/"
    entry = f"/admin/incident/change/{Change.objects.latest('number').pk}/change/"
    assert kept in said(editor.get(entry))
    assert "OM Citrix" in said(editor.get(kept))
    editor.post(change(event).replace("change", "delete"), {"post": "yes"})
    entry = f"/admin/incident/change/{Change.objects.latest('number').pk}/change/"
    assert kept not in said(editor.get(entry))


def test_the_log_is_filtered_by_dutch_nouns(editor):
    drafted(editor)
    page = editor.get("/admin/incident/change/?wat=kamerstuk")
    assert {entry.noun for entry in page.context["cl"].result_list} == {"kamerstuk"}
    assert "Gebeurtenis" in said(page)


def test_an_address_typed_wrong_of_an_incident_or_paper_is_said_beside_it(admin_client):
    closed = IncidentFactory(slug="dicht", is_published=False)
    paper = CitationFactory().kamerstuk
    for row, typed in ((closed, {"slug": "Om Citrix"}), (paper, {"number": "12 / 3"})):
        form = {**form_of(admin_client, row), **typed, "title": "Van mij"}
        answer = admin_client.post(change(row), form)
        assert answer.status_code == 200
        assert answer.context["adminform"].form.errors.keys() >= typed.keys()
        assert 'value="Van mij"' in said(answer)
