"""What the tests in a real browser share: Chromium, every kind of page, and a watched console."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

CHROMIUM = shutil.which("chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
LOCALE = "nl-NL"
EVENT = "/om-citrix/2025-07-om-van-internet/"
# Every kind of page that a reader can meet, by what it is called in a report.
PAGES = {
    "tijdlijn": "/om-citrix/",
    "gefilterd": "/om-citrix/?vanaf=2025-08-01&soort=besluit&soort=onderzoek",
    "leeg": "/om-citrix/?q=olifant&soort=besluit",
    "fout": "/om-citrix/?vanaf=2025-02-31&tot_en_met=gisteren&kamerstuk=onzin",
    "peildatum": "/om-citrix/?peildatum=2025-08-04",
    "nieuw": "/om-citrix/?sinds=2020-01-01",
    "gebeurtenis": EVENT,
    "gebeurtenis-toen": "/om-citrix/2025-06-gaten-bekend/?peildatum=2025-08-04",
    "kwesties": "/om-citrix/kwesties/",
    "kwesties-toen": "/om-citrix/kwesties/?peildatum=2025-07-20",
    "vragen": "/om-citrix/vragen/",
    "vragen-deels": "/om-citrix/vragen/?uitkomst=deels",
    "versie": f"{EVENT}versie/1/",
    "stand": "/om-citrix/?stand=2026-11-24",
    "stand-fout": "/om-citrix/?stand=gisteren",
    "wijzigingen": "/om-citrix/wijzigingen/",
    "vergelijk": "/om-citrix/vergelijk/",
    "vergelijk-fout": "/om-citrix/vergelijk/?van=2025-08-12&met=2025-07-17",
    "vergeleken": "/om-citrix/vergelijk/?van=2025-07-17&met=2025-08-12",
    "kamerstukken": "/kamerstukken/",
    "kamerstuk": "/kamerstukken/kst-26643-1378/",
    "kamerstuk-zonder-nummer": "/kamerstukken/26643-zonder-nummer-brief-2025-08-12/",
    "onderdelen": "/onderdelen/",
}
# Pages that no address of a reader's leads to: the answer's status says what they are.
REFUSED = {"niet-gevonden": "/nergens/", "onleesbaar": "/om-citrix/?q=%00"}

in_chromium = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not (CHROMIUM or os.environ.get("REQUIRE_ALL")), reason="Chromium is not installed"
    ),
]


@contextmanager
def watched(page) -> Iterator:
    """Lend a page, and fail where the browser complained of anything but a refusal it asked for."""
    complaints = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    assert [said for said in complaints if "status of 40" not in said] == []
