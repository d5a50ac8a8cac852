"""A draft as readers will see it: for staff in its place, and for one reader by a signed link.

Nothing here is public or may be cached or indexed, and only the desk links here.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib import admin
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from incident.models import Event
from timeline.query.page_query import PageQuery
from timeline.query.portion import periods_of
from timeline.query.selection import Selection
from timeline.views import event_context, shown, shown_timeline

SALT = "timeline.preview"
LASTS = 24 * 60 * 60  # seconds
HEADERS = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
}


def unseen(view: Callable) -> Callable:
    """Keep the answer from caches, search engines and referrers; allow only GET and HEAD."""

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        for name, value in HEADERS.items():
            response[name] = value
        return response

    return require_safe(answer)


def for_staff(view: Callable) -> Callable:
    """Pass a draft to the view, for staff with permission to view events; others must sign in.

    A draft that lacks required fields gives a page that names them. Raises PermissionDenied for a
    user without the permission.
    """

    @wraps(view)
    def checked(request: HttpRequest, key: int) -> HttpResponse:
        if not request.user.has_perm("incident.view_event"):
            raise PermissionDenied
        draft = waiting(key)
        if lacking := draft.missing_fields():
            context = {"draft": draft, "lacking": lacking}
            return render(request, "timeline/preview/lacking.html", context)
        return view(request, draft)

    return unseen(admin.site.admin_view(checked))


def waiting(key: int) -> Event:
    """Return an event with all that touches it, public or not; raise Http404 if there is none."""
    events = Event.objects.for_readers(also=key).with_statements()
    return as_if_out(get_object_or_404(events, pk=key))


def as_if_out(draft: Event) -> Event:
    """Set the moment of publication to now on an event that has none, and return it unsaved."""
    draft.publish_at = draft.publish_at or timezone.now()
    return draft


@for_staff
def event(request: HttpRequest, draft: Event) -> HttpResponse:
    link = request.build_absolute_uri(reverse("timeline:preview_link", args=[signed(draft)]))
    return shown_event(request, draft, {"staff": True, "link": None if draft.is_out else link})


@for_staff
def timeline(request: HttpRequest, draft: Event) -> HttpResponse:
    """Show the timeline with the event in its place, also while its incident is not open.

    A user with permission to view drafts may read the approved texts around it. The page of the
    event itself shows what its link shows, so that staff see what they send.
    """
    here = reverse("preview_timeline", args=[draft.pk])
    selection = Selection(draft.incident, request.GET, draft.pk, as_if_open=True, elsewhere=here)
    period = periods_of(draft.sort_day) if draft.sort_day else None
    return shown_timeline(request, selection, {"preview": draft, "staff": True}, period)


@unseen
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show one event to the holder of its link.

    The link works for `LASTS` seconds and until the event is public; after that the answer is 410.
    A forged link gets 404.
    """
    try:
        key = signing.loads(token, salt=SALT, max_age=LASTS)
    except signing.SignatureExpired:
        return render(request, "timeline/preview/expired.html", status=410)
    except signing.BadSignature as error:
        raise Http404 from error
    draft = Event.objects.for_readers(also=key).with_statements()
    found = draft.unseen().filter(pk=key).first()
    if found is None or found.missing_fields():
        return render(request, "timeline/preview/expired.html", status=410)
    return shown_event(request, as_if_out(found), {})


def signed(draft: Event) -> str:
    """Return the token of a link to this event: its key and the moment, signed."""
    return signing.dumps(draft.pk, salt=SALT)


def shown_event(request: HttpRequest, draft: Event, more: dict) -> HttpResponse:
    query = PageQuery(request.GET)
    context = {**event_context(request, draft, query, also=draft.pk), "preview": draft, **more}
    return shown(request, "event", query.query, context)
