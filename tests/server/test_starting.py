"""From nothing to a running site, and the same again without a change."""

import re
import socket
import threading

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError, connection

from incident.audit import guards
from incident.models import Event, Incident
from incident.server import migrating, starting
from tests.helpers.outage import GONE, WAITED
from tests.helpers.served import begin, copied, end, free_port, read


@pytest.fixture
def clone(tmp_path):
    """Return a copy of the house without anybody's data."""
    return copied(tmp_path)


@pytest.mark.long
def test_the_first_start_sets_up_and_the_second_changes_nothing(clone):
    port = free_port()
    site = begin(clone, port)
    first = read(f"http://127.0.0.1:{port}/om-citrix/tijdlijn.csv")
    style = re.search(rb"/static/[^\"]+\.css", read(f"http://127.0.0.1:{port}/")).group().decode()
    assert b"@layer" in read(f"http://127.0.0.1:{port}{style}")
    said, _ = end(site)
    assert len(re.findall(r"password: \S{16}", said)) == 1
    assert f"http://127.0.0.1:{port}/admin/" in said
    kept = {p: p.stat().st_mtime_ns for p in (clone / ".local/static").rglob("*")}
    site = begin(clone, port)
    again = read(f"http://127.0.0.1:{port}/om-citrix/tijdlijn.csv")
    said, _ = end(site)
    assert again == first
    assert "password" not in said
    assert "loaded" not in said
    assert {p: p.stat().st_mtime_ns for p in (clone / ".local/static").rglob("*")} == kept


def test_a_port_that_is_taken_is_one_line(clone):
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        port = str(door.getsockname()[1])
        site = begin(clone, port)
        _, error = site.communicate(timeout=30)
    assert site.returncode != 0
    assert error.count("\n") == 1
    assert f"Cannot listen on 127.0.0.1 port {port}: Address already in use." in error


@pytest.mark.long
def test_two_that_start_at_once_in_an_empty_folder_both_serve(clone):
    ports = [free_port() for _ in range(2)]
    sites = [begin(clone, port) for port in ports]
    tables = [read(f"http://127.0.0.1:{port}/om-citrix/tijdlijn.csv") for port in ports]
    said = [end(site) for site in sites]
    assert tables[0] == tables[1]
    assert [errors for _, errors in said] == ["", ""]
    told = "".join(lines for lines, _ in said)
    assert told.count("password: ") == told.count("is loaded") == 1


def test_who_starts_second_says_that_it_waits_and_a_killed_first_leaves_no_lock(tmp_path):
    assert_second_waits(lambda wait: starting.alone(tmp_path, wait))


def assert_second_waits(alone) -> None:
    """Set up twice at once, each with what `alone` gives for what is to be called before a wait."""
    waits = []

    def enter() -> None:
        with alone(lambda: waits.append("second waits")):
            waits.append("second goes on")
        connection.close()

    with alone(lambda: waits.append("first")):
        second = threading.Thread(target=enter)
        second.start()
        while waits == []:
            second.join(0.01)
        assert waits == ["second waits"]
    second.join()
    assert waits == ["second waits", "second goes on"]


ONLY_POSTGRESQL = pytest.mark.skipif(
    connection.vendor != "postgresql",
    reason="SQLite is in one folder, and its readers wait for nobody",
)


@ONLY_POSTGRESQL
@pytest.mark.django_db
def test_of_two_machines_with_one_database_the_second_waits_until_the_first_is_ready(monkeypatch):
    monkeypatch.setattr(migrating, "LOOK_EVERY", 0.01)
    assert_second_waits(migrating.alone)


@ONLY_POSTGRESQL
@pytest.mark.django_db
def test_a_change_of_a_table_that_others_read_is_tried_again_and_each_time_waits_shortly(
    monkeypatch,
):
    monkeypatch.setattr(migrating, "BETWEEN", 0)
    waited = []

    def change():
        with connection.cursor() as cursor:
            cursor.execute("SHOW lock_timeout")
            waited.append(cursor.fetchone()[0])
        if len(waited) < 3:
            raise WAITED

    migrating.patiently(change)
    assert waited == ["1s"] * 3
    monkeypatch.setattr(migrating, "PATIENCE", -1)
    waited.clear()
    with pytest.raises(OperationalError, match="lock timeout"):
        migrating.patiently(change)
    with pytest.raises(OperationalError, match="closed the connection"):
        migrating.patiently(lambda: raising(GONE))


def raising(error: Exception) -> None:
    raise error


def test_a_port_is_closed_until_the_site_is_set_up_and_goes_to_who_opens_it_first():
    port = int(free_port())
    with starting.opened("127.0.0.1", port) as door, starting.opened("127.0.0.1", port) as late:
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port))
        starting.listen(door)
        socket.create_connection(("127.0.0.1", port)).close()
        with pytest.raises(starting.CannotStartError, match=f"127.0.0.1 port {port}: Address"):
            starting.listen(late)


