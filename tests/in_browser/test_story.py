"""In a real Chromium: one event from first word to tombstone, by three people, and its readers."""

import time

import pytest
from django.contrib.auth.models import Group, User

from incident.models import Event, Kamerstuk
from tests.conftest import with_telephone
from tests.helpers.browser import LOCALE, in_chromium
from tests.helpers.people import PASSWORD, Person

pytestmark = in_chromium
TITLE = "De minister meldt dat de proef begonen is"
SPELLED = "De minister meldt dat de proef begonnen is"
ROLES = {"sanne": "schrijver", "ed": "eindredacteur", "tweede": "eindredacteur"}


@pytest.fixture
def somebody(chromium, site):
    """Return the function that sits somebody down: by name with a role, or a reader without."""
    contexts, complaints = [], []

    def sit(name: str = "") -> Person:
        contexts.append(chromium.new_context(locale=LOCALE))
        page = contexts[-1].new_page()
        page.set_viewport_size({"width": 1280, "height": 900})
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: said.type == "error" and complaints.append(said.text))
        person = Person(page, site)
        if name:
            user = User.objects.create_user(name, password=PASSWORD, is_staff=True)
            user.groups.add(Group.objects.get(name=ROLES[name]))
            person.sign_in(name, with_telephone(user).key)
        return person

    yield sit
    for context in contexts:
        context.close()
    assert [said for said in complaints if "status of 410" not in said] == []


def test_the_whole_story_of_one_event(somebody):
    sanne, ed, second, reader = map(somebody, ("sanne", "ed", "tweede", ""))
    form = write(sanne)
    link = preview(sanne, reader)
    offer(sanne, form)
    refuse_own(ed, form)
    address = publish(second, reader, form, link)
    correct(second, reader, form, address)
    withdraw(second, reader, form, address)
    look_up(second, reader, form)


def write(sanne) -> str:
    """Paste a citation, say what the paper is, and write the event; return its form's address."""
    sanne.look("01-voorpagina")
    sanne.goto("/admin/incident/kamerstuk/snel-toevoegen/")
    sanne.page.wait_for_selector("#id_pasted:focus")
    sanne.type("Kamerstukken II, 2025-2026, 26643, nr. 1402.")
    sanne.click("Zoek op en voeg toe")
    assert sanne.text("[role=status]") == "1 lijkt op een bestaand stuk."
    sanne.look("02-geplakt")
    sanne.press_on(sanne.page.get_by_label("Toch een nieuw stuk"))
    sanne.click("Verwerk mijn keuzes")
    assert sanne.text("[role=status]") == "1 gemaakt."
    sanne.press_on(sanne.page.locator(".quick-results td a").first)
    sanne.fill("Onderwerp:", "Proef met inloggen")
    sanne.fill("Datum:", "18 november 2025")
    sanne.look("03-stuk")
    sanne.click("Opslaan en opnieuw bewerken")
    sanne.click("Nieuwe gebeurtenis", "link")
    sanne.page.wait_for_selector("#id_title:focus")
    sanne.type(TITLE)
    sanne.page.get_by_label("Soort:").select_option("parlement")
    sanne.fill("Tekst:", "De minister schrijft dat een proef met inloggen begon.")
    sanne.fill("Datum:", "18-11-2025")
    sanne.page.get_by_label("Zo gemeld aan de Kamer").first.check()
    sanne.look("04-nieuw")
    sanne.press("Control+s")
    sanne.page.wait_for_selector(".messagelist .success")
    assert "Zeg bij een vindplaats waar het in het stuk staat" in sanne.text(".notice")
    sanne.look("05-wat-ontbreekt")
    return sanne.page.url.removeprefix(sanne.site)


