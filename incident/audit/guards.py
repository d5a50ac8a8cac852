"""What the database itself refuses: to change or drop an entry of the log, or hide what was public.

Put up after each `migrate`, so that a migration that makes a table anew (as SQLite does for most
changes of a column) cannot leave it without. `verify_log` says which of them are missing.
"""

from contextlib import contextmanager
from typing import NamedTuple

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from incident.workflow import KNOWN

APPEND_ONLY = "het logboek wordt alleen aangevuld"
KEPT = "wat openbaar was, blijft bewaard"
STAYS_OPEN = "wat openbaar was, wordt niet meer gesloten"
INCIDENT = "incident_incident"
CLOSES = (
    "(OLD.is_published AND NOT NEW.is_published) OR (OLD.opened_at IS NOT NULL "
    "AND (NEW.opened_at IS NULL OR NEW.opened_at <> OLD.opened_at))"
)
LOG = ("incident_change", "incident_loghead")
PUBLISHABLE = ("incident_event", "incident_claim", "incident_writtenquestions")
NOW = {"sqlite": "strftime('%Y-%m-%d %H:%M:%f000', 'now')", "postgresql": "clock_timestamp()"}
WAS_PUBLIC = (
    "OLD.status = 'ingetrokken' OR (OLD.status = 'gepubliceerd' AND OLD.publish_at <= {now})"
)


class Guard(NamedTuple):
    """A trigger that refuses `verb` on a row of `table` where `condition` holds."""

    name: str
    table: str
    verb: str
    condition: str
    message: str

    def sqlite(self) -> str:
        return (
            f"CREATE TRIGGER {self.name} BEFORE {self.verb} ON {self.table} "
            f"WHEN {self.condition} BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
        )

    def postgresql(self) -> str:
        each = "STATEMENT" if self.verb == "TRUNCATE" else "ROW"
        row = "OLD" if self.verb in ("DELETE", "TRUNCATE") else "NEW"
        return (
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN IF {self.condition} THEN RAISE integrity_constraint_violation "
            f"USING MESSAGE = '{self.message}'; END IF; RETURN {row}; END $$; "
            f"CREATE TRIGGER {self.name} BEFORE {self.verb} ON {self.table} "
            f"FOR EACH {each} EXECUTE FUNCTION {self.name}()"
        )


def guards(vendor: str) -> list[Guard]:
    """Return all guards of a database of this vendor ("sqlite" or "postgresql")."""
    was_public = WAS_PUBLIC.format(now=NOW[vendor])
    found = [
        Guard("change_is_kept", LOG[0], "DELETE", "1 = 1", APPEND_ONLY),
        Guard("change_stays", LOG[0], "UPDATE", "1 = 1", APPEND_ONLY),
        Guard("head_is_kept", LOG[1], "DELETE", "1 = 1", APPEND_ONLY),
        Guard("head_moves_on", LOG[1], "UPDATE", "NEW.number <> OLD.number + 1", APPEND_ONLY),
        Guard("paper_is_kept", "incident_kamerstuk", "DELETE", "OLD.is_kept", KEPT),
        Guard("incident_is_kept", INCIDENT, "DELETE", "OLD.opened_at IS NOT NULL", KEPT),
        Guard("incident_stays_open", INCIDENT, "UPDATE", CLOSES, STAYS_OPEN),
    ]
    known = ", ".join(f"'{status.value}'" for status in KNOWN)
    for table in PUBLISHABLE:
        hidden = f"({was_public}) AND NEW.status NOT IN ({known})"
        found.append(Guard(f"{table}_is_kept", table, "DELETE", was_public, KEPT))
        found.append(Guard(f"{table}_stays_told", table, "UPDATE", hidden, KEPT))
    return found + (replaced(found) if vendor == "sqlite" else emptied())


def replaced(others: list[Guard]) -> list[Guard]:
    """Return the guards against INSERT OR REPLACE, which deletes a row without a DELETE.

    SQLite does so for the row with the same key, and fires no DELETE trigger.
    """
    kept = {}
    for guard in others:
        if guard.verb == "DELETE":
            kept[guard.table] = (guard.condition.replace("OLD.", "kept."), guard.message)
    found = []
    for table, (condition, message) in kept.items():
        key = "number" if table == LOG[0] else "id"
        same = f"FROM {table} kept WHERE kept.{key} = NEW.{key} AND ({condition})"
        name = f"{table}_is_not_replaced"
        found.append(Guard(name, table, "INSERT", f"EXISTS (SELECT 1 {same})", message))
    return found


def emptied() -> list[Guard]:
    """Return PostgreSQL's guards against TRUNCATE, which fires no trigger on rows."""
    return [Guard(f"{t}_is_not_emptied", t, "TRUNCATE", "true", APPEND_ONLY) for t in LOG]


def put_up(connection: BaseDatabaseWrapper) -> None:
    """Make every guard anew; idempotent."""
    take_down(connection)
    with connection.cursor() as cursor:
        for guard in guards(connection.vendor):
            cursor.execute(getattr(guard, connection.vendor)())


def take_down(connection: BaseDatabaseWrapper) -> None:
    of_table = " ON {}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name, table, *_ in guards(connection.vendor):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{of_table.format(table)}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the names of the guards that are missing, or not as they should be."""
    asked = {
        "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname, tgrelid::regclass::text FROM pg_trigger "
        "WHERE NOT tgisinternal AND tgenabled = 'O'",
    }
    with connection.cursor() as cursor:
        cursor.execute(asked[connection.vendor])
        there = dict(cursor.fetchall())
    right = {
        guard.name: guard.sqlite() if connection.vendor == "sqlite" else guard.table
        for guard in guards(connection.vendor)
    }
    return sorted(name for name, sign in right.items() if there.get(name) != sign)


@contextmanager
def down(using: str = "default"):
    """Take the guards away for a while, as a person who owns the database can."""
    take_down(connections[using])
    try:
        yield
    finally:
        put_up(connections[using])
