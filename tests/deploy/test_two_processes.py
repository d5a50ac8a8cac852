"""Two processes in folders of their own, as two machines: one PostgreSQL, the shipped nginx."""

import re
import socket
import sys
import threading
import time
from base64 import b32decode
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import psycopg
import pytest

from tests.benchmark.places import WITHOUT_LIMITS
from tests.conftest import code_of
from tests.deploy.nginx import in_front, needs_nginx
from tests.deploy.postgres import cluster, needs_postgres
from tests.deploy.visitor import Visitor, reached
from tests.helpers.served import begin, copied, end, free_port

pytestmark = [needs_nginx, needs_postgres, pytest.mark.long]

PAGE, HEALTH = "/om-citrix/", "/gezond/"
EVENTS = "/admin/incident/event/"
PROXY = {**WITHOUT_LIMITS, "set $proto $scheme;": "set $proto $http_x_forwarded_proto;"}
PRODUCTION = {
    "SECRET_KEY": "".join(chr(33 + n % 90) for n in range(7, 200, 3)).replace("'", ""),
    "ALLOWED_HOSTS": "localhost",
    "HTTPS": "1",
}
WORST = 5  # seconds that a reader may wait for a page, on a busy machine
HELD = 7  # seconds that somebody reads a table which a migration wants to change
MIGRATION = """
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("incident", {last!r})]
    operations = [
        migrations.AddField("event", "trial", models.CharField(default="", db_default="")),
        migrations.AddIndex("event", models.Index(fields=["trial"], name="trial")),
    ]
"""


class Pair(NamedTuple):
    """Two processes, what they said at their start, and what is before and below them."""

    ports: list[str]
    sites: list
    houses: list[Path]
    database: str
    front: int

    def start(self, number: int, house: Path) -> None:
        """Start a process of a release in this folder, where the one before was stopped."""
        settings = {**PRODUCTION, "DATABASE_URL": self.database}
        self.sites[number] = begin(house, self.ports[number], **settings)


@pytest.fixture
def pair(tmp_path):
    """Start both at once on an empty database, as after a failure of power."""
    with ExitStack() as stack:
        database = stack.enter_context(cluster())
        ports = [free_port(), free_port()]
        houses = [folder(tmp_path, name) for name in ("one", "two")]
        front = stack.enter_context(in_front(tmp_path / "front", *ports, PROXY))
        pair = Pair(ports, [None, None], houses, database, front.port)
        for number, house in enumerate(houses):
            pair.start(number, house)
        stack.callback(lambda: [killed(site) for site in pair.sites])
        for port in ports:
            assert reached(port, HEALTH).status == 200
        yield pair


def folder(place: Path, name: str) -> Path:
    made = place / name
    made.mkdir()
    return copied(made)


def killed(site) -> None:
    site.kill()
    with suppress(ValueError):
        site.communicate(timeout=20)


def password_of(pair: Pair) -> str:
    """Return the password of the account that one of them made, which stands on its stdout."""
    for site in pair.sites:
        while line := site.stdout.readline():
            if found := re.search(r"password: (\S+)", line):
                return found[1]
            if "Desk:" in line:
                break
    raise AssertionError("neither made an account")


def signed_in(pair: Pair, ports: list[str]) -> Visitor:
    """Sign in for the first time, with each step at another process than the one before."""
    who, (one, two) = Visitor(), ports
    login = "/admin/login/"
    who.ask(one, login)
    answer = who.ask(two, login, {"username": "redactie", "password": password_of(pair)})
    assert answer.status == 302
    step = "/admin/tweede-stap/nieuw/"
    page = who.ask(one, step).body.decode()
    secret = re.search(r'class="secret"[^>]*>([^<]+)<', page)[1].replace(" ", "")
    answer = who.ask(two, step, {"code": code_of(b32decode(secret).hex())})
    assert b"recovery-codes" in answer.body
    return who


def test_an_edit_through_one_is_in_the_next_answer_of_the_other_and_a_session_lives_on_both(pair):
    one, two = pair.ports
    who = signed_in(pair, pair.ports)
    for port in (one, two, pair.front):
        assert who.ask(port, EVENTS).status == 200
    listed = who.ask(two, EVENTS).body.decode()
    address = re.search(rf"{EVENTS}\d+/change/", listed)[0]
    for number, (port, other) in enumerate([(one, two), (two, one), (one, two)]):
        title = f"Nieuwe titel nummer {number}"
        assert title.encode() not in Visitor().ask(other, PAGE).body  # which keeps its answer
        form = who.form(port, address)
        changed = {**form, "title": title, "reason": "Zo is het.", "nature": "inhoud"}
        assert who.ask(port, address, changed).status == 302
        assert title.encode() in Visitor().ask(other, PAGE).body
    time.sleep(2)  # nginx counts in whole seconds
    assert title.encode() in Visitor().ask(pair.front, PAGE).body
    assert title in who.form(two, address).values()
    assert who.ask(two, "/admin/logout/", {}).status in (200, 302)
    assert who.ask(one, EVENTS).status == 302


READ_ONLY = "?options=-c%20default_transaction_read_only%3Don"


