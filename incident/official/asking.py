"""Asking: one subject after another, and keeping what came of each."""

import logging
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from incident.models import Asking, AskingTurn, Candidate
from incident.models.official import Answered
from incident.official import known
from incident.official.faults import Fault
from incident.official.fetching import Deadline
from incident.official.record import Record
from incident.official.sources import sru
from incident.official.subjects import Subject

log = logging.getLogger(__name__)

MOST_CANDIDATES = 50  # for one subject; more is no answer, and the sentence says so
SPARE = 30.0  # seconds beyond its own limit for which a turn is taken
SOURCE = "SRU"
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


@dataclass
class Summary:
    """What came of a run: how each subject ended, and how many candidates are new."""

    outcomes: list[Answered] = field(default_factory=list)
    new: int = 0
    left: int = 0
    resting: int = 0

    def counts(self) -> list[tuple[Answered, int]]:
        return [(o, self.outcomes.count(o)) for o in Answered if o in self.outcomes]


def run(
    subjects: Iterable[Subject],
    *,
    seconds: float | None = None,
    again: bool = False,
    progress: Callable[[int], None] = lambda done: None,
) -> Summary:
    """Ask about each subject that is due, or with `again` about each; within so many seconds.

    What no time was left for is counted, and comes first next time. Raises SwitchedOffError, and
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
            limit = settings.OFFICIAL_SECONDS
            ask(subject, whole.within(limit) if whole else Deadline(limit), summary)
            progress(done)
    return summary


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
    length = timedelta(seconds=settings.OFFICIAL_SECONDS + SPARE)
    AskingTurn.objects.get_or_create(pk=1, defaults={"until": timezone.now() - length})
    now = timezone.now()
    if not AskingTurn.objects.filter(pk=1, until__lte=now).update(until=now + length):
        raise BusyError("Er wordt al gevraagd. Probeer het straks nog eens.")
    try:
        yield lambda: AskingTurn.objects.update(until=timezone.now() + length)
    finally:
        AskingTurn.objects.update(until=timezone.now())


def ask(subject: Subject, deadline: Deadline, summary: Summary) -> None:
    """Ask about one subject and keep the outcome; a fault of the source is an outcome too."""
    found: dict[str, Record] = {}
    after = 0.0
    try:
        for query in subject.queries:
            fitting = (
                r for r in sru.search(query.text, deadline) if r.identifier and subject.fits(r)
            )
            found |= {record.identifier: record for record in fitting}
            if found:
                break
        outcome, said = judged(subject, found)
    except Fault as fault:
        outcome, said, after = fault.outcome, str(fault), fault.after
        log.warning("official source, %s: %s", subject.key, fault.for_the_log)
    with transaction.atomic():
        summary.new += keep(subject, list(found.values()))
        note(subject, outcome, said, after)
    summary.outcomes.append(outcome)


def judged(subject: Subject, found: dict[str, Record]) -> tuple[Answered, str]:
    """Return how an asking ended that the source answered; drops what we have already."""
    there = known.had(found)
    for identifier in [i for i in found if i.lower() in there]:
        del found[identifier]
    if not found:
        outcome = Answered.NOT_FOUND
    elif any(record.is_numbered for record in found.values()):
        outcome = Answered.FOUND
    else:
        outcome = Answered.NOT_YET
    return outcome, TOO_MANY if len(found) > MOST_CANDIDATES else SENTENCES[outcome]


def keep(subject: Subject, records: list[Record]) -> int:
    """Store candidates that are new, renew the open ones, and leave judged ones; count the new.

    A paper that we know and that has no number yet is kept as well: it may get one.
    """
    new = 0
    for record in records[:MOST_CANDIDATES]:
        evidence = {
            **subject.about,
            "source": SOURCE,
            "asked_at": timezone.now(),
            "asked_address": address_of(subject),
            "citation": record.citation[:200],
            "title": record.title,
            "kind": record.kind[:200],
            "sender": record.sender,
            "day": record.day,
            "published": record.published,
            "numbered": record.is_numbered,
            "postpones": record.is_postponement,
            "raw": record.raw,
        }
        same = {"key": subject.key, "identifier": record.identifier[:80]}
        made = Candidate.objects.get_or_create(**same, defaults=evidence)[1]
        if not made:
            Candidate.objects.filter(**same, state="open").update(**evidence)
        new += made
    return new


def address_of(subject: Subject) -> str:
    return " | ".join(query.address for query in subject.queries)


def note(subject: Subject, outcome: Answered, said: str, after: float) -> None:
    """Keep how it ended and when to ask again: after twice as long, and not before it may."""
    now, last = timezone.now(), Asking.objects.filter(key=subject.key).first()
    tries = last.tries + 1 if last and last.outcome == outcome else 1
    pause = max(Asking.pause_after(outcome, tries), timedelta(seconds=min(after, 1e7)))
    Asking.objects.update_or_create(
        key=subject.key,
        defaults={
            **subject.about,
            "label": subject.label,
            "outcome": outcome,
            "said": said,
            "tries": tries,
            "asked_at": now,
            "next_at": now + pause,
            "asked_address": address_of(subject),
        },
    )
