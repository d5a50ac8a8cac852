"""A paper of Parliament as a citation names it: its series, and its number in that series.

Spellings follow the Aanwijzingen voor de regelgeving (3.43) and the Leidraad; identifiers and
addresses are those of officielebekendmakingen.nl. A number that is not yet known is "".
"""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import total_ordering

PUBLICATIONS = "https://zoek.officielebekendmakingen.nl/{}.html"
HOUSES = {"II": "tk", "I": "ek"}
UNKNOWN = "XXX"  # as letters print a number that is not yet known


class Series(StrEnum):
    """In which series a paper has its number. The value opens its identifier."""

    KAMERSTUK = "kst"
    AANHANGSEL = "ah"
    QUESTIONS = "kv"
    HANDELINGEN = "h"
    APPENDIX = "blg"

    @property
    def is_by_case(self) -> bool:
        """Return whether the number of a case names such a paper; an answer has that of another."""
        return self in (Series.KAMERSTUK, Series.QUESTIONS)

    @property
    def has_sessions(self) -> bool:
        """Return whether it counts anew in each chamber and session."""
        return self in (Series.AANHANGSEL, Series.HANDELINGEN)


@total_ordering
@dataclass(frozen=True, eq=False)
class Reference:
    """One paper as a text names it; two are equal when they name the same paper.

    `number` is that of the paper in its series: "1376", "A", "1244", "42-4" (meeting and item).
    `publication` is the number of an identifier that holds nothing else (kst-1268678).
    `chamber_number` and `document_number` are the Chamber's own, of a case (2025Z14818) and of a
    document (2025D35001). Of a Kamerstuk, chamber and session only say more of it, as the page and
    note do of any; of an Aanhangsel and of Handelingen they are part of the name. An appendix
    without number is known by the paper that it belongs to.
    """

    series: Series = Series.KAMERSTUK
    dossier: str = ""
    suffix: str = ""
    number: str = ""
    publication: str = ""
    chamber_number: str = ""
    document_number: str = ""
    chamber: str = ""
    session: str = ""
    version: str = ""
    appendix_of: "Reference | None" = None
    page: str = ""
    note: str = ""

    @property
    def order(self) -> tuple:
        """Return what sorts and compares it: series, dossier or session, number."""
        if own := self.chambers_own:
            return (len(Series), own)
        bare = "" if self.number else self.publication
        place = (self.chamber, self.session) if self.series.has_sessions else (self.dossier, "")
        place = ("", "") if bare else place
        rank = list(Series).index(self.series)
        main = self.appendix_of.order if self.appendix_of else ()
        named = (self.suffix, natural(self.number), bare, self.version)
        return (rank, place[0].rjust(9, "0"), place[1], *named, main)

    def __eq__(self, other):
        return isinstance(other, Reference) and self.order == other.order

    def __lt__(self, other):
        return self.order < other.order

    def __hash__(self):
        return hash(self.order)

    @property
    def chambers_own(self) -> str:
        """Return the Chamber's number where that is all it is named by, else ""."""
        named = self.number or self.publication or self.dossier or self.appendix_of
        return "" if named else self.document_number or self.chamber_number

    @property
    def identifier(self) -> str:
        """Return "kst-26643-1376" or "2025Z14818"; "" while the number is not known."""
        if own := self.chambers_own:
            return f"kv-tk-{own}" if self.series is Series.QUESTIONS and "Z" in own else own
        if self.publication:
            return f"{self.series}-{self.publication}"
        parts = [self.series, *self._place, self.number, self.version]
        return "-".join(filter(None, parts)) if self.number and all(self._place[:1]) else ""

    @property
    def address(self) -> str:
        """Return its name in our addresses: by its number in its series, as far as it has one.

        Of questions that is the Chamber's number.
        """
        numbered = replace(self, publication="") if self.number else self
        return self.chambers_own or numbered.identifier

    @property
    def faults(self) -> dict[str, str]:
        """Return by field what is wrong with a number in its series, in Dutch; {} for nothing."""
        found = {}
        if self.number and not NUMBERS[self.series][0].fullmatch(self.number):
            found["number"] = NUMBERS[self.series][1]
        if self.number and self.series.has_sessions and not self.session:
            found["session"] = "Een nummer van deze reeks hoort bij een vergaderjaar."
        if self.series is not Series.KAMERSTUK:
            named = {"dossier": self.dossier, "suffix": self.suffix}
            wrong = [name for name, value in named.items() if value]
            found |= dict.fromkeys(wrong, "Alleen een Kamerstuk heeft een dossier.")
        if self.publication and self.series not in (Series.KAMERSTUK, Series.AANHANGSEL):
            found["publication"] = "Alleen een Kamerstuk en een Aanhangsel hebben zo’n nummer."
        return found

    @property
    def _place(self) -> list[str]:
        """Return what stands before the number in the identifier; its first may be missing."""
        if self.series is Series.KAMERSTUK:
            return [self.dossier, self.suffix]
        if self.series.has_sessions:
            return [self.session.replace("-", "") and self.house, self.session.replace("-", "")]
        return []

    @property
    def house(self) -> str:
        return HOUSES.get(self.chamber, "")

    @property
    def url(self) -> str:
        """Return the address of the official text, "" where none is known.

        Not verified, and so not given: one of the Senate's old numbers (188b), and of Handelingen
        without item (before 2011).
        """
        old = self.number[-1:].islower() or (
            self.series is Series.HANDELINGEN and "-" not in self.number
        )
        formed = self.identifier if self.identifier.startswith(f"{self.series}-") else ""
        return PUBLICATIONS.format(formed) if formed and not old else ""

    @property
    def paper(self) -> "Reference":
        """Return the paper alone: without page, note and version."""
        known = {name: getattr(self, name) for name in NAMING}
        return Reference(**known)

    @property
    def dossier_spaced(self) -> str:
        """Return the dossier as it is printed: "26 643", "36 600 VI", "21 501-08"."""
        spaced = self.dossier
        if self.dossier.isdigit():
            spaced = f"{self.dossier[:-3]} {self.dossier[-3:]}"
        return f"{spaced}{'-' if self.suffix.isdigit() else ' '}{self.suffix}".rstrip("- ")

    def __str__(self) -> str:
        written = self.chambers_own or WRITTEN[self.series](self)
        version = f", versie {self.version}" if self.version else ""
        page = f", p. {self.page}" if self.page else ""
        note = f", voetnoot {self.note}" if self.note else ""
        return f"{written}{version}{page}{note}"

    @property
    def _opening(self) -> str:
        """Return the chamber and session as citations have them: "II 2024/25"."""
        years = f"{self.session[:5]}{self.session[7:]}".replace("-", "/")
        return " ".join(filter(None, (self.chamber, years)))


