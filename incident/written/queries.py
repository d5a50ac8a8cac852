"""Queries that are written in SQL once in a process, and asked with other values each time.

For Django to write one of ours takes ten to fifty times as long as for the database to answer it,
and each time it is the same text: only the moment, the keys and the addresses in it differ.
"""

import re
from collections.abc import Callable, Collection, Iterator
from copy import copy
from datetime import date, datetime, timedelta
from functools import update_wrapper
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import QuerySet
from django.utils.timezone import localdate

from incident.written.moment import NOW, WRITING, now

MOST = 512  # values of one list; with more, a query is written for just these
DAY = re.compile(r"\d{4}-\d\d-\d\d")


class _Form(NamedTuple):
    """A query as it was written for one kind of database: `slots` are the places of its values."""

    queryset: QuerySet
    compiler: Any
    sql: str
    params: tuple
    slots: tuple[tuple[int, int], ...]


class Written:
    """A query by a function from values to a queryset; called with the values, it gives the rows.

    A value is a number, a text, a day or a moment, or a list of numbers or texts; of an empty list
    there are no rows. The function gets other values of the same sort in their place, so it may
    only pass them on, as they are; of the moment of asking it knows by `now()` alone. It asks for
    nothing to be prefetched. ValueError where it does otherwise.
    """

    def __init__(self, make: Callable[..., QuerySet]):
        update_wrapper(self, make)
        self.make = make
        self.forms: dict[tuple, _Form] = {}

    def __call__(self, *values: Any) -> list:
        """Return the rows for these values; one query."""
        lists = [value for value in values if is_list(value)]
        if not all(lists):
            return []
        if any(len(value) > MOST for value in lists):
            return list(self.make(*values))
        given = [filled(value) if is_list(value) else value for value in values]
        form = self.form(given)
        return rows(form, put_in(form, [*flat(given), now()]))

    def form(self, given: list) -> _Form:
        """Return the query as it is written for so many values, on this kind of database."""
        key = (connection.vendor, *(len(value) if is_list(value) else 0 for value in given))
        if key not in self.forms:
            token = WRITING.set(True)
            try:
                self.forms[key] = form_of(self.make, given)
            finally:
                WRITING.reset(token)
        return self.forms[key]


def written(make: Callable[..., QuerySet]) -> Written:
    """Have the query that a function returns written once; see `Written`."""
    return Written(make)


def is_list(value: Any) -> bool:
    return isinstance(value, Collection) and not isinstance(value, str)


def filled(values: Collection) -> list:
    """Return a list with its last value repeated until it has 1, 2, 4, 8, … of them."""
    values = list(values)
    return values + values[-1:] * ((1 << (len(values) - 1).bit_length()) - len(values))


def flat(given: list) -> Iterator[Any]:
    for value in given:
        yield from value if is_list(value) else (value,)


def form_of(make: Callable[..., QuerySet], given: list) -> _Form:
    """Return a query as it is written, with the places in which its values stand."""
    numbers = iter(range(1, 1 + sum(1 for _ in flat(given))))
    places = [
        [stand_in(one, next(numbers)) for one in value]
        if is_list(value)
        else stand_in(value, next(numbers))
        for value in given
    ]
    queryset = make(*places)
    compiler = queryset.query.get_compiler(connection=connection)
    sql, params = compiler.as_sql()
    known = [adapted(place) for place in (*flat(places), NOW)]
    slots = tuple((at, known.index(param)) for at, param in enumerate(params) if param in known)
    check(make.__name__, queryset, params, slots, len(known) - 1)
    return _Form(queryset, compiler, sql, tuple(params), slots)


def check(name: str, queryset: QuerySet, params: Collection, slots: tuple, count: int) -> None:
    """Raise ValueError where a query would not be the same with other values, or at another time.

    A moment that stays in it would have what is planned come out late, or never.
    """
    taken = {at for at, _ in slots}
    fixed = [param for at, param in enumerate(params) if at not in taken]
    if any(isinstance(param, date) or DAY.match(str(param)) for param in fixed):
        raise ValueError(f"{name} has a moment that stays the same.")
    if set(range(count)) - {number for _, number in slots}:
        raise ValueError(f"{name} does not pass each value on as it is.")
    if queryset._prefetch_related_lookups:
        raise ValueError(f"{name} prefetches, which is not written once.")


def stand_in(value: Any, number: int) -> Any:
    """Return a value of the same sort that stands in no record."""
    if isinstance(value, datetime):
        return NOW + timedelta(seconds=number)
    if isinstance(value, date):
        return localdate(NOW) + timedelta(days=number)
    return f"value-{number}-of-no-row" if isinstance(value, str) else 1_999_000_000 + number


def adapted(value: Any) -> Any:
    """Return a value as this database takes it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value


def put_in(form: _Form, values: list) -> list:
    """Return the parameters of a query with these values; a number in the type of its column."""
    params = list(form.params)
    for at, number in form.slots:
        value = values[number]
        params[at] = type(params[at])(value) if isinstance(value, int) else adapted(value)
    return params


def rows(form: _Form, params: list) -> list:
    """Return what the database answers, as the queryset would give it."""
    compiler = copy(form.compiler)
    compiler.connection = connections[DEFAULT_DB_ALIAS]
    compiler.as_sql = lambda *_args, **_more: (form.sql, params)
    queryset = form.queryset.all()
    queryset.query.get_compiler = lambda *_args, **_more: compiler
    return list(queryset)
