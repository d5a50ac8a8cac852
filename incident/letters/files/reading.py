"""The door: a letter's bytes in, its pages out, read by a child process that may cost only so much.

A parser that loops, bursts or crashes on a hostile file does so in the child. The child is started
anew, not forked from a server with threads; it knows no environment (so no password), no Django and
no network, and its answer goes through files, so that it cannot fill our memory.
"""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from incident.letters.files.limits import MOST_BYTES, MOST_SECONDS, LetterFileError, Problem

ROOT = Path(__file__).resolve().parents[3]
BEGIN = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from incident.letters.files.child import main; main()"
)
ENDED_BY = {-signal.SIGXCPU: Problem.TOO_LONG, -signal.SIGKILL: Problem.TOO_LONG}


def read(data: bytes, name: str = "") -> list[str]:
    """Return the pages of a letter as text; a kind of file without pages gives one page.

    The kind follows from the content; the name only stands in the message of LetterFileError,
    which says in Dutch what is wrong with the file and what to do.
    """
    if len(data) > MOST_BYTES:
        raise LetterFileError(Problem.TOO_LARGE, name)
    with TemporaryFile() as letter, TemporaryFile() as answer:
        letter.write(data)
        letter.seek(0)
        code = run_child(letter, answer)
        if code:
            raise LetterFileError(ENDED_BY.get(code, Problem.DAMAGED), name)
        answer.seek(0)
        found = json.loads(answer.read())
    if "problem" in found:
        raise LetterFileError(Problem[found["problem"]], name)
    return found["pages"]


def run_child(letter: IO[bytes], answer: IO[bytes]) -> int:
    """Let the child read one file into the other; return its exit code, negative for a signal."""
    child = subprocess.Popen(  # noqa: S603 - no shell, and our own arguments
        [sys.executable, "-I", "-c", BEGIN, str(ROOT)],
        stdin=letter,
        stdout=answer,
        stderr=subprocess.DEVNULL,
        env={},
        cwd="/",
        start_new_session=True,
    )
    try:
        return child.wait(MOST_SECONDS)
    except subprocess.TimeoutExpired:
        return -signal.SIGKILL
    finally:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
