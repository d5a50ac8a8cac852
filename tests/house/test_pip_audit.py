"""What pip-audit finds: a known hole is red, and what it cannot look up is said and not red."""

import json
import subprocess
import sys

import pytest

from tests.conftest import ROOT

SOUND = {"name": "django", "version": "5.2.19", "vulns": []}
HOLE = {"id": "PYSEC-2026-1", "fix_versions": ["3.21"], "aliases": [], "description": "Long."}
HOLED = {"name": "idna", "version": "3.20", "vulns": [HOLE]}
UNKNOWN = {"name": "segno", "skip_reason": "Dependency not found on PyPI: segno (1.6.6)"}


@pytest.fixture
def audit(tmp_path):
    """Return the function that gives the verdict on what pip-audit wrote, None for nothing."""

    def judge(written: str | None) -> tuple[int, str]:
        file = tmp_path / "audit.json"
        if written is not None:
            file.write_text(written)
        command = [sys.executable, str(ROOT / ".ci/audit.py"), str(file)]
        done = subprocess.run(command, capture_output=True, text=True)
        assert not done.stderr
        return done.returncode, done.stdout

    return judge


def test_a_known_hole_is_red_and_named_with_what_mends_it(audit):
    code, said = audit(json.dumps({"dependencies": [SOUND, HOLED, UNKNOWN], "fixes": []}))
    assert code == 1
    assert "idna 3.20: PYSEC-2026-1, mended in 3.21" in said
    assert "Audited 2 packages: 1 known holes." in said


def test_packages_that_cannot_be_looked_up_are_counted_and_not_red(audit):
    code, said = audit(json.dumps({"dependencies": [SOUND, UNKNOWN], "fixes": []}))
    assert code == 0
    assert "NOT AUDITED: 1 of 2: Dependency not found on PyPI: segno (1.6.6)" in said


@pytest.mark.parametrize("written", [None, "", "not json", "[]", "{}"])
def test_no_answer_at_all_is_said_and_not_red(audit, written):
    code, said = audit(written)
    assert code == 0
    assert "NOT AUDITED" in said


def test_all_in_order_is_said_too(audit):
    assert audit(json.dumps({"dependencies": [SOUND]})) == (
        0,
        "Audited 1 packages: 0 known holes.\n",
    )
