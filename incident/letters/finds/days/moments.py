"""What each expression of time in a text says by itself: a day, a year, or how far away."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from incident.letters.finds.days import words as w
from incident.values.dates import MONTHS
from incident.values.sessions import opening_day

ABBREVIATED = "Het jaar is afgekort."
SOME_YEAR = "Welk jaar is niet gezegd."
FEAST = "Een feest of een reces. Noem zelf de dag, als die vaststaat."
BARE_WEEKDAY = "Welke {} is niet gezegd."
TWO_YEARS = "Een seizoen in twee jaren. Noem de maanden."
VAGUE = "Hoe lang is niet precies gezegd."
UNITS = {"dag": "day", "week": "week", "weken": "week", "maand": "month", "jaar": "year"}
AWAY = {"gister": -1, "eergister": -2, "morgen": 1, "overmorgen": 2}


@dataclass(frozen=True)
class Moment:
    """An expression of time from `start` to `end` of a text, as far as its words say.

    `form` is what it names: day, month, season, quarter, half, year, week, away (days from the
    letter's), unit (this week, last year), weekday, later, ago, or none. `month` is the number of
    a month, season (21 to 23), quarter or half, `count` how many days or units away. `group` is
    where the month stands that several days share.
    """

    start: int
    end: int
    form: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    lean: str = ""
    which: str = ""  # "this", "previous" or "next" year
    unit: str = ""
    count: int | None = None
    group: int = -1
    why: str = ""


def _lean(match: re.Match) -> str:
    groups = match.groupdict()
    return w.LEANS.get((groups.get("lean") or groups.get("behind") or "").casefold(), "")


def _known(match: re.Match) -> dict:
    """Return what nearly all expressions may say: the year, or which way it is."""
    groups = match.groupdict()
    return {
        "year": int(groups["year"]) if groups.get("year") else None,
        "lean": _lean(match),
        "which": w.LEANS.get((groups.get("which") or "").casefold(), ""),
        "why": ABBREVIATED if groups.get("short") else "",
    }


def _month(match: re.Match) -> int:
    return w.NUMBERED[match["month"].casefold()]


def published(match: re.Match) -> Iterator[Moment]:
    yield Moment(*match.span("year"), "year", year=int(match["year"]))


def some_year(match: re.Match) -> Iterator[Moment]:
    yield Moment(*match.span(), "none", why=SOME_YEAR)


NAMED = re.compile(
    rf"(?:(?P<name>{w.either(w.WEEKDAYS)}),? )?(?P<figure>[0-9]{{1,2}})(?:e|ste|de)?", re.I
)


def days(match: re.Match) -> Iterator[Moment]:
    at = match.start("days")
    found = list(NAMED.finditer(match["days"]))
    for each in found:
        is_first, is_last = each is found[0], each is found[-1]
        weekday = w.WEEKDAYS.index(each["name"].casefold()) if each["name"] else None
        yield Moment(
            start=match.start() if is_first else at + each.start(),
            end=match.end() if is_last else at + each.end(),
            form="day",
            month=_month(match),
            day=int(each["figure"]),
            weekday=weekday,
            group=match.start("month"),
            **_known(match),
        )


def months(match: re.Match) -> Iterator[Moment]:
    """Yield a month, or two as in "juni-juli 2025"; no name with a capital, and no bare "mrt"."""
    name = match["month"]
    is_whole = name.casefold() in MONTHS
    is_sure = bool(match["year"] or match["part"] or match["lean"])
    if not (name.islower() or is_sure) or not (is_whole or match["year"]):
        return
    known = Moment(*match.span(), "month", month=_month(match), **_known(match))
    if match["other"]:
        month = w.NUMBERED[match["other"].casefold()]
        yield Moment(match.start(), match.end("other"), "month", month=month)
        known = replace(known, start=match.start("month"))
    yield known


IN_SEASON = re.compile(
    r"(?<!\w)(?:in|voor|vóór|na|sinds|tijdens|gedurende|tot|vanaf|rond|over|door)(?: heel)? \Z",
    re.I,
)


def seasons(match: re.Match) -> Iterator[Moment]:
    before = match.string[max(0, match.start() - 12) : match.start()]
    if (
        match["lean"]
        or match["when"]
        or match["part"]
        or (match["the"] and IN_SEASON.search(before))
    ):
        known = Moment(*match.span(), "season", month=w.SEASONS[match["season"].casefold()])
        known = replace(known, **_known(match))
        yield replace(known, why=TWO_YEARS) if match["twice"] else known


def quarters(match: re.Match) -> Iterator[Moment]:
    name = (match["rank"] or match["figure"]).casefold()
    number = w.ORDINALS[name] if name in w.ORDINALS else int(name)
    yield Moment(*match.span(), "quarter", month=number, **_known(match))


def halves(match: re.Match) -> Iterator[Moment]:
    yield Moment(*match.span(), "half", month=w.ORDINALS[match["rank"].casefold()], **_known(match))


def numeric(match: re.Match) -> Iterator[Moment]:
    year, month, day = (int(match[name]) for name in ("year", "number", "day"))
    yield Moment(*match.span(), "day", year=year, month=month, day=day)


OF_NAMED = re.compile(
    r"(?:[A-Z][\w’-]{0,40}|(?:[\w’-]{0,30}(?:begroting|wet|verdrag|besluit|regeling|richtlijn"
    r"|akkoord|agenda|versie|editie|totaal|aantal|bedrag|som|prijs|ruim|maximaal|minimaal))) \Z"
)


def years(match: re.Match) -> Iterator[Moment]:
    """Yield the years after a word that says they are; not "Verdrag van 2007"."""
    before = match.string[max(0, match.start() - 45) : match.start()]
    if (match["intro"] or "").casefold() == "van " and OF_NAMED.search(before):
        return
    part = "part" if match["part"] else "alone" if match["alone"] else ""
    at = match.start("years")
    for each in re.finditer(w.YEAR, match["years"]):
        start = match.start(part) if part and not each.start() else at + each.start()
        yield Moment(start, at + each.end(), "year", year=int(each[0]))


def weeks(match: re.Match) -> Iterator[Moment]:
    yield Moment(*match.span(), "week", year=int(match["year"]), count=int(match["number"]))


def today(match: re.Match) -> Iterator[Moment]:
    word = match["word"].casefold()
    days = next((days for begin, days in AWAY.items() if word.startswith(begin)), 0)
    yield Moment(*match.span(), "away", count=days)


def units(match: re.Match) -> Iterator[Moment]:
    unit = match["unit"].casefold()
    yield Moment(*match.span(), "unit", unit=UNITS.get(unit, unit), lean=_lean(match))


def weekdays(match: re.Match) -> Iterator[Moment]:
    weekday = w.WEEKDAYS.index(match["weekday"].casefold())
    lean, week = _lean(match), w.LEANS.get((match["week"] or "").casefold(), "")
    known = Moment(*match.span(), "weekday", weekday=weekday, lean=lean, which=week)
    yield known if lean or week else replace(known, why=BARE_WEEKDAY.format(match["weekday"]))


def counted(match: re.Match) -> Iterator[Moment]:
    many = match["many"].casefold().replace("é", "e")
    count = int(many) if many.isdigit() else w.COUNTS.index(many) if many in w.COUNTS else None
    way = match["way"].casefold()
    unit = match["unit"].casefold().removesuffix("en")
    sign = -1 if way in ("eerder", "daarvoor", "ervoor", "tevoren", "geleden") else 1
    yield Moment(
        *match.span(),
        "ago" if way == "geleden" else "later",
        unit=UNITS.get(unit, {"dag": "day", "wek": "week", "jar": "year"}.get(unit, "month")),
        count=None if count is None else sign * count,
        why=VAGUE if count is None else "",
    )


def next_day(match: re.Match) -> Iterator[Moment]:
    groups = match.groupdict()
    count = 0 if groups["same"] else -1 if groups["before"] else 1
    yield Moment(*match.span(), "later", unit="day", count=count)


FEASTS = {"kerst": 12, "kerstmis": 12, "eerste kerstdag": 12, "sinterklaas": 12, "koningsdag": 4}


def feasts(match: re.Match) -> Iterator[Moment]:
    """Yield a feast: a month where its year is said and it is always in that month."""
    name = match["feast"].casefold()
    month = FEASTS.get(name)
    if name == "prinsjesdag" and match["year"]:
        day = opening_day(int(match["year"]))
        yield Moment(*match.span(), "day", year=day.year, month=day.month, day=day.day)
    elif month and match["year"]:
        yield Moment(*match.span(), "month", month=month, year=int(match["year"]))
    else:
        yield Moment(*match.span(), "none", why=FEAST)
