"""Many editors at one event at once: each save is stored or refused in words, and none is lost.

    .venv/bin/python -m tests.competing 8 100

lets so many editors save the form of one published event so many times each, in the database of
DATABASE_URL (by default a new SQLite file), and prints what became of every save.
"""

import os
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field

REFUSED = "dit intussen gewijzigd"


@dataclass
class Outcome:
    """What became of the saves, by the title that each gave, and how long it took."""

    saved: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    seconds: float = 0


def compete(editors: int, rounds: int) -> Outcome:
    """Let the editors save at once, check that none of it is lost, and return what happened.

    Raises AssertionError where a save was neither stored nor refused, or was lost after all.
    """
    from django.contrib.auth.models import Group, User
    from django.test import Client

    from tests.conftest import sign_in
    from tests.factories import CitationFactory

    event, outcome = CitationFactory().event, Outcome()
    browsers = []
    for number in range(editors):
        user = User.objects.create(username=f"redacteur-{number}", is_staff=True)
        user.groups.add(Group.objects.get(name="eindredacteur"))
        browsers.append(sign_in(Client(raise_request_exception=False), user))
    start = threading.Barrier(editors)
    threads = [
        threading.Thread(target=edit, args=(browser, number, rounds, event, start, outcome))
        for number, browser in enumerate(browsers)
    ]
    begin = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    outcome.seconds = time.perf_counter() - begin
    check(event, editors * rounds, outcome)
    return outcome


def edit(browser, number: int, rounds: int, event, start, outcome: Outcome) -> None:
    """Open the form and save it, again and again, each time with a title of its own."""
    from django.db import connection

    from tests.helpers.desk import change, form_from

    try:
        start.wait(60)
        for turn in range(rounds):
            title = f"Van {number}, keer {turn}"
            why = {"reason": f"Reden {number} {turn}.", "nature": "inhoud"}
            opened = browser.get(change(event))
            if opened.status_code == 200:
                form = {**form_from(opened), "title": title, **why}
                answer = browser.post(change(event), form)
            else:
                answer = opened
            is_refused = answer.status_code == 200 and REFUSED in answer.content.decode()
            kind = "saved" if answer.status_code == 302 else "refused" if is_refused else "broken"
            kind = "broken" if answer is opened else kind
            error = getattr(answer, "exc_info", None)
            said = f"{title}: {answer.status_code} {error and error[1]!r}"
            getattr(outcome, kind).append(said if kind == "broken" else title)
    finally:
        connection.close()


def check(event, tries: int, outcome: Outcome) -> None:
    """Compare what the editors were told with the record and its log."""
    from incident.models import Change
    from incident.verification.verify import verify

    assert not outcome.broken, outcome.broken[:3]
    assert len(outcome.saved) + len(outcome.refused) == tries
    first, *rest = Change.objects.of("event", event.pk).order_by("number")
    logged = [entry for entry in rest if "title" in entry.fields]
    assert sorted(entry.state["title"] for entry in logged) == sorted(outcome.saved)
    before = first.state["title"]
    for entry in logged:
        number, turn = entry.state["title"].removeprefix("Van ").split(", keer ")
        assert entry.fields["title"] == [before, entry.state["title"]]
        assert (entry.who, entry.reason) == (f"redacteur-{number}", f"Reden {number} {turn}.")
        before = entry.state["title"]
    event.refresh_from_db()
    assert event.title == before
    assert event.version == logged[-1].version
    verify()


def main(editors: int, rounds: int) -> None:
    """Make the database, let the editors at it, and print the figures."""
    import django

    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/competing.sqlite3")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "incident.settings")
        os.environ.setdefault("DEBUG", "1")
        django.setup()
        from django.conf import settings
        from django.core.management import call_command
        from django.db import connection

        settings.ALLOWED_HOSTS.append("testserver")
        settings.FACTOR_REQUIRED, settings.STATIC_ROOT = True, folder
        call_command("migrate", verbosity=0)
        from django.test.utils import setup_test_environment

        setup_test_environment(debug=False)
        outcome = compete(editors, rounds)
        print(  # noqa: T201 - what the command is run for
            f"{connection.vendor}: {editors} × {rounds} saves in {outcome.seconds:.0f} s: "
            f"{len(outcome.saved)} stored, {len(outcome.refused)} refused in words, 0 lost"
        )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
