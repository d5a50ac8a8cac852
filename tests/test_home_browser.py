"""In a real Chromium, on the desk's home page: see what is missing, go there, and read it well."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.utils import timezone

from incident.kinds import Status
from incident.models.recording import recording
from tests import test_browser
from tests.factories import ClaimFactory, EventFactory, KamerstukFactory

pytestmark = test_browser.pytestmark
chromium, page = test_browser.chromium, test_browser.page

HOME = "/admin/"


@pytest.fixture
def signed_in(live_server, client):
    """Load the case with some work in it, and return the cookie of an editor who is signed in."""
    call_command("loaddata", "om_citrix", verbosity=0)
    editor = User.objects.create_superuser("redactie")
    with recording(user=editor):
        KamerstukFactory(title="", number="1400")
        EventFactory(draft=True, changed_at=timezone.now() - timedelta(days=20))
        EventFactory(title="Straks", publish_at=timezone.now() + timedelta(days=2))
    ClaimFactory(status=Status.REVIEW)
    client.force_login(editor)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": live_server.url}


@pytest.fixture
def examined(chromium, live_server, signed_in):
    """Return a page that axe may write its styles in, which our policy forbids."""
    context = chromium.new_context(bypass_csp=True, base_url=live_server.url, locale="nl-NL")
    context.add_cookies([signed_in])
    yield context.new_page()
    context.close()


def test_an_editor_goes_from_a_count_to_its_list(live_server, page, signed_in):
    page.context.add_cookies([signed_in])
    page.goto(live_server.url + HOME)
    page.get_by_role("link", name="1 kwestie").first.click()
    assert page.url.endswith("/admin/incident/claim/?taak=ter-beoordeling")
    assert page.locator("#result_list tbody tr").count() == 1
    page.go_back()
    page.locator("[data-task=ingepland]").get_by_role("link", name="1 gebeurtenis").click()
    assert page.locator("#result_list tbody tr").count() == 1
    assert "Straks" in page.locator("#result_list").inner_text()
    page.go_back()
    page.locator(".own-changes").get_by_role("link", name="Straks").click()
    page.wait_for_selector("#id_title")


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_home_page_and_it_does_not_scroll_sideways(
    examined, width, scheme
):
    examined.set_viewport_size({"width": width, "height": 900})
    examined.emulate_media(color_scheme=scheme)
    examined.goto(HOME)
    found = Axe().run(examined).response["violations"]
    assert [f"{one['id']}: {node['html']}" for one in found for node in one["nodes"]] == []
    assert examined.evaluate("document.documentElement.scrollWidth") <= width
