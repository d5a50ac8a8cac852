"""What was measured, as a table that can be pasted, and what we aim at."""

import sys
from typing import NamedTuple

from tests.benchmark.editing import Reading
from tests.benchmark.files import File
from tests.benchmark.load import Result
from tests.benchmark.sizes import Cost

HEAD = ("events", "what", "from", "a second", "median ms", "p99 ms", "errors", "peak MB")
AIM = {"CSV": 3, "JSON": 6}  # how many times the time of a shell's CSV a file may take


class Row(NamedTuple):
    """One measurement of a server."""

    events: int
    what: str
    place: str
    result: Result
    peak: float | None = None


def say(line: str = "") -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def heading() -> None:
    say()
    say("| " + " | ".join(HEAD) + " |")
    say("| " + " | ".join(["---:", "---", "---", *["---:"] * 5]) + " |")


def show(row: Row) -> Row:
    """Print a row; return it."""
    found = row.result
    numbers = (f"{found.rate:,.1f}", f"{found.median:,.2f}", f"{found.p99:,.2f}", str(found.errors))
    peak = "" if row.peak is None else f"{row.peak:,.0f}"
    say("| " + " | ".join((f"{row.events:,}", row.what, row.place, *numbers, peak)) + " |")
    return row


class Rows:
    """All rows of a run, to be asked for the ratios."""

    def __init__(self):
        self.rows: list[Row] = []

    def add(self, *about, **more) -> Row:
        self.rows.append(show(Row(*about, **more)))
        return self.rows[-1]

    def rate(self, events: int, what: str, place: str) -> float:
        """Return the answers a second of a row; 0 where it was not measured."""
        found = [r.result.rate for r in self.rows if r[:3] == (events, what, place)]
        return found[0] if found else 0.0

    def ratios(self) -> None:
        """Print for each size how our answers compare, and what we aim at."""
        say()
        say("| events | ratio | is | aim |")
        say("| ---: | --- | ---: | ---: |")
        for events in dict.fromkeys(row.events for row in self.rows):
            self.ratios_of(events)

    def ratios_of(self, events: int) -> None:
        def of(what, place, other, where, aim=""):
            ours, theirs = self.rate(events, what, place), self.rate(events, other, where)
            if ours and theirs:
                name = f"{what}, {place} / {other}, {where}"
                say(f"| {events:,} | {name} | {ours / theirs:,.2f} | {aim} |")

        of("hot page", "process", "robots.txt", "process", "≥ 0.4")
        of("hot page", "process", "page", "datasette", "≥ 100")
        of("hot page", "nginx", "same bytes", "nginx file", "≥ 0.6")
        of("304", "process", "robots.txt", "process")
        of("cold page", "process", "robots.txt alone", "process")
        of("cold page", "process", "page alone", "datasette")
        of("CSV", "process", "CSV", "datasette")
        of("JSON", "process", "CSV", "process")
        for row in self.rows:
            if row.events == events and row.what == "hot page" and row.result.median:
                spread = row.result.p99 / row.result.median
                say(f"| {events:,} | p99 / median of hot page, {row.place} | {spread:,.1f} | ≤ 5 |")


def files_heading() -> None:
    say()
    say("| events | file | by | seconds | first byte | peak MB | file MB | × the shell | aim |")
    say("| ---: | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |")


def show_files(events: int, files: list[File]) -> None:
    """Print files of the same rows, of which the last is by the database's own shell."""
    shell = files[-1]
    for file in files:
        first = "" if file.first is None else f"{file.first:,.2f}"
        numbers = f"{file.seconds:,.2f} | {first} | {file.memory:,.0f} | {file.size:,.1f}"
        ratio = f"{file.seconds / shell.seconds:,.1f}"
        aim = "" if file is shell else f"≤ {AIM[file.what]}"
        say(f"| {events:,} | {file.what} | {file.who} | {numbers} | {ratio} | {aim} |")


def show_costs(found: dict[int, list]) -> None:
    """Print a row for each page, with what it costs at each size: see `sizes.Cost`."""
    say()
    say(f"| page | {' | '.join(f'{events:,}: queries, ms, ms again, kB' for events in found)} |")
    say(f"| --- |{' ---: |' * len(found)}")
    for rows in zip(*found.values(), strict=True):
        costs = [Cost(*row) for row in rows]
        cells = (
            f"{c.queries}, {c.seconds * 1e3:,.0f}, {c.again * 1e3:,.0f}, {c.kilobytes:,.0f}"
            for c in costs
        )
        say(f"| {costs[0].address} | {' | '.join(cells)} |")


def readings_heading() -> None:
    say()
    say("| while one publishes | answers | 304 | states | errors | stale | median | p99 |")
    say("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")


def show_reading(of: Reading) -> None:
    found = of.result
    times = f"{found.median:,.1f} ms | {found.p99:,.1f} ms"
    counts = f"{found.requests:,} | {of.validated:,} | {of.states} | {found.errors} | {of.stale}"
    say(f"| {of.place} | {counts} | {times} |")
