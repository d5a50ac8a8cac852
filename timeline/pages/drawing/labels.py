"""The words on the drawing: how wide they are at most, and how they are cut to fit."""

import re
from functools import lru_cache

from incident.values.dates import MONTHS, EventDate

SIZE, SMALL = 12.5, 11  # pixels, of the words and of the axis
NARROW, WIDE, CAPITALS = set("iljtfrI.,:;'’‘!|()[]- "), set("mwMWQ@%—–…"), set("NUVX&")
SHORT_MONTHS = {name: {"maart": "mrt"}.get(name, name[:3]) for name in MONTHS}


def width(text: str, size: float = SIZE) -> float:
    """Return at most how many pixels a text takes: by DejaVu Sans, the widest of our typefaces."""
    return size * sum(map(share, text))


@lru_cache(2_000)
def share(sign: str) -> float:
    """Return the most that a sign takes, as a share of the size of the text."""
    if sign in NARROW:
        return 0.42
    if sign in WIDE:
        return 1.02
    if sign.isupper() or sign in CAPITALS or not sign.isascii():
        return 0.76
    return 0.65


def cut(text: str, room: float) -> str:
    """Return a text, with its last words replaced by "…" where it is wider than `room` pixels.

    Where not even one word fits, that is "".
    """
    if width(text) <= room:
        return text
    words = text.split()
    shorter = (" ".join(words[:count]) + " …" for count in range(len(words) - 1, 0, -1))
    return next((made for made in shorter if width(made) <= room), "")


def wrapped(text: str, room: float, most: int = 2) -> list[str]:
    """Return a text in at most `most` lines of at most `room` pixels."""
    words, lines = text.split(), []
    while words and len(lines) < most - 1:
        count = max((n for n in range(1, len(words) + 1) if fits(words[:n], room)), default=1)
        lines.append(cut(" ".join(words[:count]), room))
        words = words[count:]
    return [line for line in (*lines, cut(" ".join(words), room)) if line]


def fits(words: list[str], room: float) -> bool:
    return width(" ".join(words)) <= room


def short_date(when: EventDate, *, without_year: bool) -> str:
    """Return a date as short as the drawing writes it: "17 jul", "rond 21 jul"."""
    text = str(when)
    for name, short in SHORT_MONTHS.items():
        text = text.replace(name, short)
    return re.sub(r"(?<=[a-z]) \d{4}", "", text) if without_year else text
