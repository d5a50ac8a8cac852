"""Would a test notice? Small faults are put in by chance, one at a time, and the tests are run.

    .venv/bin/python -m tests.mutants 200 1 60

draws 200 faults with the seed 1, works for at most 60 minutes, prints each fault that the default
tests did not notice, and the share that they did. Begun again it goes on where it stopped: what
was found stands in `.local/mutants/`. A fault is tried again when its file changes, and one that
was not noticed when any test or source does.

First all default tests run once, with the lines noted that each of them passes. A fault is tried on
those that pass its line: first those named after its file, then those of the folder named after
its folder, the quickest of each first. What none of them notices is tried, once all are, on those
that may pass it unseen: until then it counts as not noticed.
"""

import ast
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from queue import Empty, Queue
from xml.etree import ElementTree

from coverage import CoverageData

from tests.mutations import Mutation, Source

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / ".local/mutants"
# Values, querysets, rules, which events, the forms of an answer, and signing in.
PLACES = (
    "incident/values/*.py",
    *(
        "incident/audit/models.py",
        "incident/publishing/rules.py",
        "incident/publishing/visibility.py",
    ),
    "incident/models/querysets/*.py",
    *("incident/models/event.py", "incident/models/kamerstuk.py"),
    "timeline/query/*.py",
    "timeline/formats/*.py",
    "incident/two_factor/*.py",
)
GOAL = 95  # of each hundred
SOUND = 5  # faults whose tests are run without them first
LONGEST = 1_200  # seconds for the whole suite, on a busy machine
NEAR, PASSED = "near", "passed"  # not noticed by the tests of its line; by no test
PYTEST = ["-m", "pytest", "-q", "-x", "-n", "0", "-p", "no:cacheprovider", "--no-header"]
# A test that a fault keeps from ending is ended, and counts as one that failed.
PYTEST += ["-o", "faulthandler_timeout=180", "-o", "faulthandler_exit_on_timeout=true"]


@dataclass
class Map:
    """Which tests pass a line of a file, and how many seconds each of them takes."""

    passing: dict[str, dict[str, list[str]]]
    seconds: dict[str, float]

    def tests(self, mutation: Mutation) -> list[str]:
        """Return the tests that may notice a fault, the most likely first.

        A line that runs as its file is loaded belongs to no test; those of the file come first.
        """
        lines = self.passing.get(mutation.path, {})
        own = self.own(mutation) or {test for found in lines.values() for test in found}
        return self.likely(mutation, own)

    def beside(self, mutation: Mutation) -> list[str]:
        """Return the other tests that may notice a fault although they are not seen to pass it.

        What a file's tests share is made by the first of them, and nothing is seen of another
        process. Where no test is known to pass the line, it is every test.
        """
        own = self.own(mutation)
        same = {test.split("::")[0] for test in own}
        found = {t for t in self.seconds if not own or t.split("::")[0] in same or is_apart(t)}
        return self.likely(mutation, found - set(self.tests(mutation)))

    def likely(self, mutation: Mutation, tests: Iterable[str]) -> list[str]:
        """Return tests in the order in which they are likely to notice a fault, at least cost."""
        path = Path(mutation.path)

        def place(test: str) -> tuple:
            file = Path(test.split("::")[0])
            is_of_file, is_of_folder = path.stem in file.stem, path.parent.name == file.parent.name
            return not is_of_file, not is_of_folder, self.seconds.get(test, 0), test

        return sorted(tests, key=place)

    def own(self, mutation: Mutation) -> list[str]:
        """Return the tests that are known to pass the line of a fault."""
        return self.passing.get(mutation.path, {}).get(str(mutation.line), [])


@cache
def file_text(path: str) -> str:
    return (ROOT / path).read_text()


def is_apart(test: str) -> bool:
    """Return whether a test runs our code in another process."""
    return "subprocess" in file_text(test.split("::")[0])


def files() -> list[Path]:
    """Return the sources to put faults in; a place without any is named."""
    found = [(place, sorted(ROOT.glob(place))) for place in PLACES]
    if missing := [place for place, paths in found if not paths]:
        sys.exit(f"Nothing there any more: {', '.join(missing)}. Mend PLACES.")
    return [path for _, paths in found for path in paths]


