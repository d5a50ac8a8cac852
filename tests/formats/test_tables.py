"""The files of papers, questions and statements, and what describes them."""

import csv
import io

import pytest
from csvw import CSVW

from tests.factories import (
    EventFactory,
)
from timeline.formats.tables import TABLES

pytestmark = pytest.mark.django_db

BASE = "/om-citrix/"
# The columns of which a cell may hold several values.
SEVERAL = {
    "tijdlijn": {"kamerstuk", "plaats", "bron_adres", "citaat"},
    "kamerstukken": {"gebeurtenissen"},
    "vragen": {"gebeurtenissen", "stukken"},
    "uitspraken": set(),
}
SEVERAL["tijdlijn-excel"] = SEVERAL["tijdlijn"]


@pytest.mark.usefixtures("case")
@pytest.mark.parametrize("name", [*TABLES, "tijdlijn-excel"])
def test_each_table_is_as_its_metadata_says(client, tmp_path, name):
    answer = client.get(f"{BASE}{name}.csv")
    described_by = answer["Link"].split(">")[0].removeprefix("<")
    assert described_by == f"{BASE}{name}.csv-metadata.json"
    assert 'rel="describedby"' in answer["Link"]
    (tmp_path / f"{name}.csv").write_bytes(b"".join(answer))
    metadata = client.get(described_by)
    assert metadata["Content-Type"].startswith("application/csvm+json")
    path = tmp_path / f"{name}.csv-metadata.json"
    path.write_bytes(metadata.content)
    described = CSVW(path, validate=True)
    assert described.is_valid, described.warnings
    assert list(described.tables[0])
    columns = described.tables[0].tableSchema.columns
    assert {column.name for column in columns if column.separator} >= SEVERAL[name]


@pytest.mark.usefixtures("case")
def test_the_tables_keep_to_the_peildatum(content):
    def rows(name: str, **query) -> list[dict]:
        text = content(f"{BASE}{name}.csv", **query).decode()
        return list(csv.DictReader(io.StringIO(text)))

    assert len(rows("kamerstukken")) == 11
    assert [r["kamerstuk"] for r in rows("kamerstukken", peildatum="2025-08-04")] == [
        "kst-26643-1376",
        "2025Z14818",
        "zonder-nummer-brief-2025-07-23",
        "kst-26643-1378",
    ]
    assert len(rows("uitspraken")) == 14
    assert {r["kwestie"] for r in rows("uitspraken", peildatum="2025-07-20")} == {"misbruik"}
    assert [r["uitkomst"] for r in rows("vragen")].count("afgehouden") == 3
    assert {r["uitkomst"] for r in rows("vragen", peildatum="2025-08-04")} == {"open"}
    assert {r["antwoord"] for r in rows("vragen", peildatum="2025-12-01")} == {""}
    assert rows("vragen", peildatum="2025-07-20") == []


@pytest.mark.parametrize(
    "query", ["?q=x", "?peildatum=nu", "?peildatum=2025-01-01&peildatum=2025-01-02"]
)
def test_a_table_refuses_what_it_does_not_know(client, query):
    EventFactory()
    assert client.get(f"{BASE}kamerstukken.csv{query}").status_code == 400


@pytest.mark.parametrize("name", ["geheim", "kamerstukken-excel", "tijdlijn-"])
def test_a_table_that_does_not_exist_is_not_described_either(client, name):
    EventFactory()
    assert client.get(f"{BASE}{name}.csv").status_code == 404
    assert client.get(f"{BASE}{name}.csv-metadata.json").status_code == 404
