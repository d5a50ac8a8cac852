"""Asking: one subject after another, and keeping what came of each."""

import logging
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from itertools import groupby

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from incident.models import Asking, AskingTurn
from incident.models.official import Answered
from incident.official import known
from incident.official.faults import Fault
from incident.official.fetching import Deadline
from incident.official.following import KEY as FEED
from incident.official.following import follow
from incident.official.keeping import MOST_CANDIDATES, Ending, Summary, keep, note
from incident.official.query import Query, Source
from incident.official.record import Record
from incident.official.sources import odata, sru
from incident.official.subjects import Subject

log = logging.getLogger(__name__)

SPARE = 30.0  # seconds beyond the limits of its sources for which a turn is taken
SEARCHES = {Source.SRU: sru.search, Source.ODATA: odata.search}
SWITCHED_OFF = (
    "Vragen aan de officiële bronnen staat uit. Een beheerder zet het aan met OFFICIAL_ASK."
)
SENTENCES = {
    Answered.FOUND: "",
    Answered.NOT_FOUND: "De bron kent geen stuk dat hierbij past.",
    Answered.NOT_YET: "De bron kent het stuk, maar het heeft nog geen nummer.",
}
TOO_MANY = f"Er pasten meer dan {MOST_CANDIDATES} stukken; wij bewaarden de eerste."


class SwitchedOffError(Exception):
    """Nothing is asked: the operator did not switch it on."""


class BusyError(Exception):
    """Another process is asking right now."""


def run(
    subjects: Iterable[Subject],
    *,
    seconds: float | None = None,
    again: bool = False,
    feed: bool = False,
    progress: Callable[[int], None] = lambda done: None,
) -> Summary:
    """Ask about each subject that is due, or with `again` about each; within so many seconds.

    With `feed` the feed is read on after that, where it is due, for all that is sought in it. What
    no time was left for is counted, and comes first next time. Raises SwitchedOffError, and
    BusyError where another process asks.
    """
    if not settings.OFFICIAL_ASK:
        raise SwitchedOffError(SWITCHED_OFF)
    summary, whole = Summary(), seconds and Deadline(seconds)
    subjects = list(subjects)
    with turn() as go_on:
        for done, subject in enumerate(in_order(subjects, summary, again=again), 1):
            if whole and not whole.left:
                summary.left += 1
                continue
            go_on()
            ask(subject, partial(limit_within, whole), summary)
            progress(done)
        if feed and (again or is_due(FEED)):
            read_feed(subjects, whole, summary, go_on)
    return summary


def limit_within(whole: Deadline | None) -> Deadline:
    """Return the limit of one source, within that of the whole run."""
    limit = settings.OFFICIAL_SECONDS
    return whole.within(limit) if whole else Deadline(limit)


def read_feed(
    subjects: list[Subject],
    whole: Deadline | None,
    summary: Summary,
    go_on: Callable[[], object],
) -> None:
    if whole and not whole.left:
        summary.left += 1
    else:
        follow(subjects, whole, summary, go_on)


def is_due(key: str) -> bool:
    return not Asking.objects.resting(timezone.now()).filter(key=key).exists()


def in_order(subjects: list[Subject], summary: Summary, *, again: bool) -> list[Subject]:
    """Return the subjects that are due, those that were asked longest ago first."""
    now, kept = timezone.now(), {asking.key: asking for asking in Asking.objects.all()}
    due = [s for s in subjects if again or s.key not in kept or kept[s.key].next_at <= now]
    summary.resting = len(subjects) - len(due)
    never = [s for s in due if s.key not in kept]
    asked = [s for s in due if s.key in kept]
    return never + sorted(asked, key=lambda subject: kept[subject.key].asked_at)


@contextmanager
def turn():
    """Hold the turn; yield what prolongs it. Raises BusyError where another process holds it."""
    length = timedelta(seconds=len(SEARCHES) * settings.OFFICIAL_SECONDS + SPARE)
    AskingTurn.objects.get_or_create(pk=1, defaults={"until": timezone.now() - length})
    now = timezone.now()
    if not AskingTurn.objects.filter(pk=1, until__lte=now).update(until=now + length):
        raise BusyError("Er wordt al gevraagd. Probeer het straks nog eens.")
    try:
        yield lambda: AskingTurn.objects.update(until=timezone.now() + length)
    finally:
        AskingTurn.objects.update(until=timezone.now())


def ask(subject: Subject, limit: Callable[[], Deadline], summary: Summary) -> None:
    """Ask about one subject and keep the outcome; a fault of a source is an outcome too.

    A source is asked only where those before it found nothing with a number; `limit` gives each
    its own time.
    """
    found: dict[str, Record] = {}
    failed, asked = [], []
    for source, queries in groupby(subject.queries, key=lambda query: query.source):
        asked += (mine := list(queries))
        try:
            found |= asked_of(source, mine, subject, limit())
        except Fault as fault:
            failed.append(fault)
            log.warning("official source, %s: %s", subject.key, fault.for_the_log)
        if any(record.is_numbered for record in found.values()):
            break
    address = " | ".join(query.address for query in asked)
    ending = judged(found, failed, address)
    with transaction.atomic():
        summary.new += keep(subject, list(found.values()), address)
        note(subject.key, subject.label, subject.about, ending)
    summary.outcomes.append(ending.outcome)
    summary.faults += failed


def asked_of(
    source: Source, queries: list[Query], subject: Subject, deadline: Deadline
) -> dict[str, Record]:
    """Return what fits of what the first query gives that gives any; Fault of the source."""
    for query in queries:
        records = SEARCHES[source](query.text, deadline)
        fitting = [r for r in records if r.identifier and subject.fits(r)]
        if fitting:
            return {record.identifier: record for record in fitting}
    return {}


def judged(found: dict[str, Record], failed: list[Fault], address: str) -> Ending:
    """Return how an asking ended; drops what we have already from what was found."""
    drop_known(found)
    if any(record.is_numbered for record in found.values()):
        outcome = Answered.FOUND
    elif failed:
        outcome = failed[0].outcome
    else:
        outcome = Answered.NOT_YET if found else Answered.NOT_FOUND
    said = [TOO_MANY if len(found) > MOST_CANDIDATES else SENTENCES.get(outcome, "")]
    after = max((fault.after for fault in failed), default=0.0)
    return Ending(outcome, " ".join(filter(None, [*said, *map(str, failed)])), address, after)


def drop_known(found: dict[str, Record]) -> None:
    """Leave out the papers of which the record has the number."""
    there = known.had(found)
    for identifier in [i for i in found if i.lower() in there]:
        del found[identifier]
