"""What has earlier states, and which: an event has its versions, the timeline its days.

A moment is of whole seconds, cut off as dates of HTTP are. Two versions within one second have the
same moment: both are listed, and that second leads to the last of them.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from operator import attrgetter
from typing import NamedTuple

from django.utils import timezone

from incident.models import Change, Incident
from timeline.kept.shared import shared
from timeline.pages.versions import History, end_of

moment_of = attrgetter("at")


class Memento(NamedTuple):
    """One state that does not change any more: its address without host, and since when it was."""

    address: str
    at: datetime


@dataclass(frozen=True)
class Original:
    """What has earlier states: its address without host, and its mementos, the oldest first."""

    address: str
    mementos: Sequence[Memento] = ()

    @property
    def timegate(self) -> str:
        return f"{self.address}tijdpoort/"

    @property
    def timemap(self) -> str:
        return f"{self.address}tijdkaart.link"

    def at(self, moment: datetime | None) -> Memento | None:
        """Return the memento that stood at a moment, the first where that is earlier than all.

        Without a moment it is the last (RFC 7089, 4.5.3 leaves the choice); None where there are
        none.
        """
        if not self.mementos:
            return None
        if moment is None:
            return self.mementos[-1]
        return self.mementos[max(self.count_until(moment) - 1, 0)]

    def count_until(self, moment: datetime) -> int:
        return bisect_right(self.mementos, moment, key=moment_of)

    def around(self, memento: Memento) -> list[tuple[str, Memento]]:
        """Return the mementos to name beside one, each with its relations in one text.

        A state of a day on which nothing changed is not listed, but has its place among them.
        """
        listed = memento in self.mementos
        after = self.mementos.index(memento) + 1 if listed else self.count_until(memento.at)
        before = after - 1 - listed
        named = [("first", self.mementos[0])]
        named += [("prev", self.mementos[before])] if before >= 0 else []
        named.append(("", memento))
        named += [("next", found) for found in self.mementos[after : after + 1]]
        named.append(("last", self.mementos[-1]))
        relations: dict[Memento, list[str]] = {}
        for relation, found in named:
            relations.setdefault(found, []).append(relation)
        return [(" ".join(filter(None, [*r, "memento"])), m) for m, r in relations.items()]


def of_event(history: History) -> Original:
    """Return an event with its public versions; readers saw none before its incident opened."""
    address, opened = history.event.get_absolute_url(), history.event.incident.opened_at
    found, latest = [], opened
    for version in history.versions:
        latest = max(latest, version.change.public_at)  # also where the clock went back
        found.append(Memento(f"{address}versie/{version.number}/", whole_seconds(latest)))
    return Original(address, found)


def of_timeline(incident: Incident) -> Original:
    """Return the timeline with the days on which an event changed, as each stood at its end.

    Today is not among them: until midnight its state can change.
    """
    address = incident.get_absolute_url()
    return Original(address, [of_day(address, day) for day in days_of_change(incident)])


def state_of(original: Original, day: date) -> Memento | None:
    """Return the state of the timeline on a day; None for today, or before its first change."""
    state = of_day(original.address, day)
    is_over = day < timezone.localdate()
    return state if is_over and original.count_until(state.at) else None


def days_of_change(incident: Incident) -> list[date]:
    """Return the days before today on which readers saw an event change, the earliest first."""
    today = timezone.localdate()
    days = shared(("days of change", incident.pk), lambda: all_days_of_change(incident))
    return [day for day in days if day < today]


def all_days_of_change(incident: Incident) -> list[date]:
    """Return also today. Many changes have one moment: each is brought to a day once."""
    changes = Change.objects.for_readers().of_incident(incident).filter(noun="event")
    moments = changes.moments()
    return list(dict.fromkeys(timezone.localdate(max(m, incident.opened_at)) for m in moments))


def of_day(address: str, day: date) -> Memento:
    return Memento(f"{address}?stand={day}", whole_seconds(end_of(day)))


def whole_seconds(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
