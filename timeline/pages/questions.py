"""The outcome of Parliament's written questions: now, or as known on a day."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby

from django import forms

from incident.choices import Outcome
from incident.models import Event, Incident, Kamerstuk, Question, WrittenQuestions
from timeline.query.page_query import PageQuery


class OutcomeQuery(PageQuery):
    """The query of the page of questions: outcomes, and the peildatum."""

    class Form(PageQuery.Form):
        """The peildatum and the outcomes."""

        uitkomst = forms.MultipleChoiceField(
            choices=Outcome.choices,
            required=False,
            error_messages={"invalid_choice": "‘%(value)s’ is geen uitkomst die wij kennen."},
        )

    repeatable = ("uitkomst",)


@dataclass(frozen=True)
class QuestionSet:
    """A set of questions as known on a day, at None now; without `outcomes`, all are shown."""

    set: WrittenQuestions
    day: date | None
    outcomes: frozenset[str]
    is_oldest: bool

    @cached_property
    def is_answered(self) -> bool | None:
        """Return whether the answer was there; None where its day is too uncertain."""
        answer = self.set.answer
        if answer is None or self.day is None:
            return answer is not None
        if answer.is_known_on(self.day):
            return True
        return False if answer.first_day and answer.first_day > self.day else None

    @property
    def is_late(self) -> bool:
        """Return whether the term certainly passed without answer or recorded extension."""
        if self.set.extended_to or not self.set.due_on:
            return False
        if self.is_answered is False and self.day:
            return self.day > self.set.due_on
        return self.set.is_surely_late

    @cached_property
    def counts(self) -> list[tuple[Outcome, int]]:
        found = Counter(self.outcome(question) for question in self.set.rows.all())
        return [(outcome, found[outcome]) for outcome in Outcome if found[outcome]]

    def outcome(self, question: Question) -> Outcome:
        """Return the outcome of a question; open where no answer was certainly there."""
        return question.as_outcome if self.is_answered else Outcome.OPEN

    @cached_property
    def answers(self) -> list["Answered"]:
        """Return the questions with a chosen outcome; those that one answer covers, together."""
        everyone = self.set.rows.all()
        chosen = [q for q in everyone if not self.outcomes or self.outcome(q) in self.outcomes]
        groups = groupby(chosen, key=self.answer_of)
        return [Answered(self, list(group)) for _, group in groups]

    def answer_of(self, question: Question) -> tuple:
        """Return what questions have in common that one answer covers; else the question alone."""
        if self.is_answered and question.locator:
            return (question.locator, question.outcome, question.note)
        return (question.number,)

    def anchor(self, question: Question) -> str:
        """Return the id of a question on the page; only the oldest set has ids without a slug."""
        name = f"vraag-{question.number}"
        return name if self.is_oldest else f"{self.set.kamerstuk.slug}-{name}"


@dataclass(frozen=True)
class Answered:
    """One question, or several that stand next to each other and have one answer, as known then."""

    of: QuestionSet
    questions: list[Question]

    @property
    def outcome(self) -> Outcome:
        return self.of.outcome(self.questions[0])

    @property
    def rows(self) -> list[tuple[Question, str]]:
        """Return each question with its id on the page."""
        return [(question, self.of.anchor(question)) for question in self.questions]

    @property
    def note(self) -> str:
        return self.questions[0].note

    @property
    def locator(self) -> str:
        return self.questions[0].locator

    @property
    def events(self) -> list[Event]:
        """Return the public events that these questions are about, in order."""
        named = dict.fromkeys(event for q in self.questions for event in q.public_events)
        return sorted(named, key=lambda event: (event.sort_day, event.span_days, event.slug))

    @property
    def papers(self) -> list[Kamerstuk]:
        return list(dict.fromkeys(paper for q in self.questions for paper in q.papers.all()))


def chosen_sets(incident: Incident, query: OutcomeQuery) -> list[QuestionSet]:
    outcomes = frozenset(query.form.cleaned_data.get("uitkomst", ()))
    return question_sets(incident, query.day, outcomes)


def question_sets(
    incident: Incident, day: date | None, outcomes: frozenset[str] = frozenset()
) -> list[QuestionSet]:
    """Return the public sets of the incident that had certainly been put by the end of the day."""
    sets = WrittenQuestions.objects.for_readers().filter(incident=incident)
    return known_sets(sets, day, outcomes)


def known_sets(
    sets: Iterable[WrittenQuestions], day: date | None, outcomes: frozenset[str] = frozenset()
) -> list[QuestionSet]:
    """Return those of these sets, the oldest first, that had certainly been put by then."""
    sets = list(sets)
    return [
        QuestionSet(one, day, outcomes, is_oldest=one == sets[0])
        for one in sets
        if one.kamerstuk.is_known_on(day)
    ]
