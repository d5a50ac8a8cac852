"""How much a query makes the database do, in a number that no clock and no busy machine moves."""

import json

from django.db import connection
from django.db.models import QuerySet


def work_of(rows: QuerySet) -> int:
    """Return the steps in which the database reads all rows of a query.

    Of SQLite these are tens of instructions of its machine, of PostgreSQL the rows that its plan
    looked at, kept or not.
    """
    return rows_read(rows) if connection.vendor == "postgresql" else instructions(rows)


def instructions(rows: QuerySet) -> int:
    count = 0

    def step() -> None:
        nonlocal count
        count += 1

    connection.ensure_connection()
    connection.connection.set_progress_handler(step, 10)
    try:
        list(rows.all())
    finally:
        connection.connection.set_progress_handler(None, 0)
    return count


def rows_read(rows: QuerySet) -> int:
    [whole] = json.loads(rows.explain(format="json", analyze=True))
    return visited(whole["Plan"])


def visited(node: dict) -> int:
    own = node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
    return round(own * node["Actual Loops"]) + sum(map(visited, node.get("Plans", ())))
