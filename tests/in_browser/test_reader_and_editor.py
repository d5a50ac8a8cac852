"""In a real Chromium: filter, take the CSV, change an event, and make a second incident."""

import pytest
from django.contrib.auth.models import Group, User

from incident.models import Event, Incident
from incident.values.kinds import SIGNS
from tests.conftest import code_of, with_telephone
from tests.factories import EventFactory
from tests.helpers.browser import LOCALE, findings, in_chromium, looks, too_wide, watched
from tests.helpers.people import PASSWORD, Person

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


# A second incident, by somebody who reads no code


@pytest.fixture
def somebody(chromium, site):
    """Return the function that signs somebody in with a role, at a screen of their own."""
    contexts = []

    def enter(name: str, role: str) -> Person:
        user = User.objects.create_user(name, password=PASSWORD, is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        context = chromium.new_context(locale=LOCALE)
        contexts.append(context)
        person = Person(context.new_page(), site)
        person.sign_in(name, with_telephone(user).key)
        return person

    yield enter
    for context in contexts:
        context.close()


def kind(person: Person, row: int, **about: str) -> None:
    for part, text in about.items():
        field = person.page.locator(f"[name=kinds-{row}-{part}]")
        field.select_option(text) if part == "sign" else field.fill(text)


def save(person: Person, button: str = "Opslaan") -> None:
    person.page.get_by_role("button", name=button, exact=True).first.click()
    person.page.wait_for_load_state()


def test_a_new_editor_and_a_second_reader_make_a_second_incident(somebody, site, page):
    editor, reader = somebody("els", "eindredacteur"), somebody("rik", "eindredacteur")
    editor.page.get_by_role("link", name="Nieuw incident").click()
    editor.page.get_by_label("Titel:", exact=True).fill("De brug bij het dorp")
    editor.page.get_by_label("Ondertitel:").fill("Hoe een brug maanden dicht ging")
    for row in (1, 2, 3, 6):
        kind(editor, row, label="")
    kind(editor, 5, label="Debat", explanation="De Kamer sprak erover.")
    kind(editor, 9, label="Storing", sign="ster", explanation="De brug deed het niet.", order="1")
    editor.page.get_by_label("Woorden die hetzelfde betekenen:").fill("brug, overgang")
    editor.page.get_by_label("Gevolgde dossiers:").fill("29 385")
    editor.look("1-nieuw-incident")
    save(editor)
    brug = Incident.objects.get(slug="de-brug-bij-het-dorp")
    steps = f"{site}/admin/incident/incident/{brug.pk}/naar-lezers/"
    assert editor.page.url == steps
    editor.look("2-op-weg")
    editor.page.get_by_role("link", name="Doe dit: De eerste gebeurtenis met een bron").click()
    editor.page.get_by_label("Titel:").first.fill("De brug gaat niet meer open")
    editor.page.get_by_label("Soort:").select_option(label="Storing: De brug deed het niet.")
    editor.page.get_by_label("Tekst:").first.fill("De klep bleef steken.")
    editor.page.get_by_label("Datum:").first.fill("4 maart 2025")
    editor.page.get_by_text("Andere bron toevoegen").click()
    editor.page.locator("#id_links-0-publisher").fill("Dorpskrant")
    editor.page.locator("#id_links-0-url").fill("https://krant.example/brug")
    save(editor, "Bied aan ter beoordeling")
    assert page.goto(f"{site}/de-brug-bij-het-dorp/").status == 404
    assert "De brug" not in page.request.get(f"{site}/sitemap.xml").text()
    event = Event.objects.get(incident=brug)
    reader.goto(f"/admin/incident/event/{event.pk}/change/")
    save(reader, "Publiceer")
    editor.page.goto(steps)
    editor.look("3-te-openen")
    editor.page.get_by_role("link", name="Doe dit: Het incident openen").click()
    editor.page.get_by_label("Openbaar", exact=True).check()
    save(editor)
    page.goto(f"{site}/")
    assert page.get_by_role("heading", name="De brug bij het dorp").count() == 1
    person = Person(page, site)
    person.look("4-voorpagina")
    page.get_by_role("link", name="De brug bij het dorp").click()
    assert page.url == f"{site}/de-brug-bij-het-dorp/"
    assert page.locator('.event[data-kind="ster"]').count() == 1
    person.look("5-tijdlijn")
    page.get_by_label("Storing").check()
    page.get_by_role("search").get_by_role("button", name="Toon").click()
    assert page.url == f"{site}/de-brug-bij-het-dorp/?soort=storing"


def test_axe_finds_nothing_on_the_way_of_a_new_incident(examined):
    brug = Incident(slug="brug", title="De brug")
    brug.kinds = "storing | ster | Storing\nparlement | parlement | Debat"
    brug.save()
    EventFactory(incident=brug, kind="storing", title="De brug hapert")
    pages = (
        f"/admin/incident/incident/{brug.pk}/naar-lezers/",
        f"/admin/incident/incident/{brug.pk}/change/",
        f"/admin/incident/event/add/?incident={brug.pk}",
    )
    found = {}
    with watched(examined):
        for address in pages:
            examined.goto(address)
            for look in looks(examined, (360, 1440)):
                found[address, look] = [*findings(examined), *too_wide(examined)]
    assert {where: said for where, said in found.items() if said} == {}


def test_axe_finds_nothing_on_pages_with_all_signs(chromium, site):
    brug = Incident(slug="brug", title="De brug", is_published=True)
    brug.kinds = "\n".join(f"{sign} | {sign} | {sign.capitalize()}" for sign in SIGNS)
    brug.save()
    for number, sign in enumerate(SIGNS):
        EventFactory(incident=brug, kind=sign, date=f"2025-03-{number + 1:02}", title=sign)
    context = chromium.new_context(bypass_csp=True, base_url=site, locale=LOCALE)
    page, found = context.new_page(), {}
    for address in ("/", "/brug/"):
        page.goto(address)
        for look in looks(page, (360, 1440)):
            found[address, look] = [*findings(page), *too_wide(page)]
    Person(page, site).look("6-alle-vormen")
    context.close()
    assert {where: said for where, said in found.items() if said} == {}
