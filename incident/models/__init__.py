"""The nouns of the record, one file each."""

from incident.audit.models import Change, LogHead
from incident.models.account import Account, Throttle
from incident.models.claim import Claim, Statement
from incident.models.event import Event
from incident.models.incident import Incident
from incident.models.kamerstuk import FormerAddress, Kamerstuk
from incident.models.letter import Letter, LetterStep
from incident.models.official import Asking, AskingTurn, Candidate, FeedPlace
from incident.models.questions import Question, WrittenQuestions
from incident.models.sources import Citation, Link
from incident.publishing import rules  # noqa: F401 - from here on, acts keep them

__all__ = [
    "Account",
    "Asking",
    "AskingTurn",
    "Candidate",
    "Change",
    "Citation",
    "Claim",
    "Event",
    "FeedPlace",
    "FormerAddress",
    "Incident",
    "Kamerstuk",
    "Letter",
    "LetterStep",
    "Link",
    "LogHead",
    "Question",
    "Statement",
    "Throttle",
    "WrittenQuestions",
]
