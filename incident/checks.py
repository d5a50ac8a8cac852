"""System checks: what is not wrong enough to refuse, but unwise."""

from django.conf import settings
from django.core import checks
from django.core.checks import Tags, register
from django.db import connection


@register(Tags.database, Tags.security)
def database_follows_the_house(app_configs, **kwargs):
    """Warn where the SQLite options would lose or refuse concurrent edits."""
    options = settings.DATABASES["default"].get("OPTIONS", {})
    if connection.vendor != "sqlite" or options.get("transaction_mode") == "IMMEDIATE":
        return []
    return [
        checks.Warning(
            "SQLite runs without transaction_mode IMMEDIATE.",
            hint="Take SQLITE_OPTIONS from incident/settings.py into the database's OPTIONS.",
            id="incident.W001",
        )
    ]
