"""The signs: those that a kind of event can have, and those that only the drawing has.

Each is one filled shape, as points in a box of 16 by 16, so that a page, a file and a picture draw
the same. Every shape is its own, so that none depends on its colour, and none has a hole: an open
sign means that a day is not certain, and nothing else is open.
"""

from math import cos, pi, sin

BOX = 16
SIGN = 14  # pixels: the size at which a sign stands in the drawing

Points = tuple[tuple[float, float], ...]


def arc(x: float, y: float, radius: float, begin: float = 0, end: float = 360) -> Points:
    """Return the points of an arc, clockwise in degrees from the right, one every 15 degrees."""
    degrees = [*range(int(begin), int(end), 15), end]
    return tuple(
        (round(x + radius * cos(d * pi / 180), 1), round(y + radius * sin(d * pi / 180), 1))
        for d in degrees
    )


KINDS = {
    "misbruik": (
        *((3.5, 1), (8, 5.5), (12.5, 1), (15, 3.5), (10.5, 8), (15, 12.5)),
        *((12.5, 15), (8, 10.5), (3.5, 15), (1, 12.5), (5.5, 8), (1, 3.5)),
    ),
    "waarschuwing": ((8, 1), (15.5, 14.5), (0.5, 14.5)),
    "maatregel": ((2, 2), (14, 2), (14, 14), (2, 14)),
    "besluit": ((8, 0.5), (15.5, 8), (8, 15.5), (0.5, 8)),
    "parlement": arc(8, 8, 7)[:-1],
    "onderzoek": (*arc(6.5, 6.5, 6, 62, 388), (15.8, 13.2), (13.2, 15.8)),  # a looking glass
    "gevolg": ((0.5, 1.5), (15.5, 1.5), (8, 15)),
    "herstel": (
        *((5.5, 1), (10.5, 1), (10.5, 5.5), (15, 5.5), (15, 10.5), (10.5, 10.5)),
        *((10.5, 15), (5.5, 15), (5.5, 10.5), (1, 10.5), (1, 5.5), (5.5, 5.5)),
    ),
    "ster": tuple(
        point
        for turn in range(-90, 270, 72)
        for point in (
            *arc(8, 8.5, 8, turn, turn)[-1:],
            *arc(8, 8.5, 3.4, turn + 36, turn + 36)[-1:],
        )
    ),
    "voorwaarts": ((1.5, 0.5), (15, 8), (1.5, 15.5)),
    "terug": ((14.5, 0.5), (14.5, 15.5), (1, 8)),
    "zandloper": ((1.5, 0.5), (14.5, 0.5), (9.5, 8), (14.5, 15.5), (1.5, 15.5), (6.5, 8)),
    "koepel": (*arc(8, 12, 7.5, 180, 360), (15.5, 14.5), (0.5, 14.5)),
    "pijl": (*((8, 0.5), (15.5, 8.5), (11, 8.5), (11, 15.5), (5, 15.5), (5, 8.5), (0.5, 8.5)),),
}
STANDARD = tuple(KINDS)[:8]
PAPER, NEVER, NEVER_ASIDE = "stuk", "nooit", "nooit-opzij"
# A sheet with a corner off; and the stump of a line that reaches no paper, down and to the side.
OTHERS = {
    PAPER: ((2.5, 0.5), (9.5, 0.5), (13.5, 4.5), (13.5, 15.5), (2.5, 15.5)),
    NEVER: (
        *((7.2, 8), (8.8, 8), (8.8, 19.5), (12.5, 19.5), (12.5, 21.5)),
        *((3.5, 21.5), (3.5, 19.5), (7.2, 19.5)),
    ),
    NEVER_ASIDE: (
        *((8, 7.2), (17.5, 7.2), (17.5, 3.5), (19.5, 3.5), (19.5, 12.5)),
        *((17.5, 12.5), (17.5, 8.8), (8, 8.8)),
    ),
}
SIGNS = {**KINDS, **OTHERS}


def path(points: Points) -> str:
    """Return a shape as SVG path data."""
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points) + "Z"


def centred(name: str) -> Points:
    """Return the points of a sign in pixels, around the middle of its box."""
    return tuple(((x - BOX / 2) * SIGN / BOX, (y - BOX / 2) * SIGN / BOX) for x, y in SIGNS[name])


OUTLINES = {kind: path(points) for kind, points in KINDS.items()}
OTHER_OUTLINES = {name: path(points) for name, points in OTHERS.items()}
