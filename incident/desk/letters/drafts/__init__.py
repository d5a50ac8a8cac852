"""The forms of the reading table: each makes one draft of a find, or links it to what is there."""

from incident.desk.letters.drafts.base import Draft
from incident.desk.letters.drafts.events import EventDraft, StatementDraft
from incident.desk.letters.drafts.papers import CitationDraft, PaperDraft
from incident.desk.letters.drafts.questions import QuestionDraft, SetDraft
from incident.desk.letters.rows import RowKind

DRAFTS: dict[RowKind, type[Draft]] = {
    RowKind.PAPER: PaperDraft,
    RowKind.SET: SetDraft,
    RowKind.QUESTION: QuestionDraft,
    RowKind.EVENT: EventDraft,
    RowKind.CITATION: CitationDraft,
    RowKind.STATEMENT: StatementDraft,
}
