"""oEmbed 1.0 (https://oembed.com): how to show a page of ours, for a program with its address.

What it asks beside the parameters of oEmbed (`dnt` of WordPress, for one) has no effect.
"""

from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.urls import ResolverMatch, resolve, reverse
from django.utils.timezone import localdate

from incident.edge.middleware import is_clean
from incident.edge.refusals import problem
from incident.models import Event
from timeline.citing.source import SITE
from timeline.data_views import for_programs, missing
from timeline.pages.frames.code import HIGH, LOW, iframe, title_of
from timeline.pages.frames.frame import TimelineFrame
from timeline.pages.share_image import SIZE
from timeline.pages.versions import History
from timeline.query.canonical import canonical
from timeline.query.page_query import INVALID, REPEATED, Fault, PageQuery, QueryError, suffix
from timeline.query.selection import Selection
from timeline.query.whole import public_incident
from timeline.views import public_event
from timeline.withdrawn import withdrawn_event

PARAMETERS = ("url", "maxwidth", "maxheight", "format")
WIDE = 800  # pixels of a frame, unless less is asked
LEAST_WIDE, LEAST_HIGH = 320, 200  # in less no frame can be read: the answer is a link
MOST_DIGITS = 6
TIMELINES = ("timeline:timeline", "timeline:frame")
EVENTS = ("timeline:event", "timeline:event_frame")


class Shown(NamedTuple):
    """What is shown of a page: its title, the paths of frame and picture, the height in pixels."""

    title: str
    frame: str
    picture: str
    height: int


@for_programs
def oembed(request: HttpRequest) -> HttpResponse:
    """Describe the frame of the page at `url`, or a link where it would be too small to read.

    404 where no public timeline or event is there, 410 where it was withdrawn, 501 for XML.
    """
    if twice := [name for name in PARAMETERS if len(request.GET.getlist(name)) > 1]:
        raise QueryError([Fault("repeated", name, *REPEATED) for name in twice])
    if request.GET.get("format", "json") != "json":
        return problem(501, "format: only json is made here")
    width, height = (pixels(request.GET, name) for name in ("maxwidth", "maxheight"))
    match, query = page_at(request)
    slugs = match.kwargs
    if gone := match.view_name in EVENTS and withdrawn_event(slugs["incident"], slugs["slug"]):
        return problem(410, why_withdrawn(gone))
    try:
        found = shown_at(match, query)
    except Http404:
        return missing(slugs["incident"])
    return JsonResponse(
        described(request, found, width, height), json_dumps_params={"ensure_ascii": False}
    )


def invalid(name: str, detail: str) -> QueryError:
    return QueryError([Fault(INVALID, name, INVALID, detail)])


def pixels(query: QueryDict, name: str) -> int | None:
    """Return the most pixels that a parameter allows, None where it is left out."""
    given = query.get(name, "")
    if not given:
        return None
    if not (given.isascii() and given.isdecimal() and len(given) <= MOST_DIGITS and int(given)):
        raise invalid(name, "a whole number of pixels")
    return int(given)


def page_at(request: HttpRequest) -> tuple[ResolverMatch, QueryDict]:
    """Return which page `url` names, with its query.

    Raises QueryError where it is no web address, Http404 where it is none that has a frame.
    """
    url = request.GET.get("url", "")
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise invalid("url", str(error)) from error
    is_web = parts.scheme in ("http", "https") and parts.netloc
    if not (is_web and is_clean(unquote(url))):
        raise invalid("url", "the address of a page, with https://")
    if parts.netloc.lower() != request.get_host().lower():
        raise Http404
    match = resolve(f"{unquote(parts.path).rstrip('/')}/")
    query = QueryDict(parts.query)
    if match.view_name not in TIMELINES + EVENTS or "stand" in query:
        raise Http404
    return match, query


def shown_at(match: ResolverMatch, query: QueryDict) -> Shown:
    """Return what is shown of a page; raise Http404 where nothing public is there."""
    if match.view_name in TIMELINES:
        return of_timeline(match.kwargs["incident"], query)
    return of_event(match.kwargs["incident"], match.kwargs["slug"], query)


def of_timeline(slug: str, query: QueryDict) -> Shown:
    selection = Selection(public_incident(slug), query)
    check(selection.form)
    frame, picture = (
        TimelineFrame(selection, query),
        reverse("timeline:timeline_picture", args=[slug]),
    )
    return Shown(
        title_of(selection),
        f"{reverse('timeline:frame', args=[slug])}{suffix(frame.query)}",
        f"{picture}{suffix(canonical(selection))}",
        HIGH,
    )


def of_event(incident: str, slug: str, query: QueryDict) -> Shown:
    event, asked = public_event(incident, slug), PageQuery(query)
    check(asked.form)
    return Shown(
        event.title,
        f"{reverse('timeline:event_frame', args=[incident, slug])}{asked.day_suffix}",
        reverse("timeline:event_picture", args=[incident, slug]),
        LOW,
    )


def check(form) -> None:
    """Raise QueryError, naming the parameters, where the query of a page is not valid."""
    if not form.is_valid():
        wrong = [f"{name}: {' '.join(errors)}" for name, errors in form.errors.items()]
        raise invalid("url", "; ".join(wrong))


def why_withdrawn(event: Event) -> str:
    """Return for a program when and why an event was withdrawn; the day in ISO 8601."""
    change = History(event).withdrawal
    day = localdate(change.public_at)
    return f"this event was withdrawn on {day}: {change.public_reason or 'no reason was given'}"


def described(request: HttpRequest, found: Shown, most_wide: int | None, most_high: int | None):
    """Return the answer of oEmbed; `most_wide` and `most_high` are pixels, None for no limit."""
    answer = {
        "version": "1.0",
        "title": found.title,
        "provider_name": SITE,
        "provider_url": request.build_absolute_uri("/"),
    }
    wide, high = min(WIDE, most_wide or WIDE), min(found.height, most_high or found.height)
    if SIZE[0] <= (most_wide or SIZE[0]) and SIZE[1] <= (most_high or SIZE[1]):
        address = request.build_absolute_uri(found.picture)
        sizes = dict(zip(("thumbnail_width", "thumbnail_height"), SIZE, strict=True))
        answer |= {"thumbnail_url": address, **sizes}
    if wide < LEAST_WIDE or high < LEAST_HIGH:
        return {"type": "link", **answer}
    address = request.build_absolute_uri(found.frame)
    html = iframe(address, found.title, wide, high)
    return {"type": "rich", **answer, "html": html, "width": wide, "height": high}
