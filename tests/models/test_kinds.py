"""The kinds of event of an incident: its own, or the eight that every incident has unasked."""

import json
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from incident.audit.recorder import audited
from incident.choices import STANDARD, Nature
from incident.csv_import.importer import import_csv
from incident.models import Change, Event, Incident
from incident.values.kinds import MOST_KINDS
from tests.factories import CitationFactory, EventFactory, IncidentFactory, KamerstukFactory
from timeline.kept.state import current
from timeline.pages.drawing.drawing import picture_of
from timeline.query.selection import Selection

pytestmark = pytest.mark.django_db

OWN = """storing | ster | Storing | Iets deed het niet.
parlement | parlement | Debat | De Kamer sprak erover.
besluit | zandloper | Vonnis"""


@pytest.fixture
def brug():
    return IncidentFactory(slug="brug", title="De brug", kinds=OWN)


@pytest.fixture
def broken(brug):
    """Return an event of the second incident, beside one of the first."""
    EventFactory(title="Van het eerste")
    return EventFactory(incident=brug, title="De brug hapert", kind="storing", date="2025-03-04")


def refusal(**about) -> str:
    with pytest.raises(ValidationError) as refused:
        IncidentFactory.build(slug="x", **about).full_clean()
    return str(refused.value.message_dict["kinds"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("storing", "geen soort"),
        ("storing | ster | a | b | c", "geen soort"),
        ("storing | ster |  | uitleg", "Geef elke soort een naam. Het gaat om ‘storing’."),
        ("Storing! | ster | Storing", "kleine letters"),
        ("a-b- | ster | Storing", "kleine letters"),
        ("een-hele-lange-sleutel | ster | Storing", "hoogstens 20"),
        ("a | hart | Storing", "Kies een vorm uit de lijst. Het gaat om ‘Storing’."),
        (f"a | ster | {'n' * 41}", "hoogstens 40"),
        (f"a | ster | n | {'n' * 161}", "hoogstens 160"),
        ("a | ster | A\na | pijl | B", "dezelfde sleutel"),
        ("a | ster | A\nb | ster | B", "dezelfde vorm"),
        ("a | ster | Storing\nb | pijl | storing", "dezelfde naam"),
        ("a | ster | A", "‘parlement’ hoort erbij"),
        ("\n".join(f"k{n} | ster | n{n}" for n in range(MOST_KINDS + 1)), "Hoogstens"),
    ],
)
def test_what_are_no_kinds_is_refused_in_words(text, said):
    assert said in refusal(kinds=text)


def test_an_incident_without_kinds_of_its_own_has_the_eight(broken):
    first = Event.objects.get(title="Van het eerste")
    assert first.incident.kind_list is STANDARD
    assert first.as_kind.label == "Maatregel"
    assert [kind.label for kind in broken.incident.kind_list] == ["Storing", "Debat", "Vonnis"]


def test_no_page_fails_for_kinds_that_went_past_the_form(client, broken, body):
    Incident._base_manager.filter(slug="brug").update(kinds="x\nstoring | hart | Storing")
    page = body(client.get("/brug/"))
    assert "Storing" in page  # by its key
    assert 'value="maatregel"' in page


def test_an_event_takes_a_kind_of_its_own_incident_and_of_no_other(broken, brug):
    for kind, incident in (("storing", IncidentFactory()), ("maatregel", brug)):
        event = EventFactory.build(incident=incident, kind=kind)
        with pytest.raises(ValidationError, match="geen soort van dit incident"):
            event.full_clean()
    broken.kind = "maatregel"
    with pytest.raises(ValidationError), audited(strict=True, reason="x", nature=Nature.SLIP):
        broken.save()
    with pytest.raises(ValidationError, match="onzin"), audited(strict=True):
        EventFactory(incident=brug, kind="onzin", draft=True)


def test_a_kind_that_a_colleague_took_away_meanwhile_is_refused(broken, brug):
    assert broken.as_kind.label == "Storing"
    Incident._base_manager.filter(pk=brug.pk).update(kinds=OWN.partition("\n")[2])
    with pytest.raises(ValidationError, match="storing"), audited(strict=True):
        broken.save()


def test_page_filter_files_and_drawing_have_the_kinds_of_the_incident(client, broken, body):
    CitationFactory(event=broken, told=True, kamerstuk__date="2025-03-05")
    page = body(client.get("/brug/"))
    assert 'value="storing"' in page
    assert 'value="maatregel"' not in page
    assert 'id="ster"' in page
    assert 'id="misbruik"' not in page
    assert 'data-kind="ster"' in page
    found = body(client.get("/brug/?soort=storing"))
    assert '<link rel="canonical" href="http://testserver/brug/?soort=storing">' in found
    assert 'data-kind="ster"' in body(client.get(f"/brug/{broken.slug}/kader/"))
    assert "De brug hapert" in found
    assert "soort storing" in found
    assert "geen soort die wij kennen" in body(client.get("/brug/?soort=misbruik"))
    assert client.get("/brug/tijdlijn.json?soort=misbruik").status_code == 400
    [event] = client.get("/brug/tijdlijn.json?soort=storing").json()["gebeurtenissen"]
    assert event["soort"] == "storing"
    assert ",storing," in body(client.get("/brug/tijdlijn.csv"))
    assert "Storing" in body(client.get("/brug/tijdlijn.atom"))
    selection = Selection(broken.incident, QueryDict())
    assert "ster" in {sign.name for sign in picture_of(selection, "").scene.signs}
    assert client.get("/brug/tijdlijn.png").status_code == 200
    assert 'value="maatregel"' in body(client.get("/om-citrix/"))


