"""A letter of our own about a bridge, read in and ready at the table."""

import re
import time
from functools import cache

import pytest
from django.conf import settings
from django.test import Client

from incident.desk.letters import intake
from incident.models import Letter, LetterStep
from incident.two_factor.sessions import SEEN
from tests.factories import IncidentFactory
from tests.helpers.case import remembered

LETTER = """Datum 12 augustus 2025
Onderwerp Antwoorden op vragen over de brug

Hierbij zend ik u de antwoorden op de vragen van het lid Boot (VEER) over de brug.

De minister van Bruggen,

A. Sluis

Vragen van het lid Boot (VEER) aan de minister van Bruggen over de brug
(ingezonden op 21 juli 2025, 2025Z90001)

Vraag 1
Is de brug open?

Antwoord op vraag 1
De brug ging op 3 juli 2025 dicht. Dat stond al in mijn brief.[footnoteRef:1] \
[1: Kamerstukken II, 2024-2025, 26643, nr. 1376.]

Vraag 2
Wie betaalt de brug?

Vraag 3
Wanneer weet u dat?

Antwoord op vragen 2 en 3
Dat weet ik in de zomer van 2026.
"""
PAGE = "/admin/brieven/"
SESSION = settings.SESSION_COOKIE_NAME


@pytest.fixture(scope="session")
def read_before():
    """Return the reading of a file, by a child process once for each file."""
    return cache(intake.read_file)


@pytest.fixture(autouse=True)
def _read_once(monkeypatch, read_before):
    """Read a letter of many tests once; how a file is read has tests of its own."""
    monkeypatch.setattr(intake, "read_file", read_before)


class Table:
    """The reading table of one letter, in somebody's browser.

    A step sends the form of the page that is shown, as a person's browser does.
    """

    def __init__(self, browser, letter: Letter, shown: str = ""):
        self.browser, self.letter, self.shown = browser, letter, shown
        self.address = f"{PAGE}{letter.pk}/"

    def page(self) -> str:
        """Return the page, asked anew."""
        return self.show(self.browser.get(self.address))

    def show(self, answer) -> str:
        assert answer.status_code == 200
        self.shown = answer.content.decode()
        return self.shown

    def finds(self) -> list[str]:
        """Return the finds in the order of the table."""
        return keys_of(self.page())

    def key(self, kind: str) -> str:
        """Return the first find of a kind."""
        return next(key for key in self.finds() if key.split("-")[0] == kind)

    def row(self, key: str) -> str:
        """Return the HTML of one find, asked anew."""
        return row_of(self.page(), key)

    def named(self, title: str) -> str:
        """Return the first find whose heading holds these words."""
        page = self.page()
        return next(k for k in keys_of(page) if title in row_of(page, k).split("</h3>")[0])

    def sent(self, key: str) -> dict[str, str]:
        """Return what the form of a find sends untouched."""
        row = row_of(self.shown or self.page(), key)
        found = dict(
            re.findall(r'<input type="(?:text|number)" name="([^"]+)" value="([^"]*)"', row)
        )
        found |= dict(re.findall(r'<textarea name="([^"]+)"[^>]*>\s*([^<]*)</textarea>', row))
        for name, choices in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', row, re.S):
            chosen = re.search(r'<option value="([^"]*)" selected', choices)
            found[name] = chosen[1] if chosen else ""
        ticked = re.findall(r'<input type="checkbox" name="([^"]+)"[^>]* checked', row)
        return found | dict.fromkeys(ticked, "on")

    def do(self, key: str, what: str = "overnemen", **typed) -> str:
        """Do one step with a find as its form has it, but for what is typed; return the page."""
        own = self.sent(key) if what == "overnemen" else {}
        data = {**own, **{f"{key}-{name}": value for name, value in typed.items()}}
        sent = {**data, "vondst": key, "doe": what}
        return self.show(self.browser.post(self.address, sent, follow=True))

    def many(self, what: str) -> str:
        """Do many steps at once; return the page."""
        return self.show(self.browser.post(self.address, {"doe": what}, follow=True))

    def step(self, key: str) -> LetterStep | None:
        return LetterStep.objects.filter(letter=self.letter, find=key).first()


def keys_of(page: str) -> list[str]:
    return re.findall(r'<li id="r-([^"]+)"', page)


def row_of(page: str, key: str) -> str:
    return page.split(f'<li id="r-{key}"', 1)[1].split("\n          <li id=", 1)[0]


def read_in(browser, text: str = LETTER) -> Letter:
    """Paste a letter at the desk, and return it as it is kept."""
    incident = IncidentFactory()
    answer = browser.post(PAGE, {"incident": incident.pk, "tekst": text})
    assert answer.status_code == 302, answer.content.decode()
    return Letter.objects.get(pk=answer["Location"].split("/")[-2])


def seen_now(browser: Client) -> None:
    """Say that somebody was there just now; a session that is put back was seen when it was made.

    Of one that was made a minute ago the desk notes that it is still there, with queries of its
    own, and one of an hour ago is over.
    """
    session = browser.session
    session[SEEN] = int(time.time())
    session.save()


@pytest.fixture
def laid(staff):
    """Return the function that lays a table for a writer, where these finds were taken."""

    def lay(*taken: str) -> Table:
        def make() -> tuple[int, str, str]:
            browser = staff("schrijver")
            table = Table(browser, read_in(browser))
            for key in taken:
                table.do(key)
            return table.letter.pk, browser.cookies[SESSION].value, table.shown

        pk, session, shown = remembered(f"a table with {taken}", make)
        browser = Client()
        browser.cookies[SESSION] = session
        seen_now(browser)
        return Table(browser, Letter.objects.get(pk=pk), shown)

    return lay


@pytest.fixture
def table(laid):
    return laid()


@pytest.fixture
def with_paper(laid):
    """Return the table once its paper and its questions were taken."""
    return laid("stuk", "vragen")
