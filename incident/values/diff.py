"""What differs between two texts, by words: the pieces that stayed, went, and came.

The comparing is `difflib`'s; here words are parted from the space between them, in bounded time.
"""

import re
from collections import Counter
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal, NamedTuple

MOST_PAIRS = 1_000_000  # of words to compare; past that all is shown as gone, and all as new
FEW_PAIRS = 40_000  # up to here every word may begin a match; past it, no word with more than
MOST_LIKE = 100  # pairs of its own does: "de" only follows its neighbours

WORD = re.compile(r"(\s*)(\w+|[^\w\s]|\Z)")


class Piece(NamedTuple):
    """A stretch of text that is in both ("kept"), only in the old or only in the new."""

    kind: Literal["kept", "removed", "added"]
    text: str


class Word(NamedTuple):
    """A word or a sign, with the white space before it; the last of a text is empty."""

    space: str
    word: str


def differences(old: str, new: str) -> list[Piece]:
    """Return the pieces of two texts in their order, what was removed before what was added.

    The kept and removed pieces joined are `old` to the letter, the kept and added ones are `new`.
    Neighbours differ in kind, and none is empty. Words that both texts share at their beginning
    and end are always found. What lies between is compared by words while the product of both
    numbers of words is a million or less (1,000 words each); past that it is replaced as a whole,
    so that no text takes longer than half a second.
    """
    before, after = words(old), words(new)
    pieces = []
    for tag, i, j, k, m in blocks([w.word for w in before], [w.word for w in after]):
        if tag == "equal":
            for was, now in zip(before[i:j], after[k:m], strict=True):
                pieces += [*between(was.space, now.space), Piece("kept", now.word)]
        else:
            pieces += between(joined(before[i:j]), joined(after[k:m]))
    return merged(pieces)


def words(text: str) -> list[Word]:
    """Return the words of a text, each with its space; joined they are the text."""
    return [Word(*found.groups()) for found in WORD.finditer(text)]


def joined(words: list[Word]) -> str:
    return "".join(space + word for space, word in words)


def blocks(before: list[str], after: list[str]) -> list[tuple[str, int, int, int, int]]:
    """Return `difflib`'s opcodes, with the shared beginning and end found first."""
    shortest = min(len(before), len(after))
    start = next((n for n in range(shortest) if before[n] != after[n]), shortest)
    rest = range(shortest - start)
    end = next((n for n in rest if before[-1 - n] != after[-1 - n]), len(rest))
    i, j, k, m = start, len(before) - end, start, len(after) - end
    middle = [("replace", 0, j - i, 0, m - k)]
    if (j - i) * (m - k) <= MOST_PAIRS:
        middle = compared(before[i:j], after[k:m])
    moved = [(tag, i + a, i + b, k + c, k + d) for tag, a, b, c, d in middle]
    return [("equal", 0, i, 0, k), *moved, ("equal", j, len(before), m, len(after))]


def compared(before: list[str], after: list[str]) -> list[tuple[str, int, int, int, int]]:
    """Return `difflib`'s opcodes; in long texts a word that is everywhere begins no match."""
    common = None
    if len(before) * len(after) > FEW_PAIRS:
        left, right = Counter(before), Counter(after)
        common = {word for word in right if left[word] * right[word] > MOST_LIKE}.__contains__
    return SequenceMatcher(common, before, after, autojunk=False).get_opcodes()


def between(was: str, now: str) -> list[Piece]:
    """Return what stands between two kept words: the space they begin with is kept."""
    if was == now:
        return [Piece("kept", now)]
    shared = was[: len(was) - len(was.lstrip())]
    if not (now.startswith(shared) and now.lstrip() == now[len(shared) :]):
        shared = ""
    size = len(shared)
    return [Piece("kept", shared), Piece("removed", was[size:]), Piece("added", now[size:])]


def merged(pieces: list[Piece]) -> list[Piece]:
    result = []
    for changed, group in groupby((p for p in pieces if p.text), lambda p: p.kind != "kept"):
        side_by_side = list(group)
        for kind in ("removed", "added") if changed else ("kept",):
            text = "".join(piece.text for piece in side_by_side if piece.kind == kind)
            result += [Piece(kind, text)] if text else []
    return result