def test_the_description_of_the_json_names_the_kinds_of_public_incidents_alone(client, broken):
    def named() -> list[str]:
        described = client.get("/openapi.json").json()
        event = described["components"]["schemas"]["Gebeurtenis"]["properties"]["soort"]["enum"]
        assert described["components"]["parameters"]["soort"]["schema"]["items"]["enum"] == event
        return event

    IncidentFactory(slug="geheim", kinds=OWN.replace("storing", "kanarie"), is_published=False)
    keys = [kind.value for kind in STANDARD]
    assert sorted(named()) == sorted([*keys, "storing"])


def test_another_label_is_on_every_page_at_once_and_the_key_stays(client, broken, body):
    before, address = current(), broken.get_absolute_url()
    assert "Storing" in body(client.get(address))
    brug = broken.incident
    brug.kinds = OWN.replace("| Storing |", "| Defect |")
    brug.save()
    assert current() != before
    page = body(client.get(address))
    assert "Defect" in page
    assert "Storing" not in page
    assert "Defect" in body(client.get(f"{address}versie/1/"))
    [event] = client.get("/brug/tijdlijn.json?soort=storing").json()["gebeurtenissen"]
    assert event["soort"] == "storing"


def test_a_kind_in_use_or_once_seen_by_readers_cannot_go(broken):
    brug = broken.incident
    without = "\n".join(OWN.splitlines()[1:])
    with audited(reason="Anders ingedeeld.", nature=Nature.SUBSTANCE):
        broken.kind = "besluit"
        broken.save()
    for kinds in (without, ""):
        brug.kinds = kinds
        with pytest.raises(ValidationError, match="Storing"):
            brug.save()
    assert Incident.objects.get(slug="brug").kinds == OWN


def test_a_kind_that_nothing_used_can_go(brug):
    CitationFactory(event__incident=brug, event__kind="parlement", kamerstuk__kind="brief")
    brug.kinds = "\n".join(OWN.splitlines()[1:])
    brug.save()
    assert [kind.value for kind in brug.kind_list] == ["parlement", "besluit"]


def test_the_log_calls_a_kind_as_its_incident_does(client, broken, body):
    with audited(reason="Het was een vonnis.", nature=Nature.SUBSTANCE):
        broken.kind = "besluit"
        broken.save()
    for address in (broken.get_absolute_url(), "/brug/wijzigingen/", "/brug/wijzigingen.atom"):
        page = body(client.get(address))
        assert "Storing" in page, address
        assert "Vonnis" in page, address
        assert "storing" not in page.replace("soort=storing", ""), address


def test_an_entry_of_before_own_kinds_reads_as_it_did(client, broken, body):
    event = Event.objects.get(title="Van het eerste")
    entry = Change.objects.of("event", event.pk).get()
    assert json.loads(entry.state_json)["kind"] == "maatregel"
    kept = Change.objects.of("incident", event.incident_id).get()
    assert kept.state["kinds"] == ""
    assert "Maatregel" in body(client.get(f"{event.get_absolute_url()}versie/1/"))


def test_own_kinds_go_out_and_come_back_as_the_same_bytes(client, broken, tmp_path, body):
    CitationFactory(event=broken, kamerstuk=KamerstukFactory(date="2025-03-04"))
    before = body(client.get("/brug/tijdlijn.csv"))
    path = tmp_path / "brug.csv"
    path.write_text(before, newline="")
    [same] = import_csv(path, save=True).results
    assert same.outcome.value == "gelijk"
    path.write_text(before.replace(",storing,", ",besluit,"), newline="")
    [changed] = import_csv(path, save=True, reason="Het was een vonnis.").results
    assert changed.outcome.value == "gewijzigd"
    assert ",besluit," in body(client.get("/brug/tijdlijn.csv"))
    path.write_text(before.replace(",storing,", ",misbruik,"), newline="")
    [wrong] = import_csv(path, save=True, reason="x").results
    assert "geen soort van dit incident" in wrong.message


def test_a_paper_of_two_incidents_shows_the_public_events_of_both(client, broken, body):
    paper = KamerstukFactory(number="77")
    first = Event.objects.get(title="Van het eerste")
    hidden = EventFactory(title="Nog een concept", incident=broken.incident, draft=True)
    closed = IncidentFactory(slug="geheim", title="Geheim", is_published=False)
    unseen = EventFactory(title="Van niemand", incident=closed)
    for event in (first, broken, hidden, unseen):
        CitationFactory(event=event, kamerstuk=paper)
    page = body(client.get(paper.get_absolute_url()))
    assert "Van het eerste" in page
    assert "De brug hapert" in page
    assert 'data-kind="ster"' in page
    assert 'id="ster"' in page
    assert 'id="maatregel"' in page
    assert "Nog een concept" not in page
    assert "Van niemand" not in page
    papers = body(client.get("/kamerstukken/"))
    assert "De brug" in papers
    assert "Geheim" not in papers


def test_as_many_queries_for_many_events_with_own_kinds_as_for_few(client, broken):
    def count() -> int:
        EventFactory(incident=broken.incident, draft=True)  # nothing is kept of an earlier answer
        with CaptureQueriesContext(connection) as asked:
            client.get("/brug/")
        return len(asked)

    few = count()
    for number in range(6):
        EventFactory(incident=broken.incident, kind="besluit", title=f"Nog een {number}")
    assert count() == few


def test_the_way_back_is_closed_while_an_event_has_a_kind_of_its_own(broken):
    migration = import_module("incident.migrations.0019_own_kinds")
    editor = SimpleNamespace(connection=connection)
    with pytest.raises(RuntimeError, match="storing"):
        migration.refuse_own(apps, editor)
    broken.kind = "parlement"
    broken.save()
    migration.refuse_own(apps, editor)
