"""The verbs with which the facts are asked for; the only place that knows who may see what."""

from incident.publishing.visibility import LoggedQuerySet, fold
from incident.querysets.changes import ChangeQuerySet
from incident.querysets.events import EventQuerySet
from incident.querysets.others import (
    TERM,
    ClaimQuerySet,
    IncidentQuerySet,
    WrittenQuestionsQuerySet,
)
from incident.querysets.papers import KamerstukQuerySet

__all__ = [
    "TERM",
    "ChangeQuerySet",
    "ClaimQuerySet",
    "EventQuerySet",
    "IncidentQuerySet",
    "KamerstukQuerySet",
    "LoggedQuerySet",
    "WrittenQuestionsQuerySet",
    "fold",
]
