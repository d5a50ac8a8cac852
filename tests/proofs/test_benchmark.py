"""The benchmark: it finds what it is to find, and a short run of it finds nothing wrong."""

import re
import subprocess
import sys

import pytest

from tests.benchmark import load, table
from tests.benchmark.editing import Watch, claimed
from tests.conftest import ROOT
from tests.deploy.nginx import needs_nginx


class Editor:
    """An editor of whom state 0 was stored from 10 to 11, and state 1 from 20 to 21."""

    MOMENTS = {"begins": (10, 20), "stored": (11, 21)}

    def last(self, what: str, at: float) -> int:
        return sum(moment <= at for moment in self.MOMENTS[what]) - 1


@pytest.mark.parametrize(
    ("state", "asked", "came", "bound", "stale"),
    [
        (-1, 9, 9.5, 0, 0),
        (-1, 10.5, 12, 0, 0),  # it was stored after it was asked
        (-1, 11.5, 12, 0, 1),
        (0, 11.5, 12, 0, 0),
        (1, 11.5, 12, 0, 1),  # before its time
        (1, 11.5, 20.5, 0, 0),
        (0, 23, 23.5, 0, 1),
        (0, 23, 23.5, 3, 0),
        (0, 25, 25.5, 3, 1),
    ],
)
def test_an_answer_that_is_older_than_it_may_be_is_counted(state, asked, came, bound, stale):
    watch = Watch(Editor(), bound)
    watch.claims.append((state, asked, came))
    assert watch.stale() == stale


def test_a_page_claims_one_state_or_is_an_error():
    def said(status: int, body: bytes) -> int | None:
        return claimed(load.Answer(status, {}, body, 0, 0))

    assert said(200, b"<h1>Niets</h1>") == -1
    assert said(200, b"Nieuws nummer 7. Zie Nieuws nummer 7.") == 7
    assert said(200, b"Nieuws nummer 7. Nieuws nummer 8.") is None
    assert said(503, b"Nieuws nummer 7.") is None


def test_an_answer_that_is_not_there_to_its_end_is_waited_for():
    length, chunked = {b"content-length": b"3"}, {b"transfer-encoding": b"chunked"}
    assert [load.is_whole(200, length, body) for body in (b"ab", b"abc")] == [False, True]
    assert [load.is_whole(200, chunked, b) for b in (b"3\r\nabc", b"3\r\nabc\r\n0\r\n\r\n")] == [
        False,
        True,
    ]
    assert load.is_whole(304, length, b"")


def test_ratios_are_of_the_same_size_and_their_aim_is_said(capsys):
    rows = table.Rows()
    for events, rate in ((23, 500), (1_000, 100)):
        rows.add(events, "hot page", "process", load.Result(rate, 0, 1, 2.0, 8.0))
        rows.add(events, "robots.txt", "process", load.Result(1_000, 0, 1, 1.0, 1.0))
    rows.ratios()
    said = capsys.readouterr().out
    assert "| 23 | hot page, process / robots.txt, process | 0.50 | ≥ 0.4 |" in said
    assert "| 1,000 | hot page, process / robots.txt, process | 0.10 | ≥ 0.4 |" in said
    assert "| 23 | p99 / median of hot page, process | 4.0 | ≤ 5 |" in said
    assert "nginx" not in said


@pytest.mark.long
@needs_nginx
def test_readers_while_an_editor_publishes_get_no_error_and_nothing_stale():
    asked = ["23", "--seconds", "0.3", "--editing", "3", "--no-datasette"]
    command = [sys.executable, "-m", "tests.benchmark", *asked, "--parts", "pages", "editing"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    tables = [[cell.strip() for cell in line.split("|")] for line in done.stdout.splitlines()]
    rows = [cells for cells in tables if len(cells) == len(table.HEAD) + 2 and cells[1] == "23"]
    assert {(what, place) for _, _, what, place, *_ in rows} >= {
        *((what, "process") for what in ("hot page", "cold page", "304", "CSV", "JSON")),
        ("hot page", "nginx"),
        ("same bytes", "nginx file"),
    }
    assert {cells[table.HEAD.index("errors") + 1] for cells in rows} == {"0"}
    while_editing = re.findall(
        r"^\| (process|nginx) \| [\d,]+ \| [\d,]+ \| (\d+) \| (\d+) \| (\d+) \|", done.stdout, re.M
    )
    assert while_editing == [("process", "3", "0", "0"), ("nginx", "3", "0", "0")]


@pytest.mark.long
def test_the_part_of_sizes_tells_of_each_page_what_it_costs_at_each_size():
    command = [sys.executable, "-m", "tests.benchmark", "2", "40", "--parts", "sizes"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    said = done.stdout
    assert "| page | 2: queries, ms, ms again, kB | 40: queries, ms, ms again, kB |" in said
    for page in ("/groot/vergelijk/", "/admin/incident/event/", "/admin/autocomplete/"):
        row = next(line for line in said.splitlines() if line.startswith(f"| {page}"))
        few, many = (cell.split(",") for cell in row.split("|")[2:4])
        assert few[0] == many[0] != " 0"
