"""The log outlives its schema: what was written once is read and verified in later versions."""

import gzip
import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import models
from django.utils import timezone

from incident.audit import guards, snapshots
from incident.audit.models import FORMAT, HASHED
from incident.audit.recorder import audited
from incident.audit.rows import Audited
from incident.audit.snapshots import upgraded
from incident.models import Change, Event
from incident.models.past import event_of
from tests.conftest import ROOT
from tests.factories import CitationFactory, LinkFactory

pytestmark = pytest.mark.django_db

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


@pytest.mark.long
def test_a_log_of_the_first_format_is_whole_and_its_odd_spaces_are_told_apart(old_record):
    done = old_record("manage.py", "verify_log")
    assert done.returncode == 0, done.stderr
    assert "Alleen spaties" in done.stdout
    assert "Regels: 42, 58." in done.stdout
    assert "In orde. Noteer het einde buiten deze machine: 60:" in done.stdout


@pytest.mark.long
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


@pytest.mark.long
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


@pytest.mark.long
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


@pytest.mark.long
def test_after_the_migration_an_old_paper_gets_its_number_and_is_found_by_it(tmp_path):
    run = migrated(tmp_path / "record.sqlite3", frozen=FROZEN_2)
    done = run("-W", "ignore", "-c", NUMBERED)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["301 /kamerstukken/ah-tk-20252026-512/", "[]"]
    done = run("manage.py", "verify_log")
    assert done.returncode == 0, done.stderr


@pytest.mark.long
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


# A field that comes, goes, or gets another name


def rewrite(change) -> None:
    """Store every kept state anew, as if the house had been another one when it was written."""
    with guards.down():
        for entry in Change.objects.all():
            state = json.loads(entry.state_json)
            for kept in (state, *state["citations"], *state["links"]):
                change(kept)
            for citation in state["citations"]:
                change(citation["kamerstuk"])
            Change.objects.filter(pk=entry.pk).update(state_json=json.dumps(state))


def as_it_stands_today() -> str:
    return f"/om-citrix/?stand={timezone.localdate()}"


def texts_of_the_past(client, event) -> dict[str, str]:
    own = event.get_absolute_url()
    log = (LOG, f"{LOG[:-1]}.atom")
    addresses = (f"{own}versie/1/", f"{own}versie/2/", as_it_stands_today(), *log, own)
    answers = {address: client.get(address) for address in addresses}
    assert {a: r.status_code for a, r in answers.items()} == dict.fromkeys(addresses, 200)
    return {address: answer.content.decode() for address, answer in answers.items()}


@pytest.fixture
def corrected():
    """Return an event with a paper and a press report, published and once corrected."""
    with audited():
        event = CitationFactory(event__title="Eerst", event__body="Oude tekst.").event
        LinkFactory(event=event, publisher="Krant")
    event = Event.objects.get(pk=event.pk)
    event.title = "Daarna"
    with audited(reason="Beter.", nature="inhoud"):
        event.save()
    with guards.down():  # only what became of the event is rewritten
        Change.objects.exclude(noun="event").delete()
    return event


@pytest.mark.parametrize(
    "change",
    [
        lambda kept: kept.update(afgeschaft="van vroeger"),
        lambda kept: kept.pop("date_note", None),
        lambda kept: [kept.pop(name, None) for name in ("printed", "sender", "url", "body")],
        lambda kept: kept.update(afgeschaft=["van", {"vroeger": 1}]),
    ],
    ids=["dropped since", "added since", "many added since", "dropped since, with rows"],
)
def test_the_past_is_shown_whatever_fields_came_and_went(corrected, client, change):
    rewrite(change)
    pages = texts_of_the_past(client, corrected)
    assert "Eerst" in pages[f"{corrected.get_absolute_url()}versie/1/"]
    assert "Daarna" in pages[as_it_stands_today()]
    assert not any("vroeger" in page for page in pages.values())


