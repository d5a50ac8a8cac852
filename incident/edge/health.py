"""Whether the site works, for monitoring: the database answers, and is of this release."""

from functools import cache

from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Return 200 or 503, and nothing more, so that monitoring reveals nothing about the site."""
    is_well = is_up_to_date()
    return HttpResponse(
        "in orde\n" if is_well else "niet in orde\n",
        status=200 if is_well else 503,
        content_type="text/plain; charset=utf-8",
        headers={"Cache-Control": "no-store"},
    )


def is_up_to_date() -> bool:
    try:
        return MigrationRecorder(connection).applied_migrations().keys() >= last_migrations()
    except Error:
        return False


@cache
def last_migrations() -> frozenset[tuple[str, str]]:
    """Return the last migration of each app; they are files, so read once."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())
