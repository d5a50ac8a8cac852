"""The forms for the paper that a letter is, and for the papers that it names."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from incident.choices import PaperKind, PaperSeries
from incident.desk.letters.drafts.base import MOST_ALIKE, Draft, checked, paper_of
from incident.desk.letters.drafts.questions import NO_SET, OfQuestion
from incident.desk.shared.citations import read_paper
from incident.desk.shared.dates import DateWords, DateWordsField
from incident.letters.head import DAY, KIND, SENDER, SUBJECT
from incident.models import Kamerstuk
from incident.models.letter import Step
from incident.values.citations import CitationError
from incident.values.dates import LONGEST, MONTHS
from incident.workflow import KNOWN

LONGEST_TITLE = 200
NOT_THERE = "Vraag {} staat nog niet bij deze vragen. Neem die eerst over."
QUOTED = (
    "Lezers zien citaten uit ‘{}’, en of ze in de tekst staan. Laat een eindredacteur dit doen."
)


class PaperDraft(Draft):
    """The paper that this letter is."""

    right = "incident.add_kamerstuk"
    kind = forms.ChoiceField(label="Soort stuk", choices=PaperKind.choices)
    title = forms.CharField(
        label="Onderwerp",
        max_length=LONGEST_TITLE,
        required=False,
        help_text="Alleen als het stuk zelf een onderwerp draagt.",
    )
    sender = forms.CharField(label="Afzender", max_length=120, required=False)
    date = DateWordsField(
        label="Datum van het stuk",
        widget=DateWords,
        max_length=LONGEST,
        required=False,
        help_text="Leeg als de brief geen dag draagt: die mag u niet raden.",
    )
    chamber_number = forms.CharField(label="Zaaknummer", max_length=12, required=False)

    def first(self):
        cases = self.finds.cases
        kinds = {"antwoord": PaperKind.ANSWER, "vragen": PaperKind.QUESTIONS}
        kind = kinds.get(self.finds.head(KIND), PaperKind.LETTER)
        title = self.finds.head(SUBJECT)
        return {
            "kind": kind,
            "title": title if len(title) <= LONGEST_TITLE else "",
            "sender": self.finds.head(SENDER)[:120],
            "date": self.finds.head(DAY),
            "chamber_number": cases[0] if len(cases) == 1 else "",
        }

    def alike(self):
        first = self.first()
        same_case = models.Q(chamber_number=first["chamber_number"]) & ~models.Q(chamber_number="")
        same_day = models.Q(date=first["date"]) & ~models.Q(date="")
        number = first["chamber_number"] or None
        answers = models.Q(answered_questions__kamerstuk__chamber_number=number)
        likely = Kamerstuk.objects.filter(same_case | same_day | answers).distinct()
        found = likely.exclude(kind=PaperKind.QUESTIONS)
        return found.order_by("slug")[:MOST_ALIKE]

    def make(self):
        paper = self.linked()
        step = Step.LINKED if paper else Step.TAKEN
        if not paper:
            names = ("kind", "title", "sender", "date", "chamber_number")
            paper = Kamerstuk(**{name: self.cleaned_data[name] for name in names})
            if paper.kind == PaperKind.ANSWER:
                paper.series = PaperSeries.AANHANGSEL
            elif paper.kind == PaperKind.QUESTIONS:
                paper.series = PaperSeries.QUESTIONS
            checked(paper).save()
        for known in filter(None, (paper, self.letter.kamerstuk)):
            self.leave_to_editors(known)
        self.letter.kamerstuk = paper
        self.letter.save()
        return paper, step

    def leave_to_editors(self, paper: Kamerstuk) -> None:
        """Refuse to give or take the text by which readers see that a quote was checked."""
        quoted = paper.citations.filter(event__status__in=KNOWN).exclude(quote="")
        if quoted.exists() and not self.may(paper):
            raise ValidationError(QUOTED.format(paper))


class CitationDraft(OfQuestion):
    """A paper that the letter names."""

    right = "incident.add_kamerstuk"
    typed = forms.CharField(
        label="Vindplaats",
        max_length=200,
        required=False,
        help_text="Zoals gedrukt. Verbeter haar als wij haar niet begrepen.",
    )
    number = forms.IntegerField(
        label="Genoemd bij vraag",
        required=False,
        min_value=1,
        help_text="Leeg als het stuk niet bij een vraag hoort.",
    )

    def first(self):
        structure, span = self.finds.structure, self.row.span
        asked = [q.number for q in structure.questions if span in q.span]
        asked += [a.numbers[0] for a in structure.answers if span in a.span]
        read = self.row.reference
        typed = str(read) if read else "" if self.row.is_by_day else self.row.words
        return {"typed": typed, "number": next(iter(asked), None)}

    @property
    def is_ready(self):
        return bool(self.row.reference and self.row.reference.number.isdigit())

    def alike(self):
        """Return the papers of the day by which the letter names one, questions aside."""
        if not self.row.is_by_day:
            return []
        day = models.Q(date=self.row.date) if self.row.date else of_day(self.row.words)
        found = Kamerstuk.objects.filter(day).exclude(kind=PaperKind.QUESTIONS)
        return found.order_by("slug")[:MOST_ALIKE]

    def make(self):
        paper, step = self.named()
        if number := self.cleaned_data.get("number"):
            self.name_at(number, paper)
        return paper, step

    def named(self) -> tuple[Kamerstuk, Step]:
        """Return the paper that was chosen or typed, and whether it had to be made."""
        if paper := self.linked():
            return paper, Step.LINKED
        try:
            reference = read_paper(self.cleaned_data["typed"])
        except CitationError as error:
            raise ValidationError({"typed": str(error)}) from error
        is_known = Kamerstuk.objects.cited_as(reference).exists()
        return paper_of(reference), Step.LINKED if is_known else Step.TAKEN

    def name_at(self, number: int, paper: Kamerstuk) -> None:
        asked = self.questions()
        question = asked and asked.rows.filter(number=number).first()
        if not question:
            raise ValidationError({"number": NOT_THERE.format(number) if asked else NO_SET})
        if paper not in question.papers.all():
            self.change(asked)
            question.papers.add(paper)


def of_day(words: str) -> models.Q:
    """Return the condition for papers of the day and month in these words, of any year."""
    found = re.search(rf"([0-9]{{1,2}}) ({'|'.join(MONTHS)})", words)
    if not found:
        return models.Q(pk=None)
    return models.Q(date__endswith=f"-{MONTHS.index(found[2]) + 1:02}-{int(found[1]):02}")
