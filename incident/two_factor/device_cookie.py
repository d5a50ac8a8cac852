"""The device cookie (OWASP): which browser signed in to which account before.

https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies
"""

import secrets
import unicodedata

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

SALT = "incident.two_factor.device_cookie"
LINK_SALT = "incident.two_factor.device_cookie.link"
DAYS_KNOWN = 180
LINK_SECONDS = 15 * 60
PATH = "/admin/"


def account(username: str) -> str:
    """Return a digest of the account name, there or not: equal for all its spellings."""
    name = unicodedata.normalize("NFKC", username).strip().casefold()
    return salted_hmac(SALT, name, algorithm="sha256").hexdigest()


def cookie_name(username: str) -> str:
    """Return the name of the cookie for this account: two people may share a browser."""
    return f"browser-{account(username)[:16]}"


def mark(request: HttpRequest, username: str) -> str:
    """Return the random value in a valid device cookie for this account, or ""."""
    signed = request.COOKIES.get(cookie_name(username), "")
    try:
        known, mark = signing.loads(signed, salt=SALT, max_age=DAYS_KNOWN * 86_400)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return mark if known == account(username) else ""


def remember(response: HttpResponse, username: str) -> HttpResponse:
    """Set a new device cookie for this account; return the response."""
    response.set_cookie(
        cookie_name(username),
        signing.dumps([account(username), secrets.token_urlsafe(16)], salt=SALT),
        max_age=DAYS_KNOWN * 86_400,
        path=PATH,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Strict",
    )
    return response


def link_token(username: str) -> str:
    """Return a token that gets a browser the device cookie, valid for 15 minutes."""
    return signing.dumps(username, salt=LINK_SALT)


def link_name(token: str) -> str:
    """Return the username in such a token, or "" where it is forged or too old."""
    try:
        return signing.loads(token, salt=LINK_SALT, max_age=LINK_SECONDS)
    except signing.BadSignature:
        return ""
