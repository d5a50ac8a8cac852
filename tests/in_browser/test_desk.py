"""In a real Chromium, on the desk: paste and number papers, save by keyboard, go on."""

from incident.models import Event, Kamerstuk
from tests.factories import CitationFactory, EventFactory
from tests.helpers.browser import findings, in_chromium, looks, too_wide

pytestmark = in_chromium
PAPERS = "/admin/incident/kamerstuk/"
QUICK = f"{PAPERS}snel-toevoegen/"
WIDTHS = (360, 1440)
UNNUMBERED = "26643-zonder-nummer-brief-2025-08-12"


def test_an_editor_pastes_chooses_and_numbers(desk, page):
    page.goto(desk + PAPERS)
    page.get_by_role("link", name="Snel toevoegen").click()
    page.wait_for_selector("#id_pasted:focus")
    page.keyboard.type("26643-1376\n26 643, nr. 1380\n2025D35001\n29628-1200\nonzin")
    page.get_by_role("button", name="Zoek op en voeg toe").click()
    assert page.get_by_role("status").inner_text() == (
        "1 gevonden, 1 gemaakt, 1 lijkt op een bestaand stuk, 1 zonder vergaderjaar, "
        "1 niet begrepen."
    )
    assert page.get_by_role("textbox", name="Vindplaatsen").input_value().endswith("onzin")
    page.get_by_label("Dit is het: ").check()
    page.get_by_label("Vergaderjaar, of datum").fill("17 juli 2025")
    page.get_by_role("button", name="Verwerk mijn keuzes").click()
    assert "krijgt de nieuwe vindplaats" in page.locator(".quick-numbering").inner_text()
    page.get_by_role("button", name="Nummer toekennen").click()
    page.get_by_text("1 genummerd").wait_for()
    assert Kamerstuk.objects.get(number="1200").session == "2024-2025"
    paper = Kamerstuk.objects.get(number="1380")
    assert paper.former_addresses.get().slug == UNNUMBERED
    page.goto(f"{desk}/kamerstukken/{UNNUMBERED}/")
    assert page.url == f"{desk}/kamerstukken/kst-26643-1380/"
    assert Kamerstuk.objects.filter(number="1380").count() == 1


def test_a_choice_is_made_without_a_mouse(desk, page):
    page.goto(desk + QUICK)
    page.wait_for_selector("#id_pasted:focus")
    page.keyboard.type("26 643, nr. 1380")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_label("Toch een nieuw stuk").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.get_by_label("Vergaderjaar, of datum").focus()
    page.keyboard.type("2024/25")
    page.keyboard.press("Enter")
    page.get_by_text("1 gemaakt.").wait_for()


def test_ctrl_s_saves_once_and_stays(desk, page):
    event = EventFactory(draft=True)
    page.goto(f"{desk}/admin/incident/event/{event.pk}/change/")
    page.wait_for_selector("#id_incident:focus")
    assert page.locator(".keys").is_visible()
    page.get_by_label("Titel:").first.fill("Met het toetsenbord")
    page.keyboard.press("Control+s")
    page.wait_for_selector(".messagelist .success")
    assert page.url == f"{desk}/admin/incident/event/{event.pk}/change/"
    event.refresh_from_db()
    assert (event.title, event.version) == ("Met het toetsenbord", 2)


def test_what_a_search_found_stands_below_its_field_where_there_is_no_room_beside_it(desk, page):
    for width in (360, 900):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{desk}/admin/incident/event/?q=netscaler")
        field, found = (page.locator(f"#changelist-search {one}") for one in ("input", ".quiet"))
        field, found = field.first.bounding_box(), found.first.bounding_box()
        assert found["y"] >= field["y"] + field["height"]
        assert found["width"] > width / 2


def test_what_is_wrong_gets_the_focus(desk, page):
    event = Event.objects.get(slug="2025-07-om-van-internet")
    page.goto(f"{desk}/admin/incident/event/{event.pk}/change/")
    page.get_by_label("Datum:").first.fill("ooit")
    page.keyboard.press("Control+s")
    page.wait_for_selector(".errornote")
    page.wait_for_selector("#id_date:focus")
    event.refresh_from_db()
    assert event.version == 1


def test_an_event_is_written_and_previewed_without_a_mouse(desk, page):
    page.goto(f"{desk}/admin/incident/event/add/")
    page.wait_for_selector("#id_title:focus")
    page.keyboard.type("Zonder muis")
    for text in ("", "Parl", "Er kwam een brief.", "4-8-2025", ""):
        page.keyboard.press("Tab")
        page.keyboard.type(text)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Vindplaats toevoegen"
    page.keyboard.press("Enter")
    page.wait_for_selector("#citations-0 .select2-selection:focus")
    page.keyboard.press("Enter")
    page.wait_for_selector(".select2-search__field:focus")
    page.keyboard.type("1378")
    page.locator(".select2-results__option--highlighted", has_text="nr. 1378").wait_for()
    page.keyboard.press("Enter")
    while page.evaluate("document.activeElement.name") != "citations-0-locator":
        page.keyboard.press("Tab")
    page.keyboard.type("p. 1")
    while page.evaluate("document.activeElement.name") != "_preview":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Lezers zien dit nog niet").wait_for()
    event = Event.objects.get(title="Zonder muis")
    assert (event.kind, event.date) == ("parlement", "2025-08-04")
    assert [citation.locator for citation in event.citations.all()] == ["p. 1"]


def test_enter_saves_and_never_publishes(desk, page):
    event = CitationFactory(event__review=True).event
    page.goto(f"{desk}/admin/incident/event/{event.pk}/change/")
    page.get_by_label("Titel:").first.fill("Met Enter")
    page.keyboard.press("Enter")
    page.wait_for_selector(".messagelist .success")
    event.refresh_from_db()
    assert (event.title, event.status) == ("Met Enter", "ter-beoordeling")


