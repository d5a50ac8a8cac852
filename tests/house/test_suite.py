"""The suite itself: it says what it leaves out, and leaves out nothing else."""

import os
import subprocess
import sys
import tomllib
from types import SimpleNamespace

import pytest

from tests.conftest import DEFAULT, ROOT, asks_database
from tests.helpers.proofs import share

NO_FILES = ["--collect-only", "--ignore-glob=*/test_*.py", "-n", "0"]


def begin(*asked: str, **more) -> str:
    """Return what the README's command says before it runs a test; here there are none to run."""
    environment = {name: value for name, value in os.environ.items() if name != "PROOFS"}
    command = [sys.executable, str(ROOT / "manage.py"), "test", *NO_FILES, *asked]
    done = subprocess.run(command, env={**environment, **more}, capture_output=True, text=True)
    assert done.returncode == pytest.ExitCode.NO_TESTS_COLLECTED, done.stdout + done.stderr
    return done.stdout


def test_it_says_at_its_start_what_it_leaves_out_and_how_to_have_it():
    said = begin()
    assert "left out: tests in a browser (-m browser), pictures" in said
    assert "a tenth" in said
    assert "all of it: PROOFS=whole python3 manage.py test -m ''" in said
    said = begin("-m", "", PROOFS="whole")
    assert "left out" not in said
    assert "all of it" not in said


def test_what_it_says_is_left_out_is_what_is_left_out():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    options = project["tool"]["pytest"]["ini_options"]
    assert options["addopts"][-2:] == ["-m", DEFAULT]
    marks = {mark.partition(":")[0] for mark in options["markers"]}
    assert " and ".join(f"not {mark}" for mark in ("browser", "pictures", "long")) == DEFAULT
    assert marks == {"browser", "pictures", "long", "proof", "database"}


@pytest.mark.parametrize(
    ("fixtures", "mark", "asks"),
    [
        (["db"], None, True),
        (["client", "transactional_db"], None, True),
        ([], pytest.mark.django_db, True),
        (["tmp_path"], None, False),
    ],
)
def test_a_test_that_asks_the_database_is_known_by_itself(fixtures, mark, asks):
    about = {"fixturenames": fixtures, "get_closest_marker": lambda _: mark}
    assert asks_database(SimpleNamespace(**about)) is asks


def test_what_goes_by_number_bears_its_mark():
    """The whole check does these again in their whole number, and only these."""
    for path in (ROOT / "tests").rglob("test_*.py"):
        counts = "from tests.helpers.proofs import" in path.read_text()
        assert (
            counts == ("pytest.mark.proof" in path.read_text()) or path.name == "test_suite.py"
        ), path


def test_a_proof_by_number_is_a_tenth_or_whole(monkeypatch):
    monkeypatch.setattr("tests.helpers.proofs.WHOLE", False)
    assert (share(1_000), share(20, least=4)) == (100, 4)
    monkeypatch.setattr("tests.helpers.proofs.WHOLE", True)
    assert (share(1_000), share(20, least=4)) == (1_000, 20)
