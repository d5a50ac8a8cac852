"""The portion of a long timeline that one page shows: a year, of a full year a month, or a day.

A day that is too full comes in parts: `2025-07-17.2` is the second.
"""

from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.formats import date_format

from timeline.query.page_query import changed, suffix

WHOLE = 200  # events of a page without a period; some pages of 300 were 377 kB
PARAMETERS = ("jaar", "maand", "dag", PART := "deel")
LENGTHS = dict(zip(PARAMETERS, (4, 7, 10, 20), strict=True))  # signs, of an ISO date at first
NAMES = {"jaar": "Y", "maand": "F Y", "dag": "j F Y"}
LABELS = {
    "jaar": "Jaren",
    "maand": "Maanden van dit jaar",
    "dag": "Dagen van deze maand",
    PART: "Delen van deze dag",
}


def periods_of(day: date) -> dict[str, str]:
    """Return the year, the month and the day itself, as parameters."""
    return {name: day.isoformat()[: LENGTHS[name]] for name in NAMES}


class Period(NamedTuple):
    """One period to choose: its parameter and value, its name in Dutch, its number of events."""

    parameter: str
    value: str
    name: str
    count: int
    shown: bool


class Portion:
    """What a page shows of some events, in the order of the timeline.

    `by_day` is their number by the day by which they are ordered, in ISO 8601. `asked` holds the
    parameters as given: a year, a month or a day. One that names no period of a list that is too
    long for a page has no effect; the first period is shown then.
    """

    def __init__(
        self, by_day: Mapping[str, int], asked: Mapping[str, str], *, newest_first: bool = False
    ):
        self.by_day, self.asked = by_day, asked
        self.first = max if newest_first else min

    @cached_property
    def count(self) -> int:
        return sum(self.by_day.values())

    def counts(self, parameter: str, within: str) -> dict[str, int]:
        """Return the number of events by period of one length, of those within a longer one."""
        if parameter == PART:
            return parts_of(within, self.by_day[within])
        found = Counter()
        for day, count in self.by_day.items():
            if day.startswith(within):
                found[day[: LENGTHS[parameter]]] += count
        return found

    @cached_property
    def levels(self) -> list[tuple[str, dict[str, int], str]]:
        """Return for each length to choose from its counts, and the period that is shown."""
        found, within, left = [], "", self.count
        for parameter in PARAMETERS:
            if left <= WHOLE:
                break
            counts = self.counts(parameter, within)
            within = self.chosen(parameter, counts)
            left = counts[within]
            found.append((parameter, counts, within))
        return [level for level in found if len(level[1]) > 1]

    def chosen(self, parameter: str, counts: Mapping[str, int]) -> str:
        """Return the period that was asked for, itself or by one within it; else the first."""
        given = (value for value in self.given(parameter) if value in counts)
        return next(given, "") or self.first_of(parameter, counts)

    def first_of(self, parameter: str, counts: Mapping[str, int]) -> str:
        return (min if parameter == PART else self.first)(counts)

    def given(self, parameter: str) -> list[str]:
        """Return the periods of one length that were asked for, the most exact first."""
        length = LENGTHS[parameter]
        return [self.asked.get(name, "")[:length] for name in reversed(PARAMETERS)]

    @property
    def shown(self) -> str:
        """Return the period that is shown, "" for the whole."""
        return self.levels[-1][2] if self.levels else ""

    @property
    def query(self) -> dict[str, str]:
        """Return the parameters that have effect, "" for each of the others: one at most."""
        effect = dict.fromkeys(PARAMETERS, "")
        for parameter, _, shown in reversed(self.levels):
            if shown in self.given(parameter):
                return effect | {parameter: shown}
        return effect

    @property
    def canonical(self) -> dict[str, str]:
        """Return the parameter of the period that is shown; none where it is shown unasked."""
        if all(
            shown == self.first_of(parameter, counts) for parameter, counts, shown in self.levels
        ):
            return {}
        parameter, _, shown = self.levels[-1]
        return {parameter: shown}

    def of(self, events: QuerySet) -> QuerySet:
        """Return those of the events that are shown; of a part of a day no more can be filtered."""
        if not self.shown:
            return events
        period, _, part = self.shown.partition(".")
        found = events.filter(sort_day__range=ends(period))
        return found[(int(part) - 1) * WHOLE : int(part) * WHOLE] if part else found

    def within(self, days: Sequence[date]) -> slice:
        """Return which of these days, in order, are those of the events that are shown."""
        if not self.shown:
            return slice(None)
        period, _, part = self.shown.partition(".")
        first, last = ends(period)
        begin, end = bisect_left(days, first), bisect_right(days, last)
        if part:
            begin += (int(part) - 1) * WHOLE
            end = min(begin + WHOLE, end)
        return slice(begin, end)

    def pagers_in(self, query: QueryDict) -> list[tuple[str, list[tuple[Period, str]]]]:
        """Return the periods to choose from, by the Dutch name of their length.

        Each has the query string that shows it, which keeps the rest of the query.
        """
        return [
            (
                LABELS[name],
                [self.choice(query, name, *one, shown) for one in sorted(counts.items())],
            )
            for name, counts, shown in self.levels
        ]

    def choice(
        self, query: QueryDict, name: str, value: str, count: int, shown: str
    ) -> tuple[Period, str]:
        period = self.period(name, value, count, shown)
        return period, suffix(changed(query, **{name: value}))

    @staticmethod
    def period(parameter: str, value: str, count: int, shown: str) -> Period:
        if parameter == PART:
            name = f"deel {int(value.partition('.')[2])}"
        else:
            name = date_format(ends(value)[0], NAMES[parameter])
        return Period(parameter, value, name, count, value == shown)


def parts_of(day: str, count: int) -> dict[str, int]:
    """Return the parts in which a page shows a day, in the order of the list, with their sizes.

    Their numbers are as wide as the last, so that their names sort as they do.
    """
    begins = range(0, count, WHOLE)
    width = len(str(len(begins)))
    return {
        f"{day}.{number:0{width}}": min(WHOLE, count - begin)
        for number, begin in enumerate(begins, start=1)
    }


def ends(period: str) -> tuple[date, date]:
    """Return the first and last day of a year, a month or a day in ISO 8601."""
    year, month, day = ([int(part) for part in period.split("-")] + [0, 0])[:3]
    last_month = month or 12
    last = day or monthrange(year, last_month)[1]
    return date(year, month or 1, day or 1), date(year, last_month, last)
