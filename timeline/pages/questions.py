"""The outcome of Parliament's written questions: now, or as known on a day."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django import forms

from incident.choices import Outcome
from incident.models import Incident, Question, WrittenQuestions
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

    def rows(self) -> Iterator[dict]:
        """Yield the context of each question with a chosen outcome.

        `shared` are the other questions that the same place in the answer covers.
        """
        everyone = list(self.set.rows.all())
        for question in everyone:
            outcome = self.outcome(question)
            if not self.outcomes or outcome in self.outcomes:
                place = self.is_answered and question.locator
                shared = [q for q in everyone if place and q != question and q.locator == place]
                yield {
                    "question": question,
                    "outcome": outcome,
                    "shared": shared,
                    "anchor": self.anchor(question),
                }

    def anchor(self, question: Question) -> str:
        """Return the id of a question on the page; only the oldest set has ids without a slug."""
        name = f"vraag-{question.number}"
        return name if self.is_oldest else f"{self.set.kamerstuk.slug}-{name}"


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
