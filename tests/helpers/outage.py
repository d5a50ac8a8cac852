"""Failures of a database, as each database and its driver word them."""

import errno
import sqlite3
import threading
from contextlib import contextmanager

import psycopg
import pytest
from django.db import DatabaseError, InterfaceError, InternalError, OperationalError, connection


def caused(error: Exception, cause: Exception, **about) -> Exception:
    """Return an error of Django's as it wraps that of a driver."""
    for name, value in about.items():
        setattr(cause, name, value)
    error.__cause__ = cause
    return error


def of_sqlite(name: str, words: str) -> Exception:
    cause = sqlite3.OperationalError(words)
    return caused(OperationalError(words), cause, sqlite_errorname=name)


LOCKED = of_sqlite("SQLITE_BUSY", "database is locked")
FULL = of_sqlite("SQLITE_FULL", "database or disk is full")
READ_ONLY = of_sqlite("SQLITE_READONLY", "attempt to write a readonly database")
GONE = caused(OperationalError("server closed the connection"), psycopg.OperationalError())
CLOSED = caused(InterfaceError("connection already closed"), psycopg.InterfaceError())
WAITED = caused(OperationalError("lock timeout"), psycopg.errors.LockNotAvailable())
STAND_BY = caused(InternalError("read-only"), psycopg.errors.ReadOnlySqlTransaction())
AWAY = [LOCKED, FULL, READ_ONLY, GONE, CLOSED, WAITED, STAND_BY, OSError(errno.ENOSPC, "full")]
NO_TABLE = of_sqlite("SQLITE_ERROR", "no such table: x")
MALFORMED = caused(DatabaseError("malformed"), sqlite3.DatabaseError())
MISTAKES = [NO_TABLE, MALFORMED, OSError(errno.ENOENT, "no file"), ValueError("ours")]


@contextmanager
def broken(error: Exception, *words: str):
    """Let the database answer with this error: always, or to statements with one of these words."""

    def wrapper(execute, sql, *rest):
        if not words or any(word in sql for word in words):
            raise error
        return execute(sql, *rest)

    with connection.execute_wrapper(wrapper):
        yield


@contextmanager
def held(monkeypatch):
    """Let somebody else hold SQLite's lock for a while, for which nobody waits long.

    Another database gives up in another way, so that the test is skipped.
    """
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite gives up waiting for its turn")
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.1)
    connection.close()
    locked, done = threading.Event(), threading.Event()

    def hold():
        with connection.cursor() as cursor:
            cursor.execute("BEGIN IMMEDIATE")
            locked.set()
            done.wait(60)
            cursor.execute("ROLLBACK")
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    assert locked.wait(60)
    try:
        yield
    finally:
        done.set()
        holder.join(60)
        connection.close()
