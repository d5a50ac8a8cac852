"""A paper that got another number, as the texts that name it show it: that and nothing else."""

from collections.abc import Iterable
from itertools import zip_longest
from typing import Any, NamedTuple

from incident.audit.snapshots import Snapshot

# What a number changes in a paper's own snapshot, and where a text names a paper by its address.
BY_NUMBER = {
    *("slug", "chamber", "session", "dossier", "suffix", "number", "chamber_number"),
    *("series", "publication", "document_number"),
}
NAMES_PAPER = {"kamerstuk", "answer", "papers"}


class Rename(NamedTuple):
    """A paper's address before and after, and its snapshots, None where only addresses are kept."""

    old: str
    new: str
    was: Snapshot | None = None
    now: Snapshot | None = None


class OtherwiseError(Exception):
    """Something else differs too."""


def renames(old: Snapshot | None, new: Snapshot | None) -> list[Rename]:
    """Return the papers that are called otherwise in `new`, where nothing else differs; else []."""
    try:
        found = list(between(old, new)) if old and new else []
    except OtherwiseError:
        return []
    # Of the same paper, the one that knows most.
    return list(
        {one.old: one for one in sorted(found, key=lambda one: one.was is not None)}.values()
    )


def between(old: Any, new: Any, name: str = "") -> Iterable[Rename]:
    """Yield the renames in a part of two snapshots; raise OtherwiseError for another difference."""
    if old == new:
        return
    if isinstance(old, list) and isinstance(new, list):
        for one, other in zip_longest(old, new):
            yield from between(one, other, name)
    elif isinstance(old, dict) and isinstance(new, dict):
        yield from in_dict(old, new)
    elif name in NAMES_PAPER and old and new:
        yield Rename(old, new)
    else:
        raise OtherwiseError


def in_dict(old: Snapshot, new: Snapshot) -> Iterable[Rename]:
    differing = {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
    if "dossier" in old and "slug" in differing and differing <= BY_NUMBER:
        yield Rename(old["slug"], new["slug"], old, new)
        return
    for name in sorted(differing):
        yield from between(old.get(name), new.get(name), name)
