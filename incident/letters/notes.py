"""The notes of a letter: those of the members, below their questions, and the minister's footnotes.

Both count from 1.
"""

from dataclasses import dataclass
from enum import StrEnum

from incident.letters.text import Span


class NoteSystem(StrEnum):
    MEMBERS = "leden"
    LETTER = "brief"


@dataclass(frozen=True)
class Note:
    """A note: `number` is None where the text lost it, `mark` where none was found."""

    system: NoteSystem
    number: int | None
    span: Span
    mark: Span | None
