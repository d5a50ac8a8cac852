"""Which events: the grammar of the query string, declared once."""

from collections.abc import Callable, Iterable
from functools import cache

import django_filters as filters
from django import forms
from django.core.exceptions import ValidationError

from incident.choices import STANDARD, Known
from incident.models import Event, Kamerstuk
from incident.values.citations import CitationError, parse, read_dossier
from incident.values.kinds import EventKind
from incident.values.words import read_words
from timeline.query.page_query import DayField
from timeline.query.search import Search

LONGEST_WORDS, MOST_WORDS = 200, 20
MOST_KEYS = 5_000  # as many as `MOST_COUNTED`; SQLite takes 32,766 parameters
NEWEST_FIRST = "nieuwste-eerst"


def kind_choices(kinds: Iterable[EventKind]) -> list[tuple[str, str]]:
    return [(kind.value, kind.label) for kind in kinds]


class DayFilter(filters.Filter):
    """One day."""

    field_class = DayField


class WordsField(forms.CharField):
    """The words that are searched, at least one."""

    widget = forms.SearchInput

    def validate(self, value):
        """Raise ValidationError where no word is given, or more than a search should cost."""
        super().validate(value)
        words = read_words(value)
        if value and not words:
            raise ValidationError("Typ een woord: letters of cijfers.", code="invalid")
        if len(words) > MOST_WORDS:
            raise ValidationError(f"Zoek met hoogstens {MOST_WORDS} woorden.", code="invalid")


class WordsFilter(filters.Filter):
    """Words that must all be found."""

    field_class = WordsField


class PaperField(forms.CharField):
    """A paper by its present or former slug, by a citation in any spelling, or by its dossier.

    `papers` gives those among which it is sought; to write their query costs as much as to ask it.
    """

    def __init__(self, *args, papers=Kamerstuk.objects.for_readers, **kwargs):
        super().__init__(*args, **kwargs)
        self.papers = papers

    def to_python(self, value):
        """Return the public papers, None for no value; raise ValidationError if there are none."""
        value = super().to_python(value)
        if not value:
            return None
        found = list(self.meant(value))
        if not found:
            raise ValidationError("Dit Kamerstuk staat niet in deze tijdlijn.", code="unknown")
        return found

    def meant(self, text: str):
        """Return the public papers that `text` can mean; raise ValidationError for no citation."""
        papers = self.papers()
        if named := papers.by_slug(text):
            return [named]
        if dossier := read_dossier(text):
            return papers.in_dossier(*dossier)
        try:
            return papers.cited_as(parse(text))
        except CitationError as error:
            raise ValidationError(str(error), code="invalid") from error


class PaperFilter(filters.Filter):
    """The papers of which an event must cite one."""

    field_class = PaperField


def cited(papers: Callable, words: str):
    """Return those of `papers()` that the words cite; None where they are no citation."""
    try:
        reference = parse(words)
    except CitationError:
        return None
    return papers().cited_as(reference)


class WordSearch:
    """Events by their words: the texts are read once, however many counts a page makes.

    One is shared by all selections that differ in their query alone.
    """

    def __init__(self, synonyms: str = ""):
        self.synonyms = synonyms
        self.keys: dict[str, list[int] | None] = {}

    def among(self, everything, events, words: str):
        """Return those of `events`, themselves among `everything`, that hold the words."""
        groups = Search.of(words, self.synonyms).groups
        if words not in self.keys:
            found = everything.mentioning(groups).order_by().values_list("pk", flat=True)
            keys = list(found[: MOST_KEYS + 1])
            self.keys[words] = keys if len(keys) <= MOST_KEYS else None
        keys = self.keys[words]
        return events.mentioning(groups) if keys is None else events.filter(pk__in=keys)


class EventFilterForm(forms.Form):
    """The parameters together, for rules about more than one."""

    def clean(self):
        """Refuse a period that ends before it begins, and a group of the known without a day."""
        values = super().clean()
        since, until = values.get("vanaf"), values.get("tot_en_met")
        if since and until and until < since:
            self.add_error("tot_en_met", "Deze dag ligt vóór de dag bij ‘Vanaf’.")
        if values.get("bekend") and not self.data.get("peildatum"):
            self.add_error("bekend", "Vul er ook een dag bij in.")
        return values


