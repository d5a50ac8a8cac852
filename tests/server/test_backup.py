"""A copy is made while others save, is verified, and becomes a database again."""

import os
import re
import shutil
import sqlite3
import stat
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from incident.audit import guards
from incident.backup import postgresql
from incident.backup.checking import end_of_log, looking_at
from incident.models import Change, Event, Letter
from incident.verification.verify import verify
from tests.factories import CitationFactory, EventFactory, LetterFactory

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = int(os.environ.get("BACKUPS", "2"))
END = re.compile(r" (\d+):([0-9a-f]*)$", re.MULTILINE)
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="of SQLite")
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL")


@pytest.fixture
def said(capsys):
    """Return the function that calls a command and gives the end of the log that it prints."""

    def call(*command) -> tuple[int, str]:
        call_command(*command)
        number, digest = END.search(capsys.readouterr().out).groups()
        return int(number), digest

    return call


@contextmanager
def empty_place(folder: Path):
    """Let the settings name a database that is not there yet."""
    if connection.vendor == "sqlite":
        with looking_at(NAME=str(folder / "terug.sqlite3")):
            yield
    else:
        with postgresql.scratch() as name, looking_at(NAME=name):
            yield


def damaged(path: Path, start: int, piece: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(start)
        file.write(piece)


def test_a_copy_becomes_the_same_record_with_its_log_and_its_guards(tmp_path, said):
    event = CitationFactory(event__title="Bewaard").event
    copy = tmp_path / "kopie"
    end = said("backup", copy)
    assert end == end_of_log()
    EventFactory(title="Van later")
    with empty_place(tmp_path):
        assert said("restore", copy) == end
        assert Event.objects.get().title == event.title
        assert end_of_log() == end
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM incident_change")
        EventFactory(title="Verder")
        verify()
    assert Event.objects.count() == 2


def test_a_letter_comes_back_with_its_file_its_text_and_what_was_done(tmp_path, said):
    letter = LetterFactory(data=bytes(range(256)) * 999, pages=("Een brief.", "Nog een blad."))
    letter.steps.create(find="stuk", step="weggelegd", who="schrijver")
    copy = tmp_path / "kopie"
    said("backup", copy)
    with empty_place(tmp_path):
        said("restore", copy)
        back = Letter.objects.get()
        assert (bytes(back.data), back.text) == (letter.data, letter.text)
        assert back.steps.get().who == "schrijver"
        verify()


def test_only_its_owner_can_read_a_copy_and_nothing_else_is_left(tmp_path, said):
    EventFactory()
    said("backup", tmp_path / "kopie")
    assert stat.S_IMODE((tmp_path / "kopie").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["kopie"]


def test_copies_made_while_others_save_are_all_in_order(tmp_path, said):
    """Each copy holds an end of the log that was the end at some moment while it was made."""
    event = CitationFactory().event
    stop, saved = threading.Event(), threading.Event()

    def save():
        row = Event.objects.get(pk=event.pk)
        while not stop.is_set():
            row.body = f"Versie {row.version}. " * 200
            row.save()
            saved.set()
        connection.close()

    writer = threading.Thread(target=save)
    writer.start()
    try:
        for number in range(ROUNDS):
            saved.clear()
            assert saved.wait(60)
            before = Change.objects.last().number
            end = said("backup", tmp_path / f"kopie-{number}")
            assert before <= end[0] <= Change.objects.last().number
            assert Change.objects.get(number=end[0]).hash == end[1]
            (place := tmp_path / f"plaats-{number}").mkdir()
            with empty_place(place):
                assert said("restore", tmp_path / f"kopie-{number}") == end
    finally:
        stop.set()
        writer.join(60)
    verify()


def test_nothing_is_written_over(tmp_path, said):
    EventFactory()
    (copy := tmp_path / "kopie").write_text("van iemand anders")
    with pytest.raises(CommandError, match="is er al"):
        call_command("backup", copy)
    assert copy.read_text() == "van iemand anders"
    said("backup", tmp_path / "goed")
    with pytest.raises(CommandError, match=r"Hier staat al iets|staan al tabellen"):
        call_command("restore", tmp_path / "goed")
    assert Event.objects.count() == 1


def test_a_copy_of_what_does_not_fit_its_log_is_not_made(tmp_path):
    event = EventFactory()
    with guards.down():
        Event._base_manager.filter(pk=event.pk).update(body="Stil veranderd.")
    with pytest.raises(CommandError, match=r"Er is geen kopie gemaakt.*na regel \d+ veranderd"):
        call_command("backup", tmp_path / "kopie")
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_is_one_line(tmp_path):
    EventFactory()
    with pytest.raises(CommandError, match=r"De map .* is er niet"):
        call_command("backup", tmp_path / "nergens" / "kopie")


def another(copy: Path, size: int) -> None:
    copy.write_bytes((b"PGDMP" if connection.vendor == "sqlite" else b"SQLite format 3\0") * 9)


def folder(copy: Path, size: int) -> None:
    copy.unlink()
    copy.mkdir()


DAMAGE = {
    "cut": lambda copy, size: os.truncate(copy, size // 2),
    "a byte too short": lambda copy, size: os.truncate(copy, size - 1),
    "start": lambda copy, size: damaged(copy, 0, b"\0" * 100),
    "header": lambda copy, size: damaged(copy, 16, b"\xa5" * 84),
    "middle": lambda copy, size: damaged(copy, size // 2, b"\xa5" * 20_000),
    "empty": lambda copy, size: os.truncate(copy, 0),
    "another": another,
    "absent": lambda copy, size: copy.unlink(),
    "folder": folder,
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_file_that_is_no_good_copy_is_refused_and_leaves_the_place_empty(tmp_path, said, damage):
    for number in range(20):
        EventFactory(body=f"Tekst {number}. " * 300)
    copy = tmp_path / "kopie"
    said("backup", copy)
    DAMAGE[damage](copy, copy.stat().st_size)
    (place := tmp_path / "plaats").mkdir()
    with empty_place(place):
        with pytest.raises(CommandError, match="Niet teruggezet") as caught:
            call_command("restore", copy)
        assert len(str(caught.value).splitlines()) == 1
        assert not list(place.iterdir())
        assert connection.vendor == "sqlite" or not connection.introspection.table_names()


@on_sqlite
def test_a_row_that_was_changed_in_the_copy_is_found(tmp_path, said):
    EventFactory()
    said("backup", tmp_path / "kopie")
    with sqlite3.connect(tmp_path / "kopie") as file:
        file.execute("UPDATE incident_event SET body = 'Stil veranderd.'")
    with empty_place(tmp_path), pytest.raises(CommandError, match="Het logboek in de kopie klopt"):
        call_command("restore", tmp_path / "kopie")
    assert [path.name for path in tmp_path.iterdir()] == ["kopie"]


@on_sqlite
def test_a_copy_of_a_later_release_is_refused(tmp_path, said):
    said("backup", tmp_path / "kopie")
    with sqlite3.connect(tmp_path / "kopie") as file:
        file.execute(
            "INSERT INTO django_migrations (app, name, applied) "
            "VALUES ('incident', '9999_later', '2030-01-01')"
        )
    with empty_place(tmp_path), pytest.raises(CommandError, match="9999_later"):
        call_command("restore", tmp_path / "kopie")


@on_sqlite
def test_a_copy_of_an_earlier_release_is_brought_up_to_date(tmp_path, said):
    with looking_at(NAME=str(tmp_path / "oud.sqlite3")):
        call_command("migrate", "incident", "0003", verbosity=0)
    with empty_place(tmp_path):
        said("restore", tmp_path / "oud.sqlite3")
        CitationFactory()
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM incident_change")


@on_sqlite
@pytest.mark.parametrize("ending", ["", "-wal", "-shm"])
def test_what_is_left_of_another_database_is_in_the_way(tmp_path, said, ending):
    said("backup", tmp_path / "kopie")
    left = tmp_path / f"terug.sqlite3{ending}"
    left.write_bytes(b"resten")
    with empty_place(tmp_path), pytest.raises(CommandError, match="Hier staat al iets"):
        call_command("restore", tmp_path / "kopie")
    assert left.read_bytes() == b"resten"


@on_sqlite
def test_where_there_is_no_database_none_is_made_to_copy(tmp_path):
    with empty_place(tmp_path), pytest.raises(CommandError, match="geen database"):
        call_command("backup", tmp_path / "kopie")
    assert not list(tmp_path.iterdir())


@on_postgresql
def test_a_missing_program_is_named_with_its_package(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(CommandError, match="apt-get install postgresql-client"):
        call_command("backup", tmp_path / "kopie")


@on_postgresql
def test_what_could_not_be_verified_is_said(tmp_path, capsys, monkeypatch):
    @contextmanager
    def none():
        yield None

    monkeypatch.setattr(postgresql, "scratch", none)
    call_command("backup", tmp_path / "kopie")
    assert "NIET nagekeken" in capsys.readouterr().out


@on_postgresql
def test_no_password_stands_in_the_list_of_processes(tmp_path, monkeypatch):
    commands = []
    run = postgresql.subprocess.run

    def watched(command, **about):
        commands.append(" ".join(command))
        return run(command, **about)

    monkeypatch.setattr(postgresql.subprocess, "run", watched)
    call_command("backup", tmp_path / "kopie")
    assert any(command.startswith("pg_dump ") for command in commands)
    assert not [c for c in commands if connection.settings_dict["PASSWORD"] in c]
