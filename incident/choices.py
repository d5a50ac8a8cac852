"""The enums of the record, each with its Dutch labels and explanations."""

from datetime import datetime
from functools import lru_cache

from django.db import models

from incident.values.kinds import SIGNS, EventKind, readable
from incident.values.references import Series


class Kind(models.TextChoices):
    """What sort of thing happened, where the incident has no kinds of its own."""

    MISUSE = "misbruik", "Misbruik"
    WARNING = "waarschuwing", "Waarschuwing"
    MEASURE = "maatregel", "Maatregel"
    DECISION = "besluit", "Besluit"
    PARLIAMENT = "parlement", "Parlement"
    INQUIRY = "onderzoek", "Onderzoek"
    CONSEQUENCE = "gevolg", "Gevolg"
    RECOVERY = "herstel", "Herstel"


KINDS = {
    Kind.MISUSE: "Iemand maakte misbruik van een zwakke plek.",
    Kind.WARNING: "Iemand wees op een zwakke plek of op een gevaar.",
    Kind.MEASURE: "Er werd ingegrepen om schade te voorkomen of te beperken.",
    Kind.DECISION: "Iemand die erover gaat nam een besluit.",
    Kind.PARLIAMENT: "De Kamer vroeg iets of kreeg iets te horen.",
    Kind.INQUIRY: "Er werd iets uitgezocht, of er kwam een uitkomst.",
    Kind.CONSEQUENCE: "Iets liep anders door wat er gebeurd was.",
    Kind.RECOVERY: "Iets werkte weer.",
}
STANDARD = tuple(EventKind(k.value, k.value, k.label, said) for k, said in KINDS.items())
# Of an event that is itself a paper of Parliament: what follows from that rests on this key.
NEEDED_KINDS = (Kind.PARLIAMENT.value,)


@lru_cache(maxsize=64)
def kinds_of(text: str) -> tuple[EventKind, ...]:
    """Return the kinds that an incident keeps as `text`, in order; the standard ones for none.

    What went past the form and cannot be read is passed over: no page fails for it.
    """
    return tuple(readable(text)) or STANDARD


def kind_in(kinds: tuple[EventKind, ...], key: str) -> EventKind:
    """Return the kind with this key; for one that is no more, one that says its key."""
    known = {kind.value: kind for kind in (*STANDARD, *kinds)}
    return known.get(key) or EventKind(key, next(iter(SIGNS)), key.replace("-", " ").capitalize())


class Known(models.TextChoices):
    """To whom an event was surely known on a day; no event is both. The value is in addresses."""

    TOLD = "gemeld", "Aan de Kamer gemeld"
    PUBLIC = "openbaar", "Openbaar bekend, niet aan de Kamer gemeld"

    @property
    def words(self) -> str:
        """Return the label as it stands within a sentence."""
        return self.label[:1].lower() + self.label[1:]

    @property
    def explanation(self) -> str:
        return KNOWN[self]


KNOWN = {
    Known.TOLD: "Een Kamerstuk van die dag of eerder meldde dit.",
    Known.PUBLIC: (
        "Dit stond toen in een andere bron, zoals de pers. Een Kamerstuk dat het toen zeker al "
        "had gemeld, kennen wij niet."
    ),
}


class Status(models.TextChoices):
    """The status of a text on its way to readers."""

    DRAFT = "concept", "Concept"
    REVIEW = "ter-beoordeling", "Ter beoordeling"
    PUBLISHED = "gepubliceerd", "Gepubliceerd"
    WITHDRAWN = "ingetrokken", "Ingetrokken"


def is_due(status: str, publish_at: datetime, at: datetime) -> bool:
    """Return whether a text with this status and moment is public by then, its incident aside."""
    return status == Status.PUBLISHED and publish_at <= at


def due(at: datetime, path: str = "") -> models.Q:
    """Return `is_due` as a query condition; `path` leads from the queried model to the text."""
    return models.Q(**{f"{path}status": Status.PUBLISHED, f"{path}publish_at__by": at})


class Action(models.TextChoices):
    """What was done to a row, as its entry in the log says."""

    CREATED = "gemaakt", "Gemaakt"
    CHANGED = "gewijzigd", "Gewijzigd"
    SUBMITTED = "aangeboden", "Ter beoordeling aangeboden"
    RETURNED = "teruggestuurd", "Teruggestuurd"
    UNPLANNED = "uit-planning", "Uit de planning gehaald"
    PUBLISHED = "gepubliceerd", "Gepubliceerd"
    WITHDRAWN = "ingetrokken", "Ingetrokken"
    RESTORED = "teruggezet", "Teruggezet"
    DELETED = "verwijderd", "Verwijderd"


