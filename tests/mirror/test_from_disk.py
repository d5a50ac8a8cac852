"""The copy in Chromium, from disk: it reads, looks and leads on as the site does."""

import pytest

from tests.helpers.browser import LOCALE, looking_in_chromium, too_wide, watched
from tests.helpers.case import load_case, taken_back
from timeline.mirror.mirror import mirror

pytestmark = [*looking_in_chromium, pytest.mark.django_db]
EVENT = "om-citrix/2025-07-om-van-internet/index.html"


@pytest.fixture(scope="module")
def disk(django_db_setup, django_db_blocker, tmp_path_factory):
    """Make a copy of the shipped case; return the address of its folder."""
    folder = tmp_path_factory.mktemp("spiegel")
    with django_db_blocker.unblock(), taken_back():
        load_case()
        mirror(folder, "http://localhost")
    return (folder / "data").as_uri()


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def page(chromium, request):
    """Return a watched page, with scripts and without."""
    context = chromium.new_context(java_script_enabled=request.param, locale=LOCALE)
    with watched(context.new_page()) as page:
        page.has_scripts = request.param
        yield page
    context.close()


def follow(page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()


def test_a_copy_on_disk_reads_and_leads_on(page, disk):
    page.goto(f"{disk}/index.html")
    page.wait_for_url(f"{disk}/om-citrix/index.html")
    assert page.get_by_role("heading", level=1).inner_text() == "Het OM en het Citrix-lek"
    family = "element => getComputedStyle(element).fontFamily"
    assert "Source Serif 4" in page.get_by_role("heading", level=1).evaluate(family)
    line = "form => getComputedStyle(form, '::after').content"
    assert "zij kan niet zoeken of kiezen" in page.locator("form.filter").evaluate(line)
    follow(page, "Kamervragen")
    assert page.url == f"{disk}/om-citrix/vragen/index.html"
    follow(page, "Kamerstukken")
    assert page.url == f"{disk}/kamerstukken/index.html"
    page.goto(f"{disk}/{EVENT}")
    assert (page.locator("details.cite button").count() > 0) is page.has_scripts
    for width in (360, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert too_wide(page) == []
    follow(page, "Tijdlijn")
    with page.expect_download() as taken:
        follow(page, "CSV")
    assert taken.value.suggested_filename == "tijdlijn.csv"


def test_the_typeface_comes_from_disk(chromium, disk):
    page = chromium.new_page()
    page.goto(f"{disk}/{EVENT}")
    page.evaluate("document.fonts.ready")
    assert page.evaluate("[...document.fonts].map(font => font.status)") == ["loaded"]
    page.close()
