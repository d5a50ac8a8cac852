"""How fast the site is, side by side with its own floor and with others, in one run.

    .venv/bin/python -m tests.benchmark                   # 23, 1,000 and 100,000 events; 20 minutes
    .venv/bin/python -m tests.benchmark 23 --seconds 2    # one size, shortly
    .venv/bin/python -m tests.benchmark --parts files --files 1000000
    .venv/bin/python -m tests.benchmark 50 1000 100000 --parts sizes
    .venv/bin/python -m tests.benchmark --help

The record is the same in each run (23 is the shipped case); all of it is in a temporary folder that
goes at the end. What is not installed is said and left out: nginx, wrk, sqlite3, PostgreSQL, and
Datasette, which comes from pip into a venv of that folder.
"""

import argparse
import http.client
import itertools
import os
import platform
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path

from tests.benchmark import editing, load, places, table
from tests.benchmark.files import File, costs_of, filled, on_postgresql, on_sqlite

CASE = 23  # events of the case that is shipped
PARTS = ("pages", "files", "sizes", "editing")
LONGER = 6  # times, where readers wait for longer than a measurement takes
OLDER = 3  # seconds: how old a copy behind nginx may be, see docs/deploy/README.md


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.benchmark", description=__doc__.split("\n")[0])
    parser.add_argument("sizes", nargs="*", type=int, default=[CASE, 1_000, 100_000])
    parser.add_argument("--files", nargs="*", type=int, default=[], help="more sizes, for files")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--seconds", type=float, default=5, help="of each measurement")
    parser.add_argument("--readers", type=int, default=50, help="at once")
    parser.add_argument("--no-datasette", action="store_true", help="pip is not asked for it")
    parser.add_argument("--editing", type=int, default=60, help="seconds of publishing")
    return parser.parse_args()


def unkept(page: str) -> Iterator[str]:
    """Yield addresses that all show the same events, and that nobody asked for before."""
    for days in itertools.count():
        yield f"{page}?vanaf={date(1500, 1, 1) + timedelta(days=days)}"


