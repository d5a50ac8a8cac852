"""What is measured: the site, nginx before it, nginx with a file, Datasette on the same rows."""

import os
import shutil
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.benchmark.files import SHELL_QUERY
from tests.deploy.nginx import AROUND, NGINX, Front, in_front
from tests.helpers.served import copied, free_port

WITHOUT_LIMITS = {  # all readers of a benchmark come from one address
    "rate=50r/s": "rate=1000000r/s",
    "limit_conn tijdlijn_conn 100": "limit_conn tijdlijn_conn 10000",
}
FILE = """
    sendfile on;
    tcp_nopush on;
    keepalive_requests 100000000;
    access_log {folder}/static.log;
    server {{ listen 127.0.0.1:{port}; root {folder}/files; default_type text/html; }}
"""


class Place(NamedTuple):
    """A server: where it is, and the process whose memory counts."""

    address: str
    pid: int


def environment(database: Path, **more: str) -> dict[str, str]:
    """Return the settings of a site on this database."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return {**kept, "DATABASE_URL": f"sqlite:///{database}", **more}


def reached(address: str, process: subprocess.Popen, headers: dict[str, str] | None = None) -> str:
    """Return the address when it answers; raise RuntimeError where the process ended."""
    request = urllib.request.Request(address, headers=headers or {})  # noqa: S310 - our own
    while process.poll() is None:
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - our own
                answer.read()
                return address
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"what should answer at {address} ended")


@contextmanager
def running(command: list[str], address: str, **more) -> Iterator[Place]:
    """Run a server for a while; it is there when `address` answers."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, **more)
    try:
        reached(address, process)
        yield Place("/".join(address.split("/")[:3]), process.pid)
    finally:
        process.terminate()
        process.wait(timeout=60)


@contextmanager
def site(house: Path, database: Path) -> Iterator[Place]:
    """Serve a copy of the house on this database."""
    if not house.exists():
        house.mkdir()
        copied(house)
    port = free_port()
    command = [sys.executable, str(house / "manage.py"), "start"]
    address = f"http://127.0.0.1:{port}/robots.txt"
    known = environment(database, PORT=port)
    with running(command, address, env=known, stderr=subprocess.DEVNULL) as place:
        yield place


@contextmanager
def before(folder: Path, place: Place) -> Iterator[Front]:
    """Run the shipped nginx before a site, its limits for each address aside."""
    port = place.address.rpartition(":")[2]
    with in_front(folder, port, port, WITHOUT_LIMITS) as front:
        yield front


@contextmanager
def file_of(folder: Path, body: bytes) -> Iterator[str]:
    """Let nginx serve these bytes as a file; give its address."""
    (folder / "files").mkdir(parents=True)
    (folder / "files/page.html").write_bytes(body)
    port = free_port()
    own = FILE.format(folder=folder, port=port)
    include = f"    include {folder}/tijdlijn.conf;\n"
    user = "user root;" if os.geteuid() == 0 else ""
    text = AROUND.format(folder=folder, user=user)
    (folder / "nginx.conf").write_text(text.replace(include, own))
    command = [NGINX, "-e", "stderr", "-p", str(folder), "-c", str(folder / "nginx.conf")]
    address = f"http://127.0.0.1:{port}/page.html"
    with running(command, address):
        yield address


def datasette_in(folder: Path) -> str:
    """Return Datasette's command in a venv of its own, made once; "" where it cannot be had."""
    command = folder / "bin/datasette"
    if not command.exists():
        try:
            subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
            install = [str(folder / "bin/pip"), "install", "-q", "datasette"]
            quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            subprocess.run([*install, "--disable-pip-version-check"], check=True, **quiet)
        except (OSError, subprocess.CalledProcessError):
            shutil.rmtree(folder, ignore_errors=True)
            return ""
    return str(command)


def as_one_table(database: Path, to: Path) -> Path:
    """Write what our CSV holds as one table with a key, which is the kindest to Datasette."""
    if not to.exists():
        with sqlite3.connect(to) as made:
            made.execute("ATTACH ? AS site", (f"file:{database}",))
            columns = made.execute(SHELL_QUERY).description
            names = [f"c{n}" for n in range(len(columns))]
            made.execute(f"CREATE TABLE rows (id INTEGER PRIMARY KEY, {', '.join(names)})")
            made.execute(f"INSERT INTO rows ({', '.join(names)}) {SHELL_QUERY}")
        made.close()
    return to


@contextmanager
def datasette(command: str, table: Path) -> Iterator[Place]:
    """Let Datasette serve that table, without its bounds on time and size."""
    port = free_port()
    settings = ("--setting", "max_csv_mb", "0", "--setting", "sql_time_limit_ms", "600000")
    name = table.stem
    with running(
        [command, "serve", "-i", str(table), "-p", port, *settings],
        f"http://127.0.0.1:{port}/{name}/rows?_size=50",
        stderr=subprocess.DEVNULL,
    ) as place:
        yield place
