"""The selection of a query: its events, their numbers, and its form."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from typing import TypeVar

from django.db.models import Q
from django.http import QueryDict

from incident.choices import Kind, Known
from incident.models import Event, Incident, Kamerstuk
from incident.models.querysets.events import was_known_as
from timeline.query import whole
from timeline.query.counts import Tally, tallied
from timeline.query.filters import NEWEST_FIRST, EventFilter, WordSearch, cited
from timeline.query.in_words import InWords
from timeline.query.page_query import (
    MEANINGLESS_WITHOUT,
    changed,
    check_strictly,
    normalised,
    of_day,
    suffix,
    without,
)
from timeline.query.search import Search

Numbers = TypeVar("Numbers", int, Counter)
REPEATABLE = ("soort",)
MOST_UNPLACED = 100
TOLD, UNPLACED = 1, 2  # groups of a tally, after that of all


def numbers(of: Callable[[int], Numbers], known: Known | None) -> Numbers:
    """Return the numbers of a group of a tally, of all at None; `of` gives those that it counted.

    What was public alone is what was known, less what was told.
    """
    if known is None:
        return of(0)
    return of(TOLD) if known == Known.TOLD else of(0) - of(TOLD)


@dataclass
class Selection(InWords):
    """The events of one incident that a query string selects.

    An invalid query selects no events; `strict()` raises an error for it instead.
    """

    incident: Incident
    given: QueryDict
    also: int | None = None  # the key of a draft that is previewed
    as_if_open: bool = False  # for staff: also while the incident is not open
    elsewhere: str = ""  # the path of the page that shows it, if not the readers' page
    words: WordSearch | None = None
    of_key_moments: bool = False  # none of the others

    def __post_init__(self):
        self.words = self.words or WordSearch(self.incident.synonyms)

    @cached_property
    def query(self) -> QueryDict:
        """Return the normalised query: only what has effect, in the filter's order."""
        return normalised(self.given, EventFilter.fields(), REPEATABLE)

    @property
    def query_string(self) -> str:
        """Return the normalised query with its "?", "" for the whole timeline."""
        return suffix(self.query)

    def strict(self) -> "Selection":
        """Return itself; raise BadRequest for an unknown, repeated or invalid parameter."""
        check_strictly(self.given, self.form, REPEATABLE)
        return self

    def knows(self, statement) -> bool:
        """Return whether a statement was certainly made by the peildatum."""
        return statement.is_known_on(self.day)

    def covers(self, day: date) -> bool:
        """Return whether the query also selects a day of Parliament that is not an event."""
        values = self.form.cleaned_data
        since, until = values["vanaf"] or day, values["tot_en_met"] or day
        kinds = self.query.getlist("soort", [Kind.PARLIAMENT])
        narrower = {"q", "kamerstuk"} & self.query.keys()
        return since <= day <= until and Kind.PARLIAMENT in kinds and not narrower

    @property
    def path(self) -> str:
        """Return the path, without host, of the page that shows the selection."""
        return self.elsewhere or self.incident.get_absolute_url()

    @property
    def address(self) -> str:
        """Return the path and query string, without host, of this selection."""
        return f"{self.path}{self.query_string}"

    # The events

    @cached_property
    def papers(self):
        return Kamerstuk.objects.for_readers(self.incident)

    @cached_property
    def filter(self) -> EventFilter:
        seen = Event.objects.for_readers(also=self.also, as_if_open=self.as_if_open)
        events = seen.filter(incident=self.incident)
        about = {"papers": lambda: self.papers, "words": self.words}
        return EventFilter(self.query, queryset=events, kinds=self.incident.kind_list, **about)

    @cached_property
    def search(self) -> Search:
        """Return what is searched; nothing where the query is not valid or has no words."""
        words = self.query.get("q", "") if self.is_valid else ""
        return Search.of(words, self.incident.synonyms)

    def found_papers(self):
        """Return the papers with the words, or that they cite, dated by the peildatum."""
        papers = self.papers.dated_by(self.day) if self.day else self.papers
        found = papers.mentioning(self.search.groups)
        named = cited(lambda: papers, self.query["q"])
        return found if named is None else named | found

    @property
    def form(self):
        return self.filter.form

    @cached_property
    def is_valid(self) -> bool:
        return self.filter.is_valid()

    @cached_property
    def events(self):
        """Return the events in the timeline's order; none where the query is not valid."""
        events = self.filter.qs if self.is_valid else Event.objects.none()
        return events.key_moments() if self.of_key_moments else events

    @property
    def is_whole(self) -> bool:
        """Return whether these are all public events of the incident, in their own order."""
        return not (self.query or self.also or self.as_if_open or self.of_key_moments)

    @property
    def is_short(self) -> bool:
        """Return whether one page may show all that readers see of the incident.

        What staff see before that is not counted among it.
        """
        return not (self.also or self.as_if_open or whole.is_long(self.incident))

    # Their numbers

    @property
    def kinds(self) -> list[str]:
        """Return the kinds that are chosen, none where all are."""
        return self.query.getlist("soort")

    @cached_property
    def tally(self) -> Tally:
        """Return the numbers of all kinds, also of those that are not chosen.

        With a peildatum its groups are what was known by it, `TOLD` and `UNPLACED`.
        """
        if not self.is_valid:
            return Tally([])
        rest = self.rest("soort").rest("peildatum")
        if self.day:
            groups = [Q(first_known__lte=self.day), was_known_as(Known.TOLD, self.day)]
            return Tally(tallied(rest.events, *groups, Q(first_known=None)))
        return whole.tally(self.incident) if rest.is_whole else Tally(tallied(rest.events))

    @property
    def by_day(self) -> Counter[str]:
        """Return the number of events by the day by which they are ordered, in ISO 8601."""
        return numbers(partial(self.tally.by_day, kinds=self.kinds), self.group)

    @property
    def count(self) -> int:
        return numbers(partial(self.tally.count, kinds=self.kinds), self.group)

    @property
    def by_kind(self) -> Counter[str]:
        """Return by kind the number of events that there would be of it alone."""
        return numbers(self.tally.by_kind, self.group)

    def count_known_as(self, known: Known) -> int:
        """Return the number of events of one group of what was known on the peildatum."""
        return numbers(partial(self.tally.count, kinds=self.kinds), known)

    @property
    def newest_first(self) -> bool:
        return "volgorde" in self.query and self.is_valid

    @property
    def turned(self) -> str:
        """Return the address of the same query in the other order."""
        other = changed(self.query, volgorde="" if self.newest_first else NEWEST_FIRST)
        return f"{self.path}{suffix(other)}"

    # As known on a day

    @property
    def day(self) -> date | None:
        """Return the peildatum, None for now and for an invalid query."""
        return self.form.cleaned_data.get("peildatum") if self.is_valid else None

    @cached_property
    def day_suffix(self) -> str:
        """Return the query string with which a link keeps the peildatum."""
        return suffix(of_day(self.day))

    @property
    def now(self) -> str:
        """Return the address of the same query without a peildatum."""
        return f"{self.path}{self.rest('peildatum').query_string}"

    @cached_property
    def group(self) -> Known | None:
        """Return the one group of what was known that the query asks for, None for both."""
        return Known(self.query["bekend"]) if self.day and "bekend" in self.query else None

    @cached_property
    def unplaced(self):
        """Return the events that a peildatum leaves out, as they have no `known_day`."""
        return self.rest("peildatum").events.never_dated() if self.day else Event.objects.none()

    @cached_property
    def unplaced_count(self) -> int:
        if not self.day:
            return 0
        return self.unplaced.count() if self.is_short else self.tally.count(UNPLACED, self.kinds)

    @cached_property
    def first_unplaced(self) -> list[Event]:
        """Return as many of them as a page shows; all are on the timeline of now."""
        return list(self.unplaced[:MOST_UNPLACED]) if self.unplaced_count else []

    def labels(self, event: Event) -> list[str]:
        """Return in Dutch the kind of an event, and to whom it was known on the peildatum."""
        known = event.known_as(self.day) if self.day else None
        return [one.label for one in (event.as_kind, known) if one]

    @property
    def besides_day(self) -> list[tuple[str, str]]:
        """Return name and value of all that the form of the peildatum keeps of the query."""
        kept_apart = ("peildatum", *MEANINGLESS_WITHOUT["peildatum"])
        lists = self.query.lists()
        return [(name, v) for name, values in lists for v in values if name not in kept_apart]

    def rest(self, name: str) -> "Selection":
        """Return the selection without the parameter `name`, and what has no meaning without it."""
        return replace(self, given=without(self.query, name))
