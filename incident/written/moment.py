"""The moment of asking, and what stands for it while a query is written."""

from contextvars import ContextVar
from datetime import UTC, datetime

from django.utils import timezone

NOW = datetime(9998, 7, 17, tzinfo=UTC)
WRITING: ContextVar[bool] = ContextVar("writing", default=False)


def now() -> datetime:
    """Return the moment of asking; while a query is written, what stands there for it."""
    return NOW if WRITING.get() else timezone.now()
