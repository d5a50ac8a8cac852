"""In a real Chromium: reading without a mouse, without scripts, and with large text."""

from itertools import combinations

import pytest

from tests.helpers.browser import EVENT, LOCALE, PAGES, REFUSED, looking_in_chromium, watched
from timeline.pages.drawing.labels import width as reckoned

pytestmark = looking_in_chromium

READABLE = {name: at for name, at in PAGES.items() if name != "onderdelen"}
MOST_REQUESTS = 5  # the icon of the site among them, which is asked once
MANY_STOPS = 200


def focused(page, what: str) -> str:
    """Return a property of the element that has the keyboard's attention."""
    return page.evaluate(f"document.activeElement.{what}") or ""


def tab_to(page, wanted) -> list[str]:
    """Press Tab until `wanted(text or name of the focused)`; return what was passed on the way."""
    passed = []
    for _ in range(MANY_STOPS):
        page.keyboard.press("Tab")
        name = focused(page, "name") or focused(page, "textContent").strip()
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none", (
            name
        )
        if wanted(name):
            return passed
        passed.append(name)
    raise AssertionError(f"not reached: {passed}")


def test_with_the_keyboard_alone_one_filters_opens_an_event_and_goes_back(shown, page):
    page.goto(f"{shown}/om-citrix/")
    page.keyboard.press("Tab")
    assert focused(page, "textContent") == "Naar de inhoud"
    page.keyboard.press("Enter")
    assert focused(page, "id") == "inhoud"
    tab_to(page, lambda name: name == "Sla de tekening over")
    page.keyboard.press("Enter")
    passed = tab_to(page, lambda name: name == "tot_en_met")
    assert len(passed) < 6, "one press passes the whole drawing"
    page.keyboard.type("8-8-2025")
    tab_to(page, lambda name: name == "soort")
    while focused(page, "value") != "besluit":
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    tab_to(page, lambda name: name == "Toon")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?tot_en_met=2025-08-08&soort=besluit")
    tab_to(page, lambda name: name.startswith("Het College"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/2025-08-*/")
    tab_to(page, lambda name: name == "Tijdlijn")
    tab_to(
        page, lambda name: name.startswith("Tijdlijn Het OM")
    )  # in the frame, then above the title
    page.keyboard.press("Enter")
    page.wait_for_url("**/om-citrix/#2025-08-*")
    page.go_back()
    page.go_back()
    page.wait_for_url("**/?tot_en_met=2025-08-08&soort=besluit")


def test_a_month_is_one_press_away_past_the_drawing(shown, page):
    page.goto(f"{shown}/om-citrix/")
    tab_to(page, lambda name: name.startswith("augustus 2025"))
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#maand-2025-08"
    tab_to(page, lambda name: name.startswith("Het College"))


def test_each_mark_of_the_drawing_leads_to_its_event(shown, page):
    page.goto(f"{shown}/om-citrix/")
    marks = page.locator(".drawing .across a[href^='#']")
    assert marks.count() == 23
    marks.nth(5).click()
    slug = page.evaluate("decodeURIComponent(location.hash.slice(1))")
    assert page.locator(f"[id='{slug}']:target").is_visible()


WIDE, NARROW = (1440, ".across"), (360, ".down")


@pytest.mark.parametrize(("width", "way"), [WIDE, NARROW])
def test_a_mark_tells_its_date_and_title_to_the_mouse_and_to_the_keyboard(shown, page, width, way):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{shown}/om-citrix/")
    mark = page.locator(f".drawing {way} a[href$='-om-van-internet']")
    told, opacity = mark.locator("p"), "one => getComputedStyle(one.parentNode).opacity"
    assert told.evaluate(opacity) == "0"
    mark.hover()
    assert told.evaluate(opacity) == "1"
    assert told.inner_text().startswith("17 juli 2025: Het OM sluit")
    box = told.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    page.mouse.move(0, 0)
    assert told.evaluate(opacity) == "0"
    tab_to(page, lambda name: name.startswith("17 juli 2025: Het OM sluit"))
    assert told.evaluate(opacity) == "1"


@pytest.mark.parametrize(("width", "way"), [WIDE, NARROW])
def test_only_one_drawing_is_there_and_each_target_is_24_pixels_and_its_own(
    shown, page, width, way
):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{shown}/om-citrix/")
    other = page.locator(".drawing > svg").filter(visible=False)
    assert other.count() == 1
    assert page.locator(f".drawing > {way}").is_visible()
    boxes = page.locator(f".drawing {way} a > rect").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().toJSON())"
    )
    assert len(boxes) == 26
    for a, b in combinations(boxes, 2):
        beside = a["right"] <= b["left"] + 1 or b["right"] <= a["left"] + 1
        assert beside or a["bottom"] <= b["top"] + 1 or b["bottom"] <= a["top"] + 1
    assert min(min(box["width"], box["height"]) for box in boxes) >= 24


def test_on_a_telephone_the_drawing_takes_one_screen(shown, page):
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(f"{shown}/om-citrix/")
    box = page.locator(".drawing").bounding_box()
    assert box["height"] <= 640
    assert box["x"] >= 0


