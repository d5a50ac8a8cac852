"""What may be done with a text is the same in its form, in the list, and in code of an act."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from incident.audit.recorder import audited
from incident.choices import Status
from incident.models import Change
from incident.models.event import NO_DATE, NO_KIND, NO_SOURCE
from incident.publishing.rules import ADDRESS_STAYS, IN_THE_PAST, INCIDENT_STAYS
from incident.workflow import TRANSITIONS
from tests.conftest import sign_in
from tests.factories import (
    CitationFactory,
    EventFactory,
    IncidentFactory,
    QuestionFactory,
    StatementFactory,
)
from tests.helpers.case import taken_back
from tests.helpers.desk import change, form_of, status

pytestmark = pytest.mark.django_db
LIST = "/admin/incident/event/"
WHY = {"reason": "Daarom.", "nature": "inhoud"}
ACTIONS = {"submit": Status.REVIEW, "publish": Status.PUBLISHED, "withdraw": Status.WITHDRAWN}
STATES = {
    "draft": (),
    "review": (Status.REVIEW,),
    "planned": (Status.REVIEW, Status.PUBLISHED),
    "public": (Status.REVIEW, Status.PUBLISHED),
    "withdrawn": (Status.REVIEW, Status.PUBLISHED, Status.WITHDRAWN),
}


def account(name: str, role: str) -> User:
    user, made = User.objects.get_or_create(username=name, is_staff=True)
    if made:
        user.groups.add(Group.objects.get(name=role))
    return user


def text(state: str, author: User):
    """Return an event in this state that `author` wrote and somebody else took there."""
    second = account("tweede", "eindredacteur")
    tomorrow = timezone.now() + timedelta(days=1)
    with audited(user=author):
        event = CitationFactory(event__draft=True).event
    for step in STATES[state]:
        event.status = step
        event.publish_at = tomorrow if state == "planned" and step == Status.PUBLISHED else None
        with audited(user=second, reason="Daarom."):
            event.save()
    return event


def offered(browser: Client, event) -> set[str]:
    """Return where the buttons of the form lead without force."""
    page = browser.get(change(event))
    return {move.value for move in page.context["moves"] if move.name == "_move"}


@pytest.mark.parametrize("role", ["schrijver", "eindredacteur"])
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("whose", ["own", "colleague"])
def test_an_action_of_the_list_does_what_the_form_offers(whose, state, role):
    user = account("ik", role)
    browser = sign_in(Client(), user)
    event = text(state, user if whose == "own" else account("ander", "schrijver"))
    offers, before, seen = offered(browser, event), event.status, f"{event.pk}:{event.version}"
    for action, target in ACTIONS.items():
        data = {"action": action, "_selected_action": event.pk, "seen": seen, "reason": "Daarom."}
        with taken_back():
            answer = browser.post(LIST, data)
            assert status(event) == (target if target in offers else before), action
        said = [str(message) for message in get_messages(answer.wsgi_request)]
        was_done = any("1 × " in line and "niet" not in line for line in said)
        assert was_done is (target in offers), (action, said)


def test_a_refusal_in_the_list_says_why(writer, editor, body):
    event = text("planned", account("ander", "schrijver"))
    data = {"action": "submit", "_selected_action": event.pk, "seen": f"{event.pk}:{event.version}"}
    assert "Dat mag alleen een eindredacteur" in body(writer.post(LIST, data, follow=True))
    assert status(event) == Status.PUBLISHED
    draft = text("draft", account("ander", "schrijver"))
    data = {"action": "publish", "_selected_action": draft.pk, "seen": f"{draft.pk}:1"}
    page = body(editor.post(LIST, data, follow=True))
    assert "vanuit de status ‘Concept’" in page


def test_the_list_says_what_a_text_lacks_too(editor, body):
    with audited(user=account("ander", "schrijver")):
        bare = EventFactory(draft=True, date="", kind="")
    data = {"action": "submit", "_selected_action": bare.pk, "seen": f"{bare.pk}:{bare.version}"}
    page = body(editor.post(LIST, data, follow=True))
    for sentence in (NO_DATE, NO_KIND, NO_SOURCE):
        assert sentence in page
    assert status(bare) == Status.DRAFT


def test_a_forged_button_that_the_form_does_not_show_does_nothing(editor, body):
    """A draft is offered first; publishing it at once is only there with force and a reason."""
    draft = text("draft", account("ander", "schrijver"))
    page = body(editor.post(change(draft), {**form_of(editor, draft), "_move": "gepubliceerd"}))
    assert "Dat kan niet vanuit de status" in page
    assert status(draft) == Status.DRAFT


SOURCES = {Status.DRAFT: "draft", Status.REVIEW: "review", Status.WITHDRAWN: "withdrawn"}


@pytest.mark.parametrize("step", [s for s in TRANSITIONS if s.label], ids=lambda s: s.label)
def test_each_button_leads_where_the_table_says_and_is_logged_so(step):
    me, is_other_moment = account("ik", "eindredacteur"), step.source == step.target
    state = SOURCES.get(step.source, "planned" if step.planned else "public")
    event = text(state, me if is_other_moment else account("ander", "schrijver"))
    desk = sign_in(Client(), me)
    more = moment(event.publish_at + HOUR) if is_other_moment else {}
    pressed = {**form_of(desk, event), **more, step.name: step.value, "reason": "Daarom."}
    assert desk.post(change(event), pressed).status_code == 302
    assert status(event) == step.target
    last = Change.objects.of("event", event.pk).last()
    assert (last.action, last.forced) == (step.action, step.forced)


# The moment of a text that waits for it


def moment(at) -> dict:
    at = timezone.localtime(at)
    return {"publish_at_0": f"{at:%Y-%m-%d}", "publish_at_1": f"{at:%H:%M:%S}"}


HOUR = timedelta(hours=1)
NOW = {"publish_at_0": "", "publish_at_1": ""}


@pytest.fixture
def author():
    return account("auteur", "eindredacteur")


@pytest.fixture
def planned(author):
    """Return an event of tomorrow that `author` wrote."""
    return text("planned", author)


@pytest.mark.parametrize("wanted", ["earlier", "later", "now"])
def test_who_wrote_a_planned_text_does_not_choose_another_moment(author, planned, body, wanted):
    desk, before = sign_in(Client(), author), planned.publish_at
    typed = {"earlier": moment(before - HOUR), "later": moment(before + HOUR), "now": NOW}[wanted]
    answer = desk.post(change(planned), {**form_of(desk, planned), **typed})
    assert "Laat een collega een ander moment kiezen" in body(answer)
    assert answer.context["adminform"].form.errors.keys() == {"publish_at"}
    assert answer.context["moves"][0].label == "Haal uit de planning"
    planned.refresh_from_db()
    assert (planned.publish_at, planned.is_planned) == (before, True)


def test_with_force_and_a_reason_the_writer_does(author, planned, body):
    desk, sooner = sign_in(Client(), author), planned.publish_at - HOUR
    form = {**form_of(desk, planned), **moment(sooner), "_force": "gepubliceerd"}
    assert "Ander moment zonder tweede lezer" in body(desk.get(change(planned)))
    assert "Zonder tweede lezer publiceren kan alleen met een reden" in body(
        desk.post(change(planned), form)
    )
    assert desk.post(change(planned), {**form, "reason": "Spoed."}).status_code == 302
    planned.refresh_from_db()
    assert planned.publish_at == sooner.replace(microsecond=0)
    last = Change.objects.of("event", planned.pk).last()
    assert (last.forced, last.reason) == (True, "Spoed.")


def test_a_colleague_chooses_another_moment_with_a_plain_save(editor, planned):
    sooner = planned.publish_at - HOUR
    answer = editor.post(change(planned), {**form_of(editor, planned), **moment(sooner)})
    assert answer.status_code == 302
    planned.refresh_from_db()
    assert planned.publish_at == sooner.replace(microsecond=0)


@pytest.mark.parametrize("who", ["writer", "colleague"])
def test_nobody_moves_a_planned_text_into_the_past(author, editor, planned, body, who):
    desk = editor if who == "colleague" else sign_in(Client(), author)
    form = {**form_of(desk, planned), **moment(timezone.now() - 9000 * HOUR), "reason": "Daarom."}
    for more in ({}, {"_force": "gepubliceerd"}):
        page = body(desk.post(change(planned), {**form, **more}))
        assert "Dit moment is al voorbij" in page or "Dat kan niet" in page
        assert "Daarom." in page
    planned.refresh_from_db()
    assert planned.is_planned


def test_words_and_moment_changed_together_go_back_to_review(editor, planned):
    form = {**form_of(editor, planned), **NOW, "title": "Anders"}
    assert editor.post(change(planned), form).status_code == 302
    assert status(planned) == Status.REVIEW
    assert planned.publish_at is None


@pytest.mark.parametrize("state", ["review", "planned"])
def test_code_in_an_act_of_a_person_publishes_nothing_in_the_past(editor, author, state):
    event, other = text(state, author), account("ander", "eindredacteur")
    event.status, event.publish_at = Status.PUBLISHED, timezone.now() - HOUR
    with pytest.raises(ValidationError) as refused, audited(user=other, strict=True):
        event.save()
    assert refused.value.message_dict == {"publish_at": [IN_THE_PAST]}


def test_the_list_publishes_from_now_on_whatever_was_typed_before(editor, author):
    event = text("review", author)
    event.publish_at = long_ago = timezone.now() - 9000 * HOUR
    event.save()
    seen = f"{event.pk}:{event.version}"
    editor.post(LIST, {"action": "publish", "_selected_action": event.pk, "seen": seen})
    assert status(event) == Status.PUBLISHED
    assert event.publish_at - long_ago >= 9000 * HOUR


# What stays


@pytest.mark.parametrize("state", ["planned", "public", "withdrawn", "unplanned"])
def test_what_was_public_or_planned_stays_in_its_incident(editor, author, state):
    event = text("planned" if state == "unplanned" else state, author)
    if state == "unplanned":
        event.status, event.publish_at = Status.REVIEW, None
        event.save()
    other = IncidentFactory(slug="ander", title="Ander")
    form = {**form_of(editor, event), "incident": other.pk, "title": "Beter", **WHY}
    assert "incident" not in editor.get(change(event)).context["adminform"].form.fields
    assert editor.post(change(event), form).status_code == 302
    event.refresh_from_db()
    assert (event.incident.slug, event.title) == ("om-citrix", "Beter")
    event.incident = other
    with pytest.raises(ValidationError) as refused, audited(user=author, strict=True, **WHY):
        event.save()
    assert refused.value.message_dict == {"incident": [INCIDENT_STAYS]}


@pytest.mark.parametrize("state", ["draft", "review"])
def test_a_draft_may_still_go_to_another_incident(editor, author, state):
    event, other = text(state, author), IncidentFactory(slug="ander", title="Ander")
    form = {**form_of(editor, event), "incident": other.pk}
    assert editor.post(change(event), form).status_code == 302
    event.refresh_from_db()
    assert event.incident == other


@pytest.mark.parametrize("make", [StatementFactory, QuestionFactory])
def test_claims_and_written_questions_stay_too(editor, make):
    row = make()
    row, other = row.claim if make is StatementFactory else row.questions, "ander"
    form = {**form_of(editor, row), "incident": IncidentFactory(slug=other).pk, **WHY}
    editor.post(change(row), {**form, "slug": "verzonnen"})
    row.refresh_from_db()
    assert row.incident.slug == "om-citrix"
    assert getattr(row, "slug", "") != "verzonnen"


def test_code_in_an_act_does_not_change_an_address_that_readers_know(author):
    event = text("public", author)
    event.slug = "2025-07-elders"
    with pytest.raises(ValidationError) as refused, audited(user=author, strict=True, **WHY):
        event.save()
    assert refused.value.message_dict == {"slug": [ADDRESS_STAYS]}
