"""How citations are read: a text in, each paper that it names out, and what was not understood.

`parse` reads a text that is one citation and nothing else; `read` a running text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from incident.values.references import Reference, Series
from incident.values.refusals import DECEPTIONS, Refusal, unread, without
from incident.values.spellings import (
    DAY,
    IDENTIFIED,
    Found,
    matches,
    references,
    whole,
)

LONGEST = 2_000  # one citation, or an address that holds it
SPACES = re.compile(r"\s+")
ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
# What may stand before and behind an identifier in an address.
OPENS = re.compile(r"[/=]\Z")
CLOSES = re.compile(r"(?:\.(?:html?|xml|pdf|odt))?(?:/metadata\.xml)?(?:[?#&](?![0-9]).*)?\Z")
DIRECTORY = re.compile(r"/")
ENCLOSED = re.compile(r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
DOSSIER_ALONE = re.compile(
    r"(?:(?i:dossier|kamerstuk(?:ken)?) ([1-9][0-9]?[ .]?[0-9]{3})|([1-9][0-9][ .]?[0-9]{3}))"
    r"(?:[ -]?([A-Z]{1,5})|-([0-9]{2}))?"
)

NOT_UNDERSTOOD = (
    "Deze vindplaats begrijpen wij niet. Schrijf bijvoorbeeld "
    "‘Kamerstukken II 2024/25, 26 643, nr. 1376’ of ‘2025Z14818’."
)
# What comes after a citation in a running text: a clean stop, and no more of a list of numbers.
STOP = re.compile(r"""[)\]”’"'.,;:?!]*(?: |\Z)|&[a-z]""")
GOES_ON = re.compile(
    r"(?:\.,)?[ ,()/&-]{0,3}"
    r"(?:(?:en|nrs?|pp?|blz|voetnoot|noot|[A-Z]{1,4}|(?<=, )[A-Za-z]{1,5})\b\.?[ ,-]{0,2}){0,3}"
    rf"(?!{DAY}|[0-9]{{1,2}}\) )"
    r"(?P<figures>[0-9]+|XXX)(?! (?:bijlage|stuk|ander|keer|dag))"
    r"|(?:(?:,|-| -) ?(?P<capitals>[A-Z]{1,2})| (?P<capital>[A-Z]))(?!\w|\.\w)"
    r"|[ ,(-]{1,2}(?P<letter>[a-tv-z]|[nbNB][0-9])(?!\w)"
    r"|\W{0,3}\w{0,3}(?:em|it).{0,8}?(?P<item>[0-9]+)"
)
# What comes before it: a list that began sooner, or words, perhaps misspelt or cut off, by which
# it is part of the name of another paper.
BEGAN = re.compile(r"(?<![0-9])(?!(?:19|20)[0-9]{2}\D)[0-9]+(?:, ?| en |, en | )\Z")
OF_ANOTHER = {
    Series.HANDELINGEN: re.compile(
        r"\b(?:\w*aanh\w*|\w*ngsel|g?s?e?l|(?:v?a?n )?d?e|der|bij de)\W+(?:\w+\W+){0,3}\Z"
    ),
    Series.KAMERSTUK: re.compile(
        r"(?:\b(?:b?i?j|bijl\w*|\w*lagen?)\b(?:[^.;]{0,30}|\W+\w{0,3}\W{0,3})"
        r"|\bbij kamerstuk[^;]{0,30}"
        r"|(?:aanh|delingen)\w*\W+(?:\w+\W+){0,3})\Z"
    ),
}
BEHIND = "Wat na ‘{}’ komt, begrijpen wij niet. Geef dat een eigen regel."


class CitationError(ValueError):
    """The text does not hold one citation that can be read; the message says why, in Dutch."""


@dataclass(frozen=True)
class Reading:
    """What a text was understood to name, and what was not understood.

    `rest` is the text without what was read.
    """

    references: list[Reference] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    rest: str = ""


def parse(text: str) -> Reference:
    """Read the one citation that `text` is, whole; raise CitationError for anything else."""
    if len(text) > LONGEST:
        raise CitationError("Deze tekst is te lang voor één vindplaats.")
    found = named(text)
    if len(found) != 1:
        raise CitationError(_why_not(_tidied(text), len(found)))
    return found[0]


def named(text: str) -> list[Reference]:
    """Return the papers that `text` names, where it does that and nothing else; else none."""
    tidy = _tidied(text)
    return _in_address(tidy) if ADDRESS.fullmatch(tidy) else whole(tidy)


class Stretch(NamedTuple):
    """A part of a text that names papers, none where it is not read, and what is refused."""

    start: int
    end: int
    references: list[Reference]
    refusal: Refusal | None


