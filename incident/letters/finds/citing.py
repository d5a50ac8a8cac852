"""The citations of a letter: every mention of a paper by its number, each by itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from incident.letters.finds.even import Even, without
from incident.letters.text import Flow, Span
from incident.values.citations import named, stretches
from incident.values.references import Reference
from incident.values.refusals import DECEPTIONS, unread
from incident.values.spellings import DOSSIER, LETTERS, YEARS

NUMBER = (
    r"(?i:nrs?|nummers?)\b\.?:? ?[\w.…-]{1,20}(?: ?(?:[-–]|t/m|tot en met|,|en) ?[0-9]{1,5}){0,9}"
)
OPENED = r"(?i:kamerstuk(?:ken)?|kst\.?|aanhangsel|handelingen)"
# What looks like a citation and was not read as one: it says a number, or is an identifier.
LOOKS = re.compile(
    rf"(?<!\w){OPENED}(?!\w)[^;\n\[\]#]{{0,60}}?(?<!\w){NUMBER}"
    rf"|(?<!\w)(?i:kamerstuk(?:ken)?)(?: II?)?,? (?:{YEARS},? )?{DOSSIER}(?:[ -]{LETTERS})?"
    rf"|(?<![\w.,/–-]){DOSSIER}(?:[ -]{LETTERS})?,? {NUMBER}"
    r"|(?<![\w-])(?i:kst|blg|kv-tk|ah-[te]k|h-[te]k)-[\w-]{0,40}[0-9][\w-]{0,40}"
)
MAY_CITE = re.compile(r"[0-9]|(?i:kamerstuk)")
NUMBERED = re.compile(r"(?i:nrs?|nummers?)\b|-")
UNKNOWN = "Dit lijkt een vindplaats, maar wij begrijpen die niet."
DOSSIER_ONLY = "Dit noemt een dossier, en geen stuk daarin."

Cited = tuple[int, int, Reference | None, str]  # from where to where, the paper, the doubt


@dataclass(frozen=True)
class CitationFind:
    """A mention of one paper, as printed; `reference` is None where it was not understood.

    `why` says in Dutch what is not understood, of the whole or of what stands around it. A
    mention that lists several papers is a find for each, of which the later ones stand where their
    numbers do.
    """

    span: Span
    printed: str
    reference: Reference | None
    why: str = ""


def citations(flow: Flow) -> list[CitationFind]:
    """Return every mention of a paper in a letter, in its order."""
    even, found, reached = Even(flow), [], 0
    for start, end, reference, why in cited(even.text):
        place = (start, end) if start >= reached else _listed(even.text, start, end, reference)
        found.append(CitationFind(even.span(*place), even.text[start:end], reference, why))
        reached = end
    return found


def _listed(text: str, start: int, end: int, reference: Reference) -> tuple[int, int]:
    """Return where the number of a later paper of a list stands, else where the list does."""
    number = re.escape(reference.number or reference.chambers_own)
    found = list(re.finditer(rf"(?<!\w){number}(?!\w)", text[start:end]))
    return (start + found[-1].start(), start + found[-1].end()) if found else (start, end)


def cited(text: str) -> list[Cited]:
    """Return the mentions in a text with single spaces; none goes on in the next paragraph."""
    found, at = [], 0
    for line in text.split("\n"):
        cites = _in_line(line) if MAY_CITE.search(line) else ()
        found += [(at + start, at + end, *rest) for start, end, *rest in cites]
        at += len(line) + 1
    return found


def _in_line(line: str) -> list[Cited]:
    found = list(_deceiving(line))
    read = [
        (each.start, each.end, reference, each.refusal.why if each.refusal else "")
        for each in stretches(without(line, (each[:2] for each in found)))
        for reference in each.references or [None]
    ]
    found += read
    left = without(line, (each[:2] for each in found))
    found += [(*looks.span(), None, _why(looks[0])) for looks in LOOKS.finditer(left)]
    return sorted(found, key=lambda each: each[:2])


def _deceiving(line: str) -> Iterator[Cited]:
    """Yield what bears a number of another kind; one of the Chamber's own names its case still."""
    for pattern, why in DECEPTIONS:
        for match in pattern.finditer(line):
            own = named(match["is"])
            yield (*match.span(), own[0] if own else None, why.format(match["is"].strip(" ,")))


def _why(printed: str) -> str:
    if refused := unread(printed):
        return refused[0].why
    return UNKNOWN if NUMBERED.search(printed) else DOSSIER_ONLY
