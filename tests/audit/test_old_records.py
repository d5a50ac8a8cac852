"""A record of an earlier release, brought up to date: its log is whole, its past is read."""

import gzip
import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.long

# Format 1, as version 0.1.0 wrote it: the case, corrected, numbered, withdrawn, put back, planned.
FROZEN = ROOT / "tests/data/record_of_format_1.sql.gz"
# Format 2, as it was written before a paper had a series: the case, a paper by its document number.
FROZEN_2 = ROOT / "tests/data/record_of_format_2.sql.gz"
SERIES = """
import django, json
django.setup()
from incident.models import Kamerstuk
columns = ("slug", "series", "number", "chamber_number", "document_number")
rows = Kamerstuk.objects.order_by("slug").values_list(*columns)
print(json.dumps({row[0]: row[1:] for row in rows}))
"""
NUMBERED = """
import django
django.setup()
from django.test import Client
from incident.audit.recorder import audited
from incident.models import Change, Kamerstuk
paper = Kamerstuk.objects.get(slug="zonder-nummer-antwoord-2025-11-04")
paper.session, paper.number = "2025-2026", "512"
with audited(reason="Het stuk kreeg zijn nummer.", nature="inhoud"):
    paper.save()
answer = Client(headers={"host": "localhost"}).get(
    "/kamerstukken/zonder-nummer-antwoord-2025-11-04/"
)
print(answer.status_code, answer["Location"])
print([row for row in Change.objects.of("kamerstuk", paper.pk) if "series" not in row.state])
"""
READ = """
import json, sys, django
django.setup()
from django.conf import settings
from django.test import Client
from django.utils import timezone
settings.STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
client = Client(headers={"host": "localhost"})
answers = {address: client.get(address) for address in json.load(sys.stdin)}
print(json.dumps({a: [r.status_code, b"".join(r).decode()] for a, r in answers.items()}))
"""
OWN = "/om-citrix/2025-07-om-van-internet/"
STAND = "/om-citrix/?stand=2026-11-26"
LOG = "/om-citrix/wijzigingen/"


@pytest.fixture(scope="module")
def old_record(tmp_path_factory):
    """Return the function that runs the house on a database of 0.1.0, brought up to date."""
    return migrated(tmp_path_factory.mktemp("old") / "record.sqlite3")


def migrated(path: Path, change: str = "", frozen: Path = FROZEN):
    """Return the function that runs the house on an old record with an SQL `change` in it."""
    with sqlite3.connect(path) as database:
        database.executescript(gzip.decompress(frozen.read_bytes()).decode() + change)
    database.close()

    def run(*command: str, given: str = "") -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env={
                "PATH": "/usr/bin:/bin",
                "DATABASE_URL": f"sqlite:///{path}",
                "DJANGO_SETTINGS_MODULE": "incident.settings",
            },
            input=given,
            capture_output=True,
            text=True,
            timeout=120,
        )

    done = run("manage.py", "migrate", "--verbosity", "0")
    assert done.returncode == 0, done.stderr
    return run


def test_a_log_of_the_first_format_is_whole_and_its_odd_spaces_are_told_apart(old_record):
    done = old_record("manage.py", "verify_log")
    assert done.returncode == 0, done.stderr
    assert "Alleen spaties" in done.stdout
    assert "Regels: 42, 58." in done.stdout
    assert "In orde. Noteer het einde buiten deze machine: 60:" in done.stdout


def test_of_an_entry_of_the_first_format_is_known_who_wrote_the_text(old_record):
    look = "import django\ndjango.setup()\nfrom incident.verification.verify import verify\n"
    look += "from incident.audit import guards\nfrom incident.models import Change\n"
    look += "log = Change.objects.all()\n"
    look += "print({n: {c.number for c in log if c.is_text == n} for n in (True, False)})\n"
    look += "print(len([c for c in log if c.is_text != c.touches_text]))\n"
    look += "with guards.down():\n    log.filter(number=3).update(is_text=False)\n"
    look += "try:\n    verify()\nexcept Exception as error:\n    print(error)\n"
    look += "with guards.down():\n    log.filter(number=3).update(is_text=True)\nverify()"
    done = old_record("-W", "ignore", "-c", look)
    assert done.returncode == 0, done.stderr
    both, wrong, tampered = done.stdout.splitlines()
    assert "set()" not in both
    assert (wrong, tampered.startswith("Regel 3 is veranderd")) == ("0", True)


