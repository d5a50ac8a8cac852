"""The faults that `tests.mutants` puts in: which there are, and that each is other Python."""

import shutil
from queue import Queue
from time import monotonic

import pytest

from tests import mutants
from tests.mutations import Source

SOURCE = '''"""What this is: 1 < 2."""

import datetime

NOT_TEXT = frozenset({"status", "slug"})


def knows(self, day: datetime.date | None = None) -> bool:
    """Return 1."""
    if not day:
        raise ValueError("x")
    rows = self.filter(first__lte=day, kind=2)
    return any(row.day <= day for row in rows if row.day) and (rows or 3) == "é"
'''
FAULTS = [
    ('"status",', ""),
    ('"slug"', ""),
    ("not day", "(not (not day))"),
    ("not day", "(day)"),
    ('raise ValueError("x")', "pass"),
    ("self.filter", "self.exclude"),
    ("first__lte=day", "**{}"),
    ("first__lte=day", "first__lt=day"),
    ("kind=2", "**{}"),
    ("2", "3"),
    ("any", "all"),
    ("<=", "<"),
    ("row.day", "True"),
    ("and", "or"),
    ("or", "and"),
    (") ==", ") !="),
    ("3", "4"),
]


def test_each_small_fault_is_found_and_nothing_else():
    source = Source("x.py", SOURCE.encode())
    found = [m for m in source.mutations() if source.is_code(m)]
    [whole] = [m for m in found if m.new == "None"]
    assert whole.old.startswith("any(")
    said = [(m.old.strip(), m.new.strip()) for m in found if m != whole]
    assert sorted(said) == sorted(FAULTS)


def test_a_fault_knows_its_line_and_leaves_the_rest_as_it_was():
    source = Source("x.py", SOURCE.encode())
    [fault] = [m for m in source.mutations() if m.new.strip() == "<"]
    assert (fault.line, str(fault)) == (13, "x.py:13: <=  ->  <")
    assert fault.applied(source.source).decode() == SOURCE.replace(
        "row.day <= day", "row.day < day"
    )


def test_the_same_seed_draws_the_same_faults_from_every_place():
    one, again, other = (mutants.drawn(30, seed) for seed in ("1", "1", "2"))
    assert one == again
    assert one != other
    assert len({fault.path for fault in one}) > 5


def test_a_fault_is_tried_on_what_passes_its_line_and_on_what_may_pass_it_unseen():
    fault = Source("x.py", SOURCE.encode()).mutations()[-1]
    dates, manage = "tests/values/test_dates.py", "tests/server/test_manage.py"
    seconds = {f"{dates}::a": 2, f"{dates}::b": 1, f"{dates}::c": 0, f"{manage}::a": 1}
    seconds["tests/proofs/test_costs.py::a"] = 0
    lines = {str(fault.line): [f"{dates}::a", f"{dates}::b"], "1": [f"{dates}::c"]}
    known = mutants.Map({"x.py": lines}, seconds)
    assert known.tests(fault) == [f"{dates}::b", f"{dates}::a"]
    assert known.beside(fault) == [f"{dates}::c", f"{manage}::a"]
    del lines[str(fault.line)]
    assert known.tests(fault) == [f"{dates}::c"]
    assert len(known.beside(fault)) == len(seconds) - 1
    assert mutants.Map({}, seconds).tests(fault) == []
    assert set(mutants.Map({}, seconds).beside(fault)) == seconds.keys()


def files_of(faults, folder):
    for fault in faults:
        (folder / fault.path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(mutants.ROOT / fault.path, folder / fault.path)
    return folder


def test_what_the_tests_of_its_line_do_not_notice_is_tried_on_others_after_all_are(
    monkeypatch, tmp_path
):
    monkeypatch.setattr(mutants, "KEPT", tmp_path)
    tests, faults = [], mutants.drawn(3, "1")
    failed = {"near 1", "far 0"}

    class Known:
        seconds = {}

        def tests(self, fault):
            return [f"near {faults.index(fault)}"]

        def beside(self, fault):
            return [f"far {faults.index(fault)}"]

    def run(_folder, asked, _limit):
        tests.extend(asked)
        return "failed" if asked[0] in failed else "passed"

    monkeypatch.setattr(mutants, "copied", lambda folder: files_of(faults, folder))
    monkeypatch.setattr(mutants, "run", run)
    record, queue = mutants.Record("now"), Queue()
    for fault in faults:
        queue.put(fault)
    mutants.work(queue, Known(), record, monotonic() + 60)
    assert tests == ["near 0", "near 1", "near 2", "far 0", "far 2"]
    assert [mutants.Record("now").of(fault) for fault in faults] == ["failed", "failed", "passed"]


@pytest.mark.parametrize(("noticed", "code"), [(19, 0), (18, 1)])
def test_less_than_95_of_a_hundred_is_too_little(noticed, code, monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(mutants, "KEPT", tmp_path)
    faults = mutants.drawn(21, "1")
    monkeypatch.setattr(mutants, "equivalent", lambda: {faults[-1].described: "no difference"})
    record = mutants.Record("now")
    for number, fault in enumerate(faults):
        record.add(fault, "failed" if number < noticed else "passed")
    capsys.readouterr()
    assert mutants.report(faults, mutants.Record("now")) == code
    said = capsys.readouterr().out
    assert f"Noticed {noticed} of 20" in said
    assert said.count("NOT NOTICED") == 20 - noticed
    assert mutants.Record("later").found.keys() == {mutants.key(f) for f in faults[:noticed]}
