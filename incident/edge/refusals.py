"""How a request is refused: a page for people, problem details for programs."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import PurePosixPath

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

TITLES = {
    400: "Bad Request",
    404: "Not Found",
    405: "Method Not Allowed",
    410: "Gone",
    500: "Internal Server Error",
    501: "Not Implemented",
    503: "Service Unavailable",
}
DATA = {".csv", ".json", ".jsonld", ".atom", ".ics", ".svg", ".png", ".zip"}
DATA |= {".bib", ".ris", ".link", "tijdpoort"}  # an address of a program may be a folder
VERSION = "1.1.0"  # of the interface for programs: https://semver.org/
# What a script of any origin may have, and which of our headers it may read.
OPEN = {
    "API-Version": VERSION,
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": (
        "API-Version, Content-Disposition, Content-Range, ETag, Link, Retry-After"
    ),
}


def opened(response: HttpResponse) -> HttpResponse:
    """Give an answer for programs the version of the interface, open it to any origin; return it.

    The version in a header is asked by the Dutch API Design Rules, /core/version-header.
    """
    for name, value in OPEN.items():
        response[name] = value
    return response


def refused(request: HttpRequest, code: int, reason: str) -> HttpResponse:
    """Return an answer with this HTTP code that gives the reason: a page, or to programs an object.

    Which of the two is told by the ending of the address.
    """
    path = PurePosixPath(request.path_info)
    if (path.suffix or path.name) in DATA:
        return problem(code, reason)
    return HttpResponse(page(code, reason), status=code)


def problem(code: int, reason: str, errors: Sequence[dict] = ()) -> HttpResponse:
    """Return problem details (RFC 9457), with all `errors` of the request, an object each."""
    details = {"type": "about:blank", "title": TITLES[code], "status": code, "detail": reason}
    details |= {"errors": list(errors)} if errors else {}
    return opened(JsonResponse(details, status=code, content_type="application/problem+json"))


@lru_cache(maxsize=32)
def page(code: int, reason: str) -> str:
    """Return the error page; cached, so that refusing costs next to nothing."""
    return render_to_string(f"{code}.html", {"reason": reason})
