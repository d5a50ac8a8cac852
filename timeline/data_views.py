"""The addresses for programs: the same query in other forms, and errors that name what is wrong.

Every answer may be read by a script of any origin: it is public, and no cookie goes with it.
"""

import json
from collections.abc import Callable
from functools import wraps

from django.core.exceptions import BadRequest
from django.forms import Form
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from incident.edge.lanes import BusyError
from incident.edge.refusals import opened, problem
from incident.edge.unavailable import unavailable
from incident.models import Incident
from timeline.discovery.catalogue import Catalogue, linkset
from timeline.discovery.coverage import coverage
from timeline.discovery.links import of_the_site, page_of
from timeline.export_lanes import in_lane
from timeline.formats import openapi
from timeline.formats.archive import archive
from timeline.formats.calendar import calendar
from timeline.formats.csv import Dialect, csv_response, file_name
from timeline.formats.feeds import atom, changes_feed, site_atom, site_changes
from timeline.formats.json import json_response
from timeline.formats.publisher import publisher
from timeline.formats.tables import EVENTS, FILES, Table, events_of, metadata
from timeline.headers.links import linked
from timeline.pages.changelog import PublicLog, SiteLog
from timeline.pages.drawing.drawing import picture_of
from timeline.pages.drawing.picture import Picture, svg
from timeline.pages.share_image import drawn
from timeline.query.page_query import QueryError, check_strictly
from timeline.query.selection import Selection
from timeline.query.whole import public_incident
from timeline.withdrawn import in_one_line, withdrawal, withdrawal_of_event

SAFE = ("GET", "HEAD")
API_CATALOG = "https://www.rfc-editor.org/info/rfc9727"


def for_programs(view: Callable) -> Callable:
    """Turn the exceptions of a view into answers for a program, open to any origin.

    BadRequest gives 400, a QueryError with each of its faults; BusyError 503; another method than
    GET or HEAD 405. Http404 gives 404, or 410 for what is withdrawn.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method not in SAFE:
            made = problem(405, f"this address takes {' and '.join(SAFE)} alone")
            made["Allow"] = ", ".join(SAFE)
            return made
        try:
            made = view(request, *args, **kwargs)
        except BadRequest as error:
            faults = error.faults if isinstance(error, QueryError) else ()
            made = problem(400, str(error), [fault.error for fault in faults])
        except BusyError as error:
            made = unavailable(request, error)
        except Http404:
            made = missing(kwargs.get("incident", ""), kwargs.get("slug", ""))
        opened(made)
        return of_the_site(made) if made.status_code < 400 else made

    return csrf_exempt(answer)  # nothing is written here: another method is refused as such


def missing(incident: str, slug: str = "") -> HttpResponse:
    """Answer 410 where the event at this address, or its incident, is withdrawn, else 404."""
    if change := withdrawal(incident) or (slug and withdrawal_of_event(incident, slug)):
        return problem(410, in_one_line(change))
    return problem(404, "there is no public text or file at this address")


def strictly_selected(request: HttpRequest, incident: str) -> Selection:
    """Return the selection of this request; raise QueryError for an unclear query."""
    return Selection(public_incident(incident), request.GET).strict()


def metadata_address(name: str, incident: str) -> str:
    return f"{reverse('timeline:table', args=[incident, name])}-metadata.json"


def file_at(name: str) -> tuple[Table, Dialect]:
    """Return the table and dialect of a file name without ".csv"; raise Http404 for none."""
    if name not in FILES:
        raise Http404
    return FILES[name]


@for_programs
def table(request: HttpRequest, incident: str, name: str) -> HttpResponse:
    """Answer with a table as CSV; the timeline's also in the dialect of a Dutch Excel."""
    asked, dialect = file_at(name)
    selection = asked.selection(public_incident(incident), request.GET)
    made, described_by = asked.file_name(selection, dialect), metadata_address(name, incident)
    answer = in_lane(
        request,
        selection.query_string,
        asked.size(selection),
        lambda: csv_response(asked.csv(selection, dialect), made, described_by),
    )
    return linked(answer, page_of(selection)) if asked is EVENTS else answer


@for_programs
def table_metadata(request: HttpRequest, incident: str, name: str) -> HttpResponse:
    """Answer with the description of a table's columns (CSV on the Web, `tables.metadata`)."""
    found, (described, dialect) = public_incident(incident), file_at(name)
    answer = metadata(described, dialect, f"{name}.csv")
    answer["dc:source"] = request.build_absolute_uri(found.get_absolute_url())
    text = json.dumps(answer, ensure_ascii=False, indent=1)
    return HttpResponse(text, content_type="application/csvm+json; charset=utf-8")


