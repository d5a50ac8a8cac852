"""The templates' house: pages and partials by noun, each used, none that spells an address."""

import re
from pathlib import Path

import pytest
from django.contrib import admin

from tests.conftest import ROOT

TEMPLATES = ROOT / "templates"
OURS = sorted(path for path in TEMPLATES.rglob("*") if path.suffix in (".html", ".txt"))
MOST_FILES = 12
LONGEST_LINE = 185


PUBLIC = TEMPLATES / "public"


def name(path) -> str:
    """Return a template's name as the code writes it; the public ones are Jinja2's."""
    return str(path.relative_to(PUBLIC if path.is_relative_to(PUBLIC) else TEMPLATES))


def folders() -> list:
    return sorted({path.parent for path in OURS if "admin" not in name(path).split("/")})


@pytest.mark.parametrize("folder", folders(), ids=name)
def test_no_folder_holds_more_than_twelve_files(folder):
    assert len([path for path in folder.iterdir() if path.is_file()]) <= MOST_FILES


def test_the_folder_of_the_timeline_holds_pages_and_its_nouns_hold_the_partials():
    assert not list((PUBLIC / "timeline").glob("_*"))
    for path in (PUBLIC / "timeline").glob("*.html"):
        assert path.read_text().startswith('{% extends "base.html" %}'), path


@pytest.mark.parametrize("path", [p for p in OURS if p.name.startswith("_")], ids=name)
def test_every_partial_is_used(path):
    python = [*(ROOT / "incident").rglob("*.py"), *(ROOT / "timeline").rglob("*.py")]
    assert any(f'"{name(path)}"' in source.read_text() for source in [*OURS, *python])


@pytest.mark.parametrize("path", OURS, ids=name)
def test_no_template_types_an_address_of_ours(path):
    assert not re.findall(r"""=["']/[^"']*["']""", path.read_text())


@pytest.mark.parametrize("path", sorted((PUBLIC / "timeline").rglob("*.html")), ids=name)
def test_no_line_is_too_long_to_read(path):
    assert [line for line in path.read_text().splitlines() if len(line) > LONGEST_LINE] == []


@pytest.mark.parametrize(
    "path", [p for p in OURS if name(p).startswith(("admin/", "registration/"))], ids=name
)
def test_the_templates_of_the_admin_are_those_that_django_has_too(path):
    theirs = Path(admin.__file__).parent / "templates"
    own = theirs / name(path), theirs / name(path).split("/")[0] / path.name
    assert any(file.exists() for file in own), "a page of ours belongs in templates/desk"
