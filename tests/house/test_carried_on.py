"""What others carry it on by: the files that a forge, a catalogue and a stranger look for."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import jsonschema
import pytest
import yaml
from django.core.management import get_commands

from tests.conftest import ROOT

FORGES = {".github/workflows/ci.yml", ".gitlab-ci.yml"}
FETCH_GIT = "apt-get update && apt-get install -y git"  # without it a checkout is no clone
LOCKS = {"requirements.txt", "requirements-test.txt", "requirements-audit.txt"}


def text(name: str) -> str:
    return (ROOT / name).read_text()


def project() -> dict:
    return tomllib.loads(text("pyproject.toml"))


@pytest.fixture
def publiccode() -> dict:
    return yaml.safe_load(text("publiccode.yml"))


@pytest.fixture
def judge():
    schema = json.loads(text("tests/data/publiccode.schema.json"))
    checker = jsonschema.FormatChecker()
    return jsonschema.Draft7Validator(schema, format_checker=checker)


def test_publiccode_is_of_its_standard_and_says_what_the_project_says(publiccode, judge):
    assert [error.message for error in judge.iter_errors(publiccode)] == []
    about = project()["project"]
    assert publiccode["softwareVersion"] == about["version"]
    assert publiccode["legal"]["license"] == about["license"]
    assert f">={publiccode['dependsOn']['open'][0]['versionMin']}" == about["requires-python"]
    pictures = [
        p for words in publiccode["description"].values() for p in words.get("screenshots", [])
    ]
    assert pictures
    assert [picture for picture in pictures if not (ROOT / picture).is_file()] == []


def test_the_changelog_has_an_open_heading_and_then_the_release_that_this_is(publiccode):
    version = publiccode["softwareVersion"]
    headings = re.findall(r"^## (.*)$", text("CHANGELOG.md"), re.MULTILINE)
    assert headings[:2] == ["Next", f"{version} ({publiccode['releaseDate']}, tag `v{version}`)"]
    assert f"`git tag -s v{version}`" in text("GOVERNANCE.md")


@pytest.mark.parametrize(
    "change",
    [
        lambda file: file.pop("releaseDate"),
        lambda file: file["maintenance"].pop("contacts"),
        lambda file: file["description"]["nl"].update(shortDescription="x" * 151),
        lambda file: file["description"]["nl"].update(longDescription="Kort."),
        lambda file: file.update(developmentStatus="ready"),
        lambda file: file.update(categories=["onzin"]),
        lambda file: file.update(licence="EUPL-1.2"),
        lambda file: file["maintenance"]["contacts"][0].update(email="geen adres"),
    ],
)
def test_what_the_standard_of_publiccode_refuses_is_refused(publiccode, judge, change):
    change(publiccode)
    assert not judge.is_valid(publiccode)


def of_git(words: list[str]) -> None:
    """Fail where git lacks the command, or the command one of its options."""
    done = subprocess.run([shutil.which("git"), words[0], "-h"], capture_output=True, text=True)
    usage = done.stdout + done.stderr
    assert usage.startswith("usage: "), usage
    for option in [word for word in words[1:] if word.startswith("-")]:
        assert re.search(rf"(?<![\w-]){option.replace('--', '--(?:.no-.)?')}\b", usage), option


def of_manage(words: list[str]) -> None:
    """Fail where manage.py lacks the command; what follows `test` is for pytest."""
    assert words[0] == "manage.py"
    assert words[1] == "test" or words[1] in get_commands()
    assert words[2:3] in ([], ["-k"])


def of_ruff(words: list[str]) -> None:
    command = [Path(sys.executable).with_name("ruff"), words[0], "--help"]
    assert subprocess.run(command, capture_output=True).returncode == 0, words
    assert words[1:] == ["."]
    assert f"ruff {words[0]}" in text(".ci/run")


def of_check(words: list[str]) -> None:
    assert words == []
    assert os.access(ROOT / ".ci/run", os.X_OK)
    assert subprocess.run(["/bin/bash", "-n", ROOT / ".ci/run"]).returncode == 0


PROGRAMS = {
    "git": of_git,
    "python3": of_manage,
    ".venv/bin/ruff": of_ruff,
    ".ci/run": of_check,
    "cd": lambda words: None,
}


def test_the_ten_lines_from_clone_to_merge_can_be_followed():
    steps = re.findall(r"^(\d+)\. (.*)$", text("CONTRIBUTING.md"), re.MULTILINE)
    assert [int(number) for number, _ in steps] == list(range(1, 11))
    followed = set()
    for _, step in steps:
        for line in re.findall(r": `([^`]+)`", step):
            for command in line.split(" && "):
                program, *words = shlex.split(re.sub(r"<[^>]+>", "something", command))
                PROGRAMS[program](words)
                followed.add(program)
        for path in re.findall(r"\]\(([^)]+)\)", step):
            assert (ROOT / path).is_file(), path
    assert followed == set(PROGRAMS)


def commands(file: dict) -> list[str]:
    """Return what the jobs of a forge do: shell lines, and actions by their names."""
    done = []
    for job in [*file.get("jobs", {}).values(), file.get("run")]:
        if job:
            steps = job.get("steps", [])
            done += [step.get("run") or step["uses"].split("@")[0] for step in steps]
            done += job.get("script", [])
    return done


def test_the_files_of_the_forges_only_call_the_one_check():
    there = {str(p.relative_to(ROOT)) for p in ROOT.glob(".github/workflows/*")}
    there |= {p.name for p in ROOT.glob(".*ci*.y*ml")}
    assert there == FORGES
    for name in FORGES:
        file = yaml.safe_load(text(name))
        assert set(commands(file)) - {FETCH_GIT, "actions/checkout"} == {".ci/run"}, name
        assert not {"before_script", "after_script", "default"} & set(file), name
        assert "debian:12" in text(name)


def test_the_bot_renews_the_three_files_of_pins_together_and_not_past_what_the_project_allows():
    bot = json.loads(text("renovate.json"))
    assert "pip_requirements" in bot["enabledManagers"]
    found = re.compile(r"(^|/)[\w-]*requirements([-.]\w+)?\.(txt|pip)$")  # its own default
    assert {p.name for p in ROOT.iterdir() if found.search(p.name)} == LOCKS
    rules = bot["packageRules"]
    (pins,) = (rule for rule in rules if rule.get("matchManagers") == ["pip_requirements"])
    assert pins["groupName"]
    about = project()
    named = about["project"]["dependencies"] + about["dependency-groups"]["audit"]
    held = dict(one.split("==") for one in named if "==" in one)
    allowed = {
        rule["matchPackageNames"][0]: rule["allowedVersions"]
        for rule in rules
        if "matchManagers" not in rule
    }
    assert allowed == held


def test_every_licence_that_reuse_names_is_there_word_for_word():
    marks = tomllib.loads(text("REUSE.toml"))["annotations"]
    named = {mark["SPDX-License-Identifier"] for mark in marks}
    assert {path.stem for path in (ROOT / "LICENSES").iterdir()} == named
    assert text("LICENSES/EUPL-1.2.txt") == text("LICENSE")
    font = "timeline/static/timeline/source-serif-4-license.txt"
    assert text("LICENSES/OFL-1.1.txt") == text(font)
    for mark in marks:
        paths = [mark["path"]] if isinstance(mark["path"], str) else mark["path"]
        for path in paths:
            assert any(ROOT.glob(path)), path


@pytest.mark.django_db
def test_security_says_what_security_txt_says(client, settings):
    settings.SECURITY_CONTACT = "mailto:gaten@tijdlijn.example"
    answer = client.get("/.well-known/security.txt").content.decode()
    (languages,) = re.findall(r"^Preferred-Languages: .*$", answer, re.MULTILINE)
    said = text("SECURITY.md")
    assert f"`{languages}`" in said
    for name in ("Contact", "SECURITY_CONTACT", "/.well-known/security.txt", "RFC 9116"):
        assert name in said
    assert re.search(r"^Contact: mailto:gaten@", answer, re.MULTILINE)


def test_who_is_to_be_told_of_what_is_named_in_one_place():
    (contact,) = yaml.safe_load(text("publiccode.yml"))["maintenance"]["contacts"]
    assert contact["email"].endswith("@tijdlijn.example")
    for name in ("SECURITY.md", "CODE_OF_CONDUCT.md"):
        assert re.search(
            r"\*contacts\* in `publiccode|`publiccode.yml` onder \*contacts\*", text(name)
        )
        assert "@" not in text(name)


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="this is no clone")
def test_nothing_of_one_machine_is_in_the_repository():
    """A link to somebody's `.venv` was, as the pattern of a folder does not hold for a link."""
    asked = [shutil.which("git"), "ls-files", "--cached", "--ignored", "--exclude-standard"]
    listed = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True)
    assert listed.stdout.splitlines() == []
