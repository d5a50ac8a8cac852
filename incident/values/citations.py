"""How papers of Parliament are cited: every usual spelling in, one frozen value out.

The official spelling follows the Aanwijzingen voor de regelgeving; identifiers and addresses are
those of officielebekendmakingen.nl. A number that is not yet known is printed "nr. XXX".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

PUBLICATIONS = "https://zoek.officielebekendmakingen.nl/{}.html"
LONGEST = 2_000  # one citation, or an address that holds it

INTRODUCED = r"""
    \b (?i:kamerstuk(?:ken)?|kst\.) (?:[ ](?P<chamber>II|I|TK|EK)\b)? ,?[ ]?
    (?: \(?(?P<session>(?:19|20)[0-9]{2}[ ]?[-–/][ ]?(?:[0-9]{2}){1,2})\)? ,?[ ] )?
"""
DOSSIER = r"(?P<dossier>[1-9][0-9]?[ .]?[0-9]{3})(?![0-9])"
SUFFIX = r"(?: [ -]? \(?(?P<suffix>[A-Z]{1,5}|R[0-9]{4})\b\)? )?"
NUMBER = r",?[ ]?\b(?i:nrs?|no)\b\.?[ ]?(?P<number>[1-9][0-9]{0,4}|[A-Z]{1,2}|XXX|PM|\.{3}|…)(?!\w)"
LETTER = r",[ ]?(?P<number>[A-Z]{1,2})(?![\w.])"
PAGE = r"(?:,?[ ](?:p|blz|pag)\.[ ]?(?P<page>[1-9][0-9]{0,4})(?!\w))?"

SPELLINGS = tuple(
    re.compile(pattern, re.VERBOSE)
    for pattern in (
        INTRODUCED + DOSSIER + SUFFIX + NUMBER + PAGE,
        INTRODUCED + DOSSIER + SUFFIX + LETTER + PAGE,
        r"(?<![\w.,/-])(?P<dossier>[1-9][0-9][ .]?[0-9]{3})(?![0-9])" + SUFFIX + NUMBER + PAGE,
        r"""(?i:\bkst)-(?P<dossier>[1-9][0-9]{3,4})(?:-(?P<suffix>[A-Z]{1,5}|R[0-9]{4}))?
            -(?P<number>[1-9][0-9]{0,4}|[A-Z]{1,2})(?![\w-])""",
        r"(?<!\w)(?P<chamber_number>(?:19|20)[0-9]{2}[ZDzd][0-9]{5})(?!\w)",
    )
)
SHORT = re.compile(r"([1-9][0-9]{4})(?:-([A-Z]{1,5}))?-([1-9][0-9]{0,4})")
DOSSIER_ALONE = re.compile(
    r"(?:(?i:dossier|kamerstuk(?:ken)?) ([1-9][0-9]?[ .]?[0-9]{3})|([1-9][0-9][ .]?[0-9]{3}))"
    r"(?:[ -]?([A-Z]{1,5}))?"
)
PREAMBLE = re.compile(INTRODUCED, re.VERBOSE)
CHAMBERS = {"TK": "II", "EK": "I"}
SPACES = re.compile(r"\s+")


class CitationError(ValueError):
    """The text does not hold one citation that can be read; the message says why, in Dutch."""


@dataclass(frozen=True, order=True)
class Reference:
    """A paper of Parliament as a citation names it.

    `number` is "" while it is not yet known. The Chamber's own numbers (2025Z14818) stand in
    `chamber_number`, and then the rest is empty. Two references are equal when they name the same
    paper: chamber, session and page only say more of it.
    """

    dossier: str = ""
    suffix: str = ""
    number: str = ""
    chamber_number: str = ""
    chamber: str = field(default="", compare=False)
    session: str = field(default="", compare=False)
    page: str = field(default="", compare=False)

    @classmethod
    def parse(cls, text: str) -> "Reference":
        """Read the one citation in `text`; raise CitationError when there is none, or are more."""
        if len(text) > LONGEST:
            raise CitationError("Deze tekst is te lang voor één vindplaats.")
        tidy = SPACES.sub(" ", text).strip(" ;,()")
        if short := SHORT.fullmatch(tidy.rstrip(".")):
            return cls(short[1], short[2] or "", short[3])
        found = cls.find_all(tidy)
        if len(found) != 1 or not _sessions_follow(tidy):
            raise CitationError(_why_not(tidy, len(found)))
        return found[0]

    @classmethod
    def find_all(cls, text: str) -> list["Reference"]:
        """Return each citation in a running text once, in the order in which they stand there."""
        found = sorted(_matches(SPACES.sub(" ", text)), key=lambda match: match[:2])
        kept, reached = {}, 0
        for start, end, reference in found:
            if start >= reached:
                kept.setdefault(reference)
                reached = -end
        return list(kept)

    @property
    def identifier(self) -> str:
        """Return "kst-26643-1376" or "2025Z14818"; "" while the number is not known."""
        if self.chamber_number:
            return self.chamber_number
        if not (self.dossier and self.number):
            return ""
        return "-".join(filter(None, ("kst", self.dossier, self.suffix, self.number)))

    @property
    def url(self) -> str:
        """Return the address of the official text, "" where none can be formed."""
        return PUBLICATIONS.format(self.identifier) if self.dossier and self.number else ""

    @property
    def dossier_spaced(self) -> str:
        """Return the dossier as it is printed: "26 643", "36 600 VI"."""
        return f"{self.dossier[:-3]} {self.dossier[-3:]} {self.suffix}".strip()

    def __str__(self) -> str:
        if self.chamber_number:
            return self.chamber_number
        known = bool(self.chamber or self.session)
        session = f"{self.session[:5]}{self.session[7:]}".replace("-", "/")
        opening = " ".join(filter(None, ("Kamerstukken", self.chamber, session)))
        paper = f"{opening}, " if known else "Kamerstuk "
        number = f"nr. {self.number or 'XXX'}"
        if self.number.isalpha() and self.number != "XXX":
            number = self.number
        page = f", p. {self.page}" if self.page else ""
        return f"{paper}{self.dossier_spaced}, {number}{page}"


def read_dossier(text: str) -> tuple[str, str] | None:
    """Return the dossier and suffix that `text` is, and nothing more; None where it is not."""
    found = DOSSIER_ALONE.fullmatch(SPACES.sub(" ", text[:LONGEST]).strip())
    return (_digits(found[1] or found[2]), found[3] or "") if found else None


def _sessions_follow(text: str) -> bool:
    return all(_session(match["session"] or "") is not None for match in PREAMBLE.finditer(text))


def _why_not(text: str, count: int) -> str:
    if not _sessions_follow(text):
        return "Een vergaderjaar loopt in het volgende jaar, zoals 2024-2025."
    if count > 1:
        return "Hier staan meer vindplaatsen. Geef er één."
    if read_dossier(text):
        return "Dit is een dossier. Zet het nummer van het stuk erbij."
    return (
        "Deze vindplaats begrijpen wij niet. Schrijf bijvoorbeeld "
        "‘Kamerstukken II 2024/25, 26 643, nr. 1376’ of ‘2025Z14818’."
    )


def _matches(text: str) -> Iterator[tuple[int, int, Reference]]:
    for spelling in SPELLINGS:
        for match in spelling.finditer(text):
            parts = {name: value or "" for name, value in match.groupdict().items()}
            session = _session(parts.pop("session", ""))
            if session is not None:
                yield match.start(), -match.end(), _reference(session=session, **parts)


def _reference(
    dossier="", suffix="", number="", chamber_number="", chamber="", **rest
) -> Reference:
    unknown = number in ("XXX", "PM", "...", "…")
    return Reference(
        dossier=_digits(dossier),
        suffix=suffix,
        number="" if unknown else number,
        chamber_number=chamber_number.upper(),
        chamber=CHAMBERS.get(chamber, chamber),
        **rest,
    )


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())


def _session(text: str) -> str | None:
    """Return "2024-2025" for each spelling, "" for none, None for years that do not follow."""
    years = re.findall(r"[0-9]+", text)
    if not years:
        return ""
    first, second = int(years[0]), years[1]
    if str(first + 1).endswith(second) and len(second) in (2, 4):
        return f"{first}-{first + 1}"
    return None