def test_what_the_first_format_tells_is_read_in_full(old_record):
    addresses = [f"{OWN}versie/{n}/" for n in (1, 2, 3, 4, 5)]
    addresses += [OWN, STAND, LOG, f"{LOG[:-1]}.atom", "/om-citrix/vragen/", "/om-citrix/kwesties/"]
    done = old_record("-W", "ignore", "-c", READ, given=json.dumps(addresses))
    assert done.returncode == 0, done.stderr
    answers = json.loads(done.stdout)
    codes = {address: code for address, (code, _) in answers.items()}
    assert codes == {**dict.fromkeys(addresses, 200), f"{OWN}versie/5/": 404}
    page = {address: text for address, (_, text) in answers.items()}
    assert "(voorbeeld)" not in page[f"{OWN}versie/1/"]
    assert "(voorbeeld)" in page[f"{OWN}versie/2/"]
    assert "Nog een alinea." in page[f"{OWN}versie/3/"]
    assert "Geplakt uit Word." in page[LOG]
    assert "nr.\u00a01390" in page[STAND]
    assert "Klopte niet." in page[LOG]
    assert page[STAND].count('<li class="event') == 22


def test_a_record_without_series_is_migrated_with_its_log_in_order(tmp_path):
    run = migrated(tmp_path / "record.sqlite3", frozen=FROZEN_2)
    done = run("manage.py", "verify_log")
    assert done.returncode == 0, done.stderr
    assert "In orde. Noteer het einde buiten deze machine: 49:" in done.stdout
    done = run("-W", "ignore", "-c", SERIES)
    assert done.returncode == 0, done.stderr
    papers = json.loads(done.stdout)
    assert papers["kst-26643-1376"] == ["kst", "1376", "", ""]
    assert papers["kst-26643-1390"] == ["kst", "1390", "", ""]
    assert papers["2025D35001"] == ["kst", "", "", "2025D35001"]
    assert papers["2025Z15000"] == ["kst", "", "2025Z15000", ""]
    assert papers["2025Z14818"] == ["kv", "", "2025Z14818", ""]
    assert papers["zonder-nummer-vragen-2025-09-19"] == ["kv", "", "", ""]
    assert [slug for slug, (series, *_) in papers.items() if series == "ah"] == [
        f"zonder-nummer-antwoord-{day}" for day in ("2025-08-12", "2025-11-04", "2025-11-21")
    ]


def test_after_the_migration_an_old_paper_gets_its_number_and_is_found_by_it(tmp_path):
    run = migrated(tmp_path / "record.sqlite3", frozen=FROZEN_2)
    done = run("-W", "ignore", "-c", NUMBERED)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["301 /kamerstukken/ah-tk-20252026-512/", "[]"]
    done = run("manage.py", "verify_log")
    assert done.returncode == 0, done.stderr


def test_an_incident_that_was_closed_then_stays_closed_and_can_be_opened_again(tmp_path):
    run = migrated(tmp_path / "record.sqlite3", "UPDATE incident_incident SET is_published = 0;")
    look = f"{READ.partition('client =')[0]}from incident.models import Incident\n"
    look += "i = Incident.objects.get()\nprint(i.is_published, i.is_withdrawn, i.opened_at)\n"
    look += "print(Client(headers={'host': 'localhost'}).get('/om-citrix/').status_code)\n"
    look += "from timeline.kept.middleware import KEPT\nKEPT.clear()  # closed past the log\n"
    look += "i.is_published = True\ni.save()\n"
    look += "print(Client(headers={'host': 'localhost'}).get('/om-citrix/').status_code)"
    done = run("-W", "ignore", "-c", look, given="[]")
    assert done.returncode == 0, done.stderr
    state, closed, opened = done.stdout.splitlines()
    assert (closed, opened) == ("404", "200")
    assert state.startswith("False False 2026-")
