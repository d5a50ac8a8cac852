"""What the public log asks: its changes, the newest first, and where their texts are now."""

from datetime import datetime

from django.db.models import Count, QuerySet

from incident.choices import Action
from incident.models import Change, Claim, Event, WrittenQuestions
from incident.written.queries import written
from timeline.kept.shared import shared

MOST_KNOWN = 1_000  # moments
FIRST = 50  # of the newest: as many as a page shows, in one query that is written once


def seen_in(incidents: list[int]) -> QuerySet:
    return Change.objects.for_readers().filter(incident__in=incidents)


def told_in(incidents: list[int], part: slice) -> QuerySet:
    """Return a part of the changes, the newest first; what was before is asked of these alone."""
    numbers = seen_in(incidents).reverse().values("number")[part]
    shown = Change.objects.filter(number__in=numbers)
    return shown.with_before().with_public_reasons().order_by("-number")


@written
def newest_in(incidents: list[int]) -> QuerySet:
    """Return the newest, and one more where there are others."""
    return told_in(incidents, slice(FIRST + 1))


@written
def withdrawn_in(incidents: list[int], rows: list[int]) -> QuerySet:
    return seen_in(incidents).filter(row__in=rows).gone()


@written
def counts_in(incidents: list[int]) -> QuerySet:
    return seen_in(incidents).order_by().values_list("incident").annotate(Count("pk"))


def count_in(incidents: list[int]) -> int:
    """Return how many changes readers see, counted once in a state of the record."""
    counts = shared(("changes in", *incidents), lambda: counts_in(incidents))
    return sum(count for _, count in counts)


@written
def counted_firsts(incidents: list[int], moments: list[datetime]) -> QuerySet:
    changes = seen_in(incidents).with_before().filter(public_at__in=moments, before_json=None)
    firsts = changes.exclude(action=Action.WITHDRAWN).order_by()
    return firsts.values_list("public_at", "incident").annotate(Count("pk"))


def firsts_at(incidents: list[int], moments: set[datetime]) -> dict[tuple[datetime, int], int]:
    """Return by moment and incident how many texts readers saw first.

    Each moment is counted once in a state of the record: what is shared here only grows, until
    there are `MOST_KNOWN`.
    """
    known: dict[datetime, dict[int, int]] = shared(("first changes in", *incidents), dict)
    new = {moment: {} for moment in moments - known.keys()}
    for moment, incident, count in counted_firsts(incidents, sorted(new)):
        new[moment][incident] = count
    if len(known) < MOST_KNOWN:
        known |= new
    counts = new | {at: known[at] for at in moments & known.keys()}
    return {(at, incident): n for at, by_one in counts.items() for incident, n in by_one.items()}


@written
def events_at(keys: list[int]) -> QuerySet:
    return Event.objects.with_address().filter(pk__in=keys)


@written
def claims_at(keys: list[int]) -> QuerySet:
    return Claim.objects.with_address().filter(pk__in=keys)


@written
def questions_at(keys: list[int]) -> QuerySet:
    return WrittenQuestions.objects.with_address().filter(pk__in=keys)


ADDRESSED = {"event": events_at, "claim": claims_at, "writtenquestions": questions_at}


class Newest:
    """The changes of some incidents, the newest first, as a paginator asks for them."""

    ordered = True

    def __init__(self, incidents: list[int]):
        self.incidents = incidents
        self.first = newest_in(incidents)

    def count(self) -> int:
        """Return how many there are; no query where they are few."""
        return len(self.first) if self.is_all else count_in(self.incidents)

    @property
    def is_all(self) -> bool:
        return len(self.first) <= FIRST

    def __getitem__(self, part: slice) -> list[Change]:
        of_first = self.is_all or part.stop <= FIRST
        return self.first[part] if of_first else list(told_in(self.incidents, part))