@pytest.mark.long
@pytest.mark.parametrize("mode", [{}, {"DEBUG": "1"}, {"DEBUG": "1", "ALLOWED_HOSTS": "x.example"}])
@pytest.mark.parametrize("host", ["0.0.0.0", "::", "[::]", "0"])  # noqa: S104 - refused
def test_a_host_that_others_reach_is_refused_in_one_line_but_in_production(clone, host, mode):
    site = begin(clone, free_port(), HOST=host, **mode)
    said, error = site.communicate(timeout=30)
    assert site.returncode != 0
    assert said == ""
    assert error.count("\n") == 1
    assert "HOST is" in error
    assert "ALLOWED_HOSTS" in error


def test_production_may_listen_to_others(settings):
    settings.IS_PRODUCTION = True
    with starting.opened("0.0.0.0", int(free_port())) as door:  # noqa: S104 - for a moment
        assert door.getsockname()[0] == "0.0.0.0"  # noqa: S104


@pytest.mark.parametrize("host", ["localhost", "127.0.0.2", "::1"])
def test_any_name_of_this_machine_itself_will_do(host, settings):
    settings.IS_PRODUCTION = False
    starting.opened(host, int(free_port())).close()


@pytest.mark.parametrize("url", ["mysql://u:geheim@h/n", "sqlite://:memory:", "onzin"])
def test_an_unknown_database_is_refused_in_one_line(clone, url):
    site = begin(clone, free_port(), DATABASE_URL=url)
    _, error = site.communicate(timeout=30)
    assert site.returncode != 0
    assert error.count("\n") == 1
    assert "DATABASE_URL" in error
    assert "geheim" not in error


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1", "8_0", "٨٠"])
def test_a_port_that_is_none_is_named(port, monkeypatch):
    monkeypatch.setenv("PORT", port)
    with pytest.raises(starting.CannotStartError, match="PORT"):
        starting.address()


def test_an_address_is_taken_from_the_environment(monkeypatch):
    monkeypatch.delenv("HOST", raising=False)
    monkeypatch.delenv("PORT", raising=False)
    assert starting.address() == ("127.0.0.1", 8000)
    monkeypatch.setenv("HOST", "[::1]")
    monkeypatch.setenv("PORT", "9000")
    assert starting.address() == ("::1", 9000)


def test_a_host_that_is_not_ours_cannot_be_listened_on(settings):
    settings.IS_PRODUCTION = True
    with pytest.raises(starting.CannotStartError, match=r"192\.0\.2\.1"):
        starting.opened("192.0.2.1", 8000)


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(starting.CannotStartError, match="Cannot write in"):
        starting.check_folder(tmp_path / "file")
    starting.check_folder(tmp_path / "new" / "folder")
    assert list((tmp_path / "new" / "folder").iterdir()) == []


@pytest.mark.django_db
def test_the_case_is_loaded_into_an_empty_database_and_never_over_edited_rows():
    assert starting.load_case() is True
    event = Event.objects.get(slug="2025-07-om-van-internet")
    event.title = "Verbeterd"
    event.save()
    with guards.down():
        Event.objects.exclude(pk=event.pk).first().delete()
    left = Event.objects.count()
    assert starting.load_case() is False
    event.refresh_from_db()
    assert event.title == "Verbeterd"
    assert Event.objects.count() == left
    assert Incident.objects.count() == 1


@pytest.mark.django_db
def test_the_first_account_is_made_once_with_a_password_that_works():
    password = starting.make_editor()
    user = User.objects.get()
    assert user.check_password(password)
    assert user.is_staff
    assert starting.make_editor() == ""
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_an_up_to_date_database_is_left_alone(django_assert_num_queries):
    with django_assert_num_queries(2):  # which tables there are, and which migrations ran
        migrating.migrate()


def test_static_files_are_collected_again_only_when_one_changed(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STATICFILES_DIRS = [tmp_path / "ours"]
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours/a.txt").write_text("een")
    starting.finders.get_finder.cache_clear()
    try:
        starting.collect_static()
        stray = settings.STATIC_ROOT / "stray.txt"
        stray.touch()
        starting.collect_static()
        assert stray.exists()
        (tmp_path / "ours/b.txt").write_text("twee")
        starting.collect_static()
        assert not stray.exists()
        assert (settings.STATIC_ROOT / "b.txt").read_text() == "twee"
        (tmp_path / "ours/a.txt").unlink()
        starting.collect_static()
        assert (settings.STATIC_ROOT / "a.txt").read_text() == "een"  # a process may serve it yet
        (tmp_path / "ours/b.txt").write_text("drie")
        starting.collect_static()
        assert not (settings.STATIC_ROOT / "a.txt").exists()
        assert (settings.STATIC_ROOT / "b.txt").read_text() == "drie"
    finally:
        starting.finders.get_finder.cache_clear()
