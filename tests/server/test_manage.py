"""manage.py on a machine that has nothing yet: it sets up, or says in one line why not."""

import hashlib
import os
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import ROOT

LOCKS = ("requirements.txt", "requirements-test.txt")
AS_IF = "import runpy, sys; sys.argv = ['manage.py', 'check']; {}; " + (
    "runpy.run_path('manage.py', run_name='__main__')"
)
WITHOUT = "import importlib.util as u; real = u.find_spec; " + (
    "u.find_spec = lambda name: None if name in {} else real(name)"
)


@pytest.fixture
def bare(tmp_path):
    """Return a folder with manage.py and the locks, and the function that runs it as if so."""
    for name in ("manage.py", *LOCKS):
        shutil.copy(ROOT / name, tmp_path / name)

    def run(as_if: str = "pass", **more) -> subprocess.CompletedProcess:
        python = str(Path(sys.base_prefix) / "bin" / "python3")
        environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), **more}
        command = [python, "-I", "-c", AS_IF.format(as_if)]
        return subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120
        )

    run.folder = tmp_path
    return run


def one_line(done: subprocess.CompletedProcess) -> str:
    assert done.returncode != 0
    lines = [line for line in done.stderr.splitlines() if not line.startswith("Setting up")]
    assert len(lines) == 1, done.stderr
    return lines[0]


def test_a_python_that_is_too_old_is_told_so(bare):
    assert "Python 3.11" in one_line(bare("sys.version_info = (3, 9, 2)"))


def test_a_missing_venv_module_is_told_with_the_package_that_has_it(bare):
    said = one_line(bare(WITHOUT.format("('django', 'venv')")))
    assert said == "Python's venv module is missing. On Debian: apt-get install python3-venv"


@pytest.mark.long
def test_a_download_that_fails_is_one_line_and_is_tried_again_the_next_time(bare):
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "0"}
    nowhere["PIP_CONFIG_FILE"] = os.devnull
    for _ in range(2):
        said = one_line(bare(WITHOUT.format("('django',)"), **nowhere))
        assert said.startswith("Cannot fetch the packages (asgiref==")
    assert not (bare.folder / ".venv/filled-from").exists()


# What pip 23.0 (Debian 12) and pip 26.3 said, by what was wrong and the package that it was at.
BEGUN = "Collecting asgiref==3.13.0\nCollecting idna==3.20\n"
HASHES = "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE."
REFUSED = "Failed to connect to 127.0.0.1 while fetching http://127.0.0.1:9/idna-3.20.whl"
SAID_BY_PIP = {
    "an extra is not pinned": (
        f"{BEGUN}Collecting coverage[toml]>=7.10.6\n"
        "ERROR: In --require-hashes mode, all requirements must have their versions pinned with =="
        ". These do not:\n    coverage[toml]>=7.10.6 from https://index.example/coverage-7.17.5-cp3"
        "11.whl (from pytest-cov==7.1.0->-r requirements-test.txt (line 925))\n",
        "(coverage[toml]>=7.10.6): ERROR: In --require-hashes mode, all requirements must have",
    ),
    "another file than was pinned": (
        f"Processing /wheels/idna-3.20-py3-none-any.whl\n{HASHES}\n    idna==3.20 from "
        "file:///wheels/idna-3.20-py3-none-any.whl#sha256=ab (from -r requirements.txt (line 1)):\n"
        "        Expected sha256 00\n             Got        ab\n",
        f"(idna==3.20): {HASHES}",
    ),
    "no index": (
        "ERROR: Could not find a version that satisfies the requirement idna==3.20 (from versions: "
        "none)\nERROR: No matching distribution found for idna==3.20\n",
        "(idna==3.20): ERROR: No matching distribution found for idna==3.20",
    ),
    "no files, pip 23": (
        f"{BEGUN}ERROR: Could not install packages due to an OSError: HTTPConnectionPool(host=x)\n",
        "(idna==3.20): ERROR: Could not install packages due to an OSError",
    ),
    "no files, pip 26": (
        "Collecting idna==3.20 (from -r requirements.txt (line 1))\nerror: connection-failed\n\n"
        f"× {REFUSED}\n╰─> [Errno 111] Connection refused\n\nhint: Are you connected to the "
        "Internet?\n",
        f"(idna==3.20): {REFUSED}",
    ),
    "a full disk, once all were fetched": (
        f"{BEGUN}Installing collected packages: idna, asgiref\n"
        "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device\n",
        ": ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
    ),
    "nothing at all": ("", ": ?"),
}


