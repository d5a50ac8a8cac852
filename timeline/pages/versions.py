"""How an event read before: its public states in order, what was corrected, what was withdrawn."""

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from itertools import zip_longest

from django import forms
from django.utils import timezone

from incident.audit.describe import Difference, differences
from incident.choices import Action
from incident.models import Change, Event, Incident
from incident.models.past import event_of
from timeline.query.page_query import DayField, PageQuery


@dataclass(frozen=True)
class Version:
    """One public state of an event: its number, counted from 1, and the change that brought it."""

    number: int
    change: Change
    before: Change | None
    until: datetime | None

    @property
    def differences(self) -> list[Difference]:
        """Return what readers read otherwise from here on; nothing for the first version."""
        if self.before is None:
            return []
        return differences(self.change.noun, self.before.state, self.change.state)

    @property
    def is_correction(self) -> bool:
        """Return whether readers knew the event before, and not only that it was withdrawn."""
        return self.before is not None


@dataclass
class History:
    """All that readers ever saw of one event."""

    event: Event

    @cached_property
    def changes(self) -> list[Change]:
        """Return the changes of the event that readers saw, the oldest first."""
        return list(Change.objects.for_readers().of("event", self.event.pk).with_public_reasons())

    @cached_property
    def versions(self) -> list[Version]:
        """Return the public states, the oldest first; a withdrawal is the end of one, not one."""
        found: list[Version] = []
        before = None
        for change, later in zip_longest(self.changes, self.changes[1:]):
            until = later and later.public_at
            if change.action != Action.WITHDRAWN:
                found.append(Version(len(found) + 1, change, before, until))
                before = change
        return found

    @property
    def current(self) -> int:
        """Return the number of the present version."""
        return len(self.versions)

    @property
    def corrections(self) -> list[Version]:
        """Return the corrections, the newest first."""
        return [version for version in reversed(self.versions) if version.is_correction]

    @property
    def last(self) -> Version | None:
        """Return the present version, None for what the log does not know."""
        return self.versions[-1] if self.versions else None

    @property
    def withdrawal(self) -> Change | None:
        """Return the change that took the event from readers, None while they see it."""
        last = self.changes[-1] if self.changes else None
        return last if last and last.action == Action.WITHDRAWN else None

    def at(self, number: int) -> tuple[Version, Event] | None:
        """Return one version with the event as it then read, None where there is no such one."""
        for version in self.versions:
            if version.number == number:
                return version, event_of(version.change, self.event.incident)
        return None


def end_of(day: date) -> datetime:
    """Return the last moment of a day in the Netherlands, or now where that is earlier."""
    ends = timezone.make_aware(datetime.combine(day, time.max))
    return min(ends, timezone.now())


class AsOfQuery(PageQuery):
    """At the end of which day."""

    class Form(forms.Form):
        """The day; one that is still to come has not been seen by anybody."""

        stand = DayField(label="Zoals gepubliceerd op")

        def clean_stand(self):
            """Refuse a day that is still to come."""
            day = self.cleaned_data["stand"]
            if day > timezone.localdate():
                raise forms.ValidationError("Deze dag moet nog komen.")
            return day

    @property
    def as_of(self) -> date | None:
        """Return the day, None for what is no day."""
        return self.form.cleaned_data["stand"] if self.is_valid else None


@dataclass
class AsOf:
    """The timeline of an incident as readers saw it at the end of a day."""

    incident: Incident
    day: date

    @cached_property
    def changes(self) -> list[Change]:
        """Return for each event how it stood: its last public change by then."""
        seen = Change.objects.for_readers(end_of(self.day)).of_incident(self.incident)
        last = {change.row: change for change in seen.filter(noun="event")}
        return [change for change in last.values() if change.action != Action.WITHDRAWN]

    @cached_property
    def withdrawn_since(self) -> list[Event]:
        """Return the events that were there and are withdrawn now: their text stays away."""
        rows = [change.row for change in self.changes]
        return list(Event.objects.withdrawn().filter(pk__in=rows))

    @cached_property
    def events(self) -> list[Event]:
        """Return the events as they read then, in the order of the timeline."""
        gone = {event.pk for event in self.withdrawn_since}
        found = [event_of(c, self.incident) for c in self.changes if c.row not in gone]
        return sorted(found, key=lambda event: (event.sort_day, event.span_days, event.slug))
