"""How text is searched: its words without case, accents and hyphens, and where each one stands.

The folding is ours and happens before the database sees anything, so that every database gives the
same answer. A word of one or two letters stands alone, one of three to five begins a word, and a
longer one may be any part of a word, as Dutch writes compounds as one.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import NamedTuple

HYPHENS = "-\u2010\u2011"
APOSTROPHES = "'\u2018\u2019"
ALONE, BEGINS = 2, 5  # the most letters of a word that stands alone, and that begins a word
KEPT_BELOW = 0x3000  # no stranger fills our memory with signs that no Dutch text holds

WORD = re.compile("[^ -]+")
# Each sign is read once: it begins where a word does, and gives nothing back.
COMPOUND = re.compile("(?<![^ -])[^ -]++(?:-[^ -]++)+")
MOST_PARTS = 8  # of a compound that is found from each of its parts on; no Dutch word has more


class Folding(dict):
    """For each code point what is searched of it, as `str.translate` asks.

    Letters and figures are lower case without accent, a hyphen is "-", what separates nothing is
    "", and all else is a space.
    """

    def __missing__(self, point: int) -> str:
        plain = unicodedata.normalize("NFKD", chr(point)).casefold()
        folded = "".join(map(folded_sign, unicodedata.normalize("NFKD", plain)))
        if point < KEPT_BELOW:
            self[point] = folded
        return folded


def folded_sign(sign: str) -> str:
    if sign.isalnum():
        return sign
    if sign in HYPHENS:
        return "-"
    is_silent = sign in APOSTROPHES or unicodedata.category(sign) in ("Mn", "Mc", "Me", "Cf")
    return "" if is_silent else " "


FOLDING = Folding()


def fold(text: str) -> str:
    """Return `text` with its words in lower case and plain letters; hyphens in words stay."""
    return text.translate(FOLDING)


def searchable(*texts: str) -> str:
    """Return texts as they are stored to be searched: their words, between spaces.

    A compound with hyphens stands there as its parts, and at the end as one word: "De back-up is
    er" becomes " de back up is er backup ".
    """
    folded = fold("\n".join(texts))
    words = WORD.findall(folded)
    joined = [part for found in COMPOUND.findall(folded) for part in joined_parts(found.split("-"))]
    return f" {' '.join([*words, *joined])} "


def joined_parts(words: list[str]) -> list[str]:
    """Return a compound as one word from each of its parts on, save the last.

    One of more than `MOST_PARTS` is no word, and stands there as a whole alone.
    """
    if len(words) > MOST_PARTS:
        return ["".join(words)]
    return ["".join(words[place:]) for place in range(len(words) - 1)]


def pattern(words: list[str]) -> str:
    """Return what must stand in searchable text for a folded word, or for several as a phrase."""
    begins = len(words) > 1 or len(words[0]) <= BEGINS
    ends = len(words[-1]) <= ALONE
    return f"{' ' if begins else ''}{' '.join(words)}{' ' if ends else ''}"


Words = list[list[str]]  # folded, each as its parts between hyphens


def read_words(text: str) -> Words:
    """Return the words that somebody searches."""
    return [parts for word in fold(text).split() if (parts := [p for p in word.split("-") if p])]


def spellings(words: Words) -> list[str]:
    """Return the patterns of a word or phrase, with its hyphens as spaces and left out."""
    apart = [part for word in words for part in word]
    return list(dict.fromkeys([pattern(["".join(word) for word in words]), pattern(apart)]))


class Placed(NamedTuple):
    """A folded word, the part of the original text that it comes from, and whether a hyphen alone
    stands between it and the word before it.
    """

    word: str
    start: int
    end: int
    is_joined: bool


def placed_words(text: str) -> list[Placed]:
    """Return the words of a text, each with its place."""
    folded = fold(text)
    places = [0, *accumulate(len(FOLDING[ord(sign)]) for sign in text)]
    placed, before = [], 0
    for match in WORD.finditer(folded):
        start = bisect_right(places, match.start()) - 1
        end = max(bisect_left(places, match.end()), bisect_right(places, match.end()) - 1)
        end -= len(text[start:end]) - len(text[start:end].rstrip(APOSTROPHES))
        is_joined = bool(placed) and folded[before : match.start()] == "-"
        placed.append(Placed(match[0], start, end, is_joined))
        before = match.end()
    return placed


def standing(pattern: str, placed: list[Placed]) -> set[int]:
    """Return the numbers of the words in which a pattern stands."""
    line = f" {' '.join(word.word for word in placed)} "
    begins = list(accumulate((len(word.word) + 1 for word in placed), initial=1))[:-1]
    found, at = set(), line.find(pattern)
    while at >= 0:
        first = bisect_right(begins, at + pattern.startswith(" ")) - 1
        found.update(range(first, bisect_left(begins, at + len(pattern.rstrip()))))
        at = line.find(pattern, at + 1)
    for compound in compounds(placed):
        joined = joined_parts([placed[number].word for number in compound])
        found.update(*(compound[n:] for n, word in enumerate(joined) if pattern in f" {word} "))
    return found


def compounds(placed: list[Placed]) -> Iterator[range]:
    """Yield the numbers of the words of each compound with hyphens."""
    starts = [number for number, word in enumerate(placed) if not word.is_joined]
    for start, end in pairwise([*starts, len(placed)]):
        if end - start > 1:
            yield range(start, end)