def test_a_field_that_is_renamed_is_read_under_its_old_name(corrected, client, monkeypatch):
    rewrite(lambda kept: kept.update(heading=kept.pop("title")) if "body" in kept else None)

    def rename(kept):
        kept["title"] = kept.pop("heading")

    monkeypatch.setitem(snapshots.STEPS, 1, {})
    monkeypatch.setitem(snapshots.STEPS, FORMAT, {"event": rename})
    pages = texts_of_the_past(client, corrected)
    assert "Eerst" in pages[f"{corrected.get_absolute_url()}versie/1/"]
    assert "Daarna" in pages[LOG]


def test_a_snapshot_in_todays_names_is_what_a_row_says_of_itself(case):
    for change in Change.objects.all():
        kept = json.loads(change.state_json)
        assert upgraded(change.noun, kept, change.format) == kept


def test_a_noun_that_is_no_more_is_left_as_it_was():
    assert upgraded("afgeschaft", {"naam": "x"}, 1) == {"naam": "x"}
    assert upgraded("event", None, 1) is None


def test_a_step_touches_only_what_is_older(monkeypatch):
    steps = {1: {"event": lambda kept: kept.update(title=kept["title"] + "1")}}
    steps[2] = {"event": lambda kept: kept.update(title=kept["title"] + "2")}
    monkeypatch.setattr(snapshots, "STEPS", steps)
    read = {n: upgraded("event", {"title": ""}, n)["title"] for n in (1, 2, 3)}
    assert read == {1: "12", 2: "2", 3: ""}


def test_an_event_of_the_past_is_never_made_of_all_that_was_kept():
    with audited():
        event = CitationFactory(event__title="Eerst").event
    change = Change.objects.of("event", event.pk).last()
    change.state["citations"][0]["verzonnen"] = change.state["verzonnen"] = "x"
    past = event_of(change, event.incident)
    assert (past.title, past.citation_list[0].kamerstuk.number) == (
        "Eerst",
        event.citation_list[0].kamerstuk.number,
    )


# What is hashed, and what is logged


def test_what_each_format_hashes_is_frozen():
    first = (
        *("number", "at", "who", "who_id", "action", "noun", "row", "incident", "label"),
        *("version", "reason", "nature", "forced", "public_at", "fields_json", "state_json"),
    )
    assert HASHED[1] == first
    assert HASHED[2] == (*first, "format", "hides_reasons", "is_text")
    assert max(HASHED) == FORMAT


def test_no_column_of_an_entry_stands_outside_its_hash():
    columns = {field.attname for field in Change._meta.concrete_fields}
    assert columns - {"hash"} == set(HASHED[FORMAT])


WORKED_OUT = {"first_day", "last_day", "sort_day", "span_days", "search_text"}
OF_EACH_ENTRY = {"id", "version", "changed_at"}  # verify_log holds these against the log
OF_NO_TEXT = {  # idem
    "kamerstuk": {"is_kept"},
    "incident": {"opened_at"},
    "event": {"first_told", "first_known"},
    "citation": {"quote_check"},
    "letter": {"data", "text", "read_at", "read_by"},  # the file by its SHA-256
    "letterstep": {"at"},
}
OF_ACCOUNTS = {"first_name", "last_name", "email", "last_login", "date_joined"}  # no names for ever


@pytest.mark.parametrize("model", Audited.__subclasses__(), ids=lambda m: m.__name__)
def test_every_field_is_logged_or_left_out_for_a_reason(model):
    for noun in [m for m in all_below(model) if not m._meta.abstract]:
        by_key = noun.audit_fields
        fields = {f.attname if f.attname in by_key else f.name for f in own_fields(noun)}
        told = {*noun.audit_fields, *getattr(noun, "audit_within", ()), noun.audit_parent}
        left_out = WORKED_OUT | OF_EACH_ENTRY | OF_NO_TEXT.get(noun._meta.model_name, set())
        if noun._meta.proxy:
            left_out |= OF_ACCOUNTS
        assert fields - left_out == {name for name in told if name in fields}, noun
        assert not fields - left_out - told, noun


def all_below(model) -> list:
    return [model, *(found for below in model.__subclasses__() for found in all_below(below))]


def own_fields(model) -> list[models.Field]:
    return [*model._meta.concrete_fields, *model._meta.many_to_many]
