"""A text with very many versions: reading them costs as much as they are, and no more."""

from datetime import timedelta

import pytest

from incident.models import Change
from tests.factories import LinkFactory
from tests.work import work_of

pytestmark = pytest.mark.django_db

FEW, TIMES = 40, 4


def corrected(event, times: int, *, planned: bool) -> None:
    """Put corrections of an event in the log, each public at once, or a day after the next one."""
    first = Change.objects.of("event", event.pk).last()
    end = Change.objects.latest("number")
    about = {"noun": "event", "row": event.pk, "incident": event.incident_id}
    about |= {"action": "gewijzigd", "version": 1, "reason": "Beter.", "state_json": "{}"}
    moments = [end.at + timedelta(microseconds=n) for n in range(1, times + 1)]
    later = timedelta(days=1 if planned else 0)
    assert first.public_at
    Change.objects.bulk_create(
        Change(number=end.number + n, at=at, public_at=at + later, hash="", **about)
        for n, at in enumerate(moments, 1)
    )


def versions_of(event):
    own = ("event", event.pk)
    return Change.objects.for_readers().of(*own).with_public_reasons(own)


@pytest.mark.parametrize("planned", [False, True])
def test_the_versions_of_a_text_cost_no_more_each_as_they_become_many(planned):
    event = LinkFactory().event
    corrected(event, FEW, planned=planned)
    few = work_of(versions_of(event))
    corrected(event, FEW * (TIMES - 1), planned=planned)
    assert work_of(versions_of(event)) < few * TIMES * 1.2


def test_a_reason_is_hidden_by_what_came_later_alone():
    event = LinkFactory().event
    corrected(event, 2, planned=False)
    end = Change.objects.latest("number")
    Change.objects.bulk_create(
        [
            Change(
                number=end.number + 1, at=end.at, public_at=end.at, version=2, hash="",
                noun="event", row=event.pk, incident=event.incident_id, action="ingetrokken",
                hides_reasons=True,
            )
        ]
    )  # fmt: skip
    corrected(event, 1, planned=False)
    hidden = [change.reason_is_hidden for change in versions_of(event)][-4:]
    assert hidden == [True, True, False, False]
    together = Change.objects.for_readers().of("event", event.pk).with_public_reasons()
    assert [change.reason_is_hidden for change in together][-4:] == hidden