def drawn(count: int, seed: str) -> list[Mutation]:
    """Return so many faults, each as likely as the other."""
    sources = {str(path.relative_to(ROOT)): path.read_bytes() for path in files()}
    sources = {name: Source(name, source) for name, source in sources.items()}
    every = [mutation for source in sources.values() for mutation in source.mutations()]
    random.Random(seed).shuffle(every)  # noqa: S311 - to be drawn again, not to be secret
    code = (mutation for mutation in every if sources[mutation.path].is_code(mutation))
    return [mutation for mutation, _ in zip(code, range(count), strict=False)]


def digest() -> str:
    """Return what all sources and tests come to, so that nothing old is taken for new."""
    found = hashlib.sha256()
    for folder in ("incident", "timeline", "templates", "tests"):
        for path in sorted((ROOT / folder).rglob("*.*")):
            if path.suffix in (".py", ".html"):
                found.update(path.read_bytes())
    return found.hexdigest()[:16]


def copied(folder: Path) -> Path:
    """Put a copy of the house in a folder, as it is now, without anybody's data."""
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in names.splitlines():
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    return folder


def environment() -> dict[str, str]:
    """Return the environment for the tests; no compiled file may outlive the fault in it."""
    ours = {name: value for name, value in os.environ.items() if name != "PROOFS"}
    return {**ours, "PYTHONDONTWRITEBYTECODE": "1"}


def run(folder: Path, asked: list[str], limit: float) -> str:
    """Return what became of a run: `PASSED`, "failed" or "late" after so many seconds."""
    command = [sys.executable, *PYTEST, *asked]
    nothing = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
    try:
        done = subprocess.run(command, cwd=folder, env=environment(), timeout=limit, **nothing)
    except subprocess.TimeoutExpired:
        return "late"
    return "failed" if done.returncode else PASSED


def mapped(name: str) -> Map:
    """Return the map of this state of the house: that of an earlier run, or made now."""
    file = KEPT / f"{name}-map.json"
    if not file.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as place:
            file.write_text(json.dumps(made_map(copied(Path(place)))))
    return Map(**json.loads(file.read_text()))


def made_map(folder: Path) -> dict:
    """Run all default tests once, noting the lines that each passes."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    command += ["--cov", "--cov-context=test", "--cov-report=", "--junitxml=times.xml"]
    done = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"The tests fail without any fault put in:\n{done.stdout[-3000:]}")
    seconds: dict[str, float] = defaultdict(float)
    for case in ElementTree.parse(folder / "times.xml").iter("testcase"):  # noqa: S314 - our own
        parts = case.get("classname", "").split(".")
        end = 1 + next((n for n, part in enumerate(parts) if part.startswith("test_")), 0)
        file, classes = f"{'/'.join(parts[:end])}.py", parts[end:]
        name = "::".join([file, *classes, case.get("name", "").split("[")[0]])
        seconds[name] += float(case.get("time", 0))
    passing = passed_lines(folder)
    if bare := [name for name, lines in passing.items() if not lines and is_code(name)]:
        sys.exit(f"No test passes these, so the map is wrong: {', '.join(bare)}.")
    return {"passing": passing, "seconds": seconds}


def passed_lines(folder: Path) -> dict:
    """Return, of each file for faults, the lines with the tests that pass them."""
    data = CoverageData(str(folder / ".coverage"))
    data.read()
    found = {}
    for name in (str(path.relative_to(ROOT)) for path in files()):
        lines = data.contexts_by_lineno(name)  # as coverage has it, with relative_files
        tests = {n: {c.split("|")[0].split("[")[0] for c in said if c} for n, said in lines.items()}
        found[name] = {str(number): sorted(those) for number, those in tests.items() if those}
    return found


def is_code(name: str) -> bool:
    """Return whether a source is more than its docstring."""
    return len(ast.parse((ROOT / name).read_text()).body) > 1


def check_sound(mutations: list[Mutation], known: Map, house: str) -> None:
    """Stop where the tests fail without any fault: each would be noticed then.

    That takes minutes, and is asked once of each state of the house.
    """
    asked = KEPT / f"{house}-sound"
    if asked.exists():
        return
    with tempfile.TemporaryDirectory() as place:
        folder = copied(Path(place))
        for mutation in mutations[:SOUND]:
            if run(folder, known.tests(mutation), LONGEST) != PASSED:
                sys.exit(f"The tests of {mutation.path} fail without any fault put in.")
    asked.touch()


class Record:
    """What became of each fault, kept in a file so that a run can go on."""

    def __init__(self, house: str):
        self.file, self.lock, self.house = KEPT / "found.jsonl", threading.Lock(), house
        lines = self.file.read_text().splitlines() if self.file.exists() else []
        found = [json.loads(line) for line in lines]
        unseen = (NEAR, PASSED)
        self.found = {o: what for o, what, then in found if what not in unseen or then == house}

    def of(self, mutation: Mutation) -> str:
        """Return "failed", "late", `NEAR` or `PASSED`; "" where that is not known."""
        return self.found.get(key(mutation), "")

    def add(self, mutation: Mutation, outcome: str) -> None:
        with self.lock, self.file.open("a") as file:
            self.found[key(mutation)] = outcome
            file.write(json.dumps([key(mutation), outcome, self.house]) + "\n")
            if outcome == PASSED:
                say(f"not noticed: {mutation}")


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - this is its output


def key(mutation: Mutation) -> str:
    file = hashlib.sha256((ROOT / mutation.path).read_bytes()).hexdigest()[:12]
    return f"{mutation.path} {file} {mutation.begin} {mutation.end} {mutation.new}"


def tried(mutation: Mutation, folder: Path, tests: list[str], known: Map) -> str:
    """Put one fault in a copy, run the tests, and take it out again; return what became of them."""
    path = folder / mutation.path
    source = path.read_bytes()
    path.write_bytes(mutation.applied(source))
    limit = 120 + 10 * sum(known.seconds.get(test, 0) for test in tests)
    try:
        return run(folder, tests, min(limit, LONGEST)) if tests else PASSED
    finally:
        path.write_bytes(source)


def work(queue: Queue, known: Map, record: Record, until: float) -> None:
    """Try faults from the queue in a copy of one's own, until there are none or it is time."""
    with tempfile.TemporaryDirectory() as place:
        folder = copied(Path(place))
        while time.monotonic() < until:
            try:
                mutation = queue.get_nowait()
            except Empty:
                return
            is_far = record.of(mutation) == NEAR
            tests = known.beside(mutation) if is_far else known.tests(mutation)
            outcome = tried(mutation, folder, tests, known)
            if outcome == PASSED and not is_far:
                outcome = NEAR
                queue.put(mutation)  # after all others
            record.add(mutation, outcome)


