"""The layout of a selection: by month, and of a long one a portion at a time."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format

from incident.choices import Known
from incident.models import Event
from incident.models.querysets.beside import complete
from timeline.kept.shared import shared
from timeline.pages.claims import Standing, standings
from timeline.pages.drawing.drawing import Drawing
from timeline.query import whole
from timeline.query.canonical import canonical
from timeline.query.filters import NEWEST_FIRST
from timeline.query.in_words import Part
from timeline.query.page_query import DayField, changed, suffix
from timeline.query.portion import Period, Portion
from timeline.query.selection import Selection

NEWS_OF = (7, 30)  # days
FOLDS_PAST = 10  # events on the page: a shorter list stands open
ALL_OPEN = "alles"
MOST_STANDINGS = 7


class Month(NamedTuple):
    """One month of the timeline, as a heading and its events."""

    name: str
    anchor: str
    events: list[Event]


class KnownGroup(NamedTuple):
    """What was known on a day to one of the two: its number of events, and those on this page.

    `address` is the query string that shows this group alone.
    """

    known: Known
    count: int
    months: list[Month]
    address: str


@dataclass
class TimelinePage:
    """The part of a selection that one page shows.

    `sinds` and `view` are the parameters `sinds` and `weergave` as given, "" where they are not;
    `period` are those of `Portion`.
    """

    selection: Selection
    sinds: str = ""
    view: str = ""
    period: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def portion(self) -> Portion:
        return Portion(self.by_day, self.period, newest_first=self.selection.newest_first)

    @property
    def by_day(self) -> Mapping[str, int]:
        """Return the number of events by the day by which they are ordered, in ISO 8601."""
        if self.selection.is_whole:
            return whole.days(self.selection.incident)
        if self.selection.is_short:
            return Counter(event.sort_day.isoformat() for event in self.found)
        return self.selection.by_day

    @cached_property
    def found(self) -> list[Event]:
        """Return all events of the selection, for a short incident: none is counted apart."""
        events = self.selection.events.prefetch_related(None)
        return complete(events, whole.statements(self.selection.incident))

    @property
    def count(self) -> int:
        """Return the number of events in the whole selection, not only on this page."""
        return self.portion.count

    @cached_property
    def query(self) -> QueryDict:
        """Return the normalised query of this page, with a period only where it has effect."""
        since = self.since.isoformat() if self.since else ""
        view = ALL_OPEN if self.view == ALL_OPEN and self.may_fold else ""
        period = self.portion.query
        return changed(self.selection.query, **period, sinds=since, weergave=view)

    @property
    def canonical(self) -> QueryDict:
        """Return the query of all pages that show these events: in this order where it matters."""
        query = changed(canonical(self.selection), **self.portion.canonical)
        is_turned = self.portion.shown and self.selection.newest_first
        return changed(query, volgorde=NEWEST_FIRST) if is_turned else query

    @cached_property
    def since(self) -> date | None:
        """Return the day since which news is marked, None where `sinds` is not a day."""
        try:
            return DayField(required=False).clean(self.sinds)
        except ValidationError:
            return None

    @property
    def news_links(self) -> list[tuple[int, str]]:
        """Return, for each number of days, the query string that marks their news."""
        today = timezone.localdate()
        days = ((n, (today - timedelta(days=n)).isoformat()) for n in NEWS_OF)
        return [(n, suffix(changed(self.selection.query, sinds=day))) for n, day in days]

    @cached_property
    def news_count(self) -> int:
        return sum(bool(news(event, self.since)) for event in self.events)

    @cached_property
    def is_all_new(self) -> bool:
        return self.news_count == len(self.events)

    @property
    def marks_news(self) -> bool:
        """Return whether news is marked: a day is asked, and the mark tells events apart."""
        return self.since is not None and not self.is_all_new

    @cached_property
    def pagers(self) -> list[tuple[str, list[tuple[Period, str]]]]:
        """Return the periods to choose from by length, each with its query string.

        There is none where all is on one page.
        """
        return self.portion.pagers_in(self.selection.query)

    @cached_property
    def events(self) -> list[Event]:
        if self.selection.is_whole:
            return whole.shown(self.selection.incident, self.portion)
        if self.selection.is_short and not self.portion.shown:
            return self.found
        return complete(self.portion.of(self.selection.events.prefetch_related(None)))

    @property
    def all_events(self) -> list[Event] | None:
        """Return the events of the whole selection where they are on this page, else None."""
        return self.events if self.selection.is_valid and not self.portion.shown else None

    @cached_property
    def drawing(self) -> Drawing:
        """Return the drawing of these events; that of a whole timeline is one for all pages."""
        if self.selection.is_whole and not self.portion.shown:
            key = ("drawing", self.selection.incident.pk)
            return shared(key, lambda: Drawing(self.events, None))
        return Drawing(self.events, self.selection.day)

    @cached_property
    def months(self) -> list[Month]:
        return by_month(self.events)

    # Key moments: they stand open, the others are a line each that opens in place

    @cached_property
    def key_count(self) -> int:
        return sum(event.is_key for event in self.events)

    @property
    def may_fold(self) -> bool:
        """Return whether the list is long enough to fold, and has key moments to stand out.

        What a search finds stands open: its words are marked.
        """
        is_searched = bool(self.selection.search.terms)
        return len(self.events) > FOLDS_PAST and self.key_count > 0 and not is_searched

    @property
    def is_folded(self) -> bool:
        return self.may_fold and self.view != ALL_OPEN

    @property
    def other_view(self) -> str:
        """Return the address of the same page with all open, or with the key moments alone."""
        view = ALL_OPEN if self.is_folded else ""
        return f"{self.selection.path}{suffix(changed(self.query, weergave=view))}"

    # What stands above the list

    @property
    def is_narrowed(self) -> bool:
        """Return whether the query leaves out more than what was not yet known on a day."""
        return bool(self.selection.query.keys() - {"peildatum", "bekend", "volgorde"})

    @cached_property
    def standings(self) -> list[Standing]:
        """Return the state of the first claims of the case; none above a narrowed list."""
        if self.is_narrowed or not self.selection.is_valid:
            return []
        return standings(self.selection.incident, self.selection.day)[:MOST_STANDINGS]

    @property
    def title(self) -> str:
        """Return the query in Dutch with the name of the case, for a tab and a shared link."""
        sentence, name = self.selection.sentence, self.selection.incident.title
        if not sentence:
            return f"{name} – tijdlijn"
        events = "gebeurtenis" if self.count == 1 else "gebeurtenissen"
        return f"{self.count} {events} {sentence} – {name}"

    @property
    def description(self) -> str:
        """Return in Dutch how many events the query gives, and the first and last on this page."""
        if not (self.selection.sentence and self.events):
            return ""
        first, last = self.events[0], self.events[-1]
        count = f"{self.count} gebeurtenis" + ("sen" if self.count > 1 else "")
        begin = f"{count} {self.selection.sentence}. {first.when}: {first.title}"
        return begin if first == last else f"{begin} … {last.when}: {last.title}"

    @property
    def changed_at(self) -> datetime:
        """Return when readers last saw a change: in the case, or of a query in its events here."""
        whole = self.selection.incident.updated_at
        events = self.events if self.query else []
        return max((event.shown_at for event in events), default=whole)

    def rescues(self) -> list[tuple[Part, int]]:
        """Return, for a query without events, each part that can be dropped to get some.

        Each comes with the number of events that there are without it.
        """
        counted = []
        for part in self.selection.parts:
            query = QueryDict(part.without.removeprefix("?"))
            count = replace(self.selection, given=query).events.count()
            if count:
                counted.append((part, count))
        return counted

    # As known on a day

    @cached_property
    def groups(self) -> list[KnownGroup]:
        """Return the two groups of what was known on the day, or the one in the query.

        None where the query has no peildatum.
        """
        asked = [self.selection.group] if self.selection.group else list(Known)
        return [self.group(known) for known in asked] if self.selection.day else []

    def group(self, known: Known) -> KnownGroup:
        day, query = self.selection.day, self.selection.query
        shown = [event for event in self.events if event.known_as(day) == known]
        is_all = self.all_events is not None
        count = len(shown) if is_all else self.selection.count_known_as(known)
        months = [m._replace(anchor=f"{known}-{m.anchor}") for m in by_month(shown)]
        return KnownGroup(known, count, months, suffix(changed(query, bekend=known.value)))


def by_month(events: list[Event]) -> list[Month]:
    """Return ordered events by month, of the day by which they are ordered."""
    months = groupby(events, key=lambda event: event.sort_day.replace(day=1))
    return [
        Month(date_format(first, "F Y"), f"{first:%Y-%m}", list(found)) for first, found in months
    ]


def news(event: Event, since: date | None) -> str:
    """Return in Dutch whether an event is new or was changed since that day, else ""."""
    if since is None:
        return ""
    if timezone.localdate(event.publish_at) >= since:
        return "Nieuw"
    return "Bijgewerkt" if timezone.localdate(event.shown_at) >= since else ""
