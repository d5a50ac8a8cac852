"""Two days beside each other: what became known after the one, up to and with the other."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django import forms

from incident.models import Event, Incident, Statement
from timeline.pages.claims import Standing, standings
from timeline.query.page_query import DayField, PageQuery


class PeriodQuery(PageQuery):
    """Between which days."""

    class Form(forms.Form):
        """Both days are needed; the first is the day with which is compared."""

        van = DayField(
            label="Van de stand op", error_messages={"required": "Vul de eerste dag in."}
        )
        met = DayField(
            label="Met de stand op", error_messages={"required": "Vul de tweede dag in."}
        )

        def clean(self):
            """Refuse a second day that is not later, beside it."""
            values = super().clean()
            if {"van", "met"} <= values.keys() and values["met"] <= values["van"]:
                self.add_error("met", "Deze dag ligt niet na de eerste dag.")
            return values

    day = None  # the page compares two days, and is shown as known on neither

    def __init__(self, given):
        super().__init__(given)
        if not self.query:  # nothing is asked yet, so nothing is wrong either
            self.form = self.Form(use_required_attribute=False)


@dataclass(frozen=True)
class ClaimNews:
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

    @property
    def days(self) -> tuple[date, date]:
        """Return both days, the first one first."""
        return self.since, self.until

    @cached_property
    def events(self) -> list[Event]:
        """Return the events that became known in between, in the order of the timeline.

        What was said of them stands with its claim, as far as it was said in between.
        """
        events = Event.objects.for_readers().filter(incident=self.incident)
        found = list(events.known_by(self.until).filter(known_day__gt=self.since))
        for event in found:
            event.public_statements = []
        return found

    @cached_property
    def claims(self) -> list[ClaimNews]:
        """Return the claims of which something was said in between."""
        pairs = zip(
            standings(self.incident, self.since), standings(self.incident, self.until), strict=True
        )
        news = (ClaimNews(before, after) for before, after in pairs)
        return [claim for claim in news if claim.added]

    @cached_property
    def undated(self) -> int:
        """Return how many events are in neither, as nobody knows when they were told."""
        return Event.objects.for_readers().filter(incident=self.incident).never_dated().count()
