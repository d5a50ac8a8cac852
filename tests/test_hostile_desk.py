"""Forged forms of the desk: each field of each form holds what no browser sends, none fails."""

import random
from itertools import product

import pytest

from incident.models import Claim, Event, Incident, Kamerstuk, WrittenQuestions
from tests.desk import change, form_of, values
from tests.factories import (
    CitationFactory,
    EventFactory,
    KamerstukFactory,
    LinkFactory,
    QuestionFactory,
    StatementFactory,
)

pytestmark = pytest.mark.django_db

VALUES = ["", "woord", "0", "-1", "1.5", "9" * 30, "1e9", "²", "١٢", "\x00", "a\x00b", "\ud800"]
VALUES += [
    "' OR 1=1 --",
    "None",
    "true",
    "[]",
    "{}",
    "1,2",
    " 1 ",
    "\u202e",
    "😀" * 300,
    "a" * 70_000,
]
VALUES += ["9223372036854775807", "9223372036854775808", "2147483648", "-9223372036854775809"]
VALUES += [
    "2025-02-31",
    "0000-00-00",
    "99999-01-01",
    "25:61:61",
    "https://[",
    "https://a\x00b",
    "|",
]
MANAGED = ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")
TRIES = 12  # of each field


@pytest.fixture
def forms(admin_client) -> dict[str, dict]:
    """Return each form of the desk as a browser would send it, by its address."""
    event = CitationFactory(event__draft=True).event
    LinkFactory(event=event)
    statement = StatementFactory(claim__draft=True, event=event)
    question = QuestionFactory(questions__draft=True)
    question.events.set([event])
    question.papers.set([event.citations.get().kamerstuk])
    found = {}
    for row in (event, statement.claim, question.questions):
        found[change(row)] = form_of(admin_client, row)
    for row in (KamerstukFactory(), event.incident, EventFactory()):
        found[change(row)] = values(admin_client.get(change(row)).context["adminform"].form)
    return found


def fields(form: dict) -> list[str]:
    return [*form, "_move", "_force", "reason", "nature", "onbekend"]
