"""In a real Chromium, on the desk: lists on a telephone, and what is not there yet."""

import pytest

from incident.models import Kamerstuk
from tests.factories import EventFactory
from tests.helpers.browser import findings, in_chromium, looks, too_wide, watched

pytestmark = in_chromium
LISTS = ("event", "kamerstuk", "claim", "writtenquestions", "change", "incident")


@pytest.mark.parametrize("noun", LISTS)
def test_on_a_telephone_each_row_of_a_list_is_a_card_that_fits(desk, page, noun):
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"{desk}/admin/incident/{noun}/")
    cells = page.locator("#result_list tbody tr").first.locator("[data-label]")
    assert cells.count() >= 3
    for cell in cells.all():
        box = cell.bounding_box()
        assert 0 <= box["x"] < box["x"] + box["width"] <= 360
    names = "cell => getComputedStyle(cell, '::before').content"
    assert cells.last.evaluate(names).strip('"') == f"{cells.last.get_attribute('data-label')}:"
    assert too_wide(page) == []


def test_the_list_is_a_table_where_it_fits(desk, page):
    page.goto(f"{desk}/admin/incident/event/")
    assert page.locator("#result_list thead").is_visible()


def test_axe_finds_nothing_in_a_list_of_cards(examined):
    examined.goto("/admin/incident/event/")
    found = {look: findings(examined) for look in looks(examined, (360, 1440))}
    assert {look: said for look, said in found.items() if said} == {}


def test_a_paper_that_is_not_found_opens_quick_add_beside_the_form(desk, page):
    page.goto(f"{desk}/admin/incident/event/add/")
    page.get_by_label("Titel:").first.fill("Blijft staan")
    page.get_by_text("Vindplaats toevoegen").click()
    page.locator("#citations-0 .select2-selection").click()
    page.locator(".select2-search__field").fill("26 643, nr. 9999")
    way = page.locator(
        ".select2-results__option", has_text="Niet gevonden. Maak ‘26 643, nr. 9999’"
    )
    with page.context.expect_page() as opened:
        way.click()
    assert opened.value.locator("#id_pasted").input_value() == "26 643, nr. 9999"
    assert page.get_by_label("Titel:").first.input_value() == "Blijft staan"
    assert page.locator("#id_citations-0-kamerstuk").evaluate("field => field.value") == ""
    assert not Kamerstuk.objects.filter(number="9999").exists()


def test_a_browser_elsewhere_is_told_nothing_of_the_time_of_the_server(chromium, desk, signed_in):
    event = EventFactory(draft=True)
    context = chromium.new_context(timezone_id="Asia/Tokyo", locale="nl-NL")
    context.add_cookies([signed_in])
    with watched(context.new_page()) as page:
        page.goto(f"{desk}/admin/incident/event/{event.pk}/change/")
        page.get_by_text("Vandaag").first.wait_for()
        assert page.locator(".timezonewarning").first.count() == 1
        assert not page.locator(".timezonewarning").first.is_visible()
    context.close()
