"""nginx before the site, from the file that docs/deploy/ ships: only ports and paths are others."""

import http.client
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.helpers.served import ROOT, free_port

SHIPPED = ROOT / "docs/deploy/nginx/tijdlijn.conf"
NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
AROUND = """
daemon off;
{user}
pid {folder}/nginx.pid;
events {{ worker_connections 1024; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/tijdlijn.conf;
}}
"""

needs_nginx = pytest.mark.skipif(
    not (NGINX or os.environ.get("REQUIRE_ALL")), reason="nginx is not installed"
)


def replaced(text: str, changes: dict[str, str]) -> str:
    """Return a text with each of `changes` made; each must have its place in it."""
    for old, new in changes.items():
        assert old in text, f"{old!r} is not in it"
        text = text.replace(old, new)
    return text


def placed(folder: Path, port: str, upstreams: tuple[str, str], changes: dict[str, str]) -> Path:
    """Write what is shipped, with other ports and paths; return the file to start nginx from."""
    folder.mkdir(exist_ok=True)
    own = {
        "listen 80;": f"listen 127.0.0.1:{port};",
        "    listen [::]:80;\n": "",
        "127.0.0.1:8001": f"127.0.0.1:{upstreams[0]}",
        "127.0.0.1:8002": f"127.0.0.1:{upstreams[1]}",
        "/var/cache/tijdlijn-nginx": f"{folder}/cache",
        "/var/log/nginx": f"{folder}",
    }
    shipped = replaced(SHIPPED.read_text(), own)
    (folder / "tijdlijn.conf").write_text(replaced(shipped, changes))
    user = "user root;" if os.geteuid() == 0 else ""  # whose temporary folders these are
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder, user=user))
    return folder / "nginx.conf"


@contextmanager
def in_front(
    folder: Path, first: str, second: str, changes: dict[str, str] | None = None
) -> Iterator["Front"]:
    """Run nginx for a while before the processes at these two ports.

    `changes` are more texts of the shipped file to replace.
    """
    port = free_port()
    start = placed(folder, port, (first, second), changes or {})
    server = subprocess.Popen([NGINX, "-e", "stderr", "-p", str(folder), "-c", str(start)])
    front = Front(folder, int(port))
    try:
        front.wait()
        yield front
    finally:
        server.terminate()
        server.wait(timeout=20)


class Answer(NamedTuple):
    """What was answered to a request."""

    status: int
    headers: Message
    body: bytes


class Front:
    """An nginx that runs: what it answers, and what its log says of that."""

    def __init__(self, folder: Path, port: int):
        self.folder, self.port = folder, port
        self.address = f"http://127.0.0.1:{port}"

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=30)

    def wait(self) -> None:
        """Return when it can be reached."""
        for _ in range(200):
            try:
                return self.connect().close()
            except ConnectionError:
                time.sleep(0.05)
        raise AssertionError("nginx does not start")

    def get(self, path: str, *, method: str = "GET", source: str = "", **headers: str) -> Answer:
        """Return the answer to a request from the address `source`, headers named with _ for -."""
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=60, source_address=(source, 0) if source else None
        )
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, headers=named)
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    def log(self) -> list[str]:
        """Return the lines of the log; the last request may write its own a moment later."""
        time.sleep(0.05)
        return (self.folder / "tijdlijn.log").read_text().splitlines()

    def kept(self, last: int = 0) -> list[str]:
        """Return what the log says of each request, or the last so many: HIT, MISS, STALE…"""
        return [line.split()[2] for line in self.log()[-last:]]
