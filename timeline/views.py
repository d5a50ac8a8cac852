"""The readers' pages: one short function for each address."""

from collections.abc import Mapping
from importlib.util import find_spec

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe

from incident.models import Event, Incident, Kamerstuk, Question
from incident.written.queries import written
from timeline.discovery.api_page import ApiPage
from timeline.discovery.dataset import dataset_script
from timeline.discovery.links import forms_of, of_the_site
from timeline.formats.linked_data import as_script, described
from timeline.headers.links import linked
from timeline.memento import states
from timeline.memento.headers import as_memento, as_original
from timeline.pages import cite
from timeline.pages.changelog import LogPageQuery, PublicLog
from timeline.pages.claims import standings
from timeline.pages.comparison import Comparison, PeriodQuery
from timeline.pages.found import AlsoFound
from timeline.pages.frames.code import of_event, of_timeline
from timeline.pages.neighbours import Neighbours
from timeline.pages.questions import OutcomeQuery, chosen_sets
from timeline.pages.timeline_page import TimelinePage, by_month
from timeline.pages.versions import AsOf, AsOfQuery, History
from timeline.pages.waits.overview import Waits
from timeline.query import whole
from timeline.query.canonical import canonical
from timeline.query.facets import Facets
from timeline.query.page_query import PageQuery, suffix
from timeline.query.portion import PARAMETERS
from timeline.query.selection import Selection
from timeline.query.whole import public_incident
from timeline.site.front import cards
from timeline.site.navigation import incident_at
from timeline.site.papers import PaperList, PaperPage
from timeline.withdrawn import or_tombstone, withdrawn_event


def shown(
    request: HttpRequest,
    template: str,
    query: QueryDict,
    context: dict,
    same_as: QueryDict | None = None,
) -> HttpResponse:
    """Render a page, or redirect to the normalised `query` where the address differs from it.

    `same_as` is the query of all pages that tell the same, where that is another.
    """
    if query != request.GET:
        return redirect(f"{request.path}{suffix(query)}")
    same = query if same_as is None else same_as
    address = request.build_absolute_uri(f"{request.path}{suffix(same)}")
    page = render(request, f"timeline/{template}.html", {"canonical": address, **context})
    return of_the_site(page)


def public_event(incident: str, slug: str, *, among: bool = False) -> Event:
    """Return the event with all that touches it; raise Http404 where it is not public.

    `among` says that the page also asks for the events around it.
    """
    found = whole.event(public_incident(incident), slug, among=among)
    if found is None:
        raise Http404
    return found


def selected(request: HttpRequest, incident: str) -> Selection:
    return Selection(public_incident(incident), request.GET)


@require_safe
def incidents(request: HttpRequest) -> HttpResponse:
    """List the incidents; where there is only one, redirect to it."""
    found = list(Incident.objects.for_readers())
    if len(found) == 1:
        return redirect(found[0])
    return shown(request, "incidents", QueryDict(), {"cards": cards(found)})


@require_safe
@or_tombstone
def timeline(request: HttpRequest, incident: str) -> HttpResponse:
    """Show the timeline, or with `stand` as readers saw it on a day."""
    if "stand" in request.GET:
        return as_of(request, incident)
    selection = selected(request, incident)
    return as_original(request, shown_timeline(request, selection, {}), selection.path)


def shown_timeline(
    request: HttpRequest, selection: Selection, more: dict, period: Mapping[str, str] | None = None
) -> HttpResponse:
    """Render a selection with `more` in its context, or redirect to its normalised query.

    Of a long timeline it shows the period that is asked for, else `period`.
    """
    own = (request.GET.get(name, "") for name in ("sinds", "weergave"))
    asked = request.GET if period is None or request.GET.keys() & set(PARAMETERS) else period
    layout = TimelinePage(selection, *own, asked)
    if layout.query != request.GET:
        return redirect(f"{request.path}{suffix(layout.query)}")
    context = {**timeline_context(request, selection, layout), **more}
    page = shown(request, "timeline", layout.query, context, layout.canonical)
    return page if selection.elsewhere else linked(page, *forms_of(selection))


def timeline_context(request: HttpRequest, selection: Selection, layout: TimelinePage) -> dict:
    return {
        "incident": selection.incident,
        "selection": selection,
        "query": selection,
        "facets": Facets(selection, layout.all_events),
        "layout": layout,
        "search": selection.search,
        "also_found": AlsoFound(selection),
        "citable": cite.citable_timeline(request, selection),
        "drawing": layout.drawing,
        "embeddings": of_timeline(request, layout),
        "shared_title": layout.title,
        "picture_query": suffix(canonical(selection)),
        "linked_data": dataset_script(request, selection, layout.all_events),
    }


def as_of(request: HttpRequest, incident: str) -> HttpResponse:
    """Show the timeline as readers saw it at the end of a day, of a long one a portion."""
    found, query = public_incident(incident), AsOfQuery(request.GET)
    then = AsOf(found, query.as_of, request.GET) if query.as_of else None
    context = {
        "incident": found,
        "query": query,
        "as_of": then,
        "months": by_month(then.events if then else []),
        "citable": cite.citable_state(request, found, then.day) if then else None,
    }
    answer = shown(request, "as_of", then.query if then else query.query, context)
    if then is None:
        return answer
    original = states.of_timeline(found)
    return as_memento(request, answer, original, states.state_of(original, then.day))


