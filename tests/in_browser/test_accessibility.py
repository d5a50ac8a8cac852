"""In a real Chromium: axe finds nothing on any kind of page, at three widths, light and dark."""

import pytest

from tests.helpers.browser import (
    EVENT,
    ONLY_WRONG,
    PAGES,
    REFUSED,
    findings,
    looking_in_chromium,
    looks,
)

pytestmark = looking_in_chromium

WIDTHS = (360, 768, 1440)
# The page of components repeats each landmark on purpose, once for each of its states.
REPEATED = {**ONLY_WRONG, "rules": {"landmark-unique": {"enabled": False}}}


# The words of each label as they are painted, also where they run out of their box.
RUN_INTO = """() => {
  const painted = [...document.querySelectorAll('main .field > label')].map(label => {
    const words = document.createRange()
    words.selectNodeContents(label)
    return [label.textContent.trim(), [...words.getClientRects()].filter(one => one.width > 1)]
  })
  const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1
    && a.top < b.bottom - 1 && b.top < a.bottom - 1
  return painted.flatMap(([name, boxes], at) => painted.slice(at + 1)
    .filter(([, others]) => boxes.some(a => others.some(b => meet(a, b))))
    .map(([other]) => `${name} / ${other}`))
}"""


@pytest.fixture
def developed(settings):
    """Show what only developers see, as well."""
    settings.DEBUG = True


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_on_any_kind_of_page(shown, page, developed, name):
    assert page.goto(shown + PAGES[name]).status == 200
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    options = REPEATED if name == "onderdelen" else ONLY_WRONG
    found = {look: findings(page, options) for look in looks(page, WIDTHS)}
    assert {look: said for look, said in found.items() if said} == {}


@pytest.mark.parametrize("name", ["tijdlijn", "vergeleken", "stand", "kwesties", "vragen"])
def test_no_label_runs_into_another(shown, page, name):
    page.goto(shown + PAGES[name])
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert {look: page.evaluate(RUN_INTO) for look in looks(page, WIDTHS, ("light",))} == {
        f"{width} light": [] for width in WIDTHS
    }


def test_on_paper_the_kind_of_an_event_does_not_stand_in_its_title(shown, page):
    page.emulate_media(media="print")
    for name in ("tijdlijn", "vergeleken"):
        page.goto(shown + PAGES[name])
        script = """() => [...document.querySelectorAll('.event:has(> .kind)')].filter(event => {
          const words = document.createRange()
          words.selectNodeContents(event.querySelector('.kind'))
          const [kind, title] = [words, event.querySelector('h3')].map(
            one => one.getBoundingClientRect())
          return kind.right > title.left + 1 && kind.bottom > title.top + 1
            && title.bottom > kind.top + 1
        }).length"""
        assert page.evaluate(script) == 0, name


@pytest.mark.parametrize("address", REFUSED.values())
def test_axe_finds_nothing_on_a_refusal(shown, page, address):
    assert page.goto(shown + address).status in (400, 404)
    found = {look: findings(page) for look in looks(page, WIDTHS)}
    assert {look: said for look, said in found.items() if said} == {}


@pytest.mark.parametrize("media", [{"forced_colors": "active"}, {"contrast": "more"}])
def test_axe_finds_nothing_with_the_readers_own_colours(shown, page, media):
    page.emulate_media(**media)
    for address in (PAGES["tijdlijn"], EVENT):
        page.goto(shown + address)
        assert findings(page) == [], address
