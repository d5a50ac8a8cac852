"""Kill a program in the middle of saving and publishing, many times: nothing is lost or half done.

    .venv/bin/python -m tests.crash 500

makes a database (of DATABASE_URL, by default a new SQLite file) and lets one child after another
write in it. A child says through a pipe what it has committed, and is killed at any moment.
Afterwards everything that it said must be there, and no event may differ from the log.
"""

import os
import random
import select
import signal
import sys
import tempfile
import time
from dataclasses import dataclass

EVENTS = 4
LONGEST = 0.25  # seconds that a child may live after its first word
STEPS = {"concept": "ter-beoordeling", "ter-beoordeling": "gepubliceerd"}
STEPS |= {"gepubliceerd": "ingetrokken", "ingetrokken": "gepubliceerd"}


@dataclass
class Outcome:
    """How many children were killed, what they had said was stored, and how often one was busy."""

    kills: int = 0
    acknowledged: int = 0
    unsaid: int = 0  # stored, but killed before saying so
    seconds: float = 0


def prepare() -> None:
    """Make the events that are written at."""
    from tests.factories import CitationFactory

    for number in range(EVENTS):
        CitationFactory(event__status="concept", event__title=f"Gebeurtenis {number}")


def write_for_ever(say: int, seed: int) -> None:
    """Save, publish, correct and withdraw; after each commit write what it was to the pipe."""
    from incident.audit.recorder import audited
    from incident.models import Event

    chance, keys = random.Random(seed), list(Event.objects.values_list("pk", flat=True))  # noqa: S311
    while True:
        event = Event.objects.get(pk=chance.choice(keys))
        with audited(reason=f"Door {seed}.", nature="inhoud"):
            if chance.random() < 0.4:
                event.status = STEPS[event.status]
            event.body = f"Tekst {chance.random()}. " * 50
            citation = event.citations.get()
            citation.locator = f"p. {chance.randint(1, 10**9)}"
            event.save()
            citation.save()
        done = f"{event.pk} {event.version} {citation.locator}\n"
        os.write(say, done.encode())


def child(seed: int) -> tuple[int, int]:
    """Start a child that writes; return its process and where it is heard."""
    from django.db import connections

    connections.close_all()
    hear, say = os.pipe()
    process = os.fork()
    if process == 0:
        try:
            os.close(hear)
            write_for_ever(say, seed)
        finally:
            os._exit(1)
    os.close(say)
    return process, hear


def killed(seed: int, chance: random.Random) -> list[str]:
    """Let a child write, kill it at any moment, and return what it said it had stored."""
    process, hear = child(seed)
    select.select([hear], [], [], 10)
    time.sleep(chance.random() * LONGEST)
    os.kill(process, signal.SIGKILL)
    _, status = os.waitpid(process, 0)
    assert os.WIFSIGNALED(status), "the child ended by itself"
    with os.fdopen(hear) as heard:
        said = heard.read()
    *lines, rest = said.split("\n")
    assert lines, "the child wrote nothing"
    assert not rest
    return lines


def check(lines: list[str], outcome: Outcome, last: int) -> int:
    """Look for all that was said in log and record; return the number of the log's end.

    `last` is that number before the child. One change more than it said may be there: it was
    killed between storing it and saying so.
    """
    from django.db import connection

    from incident.models import Change, Event, LogHead

    wait_for_the_server(connection)
    entries = list(Change.objects.filter(number__gt=last).order_by("number"))
    stored = [f"{e.row} {e.version} {e.state['citations'][0]['locator']}" for e in entries]
    assert stored[: len(lines)] == lines, "an acknowledged change is lost"
    assert len(stored) - len(lines) in (0, 1)
    for event in Event.objects.all():
        told = Change.objects.of("event", event.pk).last()
        assert (told.version, told.state) == (event.version, event.state()), "half written"
    head = LogHead.objects.get()
    assert (head.number, head.hash) == (entries[-1].number, entries[-1].hash)
    outcome.kills += 1
    outcome.acknowledged += len(lines)
    outcome.unsaid += len(stored) - len(lines)
    return head.number


def wait_for_the_server(connection) -> None:
    """Let PostgreSQL notice that the child is gone, so that we look at what it left at last."""
    if connection.vendor != "postgresql":
        return
    others = (
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid() "
        "AND backend_type = 'client backend'"
    )
    for _ in range(1000):
        with connection.cursor() as cursor:
            cursor.execute(others)
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.01)
    raise AssertionError("a child's session does not end")


def crash(kills: int, seed: int = 1) -> Outcome:
    """Kill so many children in the middle of their work, look after each, and follow the log.

    Raises AssertionError where an acknowledged change is gone or something is half written.
    """
    from incident.models import Change
    from incident.verification.verify import verify

    outcome, chance, begin = Outcome(), random.Random(seed), time.perf_counter()  # noqa: S311
    last = Change.objects.last().number
    for number in range(kills):
        last = check(killed(seed * 10_000 + number, chance), outcome, last)
        if number % 50 == 49:
            verify()
    verify()
    outcome.seconds = time.perf_counter() - begin
    return outcome


def main(kills: int) -> None:
    """Make the database, kill, and print the figures."""
    import django

    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/crash.sqlite3")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "incident.settings")
        os.environ.setdefault("DEBUG", "1")
        django.setup()
        from django.conf import settings
        from django.core.management import call_command
        from django.db import connection

        settings.DEBUG = False  # else each query is kept
        call_command("migrate", verbosity=0)
        prepare()
        outcome = crash(kills)
        print(  # noqa: T201
            f"{connection.vendor}: {outcome.kills} × kill -9 in {outcome.seconds:.0f} s: "
            f"{outcome.acknowledged} acknowledged changes, 0 lost, 0 half written; "
            f"{outcome.unsaid} stored at the last moment and not yet told"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]))
