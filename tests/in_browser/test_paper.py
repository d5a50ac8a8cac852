"""In a real Chromium: what is printed, and pictures of every page to be looked at."""

import os
import re
import shutil
import subprocess

import pytest

from tests.conftest import ROOT
from tests.helpers.browser import EVENT, PAGES, REFUSED, looking_in_chromium, looks
from timeline.query import portion

pytestmark = looking_in_chromium

PICTURES = ROOT / ".local/screenshots"


def sheets(page, folder) -> list[str]:
    """Print the page as Chromium would, and return the text of each sheet."""
    page.pdf(path=folder / "print.pdf", prefer_css_page_size=True)
    command = ["pdftotext", "-layout", str(folder / "print.pdf"), "-"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return text.split("\f")[:-1]


needs_pdftotext = pytest.mark.skipif(
    not (shutil.which("pdftotext") or os.environ.get("REQUIRE_ALL")),
    reason="pdftotext (poppler-utils) is not installed",
)


@needs_pdftotext
def test_each_sheet_tells_the_peildatum_and_when_it_was_made(shown, page, tmp_path):
    day = ("?peildatum=2025-08-12", "bekend was op 12 augustus 2025")
    for query, said in (("", "Wat nu bekend is"), day):
        page.goto(f"{shown}/om-citrix/{query}")
        printed = sheets(page, tmp_path)
        assert len(printed) > 2
        for number, sheet in enumerate(printed, 1):
            top = " ".join(sheet.split())[:400]
            assert said in top
            assert re.search(r"stand van \d+ \w+ \d{4}, \d\d\.\d\d uur", top)
            assert f"{shown}/om-citrix/{query}" in top
            assert re.search(rf"\b{number} ?/ ?{len(printed)}\b", sheet)


@needs_pdftotext
def test_paper_shows_the_address_behind_a_link_with_its_host(shown, page, tmp_path):
    page.goto(f"{shown}{EVENT}")
    text = "".join("".join(sheets(page, tmp_path)).split())
    assert "(https://zoek.officielebekendmakingen.nl/kst-26643-1376.html)" in text
    assert "(https://www.security.nl/posting/897601/)" in text
    host = shown.removeprefix("http://")
    assert f"({host}/kamerstukken/kst-26643-1376/)" in text
    assert "(/" not in text


@needs_pdftotext
def test_a_timeline_is_at_most_five_sheets_of_a4_and_an_event_one(shown, page, tmp_path):
    page.goto(f"{shown}/om-citrix/")
    assert len(sheets(page, tmp_path)) <= 5
    for event in (EVENT, "/om-citrix/2025-08-besluit-stapsgewijs-terug/"):
        page.goto(shown + event)
        (sheet,) = sheets(page, tmp_path)
        for left_out in ("@online", "Citeer", "Vorige", "Plaats in de tijdlijn", "JSON"):
            assert left_out not in sheet
    command = ["pdfinfo", str(tmp_path / "print.pdf")]
    assert "(A4)" in subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_on_paper_a_date_stands_beside_its_text_and_what_is_folded_is_open(shown, page):
    page.goto(f"{shown}/om-citrix/")
    page.evaluate(
        """() => {
          const event = document.querySelector('.event')
          const folded = document.createElement('details')
          folded.className = 'event'
          folded.innerHTML = '<summary><span class="when">1 mei</span></summary><p>Gevouwen.</p>'
          event.parentElement.append(folded)
        }"""
    )
    page.emulate_media(media="print")
    assert page.get_by_text("Gevouwen.").bounding_box()["height"] > 0
    date = page.locator(".event .when").first.bounding_box()
    title = page.locator(".event h3").first.bounding_box()
    assert date["x"] + date["width"] <= title["x"]
    assert abs(date["y"] - title["y"]) < 20  # its kind stands above it


def test_no_item_is_split_over_two_sheets(shown, page):
    page.emulate_media(media="print")
    whole = {
        "/om-citrix/": ".event",
        "/om-citrix/kwesties/": ".statements > li",
        "/om-citrix/vragen/": ".question-list > li",
        "/kamerstukken/": ".items > li",
        EVENT: ".items > li, .facts",
    }
    for path, items in whole.items():
        page.goto(shown + path)
        breaks = (
            f"[...document.querySelectorAll('{items}')].map(e => getComputedStyle(e).breakInside)"
        )
        assert set(page.evaluate(breaks)) == {"avoid"}, path


def test_a_part_of_a_long_timeline_says_so_on_paper_alone(shown, page, monkeypatch):
    monkeypatch.setattr(portion, "WHOLE", 5)
    page.goto(f"{shown}/om-citrix/?maand=2025-08&volgorde=nieuwste-eerst")
    part = page.locator(".on-paper")
    assert not part.is_visible()
    page.emulate_media(media="print")
    assert part.is_visible()
    assert not page.locator(".pager").first.is_visible()


# To look at


@pytest.mark.pictures
@pytest.mark.parametrize("name", [*PAGES, *REFUSED])
def test_every_page_is_pictured_to_be_looked_at(shown, page, settings, name):
    settings.DEBUG = name == "onderdelen"
    page.goto(shown + {**PAGES, **REFUSED}[name])
    for look in looks(page, (360, 768, 1440)):
        picture = PICTURES / f"{name}-{look.replace(' ', '-')}.png"
        page.screenshot(path=picture, full_page=True)
        assert picture.stat().st_size > 5_000, look
