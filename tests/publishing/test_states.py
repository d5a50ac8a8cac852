"""From draft to reader and back: who may do what, and what a text needs on its way."""

from datetime import timedelta

import pytest
from django.utils import timezone

from incident.choices import Action, Status
from incident.models import Change, Event, Incident
from incident.models.bases import TransitionError
from tests.factories import (
    CitationFactory,
    EventFactory,
    LinkFactory,
)
from tests.helpers.desk import change, drafted, form_of, said, save, status

pytestmark = pytest.mark.django_db


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
        ({"locator": ""}, "Zeg bij een vindplaats waar het in het stuk staat"),
        ({"kamerstuk__title": ""}, "Geef elk Kamerstuk dat hier staat eerst een onderwerp"),
    ],
)
def test_each_source_must_be_findable_before_a_text_leaves_draft(writer, source, sentence):
    event = CitationFactory(event__draft=True, **source).event
    assert sentence in said(save(writer, event, _move="ter-beoordeling"))
    assert status(event) == Status.DRAFT


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


WRITTEN = {
    "title": "Net anders",
    "body": "Een zin erbij.",
    "kind": "gevolg",
    "date": "juni 2025",
    "date_note": "De brief noemt geen dag.",
    "citations-0-locator": "p. 7",
    "citations-0-printed": "Kamerstuk 26 643",
}


@pytest.mark.parametrize("part", WRITTEN)
def test_whatever_a_reader_reads_is_text_that_somebody_else_approves(writer, editor, part):
    event = drafted(writer)
    save(writer, event, _move="ter-beoordeling")
    save(editor, event, **{part: WRITTEN[part]})
    assert "U schreef zelf aan deze tekst" in said(save(editor, event, _move="gepubliceerd"))
    assert status(event) == Status.REVIEW


@pytest.mark.parametrize("part", WRITTEN)
def test_nor_is_it_changed_in_the_act_that_approves(writer, editor, part):
    event = drafted(writer)
    save(writer, event, _move="ter-beoordeling")
    page = said(save(editor, event, _move="gepubliceerd", **{part: WRITTEN[part]}))
    assert "U schreef zelf aan deze tekst" in page
    assert status(event) == Status.REVIEW


def test_only_an_address_may_be_settled_by_the_one_who_approves(writer, editor):
    event = drafted(writer)
    save(writer, event, _move="ter-beoordeling")
    save(editor, event, slug="2025-07-een-ander-adres")
    save(editor, event, _move="gepubliceerd")
    assert status(event) == Status.PUBLISHED


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


def test_a_beheerder_keeps_users_and_nothing_else(staff):
    keeper = staff("beheerder")
    assert keeper.get("/admin/auth/user/").status_code == 200
    assert keeper.get("/admin/incident/event/").status_code == 403
    assert staff("eindredacteur").get("/admin/auth/user/").status_code == 403
    assert Incident.objects.count() == 0
