"""The frames: pages without navigation, which any other site may show in an iframe."""

from collections.abc import Callable
from datetime import date
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from incident.edge.middleware import FRAME_POLICY
from timeline.pages.frames.frame import TimelineFrame
from timeline.pages.versions import History
from timeline.query.page_query import PageQuery
from timeline.query.selection import Selection
from timeline.query.whole import public_incident
from timeline.views import public_event, shown
from timeline.withdrawn import withdrawal, withdrawn_event


def framed(view: Callable) -> Callable:
    """Let any site show what a view answers, also that nothing is there or no longer."""

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, incident: str, **kwargs) -> HttpResponse:
        try:
            made = view(request, incident, **kwargs)
        except Http404:
            made = nothing(request, incident)
        made["Content-Security-Policy"] = FRAME_POLICY
        return made

    return answer


def nothing(request: HttpRequest, incident: str) -> HttpResponse:
    """Answer 410 where the incident is withdrawn as a whole, else 404."""
    if change := withdrawal(incident):
        return gone(request, "Deze tijdlijn", localdate(change.at), change.reason)
    return render(request, "timeline/frame/gone.html", status=404)


def gone(request: HttpRequest, what: str, day: date, reason: str) -> HttpResponse:
    """Answer 410 with when and why `what`, in Dutch, was withdrawn."""
    context = {"what": what, "day": day, "reason": reason}
    return render(request, "timeline/frame/gone.html", context, status=410)


@framed
def timeline(request: HttpRequest, incident: str) -> HttpResponse:
    """Show the drawing of a query, or with `weergave=sleutelmomenten` its key moments."""
    selection = Selection(public_incident(incident), request.GET)
    frame = TimelineFrame(selection, request.GET)
    context = {
        "incident": selection.incident,
        "selection": selection,
        "query": selection,
        "frame": frame,
        "source": request.build_absolute_uri(frame.source),
        "changed_at": selection.incident.updated_at,
    }
    return shown(request, "frame/timeline", frame.query, context)


@framed
def event(request: HttpRequest, incident: str, slug: str) -> HttpResponse:
    if withdrawn := withdrawn_event(incident, slug):
        change = History(withdrawn).withdrawal
        return gone(request, "Deze gebeurtenis", localdate(change.public_at), change.public_reason)
    found, query = public_event(incident, slug), PageQuery(request.GET)
    context = {
        "incident": found.incident,
        "event": found,
        "query": query,
        "frame": found,
        "source": request.build_absolute_uri(f"{found.get_absolute_url()}{query.day_suffix}"),
        "changed_at": found.shown_at,
    }
    return shown(request, "frame/event", query.query, context)
