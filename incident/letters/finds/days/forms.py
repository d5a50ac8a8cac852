"""How an expression of time is written in Dutch: the patterns, and who reads each."""

import re
from collections.abc import Callable, Iterator

from incident.letters.finds.days import words as w
from incident.letters.finds.days.moments import (
    Moment,
    counted,
    days,
    feasts,
    halves,
    months,
    next_day,
    numeric,
    published,
    quarters,
    seasons,
    some_year,
    today,
    units,
    weekdays,
    weeks,
    years,
)
from incident.values.dates import MONTHS

Builder = Callable[[re.Match], Iterator[Moment]]

NOT_UNITS = (
    r"(?! (?:euro|miljoen|miljard|mln|mld|procent|%|fte|km|kilometer|meter|kg|kilo|ton|stuks"
    r"|gevallen|zaken|mensen|personen|bedrijven|gemeenten|woningen|agenten|medewerkers|incidenten"
    r"|meldingen|keer|uur|uren|dagen|slachtoffers|aangiften|organisaties|systemen|dossiers|leerlingen|vragen"
    r"|locaties|patiënten|studenten|inwoners|adressen|bezoekers|plaatsen|banen|gulden|naar|m2|m3"
    r"|MW)(?!\w))"
)
INTRO = (
    r"(?P<intro>(?:in|sinds|sedert|vanaf|tot en met|t/m|tot aan|tot|per|voor|vóór|na|tussen|over"
    r"|rond|omstreeks|uit|van|uiterlijk|tijdens|gedurende|anno|jaar|jaren"
    r"|kalenderjaar|begrotingsjaar|verslagjaar|periode|(?:periode|jaar|jaren) \() ?)"
)
YEARS = rf"{w.YEAR}(?:(?: ?[-–] ?| t/m | tot en met | tot aan | tot | en | of |, ){w.YEAR}){{0,6}}"


def _form(pattern: str, build: Builder) -> tuple[re.Pattern, Builder]:
    return re.compile(w.FREE + pattern, re.IGNORECASE), build


