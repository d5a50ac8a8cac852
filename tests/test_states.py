"""From draft to reader and back: who may do what, and what a text needs on its way."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from incident.kinds import Action, Nature, Status
from incident.models import Change, Event, Incident
from incident.models.bases import TransitionError
from tests.factories import (
    CitationFactory,
    ClaimFactory,
    EventFactory,
    IncidentFactory,
    KamerstukFactory,
    LinkFactory,
    StatementFactory,
)
from tests.test_admin_conflict import change, form_of

pytestmark = pytest.mark.django_db

REASON = {"reason": "De bron zegt het anders.", "nature": Nature.SUBSTANCE.value}


@pytest.fixture
def staff():
    """Return the function that gives the browser of somebody with a role."""

    def enter(role: str, name: str = ""):
        user, made = User.objects.get_or_create(username=name or role, is_staff=True)
        if made:
            user.groups.add(Group.objects.get(name=role))
        browser = Client()
        browser.force_login(user)
        return browser

    return enter


@pytest.fixture
def writer(staff):
    return staff("schrijver")


@pytest.fixture
def editor(staff):
    return staff("eindredacteur")


def save(browser, event, **more):
    return browser.post(change(event), {**form_of(browser, event), **more})


def said(answer) -> str:
    return b"".join(answer).decode()


def status(event) -> str:
    event.refresh_from_db()
    return event.status


def drafted(browser, **about) -> Event:
    """Return a complete draft that this person wrote."""
    incident = IncidentFactory()
    paper = KamerstukFactory()
    data = {
        "incident": incident.pk,
        "title": "Nieuw",
        "kind": "besluit",
        "body": "Tekst",
        "date": "17-7-2025",
        "citations-TOTAL_FORMS": "1",
        "citations-INITIAL_FORMS": "0",
        "citations-0-kamerstuk": paper.pk,
        "citations-0-locator": "p. 1",
        "links-TOTAL_FORMS": "0",
        "links-INITIAL_FORMS": "0",
        **about,
    }
    answer = browser.post("/admin/incident/event/add/", data)
    assert answer.status_code == 302, said(answer)
    return Event.objects.latest("pk")


def test_the_story_of_a_text_with_two_readers(writer, editor, client):
    event = drafted(writer)
    assert status(event) == Status.DRAFT
    save(writer, event, _move="ter-beoordeling")
    assert status(event) == Status.REVIEW
    assert client.get(event.get_absolute_url()).status_code == 404
    save(editor, event, _move="gepubliceerd")
    assert status(event) == Status.PUBLISHED
    assert client.get(event.get_absolute_url()).status_code == 200
    actions = [c.action for c in Change.objects.of("event", event.pk)]
    assert actions == [Action.CREATED, Action.SUBMITTED, Action.PUBLISHED]
    assert not Change.objects.last().forced


def test_a_draft_may_lack_what_a_published_text_has(writer):
    event = drafted(writer, kind="", date="", **{"citations-TOTAL_FORMS": "0"})
    assert (event.slug, event.date, event.kind) == ("", "", "")
    page = said(save(writer, event, _move="ter-beoordeling"))
    for sentence in ("Vul een datum in voordat", "Kies een soort uit de lijst voordat"):
        assert sentence in page
    page = said(save(writer, event, _move="ter-beoordeling", date="juli 2025", kind="besluit"))
    assert "Zet er eerst een bron bij" in page
    assert 'value="juli 2025"' in page
    assert "succesvol" not in said(writer.get("/admin/incident/event/"))
    assert status(event) == Status.DRAFT


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ({"locator": ""}, "Zeg bij elke vindplaats waar het in het stuk staat"),
        ({"kamerstuk__title": ""}, "Geef elk Kamerstuk dat hier staat eerst een onderwerp"),
    ],
)
def test_each_source_must_be_findable_before_a_text_leaves_draft(writer, source, sentence):
    event = CitationFactory(event__draft=True, **source).event
    assert sentence in said(save(writer, event, _move="ter-beoordeling"))
    assert status(event) == Status.DRAFT


def test_a_published_text_cannot_lose_its_last_source(editor):
    event = LinkFactory().event
    page = said(save(editor, event, **REASON, **{"links-0-DELETE": "on"}))
    assert "Zet er eerst een bron bij" in page
    assert event.links.count() == 1


def test_a_text_that_lacked_a_source_before_the_rule_can_still_be_corrected(editor):
    event = EventFactory()
    assert save(editor, event, title="Beter", **REASON).status_code == 302


def test_who_wrote_does_not_approve(staff, editor):
    event = drafted(editor)
    save(editor, event, _move="ter-beoordeling")
    page = said(save(editor, event, _move="gepubliceerd"))
    assert "U schreef zelf aan deze tekst" in page
    assert status(event) == Status.REVIEW
    save(staff("eindredacteur", "tweede"), event, _move="gepubliceerd")
    assert status(event) == Status.PUBLISHED


def test_who_changes_a_word_while_approving_has_written_too(writer, editor):
    event = drafted(writer)
    save(writer, event, _move="ter-beoordeling")
    page = said(save(editor, event, _move="gepubliceerd", title="Net anders"))
    assert "U schreef zelf aan deze tekst" in page
    assert 'value="Net anders"' in page
    assert status(event) == Status.REVIEW


def test_an_editor_may_force_with_a_reason_and_readers_are_told(editor, client):
    event = drafted(editor)
    page = said(save(editor, event, _force="gepubliceerd"))
    assert "Zonder tweede lezer publiceren kan alleen met een reden" in page
    save(editor, event, _force="gepubliceerd", reason="Er is haast.")
    assert status(event) == Status.PUBLISHED
    log = said(client.get("/om-citrix/wijzigingen/"))
    assert "zonder tweede lezer" in log
    assert "Er is haast." in log


def test_a_writer_cannot_publish_by_any_way(writer):
    event = CitationFactory(event__review=True).event
    for forged in ({"_move": "gepubliceerd"}, {"_force": "gepubliceerd", "reason": "x"}):
        assert "Dat kan niet" in said(save(writer, event, **forged))
    data = {"action": "publish", "_selected_action": event.pk, "seen": f"{event.pk}:1"}
    writer.post("/admin/incident/event/", data)
    assert status(event) == Status.REVIEW


def test_a_writer_leaves_what_readers_know(writer):
    event = LinkFactory().event
    assert writer.get(change(event)).status_code == 200
    assert writer.post(change(event), {"title": "Stil"}).status_code == 403
    paper = CitationFactory().kamerstuk
    assert writer.post(change(paper), {"title": "Stil"}).status_code == 403


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
    save(staff("eindredacteur", "tweede"), event, _move="gepubliceerd", reason="Toch waar.")
    assert status(event) == Status.PUBLISHED
    assert client.get(event.get_absolute_url()).status_code == 200
    assert Change.objects.last().action == Action.RESTORED


def planned(browser, event, days=2):
    at = timezone.localtime() + timedelta(days=days)
    when = {"publish_at_0": f"{at:%Y-%m-%d}", "publish_at_1": f"{at:%H:%M:%S}"}
    return save(browser, event, _move="gepubliceerd", **when)


def test_a_planned_text_waits_and_an_edit_asks_for_a_second_reading(writer, editor, client):
    event = drafted(writer)
    save(writer, event, _move="ter-beoordeling")
    planned(editor, event)
    assert status(event) == Status.PUBLISHED
    assert event.is_planned
    assert client.get(event.get_absolute_url()).status_code == 404
    assert "ingepland voor" in said(editor.get(change(event)))
    page = said(editor.post(change(event), {**form_of(editor, event), "title": "X"}, follow=True))
    assert "Door uw wijziging staat hij weer ter beoordeling" in page
    assert status(event) == Status.REVIEW
    assert event.publish_at is None


def test_a_planned_text_can_be_taken_from_the_planning(writer, editor):
    event = drafted(writer)
    save(writer, event, _move="ter-beoordeling")
    planned(editor, event)
    save(editor, event, _move="ter-beoordeling")
    assert status(event) == Status.REVIEW


def test_nothing_is_published_in_the_past(writer, editor):
    event = drafted(writer)
    save(writer, event, _move="ter-beoordeling")
    planned(editor, event, days=-30)
    event.refresh_from_db()
    assert timezone.now() - event.publish_at < timedelta(minutes=5)


@pytest.mark.parametrize(
    ("day", "time", "sentence"),
    [
        ("2026-03-29", "02:30:00", "Dit tijdstip bestaat niet"),
        ("2026-10-25", "02:30:00", "Dit tijdstip komt twee keer voor"),
    ],
)
def test_a_moment_that_the_clock_skips_or_strikes_twice_is_refused(editor, day, time, sentence):
    event = CitationFactory(event__review=True).event
    when = {"publish_at_0": day, "publish_at_1": time}
    assert sentence in said(save(editor, event, _move="gepubliceerd", **when))
    assert status(event) == Status.REVIEW


def test_only_a_draft_that_was_never_public_can_be_deleted(writer, staff, editor):
    own = drafted(writer)
    others = EventFactory(draft=True)
    public = EventFactory()
    for event, browser, code in (
        (others, writer, 403),
        (own, staff("schrijver", "ander"), 403),
        (public, editor, 403),
        (own, writer, 302),
        (others, editor, 302),
    ):
        answer = browser.post(change(event).replace("change", "delete"), {"post": "yes"})
        assert answer.status_code == code, event
    assert list(Event.objects.all()) == [public]


def test_code_cannot_make_an_impossible_step_either():
    for event, wanted in (
        (EventFactory(), Status.DRAFT),
        (EventFactory(), Status.REVIEW),
        (EventFactory(draft=True), Status.WITHDRAWN),
        (EventFactory(withdrawn=True), Status.DRAFT),
    ):
        event.status = wanted
        with pytest.raises(TransitionError):
            event.save()


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


def test_a_beheerder_keeps_users_and_nothing_else(staff):
    keeper = staff("beheerder")
    assert keeper.get("/admin/auth/user/").status_code == 200
    assert keeper.get("/admin/incident/event/").status_code == 403
    assert staff("eindredacteur").get("/admin/auth/user/").status_code == 403
    assert Incident.objects.count() == 0
