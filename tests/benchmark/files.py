"""The record that is measured, and its files against those of the databases' own shells."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
BATCH = 5_000
EXPORT = [sys.executable, str(ROOT / "manage.py"), "export_csv", "groot"]
# All that the CSV keeps, joined by the database; what follows from it a shell cannot write.
OF_PAPERS = (
    *("k.slug", "locator", "printed", "told", "k.kind", "k.title", "sender", "k.date"),
    *("k.date_note", "chamber", "session", "dossier", "suffix", "number", "chamber_number"),
    *("title_is_ours", "unseen_source", "series", "publication", "document_number", "quote"),
)
OF_LINKS = ("publisher", "title", "date", "url")


def together(columns: tuple[str, ...], table: str) -> str:
    """Return a query of each event's values of these columns, those of a column in one cell."""
    named = (f"group_concat(CAST({c} AS text), ' | ') c{n}" for n, c in enumerate(columns))
    return f"SELECT event_id, {', '.join(named)} FROM {table} GROUP BY event_id"  # noqa: S608


def cells(name: str, columns: tuple[str, ...]) -> str:
    return ", ".join(f"{name}.c{n}" for n in range(len(columns)))


PAPERS = together(
    OF_PAPERS, "incident_citation c JOIN incident_kamerstuk k ON k.id = c.kamerstuk_id"
)
SHELL_QUERY = f"""
SELECT i.slug, e.slug, e.date, e.first_day, e.last_day, e.date_note, e.kind, e.title, e.body,
  {cells("p", OF_PAPERS)}, {cells("l", OF_LINKS)}, e.publish_at, e.is_key, e.short_title
FROM incident_event e JOIN incident_incident i ON i.id = e.incident_id
LEFT JOIN ({PAPERS}) p ON p.event_id = e.id
LEFT JOIN ({together(OF_LINKS, "incident_link")}) l ON l.event_id = e.id
WHERE e.status = 'gepubliceerd' AND i.is_published ORDER BY e.sort_day, e.span_days, e.slug
"""  # noqa: S608


def fill(count: int) -> None:
    """Put `count` published events with their sources into the database of the environment."""
    import django

    django.setup()
    from datetime import date, timedelta

    from django.core.management import call_command

    from incident.choices import Kind, Status
    from incident.models import Citation, Event, Incident, Kamerstuk, Link

    call_command("migrate", verbosity=0)
    incident = Incident.objects.create(slug="groot", title="Groot", is_published=True)
    papers = [
        Kamerstuk.objects.create(
            kind="brief", title=f"Stuk {n}", dossier="26643", number=str(n + 1), date="2025-07-17"
        )
        for n in range(100)
    ]
    kinds = list(Kind)
    for start in range(0, count, BATCH):
        events = []
        for n in range(start, min(start + BATCH, count)):
            day = date(2000, 1, 1) + timedelta(days=n % 3_000)
            event = Event(
                incident=incident,
                slug=f"{day:%Y-%m}-gebeurtenis-{n}",
                title=f"Gebeurtenis {n}",
                body="Er gebeurde iets waarvan de Kamer later hoorde. " * 4,
                kind=kinds[n % len(kinds)],
                date=day.isoformat(),
                status=Status.PUBLISHED,
            )
            event.derive()
            events.append(event)
        Event._base_manager.bulk_create(events)
        Citation._base_manager.bulk_create(
            Citation(event=e, kamerstuk=papers[n % 100], locator="p. 1", told=True)
            for n, e in enumerate(events)
        )
        links = [
            Link(event=e, publisher="Krant", url=f"https://krant.example/{e.slug}") for e in events
        ]
        for link in links:
            link.derive()
        Link._base_manager.bulk_create(links)
        Event.keep_following({event.pk for event in events})


def measure(command: list[str], output: Path, environment: dict) -> tuple[float, float]:
    """Run a command into a file; return its seconds and its peak memory in MB."""
    begin = time.perf_counter()
    with output.open("wb") as file:
        process = subprocess.Popen(command, stdout=file, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"failed: {' '.join(command)[:80]}")
    return time.perf_counter() - begin, usage.ru_maxrss / 1024


def filled(file: Path, count: int) -> Path:
    """Make a database of so many events, the same each time, unless it is there; return it."""
    if not file.exists():
        fill_in({"DATABASE_URL": f"sqlite:///{file}"}, count)
    return file


def fill_in(settings: dict[str, str], count: int) -> None:
    command = [sys.executable, "-m", "tests.benchmark.files", str(count)]
    subprocess.run(command, check=True, cwd=ROOT, env=known(settings))


def costs_of(file: Path) -> list[list]:
    """Return what `sizes` finds in a database: address, queries, seconds and kB of each page."""
    command = [sys.executable, "-m", "tests.benchmark.sizes"]
    settings = known({"DATABASE_URL": f"sqlite:///{file}"})
    done = subprocess.run(
        command, cwd=ROOT, env=settings, stdout=subprocess.PIPE, text=True, check=True
    )
    return json.loads(done.stdout.partition("COSTS ")[2])


def known(settings: dict[str, str]) -> dict[str, str]:
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "incident.settings", **settings}


class File(NamedTuple):
    """One way to write a file: who, what, seconds, peak memory and size in MB, first byte."""

    who: str
    what: str
    seconds: float
    memory: float
    size: float
    first: float | None = None  # seconds


def measured(who: str, what: str, command: list[str], folder: Path, settings: dict) -> File:
    output = folder / "output"
    seconds, memory = measure(command, output, known(settings))
    size = output.stat().st_size / 1e6
    output.unlink()
    return File(who, what, seconds, memory, size)


def on_sqlite(file: Path, folder: Path) -> list[File]:
    """Measure our CSV and the sqlite3 shell's of the same rows."""
    settings = {"DATABASE_URL": f"sqlite:///{file}"}
    shell = ["sqlite3", "-csv", "-header", str(file), SHELL_QUERY]
    return [
        measured("export_csv", "CSV", EXPORT, folder, settings),
        measured("sqlite3", "CSV", shell, folder, settings),
    ]


def on_postgresql(count: int, folder: Path) -> list[File]:
    """Measure our CSV and that of psql's copy, in a cluster that is made for it."""
    own = [sys.executable, "-m", "tests.benchmark.files", str(count), str(folder)]
    command = ["pg_virtualenv", "-t", "-o", "fsync=off", *own]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    said = [line.removeprefix("FILE ") for line in done.stdout.splitlines() if "FILE " in line]
    return [File(*json.loads(line)) for line in said]


def in_cluster(count: int, folder: Path) -> list[File]:
    """Do so in the database that the environment names (PGUSER, PGPORT and so on)."""
    user, password, port, name = (
        os.environ[f"PG{part}"] for part in ("USER", "PASSWORD", "PORT", "DATABASE")
    )
    settings = {"DATABASE_URL": f"postgres://{user}:{password}@localhost:{port}/{name}"}
    fill_in(settings, count)
    psql = [shutil.which("psql"), "-qc"]
    subprocess.run([*psql, "ANALYZE"], check=True)
    query = " ".join(SHELL_QUERY.split()).replace("group_concat", "string_agg")
    return [
        measured("export_csv", "CSV", EXPORT, folder, settings),
        measured("psql", "CSV", [*psql, f"\\copy ({query}) TO STDOUT CSV HEADER"], folder, {}),
    ]


if __name__ == "__main__":
    if len(sys.argv) == 2:
        fill(int(sys.argv[1]))
    else:
        for file in in_cluster(int(sys.argv[1]), Path(sys.argv[2])):
            sys.stdout.write(f"FILE {json.dumps(file)}\n")
