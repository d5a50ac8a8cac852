"""Links in headers (RFC 8288): the licence, the descriptions, and the other forms of an answer."""

from django.http import HttpResponse
from django.urls import reverse

from timeline.formats.distributions import DISTRIBUTIONS
from timeline.formats.tables import LICENCE
from timeline.headers.links import Link, linked, typed
from timeline.query.selection import Selection

LONGEST_QUERY = 200  # signs: a proxy takes a few kB of headers, and each form repeats the question


def of_the_site(response: HttpResponse) -> HttpResponse:
    """Add to an answer the licence of all that is here, and where the interface is described."""
    return linked(
        response,
        Link(LICENCE, "license"),
        typed(reverse("timeline:openapi"), "service-desc", "application/json"),
        typed(reverse("timeline:catalogue"), "describedby", "application/ld+json"),
        typed(reverse("timeline:api_catalog"), "api-catalog", "application/linkset+json"),
    )


def forms_of(selection: Selection) -> list[Link]:
    """Return the other forms of the page of a selection; none where the question is too long."""
    if not selection.is_valid or len(selection.query_string) > LONGEST_QUERY:
        return []
    forms = (one for one in DISTRIBUTIONS if one.is_of_events)
    return [
        typed(f"{one.address(selection.incident)}{selection.query_string}", "alternate", one.media)
        for one in forms
    ]


def page_of(selection: Selection) -> Link:
    """Return the page of a selection, for an answer that is another form of it."""
    short = len(selection.query_string) <= LONGEST_QUERY
    return typed(selection.address if short else selection.path, "alternate", "text/html")
