"""A paper as an official source describes it, whichever source that is."""

import re
from dataclasses import dataclass
from datetime import date

from incident.choices import Chamber
from incident.official.query import Source
from incident.values.citations import Reference

SUFFIX = re.compile(r"([1-9][0-9]{3,4})[- ]?(?:\(?([A-Z0-9]{1,10})\)?)?")
NUMBER = re.compile(r"[1-9][0-9]{0,5}|[A-Z]{1,3}")
LATER = re.compile(r"\buitstel", re.IGNORECASE)


@dataclass(frozen=True)
class Record:
    """One description of a paper; a part that it does not say is empty.

    `questions` are the numbers of the cases that it answers or belongs to; what it only refers to
    is not among them. `number` is what the source says, and that may be no number ("-1"). `sort` is
    the kind of paper, of those that we know, where the source tells all kinds apart; `kind` is its
    own word. `document` is the Chamber's number of it, `record_id` that of the description.
    """

    source: Source
    identifier: str
    title: str = ""
    kind: str = ""
    sender: str = ""
    chamber: str = ""
    session: str = ""
    dossiers: tuple[str, ...] = ()
    number: str = ""
    appendix: str = ""
    questions: tuple[str, ...] = ()
    day: date | None = None
    published: date | None = None
    sort: str = ""
    document: str = ""
    record_id: str = ""
    raw: str = ""

    @property
    def is_numbered(self) -> bool:
        """Return whether it has the number that papers are cited by: -1 is none."""
        return bool(NUMBER.fullmatch(self.appendix or self.number))

    def is_in(self, dossier: str) -> bool:
        return dossier.lower() in {d.lower().replace(" ", "-") for d in self.dossiers}

    @property
    def is_postponement(self) -> bool:
        return bool(LATER.search(f"{self.title} {self.kind}"))

    @property
    def citation(self) -> str:
        """Return how it is cited, as far as the record itself says; else its identifier.

        No number is read out of an identifier: kst-1268678 is no paper of dossier 12686.
        """
        if not self.is_numbered:
            return self.identifier
        years = f"{self.session[:4]}/{self.session[7:]}" if len(self.session) == 9 else ""
        if self.appendix:
            opening = " ".join(filter(None, ("Aanhangsel Handelingen", self.chamber, years)))
            return f"{opening}, nr. {self.appendix}"
        return str(self.reference) if self.reference else self.identifier

    @property
    def reference(self) -> Reference | None:
        """Return its place in its dossier; None where it names no dossier that we can read.

        Of several dossiers the number belongs to the one in the identifier, else the first.
        """
        ends = f"-{self.number}".lower()
        own = self.identifier.lower().removeprefix("kst-").removesuffix(ends)
        named = [d for d in self.dossiers if d.lower().replace(" ", "-") == own] or self.dossiers
        found = SUFFIX.fullmatch(named[0]) if named else None
        if not (found and NUMBER.fullmatch(self.number)):
            return None
        about = {"chamber": self.chamber, "session": self.session, "number": self.number}
        return Reference(dossier=found[1], suffix=found[2] or "", **about)

    @property
    def names(self) -> set[str]:
        """Return under what it may be kept: before it got its number, that is its document's."""
        return {self.identifier, self.document} - {""}


def chamber_of(text: str) -> str:
    """Return the chamber that a source names in words; "" for both, for neither, and unknown."""
    second, first = "tweede kamer" in text.lower(), "eerste kamer" in text.lower()
    if second == first:
        return ""
    return Chamber.SECOND if second else Chamber.FIRST
