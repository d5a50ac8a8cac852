"""What the tests in a real browser share: Chromium, every kind of page, and a watched console."""

import itertools
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe

# The shell is Chromium without a window, which starts and paints faster.
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
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
    "wachttijd": "/om-citrix/wachttijd/",
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
    "kamerstuk-met-vragen": "/kamerstukken/2025Z14818/",
    "kamerstuk-zonder-nummer": "/kamerstukken/26643-zonder-nummer-brief-2025-08-12/",
    "over": "/over/",
    "programma": "/api/",
    "onderdelen": "/onderdelen/",
}
# Pages that no address of a reader's leads to: the answer's status says what they are.
REFUSED = {"niet-gevonden": "/nergens/", "onleesbaar": "/om-citrix/?q=%00"}

# What only looks: it shares one loaded case, see `shown` in conftest.py.
looking_in_chromium = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not (CHROMIUM or os.environ.get("REQUIRE_ALL")), reason="Chromium is not installed"
    ),
]
in_chromium = [*looking_in_chromium, pytest.mark.django_db(transaction=True)]

AXE = Axe().axe_script
ONLY_WRONG = {"resultTypes": ["violations"]}
# A sheet that is made by script is no inline style: no policy forbids it.
STILL = """if (!window.isStill) {
  const sheet = new CSSStyleSheet()
  const none = 'transition: none !important; animation: none !important'
  sheet.replaceSync(`*, ::before, ::after { ${none} }`)
  document.adoptedStyleSheets.push(sheet)
  window.isStill = true
}"""


def keep_still(page) -> None:
    """Let nothing on the page fade or move, so that what is seen is what it comes to."""
    page.evaluate(STILL)


def findings(page, options: dict = ONLY_WRONG) -> list[str]:
    """Return what axe has against the page as it is: the rule, and where it is broken."""
    keep_still(page)
    page.evaluate(f"if (!window.axe) {{ {AXE} }}")
    broken = page.evaluate("options => axe.run(options)", options)["violations"]
    return [f"{rule['id']}: {node['html'][:120]}" for rule in broken for node in rule["nodes"]]


def too_wide(page) -> list[str]:
    """Return how wide the page is, where that is more than the screen."""
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [f"{wide} wide"] if wide > page.viewport_size["width"] else []


def looks(page, widths: tuple, schemes: tuple = ("light", "dark")) -> Iterator[str]:
    """Show a page that is open at each width in each scheme; yield the name of each look."""
    for width, scheme in itertools.product(widths, schemes):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        yield f"{width} {scheme}"


@contextmanager
def watched(page) -> Iterator:
    """Lend a page, and fail where the browser complained of anything but a refusal it asked for."""
    complaints = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    assert [said for said in complaints if "status of 40" not in said] == []
