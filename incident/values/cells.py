"""What a cell of the CSV may hold: several values in one, and text that no program runs.

A spreadsheet runs a cell as a formula when it begins with one of a few signs (OWASP, "CSV
Injection"). A Dutch spreadsheet also splits a comma file at each `;`, so what follows a `;`
begins a cell too. One `'` before such a sign makes it text; `bare` takes exactly that one away.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime

JOINT = " | "
FIRST_YEAR, LAST_YEAR = 1900, 2999  # of publication here; a zone moves a moment by a day


class CellError(ValueError):
    """The cell does not hold what its column promises; the message says so, in Dutch."""


DANGER = "=+\\-@\t\r\n\0＝＋－＠"
FIRST = frozenset(f"{DANGER}'\"".replace("\\", ""))
BEGINNING = re.compile(rf"(^|;)(?=['\"]*[{DANGER}])")
GUARDED = re.compile(rf"(^|;)'(?=['\"]*[{DANGER}])")


def inert(text: str) -> str:
    """Return `text` with one `'` before each place where a spreadsheet would start a formula."""
    if text[:1] not in FIRST and ";" not in text:  # nearly all text, in the export's inner loop
        return text
    return BEGINNING.sub(r"\1'", text)


def bare(text: str) -> str:
    """Return the text from which `inert` made this."""
    return GUARDED.sub(r"\1", text)


def join(values: Iterable[str]) -> str:
    """Return several values as one cell; empty ones keep their place."""
    return JOINT.join(values)


def split(cell: str, size: int | None = None) -> list[str]:
    """Return the values of one cell; an empty cell holds one value at a `size` of 1, else none."""
    if not cell:
        return [""] if size == 1 else []
    return [value.strip() for value in cell.split(JOINT.strip())]


def read_told(cell: str) -> bool:
    """Read "ja" as True and "nee" as False; raise CellError for anything else."""
    if cell not in ("ja", "nee"):
        raise CellError(f"gemeld is ‘{cell[:80]}’; schrijf ja of nee.")
    return cell == "ja"


def write_told(told: bool) -> str:  # noqa: FBT001 - a cell has one value
    return "ja" if told else "nee"


def write_day(day: date | None) -> str:
    """Return a day as ISO 8601, "" where it is open."""
    return day.isoformat() if day else ""


def write_moment(moment: datetime) -> str:
    """Return a moment as ISO 8601 in UTC, to the microsecond, as `read_moment` reads it."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def read_moment(cell: str) -> datetime:
    """Return a moment written as ISO 8601 with its zone, in a year valid in every zone."""
    try:
        moment = datetime.fromisoformat(cell)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise CellError(f"gepubliceerd_op is ‘{cell[:80]}’; schrijf 2025-08-04T12:00:00Z.")
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise CellError(
            f"gepubliceerd_op is ‘{cell}’; het jaar ligt tussen {FIRST_YEAR} en {LAST_YEAR}."
        )
    return moment
