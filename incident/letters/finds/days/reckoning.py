"""Which date an expression of time means: by its own words, else from the letter's day."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from incident.letters.finds.days.moments import Moment
from incident.values.dates import WINTER, DateError, EventDate

NO_DAY = "De brief heeft geen dag, dus is niet bekend wanneer dit is."
NO_TENSE = "Het jaar staat er niet bij, en volgt niet zeker uit de zin."
ONGOING = "Dit kan dat van dit jaar zijn, en dat van een jaar eerder of later."
NO_YEAR = "Het jaar staat er niet bij."
WRONG_WEEKDAY = "Deze dag valt niet op de dag van de week die erbij staat."
NOT_READ = "Deze datum bestaat niet."
FAR = timedelta(days=270)  # further away than this, a writer says the year

Reckoned = tuple[str, str]  # the EDTF, "" where it is not known, and why, in Dutch


class UndatedError(ValueError):
    """No date can be told; the message says why, in Dutch."""


def reckoned(moment: Moment, day: date | None, tense: str) -> Reckoned:
    """Return the date of an expression in a letter of this day; "" and a reason where none is told.

    `tense` ("past", "coming" or "") says of which year a day without one is.
    """
    if moment.why:
        return "", moment.why
    try:
        edtf = FORMS[moment.form](moment, day, tense)
        return EventDate.parse(edtf).edtf, WHYS.get(
            moment.lean, ""
        ) if moment.form == "unit" else ""
    except (UndatedError, DateError) as error:
        return "", str(error)
    except OverflowError:
        return "", NOT_READ


WHYS = {
    "past": "Dit kan de laatste hele zijn of de tijd tot de brief. Beide vallen hierin.",
    "coming": "Dit kan de eerste hele zijn of de tijd vanaf de brief. Beide vallen hierin.",
}


def _needed(day: date | None) -> date:
    if day is None:
        raise UndatedError(NO_DAY)
    return day


def _day(moment: Moment, day: date | None, tense: str) -> str:
    year = _year(moment, day, tense, lambda year: _made(year, moment.month, moment.day))
    found = _made(year, moment.month, moment.day)
    if found is None:
        return f"{year}-{moment.month:02}-{moment.day:02}"  # the reader of dates says what is wrong
    if moment.weekday is not None and found.weekday() != moment.weekday:
        raise UndatedError(WRONG_WEEKDAY)
    return found.isoformat()


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _months(moment: Moment, day: date | None, tense: str) -> str:
    year = _year(moment, day, tense, lambda year: date(year, moment.month, 1))
    return f"{year}-{moment.month:02}"


SEASON_STARTS = {21: 3, 22: 6, 23: 9}


def _season(moment: Moment, day: date | None, tense: str) -> str:
    if moment.month == 24:
        raise UndatedError(WINTER)
    start = SEASON_STARTS[moment.month]
    year = _year(moment, day, tense, lambda year: date(year, start, 1), months=2)
    return f"{year}-{moment.month}"


def _quarter(moment: Moment, day: date | None, tense: str) -> str:
    return _of_months(moment, day, moment.month * 3 - 2, 3)


def _half(moment: Moment, day: date | None, tense: str) -> str:
    return _of_months(moment, day, moment.month * 6 - 5, 6)


def _of_months(moment: Moment, day: date | None, first: int, count: int) -> str:
    if not (moment.year or moment.which):
        raise UndatedError(NO_YEAR)
    year = _said_year(moment, day)
    return f"{year}-{first:02}/{year}-{first + count - 1:02}"


def _said_year(moment: Moment, day: date | None) -> int:
    if moment.year:
        return moment.year
    return _needed(day).year + {"this": 0, "previous": -1, "next": 1}[moment.which]


def _year(
    moment: Moment,
    day: date | None,
    tense: str,
    start: Callable[[int], date | None],
    months: int = 1,
) -> int:
    """Return the year that is said, or that of the last or the next such time."""
    if moment.year or moment.which:
        return _said_year(moment, day)
    day = _needed(day)
    if moment.lean == "this":
        return day.year
    if moment.lean in ("previous", "next"):
        return _other(moment, day, start)
    year = _nearest(day, start, moment.lean or tense or _likely(day, start))
    is_doubtful = bool(moment.lean) and moment.form != "day"
    if is_doubtful and _is_within(day, start(day.year), months):
        raise UndatedError(ONGOING)
    if not moment.lean and abs(start(year) - day) > FAR:
        raise UndatedError(NO_TENSE)
    return year


def _nearest(day: date, start: Callable[[int], date | None], way: str) -> int:
    """Return the year of the last such time up to a day, or of the next one after it."""
    step = -1 if way == "past" else 1
    for year in range(day.year, day.year + step * 9, step):
        if (begun := start(year)) and (begun > day) == (way == "coming"):
            return year
    raise UndatedError(NOT_READ)


def _likely(day: date, start: Callable[[int], date | None]) -> str:
    """Return which way a time is of which only the last one or only the next one is near."""
    found = {way: start(_nearest(day, start, way)) for way in ("past", "coming")}
    near = [way for way, begun in found.items() if abs(begun - day) <= FAR]
    if len(near) != 1:
        raise UndatedError(NO_TENSE)
    return near[0]


def _is_within(day: date, start: date, months: int) -> bool:
    return start <= day and (day.month - start.month) < months


def _other(moment: Moment, day: date, start: Callable[[int], date | None]) -> int:
    """Return the year of "vorige zomer" where this year's does not make that doubtful."""
    begun = start(day.year)
    has_begun = begun is not None and begun <= day
    if has_begun == (moment.lean == "previous"):
        raise UndatedError(ONGOING)
    return day.year + (1 if moment.lean == "next" else -1)


