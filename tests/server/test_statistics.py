"""The database knows its tables, so that a list of many rows is not read row by row."""

import pytest
from django.db import OperationalError, connection

from incident.server import statistics
from tests.factories import CitationFactory

pytestmark = pytest.mark.django_db

ONLY_SQLITE = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="PostgreSQL looks at its tables by itself"
)


@ONLY_SQLITE
def test_sqlite_is_told_to_look_at_its_tables():
    CitationFactory()
    statistics.gather()
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tbl FROM sqlite_stat1")
        known = {row[0] for row in cursor.fetchall()}
    assert {"incident_event", "incident_citation", "incident_kamerstuk"} <= known


@ONLY_SQLITE
def test_where_nothing_may_be_written_it_is_left():
    def refuses(*_):
        raise OperationalError("attempt to write a readonly database")

    with connection.execute_wrapper(refuses):
        statistics.gather()
