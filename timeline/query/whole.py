"""The whole timeline of an incident as it is now, which most pages ask for."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from django.db.models import Q, QuerySet
from django.http import Http404

from incident.models import Claim, Event, Incident, Kamerstuk, Statement
from incident.models.querysets.beside import complete
from incident.models.querysets.events import public_said
from incident.written.queries import written
from timeline.kept.shared import shared
from timeline.query.counts import Tally, cited_by, tallied
from timeline.query.portion import WHOLE, Portion, ends


def public_incident(slug: str) -> Incident:
    """Return the public incident with this slug; raise Http404 if there is none."""
    return shared(("incident", slug), lambda: found_at(slug))


def found_at(slug: str) -> Incident:
    found = overviews(slug)
    if not found:
        raise Http404
    return found[0]


@written
def overviews(slug: str) -> QuerySet:
    found = Incident.objects.for_readers().with_overview().with_length(WHOLE)
    return found.filter(slug=slug)


@written
def public_events(incident: int) -> QuerySet:
    return bare().filter(incident=incident)


@written
def events_between(incident: int, first: date, last: date) -> QuerySet:
    return bare().filter(incident=incident, sort_day__range=(first, last))


@written
def events_at(incident: int, slug: str) -> QuerySet:
    return bare().filter(incident=incident, slug=slug)


@written
def public_tally(incident: int) -> QuerySet:
    return tallied(bare().filter(incident=incident))


@written
def public_statements(incident: int) -> QuerySet:
    events = Event._base_manager.filter(incident=incident).values("pk")
    claims = Claim._base_manager.filter(incident=incident).values("pk")
    return public_said().filter(Q(event__in=events) | Q(claim__in=claims))


@written
def public_papers(incident: int) -> QuerySet:
    return Kamerstuk.objects.for_readers(incident)


@written
def public_citations(incident: int) -> QuerySet:
    return cited_by(bare().filter(incident=incident))


def bare() -> QuerySet:
    """Return the public events in order, with nothing beside them."""
    return Event.objects.for_readers().select_related(None).prefetch_related(None)


def is_long(incident: Incident) -> bool:
    """Return whether one page may not show all its events; of one that came alone that is open."""
    return getattr(incident, "is_long", True)


def days(incident: Incident) -> Mapping[str, int]:
    """Return the number of events by the day by which they are ordered, in ISO 8601."""
    if not is_long(incident):
        return Counter(one.sort_day.isoformat() for one in events(incident))
    return shared(("days", incident.pk), lambda: tally(incident).by_day())


def tally(incident: Incident) -> Tally:
    return shared(("tally", incident.pk), lambda: Tally(public_tally(incident.pk)))


def events(incident: Incident) -> list[Event]:
    """Return all events with all that touches them; for so many as one page shows."""
    return shared(
        ("events", incident.pk),
        lambda: told(incident, public_events(incident.pk), statements(incident)),
    )


def statements(incident: Incident) -> list[Statement]:
    """Return what was publicly said of its claims, or is told with its events; for a short one."""
    return shared(("statements", incident.pk), lambda: public_statements(incident.pk))


def papers(incident: Incident) -> list[Kamerstuk]:
    """Return the papers on which something public of it rests, the oldest first."""
    return shared(("papers", incident.pk), lambda: public_papers(incident.pk))


def citations(incident: Incident) -> list[tuple[int, int]]:
    """Return the key of each event with that of each paper that it cites."""
    return shared(("citations", incident.pk), lambda: public_citations(incident.pk))


def events_in(incident: Incident, period: str) -> list[Event]:
    """Return the events of a year, a month or a day in ISO 8601, with all that touches them."""
    return told(incident, events_between(incident.pk, *ends(period)))


def shown(incident: Incident, portion: Portion) -> list[Event]:
    """Return the events of a portion, with all that touches them."""
    if not portion.shown:
        return events(incident)
    if "." not in portion.shown:
        return events_in(incident, portion.shown)
    return told(incident, portion.of(bare().filter(incident=incident)))


def event(incident: Incident, slug: str, *, among: bool = False) -> Event | None:
    """Return one event with all that touches it, None where there is no such public event.

    `among` says that the page also asks for the events around it.
    """
    if among and not is_long(incident):
        return next((one for one in events(incident) if one.slug == slug), None)
    return next(iter(told(incident, events_at(incident.pk, slug))), None)


def told(
    incident: Incident, found: list[Event], said: list[Statement] | None = None
) -> list[Event]:
    for one in found:
        one.incident = incident
    return complete(found, said)