def _whole_year(moment: Moment, day: date | None, tense: str) -> str:
    return str(moment.year)


def _week(moment: Moment, day: date | None, tense: str) -> str:
    try:
        return week_of(date.fromisocalendar(moment.year, moment.count, 1))
    except ValueError as error:
        raise UndatedError(NOT_READ) from error


def week_of(day: date, weeks: int = 0) -> str:
    monday = day - timedelta(days=day.weekday()) + timedelta(weeks=weeks)
    return f"{monday}/{monday + timedelta(days=6)}"


def weekend_of(day: date, weeks: int = 0) -> str:
    saturday = day - timedelta(days=day.weekday() - 5) + timedelta(weeks=weeks)
    return f"{saturday}/{saturday + timedelta(days=1)}"


def _away(moment: Moment, day: date | None, tense: str) -> str:
    return str(_needed(day) + timedelta(days=moment.count))


STEPS = {"this": 0, "previous": -1, "next": 1}


def _unit(moment: Moment, day: date | None, tense: str) -> str:
    """Return "vorige week", or "afgelopen jaar" so wide that both its readings fall in it."""
    day = _needed(day)
    if moment.unit == "weekend":
        return _weekend(moment, day)
    away = UNITS[moment.unit]
    if moment.lean in STEPS:
        return away(day, STEPS[moment.lean])
    one, other = (-1, 0) if moment.lean == "past" else (0, 1)
    return f"{away(day, one).split('/')[0]}/{away(day, other).split('/')[-1]}"


def _weekend(moment: Moment, day: date) -> str:
    if day.weekday() >= 5 or moment.lean in ("previous", "next"):
        raise UndatedError("Welk weekend is niet zeker.")
    return weekend_of(day, -1 if moment.lean == "past" else 0)


def month_of(day: date, months: int) -> str:
    count = day.year * 12 + day.month - 1 + months
    return f"{count // 12:04}-{count % 12 + 1:02}"


UNITS = {
    "week": week_of,
    "month": month_of,
    "year": lambda day, years: f"{day.year + years:04}",
}


def _weekday(moment: Moment, day: date | None, tense: str) -> str:
    day = _needed(day)
    if moment.which:
        return _of_week(moment, day)
    if moment.lean not in ("past", "coming"):
        raise UndatedError("Welke dag dit is, is niet zeker.")
    if moment.lean == "past":
        return str(day - timedelta(days=(day.weekday() - moment.weekday - 1) % 7 + 1))
    return str(day + timedelta(days=(moment.weekday - day.weekday() - 1) % 7 + 1))


def _of_week(moment: Moment, day: date) -> str:
    if moment.which not in STEPS:
        raise UndatedError("Welke week dit is, is niet zeker.")
    return str(day + timedelta(days=moment.weekday - day.weekday(), weeks=STEPS[moment.which]))


def _ago(moment: Moment, day: date | None, tense: str) -> str:
    return after(_needed(day).isoformat(), moment)


def _later(moment: Moment, day: date | None, tense: str) -> str:
    raise UndatedError(NO_BASE)


def _none(moment: Moment, day: date | None, tense: str) -> str:
    raise UndatedError(NOT_READ)


NO_BASE = "Vanaf welke dag dit telt, is niet zeker."
FORMS = {
    "day": _day,
    "month": _months,
    "season": _season,
    "quarter": _quarter,
    "half": _half,
    "year": _whole_year,
    "week": _week,
    "away": _away,
    "unit": _unit,
    "weekday": _weekday,
    "ago": _ago,
    "later": _later,
    "none": _none,
}
NEEDS = {"year": 0, "month": 1, "week": 2, "day": 2}  # which part of a date must be there
COUNTED = {
    "year": lambda year, _month, _day, count: f"{year + count:04}~",
    "month": lambda year, month, _day, count: f"{month_of(date(year, month, 1), count)}~",
    "week": lambda year, month, day, count: f"{date(year, month, day) + timedelta(weeks=count)}~",
    "day": lambda year, month, day, count: str(date(year, month, day) + timedelta(days=count)),
}
PLAIN = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")


def after(base: str, moment: Moment) -> str:
    """Return the EDTF of so many days, weeks, months or years after a date; only days are exact.

    Raise UndatedError where the date is less precise than what is counted.
    """
    found = PLAIN.fullmatch(base)
    year, month, day = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    if month in SEASON_STARTS or not (year, month, day)[NEEDS[moment.unit]]:
        raise UndatedError(NO_BASE)
    return COUNTED[moment.unit](year, month, day, moment.count)
