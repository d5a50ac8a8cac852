"""How long the Chamber waited: the days between an event and its telling, as sure as their dates.

Of an event in [a, b] that was told in [c, d] the wait is in [c - b, d - a]: least from the last day
on which it can have happened to the first on which it can have been told, most the other way. An
open end makes a bound unknown. So does an end with a sign of EDTF ("~", "?", "%"): it says "about"
or "presumably" and no more, hence no number rests on it as if it were a certain day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from incident.values.dates import EventDate

UNSURE = ("~", "?", "%")
PRESUMED = ("?", "%")  # maybe wholly wrong; "~" alone is near


@dataclass(frozen=True)
class Wait:
    """The least and the most days from event to telling, each None where it is not known.

    Below zero the telling came first. With `is_about` the numbers rest on a day that is only about
    known: they are for words, and no program may count with them (`sure` holds none then).
    """

    least: int | None = None
    most: int | None = None
    is_about: bool = False
    is_foretold: bool = False

    @classmethod
    def between(cls, when: EventDate, tellings: Iterable[EventDate | None]) -> "Wait":
        """Return the wait for the first of the tellings, None being one whose day is not known.

        The certain ends decide. Only where they say nothing at all, "about" days are reckoned as
        if they were certain, and the answer says "about"; what is presumed is never reckoned with.

        An event may be planned: its begin open, told before its last possible day. Had it already
        happened, the day of the telling would be that last day; so the Chamber was told beforehand.
        """
        return _between(when, tuple(tellings))

    @property
    def sure(self) -> tuple[int | None, int | None]:
        """Return the least and the most days that are sure, None for each that is not."""
        return (None, None) if self.is_about else (self.least, self.most)

    @property
    def words(self) -> str:
        """Return it in Dutch, as it follows on the day of telling; "" where nothing is known."""
        if self.is_foretold:
            return "vermoedelijk vooraf gemeld" if self.is_about else "vooraf gemeld"
        least, most = self.least, self.most
        if most is None:
            return "" if least is None or least < 0 else self.at_least(least)
        if least == most:
            return self.exactly(most)
        if least is None or least <= 0:
            return f"hoogstens {self.counted(most)} later" if most else f"{self.same_day} of eerder"
        between = (
            "ongeveer {} tot {} dagen later" if self.is_about else "tussen {} en {} dagen later"
        )
        return between.format(least, most)

    def __str__(self) -> str:
        return self.words

    def at_least(self, days: int) -> str:
        return f"ten minste {self.counted(days)} later" if days else f"{self.same_day} of later"

    def exactly(self, days: int) -> str:
        if not days:
            return self.same_day
        return f"{self.counted(days)} later" if self.is_about else f"na {self.counted(days)}"

    @property
    def same_day(self) -> str:
        return "rond dezelfde dag" if self.is_about else "dezelfde dag"

    def counted(self, days: int) -> str:
        about = "ongeveer " if self.is_about else ""
        return f"{about}{days} {'dag' if days == 1 else 'dagen'}"


@lru_cache(maxsize=8192)
def _between(when: EventDate, told: tuple[EventDate | None, ...]) -> Wait:
    """Reckon a wait; the same dates give the same, and an export asks it of each event."""
    if not when.first and any(t and t.last and t.last < when.last for t in told):
        return Wait(*bounds(when, told, UNSURE), is_foretold=True)
    sure = of_bounds(*bounds(when, told, UNSURE))
    about = of_bounds(*bounds(when, told, PRESUMED), is_about=True)
    return about if about.words and not sure.words else sure


def of_bounds(least: int | None, most: int | None, *, is_about: bool = False) -> Wait:
    return Wait(least, most, is_about, is_foretold=most is not None and most < 0)


def bounds(
    when: EventDate, told: Sequence[EventDate | None], unsure: tuple[str, ...]
) -> tuple[int | None, int | None]:
    """Return the least and most days, as if an end with one of the `unsure` signs were open."""
    first, last = ends(when, unsure)
    told_first, told_last = first_telling(told, unsure)
    return days(last, told_first), days(first, told_last)


def ends(when: EventDate, unsure: tuple[str, ...]) -> tuple[date | None, date | None]:
    first = None if when.ends[0].endswith(unsure) else when.first
    return first, None if when.ends[-1].endswith(unsure) else when.last


def first_telling(
    told: Sequence[EventDate | None], unsure: tuple[str, ...]
) -> tuple[date | None, date | None]:
    """Return the first and the last day on which the first of several tellings can have been.

    The last is the earliest day that surely ends one of them. The first is the earliest day that
    begins one: not known where any of them may have begun at any time, or where that earliest day
    is unsure itself; a day that is unsure but later does not make the others so.
    """
    lasts = [last for t in told if t and (last := ends(t, unsure)[1])]
    begun = [(t.first, t.ends[0].endswith(unsure)) for t in told if t and t.first]
    first, is_unsure = min(begun, default=(None, True))
    if len(begun) < len(told) or is_unsure:
        first = None
    return first, min(lasts, default=None)


def days(start: date | None, end: date | None) -> int | None:
    return (end - start).days if start and end else None
