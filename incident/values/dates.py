"""A date as precisely as it is known and no more: EDTF as text, shown in Dutch.

EDTF is ISO 8601-2:2019; its levels are described by the Library of Congress
(https://www.loc.gov/standards/datetime/). Levels 0 and 1 are read, days at their finest; a time of
day, a winter, a decade, an unknown end and years outside 1 to 9998 are refused in words. We read
these few forms ourselves: the library for all of EDTF takes 4 ms for a date; it judges the tests.
"""

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache

LONGEST = 100
OPEN = ".."
NEVER = (date.max, date.max)  # `known_order` of what has no date
WIDER = 4_000_000  # days: an open end is wider than any closed date

MONTHS = [
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
]
SHORT = {name[:3]: number for number, name in enumerate(MONTHS, 1)} | {"mrt": 3, "sept": 9}
SEASONS = {"21": "lente", "22": "zomer", "23": "herfst"}
SEASON_MONTHS = {"21": (3, 5), "22": (6, 8), "23": (9, 11)}
KNOWN_MONTHS = {f"{number:02}" for number in range(1, 13)} | {"XX", *SEASONS}
QUALIFIERS = {"%": "vermoedelijk rond", "?": "vermoedelijk", "~": "rond"}
SPOKEN = {"ca.": "~", "ca": "~", "circa": "~", "omstreeks": "~", "mogelijk": "?"}

END = re.compile(r"([0-9]{4})(?:-([0-9]{2}|XX))?(?:-([0-9]{2}|XX))?([~?%]?)")
NUMERIC = re.compile(r"(?:([0-9]{1,2})([-/.]))?([0-9]{1,2})[-/.]([0-9]{4})")
SPELLED = re.compile(r"(?:([0-9]{1,2}) )?([a-z]+)\.? ([0-9]{4})")
SOME = re.compile(r"een (dag|maand) in (?:([a-z]+) )?([0-9]{4})")
BETWEEN = re.compile(r" (?:-|–|—|t/m|tot en met) | ?[–—] ?")
WINTER = "Een winter valt in twee jaren. Noem de maanden."
UNREAD = (
    "Deze datum begrijpen wij niet. Schrijf bijvoorbeeld ‘17 juli 2025’, ‘juni 2025’, "
    "‘juni 2025 - 23 juli 2025’, ‘uiterlijk 4 augustus 2025’ of ‘rond juli 2025’."
)


class DateError(ValueError):
    """The text is no date that can be represented; the message says why, in Dutch."""