def test_a_double_click_makes_one_event_and_going_back_makes_no_second(desk, page):
    page.goto(f"{desk}/admin/incident/event/add/")
    page.wait_for_selector("#id_title:focus")
    page.keyboard.type("Twee keer geklikt")
    page.get_by_label("Datum:").first.fill("17-7-2025")
    page.get_by_role("button", name="Opslaan", exact=True).dblclick()
    page.wait_for_selector(".messagelist .success")
    page.go_back()
    page.get_by_label("Titel:").first.fill("Twee keer geklikt")
    page.get_by_label("Datum:").first.fill("17-7-2025")
    page.get_by_role("button", name="Opslaan", exact=True).click()
    page.get_by_text("is er al een gebeurtenis met deze titel").wait_for()
    assert Event.objects.filter(title="Twee keer geklikt").count() == 1


def test_what_was_typed_is_not_left_behind_unasked(desk, page):
    event, asked = EventFactory(draft=True), []

    def stay(dialog):
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.goto(f"{desk}/admin/incident/event/{event.pk}/change/")
    page.get_by_role("link", name="Geschiedenis").click()
    page.wait_for_url("**/history/")
    page.go_back()
    page.get_by_label("Titel:").first.click()
    page.keyboard.type("Nieuw ")
    with page.expect_event("dialog"):
        page.get_by_role("link", name="Geschiedenis").click(no_wait_after=True)
    assert asked == ["beforeunload"]
    assert page.url.endswith("/change/")
    page.keyboard.press("Control+s")
    page.wait_for_selector(".messagelist .success")
    assert asked == ["beforeunload"]


def test_the_keys_do_no_harm_where_there_is_no_form(desk, page):
    for path in ("/admin/", PAPERS, QUICK):
        page.goto(desk + path)
        page.evaluate(
            "addEventListener('keydown', (e) => { window.taken = e.defaultPrevented; "
            "e.preventDefault(); })"
        )
        page.keyboard.press("Control+s")
        assert page.evaluate("window.taken") is False
        assert page.url == desk + path


def test_save_and_next_carries_the_paper_along(desk, page):
    event = Event.objects.get(slug="2025-07-om-van-internet")
    cited = [str(citation.kamerstuk) for citation in event.citations.all()]
    page.goto(f"{desk}/admin/incident/event/{event.pk}/change/")
    page.get_by_role("button", name="Opslaan en volgende").click()
    assert page.get_by_label("Datum:").first.input_value() == "17 juli 2025"
    rows = page.locator("#citations-group .dynamic-citations .select2-selection")
    assert [text.lstrip("×\n") for text in rows.all_inner_texts()] == cited
    page.get_by_label("Titel:").first.fill("De volgende")
    page.locator("#id_kind").select_option("gevolg")
    page.get_by_role("button", name="Opslaan", exact=True).click()
    page.wait_for_selector(".messagelist .success")
    saved = Event.objects.get(title="De volgende")
    assert [str(citation.kamerstuk) for citation in saved.citations.all()] == cited


def test_axe_finds_nothing_on_our_pages_and_none_scrolls_sideways(examined):
    page, found = examined, {}
    number = f"{PAPERS}{Kamerstuk.objects.get(slug=UNNUMBERED).pk}/nummer/"

    def examine(name: str) -> None:
        for look in looks(page, WIDTHS):
            found[f"{name} {look}"] = findings(page) + too_wide(page)

    page.goto(QUICK)
    page.get_by_label("Vindplaatsen").fill("26643-1376\n26643-1380\n2025D35001\nonzin")
    examine("quick add, empty")
    page.get_by_role("button", name="Zoek op en voeg toe").click()
    examine("quick add, answered")
    for query in ("", "?nummer=1380", "?nummer=1376", "?nummer=36600-VI-12"):
        page.goto(number + query)
        examine(f"numbering{query}")
    assert {name: said for name, said in found.items() if said} == {}


def test_a_conflict_shows_the_words_and_axe_finds_nothing_in_it(examined):
    page = examined
    event = Event.objects.get(slug="2025-07-om-van-internet")
    page.goto(f"/admin/incident/event/{event.pk}/change/")
    page.get_by_label("Titel:").first.fill("Het OM gaat zelf van het internet af")
    theirs = Event.objects.get(pk=event.pk)
    theirs.title = "Het OM gaat van het net af"
    theirs.save()
    page.keyboard.press("Control+s")
    page.wait_for_selector(".errorlist ins")
    said = page.locator(".field-title .errorlist").first
    assert "weg:" in said.inner_text()
    for look in looks(page, WIDTHS):
        found = findings(page)
        assert [one for one in found if "difference" in one or "errorlist" in one] == [], look
    assert page.evaluate("document.activeElement.id") == "id_title"


def test_a_date_is_said_in_words_while_it_is_typed_also_in_a_new_row(desk, page):
    page.goto(f"{desk}/admin/incident/event/add/")
    field = page.locator("#id_date")
    said = page.locator(".field-date output").first
    field.press_sequentially("juni 2025 - 23 juli 2025")
    page.get_by_text("Lezers zien: juni 2025 – 23 juli 2025").wait_for()
    assert "2025-06/2025-07-23" in said.inner_text()
    field.fill("31-2-2025")
    page.get_by_text("31 februari 2025 bestaat niet.").wait_for()
    field.fill("")
    page.locator(".field-date output.wrong").wait_for(state="detached")
    assert said.inner_text().strip() == ""
    page.get_by_text("Andere bron toevoegen").click()
    page.locator("#id_links-0-date").fill("18-7-2025")
    page.locator("#links-0 output", has_text="Lezers zien: 18 juli 2025").wait_for()
