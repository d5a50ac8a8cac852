"""The spellings of citations, as patterns: which stretch of a text names which papers.

The text has single spaces. The spellings, and where each was found, stand with their tests.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from incident.values.references import Reference, Series
from incident.values.sessions import read_session

CHAMBERS = {"TK": "II", "EK": "I", "TWEEDE KAMER": "II", "EERSTE KAMER": "I"}
SUBDIVIDED = {"21501"}  # its parts have figures, so that 21501-20 is a dossier, not a number
NOT_YET = ("XXX", "PM", "...", "…")

HOUSE = r"(?i:II|I|TK|EK|tweede kamer|eerste kamer)(?!\w)"
YEARS = r"(?:19|20)[0-9]{2} ?[-–/]{1,2} ?(?:[0-9]{4}|[0-9]{2})(?![0-9])"
SESSION = rf"\(?(?i:vergaderjaar )?(?P<session>{YEARS})\)?"
DAY = r"[0-9]{1,2}(?: [a-z]{3,9} |[-/][0-9]{1,2}[-/])(?:19|20)[0-9]{2}"
DOSSIER = r"(?!(?:19|20)[0-9]{2}(?![0-9]))[1-9][0-9]?[ .]?[0-9]{3}(?![0-9])"  # no year
LETTERS = r"(?:[IVX]{1,5}[A-E]?|R[0-9]{4}|[A-Z])(?!\w)"
SUFFIX = rf"(?:(?:-| ?\(?)(?P<suffix>{LETTERS})\)?|-(?P<part>[0-9]{{2}})(?![0-9]))?"
ALSO = (
    rf"(?P<also>(?:(?:, ?| en |, en )[1-9][0-9][ .]?[0-9]{{3}}(?![0-9])(?:[ -]?{LETTERS})?){{0,6}})"
)

# A number of which nothing is left unread: no range, no second half behind a space.
WHOLE = r"(?![\w-]| X+(?!\w)|[.,–/()][0-9]|…| [0-9]+(?![0-9)])| ?(?:t/m|tot en met)\b)"
ONE = rf"(?:(?:[1-9][0-9]{{0,4}}[a-z]?|[A-Z]{{1,2}}|(?i:xxx|pm)|\.{{3}}|…){WHOLE})"
# A later number of a list is not the dossier that opens the next citation, nor a count of things.
LATER = rf"(?:{ONE}(?! (?!en\b)[a-z])(?!(?: ?{LETTERS})?,? ?(?i:nrs?)\b))"
MANY = rf"(?i:nrs|nummers)\b\.?:? ?(?P<listed>{ONE}(?:(?:, ?| en |, en | & ){LATER}){{0,40}})"
SOME = rf"(?i:nr|no|nummer)\b\.?:? ?(?P<named>{ONE}(?:(?: en |, en )(?:nr\.? ?)?{LATER}){{0,40}})"
NUMBERS = rf",? ?(?:{MANY}|{SOME})"
LETTER = (
    r", ?(?P<letter>[A-Z]{1,2})"
    r"(?![\w-]|\.\w|\. [A-Z]\w|[ ,.()/-]{1,4}[a-z]?[0-9](?![0-9]?\) )| \w)"
)
OPENS = r"[1-9][0-9][ .]?[0-9]{3}"
DASHED = (
    r"-(?P<dashed>[1-9][0-9]{0,4}|[A-Z]{1,2})"
    rf"(?![\w-]|[.,/()][0-9]|,? ?(?i:nr)|,? ?{OPENS})"
)

VERSION = r"(?:,? versie (?P<version>[nb][0-9]))?"
PAGE = (
    r"(?:,? (?i:pp?|blz|pag|pagina)\b\.? ?(?P<page>[1-9][0-9]{0,4}(?:[-–][1-9][0-9]{0,4})?)(?!\w))?"
)
NOTE = r"(?:,? (?i:voetnoot|noot) ?(?P<note>[1-9][0-9]{0,2})(?!\w))?"
TAIL = rf"{VERSION}{PAGE}{NOTE}"
KST_TAIL = rf"{TAIL}(?P<behind>,? \(?(?i:bijlagen?)\b)?"
OF_PAPER = r"(?P<before>(?i:bijlagen?)(?: [0-9A-Z]{1,3})? (?:bij|van|behorende bij) (?:de |het )?)?"
INTRODUCED = (
    rf"{OF_PAPER}(?<!\w)(?:(?i:kamerstuk(?:ken)?|kst\.)(?: (?P<chamber>{HOUSE}))?"
    rf"|(?P<house>EK|TK)(?= )|(?P<full>(?i:tweede|eerste) (?i:kamer))(?=,? (?i:vergaderjaar)))"
    rf",? ?(?:{SESSION},? )?"
)
OWN = r"(?:19|20)[0-9]{2}"
VERSIONED = r"(?:-(?P<version>[nb][0-9]))?(?![\w-])"


class Found(NamedTuple):
    """A stretch of a text that names papers; `is_bare` when no word says that it does."""

    start: int
    end: int
    references: list[Reference]
    is_bare: bool = False


class Spelling(NamedTuple):
    """A pattern, and the series of what it names."""

    series: Series
    pattern: re.Pattern
    is_bare: bool = False


def spelling(series: Series, pattern: str, flags=0, *, is_bare=False) -> Spelling:
    return Spelling(series, re.compile(pattern, flags), is_bare)


KST, AH, KV, H, BLG = Series
FIVE = rf"{OPENS}(?![0-9])"
SPELLINGS = (
    spelling(KST, rf"{INTRODUCED}(?P<dossier>{DOSSIER}){SUFFIX}{ALSO}{NUMBERS}{KST_TAIL}"),
    spelling(KST, rf"{INTRODUCED}(?P<dossier>{DOSSIER}){SUFFIX}{ALSO}{LETTER}{KST_TAIL}"),
    spelling(KST, rf"{INTRODUCED}(?P<dossier>{DOSSIER}){SUFFIX}{DASHED}{KST_TAIL}"),
    spelling(KST, rf"{INTRODUCED}(?P<dossier>[CDILMVX]{{2,9}}){LETTER}{KST_TAIL}"),
    spelling(
        KST,
        rf"{OF_PAPER}(?<![\w.,/–-])(?P<dossier>{FIVE}){SUFFIX}{ALSO}{NUMBERS}{KST_TAIL}",
        is_bare=True,
    ),
    spelling(
        KST,
        r"(?<!\w)(?i:nr|nummer)\b\.? ?(?P<named>[1-9][0-9]{0,4}) "
        rf"\((?P<dossier>{FIVE}){SUFFIX}\)",
    ),
    spelling(
        AH,
        r"(?<!\w)(?i:aanhangsel)(?i: (?:van de |der |bij de )?handelingen)?"
        rf"(?:,? (?P<chamber>{HOUSE}))?"
        rf",? {SESSION},?{NUMBERS}{TAIL}",
    ),
    spelling(
        AH,
        rf"(?<!\w)(?:(?i:kamerstukken|handelingen)(?: (?P<chamber>{HOUSE}))?"
        rf"|(?P<full>(?i:tweede|eerste) (?i:kamer))),? {SESSION},? (?i:aanhangsel)"
        rf"(?:,?{NUMBERS}| (?P<dashed>[1-9][0-9]{{0,4}}){WHOLE}){TAIL}",
    ),
    spelling(
        H,
        rf"(?<!\w)(?i:handelingen)(?:,? (?P<chamber>{HOUSE}))?,? {SESSION},? ?(?i:nr)\b\.? ?"
        rf"(?P<named>[1-9][0-9]{{0,2}}|XXX){WHOLE}"
        rf"(?:, ?(?i:item) (?P<item>[1-9][0-9]{{0,2}}){WHOLE})?{TAIL}",
    ),
    spelling(BLG, r"(?<![\w-])blg-(?P<dashed>[1-9][0-9]{3,7})(?![\w-])", re.IGNORECASE),
    spelling(
        KST,
        r"(?<![\w-])kst-(?P<dossier>[1-9][0-9]{3,4})"
        r"(?:-(?P<suffix>[ivx]{1,5}[a-e]?|r[0-9]{4}|[a-z])|-(?P<part>[0-9]{2}))?"
        rf"-(?P<dashed>[1-9][0-9]{{0,4}}|[a-z]{{1,2}}){VERSIONED}",
        re.IGNORECASE,
    ),
    spelling(
        KST,
        rf"(?<![\w-])kst-(?P<dossier>[cdilmvx]{{2,9}})-(?P<dashed>[a-z]{{1,2}}){VERSIONED}",
        re.IGNORECASE,
    ),
    spelling(KST, r"(?<![\w-])kst-(?P<publication>1[0-9]{6})(?![\w-])", re.IGNORECASE),
    spelling(AH, r"(?<![\w-])ah-(?P<publication>1[0-9]{6})(?![\w-])", re.IGNORECASE),
    spelling(
        AH,
        r"(?<![\w-])ah-(?P<chamber>tk|ek)-(?P<session>(?:19|20)[0-9]{6})"
        rf"-(?P<dashed>[1-9][0-9]{{0,4}}){VERSIONED}",
        re.IGNORECASE,
    ),
    spelling(
        H,
        r"(?<![\w-])h-(?P<chamber>tk|ek)-(?P<session>(?:19|20)[0-9]{6})-"
        rf"(?P<dashed>[1-9][0-9]{{0,2}})(?:-(?P<item>[1-9][0-9]{{0,2}}))?{VERSIONED}",
        re.IGNORECASE,
    ),
    spelling(KV, rf"(?<![\w-])kv-tk-(?P<own>{OWN}z[0-9]{{5}})(?![\w-])", re.IGNORECASE),
    spelling(KST, rf"(?<![\w-])(?:nr\.? ?)?(?P<own>{OWN}[zd][0-9]{{5}})(?![\w-])", re.IGNORECASE),
)
# Without a word that says what it is: read where it is the whole text, never amid others.
SHORT = spelling(KST, rf"(?P<dossier>{FIVE}){SUFFIX}{DASHED}")
IDENTIFIED = SPELLINGS[9:]
DATED = rf"(?:,? (?:van|d\.d\.) {DAY})?"
WHOLLY = tuple(
    known._replace(pattern=re.compile(rf"(?:{known.pattern.pattern}){DATED}", known.pattern.flags))
    for known in (*SPELLINGS, SHORT)
)


def whole(text: str) -> list[Reference]:
    """Return the papers that `text` names and nothing else; none where a part is not read."""
    for known in WHOLLY:
        if (match := known.pattern.fullmatch(text)) and (named := references(known, match)):
            return named
    return titled(text)


def titled(text: str) -> list[Reference]:
    """Return the appendix that a text names by its paper, where only its title comes after that."""
    for known in SPELLINGS[:5]:
        match = known.pattern.match(text)
        if match and match["behind"] and not list(matches(text[match.end() :])):
            return references(known, match)
    return []


def matches(text: str) -> Iterator[Found]:
    """Return each stretch that names papers, of every spelling, in no order."""
    for known in SPELLINGS:
        for match in known.pattern.finditer(text):
            if named := references(known, match):
                yield Found(*match.span(), named, known.is_bare)


def references(known: Spelling, match: re.Match) -> list[Reference]:
    """Return the papers that a match names; none where its session or dossier cannot be."""
    parts = {name: value or "" for name, value in match.groupdict().items()}
    session = _session(parts.get("session", ""))
    dossier = _digits(parts.get("dossier", "")) or parts.get("dossier", "").upper()
    suffix = (parts.get("suffix") or parts.get("part") or "").upper()
    if session is None or _is_doubtful(dossier, suffix, parts):
        return []
    house = parts.get("chamber") or parts.get("house") or parts.get("full") or ""
    named = {
        "series": known.series,
        "dossier": dossier,
        "suffix": suffix,
        "chamber": CHAMBERS.get(house.upper(), house.upper()),
        "session": session,
        "publication": parts.get("publication", ""),
        **_own(parts.get("own", "").upper()),
    }
    if known.series.has_sessions and not named["publication"]:
        named["chamber"] = named["chamber"] or "II"  # those of the Senate are cited with their I
    more = {name: parts.get(name, "") for name in ("page", "note", "version")}
    more["page"] = more["page"].replace("–", "-")
    more["version"] = more["version"].lower()
    found = [Reference(number=number, **named, **more) for number in _numbers(parts)]
    if parts.get("before") or parts.get("behind"):
        found = [Reference(series=BLG, appendix_of=main.paper, **more) for main in found]
    return list(dict.fromkeys(found))


def _is_doubtful(dossier: str, suffix: str, parts: dict[str, str]) -> bool:
    """Return whether 21501-20 may be a dossier, or 2024-25 in a list of dossiers a session."""
    if dossier in SUBDIVIDED:
        return not suffix and len(parts.get("dashed", "")) == 2
    return suffix.isdigit() and bool(parts.get("also"))


def _numbers(parts: dict[str, str]) -> list[str]:
    """Return the numbers that a match lists, "" for one that is not yet known."""
    listed = parts.get("listed") or parts.get("named") or ""
    single = parts.get("letter") or parts.get("dashed", "").upper()
    numbers = re.findall(r"[0-9]+[a-z]?|[A-Z]+|(?i:xxx|pm)|\.{3}|…", listed) or [single]
    known = ["" if number.upper() in NOT_YET else number for number in numbers]
    return ["-".join(filter(None, (number, parts.get("item")))) for number in known]


def _own(number: str) -> dict[str, str]:
    return {
        "chamber_number": number if "Z" in number else "",
        "document_number": number if "D" in number else "",
    }


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())


def _session(text: str) -> str | None:
    """Return "2024-2025" for each spelling, "" for none, None for years that do not follow."""
    years = _digits(text)
    return (read_session(f"{years[:4]}-{years[4:]}") or None) if years else ""
