"""What people see while the record cannot be reached: come back, and your text is not lost.

The database away, its disk full or read-only, a lock that did not come free, too many at once:
none of these is a mistake in the program, and each is over some time. The answer is 503 with
Retry-After, made without the database.
"""

import errno
import sys

from django.contrib import admin
from django.core.exceptions import SuspiciousOperation
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.middleware.csrf import CsrfViewMiddleware
from django.template.loader import render_to_string

from incident.edge import logs
from incident.edge.lanes import BusyError
from incident.edge.refusals import refused

AWAY = "De site kan nu even niet bij de gegevens. Probeer het over een minuut nog eens."
BUSY = "Er komen nu te veel verzoeken tegelijk. Probeer het over een minuut nog eens."
FAILED = "Dat ligt niet aan u. Probeer het straks nog eens."
RETRY_SECONDS = 30
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
READ_ONLY = "25006"  # SQLSTATE of PostgreSQL
SECRET = ("csrfmiddlewaretoken", "password", "code")  # parts of names of fields
LONG = 20  # signs: a text that is worth keeping, also without a space in it


def is_away(error: BaseException | None) -> bool:
    """Return whether an error says that the record cannot be reached now, and is no bug."""
    if isinstance(error, OSError):
        return error.errno in NO_ROOM
    if isinstance(error, OperationalError | InterfaceError):
        # to SQLite a table that is missing is "operational" too
        return getattr(error.__cause__, "sqlite_errorname", "") != "SQLITE_ERROR"
    if isinstance(error, DatabaseError):
        return getattr(error.__cause__, "sqlstate", "") == READ_ONLY
    return isinstance(error, BusyError)


def failed(request: HttpRequest) -> HttpResponse:
    """Answer what no view caught (Django's handler500): 503 where it is over some time, or 500."""
    error = sys.exc_info()[1]
    if is_away(error):
        return unavailable(request, error)
    logs.failure(request, error)
    return refused(request, 500, FAILED)


def unavailable(request: HttpRequest, error: BaseException) -> HttpResponse:
    """Return 503 for this error, in the form of the address; the desk gets its text back."""
    logs.unavailable(request, error)
    reason = BUSY if isinstance(error, BusyError) else AWAY
    answer = (
        not_saved(request, error, reason) if is_save(request) else refused(request, 503, reason)
    )
    return later(answer)


def is_save(request: HttpRequest) -> bool:
    """Return whether somebody sent a form at the desk, other than to sign in."""
    is_form = request.method == "POST" and request.path_info.startswith("/admin/")
    return is_form and request.path_info != "/admin/login/"


def later(answer: HttpResponse) -> HttpResponse:
    """Mark a response as temporary (503, not stored by a cache); return it."""
    answer.status_code = 503
    answer["Retry-After"] = str(RETRY_SECONDS)
    answer["Cache-Control"] = "no-store"
    return answer


def not_saved(request: HttpRequest, error: BaseException, reason: str) -> HttpResponse:
    """Return a page of the desk with the reason, whether anything was saved, and what was typed."""
    context = {
        "site_title": admin.site.site_title,
        "site_header": admin.site.site_header,
        "reason": reason,
        "is_sure": is_surely_lost(request, error),
        "texts": typed(request),
        "again": request.path,
    }
    return HttpResponse(render_to_string("desk/not_saved.html", context))


def is_surely_lost(request: HttpRequest, error: BaseException) -> bool:
    """Return whether nothing of what was sent is stored.

    Not sure: the view was done and only the session failed; some rows of a list were changed and
    others not; the connection broke, perhaps after the database had done it.
    """
    if isinstance(error, BusyError):
        return True
    cause = error.__cause__
    was_told = hasattr(cause, "sqlite_errorname") or getattr(cause, "sqlstate", None)
    return (
        bool(was_told) and not getattr(request, "is_done", False) and "action" not in form(request)
    )


def form(request: HttpRequest):
    try:
        return request.POST
    except (SuspiciousOperation, MultiPartParserError, OSError):
        return {}


def typed(request: HttpRequest) -> list[str]:
    """Return the texts of a form that was not saved, each once; never a password or a code.

    A form that was sent from another site is not shown.
    """
    if not form(request) or not is_from_here(request):
        return []
    texts = [
        value
        for name, values in request.POST.lists()
        for value in values
        if not any(part in name for part in SECRET) and (" " in value or len(value) > LONG)
    ]
    return [*dict.fromkeys(texts)]


def is_from_here(request: HttpRequest) -> bool:
    """Return whether a form carries the CSRF token of our own pages."""
    check = CsrfViewMiddleware(lambda request: HttpResponse())
    check.process_request(request)
    return check.process_view(request, failed, (), {}) is None