def preview(sanne, reader) -> str:
    """See the draft as it will be, alone and in place; give a reader the link; return that."""
    sanne.fill("Plaats in het stuk:", "p. 2")
    sanne.click("Opslaan en voorbeeld")
    assert "Lezers zien dit nog niet" in sanne.text("aside")
    sanne.look("06-voorbeeld")
    link = sanne.text("aside code")
    sanne.click("in de tijdlijn", "link")
    place = sanne.page.url.partition("#")[0]
    assert sanne.page.get_by_role("link", name=TITLE).count() == 1
    sanne.look("07-voorbeeld-in-tijdlijn")
    sanne.page.goto(f"{place}?peildatum=2025-11-17")
    assert sanne.page.get_by_role("link", name=TITLE).count() == 0
    sanne.page.goto(f"{place}?peildatum=2025-11-18")
    assert sanne.page.get_by_role("link", name=TITLE).count() == 1
    sanne.look("08-voorbeeld-op-peildatum")
    answer = reader.page.goto(link)
    assert answer.headers["cache-control"] == "no-store"
    assert "noindex" in answer.headers["x-robots-tag"]
    assert reader.text("h1").endswith(TITLE)
    assert reader.page.context.cookies() == []
    assert reader.page.get_by_role("link", name="terug naar bewerken").count() == 0
    reader.look("09-link-voor-buiten")
    return link


def offer(sanne, form: str) -> None:
    sanne.goto(form)
    assert "heeft alles om hem aan te bieden" in sanne.text(".notice")
    sanne.click("Bied aan ter beoordeling")
    assert "wacht nu op een tweede lezer" in sanne.text(".messagelist")
    sanne.look("10-aangeboden")


def refuse_own(ed, form: str) -> None:
    """Change a word as second reader: from then on it is one's own text too."""
    ed.goto(form)
    assert "wijzig dan niets" in ed.text(".notice")
    ed.look("11-ter-beoordeling")
    ed.fill("Tekst:", "De minister schreef dat een proef met inloggen begon.")
    ed.click("Publiceer")
    assert "U schreef zelf aan deze tekst" in ed.text(".errorlist")
    assert ed.page.get_by_label("Tekst:").input_value().startswith("De minister schreef")
    ed.look("12-eigen-tekst")
    ed.click("Opslaan")
    ed.goto(form)
    assert "Een andere eindredacteur leest" in ed.text(".notice")
    assert ed.page.get_by_role("button", name="Publiceer", exact=True).count() == 0
    ed.click("Publiceer zonder tweede lezer")
    assert "kan alleen met een reden" in ed.text(".field-reason")
    ed.look("13-zonder-reden")


def publish(second, reader, form: str, link: str) -> str:
    """Publish as second reader; return the address, where readers find the event."""
    second.goto(form)
    second.click("Publiceer")
    assert "Lezers zien het nu" in second.text(".messagelist")
    second.look("14-gepubliceerd")
    address = Event.objects.get(title=TITLE).get_absolute_url()
    assert reader.goto(address).status == 200
    assert reader.text("h1").endswith(TITLE)
    assert "Gecorrigeerd" not in reader.text()
    reader.look("15-openbaar")
    assert reader.page.goto(link).status == 410
    assert "werkt niet meer" in reader.text("h1")
    reader.look("16-link-dood")
    assert reader.page.context.cookies() == []
    return address


def correct(second, reader, form: str, address: str) -> None:
    """Correct a slip, and then what it says; readers see both, with the words."""
    second.goto(form)
    assert "Wat u opslaat, zien zij meteen" in second.text(".notice")
    second.fill("Titel:", SPELLED)
    second.click("Opslaan")
    assert "Zeg daarom in één zin waarom" in second.text(".field-reason")
    assert "Kies of dit een verschrijving is" in second.text(".field-nature")
    second.look("17-correctie-zonder-reden")
    second.fill("Reden:", "Een letter te weinig.")
    second.page.get_by_label("Verschrijving").check()
    second.click("Opslaan")
    reader.goto(address)
    assert reader.text("h1").endswith(SPELLED)
    assert reader.page.locator(".corrections ins").first.inner_text().endswith("begonnen")
    reader.look("18-verschrijving")
    second.goto(form)
    second.fill("Tekst:", "De minister schreef dat een proef met inloggen in december begint.")
    second.fill("Reden:", "De brief zegt december.")
    second.page.get_by_label("Inhoud:").check()
    second.look("19-correctie")
    second.click("Opslaan")
    reader.goto(address)
    assert "Gecorrigeerd op" in reader.text("header.page")
    corrections = reader.text(".corrections")
    for words in ("Een letter te weinig.", "De brief zegt december.", "in december begint"):
        assert words in corrections
    reader.look("20-gecorrigeerd")


