"""The child that reads a letter: what it may cost, what it knows, and how it ends."""

import json
import resource
import signal
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest

from incident.letters.files import child, kinds, reading
from incident.letters.files.limits import (
    MOST_ANSWER,
    MOST_BYTES,
    MOST_MEMORY,
    MOST_SECONDS,
    LetterFileError,
    Problem,
)
from tests.conftest import ROOT

SHUT_IN = "from incident.letters.files.child import shut_in; shut_in(); "


def run(code: str) -> subprocess.CompletedProcess:
    """Run code in a new Python that knows where our modules are."""
    begin = f"import sys; sys.path.insert(0, {str(ROOT)!r}); {code}"
    return subprocess.run([sys.executable, "-I", "-c", begin], capture_output=True, text=True)


@pytest.fixture
def child_does(monkeypatch):
    """Let the child do something else than reading."""

    def does(code: str) -> None:
        begin = f"import os, sys; sys.path.insert(0, sys.argv[1]); {code}"
        monkeypatch.setattr(reading, "BEGIN", begin)

    return does


def problem() -> Problem:
    with pytest.raises(LetterFileError) as refused:
        reading.read(b"Geachte voorzitter,")
    return refused.value.problem


def test_a_child_that_goes_on_is_stopped_with_all_that_it_started(
    child_does, monkeypatch, tmp_path
):
    monkeypatch.setattr(reading, "MOST_SECONDS", 0.5)
    beating = str(tmp_path / "beating")
    child_does(f"os.fork()\nwhile True: open({beating!r}, 'a').write('x')")
    begun = time.monotonic()
    assert problem() == Problem.TOO_LONG
    assert time.monotonic() - begun < 5
    size = Path(beating).stat().st_size
    time.sleep(0.1)
    assert Path(beating).stat().st_size == size > 0


@pytest.mark.parametrize(
    ("code", "ends"),
    [
        (f"os.kill(os.getpid(), {int(signal.SIGXCPU)})", Problem.TOO_LONG),
        (f"os.kill(os.getpid(), {int(signal.SIGKILL)})", Problem.TOO_LONG),
        ("os.abort()", Problem.DAMAGED),
        (f"{SHUT_IN}bytearray(10**9)", Problem.DAMAGED),
        (f"{SHUT_IN}[os.write(1, bytes(10**6)) for _ in range(100)]", Problem.DAMAGED),
    ],
)
def test_however_a_child_ends_it_is_one_sentence(child_does, code, ends):
    child_does(code)
    assert problem() == ends


def test_a_child_takes_its_limits_before_it_reads():
    limits = [getattr(resource, f"RLIMIT_{name}") for name in ("CPU", "AS", "FSIZE", "CORE")]
    asked = f"import resource; print([resource.getrlimit(limit) for limit in {limits}])"
    mosts = [MOST_SECONDS, MOST_MEMORY, MOST_ANSWER, 0]
    assert run(SHUT_IN + asked).stdout == f"{[(most, most) for most in mosts]}\n"


def test_a_lower_limit_of_the_machine_is_kept(monkeypatch):
    taken = []
    monkeypatch.setattr(child.resource, "getrlimit", lambda limit: (1, 5))
    monkeypatch.setattr(child.resource, "setrlimit", lambda limit, values: taken.append(values))
    monkeypatch.setattr(child.sys, "addaudithook", taken.append)
    child.shut_in()
    assert taken == [(5, 5), (5, 5), (5, 5), (0, 0), child.refuse_outward]


@pytest.mark.parametrize(
    "outward",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import urllib.request as r; r.urlopen('http://127.0.0.1:9/brief.dtd')",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "import os; os.fork()",
    ],
)
def test_a_child_reaches_no_network_and_no_other_program(outward):
    done = run(SHUT_IN + outward)
    assert done.returncode == 1
    assert "PermissionError" in done.stderr


def test_only_what_turns_outward_is_refused():
    child.refuse_outward("open", ("brief.pdf", "r", 0))
    with pytest.raises(PermissionError, match=r"socket\.connect"):
        child.refuse_outward("socket.connect", ())


@pytest.mark.parametrize(
    ("data", "answer"), [(b"Brief", {"pages": ["Brief"]}), (b"", {"problem": "EMPTY"})]
)
def test_a_child_answers_with_the_pages_or_the_name_of_the_problem(monkeypatch, data, answer):
    written = BytesIO()
    monkeypatch.setattr(child, "shut_in", lambda: None)
    monkeypatch.setattr(child.sys, "stdin", SimpleNamespace(buffer=BytesIO(data)))
    monkeypatch.setattr(child.sys, "stdout", SimpleNamespace(buffer=written))
    child.main()
    monkeypatch.undo()
    assert json.loads(written.getvalue()) == answer


def test_a_file_that_is_too_large_is_not_given_to_a_child(monkeypatch):
    monkeypatch.setattr(reading, "run_child", None)
    with pytest.raises(LetterFileError) as refused:
        reading.read(bytes(MOST_BYTES + 1), "brief.txt")
    assert refused.value.problem == Problem.TOO_LARGE


def test_a_child_knows_no_secret_of_the_server(child_does, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "geheim")
    child_does("import json; print(json.dumps({'pages': [*os.environ]}))")
    assert set(reading.read(b"Brief")) <= {"LC_CTYPE"}


def test_a_child_loads_no_django_and_a_pdf_library_only_for_a_pdf():
    code = "import io, runpy; sys.stdin = type('In', (), {'buffer': io.BytesIO(b'Brief')}); "
    code += "from incident.letters.files.child import main; main(); "
    code += "print(); print([name for name in ('django', 'pypdf') if name in sys.modules])"
    assert run(code).stdout == '{"pages": ["Brief"]}\n[]\n'


def test_a_file_for_which_memory_falls_short_is_too_large(monkeypatch):
    def short(_page):
        raise MemoryError

    monkeypatch.setattr(kinds, "cleaned", short)
    with pytest.raises(LetterFileError) as refused:
        kinds.pages(b"Brief")
    assert refused.value.problem == Problem.TOO_LARGE


def test_a_name_in_the_sentence_holds_no_sign_that_does_harm():
    error = LetterFileError(Problem.EMPTY, "b" * 99 + "\r\n\x1b[31m\u202efdp.exe")
    assert str(error).startswith("bbb")
    assert str(error).endswith("b[31mfdp.exe: Het bestand is leeg. Kies het bestand opnieuw.")
    assert len(str(error).partition(":")[0]) == 80
    assert str(LetterFileError(Problem.EMPTY)) == Problem.EMPTY.value


@pytest.mark.parametrize("said", Problem, ids=lambda said: said.name)
def test_each_sentence_says_what_is_wrong_and_what_to_do(said):
    assert 2 <= said.value.count(". ") + said.value.endswith(".") <= 2
    assert len(said.value) < 160
