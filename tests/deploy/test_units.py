"""The units of systemd as they are shipped: systemd reads them, and what they run is there."""

import os
import re
import shlex
import shutil
import subprocess
import sys

import pytest

from incident.server import serving
from tests.conftest import ROOT
from tests.helpers.served import copied, environment, served

FOLDER = ROOT / "docs/deploy/systemd"
UNITS = sorted(path.name for path in FOLDER.iterdir())
SERVICES = [name for name in UNITS if name.endswith(".service")]
ANALYZE = shutil.which("systemd-analyze")
needs_systemd = pytest.mark.skipif(
    not (ANALYZE or os.environ.get("REQUIRE_ALL")), reason="systemd is not installed"
)
MOST_EXPOSED = 20  # tenths; systemd gives a service without any bounds 96


def values(name: str, key: str) -> list[str]:
    """Return what a unit says for a key, each time that it says it."""
    return re.findall(rf"^{key}=(.*)$", (FOLDER / name).read_text(), re.MULTILINE)


def written(text: str, house, copies) -> str:
    """Return a text of a unit for another house, of which this Python is the one that runs."""
    python = text.replace("/srv/tijdlijn/.venv/bin/python", sys.executable)
    return python.replace("/srv/tijdlijn", str(house)).replace(
        "/var/lib/tijdlijn-kopieen", str(copies)
    )


def folder(place, name: str):
    (place / name).mkdir()
    return place / name


def test_there_is_a_unit_for_the_site_and_a_timer_for_its_copies():
    assert UNITS == ["tijdlijn-backup.service", "tijdlijn-backup.timer", "tijdlijn@.service"]


@needs_systemd
@pytest.mark.parametrize("name", UNITS)
def test_systemd_finds_nothing_to_say_of_a_unit(name, tmp_path):
    for unit in UNITS:
        (tmp_path / unit).write_text(written((FOLDER / unit).read_text(), ROOT, tmp_path))
    file = tmp_path / name
    done = subprocess.run([ANALYZE, "verify", str(file)], capture_output=True, text=True)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@needs_systemd
@pytest.mark.parametrize("name", SERVICES)
def test_a_service_may_do_little_but_its_work(name):
    command = [ANALYZE, "security", "--offline=true", f"--threshold={MOST_EXPOSED}"]
    done = subprocess.run([*command, str(FOLDER / name)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert values(name, "NoNewPrivileges") == ["yes"]
    assert values(name, "ProtectSystem") == ["strict"]


def test_the_site_gets_the_time_and_the_files_that_it_asks_for():
    (files,) = values("tijdlijn@.service", "LimitNOFILE")
    assert int(files) >= serving.MOST_CONNECTIONS + serving.SPARE_FILES
    assert values("tijdlijn@.service", "Restart") == ["always"]
    assert values("tijdlijn@.service", "StartLimitIntervalSec") == ["0"]


@pytest.mark.long
def test_the_command_of_the_backup_writes_a_copy_that_can_be_restored(tmp_path):
    house, copies = copied(folder(tmp_path, "house")), folder(tmp_path, "copies")
    with served(house):
        pass  # sets up the database
    (run,) = values("tijdlijn-backup.service", "ExecStart")
    command = shlex.split(written(run, house, copies).replace("%%", "%"))
    done = subprocess.run(command, env=environment(house), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (copy,) = copies.iterdir()
    assert re.fullmatch(r"kopie-\d{4}-\d\d-\d\dT\d{6}", copy.name)
    old = copies / "kopie-2020-01-01T033000"
    for path, days in ((old, 31), (copies / "kopie-recent", 29), (copies / "andermans", 99)):
        path.touch()
        os.utime(path, (path.stat().st_mtime - days * 86_400,) * 2)
    (tidy,) = values("tijdlijn-backup.service", "ExecStartPost")
    subprocess.run(shlex.split(written(tidy, house, copies)), check=True)
    assert sorted(p.name for p in copies.iterdir()) == ["andermans", copy.name, "kopie-recent"]
    (house / ".local/tijdlijn.sqlite3").rename(tmp_path / "away")
    for rest in (house / ".local").glob("tijdlijn.sqlite3-*"):
        rest.unlink()
    restore = [sys.executable, str(house / "manage.py"), "restore", str(copy)]
    done = subprocess.run(restore, env=environment(house), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.long
def test_the_site_starts_by_the_command_of_its_unit_where_its_folder_is_a_link(tmp_path):
    """The link is how it writes in one place alone: see docs/deploy/README.md."""
    house, state = copied(folder(tmp_path, "house")), folder(tmp_path, "state")
    (house / ".local").symlink_to(state)
    (run,) = values("tijdlijn@.service", "ExecStart")
    assert shlex.split(run)[1:] == ["/srv/tijdlijn/manage.py", "start"]
    with served(house):
        assert (state / "tijdlijn.sqlite3").exists()
