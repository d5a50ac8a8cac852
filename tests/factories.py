"""The plainest valid thing of each noun; a trait names the exception."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from incident.kinds import Kind, PaperKind, Status
from incident.models import Citation, Event, Incident, Kamerstuk, Link


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
    number = factory.Sequence(lambda n: str(n + 1))
    session = "2024-2025"
    date = "2025-07-17"


class EventFactory(DjangoModelFactory):
    """A published event of a certain day, without sources."""

    class Meta:
        model = Event

    class Params:
        draft = factory.Trait(status=Status.DRAFT)
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


class LinkFactory(DjangoModelFactory):
    """A press report."""

    class Meta:
        model = Link

    event = factory.SubFactory(EventFactory)
    publisher = "Krant"
    title = "Bericht"
    date = "2025-07-18"
    url = factory.Sequence("https://krant.example/{}".format)
