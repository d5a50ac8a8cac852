"""While an import checks its rows the desk goes on; what is stored is what was checked."""

import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.http import QueryDict

from incident.csv_import.importer import OvertakenError, import_csv
from incident.management.commands import import_csv as command
from incident.models import Change, Event, Incident, Kamerstuk
from incident.verification.verify import verify
from tests.factories import CitationFactory, EventFactory, KamerstukFactory
from tests.helpers.outage import held
from timeline.formats.csv import PLAIN, csv_bytes
from timeline.query.selection import Selection

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def file(tmp_path):
    """Store two events, and return their export in which the title of each is another."""
    for number in range(2):
        CitationFactory(event__title=f"Gebeurtenis {number}", event__slug=f"2025-07-e{number}")
    incident = Incident.objects.get(slug="om-citrix")
    content = b"".join(csv_bytes(Selection(incident, QueryDict()), PLAIN))
    path = tmp_path / "in.csv"
    path.write_bytes(content.replace(b",Gebeurtenis ", b",Verbeterd "))
    return path


def meanwhile(act):
    """Return the progress of an import in which a colleague acts once, after the first row."""
    refused = []

    def work():
        try:
            act()
        except Exception as error:
            refused.append(error)
        finally:
            connection.close()

    def watch(done: int) -> None:
        if done == 1:
            colleague = threading.Thread(target=work)
            colleague.start()
            colleague.join(60)
            assert not refused, refused

    return lambda total: watch


def change(model, **values):
    """Return the act of a colleague who changes the first row of a kind."""

    def act():
        row = model.objects.order_by("pk").first()
        for name, value in values.items():
            setattr(row, name, value)
        row.save()

    return act


def test_a_colleague_saves_while_an_import_checks_its_rows(file):
    aside = EventFactory(title="Ernaast", slug="2025-07-ernaast")

    def act():
        row = Event.objects.get(pk=aside.pk)
        row.body = "Intussen."
        row.save()

    import_csv(file, save=True, reason="Verbeterd.", progress=meanwhile(act))
    aside.refresh_from_db()
    assert aside.body == "Intussen."
    assert Event.objects.filter(title__startswith="Verbeterd").count() == 2
    verify()


def test_a_trial_run_lets_a_colleague_save_too(file):
    import_csv(file, save=False, progress=meanwhile(change(Event, body="Intussen.")))
    assert Event.objects.filter(body="Intussen.").count() == 1
    assert not Event.objects.filter(title__startswith="Verbeterd").exists()


@pytest.mark.parametrize(
    "act",
    [
        change(Event, body="Van een collega."),
        change(Event, status="ingetrokken"),
        change(Kamerstuk, title="Van een collega."),
    ],
)
def test_what_a_colleague_changed_meanwhile_is_not_overwritten(file, act):
    with pytest.raises(OvertakenError, match="rij 2: dit is intussen"):
        import_csv(file, save=True, reason="Verbeterd.", progress=meanwhile(act))
    assert not Event.objects.filter(title__startswith="Verbeterd").exists()
    verify()


def test_what_a_colleague_made_meanwhile_is_not_made_again(file, tmp_path):
    path = tmp_path / "new.csv"
    path.write_bytes(file.read_bytes().replace(b"2025-07-e", b"2025-07-nieuw-"))
    first = Incident.objects.get(slug="om-citrix")

    def act():
        EventFactory(incident=first, slug="2025-07-nieuw-0")

    with pytest.raises(OvertakenError, match="rij 2: dit is intussen"):
        import_csv(path, save=True, progress=meanwhile(act))
    assert Event.objects.filter(slug__startswith="2025-07-nieuw").count() == 1


def test_a_database_that_stays_busy_is_one_line(file, monkeypatch):
    with held(monkeypatch), pytest.raises(CommandError, match="Er is niets opgeslagen"):
        call_command("import_csv", file, save=True, reason="Verbeterd.")
    assert not Event.objects.filter(title__startswith="Verbeterd").exists()


def test_the_wait_for_the_desk_is_said_before_it_begins(file, monkeypatch, capsys):
    monkeypatch.setattr(command, "LONG", 0)
    call_command("import_csv", file, save=True, reason="Verbeterd.")
    assert "Zolang kan de redactie niets opslaan" in capsys.readouterr().err
    call_command("import_csv", file)
    assert "de redactie" not in capsys.readouterr().err


def test_many_new_events_are_stored_as_a_form_would_and_each_has_its_entry(tmp_path, file):
    paper = KamerstukFactory(title="Eén stuk")
    for number in range(7):
        CitationFactory(
            event__title=f"Veel {number}", event__date=f"2025-0{number + 1}~", kamerstuk=paper
        )
    incident = Incident.objects.get(slug="om-citrix")
    content = b"".join(csv_bytes(Selection(incident, QueryDict()), PLAIN))
    path = tmp_path / "new.csv"
    path.write_bytes(content.replace(b"om-citrix,", b"ander,").replace(b"Veel ", b"  Veel   en "))
    before = Change.objects.count()
    taken = import_csv(path, save=True)
    assert {result.outcome.value for result in taken.results} == {"nieuw"}
    made = Event.objects.filter(incident__slug="ander")
    assert made.count() == 9
    assert Change.objects.count() == before + 9 + 1  # the incident
    for event in made:
        assert "  " not in event.title
        assert event.sort_day
        assert event.search_text
        assert Change.objects.of("event", event.pk).get().state["citations"]
    verify()
