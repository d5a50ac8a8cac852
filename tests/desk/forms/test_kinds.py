"""The kinds of event of an incident at the desk: a row each, and what an event can choose."""

import re

import pytest

from incident.choices import STANDARD
from incident.models import Incident
from tests.factories import EventFactory, IncidentFactory, LetterFactory
from tests.helpers.desk import EVENTS, form_of, said

pytestmark = pytest.mark.django_db

ADD = "/admin/incident/incident/add/"
OWN = "storing | ster | Storing\nparlement | parlement | Debat | De Kamer sprak."
INPUT = re.compile(r'name="(kinds-[^"]+)"[^>]* value="([^"]*)"')
CHOSEN = re.compile(r'<select name="(kinds-\d+-sign)".*?<option value="([^"]*)" selected', re.S)


def rows(browser, address: str = ADD) -> dict[str, str]:
    """Return what the rows of kinds on a page would post."""
    page = said(browser.get(address))
    return {**dict(INPUT.findall(page)), **dict(CHOSEN.findall(page))}


def made(browser, **changed) -> Incident:
    data = {"title": "De brug", "slug": "brug", **rows(browser), **changed}
    answer = browser.post(ADD, data)
    assert answer.status_code == 302, said(answer)
    return Incident.objects.get(slug="brug")


def change_of(incident: Incident) -> str:
    return f"/admin/incident/incident/{incident.pk}/change/"


def test_rows_that_nobody_touches_are_the_standard_kinds(editor):
    sent = rows(editor)
    assert sent["kinds-1-label"] == "Misbruik"
    assert sent["kinds-6-sign"] == "onderzoek"
    incident = made(editor)
    assert (incident.kinds, incident.kind_list) == ("", STANDARD)


def test_an_editor_renames_drops_adds_and_orders_kinds(editor):
    incident = made(
        editor,
        **{f"kinds-{row}-label": "" for row in (1, 2, 3, 6, 7, 8)},
        **{"kinds-4-label": "Vonnis", "kinds-4-order": "9", "kinds-5-label": "Debat"},
        **{"kinds-9-label": "Storing |  in de brug", "kinds-9-sign": "ster", "kinds-9-order": "1"},
    )
    assert [(k.value, k.sign, k.label) for k in incident.kind_list] == [
        ("storing-in-de-brug", "ster", "Storing in de brug"),
        ("parlement", "parlement", "Debat"),
        ("besluit", "besluit", "Vonnis"),
    ]
    address = change_of(incident)
    assert rows(editor, address)["kinds-3-label"] == "Vonnis"
    first = {**form_of(editor, incident), **rows(editor, address), "kinds-3-order": "1"}
    editor.post(address, first)
    kinds = Incident.objects.get(slug="brug").kind_list
    assert [kind.label for kind in kinds] == ["Vonnis", "Storing in de brug", "Debat"]
    again = {**form_of(editor, incident), **rows(editor, address), "kinds-1-label": "Uitspraak"}
    assert editor.post(address, again).status_code == 302
    kind = Incident.objects.get(slug="brug").kind_of("besluit")
    assert kind.label == "Uitspraak"


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"kinds-9-label": "Storing"}, "Kies een vorm"),
        ({"kinds-9-label": "Storing", "kinds-9-sign": "besluit"}, "dezelfde vorm: ‘◆ ruit’"),
        ({"kinds-9-label": "!!", "kinds-9-sign": "ster"}, "sleutel"),
        ({"kinds-5-label": ""}, "hoort erbij"),
        ({"kinds": "onzin", "kinds-rows": ""}, "geen soort"),
        ({"kinds": "onzin", "kinds-rows": "10000000"}, "geen soort"),
    ],
)
def test_kinds_that_cannot_be_are_refused_and_what_was_typed_stays(editor, wrong, why):
    answer = editor.post(ADD, {"title": "De brug", "slug": "brug", **rows(editor), **wrong})
    page = said(answer)
    assert answer.status_code == 200
    assert why in page
    if wrong.get("kinds-9-label") == "Storing":
        assert 'value="Storing"' in page
    assert not Incident.objects.exists()


def test_a_kind_in_use_stays_at_the_desk(editor):
    incident = IncidentFactory(kinds=OWN)
    EventFactory(incident=incident, kind="storing", draft=True)
    sent = {**form_of(editor, incident), **rows(editor, change_of(incident))}
    page = said(editor.post(change_of(incident), {**sent, "kinds-1-label": ""}))
    assert "blijft daarom bestaan" in page
    assert Incident.objects.get().kinds == OWN


def test_a_writer_reads_kinds_and_does_not_change_them(writer):
    incident = IncidentFactory(kinds=OWN)
    assert "Debat" in said(writer.get(change_of(incident)))
    assert writer.post(change_of(incident), {"title": "x"}).status_code == 403


def test_an_event_chooses_among_the_kinds_of_the_incidents_by_their_names(writer):
    IncidentFactory()
    brug = IncidentFactory(slug="brug", title="De brug", kinds=OWN)
    page = said(writer.get(f"{EVENTS}add/"))
    assert '<optgroup label="De brug">' in page
    assert '<option value="storing">Storing</option>' in page
    event = EventFactory(incident=brug, kind="storing")
    page = said(writer.get(f"{EVENTS}{event.pk}/change/"))
    assert "optgroup" not in page
    listed = said(writer.get(f"{EVENTS}?kind__exact=storing"))
    assert event.title in listed
    assert "Storing" in listed


def test_a_date_in_a_letter_becomes_an_event_of_the_kinds_of_its_incident(writer):
    brug = IncidentFactory(slug="brug", kinds=OWN)
    words = "Geachte voorzitter,\n\nOp 3 juli 2025 ging de brug dicht."
    letter = LetterFactory(incident=brug, kamerstuk__date="2025-07-17", pages=(words,))
    page = said(writer.get(f"/admin/brieven/{letter.pk}/"))
    assert '<option value="storing">Storing</option>' in page
    assert 'value="maatregel"' not in page
