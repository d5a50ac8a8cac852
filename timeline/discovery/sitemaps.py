"""The sitemap, robots.txt and security.txt: addresses that machines expect."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from incident.models import Event, Incident, Kamerstuk

VALID_FOR = timedelta(days=180)
PAGES = ("timeline", "claims", "questions", "waits", "comparison", "changes")


class Part(Sitemap):
    """One part of the sitemap, in files of `limit` addresses each (sitemaps.org allows 50,000)."""

    limit = 5_000

    def get_latest_lastmod(self) -> None:
        """Say nothing of a part as a whole: that would read all its rows for the index."""


class IncidentPages(Part):
    """The pages of each incident."""

    def items(self) -> list[tuple[Incident, str]]:
        return [(incident, page) for incident in Incident.objects.for_readers() for page in PAGES]

    def location(self, item: tuple[Incident, str]) -> str:
        incident, page = item
        return reverse(f"timeline:{page}", args=[incident.slug])

    def lastmod(self, item: tuple[Incident, str]) -> datetime:
        return item[0].updated_at


class SitePages(Part):
    """The pages that belong to no incident."""

    def items(self) -> list[str]:
        return ["kamerstukken", "api", "about"]

    def location(self, page: str) -> str:
        return reverse(f"timeline:{page}")


class EventPages(Part):
    """The page of each event."""

    def items(self):
        events = Event.objects.for_readers().prefetch_related(None)
        return events.order_by("incident__slug", "slug")  # not as they were drafted

    def lastmod(self, event: Event) -> datetime:
        return event.shown_at


class PaperPages(Part):
    """The page of each paper."""

    def items(self):
        return Kamerstuk.objects.for_readers()

    def lastmod(self, paper: Kamerstuk) -> datetime:
        return paper.changed_at


SITEMAPS = {
    "site": SitePages,
    "incidenten": IncidentPages,
    "gebeurtenissen": EventPages,
    "kamerstukken": PaperPages,
}


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Answer with robots.txt (RFC 9309); only the desk is closed to crawlers."""
    sitemap = request.build_absolute_uri(reverse("timeline:sitemap"))
    lines = ("User-agent: *", "Disallow: /admin/", f"Sitemap: {sitemap}", "")
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Answer with security.txt (RFC 9116), or 404 where no contact is set."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    expires = today + VALID_FOR
    lines = (
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires.isoformat()}",
        "Preferred-Languages: nl, en",
        f"Policy: {request.build_absolute_uri(reverse('timeline:about'))}#veiligheid",
        f"Canonical: {request.build_absolute_uri(request.path)}",
        "",
    )
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