FORMS = (
    _form(
        rf"(?:{w.LEAN} )?(?P<days>{w.NAMED_DAY}(?:{w.JOIN}{w.NAMED_DAY}){{0,8}}) (?:van )?{w.MONTH}"
        rf"{w.WHEN}?(?!-[a-z])",
        days,
    ),
    _form(
        rf"(?P<part>{w.PART})?(?:{w.LEAN} )?(?:de maand )?"
        rf"(?:(?P<other>{w.either(MONTHS)}) ?[-–/] ?)?{w.MONTH}{w.WHEN}?(?!-\w)",
        months,
    ),
    _form(
        rf"(?P<part>{w.PART})?(?:(?:de |het )?{w.LEAN} |(?P<the>de |het ))?"
        rf"(?P<season>{w.either(w.SEASONS)})(?!\w|-\w)(?P<when>{w.WHEN})?(?P<twice>[-–/][0-9]{{2,4}}(?!\w))?",
        seasons,
    ),
    _form(
        r"(?:het )?(?:(?P<rank>eerste|tweede|derde|vierde|laatste)|(?P<figure>[1-4])(?:e|ste|de)?)"
        rf" kwartaal(?!\w)(?:{w.WHEN})?",
        quarters,
    ),
    _form(rf"(?P<rank>(?!))?(?:Q|kwartaal )(?P<figure>[1-4])(?!\w){w.WHEN}", quarters),
    _form(
        rf"(?:de |het )?(?P<rank>eerste|tweede) (?:jaarhelft|halfjaar|helft)(?!\w){w.WHEN}",
        halves,
    ),
    _form(
        rf"(?P<day>[0-9]{{1,2}})(?P<sign>[-/.])(?P<number>[0-9]{{1,2}})(?P=sign)(?P<year>{w.YEAR})"
        r"(?![\w#]|[-/.][0-9])",
        numeric,
    ),
    _form(
        rf"(?P<year>{w.YEAR})-(?P<number>[0-9]{{2}})-(?P<day>[0-9]{{2}})(?![\w#]|[-/.][0-9])",
        numeric,
    ),
    _form(
        rf"(?:{INTRO}(?P<part>{w.PART})?|(?P<alone>{w.PART})|(?={w.YEAR} (?:t/m|tot en met) ))"
        rf"(?P<years>{YEARS}){w.DONE}(?![-–/]\w){NOT_UNITS}",
        years,
    ),
    # The year in which something was published: "Titel" (2019), or "Bureau Brug. 2018. Titel".
    _form(rf"(?:(?<=[’'”\"] )\((?P<year>{w.YEAR})\))", published),
    (re.compile(rf"(?<=[a-z]{{4}}\. )(?P<year>{w.YEAR})(?=\. [A-Z])"), published),
    _form(
        r"(?:het )?(?:begin|einde?|loop|halverwege|medio)(?: van)? het jaar(?! [0-9])(?!\w)",
        some_year,
    ),
    _form(
        r"(?:de )?jaren (?:['’]?[2-9]0|twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig"
        r"|negentig)(?!\w)",
        some_year,
    ),
    _form(rf"week (?P<number>[0-9]{{1,2}}),? (?:van |in )?(?P<year>{w.YEAR}){w.DONE}", weeks),
    _form(
        r"(?<!op )(?<!deze )(?<!de )(?<!elke )(?P<word>vandaag(?! de dag| inside)|eergisteren"
        r"|gister(?:en)?(?:avond|middag|ochtend|morgen|nacht)?|overmorgen|(?<!goede )morgen"
        r"|vanochtend|vanmiddag|vanavond)(?![\w-])",
        today,
    ),
    _form(
        rf"(?:{w.PART}|{w.EARLIER})?(?:de |het )?{w.LEAN} (?P<unit>week|maand|jaar|weekend)"
        rf"(?![\w-])(?! (?:op )?(?:{w.either(w.WEEKDAYS)})(?!\w))",
        units,
    ),
    _form(
        rf"(?:{w.LEAN} (?!week )|(?P<week>deze|vorige|afgelopen|komende|volgende) week (?:op )?"
        rf"|(?:op|sinds|vanaf|tot) )(?P<weekday>{w.either(w.WEEKDAYS)})"
        rf"(?:ochtend|middag|avond|nacht)?(?: {w.LEAN_BEHIND})?(?![\w-])"
        r"(?! (?:en|t/m|tot|of) |,? [0-9])",
        weekdays,
    ),
    _form(
        rf"(?P<many>[0-9]{{1,3}}|één|{w.either(w.COUNTS)}|enkele|een paar|een aantal|anderhalve?"
        r"|half)"
        r" (?P<unit>dag|dagen|week|weken|maand|maanden|jaar|jaren)"
        r" (?P<way>later|eerder|daarna|nadien|erna|daarvoor|ervoor|tevoren|geleden)(?!\w)",
        counted,
    ),
    _form(
        r"(?:(?:de|die) )?(?:(?P<same>(?:die|diezelfde|dezelfde) dag)|volgende dag"
        r"|dag (?:erna|erop|daarna|daarop)|(?P<before>dag (?:ervoor|daarvoor|tevoren))"
        r"|daags (?:erna|daarna|nadien))(?!\w)",
        next_day,
    ),
    _form(
        r"(?P<feast>kerst|kerstmis|eerste kerstdag|pasen|pinksteren|hemelvaart|hemelvaartsdag"
        r"|prinsjesdag|koningsdag|sinterklaas|oud en nieuw"
        r"|(?:kerst|zomer|voorjaars|herfst|mei|krokus)(?:reces|vakantie))"
        rf"(?![\w-])(?: (?:van )?(?P<year>{w.YEAR}){w.DONE})?",
        feasts,
    ),
)


def moments(text: str) -> list[Moment]:
    """Return the expressions of time in a text with single spaces, in order, none over another."""
    found = [
        each
        for pattern, build in FORMS
        for match in pattern.finditer(text)
        for each in build(match)
    ]
    kept, reached = [], 0
    for each in sorted(found, key=lambda one: (one.start, -one.end)):
        if each.start >= reached:
            kept.append(each)
            reached = each.end
    return kept
