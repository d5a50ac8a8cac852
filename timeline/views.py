"""One short function an address: find what may be seen, hand it to its form."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from incident.models import Event, Incident, Kamerstuk
from timeline import components
from timeline.choices import Choices
from timeline.citing import SITE, citable_event, citable_timeline
from timeline.claims import standings
from timeline.columns import COLUMNS
from timeline.comparison import Comparison, PeriodQuestion
from timeline.drawing import Drawing
from timeline.layout import Layout
from timeline.linked_data import as_script, described
from timeline.picture import picture
from timeline.query import Asked, Question, spelled
from timeline.questions import OutcomeQuestion, asked_sets
from timeline.selection import Selection
from timeline.surroundings import Surroundings


def shown(request: HttpRequest, template: str, asked: Asked, context: dict) -> HttpResponse:
    """Show a page; an address that says more than it asks is first spelled anew."""
    if dict(request.GET.lists()) != asked:
        return redirect(f"{request.path}{spelled(asked)}")
    return render(request, f"timeline/{template}.html", context)


def public_incident(slug: str) -> Incident:
    """Return the incident; 404 where the public knows no such one."""
    return get_object_or_404(Incident.objects.for_readers(), slug=slug)


def public_event(incident: str, slug: str) -> Event:
    """Return the event with all that touches it; 404 where the public knows no such one."""
    events = Event.objects.for_readers().with_statements().with_questions()
    return get_object_or_404(events, incident__slug=incident, slug=slug)


def selected(request: HttpRequest, incident: str) -> Selection:
    """Return what this request asks of the incident's timeline."""
    return Selection(public_incident(incident), request.GET)


@require_safe
def incidents(request: HttpRequest) -> HttpResponse:
    """Show the incidents; where there is only one, go straight to it."""
    found = list(Incident.objects.for_readers())
    if len(found) == 1:
        return redirect(found[0])
    return render(request, "timeline/incidents.html", {"incidents": found})


@require_safe
def timeline(request: HttpRequest, incident: str) -> HttpResponse:
    """Show the timeline."""
    selection = selected(request, incident)
    layout = Layout(selection, request.GET.get("jaar", ""), request.GET.get("sinds", ""))
    context = {
        "incident": selection.incident,
        "selection": selection,
        "question": selection,
        "choices": Choices(selection),
        "layout": layout,
        "citable": citable_timeline(request, selection.incident, selection.question),
        "drawing": Drawing(layout.events, selection.day),
    }
    return shown(request, "timeline", layout.asked, context)


@require_safe
def event(request: HttpRequest, incident: str, slug: str) -> HttpResponse:
    """Show one event with all that is known of it."""
    found, question = public_event(incident, slug), Question(request.GET)
    context = {
        "incident": found.incident,
        "event": found,
        "question": question,
        "around": Surroundings(found, question.day if question.is_valid else None),
        "record": [(column.name, column.value(found)) for column in COLUMNS],
        "citable": citable_event(request, found),
        "linked_data": as_script(described(request, found)),
    }
    return shown(request, "event", question.asked, context)


@require_safe
def event_picture(request: HttpRequest, incident: str, slug: str) -> HttpResponse:
    """Return the picture that goes with a shared link to an event."""
    found = public_event(incident, slug)
    above = f"{found.as_kind.label}, {found.when}"
    drawn = picture(found.title, above, f"{SITE} {found.incident.title}")
    return HttpResponse(drawn, content_type="image/png")


@require_safe
def timeline_picture(request: HttpRequest, incident: str) -> HttpResponse:
    """Return the picture that goes with a shared link to a timeline."""
    found = public_incident(incident)
    return HttpResponse(picture(found.title, "Tijdlijn", SITE), content_type="image/png")


@require_safe
def claims(request: HttpRequest, incident: str) -> HttpResponse:
    """Show each open question of the incident, and how it stands."""
    found, question = public_incident(incident), Question(request.GET)
    told = standings(found, question.day) if question.is_valid else []
    context = {"incident": found, "question": question, "standings": told}
    return shown(request, "claims", question.asked, context)


@require_safe
def questions(request: HttpRequest, incident: str) -> HttpResponse:
    """Show the written questions, and what became of each."""
    found, question = public_incident(incident), OutcomeQuestion(request.GET)
    sets = asked_sets(found, question) if question.is_valid else []
    context = {"incident": found, "question": question, "sets": sets}
    return shown(request, "questions", question.asked, context)


@require_safe
def comparison(request: HttpRequest, incident: str) -> HttpResponse:
    """Show what became known between two days."""
    found, question = public_incident(incident), PeriodQuestion(request.GET)
    days = question.form.cleaned_data if question.is_valid else None
    told = Comparison(found, days["van"], days["met"]) if days else None
    context = {"incident": found, "question": question, "comparison": told}
    return shown(request, "comparison", question.asked, context)


@require_safe
def kamerstukken(request: HttpRequest) -> HttpResponse:
    """Show the papers on which something public rests."""
    question = Question(request.GET)
    papers = Kamerstuk.objects.for_readers().counted()
    context = {"papers": papers, "question": question}
    return shown(request, "kamerstukken", question.asked, context)


@require_safe
def kamerstuk(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one paper and what rests on it; an address it had before leads to the present one."""
    paper, question = Kamerstuk.objects.for_readers().at_address(slug), Question(request.GET)
    if paper is None:
        raise Http404
    if paper.slug != slug:
        return redirect(f"{paper.get_absolute_url()}{spelled(question.asked)}", permanent=True)
    events = Event.objects.for_readers().with_statements().citing([paper])
    context = {"paper": paper, "events": events, "question": question}
    return shown(request, "kamerstuk", question.asked, context)


@require_safe
def every_component(request: HttpRequest) -> HttpResponse:
    """Show every component in every state to whoever works on the site; nobody else has it."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "timeline/components.html", components.shown(request))
