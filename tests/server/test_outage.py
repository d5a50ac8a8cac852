"""Real outages: another holds a lock, no room is left, the database only reads or went away."""

import sqlite3
import threading
from contextlib import contextmanager, suppress

import psycopg
import pytest
from django.contrib.auth.models import User
from django.db import OperationalError, connection
from django.test import Client

from incident.edge import lock_timeout
from tests.factories import CitationFactory
from tests.helpers.desk import change, form_of

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = "Een alinea waaraan lang is gewerkt, en die niet weg mag zijn."
PUBLIC = ["/om-citrix/", "/om-citrix/tijdlijn.csv", "/om-citrix/tijdlijn.json", "/kamerstukken/"]
ON_SQLITE = connection.vendor == "sqlite"


def other():
    """Return a connection of another program to the same database."""
    about = connection.settings_dict
    if ON_SQLITE:
        return sqlite3.connect(about["NAME"], isolation_level=None)
    return psycopg.connect(
        host=about["HOST"],
        port=about["PORT"],
        user=about["USER"],
        password=about["PASSWORD"],
        dbname=about["NAME"],
    )


@contextmanager
def locked():
    """Let another program hold a long write, while ours waits a tenth of a second for its turn."""
    lock_timeout.wait_for_locks(0.1)
    holder = other()
    if ON_SQLITE:
        holder.execute("BEGIN IMMEDIATE")
    else:
        tables = "incident_loghead, incident_throttle, django_session"
        holder.execute(
            f"LOCK TABLE {tables} IN EXCLUSIVE MODE"
        )  # as a write does: who reads goes on
    try:
        yield
    finally:
        holder.close()
        lock_timeout.wait_for_locks(20)


@contextmanager
def full():
    """Let the database have no room for another page (SQLite)."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE filling (text)")
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        with suppress(OperationalError):
            for _ in range(pages):  # what is free inside the file is taken too
                cursor.execute("INSERT INTO filling VALUES (zeroblob(3000))")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 1000000")
            cursor.execute("DROP TABLE filling")


@contextmanager
def read_only():
    """Let the database be one that only reads."""
    word = "PRAGMA query_only = {}" if ON_SQLITE else "SET default_transaction_read_only = {}"
    with connection.cursor() as cursor:
        cursor.execute(word.format("on"))
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(word.format("off"))


OUTAGES = [locked, read_only, *([full] if ON_SQLITE else [])]


@pytest.fixture
def event():
    return CitationFactory().event


@pytest.mark.parametrize("outage", OUTAGES)
def test_readers_read_on_and_an_editor_keeps_the_text(editor, event, outage):
    editor.raise_request_exception = False
    form = {**form_of(editor, event), "body": TEXT * 200, "reason": "Reden.", "nature": "inhoud"}
    with outage():
        for address in PUBLIC:
            answer = editor.get(address)
            assert b"".join(answer)
            assert answer.status_code == 200
        answer = editor.post(change(event), form)
    page = answer.content.decode()
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert "<strong>niet opgeslagen</strong>" in page
    assert TEXT * 200 in page
    event.refresh_from_db()
    assert TEXT not in event.body
    assert editor.post(change(event), form).status_code == 302
    event.refresh_from_db()
    assert TEXT in event.body


@pytest.mark.parametrize("outage", [locked, read_only])
def test_a_sign_in_is_put_off_in_words_and_goes_on_afterwards(outage, caplog):
    User.objects.create_user("redactie", password="lang-en-geheim", is_staff=True)
    typed = {"username": "redactie", "password": "lang-en-geheim"}
    client = Client(raise_request_exception=False)
    with outage():
        answer = client.post("/admin/login/", typed)
    assert answer.status_code == 503
    assert "Aanmelden kan nu even niet" in answer.content.decode()
    assert 'value="redactie"' in answer.content.decode()
    assert any(line.startswith("503 POST /admin/login/: ") for line in caplog.messages)
    assert client.post("/admin/login/", typed).status_code == 302


def waits() -> str:
    """Return how long this thread's connection waits for a lock, as the database says it."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout" if ON_SQLITE else "SHOW lock_timeout")
        return str(cursor.fetchone()[0])


def test_a_sign_in_waits_a_second_for_a_lock_and_everybody_else_twenty():
    usual = {"20000", "20s"}
    assert waits() in usual
    with lock_timeout.short_wait():
        assert waits() in {"1000", "1s"}
    assert waits() in usual
    Client().post("/admin/login/", {"username": "niemand", "password": "fout"})
    assert waits() in usual


@pytest.mark.skipif(ON_SQLITE, reason="SQLite is a file: it does not hang up")
def test_a_database_that_hangs_up_is_asked_again_without_a_restart(event):
    client = Client(raise_request_exception=False)
    statuses = []

    def read() -> None:  # in a thread, with a connection of its own, as the server does
        statuses.append(client.get("/om-citrix/").status_code)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (number,) = cursor.fetchone()
        with other() as operator:
            operator.execute("SELECT pg_terminate_backend(%s)", [number])
        operator.close()
        statuses.append(client.get("/om-citrix/").status_code)
        connection.close_if_unusable_or_obsolete()
        statuses.append(client.get("/om-citrix/").status_code)
        connection.close()

    thread = threading.Thread(target=read)
    thread.start()
    thread.join()
    assert statuses == [200, 503, 200]
