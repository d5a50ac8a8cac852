"""A list that was not loaded with its row is no empty list."""

import pytest

from incident.models import Event, Kamerstuk, Question, WrittenQuestions
from incident.models.bases import NotLoadedError
from tests.factories import CitationFactory, EventFactory, QuestionFactory, StatementFactory

pytestmark = pytest.mark.django_db


def test_what_was_not_loaded_is_missed_loudly_and_names_who_loads_it():
    event = CitationFactory().event
    StatementFactory(event=event)
    QuestionFactory()
    for row, name, verb in (
        (Event.objects.for_readers().get(), "public_statements", "with_statements"),
        (Question.objects.get(), "public_events", "for_readers"),
        (Kamerstuk.objects.first(), "public_citations", "with_events"),
    ):
        with pytest.raises(NotLoadedError, match=verb):
            getattr(row, name)


def test_what_was_loaded_is_there_also_where_there_is_nothing():
    event = CitationFactory().event
    StatementFactory(event=event, summary="Gezegd.")
    bare = EventFactory(date="2030-01-01")
    question = QuestionFactory()
    question.events.add(event)
    loaded = list(Event.objects.for_readers().with_statements())
    assert [[said.summary for said in one.public_statements] for one in loaded] == [["Gezegd."], []]
    rows = WrittenQuestions.objects.for_readers().get().rows.all()
    assert [one.public_events for one in rows] == [[event]]
    paper = Kamerstuk.objects.with_events().get(pk=event.citations.get().kamerstuk_id)
    assert [citation.event for citation in paper.public_citations] == [event]
    assert bare in loaded
