"""The head of a letter: what it is, of whom, of which day, about what. Unknown is left out."""

from dataclasses import dataclass

from incident.letters.text import Span

# kind (antwoord, vragen, brief), sender, cosigner*, day (EDTF), subject, reference, case*,
# sent_in (EDTF), asker*, addressee*; those with a star can come more than once
KIND, SENDER, COSIGNER, DAY, SUBJECT = "kind", "sender", "cosigner", "day", "subject"
REFERENCE, CASE, SENT_IN, ASKER, ADDRESSEE = "reference", "case", "sent_in", "asker", "addressee"


@dataclass(frozen=True)
class HeadFind:
    """A fact of the head: its name, its value, and the words that it rests on."""

    name: str
    value: str
    span: Span