@pytest.mark.parametrize(("output", "reason"), SAID_BY_PIP.values(), ids=SAID_BY_PIP)
def test_what_pip_failed_at_is_named_in_the_one_line(bare, output, reason):
    pip = f"""import subprocess as s
s.run = lambda command, **about: s.CompletedProcess(command, "pip" in command, {output!r})"""
    as_if = WITHOUT.format("('django',)") + f"; exec({pip!r})"
    said = one_line(bare(as_if))
    assert said.startswith(f"Cannot fetch the packages{'' if reason[0] == ':' else ' '}{reason}")


def test_a_place_where_no_folder_can_be_made_is_one_line(bare):
    (bare.folder / ".venv").touch()
    said = one_line(bare(WITHOUT.format("('django',)")))
    assert said.startswith("Cannot make .venv")


def test_a_venv_that_lost_its_packages_is_named_and_not_run_for_ever(bare):
    as_if = WITHOUT.format("('django',)")
    filled = f"; sys.prefix = {str(bare.folder / '.venv')!r}"
    (bare.folder / ".venv/bin").mkdir(parents=True)
    (bare.folder / ".venv/bin/python").touch()
    lock = (bare.folder / LOCKS[0]).read_bytes()
    (bare.folder / ".venv/filled-from").write_text(hashlib.sha256(lock).hexdigest())
    assert "misses packages" in one_line(bare(as_if + filled))


@pytest.mark.parametrize("lock", [*LOCKS, "requirements-audit.txt"])
def test_every_pin_is_exact_and_hashed_and_names_no_host(lock):
    text = (ROOT / lock).read_text()
    pins = pinned_lines(lock)
    assert pins
    assert all("==" in line and line.endswith("\\") for line in pins)
    assert text.count("--hash=sha256:") >= len(pins)
    assert "://" not in text
    assert "index" not in text


def test_the_lock_for_tests_holds_every_pin_of_the_other():
    plain, test = ((ROOT / lock).read_text().splitlines() for lock in LOCKS)
    assert pins(plain) <= pins(test)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_extra_that_is_asked_for_is_pinned_with_it(lock):
    """Some pips refuse such a lock as soon as the package has a newer release."""
    pinned = [Requirement(line.split(" \\")[0]) for line in pinned_lines(lock)]
    extras = {one.name: one.extras for one in pinned}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    ours = project["dependencies"] + project["optional-dependencies"]["test"]
    needed = [Requirement(line) for line in ours] + [of for one in pinned for of in needed_by(one)]
    needed = [one for one in needed if one.extras and canonicalize_name(one.name) in extras]
    assert needed
    for one in needed:
        assert one.extras <= extras[canonicalize_name(one.name)], one


def needed_by(pinned: Requirement) -> list[Requirement]:
    """Return what a pinned package needs on this machine, that of its chosen extras with it."""
    if pinned.marker and not pinned.marker.evaluate():
        return []
    chosen = pinned.extras | {""}
    return [
        one
        for one in map(Requirement, requires(pinned.name) or [])
        if not one.marker or any(one.marker.evaluate({"extra": extra}) for extra in chosen)
    ]


def pinned_lines(lock: str) -> list[str]:
    lines = (ROOT / lock).read_text().splitlines()
    return [line for line in lines if line and not line.startswith((" ", "#"))]


def pins(lines: list[str]) -> set[str]:
    """Return each package with its version; what needs it on which Python is not the pin."""
    return {line.split()[0] for line in lines if "==" in line and "--hash" not in line}


def test_a_machine_that_has_pytest_but_no_django_is_still_set_up(bare):
    as_if = WITHOUT.format("('django', 'pytest_django', 'venv')") + "; sys.argv[1] = 'test'"
    assert one_line(bare(as_if)).startswith("Python's venv module is missing.")
