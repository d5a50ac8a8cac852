"""In a real Chromium: axe finds nothing on any kind of page, at three widths, light and dark."""

import pytest

from tests.browser import EVENT, PAGES, REFUSED, in_chromium

pytestmark = in_chromium

WIDTHS = (360, 768, 1440)
RULES = {"resultTypes": ["violations"]}
# The page of components repeats each landmark on purpose, once for each of its states.
REPEATED = {**RULES, "rules": {"landmark-unique": {"enabled": False}}}


@pytest.fixture
def developed(settings):
    """Show what only developers see, as well."""
    settings.DEBUG = True


def found(page, options: dict = RULES) -> list[str]:
    """Return what axe has against the page: the rule, and where it is broken."""
    from axe_playwright_python.sync_playwright import Axe

    broken = Axe().run(page, options=options).response["violations"]
    return [f"{rule['id']}: {node['html'][:120]}" for rule in broken for node in rule["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_on_any_kind_of_page(site, page, developed, width, scheme):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    findings = {}
    for name, address in PAGES.items():
        assert page.goto(site + address).status == 200, address
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        findings[name] = found(page, REPEATED if name == "onderdelen" else RULES)
    assert {name: said for name, said in findings.items() if said} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_a_refusal(site, page, scheme):
    page.emulate_media(color_scheme=scheme)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for address in REFUSED.values():
            assert page.goto(site + address).status in (400, 404), address
            assert found(page) == [], address


@pytest.mark.parametrize("media", [{"forced_colors": "active"}, {"contrast": "more"}])
def test_axe_finds_nothing_with_the_readers_own_colours(site, page, media):
    page.emulate_media(**media)
    for address in (PAGES["tijdlijn"], EVENT):
        page.goto(site + address)
        assert found(page) == [], address
