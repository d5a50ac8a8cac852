"""Two days beside each other: what became known after the first, up to and including the second."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django import forms

from incident.models import Event, Incident, Statement
from timeline.pages.claims import Standing, standings
from timeline.query.page_query import DayField, PageQuery


class PeriodQuery(PageQuery):
    """The query of a comparison: its two days."""

    class Form(forms.Form):
        """Both days are required; the page shows what became known after the first."""

        van = DayField(
            label="Van de stand op", error_messages={"required": "Vul de eerste dag in."}
        )
        met = DayField(
            label="Met de stand op", error_messages={"required": "Vul de tweede dag in."}
        )

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

    @cached_property
    def events(self) -> list[Event]:
        """Return the events that became known in between, in the order of the timeline.

        They have no statements here: those made in between are shown with their claim.
        """
        events = Event.objects.for_readers().filter(incident=self.incident)
        found = list(events.known_by(self.until).filter(known_day__gt=self.since))
        for event in found:
            event.public_statements = []
        return found

    @cached_property
    def claims(self) -> list[ClaimNews]:
        pairs = zip(
            standings(self.incident, self.since), standings(self.incident, self.until), strict=True
        )
        news = (ClaimNews(before, after) for before, after in pairs)
        return [claim for claim in news if claim.added]

    @cached_property
    def undated(self) -> int:
        """Return how many events are left out for lack of a `known_day`."""
        return Event.objects.for_readers().filter(incident=self.incident).never_dated().count()
