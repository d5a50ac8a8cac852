"""The history of an event: its public versions in order, its corrections, and its withdrawal."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cached_property, lru_cache
from itertools import islice, zip_longest
from typing import NamedTuple

from django import forms
from django.db.models import JSONField, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.http import QueryDict
from django.utils import timezone

from incident.audit.describe import Difference, Titles, differences, kind_texts, public_titles
from incident.audit.renames import Rename, renames
from incident.choices import Action
from incident.models import Change, Event, Incident
from incident.models.past import event_of
from incident.values.dates import EventDate
from incident.written.queries import written
from timeline.pages.changelog import in_words
from timeline.query.page_query import DayField, PageQuery, changed
from timeline.query.portion import Period, Portion

MOST_CORRECTIONS = 50  # on the page of an event: with their words some 30 kB


@dataclass(frozen=True)
class Version:
    """One public state of an event: its number, counted from 1, and the change that made it.

    `before` is the change that made the version before it, `until` when readers last saw it.
    """

    number: int
    change: Change
    before: Change | None
    until: datetime | None
    kinds: Titles  # how its incident calls the kinds of event

    @property
    def differences(self) -> list[Difference]:
        """Return how it differs from the version before; nothing for the first."""
        if self.before is None:
            return []
        old, new = self.before.state, self.change.state
        titles = {**public_titles([old, new]), **self.kinds}
        return differences(self.change.noun, old, new, titles=titles)

    @property
    def renames(self) -> list[Rename]:
        """Return the papers that got another number, where that is all that changed."""
        return renames(self.before.state, self.change.state) if self.before else []

    @property
    def news_of_papers(self) -> list[str]:
        return [in_words(rename) for rename in self.renames]

    @property
    def is_correction(self) -> bool:
        """Return whether the text changed; a paper that got its number is no correction of it."""
        return self.before is not None and not self.renames


@written
def changes_of(event: int) -> QuerySet:
    own = ("event", event)
    return Change.objects.for_readers().of(*own).with_public_reasons(own)


@dataclass
class History:
    """All public versions of one event."""

    event: Event

    @cached_property
    def changes(self) -> list[Change]:
        """Return the public changes of the event, the oldest first."""
        return changes_of(self.event.pk)

    @cached_property
    def versions(self) -> list[Version]:
        """Return the public versions, the oldest first; a withdrawal ends one, and is not one."""
        found: list[Version] = []
        before, kinds = None, kind_texts([self.event.incident])
        for change, later in zip_longest(self.changes, self.changes[1:]):
            until = later and later.public_at
            if change.action != Action.WITHDRAWN:
                found.append(Version(len(found) + 1, change, before, until, kinds))
                before = change
        return found

    @property
    def current(self) -> int:
        return len(self.versions)

    @cached_property
    def corrections(self) -> list[Version]:
        """Return the last corrections, the newest first: no more than a page can show."""
        found = (version for version in reversed(self.versions) if version.is_correction)
        return list(islice(found, MOST_CORRECTIONS))

    @property
    def before_corrections(self) -> int:
        """Return the number of the last version that a page of so many corrections leaves out.

        It is 0 where the page shows all.
        """
        is_full = len(self.corrections) == MOST_CORRECTIONS
        return self.corrections[-1].number - 1 if is_full else 0

    @property
    def last(self) -> Version | None:
        """Return the present version, None where the audit log has no public change."""
        return self.versions[-1] if self.versions else None

    @property
    def withdrawal(self) -> Change | None:
        """Return the change that withdrew the event, None while readers see it."""
        last = self.changes[-1] if self.changes else None
        return last if last and last.action == Action.WITHDRAWN else None

    def at(self, number: int) -> tuple[Version, Event] | None:
        """Return one version with the event as it then read, None for an unknown number."""
        for version in self.versions:
            if version.number == number:
                return version, event_of(version.change, self.event.incident)
        return None


def end_of(day: date) -> datetime:
    """Return the last moment of a day in the site's time zone, or now where that is earlier."""
    ends = timezone.make_aware(datetime.combine(day, time.max))
    return min(ends, timezone.now())


class AsOfQuery(PageQuery):
    """The query of an earlier state of the site: the day, at whose end it is shown."""

    class Form(forms.Form):
        """The day, which is not in the future: nobody has seen that state yet."""

        stand = DayField(label="Wat stond op deze site op …")

        def clean_stand(self):
            day = self.cleaned_data["stand"]
            if day > timezone.localdate():
                raise forms.ValidationError("Deze dag moet nog komen.")
            return day

    @property
    def as_of(self) -> date | None:
        """Return the day, None where the query is not valid."""
        return self.form.cleaned_data["stand"] if self.is_valid else None


class Place(NamedTuple):
    """Where an event of an earlier state stands in the timeline; its entry, and its row."""

    sort_day: date
    span_days: int
    slug: str
    number: int
    row: int


@lru_cache(maxsize=5_000)
def order_of(text: str) -> tuple[date, int]:
    """Return what orders an event of this date (EDTF): reading it anew takes a millisecond."""
    when = EventDate.parse(text)
    return when.sort_day, when.span_days


@dataclass
class AsOf:
    """The timeline of an incident as readers saw it at the end of a day.

    `period` are the parameters of `Portion` as given: of a long timeline it shows a portion.
    """

    incident: Incident
    day: date
    period: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def places(self) -> list[Place]:
        """Return where each event stood that readers saw, without those withdrawn by then.

        No text is read: of very many events a page shows few.
        """
        state = Cast("state_json", JSONField())
        named = (KeyTextTransform(name, state) for name in ("date", "slug"))
        seen = Change.objects.for_readers(end_of(self.day)).of_incident(self.incident)
        rows = seen.filter(noun="event").values_list("row", "number", "action", *named)
        last = {row: rest for row, *rest in rows}
        there = [(row, *rest) for row, rest in last.items() if rest[1] != Action.WITHDRAWN]
        return [Place(*order_of(day), slug, number, row) for row, number, _, day, slug in there]

    @cached_property
    def withdrawn_since(self) -> list[int]:
        """Return the keys of events that were public then and are withdrawn now: none is shown."""
        gone = Event.objects.withdrawn().filter(incident=self.incident)
        gone = set(gone.values_list("pk", flat=True))
        return [place.row for place in self.places if place.row in gone]

    @cached_property
    def shown(self) -> list[Place]:
        """Return the places of the events that are shown, in the order of the timeline."""
        gone = set(self.withdrawn_since)
        return sorted(place for place in self.places if place.row not in gone)

    @property
    def count(self) -> int:
        return len(self.shown)

    @cached_property
    def portion(self) -> Portion:
        days = Counter(place.sort_day.isoformat() for place in self.shown)
        return Portion(days, self.period)

    @property
    def query(self) -> QueryDict:
        """Return the normalised query, with a period only where it has effect."""
        stand = changed(QueryDict(), stand=self.day.isoformat())
        return changed(stand, **self.portion.query)

    @property
    def pagers(self) -> list[tuple[str, list[tuple[Period, str]]]]:
        return self.portion.pagers_in(changed(QueryDict(), stand=self.day.isoformat()))

    @cached_property
    def events(self) -> list[Event]:
        """Return the events of the portion as they read then, in the order of the timeline."""
        days = [place.sort_day for place in self.shown]
        numbers = [place.number for place in self.shown[self.portion.within(days)]]
        changes = Change.objects.in_bulk(numbers)
        return [event_of(changes[number], self.incident) for number in numbers]
