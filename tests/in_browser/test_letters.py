"""In a real Chromium, at the reading table: by keyboard, without scripts, on a telephone."""

import re
from itertools import chain

import pytest
from django.conf import settings
from django.contrib.auth.models import User

from incident.models import Event, Incident, Kamerstuk, Letter, LetterStep
from tests.conftest import sign_in
from tests.desk.letters.conftest import LETTER, PAGE
from tests.factories import IncidentFactory
from tests.helpers.browser import LOCALE, findings, in_chromium, looks, too_wide

pytestmark = in_chromium


def read_in(page, text: str = LETTER) -> None:
    """Paste a letter, and come to its table."""
    page.goto(PAGE)
    page.get_by_label("Of plak de tekst").fill(text)
    page.get_by_role("button", name="Lees de brief in").click()
    page.locator(".finds").wait_for()


def row(page, key: str):
    return page.locator(f"#r-{key}")


def key_of(page, kind: str) -> str:
    """Return the key of the first find of a kind."""
    return page.locator(f".finds li.{kind}").first.get_attribute("id").removeprefix("r-")


def focus(page) -> str:
    """Return what has the focus: its id, name or words."""
    return page.evaluate("(e => e.id || e.name || e.innerText.trim())(document.activeElement)")


def seen(page) -> dict[str, list]:
    """Return what is wrong at both widths, and in both schemes, by how it was looked at."""
    both = chain(looks(page, (360,), ("light",)), looks(page, (1440,), ("dark",)))
    return {look: findings(page) + too_wide(page) for look in both}


def take(page, key: str) -> None:
    row(page, key).get_by_role("button", name="Neem over").click()


def open_form(page, key: str) -> None:
    """Unfold a form, where it is not that of the first open find, which is unfolded already."""
    if row(page, key).locator("details[open]").count() == 0:
        row(page, key).locator("summary").click()


@pytest.fixture
def signed_in(live_server, client):
    """Return the cookie of an editor who is signed in, in a record of one incident.

    The whole case takes a second each time, and no letter here is about it.
    """
    IncidentFactory()
    sign_in(client, User.objects.create_superuser("redactie"))
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": f"{live_server.url}/admin/"}


@pytest.fixture
def address(signed_in):
    """Return where the table of our letter is."""
    letter, _ = Letter.objects.keep(Incident.objects.get(), "brief.txt", b"", [LETTER])
    return f"{PAGE}{letter.pk}/"


@pytest.fixture
def at_table(examined, address):
    examined.goto(address)
    return examined


@pytest.fixture
def by_keys(page, desk, address):
    """Return a page with our policy, at the table."""
    page.goto(desk + address)
    return page


def test_axe_finds_nothing_from_the_file_to_the_table_with_an_error(examined):
    page = examined
    page.goto(PAGE)
    page.get_by_role("button", name="Lees de brief in").click()
    page.get_by_text("Kies een bestand, of plak de tekst van de brief.").wait_for()
    found = {"inlezen": seen(page)}
    read_in(page)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    found["tafel"] = seen(page)
    row(page, "vragen").get_by_role("button", name="Leg weg").click()
    page.get_by_text("Weggelegd door").wait_for()
    key = key_of(page, "datum")
    take(page, open_and_fill(page, key, "Titel", "De brug gaat dicht"))
    page.get_by_text("Neem eerst ‘Het stuk zelf’ over").wait_for()
    found["fout"] = seen(page)
    said = {(name, look): wrong for name, of in found.items() for look, wrong in of.items()}
    assert {where: wrong for where, wrong in said.items() if wrong} == {}


def test_on_a_telephone_the_finds_stand_below_the_letter(at_table):
    def boxes():
        return [
            at_table.locator(f".reading > .{name}").bounding_box() for name in ("letter", "finds")
        ]

    at_table.set_viewport_size({"width": 360, "height": 800})
    letter, finds = boxes()
    assert finds["y"] >= letter["y"] + letter["height"]
    assert finds["width"] <= 360
    at_table.set_viewport_size({"width": 1440, "height": 800})
    letter, finds = boxes()
    assert finds["x"] >= letter["x"] + letter["width"]
    assert finds["y"] == letter["y"]


def test_from_the_words_to_the_find_and_back_by_keyboard(by_keys):
    page, key = by_keys, key_of(by_keys, "datum")
    page.locator(f"#b-{key}").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(f"#r-{key}:target")
    page.keyboard.press("Tab")
    assert focus(page).startswith("Toon in de brief")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"#b-{key}:target")
    assert focus(page) == f"b-{key}"


