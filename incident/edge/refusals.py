"""How a request is refused: a page for people, one line for programs, problem details for JSON."""

from functools import lru_cache
from pathlib import PurePosixPath

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

TITLES = {
    400: "Bad Request",
    404: "Not Found",
    410: "Gone",
    500: "Internal Server Error",
    501: "Not Implemented",
    503: "Service Unavailable",
}
DATA = {".csv", ".json", ".atom", ".ics", ".svg", ".png", ".zip"}
DATA |= {".bib", ".ris", ".link", "tijdpoort"}  # an address of a program may be a folder


def refused(request: HttpRequest, code: int, reason: str) -> HttpResponse:
    """Return an answer with this HTTP code that gives the reason in the form the address promises.

    JSON gets problem details (RFC 9457).
    """
    path = PurePosixPath(request.path_info)
    ending = path.suffix or path.name
    if ending == ".json":
        details = {"type": "about:blank", "title": TITLES[code], "status": code, "detail": reason}
        return JsonResponse(details, status=code, content_type="application/problem+json")
    if ending in DATA:
        return HttpResponse(f"{reason}\n", status=code, content_type="text/plain; charset=utf-8")
    return HttpResponse(page(code, reason), status=code)


@lru_cache(maxsize=32)
def page(code: int, reason: str) -> str:
    """Return the error page; cached, so that refusing costs next to nothing."""
    return render_to_string(f"{code}.html", {"reason": reason})
