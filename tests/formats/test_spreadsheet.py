"""Both files in a real spreadsheet: LibreOffice opens them, and no cell is a formula."""

import os
import shutil
import subprocess
import xml.etree.ElementTree as ET

import pytest

from incident.columns import COLUMNS
from tests.factories import CitationFactory, EventFactory, KamerstukFactory, LinkFactory
from tests.helpers.cells import FORMULAS

SOFFICE = shutil.which("soffice")
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
READ_AS = "CSV:{},34,76,1,,1043,false,false,false,false,false,-1,true"  # the last: run formulas

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.long,
    pytest.mark.skipif(
        not (SOFFICE or os.environ.get("REQUIRE_ALL")), reason="LibreOffice is not installed"
    ),
]


@pytest.fixture
def opened(tmp_path):
    """Return the function that lets LibreOffice open a CSV and gives its rows of cells."""

    def read(content: bytes, separator: str) -> list[list[ET.Element]]:
        (tmp_path / "tijdlijn.csv").write_bytes(content)
        command = [SOFFICE, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
        command += [f"--infilter={READ_AS.format(ord(separator))}", "--convert-to", "fods"]
        command += ["--outdir", str(tmp_path), str(tmp_path / "tijdlijn.csv")]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        tree = ET.parse(tmp_path / "tijdlijn.fods")  # noqa: S314 - written here
        return [row.findall(f"{TABLE}table-cell") for row in tree.iter(f"{TABLE}table-row")]

    return read


def formulas(rows) -> list[str]:
    return [cell.get(f"{TABLE}formula") for row in rows for cell in row if is_formula(cell)]


def is_formula(cell) -> bool:
    return cell.get(f"{TABLE}formula") is not None


def test_the_way_of_looking_finds_a_formula_where_there_is_one(opened):
    assert formulas(opened(b"a,b\r\n=1+1,x\r\n", ",")) == ["of:=1+1"]


@pytest.mark.parametrize(("name", "separator"), [("tijdlijn", ","), ("tijdlijn-excel", ";")])
def test_no_cell_is_a_formula(opened, client, name, separator):
    for number, text in enumerate(FORMULAS):
        title = text.strip().replace("\r", "")
        event = EventFactory(title=title, body=f"{title}\n\n{title}", date_note=title)
        paper = KamerstukFactory(title=title, sender=title)
        CitationFactory(event=event, kamerstuk=paper, locator=title, printed=title)
        LinkFactory(event=event, title=title, publisher=title, url=f"https://x.example/{number}")
    content = b"".join(client.get(f"/om-citrix/{name}.csv"))
    rows = [row for row in opened(content, separator) if len(row) > 5]
    assert len(rows) == len(FORMULAS) + 1
    header = ["".join(cell.itertext()).strip() for cell in rows[0]]
    assert header[: len(COLUMNS)] == [column.name for column in COLUMNS]
    assert formulas(rows) == []
