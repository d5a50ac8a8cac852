"""The plainest valid thing of each noun; a trait names the exception."""

import hashlib
from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from incident.choices import Kind, Outcome, PaperKind, Relation, Status
from incident.letters.text import Text
from incident.models import (
    Citation,
    Claim,
    Event,
    Incident,
    Kamerstuk,
    Letter,
    Link,
    Question,
    Statement,
    WrittenQuestions,
)


class IncidentFactory(DjangoModelFactory):
    """A public incident."""

    class Meta:
        model = Incident
        django_get_or_create = ("slug",)

    slug = "om-citrix"
    title = "OM Citrix"
    is_published = True


class KamerstukFactory(DjangoModelFactory):
    """A numbered letter of a certain day."""

    class Meta:
        model = Kamerstuk

    class Params:
        unnumbered = factory.Trait(number="")

    kind = PaperKind.LETTER
    title = factory.Sequence("Onderwerp {}".format)
    dossier = "26643"
    number = factory.Sequence(lambda n: str(n + 10_001))  # past those that tests name
    session = "2024-2025"
    date = "2025-07-17"


class EventFactory(DjangoModelFactory):
    """A published event of a certain day, without sources."""

    class Meta:
        model = Event

    class Params:
        draft = factory.Trait(status=Status.DRAFT)
        review = factory.Trait(status=Status.REVIEW)
        withdrawn = factory.Trait(status=Status.WITHDRAWN)
        future = factory.Trait(
            publish_at=factory.LazyFunction(lambda: timezone.now() + timedelta(days=1))
        )

    incident = factory.SubFactory(IncidentFactory)
    title = factory.Sequence("Gebeurtenis {}".format)
    body = "Er gebeurde iets."
    kind = Kind.MEASURE
    date = "2025-07-17"
    status = Status.PUBLISHED


class CitationFactory(DjangoModelFactory):
    """An event in a paper that did not tell the Chamber of it."""

    class Meta:
        model = Citation

    event = factory.SubFactory(EventFactory)
    kamerstuk = factory.SubFactory(KamerstukFactory)
    locator = "p. 1"


class LetterFactory(DjangoModelFactory):
    """The text of a paper, of one page."""

    class Meta:
        model = Letter

    class Params:
        pages = ("Aan de Voorzitter.",)

    incident = factory.SubFactory(IncidentFactory)
    kamerstuk = factory.SubFactory(KamerstukFactory)
    name = factory.Sequence("brief-{}.txt".format)
    text = factory.LazyAttribute(lambda letter: Text.of(letter.pages).whole)
    data = factory.LazyAttribute(lambda letter: f"{letter.name} {letter.text}".encode())
    digest = factory.LazyAttribute(lambda letter: hashlib.sha256(letter.data).hexdigest())


class LinkFactory(DjangoModelFactory):
    """A press report."""

    class Meta:
        model = Link

    event = factory.SubFactory(EventFactory)
    publisher = "Krant"
    title = "Bericht"
    date = "2025-07-18"
    url = factory.Sequence("https://krant.example/{}".format)


class ClaimFactory(DjangoModelFactory):
    """A public open question, of which nothing was said yet."""

    class Meta:
        model = Claim

    class Params:
        draft = factory.Trait(status=Status.DRAFT)

    incident = factory.SubFactory(IncidentFactory)
    slug = factory.Sequence("kwestie-{}".format)
    title = factory.Sequence("Is het {} waar?".format)
    status = Status.PUBLISHED


class StatementFactory(DjangoModelFactory):
    """What a minister wrote first, in a paper of 17 July 2025."""

    class Meta:
        model = Statement

    class Params:
        press = factory.Trait(kamerstuk=None, locator="", publisher="Krant", date="2025-07-18")

    claim = factory.SubFactory(ClaimFactory)
    speaker = "minister"
    summary = factory.Sequence("Uitspraak {}.".format)
    relation = Relation.FIRST
    kamerstuk = factory.SubFactory(KamerstukFactory)
    locator = "p. 1"


class WrittenQuestionsFactory(DjangoModelFactory):
    """A public set put on 21 July 2025, not answered."""

    class Meta:
        model = WrittenQuestions

    class Params:
        draft = factory.Trait(status=Status.DRAFT)

    incident = factory.SubFactory(IncidentFactory)
    kamerstuk = factory.SubFactory(
        KamerstukFactory,
        kind=PaperKind.QUESTIONS,
        dossier="",
        number="",
        session="",
        chamber_number=factory.Sequence(lambda n: f"2025Z{n + 50_000:05}"),
        date="2025-07-21",
    )
    askers = "Vrager (ABC)"
    addressees = "minister"
    status = Status.PUBLISHED


class QuestionFactory(DjangoModelFactory):
    """An answered question."""

    class Meta:
        model = Question

    questions = factory.SubFactory(WrittenQuestionsFactory)
    number = factory.Sequence(lambda n: n + 1)
    wording = factory.Sequence("Vraag nummer {}?".format)
    outcome = Outcome.ANSWERED
    note = "Ja."
    locator = factory.LazyAttribute(lambda q: f"antwoord op vraag {q.number}")


def many_events(count: int, paper: Kamerstuk | None = None) -> None:
    """Make events with two papers and a press report each, fast and past the log."""
    incident, own = IncidentFactory(), KamerstukFactory(date="2025-08-04")
    start = Event.objects.count()
    events = [
        EventFactory.build(
            incident=incident,
            slug=f"2025-07-e{number}",
            title=f"Titel {number}.",
            date=f"202{number % 5}-0{number % 9 + 1}",
            body="Er gebeurde iets. " * 12,
        )
        for number in range(start, start + count)
    ]
    for event in events:
        event.derive()
    Event._base_manager.bulk_create(events)
    Citation._base_manager.bulk_create(
        Citation(event=event, kamerstuk=stands, locator="p. 1", told=stands is own)
        for event in events
        for stands in filter(None, (own, paper))
    )
    links = [LinkFactory.build(event=event) for event in events]
    for link in links:
        link.derive()
    Link._base_manager.bulk_create(links)
    Event.keep_following({event.pk for event in events})
