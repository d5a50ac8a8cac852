"""The README and docs/ against the code: what they list is what there is."""

import re

import pytest
from django.urls import get_resolver

from incident.columns import COLUMNS
from tests.conftest import ROOT
from tests.helpers.case import load_case
from timeline.query.filters import EventFilter

# What says when a record was loaded, and where it is served.
SAME_TEXT = re.compile(r"(?<=Bron: Incidenttijdlijn)[^<]*")

REGISTRIES = re.compile(
    r"\b(pypi\.org|pythonhosted\.org|npmjs\.(org|com)|(docker|ghcr|quay)\.io)\b"
)


def table(readme: str, heading: str) -> list[str]:
    """Return the first cells of the table under a heading."""
    part = re.split(r"\n##+ ", readme.split(f" {heading}\n", 1)[1])[0]
    return re.findall(r"^\| `([^`]+)` \|", part, re.MULTILINE)


def test_the_columns_are_those_of_the_csv(readme):
    assert table(readme, "CSV") == [column.name for column in COLUMNS]
    for column in COLUMNS:
        assert f"| `{column.name}` | {column.meaning} |" in readme


def test_the_parameters_are_those_of_the_filter(readme):
    assert sorted(table(readme, "The query")) == sorted(EventFilter.base_filters)
    for name, meaning in EventFilter.meanings.items():
        assert f"| `{name}` | {meaning} |" in readme


@pytest.mark.django_db
def test_the_addresses_are_all_of_them_and_exist(readme):
    listed = table(readme, "Addresses")
    matched = {get_resolver().resolve(address).url_name for address in listed}
    exist = {p.name for p in get_resolver("timeline.urls").url_patterns} | {"health"}
    assert matched - {"index"} == exist


def test_every_dependency_earns_its_line(readme):
    named = re.findall(r"[\w.-]+", " ".join(table_cells(readme, "Dependencies")))
    project = (ROOT / "pyproject.toml").read_text()
    blocks = re.findall(
        r"^(?:dependencies|test|audit) = \[(.*?)\]$", project, re.DOTALL | re.MULTILINE
    )
    needed = re.findall(r'"([a-z][a-z\d-]*)', "".join(blocks))
    assert sorted(named) == sorted(needed)


def table_cells(readme: str, heading: str) -> list[str]:
    part = re.split(r"\n##+ ", readme.split(f" {heading}\n", 1)[1])[0]
    return re.findall(r"^\| ([a-z][^|]+) \|", part, re.MULTILINE)[1:]


def test_where_is_what_names_files_that_are_there(readme):
    part = readme.split("## Where is…?")[1].split("\n## ")[0]
    named = re.findall(r"\| `((?:incident|timeline)/[^`]+)` \|", part)
    assert len(named) >= 20
    assert [name for name in named if not (ROOT / name).is_file()] == []
    assert len(set(named)) == len(named)


def test_the_readme_leads_to_every_page_of_the_docs():
    text = (ROOT / "README.md").read_text()
    assert set(re.findall(r"\]\((docs/[^)]+)\)", text)) == {
        f"docs/{page.name}" + "/README.md" * page.is_dir() for page in (ROOT / "docs").iterdir()
    }


def test_every_path_that_the_docs_name_is_there(readme):
    named = re.findall(r"`((?:incident|timeline|tests|templates)/[\w/.-]+)`", readme)
    assert [name for name in named if not (ROOT / name.removesuffix("/")).exists()] == []


def test_nothing_names_a_machine_or_a_registry():
    docs = sorted((ROOT / "docs").rglob("*.*"))
    top = [path for path in ROOT.iterdir() if path.suffix in (".md", ".yml", ".json", ".toml")]
    forges = sorted((ROOT / ".github").rglob("*.yml"))
    for path in (*top, *forges, ROOT / ".ci/run", ROOT / ".ci/sbom", *docs):
        text = path.read_text()
        for folder in ("work", "root"):
            assert f"/{folder}/" not in text
        assert not REGISTRIES.search(text), path


@pytest.mark.django_db
def test_the_drawing_in_the_readme_is_the_one_of_the_shipped_case(client):
    """Only the address of the site and the day on which the record was loaded may differ."""
    load_case()
    drawn = client.get("/om-citrix/tijdlijn.svg").content.decode()
    kept = (ROOT / "docs/timeline.svg").read_text()
    assert SAME_TEXT.sub("", kept) == SAME_TEXT.sub("", drawn)
    assert SAME_TEXT.findall(kept)
