"""The state of the record: what every public answer follows from, beside the question asked.

It never leaves the process: the end of the log moves with each draft as well.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection
from django.db.models import Model, QuerySet, Subquery
from django.utils import timezone

from incident.audit.models import Change, LogHead
from incident.models import Claim, Event, WrittenQuestions
from incident.written.queries import written

HEAD = f"SELECT number, hash FROM {LogHead._meta.db_table} WHERE id = 1"  # noqa: S608
DUE = ((Event, "publish_at"), (Claim, "publish_at"), (WrittenQuestions, "publish_at"))
MOMENTS = (*DUE, (Change, "public_at"))


class State(NamedTuple):
    """The end of the log, the last moment at which something planned came out, and the day.

    Two equal states give equal public answers, in any process of one release. It holds from
    `since` until `until`, as long as nothing is written in the log.
    """

    number: int
    hash: str
    since: datetime
    until: datetime


class _Known:
    """The state that was found last in this process; a newer one replaces it whole."""

    state: State | None = None


def current() -> State:
    """Return the state of the record now; one query, and one more after a change of it."""
    with connection.cursor() as cursor:
        cursor.execute(HEAD)
        head = cursor.fetchone() or (0, "")
    now, known = timezone.now(), _Known.state
    if known is None or known[:2] != tuple(head) or not known.since <= now < known.until:
        known = _Known.state = State(*head, *limits(now))
    return known


def limits(now: datetime) -> tuple[datetime, datetime]:
    """Return from when until when nothing comes out by itself, in the day of Amsterdam at `now`."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    tomorrow = midnight + timedelta(days=1)
    found = next(iter(planned(now)), ())
    past, to_come = [midnight, *found[::2]], [tomorrow, *found[1::2]]
    return max(filter(None, past)), min(filter(None, to_come))


@written
def planned(now: datetime) -> QuerySet:
    """Return for each of `MOMENTS` the last one until now, and the first to come."""
    beside = [nearest(*moment, now, sign) for moment in MOMENTS for sign in ("-", "")]
    return LogHead.objects.filter(pk=1).values_list(*map(Subquery, beside))


def nearest(model: type[Model], field: str, now: datetime, sign: str) -> QuerySet:
    """Return the last moment in a column until now, or without "-" as sign the first after it."""
    rows = model._base_manager.filter(**{f"{field}__{'lte' if sign else 'gt'}": now})
    return rows.order_by(f"{sign}{field}").values(field)[:1]
