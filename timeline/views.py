"""One short function an address: find what may be seen, hand it to its form."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from incident.models import Event, Incident, Kamerstuk
from timeline.columns import COLUMNS
from timeline.exports import EXCEL, PLAIN, Dialect, csv_response
from timeline.layout import Layout
from timeline.selection import Selection


def for_programs(view: Callable) -> Callable:
    """Answer a wrong question with 400 and one plain line that names what is wrong."""

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except BadRequest as error:
            return HttpResponseBadRequest(f"{error}\n", content_type="text/plain; charset=utf-8")

    return require_safe(answer)


def selected(request: HttpRequest, incident: str) -> Selection:
    """Return what this request asks of the incident; 404 where the public knows no such one."""
    return Selection(get_object_or_404(Incident.objects.for_readers(), slug=incident), request.GET)


@require_safe
def incidents(request: HttpRequest) -> HttpResponse:
    """Show the incidents; where there is only one, go straight to it."""
    found = list(Incident.objects.for_readers())
    if len(found) == 1:
        return redirect(found[0])
    return render(request, "timeline/incidents.html", {"incidents": found})


@require_safe
def timeline(request: HttpRequest, incident: str) -> HttpResponse:
    """Show the timeline; an address that says more than it asks is spelled anew."""
    selection = selected(request, incident)
    layout = Layout(selection, request.GET.get("jaar", ""))
    if dict(request.GET.lists()) != layout.asked:
        return redirect(f"{request.path}{selection.spelled(layout.asked)}")
    return render(
        request,
        "timeline/timeline.html",
        {"incident": selection.incident, "selection": selection, "layout": layout},
    )


@require_safe
def event(request: HttpRequest, incident: str, slug: str) -> HttpResponse:
    """Show one event with all that is known of it."""
    found = get_object_or_404(Event.objects.for_readers(), incident__slug=incident, slug=slug)
    record = [(column.name, column.value(found)) for column in COLUMNS]
    context = {"incident": found.incident, "event": found, "record": record}
    return render(request, "timeline/event.html", context)


@require_safe
def kamerstukken(request: HttpRequest) -> HttpResponse:
    """Show the papers on which something public rests."""
    papers = Kamerstuk.objects.for_readers().counted()
    return render(request, "timeline/kamerstukken.html", {"papers": papers})


@require_safe
def kamerstuk(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one paper and what rests on it; an address it had before leads to the present one."""
    paper = Kamerstuk.objects.for_readers().at_address(slug)
    if paper is None:
        raise Http404
    if paper.slug != slug:
        return redirect(paper, permanent=True)
    events = Event.objects.for_readers().citing([paper])
    return render(request, "timeline/kamerstuk.html", {"paper": paper, "events": events})


def events_file(request: HttpRequest, incident: str, dialect: Dialect) -> HttpResponse:
    """Return the whole selection as CSV in this dialect."""
    return csv_response(selected(request, incident).strict(), dialect)


@for_programs
def events_csv(request: HttpRequest, incident: str) -> HttpResponse:
    """Return the CSV for programs."""
    return events_file(request, incident, PLAIN)


@for_programs
def events_excel(request: HttpRequest, incident: str) -> HttpResponse:
    """Return the CSV for a Dutch Excel."""
    return events_file(request, incident, EXCEL)
