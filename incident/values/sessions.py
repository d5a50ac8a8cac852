"""The session year of the Chambers: from the third Tuesday of September to the next."""

import calendar
import re
from datetime import date

from incident.values.dates import EventDate

TUESDAY = 1
YEARS = re.compile(r"((?:19|20)[0-9]{2}) ?[-–/] ?([0-9]{2}|[0-9]{4})")


def opening_day(year: int) -> date:
    """Return Prinsjesdag: the third Tuesday of September, on which a session year begins."""
    first = calendar.weekday(year, 9, 1)
    return date(year, 9, 15 + (TUESDAY - first) % 7)


def session_of(day: date) -> str:
    """Return the session year that a day falls in, "2024-2025"."""
    first = day.year if day >= opening_day(day.year) else day.year - 1
    return f"{first}-{first + 1}"


def session_around(when: EventDate | None) -> str:
    """Return the session year of a date, "" where it may be in two of them or one end is open."""
    if when is None or when.first is None or when.last is None:
        return ""
    found = {session_of(when.first), session_of(when.last)}
    return found.pop() if len(found) == 1 else ""


def read_session(text: str) -> str:
    """Return "2024-2025" for "2024/25" and other spellings, "" for anything else."""
    found = YEARS.fullmatch(text.strip())
    if not found or not str(int(found[1]) + 1).endswith(found[2]):
        return ""
    return f"{found[1]}-{int(found[1]) + 1}"
