#!/usr/bin/env python3
"""Django's entry, and on a bare machine the one that fetches what Django needs.

Where Django can be imported this is Django's own manage.py. Where it cannot, it makes `.venv`
beside itself from the hash-pinned lock and runs itself again inside it. `test` runs pytest.
"""

import hashlib
import importlib.util
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(HERE, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
STAMP = os.path.join(VENV, "filled-from")
LOCKS = ("requirements.txt", "requirements-test.txt")  # the second holds the first
# Where pip names a package: below an error, in it, or as it begins with it.
INDENTED = re.compile(r"^ +(\w[^\s;]*(?:[=<>~!]=|\[| @|>|<)[^\s;]*)")
WITHIN = re.compile(r" for (?:requirement )?(\w\S*==\S+)")
BEGUN = re.compile(r"^(?:Collecting|Processing) (?:\S*/)?([^\s;]+)")


def main():
    if sys.version_info < (3, 11):
        sys.exit("This needs Python 3.11 or newer; this is %d.%d." % sys.version_info[:2])
    testing = sys.argv[1:2] == ["test"]
    needed = ("django", "pytest_django") if testing else ("django",)
    if not all(importlib.util.find_spec(name) for name in needed):
        run_in_venv(LOCKS[testing])
    if testing:
        os.chdir(HERE)
        os.execv(sys.executable, [sys.executable, "-m", "pytest"] + sys.argv[2:])
    run_django()


def run_django():
    """Hand over to Django; a setting that it refuses is one line, not a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "incident.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit("Not started. %s" % error)


def run_in_venv(lock):
    """Run this again inside `.venv`, filled from `lock` first where it is not. Never returns."""
    if sys.prefix == VENV and is_filled(lock):
        sys.exit("%s misses packages. Remove it and run this again." % VENV)
    try:
        import fcntl

        folder = os.open(HERE, os.O_RDONLY)
        fcntl.flock(folder, fcntl.LOCK_EX)  # of two that start at once, one sets up
        if not is_filled(lock):
            print("Setting up .venv from %s, once." % lock, file=sys.stderr, flush=True)
            fill(lock)
        os.close(folder)
    except OSError as error:
        sys.exit("Cannot set up %s: %s." % (error.filename or VENV, error.strerror))
    os.execv(PYTHON, [PYTHON, os.path.join(HERE, "manage.py")] + sys.argv[1:])


def is_filled(lock):
    """Return whether `.venv` was filled to the end from this very lock."""
    if not (os.path.exists(PYTHON) and os.path.exists(STAMP)):
        return False
    with open(STAMP) as stamp:
        return digest(lock) in stamp.read().split()


def fill(lock):
    """Make `.venv`, install exactly what `lock` pins, and leave the stamp that says so."""
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        sys.exit("Python's venv module is missing. On Debian: apt-get install python3-venv")
    run([sys.executable, "-m", "venv", VENV], "Cannot make .venv")
    pip = [PYTHON, "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    pinned = ["--require-hashes", "--only-binary", ":all:", "-r", os.path.join(HERE, lock)]
    run(pip + pinned, "Cannot fetch the packages")
    with open(STAMP, "w") as stamp:
        stamp.write("\n".join(digest(name) for name in LOCKS[: LOCKS.index(lock) + 1]))


def run(command, failure):
    """Run a command without a word; when it fails, stop with one line that says why."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        sys.exit("%s%s" % (failure, reason(done.stdout)))


def reason(output):
    """Return why a command failed, in one line: the package in brackets, and the last error."""
    lines = [line for line in output.splitlines() if line.strip()] or ["?"]
    errors = [n for n, line in enumerate(lines) if re.match(r"[\w.]*error:", line, re.IGNORECASE)]
    last = errors[-1] if errors else len(lines) - 1
    before, error, after = lines[:last], lines[last], "".join(lines[last + 1 : last + 2])
    if after.startswith("\N{MULTIPLICATION SIGN} "):  # newer pips first name the sort of error
        error, after = after[2:], ""
    package = culprit(before, error, after)
    return "%s: %s" % (package and " (%s)" % package, error.strip())


def culprit(before, error, after):
    """Return the package that pip failed at, "" where it names none.

    It stands indented below the error, or in it, or pip only said earlier that it was at it.
    """
    if any(line.startswith("Installing collected packages") for line in before):
        before = []  # then it had them all
    tried = [(INDENTED, after), (WITHIN, error)] + [(BEGUN, line) for line in reversed(before)]
    found = (pattern.search(line) for pattern, line in tried)
    return next((match.group(1) for match in found if match), "")


def digest(lock):
    """Return the SHA-256 of a lock file."""
    with open(os.path.join(HERE, lock), "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


if __name__ == "__main__":
    main()
