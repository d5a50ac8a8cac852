"""A draft as readers will see it: for staff who may, and for who holds a link; for nobody else."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core import signing
from django.test import Client
from django.utils import timezone

from incident.choices import Status
from incident.models import Event
from tests.conftest import sign_in
from tests.factories import CitationFactory, EventFactory, IncidentFactory, StatementFactory

pytestmark = pytest.mark.django_db


def own(event) -> str:
    return f"/admin/voorbeeld/{event.pk}/"


def in_place(event) -> str:
    return f"{own(event)}tijdlijn/"


@pytest.fixture
def draft():
    """Return a complete draft between two public events."""
    EventFactory(title="Ervoor", date="2025-07-01")
    EventFactory(title="Erna", date="2025-07-31")
    paper = {"kamerstuk__date": "2025-08-04", "told": True}
    return CitationFactory(event__draft=True, event__title="Nog geheim", **paper).event


@pytest.fixture
def closed():
    """Return the incident of the draft, that was never open."""
    return IncidentFactory(is_published=False)


def link_on(page: str) -> str:
    return re.search(r"<code>(http[^<]+/voorbeeld/[^<]+)</code>", page)[1]


def test_staff_see_the_page_as_it_will_be(writer, draft, body):
    StatementFactory(event=draft, summary="Hierover gezegd.")
    page = body(writer.get(own(draft)))
    assert "Nog geheim</h1>" in page
    assert "Lezers zien dit nog niet" in page
    assert "Status nu: Concept" in page
    assert "Hierover gezegd." in page
    assert "Vorige: 1 juli 2025" in page


def test_staff_see_the_draft_in_its_place(writer, draft, body):
    page = body(writer.get(in_place(draft)))
    assert page.index("Ervoor") < page.index("Nog geheim") < page.index("Erna")
    assert "3 gebeurtenissen" in page
    assert f'href="{own(draft)}"' in page


def test_the_links_of_a_timeline_with_a_draft_stay_with_the_draft(writer, draft, body):
    here = in_place(draft)
    page = body(writer.get(here, {"q": "geheim", "peildatum": "2025-08-04"}))
    assert f'action="{here}"' in page
    assert f'href="{here}?q=geheim"' in page
    assert f'href="{here}?volgorde=nieuwste-eerst#lijst"' in body(writer.get(here))
    assert re.search(rf'class="chip[^"]*" href="{here}\?peildatum=2025-08-04"', page)
    assert f'href="{here}">Alles tonen</a>' in page
    assert f'href="{here}?peildatum=2025-08-04">Tijdlijn</a>' in page
    assert f'href="{own(draft)}?peildatum=2025-08-04">Nog <mark>geheim</mark></a>' in page
    empty = body(writer.get(here, {"q": "geheim", "soort": "herstel"}))
    assert re.search(rf'<li>\s*<a href="{here}\?q=geheim">', empty)
    nothing = writer.get(here, {"q": "niets", "soort": "herstel"})
    assert f'href="{here}">Toon de hele tijdlijn</a>' in body(nothing)


@pytest.mark.parametrize(("day", "there"), [("2025-08-03", False), ("2025-08-04", True)])
def test_staff_see_it_at_any_peildatum(writer, draft, body, day, there):
    page = body(writer.get(in_place(draft), {"peildatum": day}))
    assert ("Nog geheim</a>" in page) is there
    assert "nog niet bekend" in body(writer.get(own(draft), {"peildatum": "2025-08-03"}))


def test_the_preview_changes_nothing_for_readers(writer, draft, client, body, monkeypatch):
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)  # a page says when it was fetched
    before = body(client.get("/om-citrix/"))
    writer.get(own(draft))
    writer.get(in_place(draft))
    assert body(client.get("/om-citrix/")) == before
    assert client.get(draft.get_absolute_url()).status_code == 404


def test_a_draft_of_an_incident_that_is_not_open_can_be_previewed(writer, closed, draft, body):
    assert "Ervoor" in body(writer.get(in_place(draft)))


@pytest.mark.parametrize("state", ["open", "closed"])
def test_a_link_shows_of_others_only_what_the_public_has(writer, client, body, request, state):
    if state == "closed":
        request.getfixturevalue("closed")
    draft = request.getfixturevalue("draft")
    EventFactory(draft=True, title="Ander concept", date="2025-07-16")
    EventFactory(future=True, title="Ingepland", date="2025-07-18")
    page = body(client.get(link_on(body(writer.get(own(draft))))))
    assert "Nog geheim</h1>" in page
    assert "Ander concept" not in page
    assert "Ingepland" not in page
    for event in (Event.objects.get(title="Ervoor"), Event.objects.get(title="Erna")):
        shown = (event.title in page, event.get_absolute_url() in page, str(event.when) in page)
        assert shown == ((state == "open"),) * 3, event


def test_staff_see_in_the_page_of_a_draft_what_its_link_shows(writer, closed, draft, body):
    assert "Ervoor" not in body(writer.get(own(draft)))


def test_what_a_draft_still_lacks_is_said_in_words(writer, body):
    bare = EventFactory(draft=True, date="", kind="")
    for address in (own(bare), in_place(bare)):
        page = body(writer.get(address))
        assert "Vul een datum in" in page
        assert "Kies een soort" in page


def test_others_do_not_see_it(client, draft, staff):
    bare = sign_in(Client(), User.objects.create_user("kaal", is_staff=True))
    for address in (own(draft), in_place(draft)):
        assert client.get(address).status_code == 302
        assert bare.get(address).status_code == 403
        assert staff("beheerder").get(address).status_code == 403
    assert staff("schrijver").get("/admin/voorbeeld/999/").status_code == 404


def test_a_link_shows_one_event_to_who_holds_it(writer, draft, client, body):
    link = link_on(body(writer.get(own(draft))))
    answer = client.get(link)
    page = body(answer)
    assert "Nog geheim</h1>" in page
    assert "/admin/" not in page
    assert answer["Cache-Control"] == "no-store"
    assert "noindex" in answer["X-Robots-Tag"]
    assert answer["Referrer-Policy"] == "no-referrer"
    assert not answer.cookies


def test_a_link_lasts_a_day(writer, draft, client, body, monkeypatch):
    link = link_on(body(writer.get(own(draft))))
    now = signing.time.time()
    for hours, code in ((23.9, 200), (24.1, 410)):
        monkeypatch.setattr(signing.time, "time", lambda hours=hours: now + hours * 3600)
        assert client.get(link).status_code == code
    assert "Nog geheim" not in body(client.get(link))


def test_a_link_is_dead_once_readers_see_the_event(writer, draft, client, body, monkeypatch):
    link = link_on(body(writer.get(own(draft))))
    draft.status, draft.publish_at = Status.PUBLISHED, timezone.now() + timedelta(hours=1)
    draft.save()
    assert client.get(link).status_code == 200
    later = timezone.now() + timedelta(hours=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    answer = client.get(link)
    assert answer.status_code == 410
    assert "werkt niet meer" in body(answer)


@pytest.mark.parametrize("gone", ["deleted", "withdrawn", "bare"])
def test_a_link_is_dead_once_there_is_nothing_to_show(writer, draft, client, body, gone):
    link = link_on(body(writer.get(own(draft))))
    if gone == "deleted":
        draft.delete()
    elif gone == "withdrawn":
        draft.status = Status.PUBLISHED
        draft.save()
        draft.status = Status.WITHDRAWN
        draft.save()
    else:
        draft.date = ""
        draft.save()
    assert client.get(link).status_code == 410


@pytest.mark.parametrize(
    "token",
    ["x", "MQ:1x:y", signing.dumps(1), signing.dumps(1, salt="z")],
    ids=["nothing", "forged", "plain-salt", "other-salt"],  # a signature tells the second
)
def test_a_forged_link_is_no_page(client, draft, token):
    assert client.get(f"/voorbeeld/{token}/").status_code == 404


def test_the_change_form_leads_to_the_preview(writer, draft, body):
    page = body(writer.get(f"/admin/incident/event/{draft.pk}/change/"))
    assert own(draft) in page
    assert in_place(draft) in page
