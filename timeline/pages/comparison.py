"""Two days beside each other: what became known after the first, up to and including the second."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django import forms
from django.db.models import Q
from django.http import QueryDict

from incident.choices import Known
from incident.models import Event, Incident, Statement
from incident.models.querysets.events import newly_known
from timeline.pages.claims import Standing, standings
from timeline.query.counts import Tally, tallied
from timeline.query.page_query import DayField, PageQuery, changed
from timeline.query.portion import Period, Portion


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


class Group(NamedTuple):
    """What became known to one of the two: its number of events, and those on this page."""

    known: Known
    count: int
    events: list[Event]


@dataclass(frozen=True)
class Comparison:
    """What became known of an incident after `since`, up to and including `until`.

    Of very many events, those of the `period` that is asked for: the parameters of `Portion`.
    """

    incident: Incident
    since: date
    until: date
    period: Mapping[str, str] = field(default_factory=dict)

    @property
    def days(self) -> tuple[date, date]:
        return self.since, self.until

    @property
    def seen(self):
        return Event.objects.for_readers().filter(incident=self.incident)

    @cached_property
    def by_day(self) -> dict[Known | None, Counter[str]]:
        """Return for each group, and at None for what is left out, the events by their own day."""
        groups = [newly_known(known, *self.days) for known in Known]
        tally = Tally(tallied(self.seen, *groups, Q(first_known=None)))
        return {group: tally.by_day(number) for number, group in enumerate([*Known, None])}

    @cached_property
    def portion(self) -> Portion:
        return Portion(sum(self.by_day.values(), Counter()), self.period)

    def query(self, query: QueryDict) -> QueryDict:
        """Return the query of the two days with a period, where that has effect."""
        return changed(query, **self.portion.query)

    @property
    def pagers(self) -> list[tuple[str, list[tuple[Period, str]]]]:
        days = {"van": self.since.isoformat(), "met": self.until.isoformat()}
        return self.portion.pagers_in(changed(QueryDict(), **days))

    @cached_property
    def events(self) -> list[Event]:
        """Return all events on this page, those that are left out among them."""
        return list(self.portion.of(self.seen.compared(*self.days)))

    @cached_property
    def groups(self) -> list[Group]:
        """Return the two groups of what became known in between, each by the day it did.

        Statements made in between are not with their event here, but with their claim.
        """
        return [Group(known, self.by_day[known].total(), self.newly(known)) for known in Known]

    def newly(self, known: Known) -> list[Event]:
        events = [event for event in self.events if event.known_as(self.until) == known]
        is_told = known == Known.TOLD
        return sorted(events, key=lambda event: event.told_day if is_told else event.known_day)

    @property
    def count(self) -> int:
        return sum(group.count for group in self.groups)

    @cached_property
    def claims(self) -> list[ClaimNews]:
        pairs = zip(
            standings(self.incident, self.since), standings(self.incident, self.until), strict=True
        )
        news = (ClaimNews(before, after) for before, after in pairs)
        return [claim for claim in news if claim.added]

    @property
    def unplaced_count(self) -> int:
        """Return the number of events that are left out, as they have no `known_day`."""
        return self.by_day[None].total()

    @property
    def unplaced(self) -> list[Event]:
        return [event for event in self.events if event.known_day is None]