def test_a_whole_step_by_keyboard_ends_at_the_next_open_find(by_keys):
    page = by_keys
    row(page, "stuk").locator("summary").focus()
    page.keyboard.press("Tab")
    while focus(page) != "id_stuk-title":
        page.keyboard.press("Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type("De brug en zijn minister")
    page.keyboard.press("Enter")
    page.wait_for_selector("#r-vragen:target")
    assert Kamerstuk.objects.filter(title="De brug en zijn minister").exists()
    assert row(page, "vragen").locator("details").get_attribute("open") is not None
    assert row(page, "stuk").locator("details").count() == 0
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('li').id") == "r-vragen"


def test_one_goes_on_at_what_was_skipped_and_stays_at_what_is_opened_again(by_keys):
    page = by_keys
    key = page.locator(".finds > ol > li").last.get_attribute("id").removeprefix("r-")
    row(page, key).get_by_role("button", name="Leg weg").click()
    page.wait_for_selector("#r-stuk:target")
    row(page, key).get_by_role("button", name="Toch weer open").click()
    page.wait_for_selector(f"#r-{key}:target")
    assert not LetterStep.objects.exists()


def test_what_is_wrong_has_the_focus_and_keeps_what_was_typed(by_keys):
    page = by_keys
    row(page, "vragen").get_by_role("button", name="Leg weg").click()
    page.wait_for_selector("li:target")
    take(page, open_and_fill(page, "stuk", "Datum van het stuk", "31 juni 2025"))
    page.get_by_text("31 juni 2025 bestaat niet.").first.wait_for()
    field = row(page, "stuk").get_by_label("Datum van het stuk")
    assert focus(page) == "id_stuk-date"
    assert page.title().startswith("Fout: ")
    assert field.input_value() == "31 juni 2025"
    assert field.get_attribute("aria-invalid") == "true"
    described = field.get_attribute("aria-describedby").split()
    said = " ".join(page.locator(f"[id='{one}']").inner_text() for one in described)
    assert "31 juni 2025 bestaat niet." in said


def open_and_fill(page, key: str, label: str, text: str) -> str:
    open_form(page, key)
    row(page, key).get_by_label(label).fill(text)
    return key


def test_what_is_wrong_with_no_field_has_the_focus_too(by_keys):
    page = by_keys
    row(page, "vragen").get_by_role("button", name="Leg weg").click()
    page.wait_for_selector("li:target")
    key = open_and_fill(page, key_of(page, "datum"), "Titel", "De brug gaat dicht")
    take(page, key)
    alert = row(page, key).get_by_role("alert")
    alert.wait_for()
    assert alert.evaluate("one => one === document.activeElement")
    assert "Neem eerst ‘Het stuk zelf’ over" in alert.inner_text()
    assert row(page, key).get_by_label("Titel").input_value() == "De brug gaat dicht"


def test_without_scripts_a_letter_becomes_drafts(chromium, live_server, signed_in):
    context = chromium.new_context(
        java_script_enabled=False, base_url=live_server.url, locale=LOCALE
    )
    context.add_cookies([signed_in])
    page = context.new_page()
    read_in(page)
    open_form(page, "stuk")
    take(page, "stuk")
    page.get_by_text("Overgenomen door redactie").wait_for()
    take(page, "vragen")
    key = page.locator(".finds li.datum", has_text="3 juli 2025").get_attribute("id")[2:]
    take(page, open_and_fill(page, key, "Titel", "De brug gaat dicht"))
    page.get_by_role("link", name="De brug gaat dicht").wait_for()
    event = Event.objects.get(title="De brug gaat dicht")
    assert event.citations.get().kamerstuk == Letter.objects.get().kamerstuk
    page.get_by_text("Klaar met deze brief?").click()
    page.get_by_role("button", name=re.compile("Leg de rest weg")).click()
    page.get_by_text(re.compile(r"Alle [0-9]+ vondsten zijn gedaan")).wait_for()
    context.close()


def test_on_paper_the_letter_is_there_and_no_button(at_table):
    take_away = row(at_table, "stuk").get_by_role("button", name="Leg weg")
    assert take_away.is_visible()
    at_table.emulate_media(media="print")
    assert not at_table.locator(".reading button:visible, .reading form:visible").count()
    assert at_table.get_by_text("De brug ging op").first.is_visible()
    assert findings(at_table) == []
