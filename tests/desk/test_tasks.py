"""What waits for staff: each question of the home page agrees with what a row says of itself."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from incident.audit.recorder import audited
from incident.choices import Action, PaperKind, Status
from incident.desk.shared.buttons import transitions_for
from incident.models import Change, Event, Kamerstuk, WrittenQuestions
from incident.publishing.rules import authors, planned_by
from incident.workflow import MOVE
from tests.factories import (
    CitationFactory,
    EventFactory,
    KamerstukFactory,
    LinkFactory,
    WrittenQuestionsFactory,
)
from tests.helpers.desk import ahead, lines, listed

pytestmark = pytest.mark.django_db

HOME = "/admin/"
PUBLISH = (MOVE, Status.PUBLISHED.value)


def test_published_without_source_or_place_waits():
    sourced = EventFactory()
    CitationFactory(event=sourced)
    pressed = LinkFactory().event
    half = CitationFactory(event=pressed, locator="").event
    bare = EventFactory()
    LinkFactory(date="", event__title="Met een bron waarvan de dag onbekend is")
    draft = EventFactory(draft=True)
    assert set(Event.objects.unsourced()) == {half, bare, draft}
    assert set(Event.objects.signed_off().unsourced()) == {half, bare}


@pytest.mark.parametrize("note", ["", "Zo zegt de krant het."])
def test_dates_without_a_reason_are_those_that_the_event_itself_says_lack_one(note):
    dates = "2025-07-17 2025-07 2025 2025-07-17~ 2025-07-XX 2025-21 2025-07-17/2025-07-20"
    dates += " 2025-07/2025-07-20 ../2025-08-04 2025-08-12/.. 2025-07-17?/2025-07-20 2025-07-17%"
    for edtf in dates.split():
        EventFactory(date=edtf, date_note=note)
    EventFactory(draft=True, date="", date_note=note)
    asked = set(Event.objects.unexplained())
    assert asked == {event for event in Event.objects.all() if event.is_unexplained}
    assert len(asked) == (0 if note else 10)
    assert EventFactory(review=True, date="2025") in Event.objects.past_draft().unexplained()
    assert EventFactory(draft=True, date="2025") not in Event.objects.past_draft().unexplained()


def test_a_term_is_over_only_when_that_is_sure_and_no_extension_holds():
    today = timezone.localdate()
    for days in (20, 21, 22, 300):
        for until in (None, *(today + timedelta(days=n) for n in (-1, 0, 1))):
            put = (today - timedelta(days=days)).isoformat()
            for edtf in (put, f"{put}~", f"{put}/..", put[:7]):
                WrittenQuestionsFactory(kamerstuk__date=edtf, extended_to=until)
    WrittenQuestionsFactory(kamerstuk__date="")
    sets = WrittenQuestions.objects.all()
    late = {asked.pk for asked in sets if asked.due_on and asked.due_on < today}
    assert {asked.pk for asked in sets.past_term()} == late
    assert 0 < len(late) < len(sets)


def test_an_answer_or_a_withdrawal_ends_the_waiting(admin_client, body):
    late = {"kamerstuk__date": "2025-07-21"}
    open_ = WrittenQuestionsFactory(**late, draft=True)
    answer = KamerstukFactory(kind=PaperKind.ANSWER)
    WrittenQuestionsFactory(**late, answer=answer)
    WrittenQuestionsFactory(**late, status=Status.WITHDRAWN)
    assert list(WrittenQuestions.objects.past_term()) == [open_]
    line = lines(body(admin_client.get(HOME)))["termijn-voorbij"]
    assert "Termijn voorbij, nog geen antwoord bij ons bekend" in line
    assert "<b>1</b> set Kamervragen<" in line
    assert date(2025, 8, 11) == open_.due_on


def test_the_ones_that_i_may_publish_are_those_with_a_button_to_publish(client, member):
    me = member("eindredacteur")
    other = User.objects.create_user("ander")
    mine, theirs, both = (EventFactory(draft=True) for _ in range(3))
    for event, people in ((mine, [me]), (theirs, [other]), (both, [other, me])):
        for number, person in enumerate(people):
            with audited(user=person):
                event.title = f"Versie {number} van {person}"
                event.save()
    for event in (mine, theirs, both):
        with audited(user=me):
            event.status = Status.REVIEW
            event.save()
    waiting = Event.objects.offered()
    may = {e.pk for e in waiting if PUBLISH in {(m.name, m.value) for m in transitions_for(me, e)}}
    assert {row.pk for row in waiting.not_written_by(me)} == may == {theirs.pk}
    assert authors("event", both.pk) == {me.pk, other.pk}
    assert listed(client, "/admin/incident/event/?taak=zelf-te-publiceren") == [theirs]


def test_who_wrote_before_the_last_approval_may_read_the_next_change(admin_user):
    event = EventFactory(draft=True)
    for title, status in (("Eerst", Status.REVIEW), ("Eerst", Status.PUBLISHED)):
        with audited(user=admin_user):
            event.title, event.status, event.publish_at = title, status, ahead(1)
            event.save()
    assert authors("event", event.pk) == set()
    event.status, event.publish_at = Status.REVIEW, None
    event.save()
    assert event in Event.objects.offered().not_written_by(admin_user)


def test_who_wrote_a_text_as_it_was_last_approved_did_not_write_an_earlier_one():
    first, second, other = (User.objects.create_user(name) for name in ("een", "twee", "drie"))
    event = EventFactory(draft=True, title="Begin")
    for who, title, status in (
        *((first, "Eerst", Status.DRAFT), (other, "Eerst", Status.PUBLISHED)),
        *((second, "Later", Status.REVIEW), (other, "Later", Status.PUBLISHED)),
    ):
        with audited(user=who):
            event.title, event.status = title, status
            event.publish_at = ahead(1) if status == Status.PUBLISHED else None
            event.save()
    assert planned_by("event", event.pk) == {second.pk}


def test_a_text_that_came_out_as_it_was_changed_waits_for_nobody(admin_user):
    event = EventFactory(draft=True)
    with audited(user=admin_user):
        event.title, event.status, event.publish_at = "Anders", Status.PUBLISHED, ahead(-1)
        event.save()
    last = Change.objects.of("event", event.pk).last()
    assert (last.is_text, last.action) == (True, Action.PUBLISHED)
    assert authors("event", event.pk) == set()


def test_papers_in_need_are_those_without_number_or_subject():
    bare = KamerstukFactory(title="", unnumbered=True)
    asked = KamerstukFactory(number="", dossier="", chamber_number="2025Z00001")
    sent = KamerstukFactory(number="", dossier="", document_number="2025D00001")
    printed = KamerstukFactory(number="", dossier="", publication="1268678")
    assert list(Kamerstuk.objects.unnumbered()) == [bare]
    assert list(Kamerstuk.objects.untitled()) == [bare]
    assert {*Kamerstuk.objects.numbered()} == {asked, sent, printed}