@pytest.mark.parametrize(("width", "way"), [WIDE, NARROW])
def test_no_words_of_the_drawing_are_wider_than_we_reckon(shown, page, width, way):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{shown}/om-citrix/")
    found = page.locator(f".drawing {way} text:not(.name)").evaluate_all(
        "all => all.map(one => [one.textContent, one.getComputedTextLength(),"
        " parseFloat(getComputedStyle(one).fontSize)])"
    )
    assert len(found) >= 10
    assert [text for text, long, size in found if long > reckoned(text, size)] == []


def test_without_scripts_everything_works(shown, chromium):
    context = chromium.new_context(
        java_script_enabled=False, locale=LOCALE, viewport={"width": 390, "height": 800}
    )
    with watched(context.new_page()) as page:
        page.goto(f"{shown}/om-citrix/")
        page.locator(".filters > summary").click()
        page.get_by_label("Besluit").check()
        page.get_by_role("search").get_by_role("button", name="Toon").click()
        assert page.url.endswith("?soort=besluit")
        page.get_by_label("Wat was bekend op").fill("12 augustus 2025")
        page.locator(".day-form").get_by_role("button", name="Toon").click()
        assert page.url.endswith("?soort=besluit&peildatum=2025-08-12")
        page.get_by_role("link", name="Het College").click()
        assert page.url.endswith("?peildatum=2025-08-12")
        page.get_by_text("Kopieer link of citeer").click()
        assert page.get_by_text("@online{").is_visible()
        assert page.get_by_role("button", name="Kopieer").count() == 0
        page.get_by_role("link", name="Kamervragen").click()
        page.get_by_role("link", name="Nog geen antwoord").click()
        assert "uitkomst=open" in page.url
        assert "peildatum=2025-08-12" in page.url
        page.goto(f"{shown}/om-citrix/vergelijk/")
        page.get_by_label("Eerste dag").fill("17-7-2025")
        page.get_by_label("Tweede dag").fill("12 augustus 2025")
        page.get_by_role("button", name="Toon").click()
        assert page.locator(".event").count() > 0
    context.close()


def test_one_press_copies_the_link(shown, chromium):
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    with watched(context.new_page()) as page:
        page.goto(f"{shown}{EVENT}")
        page.get_by_text("Kopieer link of citeer").click()
        page.get_by_role("button", name="Kopieer").first.click()
        page.get_by_text("Gekopieerd: actuele versie.").wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == f"{shown}{EVENT}"
    context.close()


def test_where_a_browser_forbids_copying_the_text_is_selected_and_that_is_said(shown, chromium):
    context = chromium.new_context()
    context.add_init_script("navigator.clipboard.writeText = async () => { throw new Error(); }")
    with watched(context.new_page()) as page:
        page.goto(f"{shown}{EVENT}")
        page.get_by_text("Kopieer link of citeer").click()
        page.get_by_role("button", name="Kopieer").first.click()
        page.get_by_role("status").get_by_text("De tekst is geselecteerd").wait_for()
        assert page.evaluate("getSelection().toString()") == f"{shown}{EVENT}"
    context.close()


@pytest.mark.parametrize("width", [320, 360, 768, 1440])
def test_no_page_scrolls_sideways(shown, page, width):
    page.set_viewport_size({"width": width, "height": 800})
    for path in (*READABLE.values(), *REFUSED.values()):
        page.goto(shown + path)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("width", [1280, 640])
def test_text_of_twice_the_size_still_fits(shown, page, width):
    page.set_viewport_size({"width": width, "height": 800})
    for path in READABLE.values():
        page.goto(shown + path)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert cut_off(page) == [], path


def cut_off(page) -> list[str]:
    """Return the texts that stick out of a box which hides what does not fit."""
    return page.evaluate(
        """[...document.querySelectorAll('main *:not(.visually-hidden)')].filter(one => {
            const style = getComputedStyle(one)
            return style.overflow !== 'visible' && one.clientWidth > 1 && !one.closest('svg')
              && (one.scrollWidth > one.clientWidth + 1) && one.tagName !== 'INPUT'
          }).map(one => one.className || one.tagName)"""
    )


@pytest.mark.parametrize("path", ["/om-citrix/", EVENT])
def test_a_page_asks_little_and_only_of_its_own_host(shown, page, path):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{shown}{path}")
    page.wait_for_load_state("networkidle")
    assert all(url.startswith((shown, "data:")) for url in asked)
    assert len([url for url in asked if not url.startswith("data:")]) <= MOST_REQUESTS


def test_nothing_moves_for_who_asked_for_that(shown, page):
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{shown}/om-citrix/")
    moving = """[...document.querySelectorAll('*')].filter(one => {
      const style = getComputedStyle(one)
      return style.scrollBehavior === 'smooth' || style.animationName !== 'none'
        || parseFloat(style.transitionDuration) > 0
    }).length"""
    assert page.evaluate(moving) == 0


def test_signs_are_seen_in_forced_colours(shown, page):
    page.emulate_media(forced_colors="active")
    page.goto(f"{shown}/om-citrix/")
    colours = """one => [getComputedStyle(one, '::before').backgroundColor,
      getComputedStyle(document.body).backgroundColor]"""
    sign, ground = page.locator(".event .kind").first.evaluate(colours)
    assert sign != ground
