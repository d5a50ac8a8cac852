"""The site as `manage.py start` serves it: a process of its own, from a copy of the house."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ("manage.py", "incident", "timeline", "templates", "requirements.txt", "pyproject.toml")

STARTING = 90  # seconds that a site may take to set up on a busy machine


def copied(folder: Path) -> Path:
    """Fill a folder with a copy of the house without anybody's data; return it."""
    for name in HOUSE:
        source = ROOT / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, folder / name)
    return folder


def free_port() -> str:
    """Return a port that nobody listens on now."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return str(door.getsockname()[1])


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Return the little that a command in such a copy may know of the machine."""
    return {"PATH": os.environ["PATH"], "HOME": str(folder), **more}


def begin(folder: Path, port: str, **more: str) -> subprocess.Popen:
    """Start the site on this port; `more` are settings."""
    return subprocess.Popen(
        [sys.executable, str(folder / "manage.py"), "start"],
        cwd="/",
        env=environment(folder, PORT=port, **more),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def read(address: str) -> bytes:
    """Return the body, asking again while the site sets up and has not opened its door."""
    last = time.monotonic() + STARTING
    while time.monotonic() < last:
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 - our own
                return answer.read()
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"{address} does not answer")


def end(site: subprocess.Popen) -> tuple[str, str]:
    """Ask the site to stop; return what it said on stdout and stderr."""
    site.send_signal(signal.SIGTERM)
    said = site.communicate(timeout=20)
    assert site.returncode == 0, said
    return said


@contextmanager
def served(folder: Path, **more: str):
    """Serve a copy of the house for a while; give its address, without a slash at the end."""
    port = free_port()
    site = begin(folder, port, **more)
    try:
        read(f"http://127.0.0.1:{port}/robots.txt")
        yield f"http://127.0.0.1:{port}"
    finally:
        site.terminate()
        site.communicate(timeout=20)
