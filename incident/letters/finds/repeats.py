"""Sentences that say again what a statement says, or say it otherwise; offered, never decided.

Two are alike when they share at least `LEAST` words that mean something, and these are at least
`SHARE` of such words of the shorter one and `WIDER` of the longer one. They say the same when both
or neither deny, doubt, and say that it holds for now, and the longer one holds each figure and
month of the shorter one.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from incident.values.dates import MONTHS
from incident.values.words import fold


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


LEAST, SHARE, WIDER = 3, 0.7, 0.25
STEM = 7  # letters of a word that count; its ending is left out
DENIES = _listed("geen niet nooit niets niemand noch evenmin zonder nergens")
DOUBTS = _listed("mogelijk mogelijke mogelijkerwijs vermoedelijk waarschijnlijk wellicht misschien")
FOR_NOW = re.compile(
    r" (?:tot op heden|tot nu toe|tot dusver|tot dusverre|vooralsnog|op dit moment|momenteel|thans"
    r"|voorlopig|nog (?:geen|niet|steeds)) "
)
COUNTS = _listed("twee drie vier vijf zes zeven acht negen tien elf twaalf honderd duizend miljoen")
EMPTY = _listed(
    """
    aan aangegeven al alle alleen als andere anders antwoord beide bekend ben bent bij
    bijvoorbeeld binnen brief daar daarbij daarin daarmee daarnaast daarom daarop daarover dan
    dat de deze die dienen dient dit door dus echter een eerder eerst elk en enkele er eveneens
    gaan gaat geen gemeld geval geweest geworden haar had hadden heb hebben heden heeft hem hen
    het hier hierbij hierover hij hoe hun ik immers in inderdaad informatie inmiddels is ja jaar
    jl kamer kan kon konden kunnen kunt laten maar mede meer men met mij mijn mijns moet moeten
    mogelijk moment na naar nader namelijk niet nog nu of om omdat onder ons onze ook op over
    per reeds sinds situatie steeds te tegen ten ter tevens tijdens toch toe tot tussen u uit uw
    van vanaf vanuit vanwege vast veel verder via voor vooral vooralsnog vraag vragen waar
    waarbij waardoor waarin waarop was wat we wel werd werden wie wij wijze wil worden wordt zal
    ze zeer zich zij zijn zo zoals zodat zonder zou zowel zullen
    """
)
LEFT_OUT = EMPTY | DENIES | DOUBTS
ENDINGS = ("heden", "ingen", "eren", "en", "er", "es", "e", "s", "t", "d")


@dataclass(frozen=True)
class Repeat:
    """A sentence and a statement by their numbers, and whether it says the same or it otherwise."""

    sentence: int
    statement: int
    how: Literal["zelfde", "anders"]


def alike(sentences: list[str], statements: list[str]) -> list[Repeat]:
    """Return which sentences say what a known statement says, by sentence and then by statement."""
    known = [_Said(statement) for statement in statements]
    by_word = defaultdict(list)
    for number, said in enumerate(known):
        for word in said.words:
            by_word[word].append(number)
    found = []
    for number, sentence in enumerate(sentences):
        said = _Said(sentence)
        shared = Counter(place for word in said.words for place in by_word.get(word, ()))
        found += [
            Repeat(number, place, said.compared(known[place]))
            for place in sorted(shared)
            if _is_alike(shared[place], len(said.words), len(known[place].words))
        ]
    return found


def _is_alike(shared: int, *sizes: int) -> bool:
    return shared >= LEAST and shared >= SHARE * min(sizes) and shared >= WIDER * max(sizes)


class _Said:
    """What of a sentence is compared: its words, its figures and months, and how it is meant."""

    def __init__(self, text: str):
        folded = fold(text).replace("-", " ").split()
        self.words = frozenset(_stems(folded))
        self.counts = frozenset(word for word in folded if _counts(word))
        for_now = FOR_NOW.search(f" {' '.join(folded)} ")
        self.meant = (not DENIES.isdisjoint(folded), not DOUBTS.isdisjoint(folded), bool(for_now))

    def compared(self, other: "_Said") -> Literal["zelfde", "anders"]:
        shorter, longer = sorted((self, other), key=lambda said: len(said.words))
        is_same = self.meant == other.meant and shorter.counts <= longer.counts
        return "zelfde" if is_same else "anders"


def _counts(word: str) -> bool:
    return any(sign.isdigit() for sign in word) or word in MONTHS or word in COUNTS


def _stems(words: Iterable[str]) -> Iterable[str]:
    for word in words:
        if len(word) > 2 and word not in LEFT_OUT and not _counts(word):
            yield _stem(word)


def _stem(word: str) -> str:
    """Return a word without its ending: "aanwijzing" and "aanwijzingen" are one."""
    ending = next((end for end in ENDINGS if word.endswith(end) and len(word) - len(end) >= 4), "")
    return word[: len(word) - len(ending)][:STEM]
