"""The CSV: RFC 4180, the whole selection, no formula, bounded memory."""

import csv
import gc
import io
import tracemalloc

import pytest
from django.core.management import CommandError, call_command
from django.http import QueryDict
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from incident.columns import COLUMNS
from incident.models import Event
from incident.values.cells import bare, inert, join, split
from tests.factories import (
    CitationFactory,
    EventFactory,
    IncidentFactory,
    LinkFactory,
    many_events,
)
from tests.helpers.cells import FORMULAS
from tests.helpers.proofs import share
from timeline.formats.csv import EXCEL, PLAIN, ROWS_AT_ONCE, csv_bytes
from timeline.query.selection import Selection

PLAIN_ADDRESS = "/om-citrix/tijdlijn.csv"
EXCEL_ADDRESS = "/om-citrix/tijdlijn-excel.csv"


def rows(text: str, delimiter: str) -> list[dict]:
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_begins_a_formula(text):
    made = inert(text)
    assert made != text
    assert len(made) == len(text) + 1
    assert bare(made) == text


@pytest.mark.parametrize("text", ["", "gewoon", "a=b", "a-b", "'s morgens", "a; b", "(=1)", "1;2"])
def test_ordinary_text_is_left_alone(text):
    assert inert(text) == text


@given(st.text(alphabet="=+-@'\";\t\r\nab ＝－", max_size=12))
def test_making_inert_can_be_undone(text):
    assert bare(inert(text)) == text
    for cell in inert(text).split(";"):
        assert cell.strip("'\"")[:1] not in set("=+-@\t\r\n＝－") or cell[:1] == "'"


@given(st.lists(st.text(alphabet="abc -", max_size=4).map(str.strip)))
def test_values_that_share_a_cell_come_apart_again(values):
    assert split(join(values), len(values)) == values


@pytest.mark.django_db
def test_the_twins_hold_the_same_facts(client, body):
    event = EventFactory(body='Zij zei: "ja", dus;\n=niet', title="=cmd()", date_note="é")
    CitationFactory(event=event, told=True)
    LinkFactory(event=event)
    plain, excel = body(client.get(PLAIN_ADDRESS)), body(client.get(EXCEL_ADDRESS))
    assert not plain.startswith("\ufeff")
    assert excel.startswith("\ufeff")
    assert rows(plain, ",") == rows(excel.removeprefix("\ufeff"), ";")
    assert plain.startswith(",".join(column.name for column in COLUMNS) + "\r\n")
    assert plain.endswith("\r\n")
    assert "sep=" not in plain + excel
    [row] = rows(plain, ",")
    assert row["titel"] == "'=cmd()"
    assert {name: bare(value) for name, value in row.items()} == {
        column.name: column.value(Event.objects.for_readers().get()) for column in COLUMNS
    }


@pytest.mark.django_db
def test_several_values_share_a_cell_in_the_same_order(client, body):
    event = EventFactory()
    for number, told in (("1376", True), ("1378", False)):
        CitationFactory(event=event, kamerstuk__number=number, told=told, locator="")
    [row] = rows(body(client.get(PLAIN_ADDRESS)), ",")
    assert row["kamerstuk"] == "kst-26643-1376 | kst-26643-1378"
    assert row["gemeld"] == "ja | nee"
    assert row["plaats"] == " | "


@pytest.mark.django_db
def test_an_open_day_is_an_empty_cell(client, body):
    EventFactory(date="../2025-08-04")
    [row] = rows(body(client.get(PLAIN_ADDRESS)), ",")
    assert (row["eerste_dag"], row["laatste_dag"], row["gemeld_op"]) == ("", "2025-08-04", "")


@pytest.mark.django_db
def test_the_name_of_the_file_tells_the_case_the_day_and_the_filter(client):
    IncidentFactory()
    today = timezone.localdate()
    answer = client.get(EXCEL_ADDRESS, {"vanaf": "2025-07-01", "q": '"; x=é'})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    name = f"om-citrix_{today}_q-xe_vanaf-2025-07-01-excel.csv"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'


@pytest.mark.proof
@pytest.mark.django_db
def test_memory_does_not_grow_with_the_number_of_rows():
    """Measured on what Python allocates; tests.benchmark does the same for 1,000,000."""

    def peak() -> int:
        gc.collect()
        gc.disable()  # so that what waits to be collected counts as well
        tracemalloc.start()
        try:
            for _ in csv_bytes(Selection(IncidentFactory(), QueryDict()), PLAIN):
                pass
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
            gc.enable()

    many_events(3 * ROWS_AT_ONCE + 100)  # as many pieces as are in the making at once
    few, more = peak(), share(9_000)
    many_events(more)
    assert peak() < few + 50 * more


@pytest.mark.django_db
def test_the_command_writes_the_same_bytes_as_the_site(client, tmp_path, body):
    EventFactory(kind="besluit")
    EventFactory(kind="maatregel")
    file = tmp_path / "uit.csv"
    call_command("export_csv", "om-citrix", query="soort=besluit", excel=True, output=file)
    assert file.read_bytes().decode() == body(client.get(f"{EXCEL_ADDRESS}?soort=besluit"))
    assert b"".join(csv_bytes(Selection(IncidentFactory(), QueryDict()), EXCEL)).count(b"\r\n") == 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("incident", "query", "sentence"),
    [("nergens", "", "geen openbaar incident"), ("om-citrix", "x=1", "unknown parameter: x")],
)
def test_the_command_refuses_in_one_line(incident, query, sentence, tmp_path):
    IncidentFactory()
    with pytest.raises(CommandError, match=sentence):
        call_command("export_csv", incident, query=query, output=tmp_path / "uit.csv")
    with pytest.raises(CommandError, match="No such file"):
        call_command("export_csv", "om-citrix", output=tmp_path / "nergens" / "uit.csv")
