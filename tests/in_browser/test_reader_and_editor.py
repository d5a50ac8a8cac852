"""In a real Chromium: filter, open an event, take the CSV, sign in, change an event."""

from django.contrib.auth.models import User

from incident.models import Event
from tests.conftest import code_of, with_telephone
from tests.helpers.browser import in_chromium

pytestmark = in_chromium


def test_a_reader_filters_opens_an_event_and_takes_the_csv(site, page):
    page.goto(site)
    assert page.url == f"{site}/om-citrix/"
    assert page.locator(".event").count() == 23
    page.get_by_label("Besluit").check()
    page.get_by_label("Vanaf").fill("2025-08-01")
    page.get_by_role("search").get_by_role("button", name="Toon").click()
    assert page.url == f"{site}/om-citrix/?vanaf=2025-08-01&soort=besluit"
    assert page.get_by_role("status").inner_text().startswith("1 gebeurtenis vanaf 1 augustus 2025")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV", exact=True).click()
    text = download.value.path().read_text()
    assert text.count("om-citrix,2025-08-") == 1
    assert "kst-26643-1378" in text
    page.get_by_role("link", name="Haal weg: soort besluit").click()
    assert page.url == f"{site}/om-citrix/?vanaf=2025-08-01"
    page.locator("h3 a", has_text="Het College van procureurs-generaal").click()
    assert "Het College" in page.locator("h1").inner_text()
    page.get_by_role("link", name="Kamerstukken II 2024/25, 26 643, nr. 1378").first.click()
    assert page.url == f"{site}/kamerstukken/kst-26643-1378/"


def test_an_editor_signs_in_and_corrects_an_event(site, page):
    user = User.objects.create_superuser("redactie", password="lang-en-geheim")
    key = with_telephone(user).key
    event = Event.objects.get(slug="2025-07-om-van-internet")
    page.goto(f"{site}/admin/")
    page.get_by_label("Gebruikersnaam:").fill("redactie")
    page.get_by_label("Wachtwoord:").fill("lang-en-geheim")
    page.get_by_role("button", name="Aanmelden").click()
    page.get_by_label("Code:").fill(code_of(key))
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("link", name="Gebeurtenissen").first.click()
    page.locator("#searchbar").fill("26 643, nr. 1376")
    page.locator("#searchbar").press("Enter")
    page.get_by_role("link", name=event.title).click()
    page.get_by_label("Titel:").first.fill("Het OM gaat van het internet af")
    page.get_by_label("Datum:").first.fill("17 juli 2025")
    page.locator(".select2-selection").first.click()
    page.locator(".select2-search__field").fill("kst-26643-1378")
    page.locator(".select2-results__option", has_text="nr. 1378").click()
    page.get_by_label("Reden:").fill("De titel was te lang.")
    page.get_by_label("Inhoud:").check()
    page.get_by_role("button", name="Opslaan", exact=True).click()
    page.goto(f"{site}{event.get_absolute_url()}")
    assert page.locator("h1").inner_text().endswith("Het OM gaat van het internet af")
    assert page.get_by_role("link", name="nr. 1378").count() > 0
    event.refresh_from_db()
    assert event.version == 2