@dataclass(frozen=True)
class EventDate:
    """A day, a longer stretch, or a period between two of them, with its first and last day.

    Two dates are equal when their canonical EDTF text is. `first` and `last` are the outermost
    days that are possible, None where that side is open.
    """

    edtf: str
    first: date | None = field(compare=False)
    last: date | None = field(compare=False)

    @classmethod
    def parse(cls, text: str) -> "EventDate":
        """Read EDTF or one of the Dutch spellings; raise DateError for anything else.

        Dutch: 17-7-2025, 17 juli 2025, juni 2025, zomer 2025, 2025, two of these with a dash or
        "tot en met" between; before them "uiterlijk", "op of na", "rond", "vermoedelijk".
        What `str` writes is read back as the same date.
        """
        if len(text) > LONGEST:
            raise DateError("Deze datum is te lang.")
        trimmed = " ".join(text.split())
        if not trimmed:
            raise DateError("Vul een datum in.")
        return _parse(trimmed)

    @cached_property
    def ends(self) -> list[str]:
        """Return the EDTF of the one date, or of both ends of the period."""
        return self.edtf.split("/")

    @cached_property
    def words(self) -> str:
        if self.ends[0] == OPEN:
            return f"uiterlijk {_in_words(self.ends[1])}"
        if self.ends[-1] == OPEN:
            return f"op of na {_in_words(self.ends[0])}"
        return " – ".join(map(_in_words, self.ends))

    def __str__(self) -> str:
        return self.words

    @property
    def is_day(self) -> bool:
        """Return whether this is one certain, whole day."""
        return len(self.ends) == 1 and _is_day(self.edtf)

    @property
    def is_certain(self) -> bool:
        """Return whether each end is a certain day: nothing about it needs explaining."""
        return all(map(_is_day, self.ends))

    @property
    def html(self) -> str:
        """Return the value for HTML's `<time datetime>`, "" where HTML has no form for it."""
        return self.edtf if re.fullmatch(r"[0-9]{4}(-[01][0-9](-[0-9]{2})?)?", self.edtf) else ""

    @property
    def about(self) -> "EventDate":
        """Return the same date with "about" at each end that bears no sign and is not open."""
        signed = (e if e == OPEN or e[-1] in QUALIFIERS else f"{e}~" for e in self.ends)
        return EventDate("/".join(signed), self.first, self.last)

    @cached_property
    def known_order(self) -> tuple[date, date]:
        """Return what sorts sources by when they were there: last possible day, then the first."""
        return (self.last or date.max, self.first or date.max)

    @property
    def sort_day(self) -> date:
        """Return the first possible day, or the last where the first is open."""
        return self.first or self.last

    @property
    def span_days(self) -> int:
        """Return the days from first to last; an open end is wider than any closed date.

        Of two that are open on the same day, the one whose last day is known comes first.
        """
        if self.first and self.last:
            return (self.last - self.first).days
        return WIDER if self.last else WIDER + 1


@lru_cache(maxsize=8192)
def _parse(text: str) -> EventDate:
    """Read a trimmed text; the same text gives the same value, and reading EDTF is slow."""
    begin, end = _ends(text)
    first = _bounds(begin)[0] if begin != OPEN else None
    last = _bounds(end)[1] if end != OPEN else None
    if first is None and last is None:
        raise DateError("Een periode heeft een begin of een einde nodig.")
    if first and last and last < first:
        raise DateError("Het einde van deze periode ligt vóór het begin.")
    is_one = begin == end and (_is_day(begin) or not _is_period(text))
    return EventDate(begin if is_one else f"{begin}/{end}", first, last)


def _is_period(text: str) -> bool:
    """Return whether this text names two ends: a dash between them, or EDTF's one slash."""
    return bool(BETWEEN.search(text)) or (text.count("/") == 1 and not NUMERIC.fullmatch(text))


def _ends(text: str) -> tuple[str, str]:
    """Return both ends as EDTF; a single date is its own end."""
    spoken = text.casefold()
    if spoken.startswith("uiterlijk "):
        return OPEN, _end(text.partition(" ")[2])
    for opening in ("op of na ", "vanaf "):
        if spoken.startswith(opening):
            return _end(text[len(opening) :]), OPEN
    if _is_period(text):
        parts = BETWEEN.split(text) if BETWEEN.search(text) else text.split("/")
        if len(parts) != 2:
            raise DateError("Een periode heeft één begin en één einde.")
        return _end(parts[0], is_open=True), _end(parts[1], is_open=True)
    only = _end(text)
    return only, only


def _end(text: str, *, is_open: bool = False) -> str:
    """Return one end as EDTF, its qualifier behind it."""
    text = text.strip()
    if is_open and text == OPEN:
        return OPEN
    if not text:
        raise DateError(
            "Een einde van deze periode ontbreekt. Schrijf twee punten als het open is."
        )
    if END.fullmatch(text.upper()):
        return text.upper()
    spoken = text.casefold()
    for sign, word in [*QUALIFIERS.items(), *((sign, word) for word, sign in SPOKEN.items())]:
        if spoken.startswith(f"{word} "):
            return _plain(spoken[len(word) + 1 :].strip()) + sign
    return _plain(spoken)


