"""The addresses of citations as files, and those of Memento (RFC 7089): one function for each."""

from collections.abc import Callable
from functools import wraps

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_vary_headers

from incident.edge.refusals import refused
from incident.models import Event, Kamerstuk
from timeline.citing.source import FORMS, Citable
from timeline.data_views import for_programs, strictly_selected
from timeline.memento.headers import LINK_FORMAT, as_timegate
from timeline.memento.states import Original, of_event, of_timeline
from timeline.memento.timemap import timemap as list_of_states
from timeline.pages.changelog import LogPageQuery
from timeline.pages.cite import citable_event, citable_paper, citable_timeline
from timeline.pages.versions import History
from timeline.query.page_query import check_strictly
from timeline.query.whole import public_incident


@for_programs
def cite(request: HttpRequest, form: str, incident: str = "", slug: str = "") -> HttpResponse:
    """Answer with the citation of an event, of a paper, or of the timeline at its query."""
    source = cited(request, incident, slug)
    kept = FORMS[form]
    named = f'attachment; filename="{source.key}.{form}"'
    return HttpResponse(
        kept.write(source),
        content_type=f"{kept.media_type}; charset=utf-8",
        headers={"Content-Disposition": named},
    )


def cited(request: HttpRequest, incident: str, slug: str) -> Citable:
    """Return what is cited; a paper where no incident is named, an event where both are."""
    if incident and not slug:
        return citable_timeline(request, strictly_selected(request, incident))
    check_strictly(request.GET, Form())
    if incident:
        history = public_history(incident, slug)
        return citable_event(request, history.event, history.current)
    paper = Kamerstuk.objects.for_readers().by_slug(slug)
    if paper is None:
        raise Http404
    return citable_paper(request, paper)


def public_history(incident: str, slug: str) -> History:
    """Return the public versions of an event; raise Http404 where readers do not see it."""
    events = Event.objects.for_readers().prefetch_related(None)
    found = get_object_or_404(events, incident__slug=incident, slug=slug)
    found.incident = public_incident(incident)
    return History(found)


def original_at(incident: str, slug: str) -> Original:
    """Return an event with its versions, or without a slug the timeline with its days."""
    if slug:
        return of_event(public_history(incident, slug))
    return of_timeline(public_incident(incident))


def by_moment(view: Callable) -> Callable:
    """Say of each answer of a view that it varies with the moment that is asked for.

    Nobody stores it, here or in a proxy that goes by the address alone, as ours does.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        made = view(request, *args, **kwargs)
        patch_vary_headers(made, ("Accept-Datetime",))
        made["Cache-Control"] = "no-store"
        return made

    return answer


@by_moment
@for_programs
def timegate(request: HttpRequest, incident: str, slug: str = "") -> HttpResponse:
    """Redirect to the state of an event or timeline at the moment of Accept-Datetime (RFC 7089)."""
    check_strictly(request.GET, Form())
    found = as_timegate(request, original_at(incident, slug))
    return found or refused(request, 404, "no earlier state is kept yet: ask again tomorrow")


@for_programs
def timemap(request: HttpRequest, incident: str, slug: str = "") -> HttpResponse:
    """List the earlier states of an event or timeline (RFC 7089, 5)."""
    part = LogPageQuery(request.GET).strict().number
    text = list_of_states(request, original_at(incident, slug), part)
    return HttpResponse(text, content_type=LINK_FORMAT)
