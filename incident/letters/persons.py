"""Who writes, who signs along, who asks and whom: names and offices as a head prints them."""

import re
from collections.abc import Iterator
from typing import NamedTuple

CAPITAL = r"(?:(?![a-zà-öø-ÿ])[^\W\d_])"
PROPER = rf"{CAPITAL}[\w’'-]+"
# Words with a capital, and commas and "en" between: two side by side only behind an adjective.
MINISTRY = rf"(?:{PROPER}(?:, en |, | en |(?:(?<=[eE])|(?<=ge[rt])) )(?={PROPER}))*{PROPER}"
SHOUTED = rf"{CAPITAL}{{2,}}(?:,? {CAPITAL}{{2,}})+(?![\w-])"
OFFICE = re.compile(
    rf"(?P<kind>[Mm]inister|[Ss]taatssecretaris|MINISTER|STAATSSECRETARIS)"
    rf"(?:(?P<many>s|sen)|(?P<first>-[Pp]resident))?"
    rf"(?: (?P<of>van|voor|VAN|VOOR) (?P<ministry>{SHOUTED}|{MINISTRY}))?(?![\w-])"
)
ALSO_OF = re.compile(rf",? en (?P<of>van|voor) (?P<ministry>{MINISTRY})")
NEXT = re.compile(
    r"(?:, en |, | en |, alsmede | alsmede |, )(?:aan |mede namens |namens )?(?:de |het )?", re.I
)
SMALL = r"(?:van|de|den|der|ten|ter|te|el|in|’t|'t|Van|De|Den|Der|Ten|Ter|Te|El|In|’t|'t)"
SURNAME = rf"(?:{SMALL} ){{0,3}}{PROPER}"
PARTY = re.compile(r" ?\((?:beiden|allen|alle|beide)? ?(?P<party>[^()\n]{1,40})\)")
MEMBER = re.compile(rf"(?:(?:, | en |, en )(?:het lid |de leden )?)?(?P<name>{SURNAME})")
ASKED_BY = re.compile(r"\b(?:(?:het |de )?(?:Kamerl|l)(?:id|eden))(?: van de Kamer)? (?=\S)")
TITLES = r"(?:(?i:drs|mr|dr|ir|prof|ing|mw)\. ?)*"
INITIALS = rf"(?:{CAPITAL}[a-z]?\. ?){{1,8}}"
PERSON = rf"{TITLES}{INITIALS}(?:[a-z’']{{1,4}} ){{0,3}}{PROPER}(?:[ -]{PROPER}){{0,2}}"
SIGNED = re.compile(
    rf"(?:^|(?<=\s))(?:[Dd]e |DE )?(?P<office>{OFFICE.pattern}),?\s+(?P<name>{PERSON})$", re.M
)
PRINTED = re.compile(
    rf"[Aa]ntwoord(?:en)? van (?:de )?(?P<kind>[Mm]inister|[Ss]taatssecretaris) "
    rf"(?P<name>{SURNAME}(?:-{PROPER})?) \((?P<ministry>{MINISTRY})\)"
)
ANSWERED_BY = re.compile(r"(?:[Aa]ntwoord(?:en)?|[Bb]eantwoording) van de (?=[MmSs])")
ALONG = re.compile(r"\b(?:[Mm]ede|[Oo]ok|[Tt]evens) namens de ")
LITTLE = {"EN": "en", "VAN": "van", "VOOR": "voor", "DE": "de"}


class Named(NamedTuple):
    """A person or an office: how it is called, and where it stands in the words."""

    value: str
    start: int
    end: int


def offices_at(words: str, at: int) -> Iterator[Named]:
    """Yield the offices that stand one behind the other from a place on."""
    while found := OFFICE.match(words, at):
        yield Named(_office(found), found.start(), found.end())
        at = found.end()
        while found["many"] and (also := ALSO_OF.match(words, at)):
            value = f"{found['kind'].lower()} {also['of']} {_cased(also['ministry'])}"
            yield Named(value, also.start("of"), also.end())
            at = also.end()
        if not (following := NEXT.match(words, at)):
            return
        at = following.end()


def _office(found: re.Match) -> str:
    kind = found["kind"].lower() + (found["first"] or "").lower()
    return f"{kind} {found['of'].lower()} {_cased(found['ministry'])}" if found["of"] else kind


def _cased(ministry: str) -> str:
    if not ministry.isupper() or " " not in ministry:
        return ministry
    return " ".join(LITTLE.get(word, word.capitalize()) for word in ministry.split())


def askers_in(words: str) -> Iterator[Named]:
    """Yield the members who ask, each with the party in brackets where it stands there."""
    for opens in ASKED_BY.finditer(words):
        if found := list(_members(words, opens.end())):
            yield from found
            return


def _members(words: str, at: int) -> Iterator[Named]:
    waiting: list[re.Match] = []
    while member := MEMBER.match(words, at):
        waiting.append(member)
        at = member.end()
        if party := PARTY.match(words, at):
            at = party.end()
            yield from (_member(one, party["party"]) for one in waiting)
            waiting = []
    yield from (_member(one) for one in waiting)


def _member(found: re.Match, party: str = "") -> Named:
    value = f"{found['name']} ({party})" if party else found["name"]
    return Named(value, found.start("name"), found.end("name"))


def addressees_in(words: str) -> Iterator[Named]:
    """Yield the offices to which questions were put."""
    if opens := re.search(r"\baan de (?=[MmSs])", words):
        yield from offices_at(words, opens.end())


def signatures_in(text: str) -> Iterator[Named]:
    """Yield who signed: an office, and a name on the same line or the next."""
    for signed in SIGNED.finditer(text):
        office = OFFICE.match(signed["office"])
        yield Named(f"{signed['name']}, {_office(office)}", signed.start("office"), signed.end())


def senders_in(words: str) -> Iterator[Named]:
    """Yield of whom the answers are, going by the title above them."""
    if printed := PRINTED.search(words):
        value = f"{printed['name']}, {printed['kind'].lower()} ({printed['ministry']})"
        yield Named(value, printed.start("kind"), printed.end())
    elif (opens := ANSWERED_BY.search(words)) and (found := OFFICE.match(words, opens.end())):
        yield Named(_office(found), found.start(), found.end())


def cosigners_in(words: str) -> Iterator[Named]:
    """Yield the offices in whose name the letter is as well."""
    if opens := ALONG.search(words):
        yield from offices_at(words, opens.end())
