"""The kinds of event of an incident: one on each line, as `key | sign | label | explanation`.

The key stands in addresses, in files and in the log, and never changes; the label is what readers
read. The sign is one of a fixed set, each its own shape.
"""

import re
from collections.abc import Iterable
from contextlib import suppress
from typing import NamedTuple

SEPARATOR = "|"
LONGEST_KEY, LONGEST_LABEL, LONGEST_EXPLANATION = 20, 40, 160
KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
# By its name in pages and files; the first eight are named after the kinds that have them unasked.
SIGNS = {
    "misbruik": "✖ schuin kruis",
    "waarschuwing": "▲ driehoek",
    "maatregel": "■ vierkant",
    "besluit": "◆ ruit",
    "parlement": "● schijf",
    "onderzoek": "⚲ vergrootglas",
    "gevolg": "▼ driehoek omlaag",
    "herstel": "✚ kruis",
    "ster": "★ ster",
    "voorwaarts": "▶ driehoek naar rechts",
    "terug": "◀ driehoek naar links",
    "zandloper": "⧗ zandloper",
    "koepel": "◓ koepel",
    "pijl": "⬆ pijl omhoog",
}
MOST_KINDS = len(SIGNS)


class KindError(ValueError):
    """A text that holds no kinds; the message says in Dutch what is wrong with it."""


class EventKind(NamedTuple):
    """A kind of event: its key, the name of its sign, its label, and what belongs to it."""

    value: str
    sign: str
    label: str
    explanation: str = ""

    @property
    def line(self) -> str:
        return f" {SEPARATOR} ".join(self).rstrip()


def written(kinds: Iterable[EventKind]) -> str:
    """Return kinds as a text, one on a line."""
    return "\n".join(kind.line for kind in kinds)


def read(text: str) -> tuple[EventKind, ...]:
    """Return the kinds that a text holds, in its order; KindError for a line that holds none."""
    return tuple(read_line(line) for line in text.splitlines() if line.strip())


def read_line(line: str) -> EventKind:
    parts = [part.strip() for part in line.rstrip(f" {SEPARATOR}").split(SEPARATOR)]
    if len(parts) not in (3, 4):
        raise KindError(f"Dit is geen soort: ‘{line.strip()[:60]}’.")
    return EventKind(*parts)


def readable(text: str, *, unsigned: bool = False) -> list[EventKind]:
    """Return the kinds of the lines that hold one; one without a sign only if `unsigned`."""
    found = []
    for line in text.splitlines():
        with suppress(KindError):
            found.append(read_line(line))
    return [kind for kind in found if unsigned or kind.sign in SIGNS]


def check(kinds: Iterable[EventKind], needed: Iterable[str] = ()) -> None:
    """Raise KindError where these cannot be the kinds of one incident, which needs some keys."""
    found = list(kinds)
    for kind in found:
        if fault := fault_of(kind):
            raise KindError(f"{fault} Het gaat om ‘{kind.label[:60] or kind.value[:60]}’.")
    if len(found) > MOST_KINDS:
        raise KindError(f"Hoogstens {MOST_KINDS} soorten.")
    check_apart(found)
    if missing := set(needed) - {kind.value for kind in found}:
        raise KindError(f"De soort ‘{missing.pop()}’ hoort erbij; een andere naam mag.")


def check_apart(kinds: list[EventKind]) -> None:
    """Raise KindError where two kinds have the same key, label or sign."""
    for part, said in (("value", "sleutel"), ("label", "naam"), ("sign", "vorm")):
        if twice := repeated([getattr(kind, part).casefold() for kind in kinds]):
            raise KindError(f"Twee soorten hebben dezelfde {said}: ‘{SIGNS.get(twice, twice)}’.")


def repeated(values: list[str]) -> str:
    """Return the first value that is there twice, "" where each is there once."""
    return next((value for value in values if values.count(value) > 1), "")


def fault_of(kind: EventKind) -> str:
    """Return in Dutch what is wrong with one kind, "" where nothing is."""
    faults = (
        (not kind.label, "Geef elke soort een naam."),
        (len(kind.label) > LONGEST_LABEL, f"Een naam heeft hoogstens {LONGEST_LABEL} tekens."),
        (
            len(kind.explanation) > LONGEST_EXPLANATION,
            f"Een uitleg heeft hoogstens {LONGEST_EXPLANATION} tekens.",
        ),
        (
            not KEY.fullmatch(kind.value) or len(kind.value) > LONGEST_KEY,
            f"Een sleutel heeft hoogstens {LONGEST_KEY} kleine letters, cijfers en streepjes.",
        ),
        (kind.sign not in SIGNS, "Kies een vorm uit de lijst."),
    )
    return next((said for is_wrong, said in faults if is_wrong), "")