class Run:
    """One run, in a folder of its own."""

    def __init__(self, folder: Path, asked: argparse.Namespace):
        self.folder, self.asked, self.rows = folder, asked, table.Rows()
        self.datasette = None

    def database(self, events: int) -> Path:
        """Return the database of so many events; that of the shipped case is made by `start`."""
        file = self.folder / f"tijdlijn-{events}.sqlite3"
        return file if events == CASE else filled(file, events)

    def slug(self, events: int) -> str:
        return "om-citrix" if events == CASE else "groot"

    def many(self, events: int, what: str, place: str, url: str, **more) -> None:
        """Measure an address that all readers ask for."""
        pid, still = more.pop("pid", None), more.pop("still", "robots.txt")
        if pid:
            load.forget_peak(pid)
        load.one_by_one([url], 0, load.GZIP)  # it is made, and kept, however long that takes
        found = load.many(url, self.asked.readers, self.asked.seconds, **more)
        if found.requests < self.asked.readers:  # not all of them got an answer
            found = load.many(url, self.asked.readers, self.asked.seconds * LONGER, **more)
        load.settled("/".join([*url.split("/")[:3], still]))
        self.rows.add(events, what, place, found, peak=load.peak(pid) if pid else None)

    def alone(self, events: int, what: str, place: str, urls, pid=None) -> None:
        """Measure addresses that one reader asks for in turn."""
        if pid:
            load.forget_peak(pid)
        found = load.one_by_one(urls, self.asked.seconds)
        self.rows.add(events, what, place, found, peak=load.peak(pid) if pid else None)

    def all_pages(self) -> None:
        table.heading()
        for events in self.asked.sizes:
            self.pages(events)
        self.rows.ratios()

    def all_files(self) -> None:
        table.files_heading()
        for events in dict.fromkeys([*self.asked.sizes, *self.asked.files]):
            if events != CASE:
                self.files(events)

    def all_sizes(self) -> None:
        """Print what each page costs at each size, the shipped case aside."""
        sizes = [events for events in self.asked.sizes if events != CASE]
        table.show_costs({events: costs_of(self.database(events)) for events in sizes})

    def pages(self, events: int) -> None:
        """Measure a size on all places."""
        with ExitStack() as open_places:
            enter = open_places.enter_context
            house, database = self.folder / "house", self.database(events)
            site = enter(places.site(house, database))
            page = f"{site.address}/{self.slug(events)}/"
            body, tag = self.body_of(page)
            self.of_site(events, page, tag, site.pid)
            if places.NGINX:
                front = enter(places.before(self.folder / f"front-{events}", site))
                self.of_front(events, page.replace(site.address, front.address), tag)
                file = enter(places.file_of(self.folder / f"file-{events}", body))
                self.many(events, "same bytes", "nginx file", file, still="page.html")
        self.of_datasette(events, database)

    def of_site(self, events: int, page: str, tag: str, pid: int) -> None:
        robots = "/".join(page.split("/")[:3]) + "/robots.txt"
        self.many(events, "robots.txt", "process", robots, pid=pid)
        self.many(events, "hot page", "process", page, pid=pid)
        validated = {**load.GZIP, "If-None-Match": tag}
        self.many(events, "304", "process", page, headers=validated, pid=pid)
        self.alone(events, "robots.txt alone", "process", itertools.repeat(robots), pid)
        self.alone(events, "cold page", "process", unkept(page), pid)
        for name in ("CSV", "JSON"):
            self.alone(events, name, "process", self.file(page, name), pid)

    def of_front(self, events: int, page: str, tag: str) -> None:
        self.many(events, "hot page", "nginx", page)
        self.many(events, "304", "nginx", page, headers={**load.GZIP, "If-None-Match": tag})
        self.alone(events, "CSV", "nginx", self.file(page, "CSV"))

    def of_datasette(self, events: int, database: Path) -> None:
        if self.asked.no_datasette:
            return
        if self.datasette is None:
            self.datasette = places.datasette_in(self.folder / "datasette")
            if not self.datasette:
                table.say("Datasette cannot be had here: pip did not install it.")
        if not self.datasette:
            return
        rows = places.as_one_table(database, self.folder / f"rows{events}.db")
        with places.datasette(self.datasette, rows) as other:
            page = f"{other.address}/{rows.stem}/rows"
            size = f"?_size={min(events, 50)}"
            self.many(
                events, "page", "datasette", page + size, pid=other.pid, still="-/versions.json"
            )
            self.alone(events, "page alone", "datasette", itertools.repeat(page + size), other.pid)
            stream = itertools.repeat(f"{page}.csv?_stream=on&_size=max")
            self.alone(events, "CSV", "datasette", stream, other.pid)

    def file(self, page: str, name: str) -> Iterator[str]:
        return itertools.repeat(f"{page}tijdlijn.{name.lower()}")

    def body_of(self, page: str) -> tuple[bytes, str]:
        """Return the bytes of a page as a browser gets them, and its validator."""
        host, path = page.removeprefix("http://").split("/", 1)
        connection = http.client.HTTPConnection(host, timeout=600)
        connection.request("GET", f"/{path}", headers=load.GZIP)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return body, answer.headers["ETag"]

    def files(self, events: int) -> None:
        """Measure the files of a size against the shells of both databases."""
        file = filled(self.folder / f"tijdlijn-{events}.sqlite3", events)
        if shutil.which("sqlite3"):
            asked = [self.asked_file(events, file, name) for name in ("CSV", "JSON")]
            table.show_files(events, [*asked, *on_sqlite(file, self.folder)])
        if shutil.which("pg_virtualenv"):
            table.show_files(events, on_postgresql(events, self.folder))

    def asked_file(self, events: int, file: Path, name: str) -> File:
        """Measure a file that one reader asks of the site."""
        with places.site(self.folder / "house", file) as site:
            load.forget_peak(site.pid)
            url = f"{site.address}/groot/tijdlijn.{name.lower()}"
            found = load.one_by_one([url], 0)
            size = found.bytes / 1e6
            return File("site", name, found.seconds, load.peak(site.pid), size, found.first)

    def all_editing(self) -> None:
        """Let readers read while an editor publishes, before the process and behind nginx."""
        table.readings_heading()
        how = {"readers": self.asked.readers, "seconds": self.asked.editing}
        house, database = self.folder / "house", self.folder / "tijdlijn-edited.sqlite3"
        with places.site(house, database) as site:
            about = ("process", site.address, (house, database), 0)
            table.show_reading(editing.readers_while_editing(*about, **how))
        if places.NGINX:
            database = self.folder / "tijdlijn-edited-2.sqlite3"
            with (
                places.site(house, database) as site,
                places.before(self.folder / "front", site) as front,
            ):
                about = ("nginx", front.address, (house, database), OLDER)
                table.show_reading(editing.readers_while_editing(*about, **how))

    def client(self) -> None:
        """Say how fast each client is on a small file of nginx: none may be what is slow."""
        if not places.NGINX:
            table.say("nginx is not installed, so nothing is measured behind it.")
            return
        with places.file_of(self.folder / "client", b"x" * 100) as url:
            said = [f"our own client {load.by_ourselves(url, 50, 2).rate:,.0f}"]
            said += [f"wrk {load.by_wrk(url, 50, 2).rate:,.0f}"] if load.WRK else ["no wrk"]
            said += [f"ab {load.by_ab(url, 50, 2):,.0f}"] if load.AB else ["no ab"]
        table.say(f"Answers a second of a file of 100 bytes by nginx: {', '.join(said)}.")


def main() -> None:
    asked = arguments()
    with tempfile.TemporaryDirectory(prefix="benchmark-") as name:
        run = Run(Path(name), asked)
        cores, busy = os.cpu_count(), os.getloadavg()[0]
        table.say(f"Python {platform.python_version()}, {cores} cores, load before {busy:.1f}.")
        table.say(f"{asked.readers} readers, {asked.seconds:g} s each, gzip; CSV and JSON plain.")
        run.client()
        for part in asked.parts:
            getattr(run, f"all_{part}")()


if __name__ == "__main__":
    main()