def read(text: str) -> Reading:
    """Return each paper that a running text names once, in order, and what was not understood."""
    tidy, refused = without(DECEPTIONS, SPACES.sub(" ", text))
    kept, rest, reached = {}, [], 0
    for each in stretches(tidy):
        rest.append(tidy[reached : each.start])
        reached = each.end
        kept.update(dict.fromkeys(each.references))
        refused.append(each.refusal)
    rest.append(tidy[reached:])
    refused += [refusal for part in rest for refusal in unread(part)]
    return Reading(list(kept), list(dict.fromkeys(filter(None, refused))), " ".join(rest))


def stretches(text: str) -> Iterator[Stretch]:
    """Yield each part of a running text, with single spaces, that names papers, in order."""
    found = sorted(_found(text), key=lambda each: (each.start, -each.end))
    starts = {each.start for each in found}
    reached, is_first = 0, True
    for each in found:
        if each.start < reached:
            continue
        name = text[each.start : each.end]
        other = _why_of_another(each, text[reached : each.start], is_first=is_first)
        refusal = Refusal(name, other) if other else _left(text, each, starts)
        is_read = refusal is None or refusal.text != name
        is_first &= not is_read
        reached = each.end
        yield Stretch(each.start, each.end, each.references if is_read else [], refusal)


def read_dossier(text: str) -> tuple[str, str] | None:
    """Return the dossier and suffix that `text` is, and nothing more; None where it is not."""
    found = DOSSIER_ALONE.fullmatch(SPACES.sub(" ", text[:LONGEST]).strip())
    if not found:
        return None
    digits = re.sub("[ .]", "", found[1] or found[2])
    part = found[4] if found[4] and (found[4][0] == "0" or digits == "21501") else ""
    return None if found[4] and not part else (digits, found[3] or part)


def _tidied(text: str) -> str:
    """Return a citation without what stands around it: brackets, commas, a full stop."""
    tidy = SPACES.sub(" ", text).strip(" ;,")
    if not tidy.endswith("..."):
        tidy = tidy.rstrip(".").rstrip(" ;,")
    enclosed = ENCLOSED.fullmatch(tidy)
    return _tidied(enclosed[1]) if enclosed else tidy


def _found(text: str) -> list[Found]:
    """Return what may be read; not in an address, whose identifiers alone count."""
    addresses = [(match.start(), match.end(), match[0]) for match in ADDRESS.finditer(text)]
    found = [
        Found(start, end, named)
        for start, end, address in addresses
        if len(address) <= LONGEST and (named := _in_address(address.rstrip(".,;)]")))
    ]
    outside = "".join(_blanked(text, addresses))
    return [*found, *matches(outside)]


def _blanked(text: str, addresses: list[tuple[int, int, str]]):
    reached = 0
    for start, end, _ in addresses:
        yield text[reached:start]
        yield "#" * (end - start)
        reached = end
    yield text[reached:]


def _why_of_another(stretch: Found, before: str, *, is_first: bool) -> str:
    """Return why what stands before it makes it part of another name; "" where it does not."""
    first = stretch.references[0]
    other = OF_ANOTHER.get(first.series) if first.dossier or first.session else None
    if other and other.search(before[-40:].lower()):
        return "Door wat ervoor staat, is dit een ander stuk. Geef dat stuk zelf."
    goes_on = BEGAN.search(before[-20:]) and (is_first or before.strip(" ,en"))
    return "De opsomming hiervoor begrijpen wij niet." if stretch.is_bare and goes_on else ""


def _left(text: str, stretch: Found, starts: set[int]) -> Refusal | None:
    """Return what is not understood behind it: all of it where it does not end there, or a number.

    None where it ends in order, and where the next citation starts.
    """
    name = text[stretch.start : stretch.end]
    if not STOP.match(text, stretch.end):
        return Refusal(name, BEHIND.format(name))
    more = GOES_ON.match(text, stretch.end)
    if more is None or any(stretch.end <= start < more.end() for start in starts):
        return None
    return Refusal(more[more.lastgroup], BEHIND.format(name))


def _in_address(address: str) -> list[Reference]:
    """Return the papers of which the identifier stands in a web address; its end must be one."""
    found, closed = {}, False
    for known in IDENTIFIED:
        for match in known.pattern.finditer(address):
            behind = address[match.end() :]
            closed |= bool(CLOSES.match(behind))
            if not OPENS.search(address[: match.start()]):
                return []
            if not (CLOSES.match(behind) or DIRECTORY.match(behind)):
                return []
            found.update(dict.fromkeys(references(known, match)))
    return list(found) if closed else []


def _why_not(text: str, count: int) -> str:
    reading = read(text)
    if count > 1 or len(reading.references) > 1:
        return "Hier staan meer vindplaatsen. Geef er één."
    if refused := [*unread(text), *reading.refused]:
        return refused[0].why
    if read_dossier(text):
        return "Dit is een dossier. Zet het nummer van het stuk erbij."
    if reading.references:
        return (
            f"Hierin staat ‘{reading.references[0]}’, en nog iets dat wij niet begrijpen. Geef "
            "alleen de vindplaats."
        )
    return NOT_UNDERSTOOD
