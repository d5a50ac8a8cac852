"""What an answer says of earlier states, and how one is asked for: headers of RFC 7089."""

from datetime import UTC, datetime

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import http_date, parse_http_date

from timeline.headers.links import Link, linked, typed
from timeline.memento.states import Memento, Original

LINK_FORMAT = "application/link-format"
MALFORMED = "Accept-Datetime is written as Thu, 17 Jul 2025 10:00:00 GMT"


def in_http(moment: datetime) -> str:
    return http_date(moment.timestamp())


def asked_moment(request: HttpRequest) -> datetime | None:
    """Return the moment of Accept-Datetime, None without it; raise BadRequest for another form.

    RFC 7089, 2.1.1 takes the one fixed form of a date, in GMT.
    """
    given = request.headers.get("Accept-Datetime")
    if given is None:
        return None
    try:
        seconds = parse_http_date(given)
    except ValueError as error:
        raise BadRequest(MALFORMED) from error
    if http_date(seconds) != given:
        raise BadRequest(MALFORMED)
    return datetime.fromtimestamp(seconds, UTC)


def own_links(request: HttpRequest, original: Original) -> list[Link]:
    """Return the links to what is asked for the states of an original, and to a list of them."""
    return [
        Link(request.build_absolute_uri(original.timegate), "timegate"),
        typed(request.build_absolute_uri(original.timemap), "timemap", LINK_FORMAT),
    ]


def as_original(request: HttpRequest, response: HttpResponse, address: str) -> HttpResponse:
    """Say on the page of now where its earlier states are, and return it.

    Of a query no state is kept.
    """
    if response.status_code == 200 and not request.GET:
        linked(response, *own_links(request, Original(address)))
    return response


def as_memento(
    request: HttpRequest, response: HttpResponse, original: Original, memento: Memento | None
) -> HttpResponse:
    """Say of which original and moment a state is, and return it.

    None for a memento says that the state can still change, and so has no moment.
    """
    if response.status_code != 200:
        return response
    links = [original_link(request, original), *own_links(request, original)]
    if memento:
        response["Memento-Datetime"] = in_http(memento.at)
        links += [link_to(request, rel, found) for rel, found in original.around(memento)]
    return linked(response, *links)


def as_timegate(request: HttpRequest, original: Original) -> HttpResponse | None:
    """Redirect to the state of the moment that is asked for; None where there is none yet.

    Raises BadRequest for a moment in another form.
    """
    memento = original.at(asked_moment(request))
    if memento is None:
        return None
    answer = HttpResponseRedirect(request.build_absolute_uri(memento.address))
    _timegate, timemap = own_links(request, original)
    around = [link_to(request, rel, found) for rel, found in original.around(memento)]
    return linked(answer, original_link(request, original), timemap, *around)


def original_link(request: HttpRequest, original: Original) -> Link:
    return Link(request.build_absolute_uri(original.address), "original")


def link_to(request: HttpRequest, rel: str, memento: Memento) -> Link:
    return Link(
        request.build_absolute_uri(memento.address), rel, (("datetime", in_http(memento.at)),)
    )
