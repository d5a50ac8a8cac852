"""Expressions of time that belong together: from one to another, days in a row, a word before."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from incident.letters.finds.days.moments import Moment
from incident.letters.finds.days.words import COUNTS, either

RANGE = re.compile(r" (?:tot en met|t/m|tot aan|tot|op) (?:de |het )?| ?[-–/] ?")
TOGETHER = re.compile(r"(?:, en | en |, | of )(?:op |in |van )?(?:de |het )?")
BETWEEN = re.compile(r"(?<!\w)tussen (?:de |het )?\Z", re.I)
FROM = re.compile(r"(?<!\w)(?:van|vanaf|sinds|tussen|periode)(?: de| het)? \Z", re.I)
STILL = re.compile(r" tot (?:op |en met )?(?:heden|nu|vandaag)(?: toe)?(?!\w)", re.I)
BEFORE = 60  # signs before an expression that may say how it is meant

NEXT_TO = r"(?: de| het)?(?: maand| jaar| dag van)? \Z"
COUNT = rf"(?:[0-9]{{1,3}}|één|{either(COUNTS)}|enkele|een paar|een aantal|anderhalve?|half)"
UNIT = "dag|dagen|week|weken|maand|maanden|jaar|jaren"
PREFIXES = (
    ("not", r"niet (?:eerder dan|later dan|voor|vóór|na|tot|vanaf|per|op|in)(?: de| het)? \Z"),
    ("not", r"(?:eerder|later|vroeger|anders) dan(?: op| in)?(?: de| het)? \Z"),
    (
        "counted",
        rf"(?P<many>{COUNT}) (?P<unit>{UNIT}) (?P<way>na|voor|vóór) \Z",
    ),
    ("vague", r"(?:dagen|weken|maanden|jaren|uren|periode|tijd) (?:na|voor|vóór) \Z"),
    ("weekend", r"weekend van(?: [a-z]{6,9}dag)? \Z"),
    ("week", r"week van(?: [a-z]{6,9}dag)? \Z"),
    ("about", r"(?:zo )?(?:rond|omstreeks|circa|ca\.|ongeveer)(?: de| het)? \Z"),
    ("from", rf"(?:vanaf|sinds|sedert|met ingang van|ingaande(?: op)?|na){NEXT_TO}"),
    (
        "until",
        rf"(?:uiterlijk(?: op| in| per)?|tot(?: en met| aan| uiterlijk)?|t/m|vóór){NEXT_TO}",
    ),
    ("before", rf"(?:nog |ruim )?voor{NEXT_TO}"),
)
SAID = tuple((name, re.compile(rf"(?<!\w){pattern}", re.I)) for name, pattern in PREFIXES)


@dataclass(frozen=True)
class Group:
    """One thing that is said about time: from `start` to `end`, of one or two expressions.

    `kind` is one, range or run (days next to each other), or either (one of them); `said` is how
    a word before it means it: "from", "until", "about", …, "" for nothing.
    """

    start: int
    end: int
    kind: str
    first: Moment
    last: Moment
    said: str = ""
    counted: re.Match | None = None


def groups(text: str, moments: list[Moment]) -> list[Group]:
    """Return what is said about time, in order, of the expressions in a text."""
    found, at = [], 0
    moments = _shared(text, moments)
    while at < len(moments):
        group, count = _next(text, moments, at)
        found.append(_listed(text, found, _prefixed(text, group)))
        at += count
    return found


def _next(text: str, moments: list[Moment], at: int) -> tuple[Group, int]:
    """Return the group that begins with an expression, and how many expressions it takes."""
    first = moments[at]
    if at + 1 < len(moments) and _is_range(text, first, moments[at + 1]):
        last = moments[at + 1]
        return Group(first.start, last.end, "range", first, last), 2
    run = _run(moments, at)
    last = moments[at + run - 1]
    gaps = [text[a.end : b.start] for a, b in pairwise(moments[at : at + run])]
    kind = "one" if run == 1 else "either" if " of " in gaps else "run"
    return Group(first.start, last.end, kind, first, last), run


def _listed(text: str, found: list[Group], group: Group) -> Group:
    """Return a group with the word before a list of which it is a part: "voor 2030 en 2050"."""
    before = found[-1] if found else None
    if not before or not before.said or group.said or before.last.form != group.first.form:
        return group
    is_listed = TOGETHER.fullmatch(text[before.end : group.start])
    return replace(group, said="list") if is_listed else group


def _is_range(text: str, first: Moment, last: Moment) -> bool:
    gap = text[first.end : last.start]
    if "none" in (first.form, last.form) or "\n" in gap:
        return False
    if RANGE.fullmatch(gap):
        return not ("/" in gap and "t/m" not in gap and first.form == "day")
    is_between = BETWEEN.search(text[max(0, first.start - BEFORE) : first.start])
    return bool(gap == " en " and is_between)


def _run(moments: list[Moment], at: int) -> int:
    """Return how many days of one month stand there in a row, each the day after the one before."""
    count = 1
    for one, other in pairwise(moments[at:]):
        if one.group < 0 or one.group != other.group or other.day != one.day + 1:
            break
        count += 1
    return count


def _shared(text: str, moments: list[Moment]) -> list[Moment]:
    """Return the expressions with the year that the next one says for both: "3 en 5 juli 2025"."""
    if not moments:
        return []
    found = [moments[-1]]
    for moment in reversed(moments[:-1]):
        last = found[-1]
        gap = text[moment.end : last.start]
        takes = _lacks_year(moment) and moment.form in ("day", "month") and last.form == moment.form
        if takes and TOGETHER.fullmatch(gap) and _order(moment) <= _order(last):
            moment = replace(moment, year=last.year, which=last.which, lean=last.lean)
        found.append(moment)
    return found[::-1]


def _lacks_year(moment: Moment) -> bool:
    return not (moment.year or moment.lean or moment.which or moment.why)


def _order(moment: Moment) -> tuple[int, int]:
    return (moment.month or 0, moment.day or 0)


def _prefixed(text: str, group: Group) -> Group:
    """Return a group with the word before it that says how it is meant."""
    before = text[max(0, group.start - BEFORE) : group.start].rpartition("\n")[2]
    offset = group.start - len(before)
    if group.kind == "range":
        found = FROM.search(before)
        return replace(group, start=offset + found.start()) if found else group
    still = STILL.match(text, group.end)
    if still and (found := FROM.search(before)):
        return replace(group, start=offset + found.start(), end=still.end(), said="from")
    for name, pattern in SAID:
        if found := pattern.search(before):
            counted = found if name == "counted" else None
            return replace(group, start=offset + found.start(), said=name, counted=counted)
    return group


def inherited(first: Moment, last: Moment) -> tuple[Moment, Moment]:
    """Return both ends of a period, one without a year with that of the other where it has one."""
    if not {first.form, last.form} <= DATED:
        return first, last
    is_before = _order(last) < _order(first)
    if _lacks_year(last) and first.year:
        return first, replace(last, year=first.year + is_before)
    if _lacks_year(first):
        year = last.year - is_before if last.year else None
        return replace(first, year=year, lean=last.lean, which=last.which), last
    return first, last


DATED = {"day", "month", "season"}