@for_programs
def events_json(request: HttpRequest, incident: str) -> HttpResponse:
    selection = strictly_selected(request, incident)
    answer = in_lane(
        request, selection.query_string, selection.events, lambda: json_response(selection)
    )
    return linked(answer, page_of(selection))


@for_programs
def events_atom(request: HttpRequest, incident: str) -> HttpResponse:
    selection = strictly_selected(request, incident)
    text = atom(request, selection)
    answer = HttpResponse(text, content_type="application/atom+xml; charset=utf-8")
    return linked(answer, page_of(selection))


@for_programs
def changes_atom(request: HttpRequest, incident: str) -> HttpResponse:
    """Answer with the public log as Atom; it takes no parameters."""
    found = public_incident(incident)
    check_strictly(request.GET, Form())
    text = changes_feed(request, PublicLog(found))
    return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")


def public_incidents() -> list[Incident]:
    """Return all public incidents; raise Http404 where there is none, and so nothing to follow."""
    if not (found := list(Incident.objects.for_readers().with_overview())):
        raise Http404
    return found


@for_programs
def site_events(request: HttpRequest) -> HttpResponse:
    """Answer with the newest events of all incidents as Atom; it takes no parameters."""
    check_strictly(request.GET, Form())
    text = site_atom(request, public_incidents())
    return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")


@for_programs
def site_log(request: HttpRequest) -> HttpResponse:
    """Answer with the public log of all incidents as Atom; it takes no parameters."""
    check_strictly(request.GET, Form())
    text = site_changes(request, SiteLog(public_incidents()))
    return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")


@for_programs
def events_calendar(request: HttpRequest, incident: str) -> HttpResponse:
    selection, kind = strictly_selected(request, incident), "text/calendar; charset=utf-8"
    answer = in_lane(
        request,
        selection.query_string,
        selection.events,
        lambda: HttpResponse(calendar(request, selection), content_type=kind),
    )
    return linked(answer, page_of(selection))


@for_programs
def drawing_svg(request: HttpRequest, incident: str) -> HttpResponse:
    """Answer with the drawing of a selection as SVG, which needs nothing from elsewhere."""
    return in_picture(request, incident, lambda p: svg(p).encode(), "image/svg+xml; charset=utf-8")


@for_programs
def drawing_png(request: HttpRequest, incident: str) -> HttpResponse:
    return in_picture(request, incident, drawn, "image/png")


def in_picture(
    request: HttpRequest, incident: str, make: Callable[[Picture], bytes], kind: str
) -> HttpResponse:
    selection = strictly_selected(request, incident)
    address = request.build_absolute_uri(selection.address)
    answer = in_lane(
        request,
        selection.query_string,
        selection.events,
        lambda: HttpResponse(make(picture_of(selection, address)), content_type=kind),
    )
    return linked(answer, page_of(selection))


@for_programs
def everything(request: HttpRequest, incident: str) -> HttpResponse:
    selection = strictly_selected(request, incident)
    name = file_name(selection.incident, selection.query, ".zip")
    address = request.build_absolute_uri(f"{request.path}{selection.query_string}")

    def packed() -> FileResponse:
        file = archive(selection, address)
        return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")

    return in_lane(request, selection.query_string, events_of(selection.incident), packed)


@for_programs
def api_description(request: HttpRequest) -> HttpResponse:
    """Answer with the OpenAPI description; it takes no parameters."""
    check_strictly(request.GET, Form())
    site = request.build_absolute_uri
    address = site("/").rstrip("/")
    described = openapi.description(address, publisher(site), openapi.all_kinds())
    return JsonResponse(described, json_dumps_params={"ensure_ascii": False, "indent": 1})


@for_programs
def catalogue(request: HttpRequest) -> HttpResponse:
    """Answer with the catalogue of all incidents (DCAT-AP-NL 3.0); it takes no parameters."""
    check_strictly(request.GET, Form())
    found, site = list(Incident.objects.for_readers().with_overview()), request.build_absolute_uri
    described = Catalogue(publisher(site), site).described(found, coverage(found))
    text = json.dumps(described, ensure_ascii=False, indent=1)
    return HttpResponse(text, content_type="application/ld+json")


@for_programs
def api_catalog(request: HttpRequest) -> HttpResponse:
    """Answer with where the interface is described: RFC 9727, as RFC 9264 writes it."""
    links = linkset(Incident.objects.for_readers(), request.build_absolute_uri)
    kind = f'application/linkset+json; profile="{API_CATALOG}"'
    return HttpResponse(json.dumps(links, indent=1), content_type=kind)
