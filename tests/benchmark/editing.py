"""Readers while an editor publishes each second: is any answer an error, or older than it may be?

    .venv/bin/python -m tests.benchmark.editing 60

is the editor alone, in the database of the environment. In one act it publishes an event and
withdraws the one before, so that the page has just one of them at any time: it claims a state, and
the editor says when that state began to be stored and when it was.
"""

import re
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import NamedTuple

from tests.benchmark import load
from tests.benchmark.places import environment

NEWS = re.compile(rb"Nieuws nummer (\d+)\b")


def edit(seconds: int) -> None:
    """Publish the next news each second, and say before and after of each when that was."""
    import django

    django.setup()
    from incident.audit.recorder import audited
    from incident.choices import Kind, Status
    from incident.models import Event, Incident

    incident, last = Incident.objects.get(slug="om-citrix"), None
    for number in range(seconds):
        say("begins", number)
        with audited(reason="Nieuws.", nature="inhoud"):
            news = Event.objects.create(
                incident=incident,
                title=f"Nieuws nummer {number}",
                body="Er gebeurde iets.",
                kind=Kind.MEASURE,
                date="2025-07-17",
                status=Status.PUBLISHED,
            )
            if last:
                last.status = Status.WITHDRAWN
                last.save()
        say("stored", number)
        last = news
        time.sleep(1)


def say(what: str, number: int) -> None:
    sys.stdout.write(f"{what} {number} {time.monotonic()}\n")
    sys.stdout.flush()


class Editor:
    """The editor as another process, and which states there were at which moment."""

    def __init__(self, house: Path, database: Path, seconds: int):
        self.times: dict[str, list[float]] = {"begins": [], "stored": []}
        command = [sys.executable, "-m", "tests.benchmark.editing", str(seconds)]
        settings = environment(database, DJANGO_SETTINGS_MODULE="incident.settings")
        settings["PYTHONPATH"] = str(Path(__file__).resolve().parents[2])
        self.process = subprocess.Popen(
            command, cwd=house, env=settings, stdout=subprocess.PIPE, text=True
        )
        self.hearing = threading.Thread(target=self.hear, daemon=True)
        self.hearing.start()

    def hear(self) -> None:
        for line in self.process.stdout:
            what, _, at = line.split()
            self.times[what].append(float(at))

    def last(self, what: str, at: float) -> int:
        """Return the number of the last state that began, or was stored, by a moment; -1: none."""
        return sum(moment <= at for moment in [*self.times[what]]) - 1

    def end(self) -> None:
        self.process.wait(timeout=60)
        self.hearing.join(timeout=10)
        self.process.stdout.close()
        if self.process.returncode:
            raise RuntimeError("the editor failed")


class Reading(NamedTuple):
    """What readers of a page got while it changed each second."""

    place: str
    result: load.Result
    stale: int
    states: int
    validated: int


class Watch:
    """Looks into each answer; how old one may be is a bound in seconds."""

    def __init__(self, editor: Editor, bound: float):
        self.editor, self.bound = editor, bound
        self.claims: list[tuple[int, float, float]] = []
        self.tags: dict[bytes, int] = {}
        self.validated, self.wrong_tags = 0, 0

    def look(self, reader: load.Reader, answer: load.Answer) -> bool:
        """Return whether an answer is none of the errors; remember which state it claims.

        A reader asks with the validator of what it has every second time, as browsers do.
        """
        tag = answer.headers.get(b"etag", b"")
        if answer.status == 304:
            self.validated += 1
            state = self.tags.get(tag or reader.headers["If-None-Match"].encode())
        else:
            state = claimed(answer)
            known = self.tags.setdefault(tag, state) if tag else state
            self.wrong_tags += known != state
        is_asked = reader.headers.pop("If-None-Match", None)
        if tag and not is_asked:
            reader.headers["If-None-Match"] = tag.decode()
        if state is None:
            return False
        self.claims.append((state, answer.asked, answer.came))
        return True

    def stale(self) -> int:
        """Return how many answers were older than what was stored `bound` before they were asked.

        An answer from before its time counts as well.
        """
        return self.wrong_tags + sum(
            not (
                self.editor.last("stored", asked - self.bound)
                <= state
                <= self.editor.last("begins", came)
            )
            for state, asked, came in self.claims
        )


def claimed(answer: load.Answer) -> int | None:
    """Return which news a page has, -1 at none; None where it is no page, or has several."""
    found = {int(number) for number in NEWS.findall(answer.body)}
    if answer.status != 200 or len(found) > 1:
        return None
    return found.pop() if found else -1


def readers_while_editing(
    name: str,
    address: str,
    settings: tuple[Path, Path],
    bound: float,
    *,
    readers: int,
    seconds: int,
) -> Reading:
    """Let readers ask for the page at `address` while an editor publishes each second.

    `settings` are the copy of the house and the database that it serves.
    """
    editor = Editor(*settings, seconds)
    watch = Watch(editor, bound)
    found = load.by_ourselves(f"{address}/om-citrix/", readers, seconds + 1, {}, watch.look)
    editor.end()
    return Reading(name, found, watch.stale(), len(editor.times["stored"]), watch.validated)


if __name__ == "__main__":
    edit(int(sys.argv[1]))