class Nature(models.TextChoices):
    """What sort of correction: readers see both sorts."""

    SLIP = "verschrijving", "Verschrijving"
    SUBSTANCE = "inhoud", "Inhoud"

    @property
    def explanation(self) -> str:
        return NATURES[self]


NATURES = {
    Nature.SLIP: "Er staat hetzelfde als eerst, alleen goed geschreven.",
    Nature.SUBSTANCE: "Lezers weten nu iets anders dan eerst.",
}


class Chamber(models.TextChoices):
    """Which of the two chambers a paper belongs to, as citations write it."""

    SECOND = "II", "Tweede Kamer"
    FIRST = "I", "Eerste Kamer"


class PaperSeries(models.TextChoices):
    """In which series a paper of Parliament has its number, as `references.Series`."""

    KAMERSTUK = Series.KAMERSTUK.value, "Kamerstuk"
    AANHANGSEL = Series.AANHANGSEL.value, "Aanhangsel van de Handelingen"
    QUESTIONS = Series.QUESTIONS.value, "Kamervragen"
    HANDELINGEN = Series.HANDELINGEN.value, "Handelingen"
    APPENDIX = Series.APPENDIX.value, "Bijlage"

    @property
    def short(self) -> str:
        return self.label.partition(" ")[0]


class PaperKind(models.TextChoices):
    """What sort of paper of Parliament."""

    LETTER = "brief", "Brief"
    QUESTIONS = "vragen", "Kamervragen"
    ANSWER = "antwoord", "Antwoord op Kamervragen"
    MOTION = "motie", "Motie"
    REPORT = "verslag", "Verslag"
    OTHER = "overig", "Ander stuk"


class QuoteCheck(models.TextChoices):
    """Whether quoted words stand in the text of their paper; labels for readers.

    "" is of a quote that was not checked, as we have no text, and of no quote.
    """

    FOUND = "gecontroleerd", "Gecontroleerd: deze woorden staan in de tekst van het stuk."
    ABSENT = "niet-gevonden", "Niet gevonden in de tekst van het stuk die wij hebben."


UNCHECKED = "Niet gecontroleerd: wij hebben de tekst van dit stuk niet."


class Relation(models.TextChoices):
    """How a statement relates to what was said before about the same claim; labels for staff."""

    FIRST = "eerst", "Voor het eerst gezegd"
    REPEATED = "herhaald", "Nog eens hetzelfde gezegd"
    LATER = "vervolg", "Later nog eens iets gezegd"
    OTHER = "anders", "Een ander zegt iets anders"
    CHANGED = "gewijzigd", "Dezelfde zegt iets anders dan eerst"
    CONTRADICTED = "tegengesproken", "Tegengesproken door een ander"
    WITHDRAWN = "ingetrokken", "Ingetrokken"

    @property
    def words(self) -> str:
        """Return what readers read at a statement; "" where there is nothing to say."""
        return RELATIONS[self]


RELATIONS = {
    Relation.FIRST: "Voor het eerst gezegd",
    Relation.REPEATED: "Herhaald",
    Relation.LATER: "",
    Relation.OTHER: "Anders dan een ander",
    Relation.CHANGED: "Anders dan eerst",
    Relation.CONTRADICTED: "Tegengesproken",
    Relation.WITHDRAWN: "Ingetrokken",
}


class Outcome(models.TextChoices):
    """What became of a written question. It is our label, and the pages say so."""

    OPEN = "open", "Nog geen antwoord"
    ANSWERED = "beantwoord", "Beantwoord"
    PARTLY = "deels", "Deels beantwoord"
    DECLINED = "afgehouden", "Geen antwoord, met reden"
    EARLY = "te-vroeg", "Te vroeg om te zeggen"
    REFERRED = "verwezen", "Verwezen naar een ander antwoord"

    @property
    def explanation(self) -> str:
        return OUTCOMES[self]


OUTCOMES = {
    Outcome.OPEN: "Wij kennen nog geen antwoord op deze vraag.",
    Outcome.ANSWERED: "Het antwoord gaat in op wat gevraagd is.",
    Outcome.PARTLY: "Het antwoord gaat in op een deel van de vraag.",
    Outcome.DECLINED: "De bewindspersoon antwoordt nu niet, en zegt waarom.",
    Outcome.EARLY: "De bewindspersoon zegt dat een antwoord nog niet te geven is.",
    Outcome.REFERRED: "Het antwoord wijst naar het antwoord op een andere vraag.",
}
