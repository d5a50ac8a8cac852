"""Rows along a rail: no sign touches another, and no stem goes through words.

A spot is a sign at its true place on the rail. Rows count from the rail, 0 on it. A stem leads from
each sign straight to the rail, so what stands within the words of a spot must be in a lower row.
"""

from collections.abc import Sequence
from dataclasses import dataclass

RIGHT, LEFT = "right", "left"


@dataclass(frozen=True)
class Spot:
    """A sign at `x`, taking the room from `left` to `right`; `side` is where its words are.

    All are in one unit. `side` is "" for a sign without words; `floor` is its lowest row.
    """

    x: float
    left: float
    right: float
    side: str = ""
    floor: int = 0

    def meets(self, other: "Spot") -> bool:
        return self.left < other.right and other.left < self.right


def within(spots: Sequence[Spot], number: int) -> list[int]:
    """Return the numbers of the spots whose stems would go through the words of this one."""
    own = spots[number]
    if own.side == RIGHT:
        return [n for n, s in enumerate(spots) if (own.x, number) < (s.x, n) and s.x <= own.right]
    if own.side == LEFT:
        return [n for n, s in enumerate(spots) if own.left <= s.x and (s.x, n) < (own.x, number)]
    return []


def facing(spots: Sequence[Spot]) -> tuple[int, int] | None:
    """Return the numbers of two spots whose words face: of the first right, of the other left.

    Each would need to be above the other. None where there is no such pair.
    """
    pairs = ((n, o) for n, s in enumerate(spots) if s.side == RIGHT for o in within(spots, n))
    return next(((n, other) for n, other in pairs if n in within(spots, other)), None)


def in_rows(spots: Sequence[Spot]) -> list[int]:
    """Return the row of each spot; none of them may face (`facing`)."""
    rows: dict[int, int] = {}
    numbers = sorted(range(len(spots)), key=lambda n: -spots[n].x)
    for number in numbers:
        if not spots[number].side:
            rows[number] = first_free(spots, rows, number, spots[number].floor)
    waiting = [number for number in numbers if spots[number].side]
    while waiting:
        number = next(n for n in waiting if not set(within(spots, n)) & set(waiting))
        lowest = max((rows[n] for n in within(spots, number)), default=0) + 1
        rows[number] = first_free(spots, rows, number, lowest)
        waiting.remove(number)
    return [rows[n] for n in range(len(spots))]


def first_free(spots: Sequence[Spot], rows: dict[int, int], number: int, row: int) -> int:
    """Return the first row from `row` on in which this spot meets no other."""
    taken = {rows[n] for n in rows if spots[n].meets(spots[number])}
    while row in taken:
        row += 1
    return row


def spread(wanted: Sequence[float], sizes: Sequence[float], begin: float, end: float) -> list:
    """Return middles in the order of `wanted`, none nearer than its size, between two ends.

    Each is as near to where it is wanted as can be (pooled adjacent violators, least squares).
    Where there is too little room they go past `end`.
    """
    offsets, at = [], begin
    for size in sizes:
        offsets.append(at + size / 2)
        at += size
    room = max(end - at, 0)
    pools: list[list[float]] = []  # sum of what is wanted, and count
    for want, offset in zip(wanted, offsets, strict=True):
        pools.append([want - offset, 1])
        while len(pools) > 1 and mean(pools[-2]) > mean(pools[-1]):
            total, count = pools.pop()
            pools[-1][0] += total
            pools[-1][1] += count
    shifts = [min(max(mean(pool), 0), room) for pool in pools for _ in range(int(pool[1]))]
    return [shift + offset for shift, offset in zip(shifts, offsets, strict=True)]


def mean(pool: Sequence[float]) -> float:
    return pool[0] / pool[1]