def test_a_process_on_a_replica_serves_readers_what_was_saved_and_saves_nothing(pair, tmp_path):
    """A database that only reads stands for the replica: what differs is how late it is."""
    settings = {**PRODUCTION, "DATABASE_URL": pair.database + READ_ONLY}
    port = free_port()
    replica = begin(folder(tmp_path, "replica"), port, **settings)
    try:
        assert reached(port, HEALTH).status == 200
        for path in (PAGE, f"{PAGE}tijdlijn.csv", "/kamerstukken/"):
            here, there = (Visitor().ask(at, path) for at in (port, pair.ports[0]))
            assert (here.status, here.body) == (200, there.body), path
            assert here.headers["ETag"] == there.headers["ETag"] != None, path  # noqa: E711
        who = Visitor()
        who.ask(port, "/admin/login/")
        refused = who.ask(port, "/admin/login/", {"username": "redactie", "password": "fout"})
        assert refused.status == 503
    finally:
        killed(replica)


class Readers:
    """Read pages through nginx until told to stop; remember failures and the longest wait."""

    def __init__(self, front: int):
        self.front, self.failures, self.read, self.worst = front, [], 0, 0.0
        self.done = threading.Event()
        self.threads = [threading.Thread(target=self.go_on, args=(n,)) for n in range(3)]

    def go_on(self, number: int) -> None:
        asked = 0
        while not self.done.wait(0.05):
            asked += 1
            page = self.ask(f"{PAGE}?vanaf={1500 + number}-01-01&tot_en_met={2100 + asked}-01-01")
            for style in re.findall(rb'/static/[^"]+\.css', page):
                self.ask(style.decode())

    def ask(self, path: str) -> bytes:
        began = time.monotonic()
        try:
            answer = Visitor().ask(self.front, path)
        except OSError as error:
            self.failures.append((path, repr(error)))
            return b""
        self.read += 1
        self.worst = max(self.worst, time.monotonic() - began)
        if answer.status != 200:
            self.failures.append((path, answer.status))
        return answer.body


@contextmanager
def readers(front: int):
    """Let readers read for as long as this lasts."""
    reading = Readers(front)
    for thread in reading.threads:
        thread.start()
    try:
        yield reading
    finally:
        reading.done.set()
        for thread in reading.threads:
            thread.join(90)


def next_release(place: Path, name: str) -> Path:
    """Return a folder with a release that has another table and another stylesheet."""
    house = folder(place, name)
    last = max(p.stem for p in (house / "incident/migrations").glob("0*.py"))
    migration = house / f"incident/migrations/{int(last[:4]) + 1:04}_trial.py"
    migration.write_text(MIGRATION.format(last=last))
    with (house / "timeline/static/timeline/timeline.css").open("a") as style:
        style.write("\n/* the next release */\n")
    return house


def replaced(pair: Pair, number: int, house: Path) -> None:
    end(pair.sites[number])
    pair.start(number, house)


def waits_for(database: str, statement: str) -> bool:
    """Return whether a statement that begins so waits for a lock now."""
    asked = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query ILIKE %s"
    with psycopg.connect(database, autocommit=True) as asking:
        return asking.execute(asked, [f"{statement}%"]).fetchone() is not None


def until(is_so, seconds: float = 60) -> None:
    """Ask again until it is so; fail after so many seconds."""
    last = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < last
        time.sleep(0.05)


def test_a_release_with_a_migration_takes_the_place_of_the_other_and_no_reader_notices(
    pair, tmp_path
):
    """Somebody makes a copy meanwhile, which reads the table that is to be changed."""
    before = re.search(rb'/static/[^"]+timeline[^"]+\.css', Visitor().ask(pair.front, PAGE).body)[0]
    with readers(pair.front) as reading:
        with psycopg.connect(pair.database) as copying:
            copying.execute("SELECT count(*) FROM incident_event")
            replaced(pair, 0, next_release(tmp_path, "new-one"))
            until(lambda: waits_for(pair.database, "ALTER TABLE"))
            time.sleep(HELD)
            with pytest.raises(ConnectionRefusedError):  # so that nginx asks the other
                socket.create_connection(("127.0.0.1", int(pair.ports[0])))
        assert reached(pair.ports[0], HEALTH).status == 200
        assert Visitor().ask(pair.ports[1], HEALTH).status == 200  # the old one, with the new table
        time.sleep(5)  # as docs/deploy says; both releases serve
        replaced(pair, 1, next_release(tmp_path, "new-two"))
        assert reached(pair.ports[1], HEALTH).status == 200
        time.sleep(1)
    sys.stdout.write(f"{reading.read} answers, the slowest in {reading.worst:.2f} s\n")
    assert reading.failures == []
    assert reading.read > 100
    assert reading.worst < WORST
    after = re.search(rb'/static/[^"]+timeline[^"]+\.css', Visitor().ask(pair.front, PAGE).body)[0]
    assert after != before


def test_a_machine_that_keeps_silent_costs_a_reader_two_seconds_and_no_page(tmp_path):
    """A port whose queue is full drops what asks to connect, as a machine that is off does."""
    house, port = folder(tmp_path, "house"), free_port()
    site = begin(house, port)
    with socket.socket() as silent, ExitStack() as queue:
        silent.bind(("127.0.0.1", 0))
        silent.listen(0)
        for _ in range(4):
            client = queue.enter_context(socket.socket())
            client.settimeout(0)
            client.connect_ex(silent.getsockname())
        try:
            assert reached(port, HEALTH).status == 200
            off = str(silent.getsockname()[1])
            with in_front(tmp_path / "front", off, port, WITHOUT_LIMITS) as front:
                began = time.monotonic()
                answers = [front.get(path) for path in ("/over/", "/kamerstukken/", "/robots.txt")]
                assert [answer.status for answer in answers] == [200] * 3
                assert 1 < time.monotonic() - began < WORST + 4
        finally:
            killed(site)
