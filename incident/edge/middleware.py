"""The edge: what no view should ever have to see, and the headers that no answer may lack."""

import time
import unicodedata
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.utils.http import parse_header_parameters

from incident.edge import logs
from incident.edge.refusals import refused

LONGEST_ADDRESS = 4096
OTHER_CHARSET = "incident.other_charset"  # in the environ: what a request says it is written in
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
# Of a page that any other may show in a frame.
FRAME_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "form-action 'none'",
        "frame-ancestors *",
        "base-uri 'none'",
    )
)
HEADERS = {
    "Cache-Control": "no-cache",  # a cache may store an answer, and revalidates it each time
    "Content-Security-Policy": POLICY,
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
}


class EdgeMiddleware:
    """Answer 400 to what is no request of a person or an honest program, before any view.

    Control characters (NUL above all, which PostgreSQL refuses), text that is not UTF-8 or says so
    itself, an address past 4096 bytes, and a host that is not ours. Every answer gets the security
    headers.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        began = time.monotonic()
        reason = self.refusal(request)
        response = refused(request, 400, reason) if reason else self.get_response(request)
        took = time.monotonic() - began
        if took >= settings.SLOW_SECONDS:
            logs.slow(request, took)
        return with_headers(response)

    def refusal(self, request) -> str:
        """Return why this request is refused, in Dutch, or ""."""
        query = request.META.get("QUERY_STRING", "")
        if len(request.path_info) + len(query) > LONGEST_ADDRESS:
            return "Het adres is te lang."
        asked = request.path_info + unquote_to_bytes(query).decode(errors="replace")
        if not is_clean(asked):
            return "Het adres bevat tekens die niet kunnen."
        if not is_clean(request.META.get("HTTP_COOKIE", "")):
            return "De aanvraag bevat tekens die niet kunnen."
        if OTHER_CHARSET in request.META:
            return "De aanvraag is niet in UTF-8 geschreven."
        try:
            request.get_host()
        except DisallowedHost:
            return "Deze site heeft een andere naam."
        return ""


def with_headers(response):
    """Add the security headers that an answer lacks, and return it.

    What any site may read or show, one may that asks its parts to agree (`require-corp`).
    """
    headers = dict(HEADERS)
    is_framed = response.headers.get("Content-Security-Policy") == FRAME_POLICY
    if is_framed:
        del headers["X-Frame-Options"]  # it has no word for anybody
        headers["Cross-Origin-Embedder-Policy"] = "require-corp"
    if is_framed or response.headers.get("Access-Control-Allow-Origin") == "*":
        headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    for name, value in headers.items():
        response.headers.setdefault(name, value)
    return response


def is_clean(text: str) -> bool:
    """Return whether `text` has no control characters, and nothing that was no UTF-8."""
    return not any(sign == "\ufffd" or unicodedata.category(sign) == "Cc" for sign in text)


def in_utf8(application):
    """Return a WSGI application that decodes no request by another charset than UTF-8.

    Django would take any codec of Python by its name, and where that fails or gives no text
    (`rot13`, `undefined`), it does so before there is a request that can be refused. What the
    request said is kept for EdgeMiddleware, which refuses it.
    """

    def answer(environ, start_response):
        try:
            kind, about = parse_header_parameters(environ.get("CONTENT_TYPE", ""))
        except (LookupError, ValueError):  # a parameter in a charset of its own (RFC 2231)
            kind, about = "", {"charset": ""}
        if about.get("charset", "utf-8").lower() != "utf-8":
            environ = {**environ, "CONTENT_TYPE": kind, OTHER_CHARSET: about["charset"]}
        return application(environ, start_response)

    return answer
