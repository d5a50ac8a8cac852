"""The picture of a shared link (`og:image`), and the icon at the address that old programs ask."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.defaultfilters import capfirst, truncatechars
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from timeline.citing.source import SITE
from timeline.pages.drawing.drawing import picture_of
from timeline.pages.share_image import picture, shared
from timeline.query.canonical import canonical
from timeline.query.page_query import suffix
from timeline.query.portion import WHOLE
from timeline.query.selection import Selection
from timeline.query.whole import public_incident
from timeline.views import public_event
from timeline.withdrawn import or_tombstone

LONGEST_ABOVE = 56  # signs that fit on the line above a title


@require_safe
@or_tombstone
def event_picture(request: HttpRequest, incident: str, slug: str) -> HttpResponse:
    found = public_event(incident, slug)
    above = f"{found.as_kind.label}, {found.when}"
    drawn = picture(found.title, above, f"{SITE} {found.incident.title}")
    return HttpResponse(drawn, content_type="image/png")


@require_safe
@or_tombstone
def timeline_picture(request: HttpRequest, incident: str) -> HttpResponse:
    """Show the drawing of a query; of a single event, or very many, title and query alone."""
    selection = Selection(public_incident(incident), request.GET)
    query = canonical(selection)
    if query != request.GET:
        return redirect(f"{request.path}{suffix(query)}")
    address = request.build_absolute_uri(selection.address)
    is_short = not selection.events[WHOLE:].exists()
    whole = picture_of(selection, address) if is_short else None
    if whole and whole.story.is_worth_it:
        made = shared(whole)
    else:
        above = truncatechars(capfirst(selection.sentence), LONGEST_ABOVE) or "Tijdlijn"
        made = picture(selection.incident.title, above, SITE)
    return HttpResponse(made, content_type="image/png")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Redirect to the icon of this release."""
    return redirect(static("timeline/favicon.ico"))
