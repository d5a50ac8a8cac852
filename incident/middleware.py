"""The edge: what no view should ever have to see, and the headers that no answer may lack."""

import unicodedata
from urllib.parse import unquote_to_bytes

from django.core.exceptions import DisallowedHost

from incident.refusals import refused

LONGEST_ADDRESS = 4096
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
HEADERS = {
    "Cache-Control": "no-cache",  # a cache may keep an answer, and asks each time if it still holds
    "Content-Security-Policy": POLICY,
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
}


class EdgeMiddleware:
    """Answer 400 to what is no request of a person or an honest program, before any view.

    Control characters (NUL above all, which PostgreSQL refuses), text that is not UTF-8, an
    address past 4096 bytes, and a host that is not ours. Every answer gets the security headers.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        reason = self.refusal(request)
        response = refused(request, 400, reason) if reason else self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    def refusal(self, request) -> str:
        """Return in Dutch why this request goes no further, or ""."""
        query = request.META.get("QUERY_STRING", "")
        if len(request.path_info) + len(query) > LONGEST_ADDRESS:
            return "Het adres is te lang."
        asked = request.path_info + unquote_to_bytes(query).decode(errors="replace")
        if not is_clean(asked):
            return "Het adres bevat tekens die niet kunnen."
        if not is_clean(request.META.get("HTTP_COOKIE", "")):
            return "De aanvraag bevat tekens die niet kunnen."
        try:
            request.get_host()
        except DisallowedHost:
            return "Deze site heeft een andere naam."
        return ""


def is_clean(text: str) -> bool:
    """Return whether `text` has no control characters, and nothing that was no UTF-8."""
    return not any(sign == "\ufffd" or unicodedata.category(sign) == "Cc" for sign in text)
