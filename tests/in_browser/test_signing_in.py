"""In a real Chromium: set up the second step, sign out, sign in with either kind of code."""

import os
from base64 import b32decode
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.conftest import code_of, with_telephone
from tests.helpers.browser import ONLY_WRONG, findings, in_chromium, looks, too_wide

PASSWORD = "lang-en-geheim"
WIDTHS = (360, 1440)

pytestmark = in_chromium


def look_at(page, name: str) -> None:
    """Hold the page to the rules of axe, narrow and wide, light and dark."""
    for look in looks(page, WIDTHS):
        assert findings(page, {**ONLY_WRONG, "preload": False}) + too_wide(page) == [], name
        if folder := os.environ.get("SCREENSHOTS"):
            page.screenshot(path=f"{folder}/{name}-{look}.png", full_page=True)


@pytest.fixture
def unwatched(chromium):
    """Return a page that may meet a refusal, which Chromium's console calls an error."""
    context = chromium.new_context(locale="nl-NL")
    yield context.new_page()
    context.close()


def give_password(page, address: str) -> None:
    page.goto(address)
    page.get_by_label("Gebruikersnaam:").fill("redactie")
    page.get_by_label("Wachtwoord:").fill(PASSWORD)
    page.get_by_role("button", name="Aanmelden").click()


def give_code(page, code: str) -> None:
    page.get_by_label("Code:").fill(code)
    page.get_by_role("button", name="Verder").click()


def test_an_editor_sets_up_the_second_step_and_comes_in_with_both_kinds_of_code(live_server, page):
    User.objects.create_superuser("redactie", password=PASSWORD)
    desk = f"{live_server.url}/admin/"
    give_password(page, f"{desk}incident/event/")
    assert page.locator("h1").inner_text() == "Tweede stap instellen"
    assert page.locator("svg.qr").bounding_box()["width"] > 150
    look_at(page, "nieuw")
    key = b32decode(page.locator(".secret").inner_text().replace(" ", "")).hex()
    page.get_by_label("Code:").fill("000000")
    page.get_by_role("button", name="Controleren en bewaren").click()
    assert "Deze code klopt niet." in page.locator(".errorlist").inner_text()
    look_at(page, "nieuw-fout")
    used = code_of(key)
    page.get_by_label("Code:").fill(used)
    page.get_by_role("button", name="Controleren en bewaren").click()
    codes = page.locator(".recovery-codes code").all_inner_texts()
    assert len(set(codes)) == 10
    look_at(page, "herstelcodes")
    page.get_by_role("link", name="Ik heb de codes bewaard, verder").click()
    assert page.url == f"{desk}incident/event/"

    page.get_by_role("button", name="Afmelden").click()
    give_password(page, desk)
    look_at(page, "code")
    give_code(page, used)
    assert "Deze code klopt niet, of is al gebruikt." in page.locator(".errornote").inner_text()
    look_at(page, "code-fout")
    a_second_ago = timezone.now() - timedelta(seconds=1)  # which is what a wrong code costs
    TOTPDevice.objects.update(throttling_failure_timestamp=a_second_ago)
    give_code(page, code_of(key, steps=1))
    assert page.url == desk
    page.get_by_role("link", name="Tweede stap").click()
    assert "U hebt nog 10 herstelcodes." in page.locator("main").inner_text()
    look_at(page, "tweede-stap")
    page.get_by_role("link", name="Nieuwe herstelcodes maken").click()
    look_at(page, "wachtwoord")

    page.get_by_role("button", name="Afmelden").click()
    give_password(page, desk)
    give_code(page, codes[3].upper())
    assert "U hebt er nog 9 over." in page.locator(".messagelist").inner_text()


def test_who_waited_too_long_finds_the_typed_text_again(live_server, unwatched):
    page = unwatched
    user = User.objects.create_superuser("redactie", password=PASSWORD)
    key = with_telephone(user).key
    desk = f"{live_server.url}/admin/"
    give_password(page, f"{desk}incident/incident/add/")
    give_code(page, code_of(key))
    page.get_by_label("Titel:").first.fill("Een titel waar lang over is nagedacht")
    page.context.clear_cookies(name="sessionid")
    page.context.add_cookies(
        [{"name": "sessionid", "value": "x" * 32, "domain": "localhost", "path": "/admin/"}]
    )
    page.get_by_role("button", name="Opslaan", exact=True).click()
    assert "Niet opgeslagen" in page.locator("h1").inner_text()
    assert page.locator("textarea").first.input_value() == "Een titel waar lang over is nagedacht"
    look_at(page, "afgelopen")
    page.goto(f"{desk}login/?sessie=afgelopen")
    look_at(page, "aanmelden")
    user.set_password("anders-en-lang")
    user.save()
    give_password(page, f"{desk}login/")
    assert page.locator(".errornote").inner_text().startswith("Deze gebruikersnaam")
    look_at(page, "aanmelden-fout")


def test_a_beheerder_finds_who_has_a_second_step_and_takes_one_away(live_server, page):
    users = f"{live_server.url}/admin/auth/user/"
    with_telephone(User.objects.create_user("schrijver", password=PASSWORD, is_staff=True))
    key = with_telephone(User.objects.create_superuser("redactie", password=PASSWORD)).key
    give_password(page, users)
    give_code(page, code_of(key))
    assert page.url == users
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=f"{folder}/gebruikers.png", full_page=True)
    page.get_by_role("link", name="schrijver", exact=True).click()
    if folder:
        page.screenshot(path=f"{folder}/gebruiker.png", full_page=True)
    page.get_by_role("link", name="Tweede stap wissen").click()
    look_at(page, "wissen")
    page.get_by_role("button", name="Ja, wis de tweede stap").click()
    assert "De tweede stap van schrijver is gewist." in page.locator(".messagelist").inner_text()
    page.get_by_role("button", name="Afmelden").click()
    look_at(page, "afgemeld")
