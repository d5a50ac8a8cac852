"""An incident that is withdrawn as a whole: every address under its own answers 410."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from incident.models import Change, Incident


def withdrawal(slug: str) -> Change | None:
    """Return the change that withdrew the incident with this slug, None if there is none.

    An unknown slug costs one query.
    """
    found = Incident.objects.withdrawn().filter(slug=slug).first()
    return found and found.withdrawal


def in_one_line(change: Change) -> str:
    """Return for a program when and why an incident was withdrawn; the day in ISO 8601."""
    return f"this incident was withdrawn on {localdate(change.at)}: {change.reason}"


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