def withdraw(second, reader, form: str, address: str) -> None:
    """Withdraw with a reason; the address says that it was there, and why it is gone."""
    second.goto(form)
    second.click("Trek in")
    assert "Zeg daarom in één zin waarom" in second.text(".field-reason")
    second.fill("Reden:", "De proef ging niet door.")
    second.click("Trek in")
    assert "Op het adres lezen mensen nu waarom" in second.text(".messagelist")
    second.look("21-ingetrokken")
    assert reader.goto(address).status == 410
    assert "De proef ging niet door." in reader.text()
    assert "december" not in reader.text("h1")
    reader.look("22-grafsteen")


def look_up(second, reader, form: str) -> None:
    """Find what happened: readers in the public log, staff in the desk's log and history."""
    reader.goto("/om-citrix/wijzigingen/")
    log = reader.text("main")
    for words in ("Een letter te weinig.", "De brief zegt december.", "De proef ging niet door."):
        assert words in log
    assert not {"sanne", "tweede"} & set(log.split())
    reader.look("23-openbaar-logboek")
    second.goto(form)
    second.look("24-ingetrokken-formulier")
    second.click("Geschiedenis", "link")
    steps = second.page.locator(".history h2").all_inner_texts()
    assert [step.split(" – ")[0] for step in steps] == [
        *("Ingetrokken", "Gewijzigd", "Gewijzigd", "Gepubliceerd", "Gewijzigd"),
        *("Ter beoordeling aangeboden", "Gewijzigd", "Gemaakt"),
    ]
    assert second.page.locator(".history ins", has_text="begonnen").count() > 0
    second.look("25-geschiedenis")
    second.goto("/admin/incident/change/")
    second.page.locator("#searchbar").fill("proef begonnen")
    second.page.locator("#searchbar").press("Enter")
    second.look("26-logboek")
    second.page.locator("#result_list tbody a").first.click()
    assert "De proef ging niet door." in second.text("#content")
    second.look("27-regel-in-logboek")
    second.click("Alle wijzigingen hiervan", "link")
    assert second.page.locator(".history h2").all_inner_texts() == steps


def test_how_long_a_new_event_with_a_known_paper_takes(somebody, capsys):
    """From the sign-in to the preview; what it costs is printed, the clicks are held."""
    sanne = somebody()
    user = User.objects.create_user("sanne", password=PASSWORD, is_staff=True)
    user.groups.add(Group.objects.get(name="schrijver"))
    key, begun = with_telephone(user).key, time.monotonic()
    sanne.sign_in("sanne", key)
    paper = Kamerstuk.objects.get(number="1378")
    sanne.press_on(sanne.page.locator("a[href='/admin/incident/event/add/']").first)
    sanne.page.wait_for_selector("#id_title:focus")
    sanne.type("Proef met inloggen")
    sanne.press("Tab", "Tab")
    sanne.type("Parl")
    sanne.press("Tab")
    sanne.type("De minister schreef dat een proef begon.")
    sanne.press("Tab")
    sanne.type("4-8-2025")
    sanne.press_on(sanne.page.get_by_text("Vindplaats toevoegen"))
    sanne.page.wait_for_selector("#citations-0 .select2-selection:focus")
    sanne.press("Enter")
    sanne.page.wait_for_selector(".select2-search__field:focus")
    sanne.type("1378")
    chosen = sanne.page.locator(".select2-results__option--highlighted", has_text="nr. 1378")
    chosen.wait_for()  # the list before the search has it too, but Enter takes what is lit
    sanne.press("Enter", "Tab")
    sanne.press_on(sanne.page.locator("#id_citations-0-locator"))
    sanne.type("p. 1")
    sanne.click("Opslaan en voorbeeld")
    assert "Lezers zien dit nog niet" in sanne.text("aside")
    took = time.monotonic() - begun
    with capsys.disabled():
        print(f"\nLogin to preview: {sanne.clicks} clicks, {sanne.keys} keys, {took:.1f} s.")  # noqa: T201
    event = Event.objects.get(title="Proef met inloggen")
    assert [citation.kamerstuk for citation in event.citations.all()] == [paper]
    assert (event.kind, event.date) == ("parlement", "2025-08-04")
    assert sanne.clicks <= 4
