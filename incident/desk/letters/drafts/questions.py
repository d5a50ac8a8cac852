"""The forms for the questions that a letter answers."""

from django import forms
from django.core.exceptions import ValidationError

from incident.choices import Outcome, PaperKind
from incident.desk.letters.drafts.base import Draft, checked, paper_of
from incident.desk.letters.rows import RowKind
from incident.desk.shared.citations import read_paper
from incident.letters.head import ADDRESSEE, ASKER, CASE
from incident.models import Kamerstuk, Question, WrittenQuestions
from incident.models.letter import Step
from incident.values.citations import CitationError

NO_SET = "Neem eerst ‘De vragen’ over: daar hoort deze vraag bij."
SEVERAL = "De brief noemt {}. Maak deze vragen op hun eigen pagina, en koppel ze dan hier."
ALREADY = "Vraag {} staat al bij deze vragen. Kies die hieronder, als het dezelfde is."


class SetDraft(Draft):
    """The questions that the letter answers."""

    right = "incident.add_writtenquestions"
    askers = forms.CharField(label="Wie vroegen", max_length=200)
    addressees = forms.CharField(label="Aan wie", max_length=200)

    def first(self):
        return {
            "askers": self.finds.head(ASKER),
            "addressees": self.finds.head(ADDRESSEE),
            "existing": self.likely,
        }

    def alike(self):
        sets = WrittenQuestions.objects.filter(incident=self.letter.incident_id)
        own = sets.filter(kamerstuk__chamber_number__in=self.finds.cases)
        return own.select_related("kamerstuk")

    def make(self):
        asked = self.linked()
        if asked and (asked.answer_id or not self.letter.kamerstuk_id):
            return asked, Step.LINKED
        if asked:
            asked.answer = self.paper()
            self.change(asked)
            return asked, Step.LINKED
        try:
            paper = paper_of(read_paper(self.finds.head(CASE)))
        except CitationError as error:
            raise ValidationError(SEVERAL.format(self.finds.head(CASE))) from error
        given = {name: self.cleaned_data[name] for name in ("askers", "addressees")}
        asked = WrittenQuestions(incident=self.letter.incident, kamerstuk=paper, **given)
        asked.answer = self.letter.kamerstuk if is_answer(self.letter.kamerstuk) else None
        checked(asked).save()
        return asked, Step.TAKEN


def is_answer(paper: Kamerstuk | None) -> bool:
    return bool(paper) and paper.kind == PaperKind.ANSWER


class OfQuestion(Draft):
    """A row that belongs to the questions of the letter."""

    def questions(self) -> WrittenQuestions | None:
        """Return the set that was taken or linked at this table."""
        steps = self.letter.steps.filter(find=RowKind.SET.value, noun="writtenquestions")
        return WrittenQuestions.objects.filter(pk__in=steps.values("row")).first()


class QuestionDraft(OfQuestion):
    """One question, in our words, with where its answer stands."""

    right = "incident.change_writtenquestions"
    wording = forms.CharField(
        label="Vraag",
        max_length=240,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="In onze woorden, één regel.",
    )
    outcome = forms.ChoiceField(
        label="Uitkomst",
        required=False,
        choices=[("", "Kies wat ervan werd"), *Outcome.choices],
        help_text="Ons oordeel.",
    )
    note = forms.CharField(
        label="Toelichting", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    locator = forms.CharField(label="Plaats in het antwoord", max_length=120, required=False)

    def first(self):
        words = self.row.words
        return {
            "wording": words if len(words) <= 240 else "",
            "locator": self.row.place,
            "existing": self.likely,
        }

    def alike(self):
        return Question.objects.filter(questions=self.questions(), number=self.row.number)

    def make(self):
        if not (asked := self.questions()):
            raise ValidationError(NO_SET)
        if old := self.linked():
            return old, Step.LINKED
        if self.there:
            raise ValidationError({"existing": ALREADY.format(self.row.number)})
        if not self.cleaned_data["outcome"]:
            raise ValidationError({"outcome": "Kies wat er van deze vraag werd."})
        names = ("wording", "outcome", "note", "locator")
        given = {name: self.cleaned_data[name] for name in names}
        self.change(asked)
        question = Question(questions=asked, number=self.row.number, **given)
        checked(question).save()
        return question, Step.TAKEN
