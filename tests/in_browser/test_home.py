"""In a real Chromium, on the desk's home page: see what is missing, go there, and read it well."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from incident.audit.recorder import audited
from incident.choices import Status
from incident.models import Asking, Candidate
from tests.factories import ClaimFactory, EventFactory, KamerstukFactory
from tests.helpers.browser import findings, in_chromium, looks, too_wide
from tests.helpers.desk import ago, left

pytestmark = in_chromium

HOME = "/admin/"
WIDTHS = (360, 1440)


@pytest.fixture
def work(signed_in):
    """Make some work for the editor who is signed in, beside what the case holds."""
    with audited(user=User.objects.get(username="redactie")):
        KamerstukFactory(title="", number="1400")
        left(EventFactory(draft=True), ago(20))
        EventFactory(title="Straks", publish_at=timezone.now() + timedelta(days=2))
    ClaimFactory(status=Status.REVIEW)


def test_an_editor_goes_from_a_count_to_its_list(desk, page, work):
    page.goto(desk + HOME)
    page.get_by_role("link", name="1 kwestie").first.click()
    assert page.url.endswith("/admin/incident/claim/?taak=ter-beoordeling")
    page.wait_for_selector("#result_list tbody tr")
    assert page.locator("#result_list tbody tr").count() == 1
    page.go_back()
    page.locator("[data-task=ingepland]").get_by_role("link", name="1 gebeurtenis").click()
    page.wait_for_selector("#result_list tbody tr")
    assert page.locator("#result_list tbody tr").count() == 1
    assert "Straks" in page.locator("#result_list").inner_text()
    page.go_back()
    page.locator(".own-changes").get_by_role("link", name="Straks").click()
    page.wait_for_selector("#id_title")


def test_axe_finds_nothing_on_the_home_page_and_it_does_not_scroll_sideways(examined, work):
    examined.goto(HOME)
    found = {look: findings(examined) + too_wide(examined) for look in looks(examined, WIDTHS)}
    assert {look: said for look, said in found.items() if said} == {}


@pytest.fixture
def asked(work):
    """Let the official sources have been asked of a paper, with a candidate and a long fault."""
    paper = KamerstukFactory(unnumbered=True, date="2025-08-12")
    about = {"key": f"stuk:{paper.pk}", "paper": paper, "asked_at": timezone.now()}
    said = "gegevensmagazijn.tweedekamer.nl voerde de vraag niet uit: " + "‘mismatched’ " * 20
    Asking.objects.create(**about, outcome="geweigerd", said=said, next_at=timezone.now())
    raw = f"<record>{'x' * 400}</record>"
    about |= {"identifier": "kst-26643-1380", "citation": "26 643, nr. 1380", "raw": raw}
    Candidate.objects.create(**about, title="Stand van zaken", asked_address="https://x/" * 40)


def test_nothing_on_the_page_of_the_official_sources_scrolls_sideways(examined, asked):
    examined.goto("/admin/officiele-bronnen/")
    assert examined.get_by_text("SyncFeed van de Tweede Kamer").is_visible()
    examined.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    wide = "[...document.querySelectorAll('.official *')].filter(e => e.scrollWidth > e.clientWidth"
    wide += " + 1 && getComputedStyle(e).display !== 'inline').map(e => e.className || e.tagName)"
    found = {}
    for look in looks(examined, WIDTHS):
        found[look] = findings(examined) + too_wide(examined) + examined.evaluate(wide)
    assert {look: said for look, said in found.items() if said} == {}
