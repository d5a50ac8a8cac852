"""What the operator reads on stderr: one line each, and nothing about a person.

No names, addresses of machines, typed texts or words that a reader searched; no secret of a link.
"""

import logging
import re
import threading
import time

from django.http import HttpRequest

logger = logging.getLogger("incident")

DESK = "/admin/"
TOKEN = re.compile(r"(/voorbeeld/)[^/\s]{20,}")  # opens a draft
ROW = re.compile(r"^(DETAIL|CONTEXT|HINT):.*$", re.MULTILINE)  # where PostgreSQL quotes the row
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
BETWEEN_MAILS = 60.0  # seconds


class OneLine(logging.Formatter):
    r"""Writes an entry with its traceback on one line; `sed 's/\\n/\n/g'` unfolds it."""

    def format(self, record: logging.LogRecord) -> str:
        return CONTROL.sub(lambda sign: escaped(sign[0]), cleaned(super().format(record)))


class Mail(logging.Handler):
    """Mails an entry to ADMINS, one a minute at most: a broken site must break no mailbox."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.turn, self.due, self.left_out = threading.Lock(), 0.0, 0

    def emit(self, record: logging.LogRecord) -> None:
        """Send the entry, with how many were left out since the last."""
        with self.turn:
            now = time.monotonic()
            if now < self.due:
                self.left_out += 1
                return
            self.due, left_out, self.left_out = now + BETWEEN_MAILS, self.left_out, 0
        from django.core.mail import mail_admins

        subject = CONTROL.sub(" ", cleaned(record.getMessage()))[:200]
        more = f"\n\nNot mailed since the last: {left_out}." if left_out else ""
        mail_admins(subject, cleaned(self.format(record)) + more, fail_silently=True)


def cleaned(text: str) -> str:
    """Return a text without secrets and personal data."""
    return TOKEN.sub(r"\1…", ROW.sub("", text))


def escaped(sign: str) -> str:
    return sign.encode("unicode_escape").decode()


def request_line(request: HttpRequest) -> str:
    """Return the request line without search terms; at the desk without any parameter."""
    if request.path.startswith(DESK):
        return f"{request.method} {request.path}"
    asked = [
        "q=…" if part.startswith("q=") else part
        for part in request.META.get("QUERY_STRING", "").split("&")
    ]
    return f"{request.method} {request.path}{'?' if asked[0] else ''}{'&'.join(asked)}"


def failure(request: HttpRequest, error: BaseException | None) -> None:
    logger.error("500 %s", request_line(request), exc_info=error)


def unavailable(request: HttpRequest, error: BaseException) -> None:
    why = f"{type(error).__name__} {error}".strip()
    logger.warning("503 %s: %s", request_line(request), why)


def slow(request: HttpRequest, seconds: float) -> None:
    logger.warning("slow: %.1f s for %s", seconds, request_line(request))


def sign_in_refused(why: str) -> None:
    """Log that a sign-in failed; not whose, nor from where."""
    logger.warning("sign-in refused: %s", why)
