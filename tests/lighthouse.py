"""What Lighthouse says of the timeline and of the page of an event: 100 in all four columns.

    .venv/bin/python -m tests.lighthouse

serves the shipped case from a temporary database, asks npm for Lighthouse, and fails under 100.
It needs Node and Chromium, and the network the first time; so it is no part of `.ci/run`.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.helpers.browser import EVENT, PAGES

ROOT = Path(__file__).resolve().parent.parent
LIGHTHOUSE = "lighthouse@12.8.2"  # the last that runs on Node 20
FLAGS = "--headless=new --no-sandbox --disable-gpu"
PATIENCE = 60  # seconds


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        return door.getsockname()[1]


def wait_for(site: str) -> None:
    """Return when the site answers; exit where it does not in time."""
    for _ in range(PATIENCE):
        try:
            with urlopen(site, timeout=5):  # noqa: S310 - our own server
                return
        except (URLError, ConnectionError):
            time.sleep(1)
    sys.exit(f"no answer from {site}")


def scores(address: str, report: Path) -> dict[str, int]:
    """Return the four scores of the page at an address, in percent."""
    npx = shutil.which("npx") or sys.exit("npx is not installed (apt-get install npm)")
    command = [npx, "--yes", LIGHTHOUSE, address, "--quiet", "--output=json"]
    command += [f"--output-path={report}", f"--chrome-flags={FLAGS}"]
    chromium = shutil.which("chromium") or sys.exit("Chromium is not installed")
    subprocess.run(command, check=True, env={**os.environ, "CHROME_PATH": chromium})
    found = json.loads(report.read_text())["categories"].values()
    return {column["title"]: round(100 * column["score"]) for column in found}


def main() -> None:
    """Serve the case, print the scores of both pages, and exit 1 where one is under 100."""
    with tempfile.TemporaryDirectory() as folder:
        port = str(free_port())
        about = {"PORT": port, "HOST": "127.0.0.1"}
        about["DATABASE_URL"] = f"sqlite:///{folder}/case.sqlite3"
        command = [sys.executable, str(ROOT / "manage.py"), "start"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        server = subprocess.Popen(command, env={**os.environ, **about}, **quiet)
        try:
            site = f"http://127.0.0.1:{port}"
            wait_for(f"{site}/om-citrix/")
            told = {p: scores(site + p, Path(folder, "r.json")) for p in (PAGES["tijdlijn"], EVENT)}
        finally:
            server.terminate()
            server.wait()
    for path, columns in told.items():
        said = ", ".join(f"{title} {score}" for title, score in columns.items())
        sys.stdout.write(f"{path}: {said}\n")
    sys.exit(any(score < 100 for columns in told.values() for score in columns.values()))


if __name__ == "__main__":
    main()
