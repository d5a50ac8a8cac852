"""The CSV of many events against the sqlite3 shell's own CSV of the same rows.

    .venv/bin/python -m tests.benchmark 1000000

makes a database of so many events in a temporary folder, each with a paper and a press report,
writes both CSVs in turn, and prints seconds, peak memory and their ratio. It also exports 1,000
events, to show what a thousand times more rows cost in memory.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BATCH = 5_000
SHELL_QUERY = """
SELECT i.slug, e.slug, e.date, e.first_day, e.last_day, e.date_note, e.kind, e.title, e.body,
  e.publish_at, c.papers, c.locators, c.told, c.kinds, c.titles, c.days, l.publishers, l.urls
FROM incident_event e JOIN incident_incident i ON i.id = e.incident_id
LEFT JOIN (SELECT event_id, group_concat(k.slug, ' | ') papers, group_concat(locator, ' | ')
  locators, group_concat(told, ' | ') told, group_concat(k.kind, ' | ') kinds,
  group_concat(k.title, ' | ') titles, group_concat(k.date, ' | ') days
  FROM incident_citation c JOIN incident_kamerstuk k ON k.id = c.kamerstuk_id GROUP BY event_id) c
  ON c.event_id = e.id
LEFT JOIN (SELECT event_id, group_concat(publisher, ' | ') publishers, group_concat(url, ' | ')
  urls FROM incident_link GROUP BY event_id) l ON l.event_id = e.id
WHERE e.status = 'gepubliceerd' AND i.is_published ORDER BY e.sort_day, e.span_days, e.slug
"""


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


def measure(command: list[str], output: Path, environment: dict) -> tuple[float, float]:
    """Run a command into a file; return its seconds and its peak memory in MB."""
    begin = time.perf_counter()
    with output.open("wb") as file:
        process = subprocess.Popen(command, stdout=file, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"failed: {' '.join(command)[:80]}")
    return time.perf_counter() - begin, usage.ru_maxrss / 1024


def run(count: int, folder: Path) -> tuple[float, float]:
    """Measure both exports of `count` events; return our seconds and our peak memory."""
    file = folder / f"{count}.sqlite3"
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{file}"}
    environment["DJANGO_SETTINGS_MODULE"] = "incident.settings"
    subprocess.run(
        [sys.executable, "-m", "tests.benchmark", "fill", str(count)],
        check=True,
        env=environment,
        cwd=ROOT,
    )
    ours = measure(
        [sys.executable, str(ROOT / "manage.py"), "export_csv", "groot"],
        folder / "ours.csv",
        environment,
    )
    shell = measure(
        ["sqlite3", "-csv", "-header", str(file), SHELL_QUERY], folder / "shell.csv", environment
    )
    for name, (seconds, memory) in (("export_csv", ours), ("sqlite3", shell)):
        size = (folder / ("ours.csv" if name == "export_csv" else "shell.csv")).stat().st_size
        sys.stdout.write(
            f"{count:>9} events  {name:<10} {seconds:7.1f} s {memory:7.1f} MB peak"
            f" {size / 1e6:8.1f} MB of CSV\n"
        )
    sys.stdout.write(f"{count:>9} events  ratio      {ours[0] / shell[0]:7.1f} x\n")
    return ours


def main() -> None:
    if sys.argv[1:2] == ["fill"]:
        fill(int(sys.argv[2]))
        return
    count = int(sys.argv[1]) if sys.argv[1:] else 1_000_000
    with tempfile.TemporaryDirectory() as name:
        few, many = run(1_000, Path(name)), run(count, Path(name))
        sys.stdout.write(
            f"{count} against 1000 events: {many[1] - few[1]:+.1f} MB of peak memory\n"
        )


if __name__ == "__main__":
    main()
