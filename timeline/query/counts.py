"""The numbers of events by day, kind and paper that a page shows, and how it writes one."""

from collections import Counter
from collections.abc import Collection, Sequence

from django.db.models import Count, ExpressionWrapper, F, Q, QuerySet, TextField, Value

from incident.models import Citation

# The day by which events are ordered as the database gives it: a text or a day, of which `str`
# makes ISO 8601. To read each text as a day costs more than to count its events.
DAY = ExpressionWrapper(F("sort_day"), output_field=TextField())


def tallied(events: QuerySet, *groups: Q | None) -> QuerySet:
    """Return the rows of a `Tally`: a day, a kind, and the number of its events in each group.

    None is a group that holds all; it is the only one where none is given. Days and kinds come in
    the order of the index `event_for_readers`, so that nothing is sorted.
    """
    rows = events.order_by().annotate(day=DAY).values_list("day", "kind")
    columns = {
        f"group_{n}": Count(Value(1), filter=which) for n, which in enumerate(groups or [None])
    }
    return rows.annotate(**columns)


class Tally:
    """Numbers of events by their day and their kind, in groups that are counted in one query.

    A group has its place among those that were given to `tallied`.
    """

    def __init__(self, rows: Sequence[tuple]):
        self.rows = rows

    def by_day(self, group: int = 0, kinds: Collection[str] = ()) -> Counter[str]:
        """Return the number of events by day in ISO 8601, of these kinds alone if any is given."""
        found: dict[object, int] = {}
        for row in self.rows:
            if (count := row[2 + group]) and (not kinds or row[1] in kinds):
                found[row[0]] = found.get(row[0], 0) + count
        return Counter({str(day): count for day, count in found.items()})

    def by_kind(self, group: int = 0) -> Counter[str]:
        found = Counter()
        for row in self.rows:
            found[row[1]] += row[2 + group]
        return found

    def count(self, group: int = 0, kinds: Collection[str] = ()) -> int:
        return sum(row[2 + group] for row in self.rows if not kinds or row[1] in kinds)


def cited_by(events: QuerySet) -> QuerySet:
    """Return the key of each event with that of each paper that it cites."""
    citations = Citation.objects.filter(event__in=events.order_by().values("pk"))
    return citations.order_by().values_list("event", "kamerstuk")


def grouped(number: int) -> str:
    """Return a number as Dutch writes it: 1000 and 10.000."""
    return f"{number:,}".replace(",", ".") if number >= 10_000 else str(number)
