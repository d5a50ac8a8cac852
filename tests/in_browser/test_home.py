"""In a real Chromium, on the desk's home page: see what is missing, go there, and read it well."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from incident.audit.recorder import audited
from incident.choices import Status
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
