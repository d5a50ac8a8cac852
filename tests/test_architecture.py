"""The house: who may import whom, what the timeline may not do, and what the checks say."""

import ast
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.conftest import ROOT

VALUES = ("dates.py", "citations.py", "cells.py", "differences.py")
LONGEST_FILE = 300


def modules(folder: str) -> list[Path]:
    return sorted(p for p in (ROOT / folder).rglob("*.py") if "migrations" not in p.parts)


def imports(path: Path) -> set[str]:
    """Return the modules that a file imports, wherever in the file."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def ours(path: Path) -> set[str]:
    return {name for name in imports(path) if name.split(".")[0] in ("incident", "timeline")}


@pytest.mark.parametrize("path", modules("incident"), ids=lambda p: str(p.relative_to(ROOT)))
def test_the_facts_know_nothing_of_the_telling(path):
    assert not [name for name in ours(path) if name.startswith("timeline")]


@pytest.mark.parametrize("name", VALUES)
def test_values_import_nothing_of_ours_and_no_django(name):
    path = ROOT / "incident" / name
    assert not ours(path)
    assert not [module for module in imports(path) if module.startswith("django")]


def test_inside_incident_models_stand_on_querysets_and_these_on_values():
    for path in modules("incident/querysets"):
        assert {name.split(".")[1] for name in ours(path)} <= {"querysets", "kinds"}, path
    below = {"models", "querysets", "kinds", "dates", "citations", "cells"}
    for path in modules("incident/models"):
        assert {name.split(".")[1] for name in ours(path)} <= below, path


def test_the_timeline_only_reads():
    for path in modules("timeline"):
        text = path.read_text().replace("image.save(buffer", "")  # a picture, in memory
        for word in (".save(", ".delete(", ".create(", ".update(", "bulk_", "models.Model", "POST"):
            assert word not in text, f"{path} holds {word}"
    assert not list((ROOT / "timeline").glob("models*"))
    assert not (ROOT / "timeline/migrations").exists()


def test_only_the_querysets_know_who_may_see_what():
    for path in [*modules("timeline"), ROOT / "incident/urls.py"]:
        text = path.read_text()
        for word in ("status__", "(status", "publish_at__", "is_published", "Status"):
            assert word not in text, f"{path} spells {word}"
        assert "objects.all(" not in text, path
        assert ".published(" not in text, path


def test_no_file_is_past_300_lines():
    for folder in ("incident", "timeline", "tests"):
        for path in modules(folder):
            assert len(path.read_text().splitlines()) <= LONGEST_FILE, path


@pytest.mark.django_db
def test_no_migration_is_missing_and_the_checks_are_quiet(capsys):
    call_command("makemigrations", check=True, dry_run=True)
    call_command("check", fail_level="WARNING", databases=["default"])
    assert "no issues" in capsys.readouterr().out


def test_every_kind_has_its_colour_in_the_stylesheet_and_its_own_shape():
    from incident.choices import Kind
    from timeline.pages.kind_icons import OUTLINES

    css = (ROOT / "timeline/static/timeline/timeline.css").read_text()
    for kind in Kind:
        colour = f"--kind-{kind.name.lower()}"
        assert f"{colour}: light-dark(" in css
        assert f'[data-kind="{kind.value}"] {{ --kind: var({colour}); ' in css
        assert f'--shape: url("#vorm-{kind.value}");' in css
        assert kind.explanation.endswith(".")
    assert set(OUTLINES) == set(Kind)
    assert len(set(OUTLINES.values())) == len(Kind)