@require_safe
@or_tombstone
def event(request: HttpRequest, incident: str, slug: str) -> HttpResponse:
    """Show one event with all that is known of it; 410 for a withdrawn one."""
    query = PageQuery(request.GET)
    try:
        found = public_event(incident, slug, among=query.is_valid and not query.day)
    except Http404:
        if gone := withdrawn_event(incident, slug):
            return tombstone(request, gone)
        raise
    answer = shown(request, "event", query.query, event_context(request, found, query))
    return as_original(request, answer, found.get_absolute_url())


@written
def questions_of(event: int) -> QuerySet:
    return Question.objects.for_readers_of(event)


def event_context(request: HttpRequest, found: Event, query: PageQuery, also=None) -> dict:
    """Return the context of an event's page; `also` is the event's key while it is a draft."""
    history = History(found)
    return {
        "history": history,
        "incident": found.incident,
        "event": found,
        "questions": questions_of(found.pk),
        "query": query,
        "neighbours": Neighbours(found, query.day if query.is_valid else None, also),
        "citable": cite.citable_event(request, found, history.current),
        "linked_data": as_script(described(request, found)),
        "embeddings": of_event(request, found, query.day_suffix),
        "shared_title": found.title,
        "changed_at": found.shown_at,
    }


def tombstone(request: HttpRequest, gone: Event) -> HttpResponse:
    """Answer 410 with when and why an event was withdrawn, and none of its text."""
    context = {"incident": gone.incident, "event": gone, "history": History(gone)}
    return render(request, "timeline/event/tombstone.html", context, status=410)


@require_safe
@or_tombstone
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
        "query": PageQuery(request.GET),
        "citable": cite.citable_version(request, found[1], number),
    }
    answer, original = shown(request, "version", QueryDict(), context), states.of_event(history)
    return as_memento(request, answer, original, original.mementos[number - 1])


@require_safe
@or_tombstone
def changes(request: HttpRequest, incident: str) -> HttpResponse:
    found, query = public_incident(incident), LogPageQuery(request.GET)
    log = PublicLog(found, query.number)
    is_there = query.is_valid and log.page.number == query.number
    context = {"incident": found, "log": log, "query": query}
    return shown(request, "changes", query.query if is_there else QueryDict(), context)


@require_safe
@or_tombstone
def claims(request: HttpRequest, incident: str) -> HttpResponse:
    found, query = public_incident(incident), PageQuery(request.GET)
    stood = standings(found, query.day) if query.is_valid else []
    context = {"incident": found, "query": query, "standings": stood}
    return shown(request, "claims", query.query, context)


@require_safe
@or_tombstone
def questions(request: HttpRequest, incident: str) -> HttpResponse:
    found, query = public_incident(incident), OutcomeQuery(request.GET)
    sets = chosen_sets(found, query) if query.is_valid else []
    context = {"incident": found, "query": query, "sets": sets}
    return shown(request, "questions", query.query, context)


@require_safe
@or_tombstone
def waits(request: HttpRequest, incident: str) -> HttpResponse:
    found = public_incident(incident)
    made = Waits(found, request.GET)
    return shown(request, "wait/waits", made.query, {"incident": found, "waits": made})


@require_safe
@or_tombstone
def comparison(request: HttpRequest, incident: str) -> HttpResponse:
    found, query = public_incident(incident), PeriodQuery(request.GET)
    days = query.form.cleaned_data if query.is_valid else None
    compared = Comparison(found, days["van"], days["met"], request.GET) if days else None
    context = {"incident": found, "query": query, "comparison": compared}
    own = compared.query(query.query) if compared else query.query
    return shown(request, "comparison", own, context)


@require_safe
def kamerstukken(request: HttpRequest) -> HttpResponse:
    """Show the papers that something public cites."""
    query, papers = PageQuery(request.GET), PaperList()
    context = {
        "papers": papers.rows,
        "counts": papers.event_counts,
        "tellings": papers.tellings,
        "query": query,
        "incident": papers.incident,
    }
    return shown(request, "kamerstukken", query.query, context)


@require_safe
def kamerstuk(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one paper and what cites it; a former address redirects to the present one."""
    paper, query = Kamerstuk.objects.for_readers().by_slug(slug), PageQuery(request.GET)
    if paper is None:
        raise Http404
    if paper.slug != slug:
        return redirect(f"{paper.get_absolute_url()}{suffix(query.query)}", permanent=True)
    page = PaperPage(paper, query.day, request.GET)
    context = {"page": page, "paper": paper, "query": query, "incident": page.incident}
    context["citable"] = cite.citable_paper(request, paper)
    return shown(request, "kamerstuk", page.query if query.is_valid else query.query, context)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Show who runs this site, how it works and reckons, and what it keeps of its readers."""
    context = {
        "incident": incident_at(request.path),
        "operator": settings.OPERATOR_NAME,
        "contact": settings.REPORT_EMAIL,
        "register": settings.REGISTER_URL,
        "security": settings.SECURITY_CONTACT,
    }
    return shown(request, "site/about", QueryDict(), context)


@require_safe
def api(request: HttpRequest) -> HttpResponse:
    """Show how a program asks this site, with examples from the record and recipes."""
    found = incident_at(request.path) or Incident.objects.for_readers().first()
    page = ApiPage(found, request.build_absolute_uri)
    context = {"api": page, "incident": incident_at(request.path)}
    return shown(request, "site/api", QueryDict(), context)


@require_safe
def every_component(request: HttpRequest) -> HttpResponse:
    """Show every component in every state, in development only; elsewhere 404.

    The facts are invented and live with the tests: a public site has none of them.
    """
    if not (settings.DEBUG and find_spec("tests")):
        raise Http404
    facts = import_string("tests.components.shown")(request)
    return render(request, "timeline/components.html", facts)
