"""What is withdrawn: an incident as a whole, of which every address answers 410, and an event."""

from collections.abc import Callable
from functools import wraps

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from incident.models import Change, Event, Incident
from incident.written.queries import written


def withdrawal(slug: str) -> Change | None:
    """Return the change that withdrew the incident with this slug, None if there is none.

    An unknown slug costs one query.
    """
    found = Incident.objects.withdrawn().filter(slug=slug).first()
    return found and found.withdrawal


def withdrawn_event(incident: str, slug: str) -> Event | None:
    """Return the withdrawn event that readers knew at this address, None if there is none."""
    return next(iter(gone(incident, slug)), None)


@written
def gone(incident: str, slug: str) -> QuerySet:
    return Event.objects.withdrawn().filter(incident__slug=incident, slug=slug)


def withdrawal_of_event(incident: str, slug: str) -> Change | None:
    """Return the public change that withdrew the event at this address, None if there is none."""
    gone = withdrawn_event(incident, slug)
    changes = Change.objects.for_readers().of("event", gone.pk) if gone else Change.objects.none()
    return changes.with_public_reasons().last()


def in_one_line(change: Change) -> str:
    """Return for a program when and why a text was withdrawn; the day in ISO 8601."""
    at, reason = change.public_at or change.at, change.public_reason
    return f"this {change.noun} was withdrawn on {localdate(at)}: {reason}"


def or_tombstone(view: Callable) -> Callable:
    """Answer 410, with when and why, where a view finds nothing and its incident is withdrawn.

    It queries only after Http404, so other answers cost nothing more.
    """

    @wraps(view)
    def answer(request: HttpRequest, incident: str, *args, **kwargs) -> HttpResponse:
        try:
            return view(request, incident, *args, **kwargs)
        except Http404:
            if change := withdrawal(incident):
                context = {"change": change}
                return render(request, "timeline/page/withdrawn.html", context, status=410)
            raise

    return answer