NUMBERS = {
    Series.KAMERSTUK: (
        re.compile(r"[1-9][0-9]{0,4}[a-z]?|[A-Z]{1,2}"),
        "Een nummer zoals 1376, of A.",
    ),
    Series.AANHANGSEL: (re.compile(r"[1-9][0-9]{0,4}"), "Een nummer zoals 1244."),
    Series.QUESTIONS: (
        re.compile(r"(?!)"),
        "Kamervragen hebben alleen een zaaknummer, zoals 2025Z14818.",
    ),
    Series.HANDELINGEN: (
        re.compile(r"[1-9][0-9]{0,2}(-[1-9][0-9]{0,2})?"),
        "De vergadering en het agendapunt, zoals 42-4.",
    ),
    Series.APPENDIX: (re.compile(r"[1-9][0-9]{3,7}"), "Het nummer na blg-, zoals 1093410."),
}
NAMING = (
    *("series", "dossier", "suffix", "number", "publication", "chamber_number"),
    *("document_number", "chamber", "session", "appendix_of"),
)


def natural(number: str) -> tuple:
    """Return a number to sort by: 9 before 10, figures before letters, Z before AA."""
    return tuple((part.isalpha(), part.rjust(9, "0")) for part in number.split("-"))


def _kamerstuk(known: Reference) -> str:
    if known.publication and not known.number:
        return known.identifier
    opening = f"Kamerstukken {known._opening}, " if known._opening else "Kamerstuk "
    number = f"nr. {known.number or UNKNOWN}"
    if known.number.isalpha() and known.number != UNKNOWN:
        number = known.number
    return f"{opening}{known.dossier_spaced}, {number}"


def _aanhangsel(known: Reference) -> str:
    if known.publication and not known.number:
        return known.identifier
    return f"Aanhangsel Handelingen {known._opening}, nr. {known.number or UNKNOWN}"


def _handelingen(known: Reference) -> str:
    meeting, _, item = known.number.partition("-")
    said = f"Handelingen {known._opening}, nr. {meeting or UNKNOWN}"
    return f"{said}, item {item}" if item else said


def _appendix(known: Reference) -> str:
    if known.number:
        return known.identifier
    return f"Bijlage bij {known.appendix_of}" if known.appendix_of else "Bijlage zonder nummer"


def _questions(known: Reference) -> str:
    return known.chamber_number or "Kamervragen zonder nummer"


WRITTEN = {
    Series.KAMERSTUK: _kamerstuk,
    Series.AANHANGSEL: _aanhangsel,
    Series.HANDELINGEN: _handelingen,
    Series.APPENDIX: _appendix,
    Series.QUESTIONS: _questions,
}
