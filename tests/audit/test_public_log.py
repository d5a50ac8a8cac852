"""The public part of the log: the same as when each entry is judged alone, and by an index."""

import random
from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from incident.audit.models import TOLD
from incident.choices import Action
from incident.models import Change, Incident
from tests.factories import IncidentFactory
from tests.proofs.test_size import dearer, work
from tests.work import work_of
from timeline.memento.states import all_days_of_change
from timeline.query.log import count_in, firsts_at, newest_in, seen_in

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
ACTIONS = (*Action, *(Action.PUBLISHED, Action.CHANGED, Action.WITHDRAWN) * 4)
NOUNS = (*TOLD, "event", "event", "kamerstuk")
SQLITE = pytest.mark.skipif(connection.vendor != "sqlite", reason="it reads a plan of SQLite")


def put_in(incident: int, first: int, moments: list[datetime], row: int = 0, **about) -> None:
    """Put an entry in the log for each moment, of one row each."""
    about = {"noun": "event", "action": "gepubliceerd", "version": 1, "hash": "", **about}
    Change.objects.bulk_create(
        Change(number=n, row=row or n, at=at, public_at=at, incident=incident, **about)
        for n, at in enumerate(moments, first)
    )


@pytest.fixture(params=range(4))
def log(request) -> list[Change]:
    """Return a log of an incident that is open, one that opened later, and one that never did.

    Entries were planned, overtaken and withdrawn, some at one moment; the clock was ahead at last.
    """
    chance, now = random.Random(request.param), timezone.now()  # noqa: S311 - no secret
    incidents = []
    for slug, opened in (("open", now - 99 * HOUR), ("later", now - 40 * HOUR), ("dicht", None)):
        incident = IncidentFactory(slug=slug, title=slug, is_published=False)
        about = {"opened_at": opened, "is_published": opened is not None}
        Incident._base_manager.filter(pk=incident.pk).update(**about)
        incidents.append(incident.pk)
    first, entries = Change.objects.latest("number").number + 1, []
    for number, hours in enumerate(sorted(chance.randint(-80, 8) for _ in range(300))):
        at, row = now + hours * HOUR, chance.randint(1, 40)
        planned = chance.choice((0, 0, 0, chance.randint(1, 60)))
        entries.append(
            Change(
                number=first + number, at=at, row=row, noun=chance.choice(NOUNS), version=1,
                action=chance.choice(ACTIONS), incident=incidents[row % 3], hash="",
                public_at=chance.choice((None, *[at + planned * HOUR] * 5)),
            )
        )  # fmt: skip
    Change.objects.bulk_create(entries)
    return list(Change.objects.filter(number__gte=first))


def told(log: list[Change], asked: datetime | None = None) -> list[Change]:
    """Return what readers saw of a log, each entry judged by itself."""
    opened = dict(Incident._base_manager.values_list("pk", "opened_at"))
    moment, found = asked or timezone.now(), []
    for place, change in enumerate(log):
        at, public_at, began = change.at, change.public_at, opened[change.incident]
        if public_at is None or began is None or change.noun not in TOLD:
            continue
        since = max(public_at, began)
        same = (c for c in log[place + 1 :] if (c.noun, c.row) == (change.noun, change.row))
        following = next(same, None)
        is_seen = since <= moment or (asked is None and public_at == at)
        stayed = since <= at or following is None or following.at >= since
        if is_seen and stayed and not (change.action == Action.WITHDRAWN and at < began):
            found.append(change)
    return found


@pytest.mark.parametrize("hours", [None, -90, -50, -40, -20, 0, 5])
def test_readers_saw_the_entries_that_each_judged_alone_they_saw(log, hours):
    asked = None if hours is None else timezone.now() + hours * HOUR
    seen = told(log, asked)
    assert list(Change.objects.for_readers(asked)) == seen
    assert len(seen) > 20 or hours in (-90, -50)


def test_the_newest_are_the_last_of_these(log):
    keys = list(Incident._base_manager.order_by("pk").values_list("pk", flat=True))
    for some in ([keys[0]], [keys[1]], keys):
        ordered = [change for change in reversed(told(log)) if change.incident in some]
        assert newest_in(some) == ordered[:51]


def test_what_is_counted_is_what_is_there_when_each_is_judged_alone(log):
    keys, seen = list(Incident._base_manager.values_list("pk", flat=True)), told(log)
    firsts, rows = Counter(), set()
    for change in seen:
        if (change.noun, change.row) not in rows and change.action != Action.WITHDRAWN:
            firsts[change.public_at, change.incident] += 1
        rows.add((change.noun, change.row))
    assert firsts_at(keys, {change.public_at for change in log} - {None}) == firsts
    assert count_in(keys) == len(seen)
    for key in keys:
        own = {(at, incident): n for (at, incident), n in firsts.items() if incident == key}
        assert firsts_at([key], {change.public_at for change in seen}) == own
        assert count_in([key]) == sum(change.incident == key for change in seen)


def test_the_days_of_change_are_those_on_which_readers_saw_one(log):
    for incident in Incident.objects.for_readers():
        seen = [c for c in told(log) if (c.incident, c.noun) == (incident.pk, "event")]
        moments = [max(change.public_at, incident.opened_at) for change in seen]
        days = all_days_of_change(incident)
        assert days == sorted({timezone.localdate(moment) for moment in moments})
        assert len(days) > 1


@SQLITE
def test_a_day_before_all_costs_no_more_beside_many_changes_of_one_moment(client):
    incident, first = IncidentFactory(), Change.objects.latest("number").number + 1
    moment = timezone.now() + timedelta(seconds=1)
    put_in(incident.pk, first, [moment] * 20)
    few = work(client, ["/om-citrix/?stand=2020-01-01"])
    put_in(incident.pk, first + 20, [moment] * 3_000)
    assert dearer(few, work(client, ["/om-citrix/?stand=2020-01-01"])) == {}


def test_the_newest_cost_no_more_among_many():
    incident, other = IncidentFactory(), IncidentFactory(slug="ander", title="Ander")
    first, at = Change.objects.latest("number").number + 1, timezone.now() - HOUR
    put_in(incident.pk, first, [at] * 100)
    put_in(other.pk, first + 100, [at] * 100)
    few = [work_of(newest_in.make(keys)) for keys in ([incident.pk], [incident.pk, other.pk])]
    put_in(incident.pk, first + 200, [at] * 1_000)
    put_in(other.pk, first + 1_200, [at] * 2_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    many = [work_of(newest_in.make(keys)) for keys in ([incident.pk], [incident.pk, other.pk])]
    assert [more < 2 * less for less, more in zip(few, many, strict=True)] == [True, True]


@SQLITE
def test_what_readers_see_of_an_incident_is_counted_from_an_index_alone():
    plan = seen_in([IncidentFactory().pk]).order_by().values("row").explain()
    assert "COVERING INDEX change_in_public (incident=? AND public_at>?)" in plan
