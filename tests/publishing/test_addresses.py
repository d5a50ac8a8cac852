"""A number at the end of a public address tells of no text that readers do not know."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from incident.audit.recorder import audited
from incident.choices import Status
from incident.models import Claim, Event, Question
from incident.verification.verify import verify
from tests.factories import CitationFactory, IncidentFactory, QuestionFactory, StatementFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
STEM = "2025-07-lek-in-netscaler"
WHY = {"reason": "Daarom.", "nature": "inhoud"}


@pytest.fixture
def reader_two():
    return User.objects.create_user("tweede")


@pytest.fixture
def made():
    """Return the function that makes a complete draft, by default with the title of all others."""

    def make(**about) -> Event:
        about = {"title": "Lek in Netscaler", "draft": True, **about}
        return CitationFactory(**{f"event__{name}": value for name, value in about.items()}).event

    return make


def go(event, user, at=None, status=Status.PUBLISHED) -> str:
    """Take an event there as one act of a person, and return its address."""
    event.refresh_from_db()
    event.status = status
    event.publish_at = (at or timezone.now()) if status == Status.PUBLISHED else None
    with audited(user=user, strict=True, **WHY) as act:
        event.publish_at = event.publish_at and max(event.publish_at, act.at)
        event.save()
    return event.slug


def slugs(*events) -> list[str]:
    return [Event.objects.get(pk=event.pk).slug for event in events]


def test_the_first_that_readers_see_has_the_address_without_number(made, reader_two):
    hidden, public = made(), made()
    assert slugs(hidden, public) == [STEM, f"{STEM}-2"]
    assert go(public, reader_two) == STEM
    assert slugs(hidden, public) == [f"{STEM}-3", STEM]
    verify()


def test_a_second_public_one_counts_those_that_readers_know(made, reader_two):
    first, hidden, second = made(), made(), made()
    assert go(first, reader_two) == STEM
    assert go(second, reader_two) == f"{STEM}-2"
    assert go(hidden, reader_two) == f"{STEM}-3"
    assert slugs(first, second, hidden) == [STEM, f"{STEM}-2", f"{STEM}-3"]
    verify()


def test_a_withdrawn_one_is_known_and_keeps_its_address(made, reader_two):
    gone, other = made(), made()
    go(gone, reader_two)
    gone.status = Status.WITHDRAWN
    with audited(user=reader_two, strict=True, **WHY):
        gone.save()
    assert go(other, reader_two) == f"{STEM}-2"


def test_what_is_planned_counts_those_that_come_before_it(made, reader_two):
    now = timezone.now()
    late, soon = made(), made()
    assert go(late, reader_two, now + 2 * DAY) == STEM
    assert go(soon, reader_two, now + DAY) == STEM
    assert slugs(late, soon) == [f"{STEM}-2", STEM]
    at_once = made()
    assert go(at_once, reader_two) == STEM
    assert sorted(slugs(late, soon, at_once)) == [STEM, f"{STEM}-2", f"{STEM}-3"]
    assert slugs(soon) < slugs(late)
    verify()


@pytest.mark.parametrize("how", ["unplanned", "postponed"])
def test_what_no_longer_comes_first_gives_its_address_up(made, reader_two, how):
    now = timezone.now()
    first, second = made(), made()
    go(first, reader_two, now + DAY)
    assert go(second, reader_two, now + 2 * DAY) == f"{STEM}-2"
    if how == "unplanned":
        go(first, reader_two, status=Status.REVIEW)
    else:
        go(first, reader_two, now + 3 * DAY)
    assert slugs(second) == [STEM]
    assert slugs(first) != [STEM]
    verify()


def test_a_deleted_draft_leaves_no_gap_in_the_numbers(made, reader_two):
    deleted, other = made(), made()
    with audited(user=reader_two, strict=True):
        deleted.delete()
    assert go(other, reader_two) == STEM


def test_a_number_that_belongs_to_the_title_stays(made, reader_two):
    made(title="Fase")
    assert go(made(title="Fase 2"), reader_two) == "2025-07-fase-2"


def test_a_number_that_was_typed_stays_where_nothing_hidden_is_told(made, reader_two):
    assert go(made(slug="2025-07-eigen-7"), reader_two) == "2025-07-eigen-7"


def test_another_incident_does_not_count(made, reader_two):
    made(incident=IncidentFactory(slug="ander"))
    own = made()
    assert own.slug == STEM
    assert go(own, reader_two) == STEM


def test_claims_and_questions_that_name_them_are_logged_too(made, reader_two):
    hidden, public = made(), made()
    for event in (hidden, public):
        StatementFactory(event=event, claim__draft=True)
        QuestionFactory(questions__draft=True).events.add(event)
    go(public, reader_two)
    verify()
    assert Claim.objects.count() == Question.objects.count() == 2


def test_an_import_and_a_fixture_keep_the_addresses_that_they_bring(made):
    made()
    other = made()
    other.status = Status.PUBLISHED
    with audited(who="import_csv", reason="Uit een bestand."):
        other.save()
    assert slugs(other) == [f"{STEM}-2"]


def test_readers_see_the_same_with_and_without_a_draft_of_that_name(made, editor, client):
    hidden, public = made(), made(status=Status.REVIEW, draft=False)
    seen = f"{public.pk}:{public.version}"
    editor.post(
        "/admin/incident/event/",
        {"action": "publish", "_selected_action": public.pk, "seen": seen},
    )
    assert client.get(f"/om-citrix/{STEM}/").status_code == 200
    assert f"{STEM}-" not in client.get("/om-citrix/").content.decode()
    assert client.get(f"/om-citrix/{slugs(hidden)[0]}/").status_code == 404
