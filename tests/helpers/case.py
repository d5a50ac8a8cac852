"""Records that many tests begin with, made once by each process; after that put back as rows."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, models, transaction

from incident.audit import guards
from incident.audit.models import LogHead

# What `migrate` puts there stays as it is.
OF_MIGRATE = {ContentType, Permission, Group, Group.permissions.through}


@dataclass
class Record:
    """The rows of a record by their model, with the names of the columns; and what it is."""

    made: Any
    rows: dict[type[models.Model], tuple[list[str], list[tuple]]] = field(default_factory=dict)


_records: dict[str, Record] = {}


@contextmanager
def taken_back() -> Iterator[None]:
    """Take back at the end what is stored meanwhile."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def load_case() -> None:
    """Put the shipped case in the database, with its entries in the log."""
    remembered("the shipped case", lambda: call_command("loaddata", "om_citrix", verbosity=0))


def remembered(name: str, make: Callable[[], Any]) -> Any:
    """Return what `make` returns: plain values that say what is now in the database.

    Putting rows back takes a hundredth of the time of making them. Where anything stands in our
    tables already, the record has to go with that, so it is made.
    """
    if is_filled():
        return make()
    if known := _records.get(name):
        put_back(known)
    else:
        made = make()
        filled = {model: rows_of(model) for model in ours()}
        _records[name] = Record(made, {m: found for m, found in filled.items() if found[1]})
    return _records[name].made


def ours() -> list[type[models.Model]]:
    return [m for m in apps.get_models(include_auto_created=True) if m not in OF_MIGRATE]


def is_filled() -> bool:
    tables = [m._meta.db_table for m in ours() if m is not LogHead and not m._meta.proxy]
    asked = [f'EXISTS(SELECT 1 FROM "{table}")' for table in tables]  # noqa: S608
    asked.append(f'EXISTS(SELECT 1 FROM "{LogHead._meta.db_table}" WHERE number > 0)')  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {' OR '.join(asked)}")
        return bool(cursor.fetchone()[0])


def rows_of(model: type[models.Model]) -> tuple[list[str], list[tuple]]:
    """Return the names of the columns of a table, and its rows in the order of their making."""
    if model._meta.proxy:
        return [], []
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{model._meta.db_table}" ORDER BY 1')  # noqa: S608
        return [column[0] for column in cursor.description], cursor.fetchall()


@transaction.atomic
def put_back(record: Record) -> None:
    """Put the rows that were read before in their tables, as they stood there."""
    with guards.down(), connection.cursor() as cursor:
        LogHead.objects.all().delete()
        for model, (names, rows) in record.rows.items():
            columns, values = ", ".join(f'"{n}"' for n in names), ", ".join(["%s"] * len(names))
            table = f'"{model._meta.db_table}"'
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({values})", rows)  # noqa: S608
        for reset in connection.ops.sequence_reset_sql(no_style(), list(record.rows)):
            cursor.execute(reset)
