"""What the Chamber calls its papers and numbers, in its feed and in OData alike."""

import re
from dataclasses import replace
from typing import NamedTuple

from incident.choices import Chamber, PaperKind
from incident.official.record import Record

# How a name of a kind begins; new names come up, and are a paper of another kind until known here.
OPENINGS = {
    "antwoord schriftelijke vragen": PaperKind.ANSWER,
    "mededeling (uitstel antwoord)": PaperKind.ANSWER,
    "schriftelijke vragen": PaperKind.QUESTIONS,
    "brief": PaperKind.LETTER,
    "motie": PaperKind.MOTION,
    "gewijzigde motie": PaperKind.MOTION,
    "verslag": PaperKind.REPORT,
}
OTHER = PaperKind.OTHER
# 242501244 is number 1244 of session 2024-2025
APPENDIX = re.compile(r"([0-9]{2})([0-9]{2})0*([1-9][0-9]{0,5})")
DOSSIER = re.compile(r"[1-9][0-9]{3,4}(-[A-Z0-9]{1,10})?")


class Appendix(NamedTuple):
    """A number in the Aanhangsel, both "" where a paper has none."""

    session: str = ""
    number: str = ""


def sort_of(kind: str) -> str:
    """Return the kind of paper that a name of the Chamber stands for."""
    said = kind.casefold()
    return next((sort for opening, sort in OPENINGS.items() if said.startswith(opening)), OTHER)


def appendix_of(text: str) -> Appendix:
    """Return what an `aanhangselnummer` says."""
    found = APPENDIX.fullmatch(text)
    return Appendix(f"20{found[1]}-20{found[2]}", found[3]) if found else Appendix()


def identified(record: Record) -> Record:
    """Return a record with the identifier that its numbers make, else that of the document."""
    return replace(record, identifier=identifier_of(record))


def identifier_of(record: Record) -> str:
    if record.is_numbered and record.appendix:
        chamber = "ek" if record.chamber == Chamber.FIRST else "tk"
        return f"ah-{chamber}-{record.session.replace('-', '')}-{record.appendix}"
    if record.is_numbered and record.dossiers and DOSSIER.fullmatch(record.dossiers[0]):
        return f"kst-{record.dossiers[0]}-{record.number}"
    return record.document
