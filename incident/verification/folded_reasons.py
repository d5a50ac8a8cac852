"""Entries of the first format whose reason was hashed with white space that was not stored.

The reason of a correction was hashed as it was typed, and stored with each run of white space as
one space. So a reason with two spaces, or one pasted from Word, looks as if somebody changed it.
The hash itself distinguishes these: if it fits a spelling of the same words with other white space,
nothing but white space can have changed.
"""

from collections.abc import Iterator
from itertools import combinations, product

from incident.audit.models import Change

# What people type or paste in a line: no-break and narrow spaces, two or three spaces, a tab.
USUAL = ("  ", "\u00a0", "\u202f", "\t", "   ", "\u2009", " \u00a0", "\u00a0 ", "\n", "\r\n")
RARE = (
    " \u00a0 ",
    "\u2002",
    "\u2003",
    "\u2007",
    "\u2008",
    "\u200a",
    "\u3000",
    "\x1f",
    "\x0b",
    "\x0c",
    "\x85",
)
EDGES = ("", *USUAL, " ", *RARE)
MOST_ODD = 2  # gaps of a sort of their own in one reason; with more, only all alike are tried


def is_only_space(change: Change, before: str) -> bool:
    """Return whether the hash of an entry, after the hash `before`, differs by white space alone.

    A few thousand hashes at most, so some tenths of a second for an entry.
    """
    if change.format != 1 or not change.reason:
        return False
    return any(
        change.digest(before, reason=reason) == change.hash for reason in spellings(change.reason)
    )


def spellings(reason: str) -> Iterator[str]:
    """Yield the ways in which a reason may have been typed; its words are parted by one space."""
    words = reason.split(" ")
    yield from (space.join(words) for space in USUAL + RARE)
    yield from (reason.join(edges) for edges in product(EDGES, repeat=2))
    yield from with_odd_gaps(words, 1, USUAL + RARE)
    yield from with_odd_gaps(words, MOST_ODD, USUAL)


def with_odd_gaps(words: list[str], odd: int, spaces: tuple[str, ...]) -> Iterator[str]:
    """Yield the words with so many of their gaps filled in all ways from `spaces`."""
    for places in combinations(range(len(words) - 1), odd):
        for chosen in product(spaces, repeat=odd):
            yield spelled(words, dict(zip(places, chosen, strict=True)))


def spelled(words: list[str], odd: dict[int, str]) -> str:
    """Return the words with the given white space in these gaps, one space in the others."""
    gaps = [odd.get(place, " ") for place in range(len(words) - 1)]
    return "".join(part for pair in zip(words, [*gaps, ""], strict=True) for part in pair)
