"""The forms of the reading table: each makes one draft of a find, or links it to what is there."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from incident.choices import Kind, Outcome, PaperKind, PaperSeries, Relation, Status
from incident.desk.letters.rows import Finds, Row, RowKind
from incident.desk.pasted import draft
from incident.desk.shared.citations import read_paper
from incident.desk.shared.dates import DateWords, DateWordsField
from incident.letters.head import ADDRESSEE, ASKER, CASE, DAY, KIND, SENDER, SUBJECT
from incident.models import (
    Citation,
    Claim,
    Event,
    Kamerstuk,
    Letter,
    Question,
    Statement,
    WrittenQuestions,
)
from incident.models.claim import check_chain, in_order
from incident.models.letter import Step
from incident.values.citations import CitationError
from incident.values.dates import LONGEST, EventDate
from incident.values.references import Reference

MOST_ALIKE = 20  # rows of the record that are offered for linking
NO_PAPER = "Neem eerst ‘Het stuk zelf’ over: daar verwijst dit naar."
NO_SET = "Neem eerst ‘De vragen’ over: daar hoort deze vraag bij."
ALREADY = "Vraag {} staat al bij deze vragen. Kies ‘Koppelen’ als dat dezelfde is."
NOT_THERE = "Vraag {} staat nog niet bij deze vragen. Neem die eerst over."
NEW = "Nieuw: maak een concept"


class Draft(forms.Form):
    """One row of the table; `make` stores what it says, and returns it with the step that it was.

    `existing` is what is in the record already; chosen, it is linked and nothing is made.
    """

    right = ""  # what a person must be allowed to

    def __init__(self, *args, row: Row, letter: Letter, finds: Finds, **kwargs):
        self.row, self.letter, self.finds = row, letter, finds
        self.there = {str(other.pk): other for other in self.alike()}
        super().__init__(*args, prefix=row.key, initial=self.first(), **kwargs)
        if self.there:
            choices = [("", NEW), *((key, str(other)) for key, other in self.there.items())]
            self.fields["existing"] = forms.ChoiceField(
                label="Staat er al?", choices=choices, required=False
            )
            self.order_fields(["existing", *self.fields])
        for text in self.fields.values():
            if isinstance(text.widget, forms.TextInput):
                text.widget.attrs.setdefault("class", "vTextField")

    def first(self) -> dict:
        """Return what the fields hold before anybody types."""
        return {}

    def alike(self) -> models.QuerySet | list:
        """Return what the record holds that this may be."""
        return []

    @property
    def likely(self) -> str:
        """Return the choice of what is surely the same, "" where a person must look."""
        return next(iter(self.there), "")

    def linked(self) -> models.Model | None:
        return self.there.get(self.cleaned_data.get("existing", ""))

    def make(self) -> tuple[models.Model, Step]:
        """Store it; ValidationError says in Dutch why that cannot be."""
        raise NotImplementedError  # each row knows what it makes

    def paper(self) -> Kamerstuk:
        """Return the paper of the letter; ValidationError where there is none yet."""
        if not self.letter.kamerstuk_id:
            raise ValidationError(NO_PAPER)
        return self.letter.kamerstuk


def checked(row: models.Model, leave_out: tuple[str, ...] = ()) -> models.Model:
    """Return a row that is not stored yet, once it keeps its own rules."""
    row.full_clean(exclude=leave_out)
    return row


class PaperDraft(Draft):
    """The paper that this letter is."""

    right = "incident.add_kamerstuk"
    kind = forms.ChoiceField(label="Soort stuk", choices=PaperKind.choices)
    title = forms.CharField(
        label="Onderwerp",
        max_length=200,
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
        kinds = {"antwoord": PaperKind.ANSWER, "vragen": PaperKind.QUESTIONS}
        kind = kinds.get(self.finds.head(KIND), PaperKind.LETTER)
        return {
            "kind": kind,
            "title": self.finds.head(SUBJECT)[:200],
            "sender": self.finds.head(SENDER)[:120],
            "date": self.finds.head(DAY),
            "chamber_number": self.finds.head(CASE),
        }

    def alike(self):
        first = self.first()
        same_case = models.Q(chamber_number=first["chamber_number"]) & ~models.Q(chamber_number="")
        same_day = models.Q(date=first["date"]) & ~models.Q(date="")
        found = Kamerstuk.objects.filter(same_case | same_day).exclude(kind=PaperKind.QUESTIONS)
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
        self.letter.kamerstuk = paper
        self.letter.save()
        return paper, step


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
        number = self.finds.head(CASE)
        sets = WrittenQuestions.objects.filter(incident=self.letter.incident_id)
        return sets.filter(kamerstuk__chamber_number=number).select_related("kamerstuk")

    def make(self):
        asked = self.linked()
        if asked and (asked.answer_id or not self.letter.kamerstuk_id):
            return asked, Step.LINKED
        if asked:
            asked.answer = self.paper()
            checked(asked).save()
            return asked, Step.LINKED
        reference = read_paper(self.finds.head(CASE))
        paper = paper_of(reference)
        given = {name: self.cleaned_data[name] for name in ("askers", "addressees")}
        asked = WrittenQuestions(incident=self.letter.incident, kamerstuk=paper, **given)
        asked.answer = self.letter.kamerstuk if is_answer(self.letter.kamerstuk) else None
        checked(asked).save()
        return asked, Step.TAKEN


def is_answer(paper: Kamerstuk | None) -> bool:
    return bool(paper) and paper.kind == PaperKind.ANSWER


def paper_of(reference: Reference) -> Kamerstuk:
    """Return the paper that is cited: the one that is there, or a new one."""
    found = Kamerstuk.objects.cited_as(reference).first()
    if not found:
        found = draft(reference)
        checked(found).save()
    return found


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
        asked.save()
        question = Question(questions=asked, number=self.row.number, **given)
        checked(question).save()
        return question, Step.TAKEN


class EventDraft(Draft):
    """Something that happened on the day that a sentence names."""

    right = "incident.add_event"
    title = forms.CharField(
        label="Titel", max_length=120, required=False, help_text="Wat er gebeurde, in één regel."
    )
    date = DateWordsField(label="Datum", widget=DateWords, max_length=LONGEST, required=False)
    kind = forms.ChoiceField(
        label="Soort", required=False, choices=[("", "Kies een soort"), *Kind.choices]
    )
    told = forms.BooleanField(
        label="Zo gemeld aan de Kamer",
        required=False,
        initial=True,
        help_text="Door dit stuk hoorde de Kamer ervan.",
    )

    def first(self):
        return {"date": self.row.date, "told": True}

    def alike(self):
        """Return the events of this incident on the same days, and those made of this letter."""
        steps = self.letter.steps.filter(noun="event")
        likely = models.Q(pk__in=steps.values("row"))
        if self.row.date:
            when = EventDate.parse(self.row.date)
            until = {"sort_day__lte": when.last} if when.last else {}
            since = {"last_day__gte": when.first} if when.first else {}
            likely |= models.Q(**until, **since)
        found = Event.objects.filter(likely, incident=self.letter.incident_id)
        return found.exclude(status=Status.WITHDRAWN).order_by("sort_day", "slug")[:MOST_ALIKE]

    def make(self):
        paper, event = self.paper(), self.linked()
        step = Step.LINKED if event else Step.TAKEN
        if event:
            event.save()
        else:
            names = ("title", "date", "kind")
            given = {name: self.cleaned_data[name] for name in names}
            event = Event(incident=self.letter.incident, **given)
            checked(event).save()
        self.cite(event, paper)
        return event, step

    def cite(self, event: Event, paper: Kamerstuk) -> None:
        """Note where in the paper it stands; a place that is noted already stays as it is."""
        place = self.row.place
        if not event.citations.filter(kamerstuk=paper, locator=place).exists():
            told = self.cleaned_data["told"]
            citation = Citation(event=event, kamerstuk=paper, locator=place, told=told)
            checked(citation).save()


class CitationDraft(OfQuestion):
    """A paper that the letter names."""

    right = "incident.add_kamerstuk"
    typed = forms.CharField(
        label="Vindplaats",
        max_length=200,
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
        return {"typed": str(read) if read else self.row.words, "number": next(iter(asked), None)}

    def make(self):
        try:
            reference = read_paper(self.cleaned_data["typed"])
        except CitationError as error:
            raise ValidationError({"typed": str(error)}) from error
        is_known = Kamerstuk.objects.cited_as(reference).exists()
        paper, number = paper_of(reference), self.cleaned_data.get("number")
        if number:
            self.name_at(number, paper)
        return paper, Step.LINKED if is_known else Step.TAKEN

    def name_at(self, number: int, paper: Kamerstuk) -> None:
        asked = self.questions()
        question = asked and asked.rows.filter(number=number).first()
        if not question:
            raise ValidationError({"number": NOT_THERE.format(number) if asked else NO_SET})
        if paper not in question.papers.all():
            asked.save()
            question.papers.add(paper)


class StatementDraft(Draft):
    """A sentence beside what was said before about a claim; a person decides how they relate."""

    right = "incident.change_claim"
    speaker = forms.CharField(label="Wie", max_length=120)
    speaker_short = forms.CharField(label="Wie, kort", max_length=40, required=False)
    summary = forms.CharField(
        label="Samenvatting",
        max_length=240,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="In onze woorden, één regel.",
    )
    relation = forms.ChoiceField(
        label="Verhouding", choices=[("", "Kies hoe zij zich verhoudt"), *Relation.choices]
    )
    locator = forms.CharField(label="Plaats in het stuk", max_length=120)

    def first(self):
        known = self.row.statement
        return {
            "speaker": known.speaker,
            "speaker_short": known.speaker_short,
            "summary": self.row.words if len(self.row.words) <= 240 else "",
            "locator": self.row.place,
        }

    def make(self):
        claim = Claim.objects.get(pk=self.row.statement.claim_id)
        statement = Statement(claim=claim, kamerstuk=self.paper(), **self.cleaned_data)
        checked(statement)
        check_chain(in_order([*claim.statements.all(), statement]))
        claim.save()
        statement.save()
        return statement, Step.TAKEN


DRAFTS: dict[RowKind, type[Draft]] = {
    RowKind.PAPER: PaperDraft,
    RowKind.SET: SetDraft,
    RowKind.QUESTION: QuestionDraft,
    RowKind.EVENT: EventDraft,
    RowKind.CITATION: CitationDraft,
    RowKind.STATEMENT: StatementDraft,
}
