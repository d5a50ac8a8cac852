"""Two days beside each other: what became known after the first, up to and including the second."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django import forms

from incident.choices import Known
from incident.models import Event, Incident, Statement
from timeline.pages.claims import Standing, standings
from timeline.query.page_query import DayField, PageQuery


class PeriodQuery(PageQuery):
    """The query of a comparison: its two days."""

    class Form(forms.Form):
        """Both days are required; the page shows what became known after the first."""

        van = DayField(label="Eerste dag", error_messages={"required": "Vul de eerste dag in."})
        met = DayField(label="Tweede dag", error_messages={"required": "Vul de tweede dag in."})

        def clean(self):
            """Refuse a second day that is not later than the first; the error is at `met`."""
            values = super().clean()
            if {"van", "met"} <= values.keys() and values["met"] <= values["van"]:
                self.add_error("met", "Deze dag ligt niet na de eerste dag.")
            return values

    day = None  # the page compares two days, and is shown as known on neither

    def __init__(self, given):
        super().__init__(given)
        if not self.query:  # an empty form shows no errors
            self.form = self.Form(use_required_attribute=False)


@dataclass(frozen=True)
class ClaimNews:
    """A claim about which something new was said: its state on the first day and on the second."""

    before: Standing
    after: Standing

    @property
    def added(self) -> list[Statement]:
        return [s for s in self.after.statements if s not in self.before.statements]


@dataclass(frozen=True)
class Comparison:
    """What became known of an incident after `since`, up to and including `until`."""

    incident: Incident
    since: date
    until: date

    @property
    def days(self) -> tuple[date, date]:
        return self.since, self.until

    @property
    def seen(self):
        return Event.objects.for_readers().filter(incident=self.incident)

    @cached_property
    def groups(self) -> list[tuple[Known, list[Event]]]:
        """Return the two groups of what became known in between, each by the day it did.

        Statements made in between are not with their event here, but with their claim.
        """
        return [(known, self.newly(known)) for known in Known]

    def newly(self, known: Known) -> list[Event]:
        events = self.seen.newly_known_as(known, self.since, self.until)
        is_told = known == Known.TOLD
        return sorted(events, key=lambda event: event.told_day if is_told else event.known_day)

    @property
    def count(self) -> int:
        return sum(len(events) for _, events in self.groups)

    @cached_property
    def claims(self) -> list[ClaimNews]:
        pairs = zip(
            standings(self.incident, self.since), standings(self.incident, self.until), strict=True
        )
        news = (ClaimNews(before, after) for before, after in pairs)
        return [claim for claim in news if claim.added]

    @cached_property
    def unplaced(self) -> list[Event]:
        """Return the events that are left out, as they have no `known_day`."""
        return list(self.seen.never_dated())
