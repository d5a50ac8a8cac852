"""Two days beside each other: what became known after the one, up to and with the other."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from incident.models import Event, Incident, Statement
from timeline import query
from timeline.claims import Standing, standings


class PeriodQuestion(query.Question):
    """Between which days."""

    class Form(query.forms.Form):
        """Both days are needed; the first is the day with which is compared."""

        van = query.DayField(
            label="Van de stand op", error_messages={"required": "Vul de eerste dag in."}
        )
        met = query.DayField(
            label="Met de stand op", error_messages={"required": "Vul de tweede dag in."}
        )

        def clean(self):
            """Refuse a second day that is not later, beside it."""
            asked = super().clean()
            if {"van", "met"} <= asked.keys() and asked["met"] <= asked["van"]:
                self.add_error("met", "Deze dag ligt niet na de eerste dag.")
            return asked


@dataclass(frozen=True)
class Change:
    """A claim of which something new was said: how it stood, what came, and how it stands."""

    before: Standing
    after: Standing

    @property
    def added(self) -> list[Statement]:
        """Return what was said in between."""
        return [s for s in self.after.statements if s not in self.before.statements]


@dataclass(frozen=True)
class Comparison:
    """What of an incident became known after `since`, up to and with `until`."""

    incident: Incident
    since: date
    until: date

    @cached_property
    def events(self) -> list[Event]:
        """Return the events that became known in between, in the order of the timeline."""
        events = Event.objects.for_readers().filter(incident=self.incident)
        return list(events.known_by(self.until).filter(known_day__gt=self.since))

    @cached_property
    def changes(self) -> list[Change]:
        """Return the claims of which something was said in between."""
        pairs = zip(
            standings(self.incident, self.since), standings(self.incident, self.until), strict=True
        )
        changes = (Change(before, after) for before, after in pairs)
        return [change for change in changes if change.added]

    @cached_property
    def undated(self) -> int:
        """Return how many events are in neither, as nobody knows when they were told."""
        return Event.objects.for_readers().filter(incident=self.incident).never_dated().count()
