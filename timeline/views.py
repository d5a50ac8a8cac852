"""One short function an address: find what may be seen, hand it to its form."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from incident.models import Event, Incident, Kamerstuk
from timeline import components
from timeline.changes import PageQuestion, PublicLog
from timeline.choices import Choices
from timeline.citing import SITE, citable_event, citable_timeline
from timeline.claims import standings
from timeline.columns import COLUMNS
from timeline.comparison import Comparison, PeriodQuestion
from timeline.drawing import Drawing
from timeline.layout import Layout, by_month
from timeline.linked_data import as_script, described
from timeline.past import History, Stand, StandQuestion
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
    """Show the timeline, or how it once stood here."""
    if "stand" in request.GET:
        return stand(request, incident)
    context = timeline_context(request, selected(request, incident))
    return shown(request, "timeline", context["layout"].asked, context)


def timeline_context(request: HttpRequest, selection: Selection) -> dict:
    """Return what the page of a timeline tells."""
    layout = Layout(selection, request.GET.get("jaar", ""), request.GET.get("sinds", ""))
    return {
        "incident": selection.incident,
        "selection": selection,
        "question": selection,
        "choices": Choices(selection),
        "layout": layout,
        "citable": citable_timeline(request, selection.incident, selection.question),
        "drawing": Drawing(layout.events, selection.day),
    }


def stand(request: HttpRequest, incident: str) -> HttpResponse:
    """Show the whole timeline as readers saw it at the end of a day."""
    found, question = public_incident(incident), StandQuestion(request.GET)
    shown_then = Stand(found, question.stand) if question.stand else None
    context = {
        "incident": found,
        "question": question,
        "stand": shown_then,
        "months": by_month(shown_then.events if shown_then else []),
    }
    return shown(request, "stand", question.asked, context)


@require_safe
def event(request: HttpRequest, incident: str, slug: str) -> HttpResponse:
    """Show one event with all that is known of it; of a withdrawn one, that it is."""
    if gone := withdrawn_event(incident, slug):
        return tombstone(request, gone)
    found, question = public_event(incident, slug), Question(request.GET)
    return shown(request, "event", question.asked, event_context(request, found, question))


def event_context(request: HttpRequest, found: Event, question: Question, also=None) -> dict:
    """Return what the page of an event tells; `also` is its key while it is not public."""
    history = History(found)
    return {
        "history": history,
        "incident": found.incident,
        "event": found,
        "question": question,
        "around": Surroundings(found, question.day if question.is_valid else None, also),
        "record": [(column.name, column.value(found)) for column in COLUMNS],
        "citable": citable_event(request, found, history.current),
        "linked_data": as_script(described(request, found)),
    }


def withdrawn_event(incident: str, slug: str) -> Event | None:
    """Return the event that readers knew at this address and that is withdrawn; None if none."""
    return Event.objects.withdrawn().filter(incident__slug=incident, slug=slug).first()


def tombstone(request: HttpRequest, gone: Event) -> HttpResponse:
    """Say that an event was withdrawn, when and why; its text is nowhere."""
    context = {"incident": gone.incident, "event": gone, "history": History(gone)}
    return render(request, "timeline/tombstone.html", context, status=410)


@require_safe
def version(request: HttpRequest, incident: str, slug: str, number: int) -> HttpResponse:
    """Show an event as readers saw it from one change to the next."""
    if gone := withdrawn_event(incident, slug):
        return tombstone(request, gone)
    history = History(public_event(incident, slug))
    found = history.at(number)
    if found is None:
        raise Http404
    context = {
        "incident": history.event.incident,
        "history": history,
        "version": found[0],
        "event": found[1],
        "question": Question(request.GET),
    }
    return shown(request, "version", {}, context)


@require_safe
def changes(request: HttpRequest, incident: str) -> HttpResponse:
    """Show the public log of changes."""
    found, asked = public_incident(incident), PageQuestion(request.GET)
    log = PublicLog(found, asked.number)
    is_there = asked.is_valid and log.page.number == asked.number
    context = {"incident": found, "log": log, "question": asked}
    return shown(request, "changes", asked.asked if is_there else {}, context)


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
