"""What looks like a citation and is none: why, in the words that staff read."""

import re
from typing import NamedTuple

from incident.values.sessions import read_session
from incident.values.spellings import DOSSIER, SUFFIX, YEARS

# What looks like a citation and is none, and what staff read of it; the first that fits.
DECEIVING = (  # a part of it could be read
    (
        r"(?i:kamerstuk(?:ken)?|kst\.)(?: (?:II|I))?,? "
        r"(?P<is>(?:19|20)[0-9]{2}[ZzDd][0-9]{5})(?!\w)",
        "‘{}’ is een nummer van de Kamer zelf, en staat hier op de plaats van een Kamerstuknummer. "
        "Bedoelt u dat nummer, geef het dan alleen.",
    ),
    (
        rf"(?:{DOSSIER}{SUFFIX},? )?(?i:nr)\.? ?(?P<is>[1-9][0-9]{{0,4}}(?: H|-H[0-9]))(?![\w.])",
        "‘{}’ lijkt een herdruk. Die heeft hetzelfde nummer: laat de H weg.",
    ),
)
UNREADABLE = (
    (
        rf"(?P<is>{YEARS} ?[-–] ?{YEARS})",
        "‘{}’ noemt een hele behandeling, geen stuk. Zet het nummer van het stuk erbij.",
    ),
    (
        r"(?P<is>(?i:zie ook (?:aanhangsel|kamerstuk|handelingen))\b)",
        "‘{}’ wijst naar een ander stuk. Geef de vindplaats van het stuk zelf.",
    ),
    (
        r"(?i:aanhangsel)(?: (?:van de |der |bij de )?(?i:handelingen))?(?: (?:II|I))?"
        r"(?P<is>,? (?i:nr)\b)",
        "Bij een nummer van het Aanhangsel hoort het vergaderjaar, zoals ‘Aanhangsel Handelingen "
        "II 2024/25, nr. 1244’.",
    ),
    (
        r"(?i:nrs?|nummers?)\b\.? ?(?P<is>[0-9]+ ?(?:[-–]|t/m|tot en met) ?[0-9]+)",
        "‘{}’ is een reeks. Schrijf elk nummer uit.",
    ),
    (
        r"(?P<is>(?i:nr)\.? ?[0-9]{6,})",
        "‘{}’ is geen nummer van de Kamer, zoals 2025Z14818. Het lijkt een eigen kenmerk van de "
        "afzender.",
    ),
    (
        r"(?P<is>(?i:nr\.? ?|-)-[0-9]+)(?!\w)",
        "‘{}’ is geen nummer van een stuk.",
    ),
    (
        r"(?P<is>(?<!\w)21 ?501-[0-9]{2})(?![\w-])",
        "‘{}’ is een dossier. Zet het nummer van het stuk erbij.",
    ),
    (
        r"(?P<is>(?<![\w-])(?i:kst|ah|h|kv|blg)-(?=[\w-]*[0-9])[\w-]+)",
        "‘{}’ is geen kenmerk dat wij kennen. Kijk of er een teken te veel of te weinig staat.",
    ),
)
DECEPTIONS = tuple((re.compile(pattern), why) for pattern, why in DECEIVING)
UNREAD = tuple((re.compile(pattern), why) for pattern, why in UNREADABLE)
SESSIONS = re.compile(rf"(?<![\w-])(?P<is>{YEARS})(?!\w)")
NO_SESSION = "Een vergaderjaar loopt in het volgende jaar, zoals 2024-2025. ‘{}’ is er geen."


class Refusal(NamedTuple):
    """A stretch of a text that looks like a citation and was not read, and why, in Dutch."""

    text: str
    why: str


def without(reasons, text: str) -> tuple[str, list[Refusal]]:
    """Return the text without what cannot be read for these reasons, and that with its reason."""
    refused = []
    for pattern, why in reasons:
        refused += [Refusal(m[0], why.format(m["is"].strip(" ,"))) for m in pattern.finditer(text)]
        text = pattern.sub(lambda match: "#" * len(match[0]), text)
    return text, refused


def unread(text: str) -> list[Refusal]:
    """Return what in a text looks like a citation, each stretch for the first reason that fits."""
    left, refused = without(UNREAD, text)
    years = [match["is"] for match in SESSIONS.finditer(left)]
    wrong = [found for found in years if not read_session(re.sub("[^0-9]+", "-", found))]
    return refused + [Refusal(found, NO_SESSION.format(found)) for found in wrong]