class EventFilter(filters.FilterSet):
    """The parameters of a timeline; each may be left out."""

    q = WordsFilter(label="Woorden", method="mentioning", max_length=LONGEST_WORDS)
    vanaf = DayFilter(label="Vanaf", method="since")
    tot_en_met = DayFilter(label="Tot en met", method="until")
    soort = filters.MultipleChoiceFilter(
        label="Soort",
        choices=kind_choices(STANDARD),
        method="of_kinds",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "‘%(value)s’ is geen soort die wij kennen."},
    )
    kamerstuk = PaperFilter(label="Kamerstuk", method="citing")
    peildatum = DayFilter(label="Wat was bekend op …", method="known_by")
    bekend = filters.ChoiceFilter(
        label="Aan wie",
        choices=Known.choices,
        empty_label="aan de Kamer gemeld, of openbaar",
        method="in_group",
        error_messages={"invalid_choice": "Kies een van de twee groepen, of laat dit weg."},
    )
    volgorde = filters.ChoiceFilter(
        label="Volgorde",
        choices=[(NEWEST_FIRST, "nieuwste eerst")],
        method="in_order",
        error_messages={"invalid_choice": f"Kies ‘{NEWEST_FIRST}’, of laat dit weg."},
    )

    # The meaning of each parameter, for the docs.
    meanings = {
        "q": (
            "words that all stand in the event or its sources, each or what editors hold for the "
            "same; or a citation"
        ),
        "vanaf": "first day, `2025-07-17`; events whose possible days overlap the period",
        "tot_en_met": "last day, idem",
        "soort": "kind of event; may be repeated",
        "kamerstuk": (
            "a paper: its address, its citation in any spelling, or a dossier such as `26643`"
        ),
        "peildatum": "a day: what was told to the Chamber, or else public, by its end",
        "bekend": "with `peildatum`: `gemeld` (told to the Chamber) or `openbaar` (public alone)",
        "volgorde": "`nieuwste-eerst`; left out: oldest first",
    }

    # The same in Dutch, for the OpenAPI description and the page that is made of it.
    explanations = {
        "q": "Woorden die allemaal in de gebeurtenis of haar bronnen staan, of een vindplaats.",
        "vanaf": (
            "De eerste dag. Een gebeurtenis met een onzekere dag telt mee als zij op een dag in de "
            "periode gebeurd kan zijn."
        ),
        "tot_en_met": "De laatste dag.",
        "soort": "De soort gebeurtenis. Dit mag meer dan één keer.",
        "kamerstuk": (
            "Een Kamerstuk: het laatste deel van zijn adres, zijn vindplaats, of een heel dossier."
        ),
        "peildatum": "Een dag: alleen wat aan het einde van die dag gemeld of openbaar was.",
        "bekend": "Alleen samen met peildatum: wat aan de Kamer gemeld was, of alleen openbaar.",
        "volgorde": "De nieuwste eerst. Zonder dit komt de oudste eerst.",
    }

    class Meta:
        model = Event
        fields = ()
        form = EventFilterForm

    def __init__(self, *args, papers=None, words=None, kinds=STANDARD, **kwargs):
        super().__init__(*args, **kwargs)
        if kinds is not STANDARD:
            self.form.fields["soort"].choices = kind_choices(kinds)
        if papers is not None:
            self.form.fields["kamerstuk"].papers = papers
        self.words = words or WordSearch()

    def get_form_class(self) -> type[forms.Form]:
        return form_class()

    @classmethod
    def fields(cls) -> dict[str, forms.Field]:
        return {name: one.field for name, one in cls.base_filters.items()}

    def since(self, events, name, day):
        return events.possibly_between(day, None)

    def until(self, events, name, day):
        return events.possibly_between(None, day)

    def of_kinds(self, events, name, kinds):
        return events.of_kinds(kinds)

    def known_by(self, events, name, day):
        return events.known_by(day)

    def in_group(self, events, name, group):
        return events.known_as(group, self.form.cleaned_data["peildatum"])

    def in_order(self, events, name, order):
        return events.reverse()

    def citing(self, events, name, papers):
        return events.citing(papers)

    def mentioning(self, events, name, words):
        """Return the events with these words, and if the words are a citation those citing it."""
        found = self.words.among(self.queryset, events, words)
        papers = cited(self.form.fields["kamerstuk"].papers, words)
        return found if papers is None else events.citing(papers) | found


@cache
def form_class() -> type[forms.Form]:
    """Return the form of all timelines, each of which has a copy of its fields."""
    return type("TimelineForm", (EventFilterForm,), EventFilter.fields())