def equivalent() -> dict[tuple, str]:
    """Return the faults that are none, with the reason: see the top of that file."""
    lines = (ROOT / "tests/equivalent.txt").read_text().splitlines()
    parts = [line.rsplit(" | ", 3) for line in lines if line and not line.startswith("#")]
    return {(*place.split(" | ", 1), old, new): reason for place, old, new, reason in parts}


def report(mutations: list[Mutation], record: Record) -> int:
    """Print what was not noticed, and the share that was; return 1 where that is too little."""
    known, outcomes = equivalent(), {m: record.of(m) for m in mutations if record.of(m)}
    unseen = [mutation for mutation, outcome in outcomes.items() if outcome in (NEAR, PASSED)]
    harmless = [mutation for mutation in unseen if mutation.described in known]
    for mutation in unseen:
        by = "BY THE TESTS OF ITS LINE" if outcomes[mutation] == NEAR else ""
        why = f"({known[mutation.described]})" if mutation in harmless else f"NOT NOTICED {by}"
        say(f"{mutation}  {why}".rstrip())
    noticed, counted = len(outcomes) - len(unseen), len(outcomes) - len(harmless)
    share = 100 * noticed / max(counted, 1)
    late = list(outcomes.values()).count("late")
    say(f"Tried {len(outcomes)} of {len(mutations)} faults; {len(harmless)} change nothing.")
    say(
        f"Noticed {noticed} of {counted}: {share:.1f}% ({late} of them as the tests took too long)."
    )
    return int(share < GOAL)


def try_all(queue: Queue, known: Map, record: Record, until: float) -> None:
    """Let as many workers as there are cores empty the queue."""
    work_on = (queue, known, record, until)
    workers = [threading.Thread(target=work, args=work_on) for _ in range(os.cpu_count() or 1)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def main(count: str = "200", seed: str = "1", minutes: str = "60") -> int:
    until = time.monotonic() + 60 * float(minutes)
    house, mutations, queue = digest(), drawn(int(count), seed), Queue()
    KEPT.mkdir(parents=True, exist_ok=True)
    record = Record(house)
    for wanted in ("", NEAR):
        for mutation in mutations:
            if record.of(mutation) == wanted:
                queue.put(mutation)
    if not queue.empty():
        known = mapped(house)
        check_sound(mutations, known, house)
        try_all(queue, known, record, until)
    return report(mutations, record)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
