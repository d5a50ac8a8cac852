"""Whether words that are said to stand in a letter do stand there.

White space, a hyphen at the end of a line and the kind of quotation mark do not count; all else
does.
"""

import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from incident.letters.finds.even import MARK
from incident.letters.finds.sentences import NOTE
from incident.letters.text import Span, Text

LONGEST = 300
MOST = 1_000  # places that are looked at closely: no sentence stands in a letter so often
SAME = str.maketrans({**dict.fromkeys("'‘’‚‛“”„‟«»‹›`´", '"'), "‐": "-", "‑": "-"})
SOFT = "\u00ad"
BREAK = "\n"  # what may be a hyphen, or none: at the end of a line, or a soft one
BARE = frozenset(f" -{BREAK}")
SPLIT = re.compile(r"[-‐‑\u00ad][^\S\n\f\r]*[\n\f\r]")
PART = re.compile(
    rf"(?P<none>{MARK.pattern}|[\u200b-\u200d\u2060\ufeff])"
    r"|(?P<split>[-‐‑][^\S\n\f\r]*[\n\f\r]\s*(?=\S)|\u00ad(?:[^\S\n\f\r]*[\n\f\r]\s*)?)"
    r"|(?P<space>\s+)|[^\s\[\u00ad\u200b-\u200d\u2060\ufeff‐‑-]+|."
)


@dataclass(frozen=True)
class _Signs:
    """A text as it is compared, and where each of its signs stands."""

    signs: str
    places: Sequence[int]

    @cached_property
    def kept(self) -> array:
        """Return which signs are no white space and no hyphen."""
        return array("q", (at for at, sign in enumerate(self.signs) if sign not in BARE))

    @cached_property
    def bare(self) -> str:
        return "".join(self.signs[at] for at in self.kept)


def stands_in(quote: str, text: Text) -> Span | None:
    """Return where a quote first stands in a letter, as it is read or untouched; else None.

    A quote begins and ends where words do. Raise ValueError for one that is empty, or longer than
    `LONGEST` signs.
    """
    if not quote.strip() or len(quote) > LONGEST:
        raise ValueError(f"A quote has 1 to {LONGEST} signs.")
    asked = _signs(quote.strip(), range(len(quote)))
    for signs in _compared(text):
        if found := _found(asked, signs):
            return Span(signs.places[found[0]], signs.places[found[1] - 1] + 1)
    return None


@lru_cache(maxsize=2)
def _compared(text: Text) -> tuple[_Signs, ...]:
    """Return a letter as it is read, without its notes and with them, and untouched."""
    read, places = _hyphened(text)
    notes = [note.span() for note in NOTE.finditer(read)]
    apart, kept = _left(read, places, notes)
    streams = [(apart, kept), (read, places), (text.whole, range(len(text.whole)))]
    return tuple(_signs(*stream) for stream in (streams if notes else streams[1:]))


def _hyphened(text: Text) -> tuple[str, array]:
    """Return the text as it is read, with a soft hyphen where the reading left one out.

    That is at the end of a line, where a hyphen may be part of the word or not.
    """
    read, kept, reached = [], array("q"), 0
    places = text.flow.places
    for at, (place, following) in enumerate(pairwise(places), 1):
        if following - place > 1 and SPLIT.match(text.whole, place + 1, following):
            read += [text.flow.text[reached:at], SOFT]
            kept.extend([*places[reached:at], place])
            reached = at
    read.append(text.flow.text[reached:])
    kept.extend(places[reached:])
    return "".join(read), kept


def _left(text: str, places: array, out: list[tuple[int, int]]) -> tuple[str, array]:
    """Return a text and its places without some parts."""
    read, kept, reached = [], array("q"), 0
    for start, end in [*out, (len(text), len(text))]:
        read.append(text[reached:start])
        kept.extend(places[reached:start])
        reached = end
    return "".join(read), kept


def _signs(text: str, places: Sequence[int]) -> _Signs:
    signs, kept = [], array("q")
    for part in PART.finditer(text):
        if part["none"]:
            continue
        if part["split"] or part["space"]:
            signs.append(BREAK if part["split"] else " ")
            kept.append(places[part.start()])
        else:
            signs.append(part[0].translate(SAME))
            kept.extend(places[part.start() : part.end()])
    return _Signs("".join(signs), kept)


def _found(asked: _Signs, signs: _Signs) -> tuple[int, int] | None:
    """Return from which sign to which a quote stands."""
    if not asked.bare:
        return None
    for at in _candidates(asked.bare, signs.bare):
        start = signs.kept[at] - asked.kept[0]
        end = _matched(asked.signs, signs.signs, start) if start >= 0 else None
        if end and not _cuts(signs.signs, start) and not _cuts(signs.signs, end):
            return start, end
    return None


def _candidates(bare: str, within: str) -> Iterator[int]:
    at = -1
    for _ in range(MOST):
        at = within.find(bare, at + 1)
        if at < 0:
            return
        yield at


def _matched(asked: str, signs: str, start: int) -> int | None:
    """Return where a quote that begins at this sign ends; None where it is not the same."""
    here, there = 0, start
    while here < len(asked):
        if there >= len(signs):
            return None
        if asked[here] == signs[there]:
            here, there = here + 1, there + 1
        elif signs[there] == BREAK:
            here, there = _past(asked, here), there + 1
        elif asked[here] == BREAK:
            here, there = here + 1, _past(signs, there)
        else:
            return None
    return there


def _past(signs: str, at: int) -> int:
    """Return the place behind what may stand for a hyphen at the end of a line."""
    return at + len("- ") if signs.startswith("- ", at) else at + signs.startswith("-", at)


def _cuts(signs: str, at: int) -> bool:
    """Return whether a word or a number goes on over this place."""
    before, after = (
        signs[max(0, at - 2) : at].rstrip(BREAK)[-1:],
        signs[at : at + 2].lstrip(BREAK)[:1],
    )
    return (before.isalpha() and after.isalpha()) or (before.isdigit() and after.isdigit())