def _plain(spoken: str) -> str:
    """Return a date without qualifier, in figures or in words, as EDTF."""
    if re.fullmatch(r"[0-9]{4}(-[0-9x]{2}){0,2}", spoken):
        return spoken.upper()
    if found := NUMERIC.fullmatch(spoken):
        day, _, month, year = found.groups()
        return _joined(year, int(month), day)
    if found := SOME.fullmatch(spoken):
        what, month, year = found.groups()
        return _some(what, month, year)
    if found := SPELLED.fullmatch(spoken):
        day, name, year = found.groups()
        return _named(day, name, year)
    raise DateError(UNREAD)


def _named(day: str | None, name: str, year: str) -> str:
    """Return "17 juli 2025" or "zomer 2025" as EDTF."""
    for code, season in SEASONS.items():
        if name == season and not day:
            return f"{year}-{code}"
    if name == "winter":
        raise DateError(WINTER)
    return _joined(year, _month(name), day)


def _some(what: str, month: str | None, year: str) -> str:
    """Return "een dag in juli 2025", "een dag in 2025" or "een maand in 2025" as EDTF."""
    if what == "maand":
        if month:
            raise DateError(UNREAD)
        return f"{year}-XX"
    return f"{year}-{_month(month):02}-XX" if month else f"{year}-XX-XX"


def _month(name: str) -> int:
    """Return the number of a Dutch month, whole or shortened."""
    if name in MONTHS:
        return MONTHS.index(name) + 1
    if name in SHORT:
        return SHORT[name]
    raise DateError(f"‘{name}’ is geen maand die wij kennen.")


def _joined(year: str, month: int, day: str | None) -> str:
    return f"{year}-{month:02}-{int(day):02}" if day else f"{year}-{month:02}"


@lru_cache(maxsize=8192)
def _bounds(end: str) -> tuple[date, date]:
    """Return the first and the last day of one end; DateError where there is no such day."""
    found = END.fullmatch(end)
    if not 1 <= int(found[1]) <= 9998:
        raise DateError("Het jaar ligt tussen 1 en 9998.")
    if found[2] and (found[2] not in KNOWN_MONTHS or (found[2] == "XX" != (found[3] or "XX"))):
        raise DateError(_why_not(found))
    try:
        return _days(*found.groups()[:3])
    except ValueError as error:
        raise DateError(_why_not(found)) from error


def _days(year: str, month: str | None, day: str | None) -> tuple[date, date]:
    """Return the first and the last day of a year, season, month or day; ValueError for no day."""
    if day and day != "XX":
        only = date(int(year), int(month), int(day))
        return only, only
    whole = (1, 12) if month in (None, "XX") else (int(month), int(month))
    first, last = SEASON_MONTHS.get(month, whole)
    return date(int(year), first, 1), date(int(year), last, monthrange(int(year), last)[1])


def _why_not(found: re.Match) -> str:
    year, month, day, _ = found.groups()
    if month == "24":
        return WINTER
    if month and month.isdigit() and not 1 <= int(month) <= 12:
        return f"Maand {int(month)} bestaat niet."
    if day and day.isdigit() and month.isdigit():
        return f"{int(day)} {MONTHS[int(month) - 1]} {year} bestaat niet."
    return UNREAD


def _is_day(end: str) -> bool:
    return bool(re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", end))


def _in_words(end: str) -> str:
    year, month, day, sign = END.fullmatch(end).groups()
    sign_in_words = f"{QUALIFIERS[sign]} " if sign else ""
    if month in SEASONS:
        return f"{sign_in_words}{SEASONS[month]} {year}"
    if month == "XX" or day == "XX":
        what = "dag" if day else "maand"
        name = "" if month == "XX" else f"{MONTHS[int(month) - 1]} "
        return f"{sign_in_words}een {what} in {name}{year}"
    name = f"{MONTHS[int(month) - 1]} " if month else ""
    return f"{sign_in_words}{f'{int(day)} ' if day else ''}{name}{year}"
