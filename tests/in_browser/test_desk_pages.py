"""In a real Chromium: axe finds nothing on the desk's pages, and none scrolls sideways."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from incident.choices import Status
from incident.models import Change, Event
from tests.conftest import sign_in
from tests.factories import CitationFactory, KamerstukFactory
from tests.helpers.browser import LOCALE, findings, in_chromium, looks, too_wide

pytestmark = in_chromium
WIDTHS = (360, 1440)
EVENTS = "/admin/incident/event/"
STATES = {
    "concept": {"event__draft": True, "event__kind": ""},
    "ter beoordeling": {"event__review": True},
    "openbaar": {},
    "ingepland": {"event__future": True},
    "ingetrokken": {"event__withdrawn": True},
}


@pytest.fixture
def events(live_server):
    """Return an event in every status, each with a paper and a title that does not fit."""
    rows = {name: CitationFactory(**about).event for name, about in STATES.items()}
    for row in rows.values():
        row.title = f"Een titel van hoogstens 120 tekens {'x' * 80}"
        row.body = "Woorden. " * 2_000
        row.save()
    return rows


@pytest.fixture
def examined(chromium, live_server):
    """Return the function that opens a page for a role; axe may write its styles in it."""
    contexts = []

    def open_for(role: str):
        user = User.objects.create_user(role, is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        name = settings.SESSION_COOKIE_NAME
        value = sign_in(Client(), user).cookies[name].value
        cookie = {"name": name, "value": value, "url": f"{live_server.url}/admin/"}
        contexts.append(
            chromium.new_context(bypass_csp=True, base_url=live_server.url, locale=LOCALE)
        )
        contexts[-1].add_cookies([cookie])
        return contexts[-1].new_page()

    yield open_for
    for context in contexts:
        context.close()


class Examination:
    """What axe and the width of a page say, by the name of the page."""

    def __init__(self, page):
        self.page, self.found = page, {}

    def look(self, name: str) -> None:
        for look in looks(self.page, WIDTHS, ("light",)):
            if wrong := findings(self.page) + too_wide(self.page):
                self.found[f"{name} {look}"] = wrong

    def visit(self, name: str, path: str) -> None:
        self.page.goto(path)
        self.look(name)


def test_axe_finds_nothing_where_an_editor_works(events, examined):
    seen = Examination(examined("eindredacteur"))
    page = seen.page
    for name, event in events.items():
        seen.visit(name, f"{EVENTS}{event.pk}/change/")
        seen.visit(f"{name}, geschiedenis", f"{EVENTS}{event.pk}/history/")
        seen.visit(f"{name}, voorbeeld", f"/admin/voorbeeld/{event.pk}/")
    seen.visit("in de tijdlijn", f"/admin/voorbeeld/{events['ter beoordeling'].pk}/tijdlijn/")
    seen.visit("nieuw", f"{EVENTS}add/?stuk={KamerstukFactory().pk}")
    page.get_by_label("Datum:").first.fill("ooit")
    page.get_by_role("button", name="Bied aan").click()
    page.wait_for_selector(".errornote")
    seen.look("nieuw, met fouten")
    seen.visit("weggooien", f"{EVENTS}{events['concept'].pk}/delete/")
    seen.visit("lijst", EVENTS)
    page.locator(".action-select").first.check()
    page.locator("select[name=action]").select_option("withdraw")
    page.get_by_role("button", name="Uitvoeren").click()
    page.wait_for_selector(".messagelist")
    seen.look("lijst, na een actie zonder reden")
    seen.visit("logboek", "/admin/incident/change/")
    last = Change.objects.latest("number")
    seen.visit("regel in het logboek", f"/admin/incident/change/{last.pk}/change/")
    assert seen.found == {}


def test_axe_finds_nothing_in_a_conflict_nor_in_what_a_writer_may_not_touch(events, examined):
    seen = Examination(examined("schrijver"))
    page, event = seen.page, events["ter beoordeling"]
    for name in ("openbaar", "ingepland", "ingetrokken"):
        seen.visit(name, f"{EVENTS}{events[name].pk}/change/")
    page.goto(f"{EVENTS}{event.pk}/change/")
    page.get_by_label("Titel:").first.fill("Mijn titel")
    theirs = Event.objects.get(pk=event.pk)
    theirs.title = "Hun titel"
    theirs.save()
    page.get_by_role("button", name="Opslaan", exact=True).click()
    page.wait_for_selector(".errorlist ins")
    seen.look("botsing")
    page.goto(f"/admin/voorbeeld/{event.pk}/")
    link = page.locator("aside code").inner_text()
    event = Event.objects.get(pk=event.pk)
    event.status, event.publish_at = Status.PUBLISHED, timezone.now() - timedelta(hours=1)
    event.save()
    seen.visit("link over", link)
    assert seen.found == {}
