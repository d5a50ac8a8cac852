"""How far an import is: on a terminal at once, in a log only when it takes long."""

import io
from itertools import count

import pytest
from django.core.management import CommandError, call_command
from django.core.management.base import OutputWrapper
from django.http import QueryDict

from incident.management.progress import Progress
from tests.factories import EventFactory
from timeline.formats.csv import PLAIN, csv_bytes
from timeline.query.selection import Selection


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self):
        return True


def said(stream, *, seconds_a_row: float, rows: int = 20) -> str:
    """Return what the progress of so many rows writes on a stream."""
    ticks = count()
    progress = Progress(OutputWrapper(stream), rows, "rijen", lambda: next(ticks) * seconds_a_row)
    for done in range(1, rows + 1):
        progress(done)
    progress.finish(rows)
    return stream.getvalue()


def test_a_terminal_has_one_line_that_changes_and_the_last_stays():
    text = said(Terminal(), seconds_a_row=0.5)
    assert text.startswith("\r1 van 20 rijen\r2 van 20 rijen")
    assert text.endswith("\r20 van 20 rijen, 10 seconden\n")
    assert text.count("\n") == 1


def test_a_terminal_is_not_written_to_for_every_row():
    assert said(Terminal(), seconds_a_row=0.01).count("\r") <= 4


def test_a_shorter_line_leaves_nothing_of_a_longer_one():
    stream = Terminal()
    progress = Progress(OutputWrapper(stream), 5, "rijen", count().__next__)
    progress.say("lang en breed")
    progress.say("kort")
    assert stream.getvalue() == "\rlang en breed\rkort         "


def test_a_log_has_a_line_now_and_then():
    text = said(io.StringIO(), seconds_a_row=1)
    assert text.splitlines() == [
        *("1 van 20 rijen", "6 van 20 rijen", "11 van 20 rijen", "16 van 20 rijen"),
        "20 van 20 rijen, 21 seconden",
    ]
    assert "\r" not in text


def test_a_log_hears_nothing_of_what_takes_less_than_a_second():
    assert said(io.StringIO(), seconds_a_row=0.01) == ""


@pytest.fixture
def file(tmp_path):
    incident = EventFactory.create_batch(3)[0].incident
    path = tmp_path / "in.csv"
    path.write_bytes(b"".join(csv_bytes(Selection(incident, QueryDict()), PLAIN)))
    return path


@pytest.mark.django_db
def test_an_import_shows_its_rows_on_stderr_and_its_outcome_on_stdout(file):
    out, err = io.StringIO(), Terminal()
    call_command("import_csv", file, stdout=out, stderr=err)
    assert "\r1 van 3 rijen" in err.getvalue()
    assert err.getvalue().endswith("\r3 van 3 rijen, 0 seconden\n")
    assert "rijen gelezen" in out.getvalue()
    assert "van 3" not in out.getvalue()


@pytest.mark.django_db
def test_a_quick_import_leaves_the_log_alone(file):
    err = io.StringIO()
    call_command("import_csv", file, stdout=io.StringIO(), stderr=err)
    assert err.getvalue() == ""


@pytest.mark.django_db
def test_an_import_with_a_wrong_row_still_ends_its_line(file):
    file.write_bytes(file.read_bytes().replace(b"maatregel", b"ruzie", 1))
    err = Terminal()
    with pytest.raises(CommandError):
        call_command("import_csv", file, stdout=io.StringIO(), stderr=err)
    assert err.getvalue().endswith("seconden\n")
