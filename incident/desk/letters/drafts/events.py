"""The forms for what a sentence tells: an event on its day, or a statement about a claim."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from incident.choices import Relation, Status
from incident.desk.letters.drafts.base import MOST_ALIKE, Draft, checked
from incident.desk.letters.rows import LONGEST_QUOTE
from incident.desk.shared.dates import DateWords, DateWordsField
from incident.models import Citation, Claim, Event, Kamerstuk, Statement
from incident.models.letter import Step
from incident.publishing.chains import check_chain, in_order
from incident.values.dates import LONGEST, EventDate

TWICE = "Op deze datum is er al een gebeurtenis met deze titel. Kies die hierboven."


class EventDraft(Draft):
    """Something that happened on the day that a sentence names."""

    right = "incident.add_event"
    title = forms.CharField(
        label="Titel", max_length=120, required=False, help_text="Wat er gebeurde, in één regel."
    )
    date = DateWordsField(label="Datum", widget=DateWords, max_length=LONGEST, required=False)
    kind = forms.ChoiceField(label="Soort", required=False)
    quote = forms.CharField(
        label="Citaat",
        max_length=LONGEST_QUOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Precies de woorden van het stuk; lezers vinden ze ingeklapt bij de bron.",
    )
    told = forms.BooleanField(
        label="Zo gemeld aan de Kamer",
        required=False,
        initial=True,
        help_text="Door dit stuk hoorde de Kamer ervan.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = self.letter.incident.kind_list
        choices = [(kind.value, kind.label) for kind in kinds]
        self.fields["kind"].choices = [("", "Kies een soort"), *choices]

    def first(self):
        return {"date": self.row.date, "told": not self.is_asked, "quote": self.row.quote}

    @property
    def is_asked(self) -> bool:
        """Return whether members say it: by what they ask, the Chamber is told nothing."""
        structure = self.finds.structure
        asked = [structure.title, *(question.span for question in structure.questions)]
        return any(self.row.span in span for span in asked if span)

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
            self.change(event)
        else:
            names = ("title", "date", "kind")
            given = {name: self.cleaned_data[name] for name in names}
            event = checked(Event(incident=self.letter.incident, **given))
            self.refuse_twin(event)
            event.save()
        self.cite(event, paper)
        return event, step

    def refuse_twin(self, event: Event) -> None:
        """Refuse to make the same event twice, as its own form does."""
        same = Event.objects.filter(incident=event.incident, title=event.title, date=event.date)
        if event.date and same.exclude(status=Status.WITHDRAWN).exists():
            raise ValidationError({"title": TWICE})

    def cite(self, event: Event, paper: Kamerstuk) -> None:
        """Note where in the paper it stands; a place that is noted already stays as it is."""
        place = self.row.place
        if not event.citations.filter(kamerstuk=paper, locator=place).exists():
            given = {name: self.cleaned_data[name] for name in ("told", "quote")}
            citation = Citation(event=event, kamerstuk=paper, locator=place, **given)
            checked(citation).save()


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
        self.change(claim)
        statement.save()
        return statement, Step.TAKEN
