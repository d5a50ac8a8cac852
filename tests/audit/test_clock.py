"""A clock that steps back: the log keeps its order, versions keep their numbers, staff can act."""

from datetime import timedelta

import pytest
from django.utils import timezone

from incident.audit.recorder import audited
from incident.choices import Nature, Status
from incident.models import Change, Event
from incident.verification.verify import verify
from tests.factories import EventFactory, LinkFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def stepped_back(monkeypatch):
    """Return the function that sets the clock back by so many minutes."""
    start = timezone.now()

    def step(minutes: float) -> None:
        monkeypatch.setattr(timezone, "now", lambda: start - timedelta(minutes=minutes))

    return step


def corrected(event, **values) -> Event:
    event = Event.objects.get(pk=event.pk)
    for name, value in values.items():
        setattr(event, name, value)
    with audited(who="bram", strict=True, reason="Klopte niet.", nature=Nature.SUBSTANCE):
        event.save()
    return event


@pytest.fixture
def event():
    """Return an event that readers have known for a day, with its first version."""
    moment = timezone.now() - timedelta(days=1)
    with audited():
        event = EventFactory(title="Eerst", publish_at=moment)
        LinkFactory(event=event)
    return event


def test_the_time_of_the_log_is_never_before_its_last_entry(event, stepped_back):
    stepped_back(90)
    corrected(event, title="Daarna")
    moments = list(Change.objects.order_by("number").values_list("at", flat=True))
    assert moments == sorted(moments)
    assert Event.objects.get().changed_at == moments[-1]
    verify()


def test_what_came_out_before_the_step_is_out_after_it(stepped_back):
    event = EventFactory()
    waiting = EventFactory(publish_at=timezone.now() + timedelta(hours=1))
    stepped_back(90)
    assert event.is_out
    assert not event.is_planned
    assert waiting.is_planned


def test_a_correction_after_the_step_is_a_version_of_its_own(event, stepped_back, client, body):
    own = event.get_absolute_url()
    stepped_back(90)
    corrected(event, title="Daarna")
    assert "<h1>Eerst" in body(client.get(f"{own}versie/1/"))
    assert "<h1>Daarna" in body(client.get(f"{own}versie/2/"))
    stepped_back(-90)
    assert "<h1>Eerst" in body(client.get(f"{own}versie/1/"))
    assert "<h1>Daarna" in body(client.get(f"{own}versie/2/"))


def test_what_was_just_published_can_be_withdrawn_at_once(stepped_back):
    event = EventFactory()
    stepped_back(90)
    event = corrected(event, status=Status.WITHDRAWN)
    assert Event.objects.get().status == Status.WITHDRAWN


def test_a_planned_text_is_still_hidden_after_the_step(stepped_back, client, body):
    planned = EventFactory(future=True, title="Geheim")
    stepped_back(90)
    assert client.get(planned.get_absolute_url()).status_code == 404
    assert "Geheim" not in body(client.get("/om-citrix/wijzigingen/"))
