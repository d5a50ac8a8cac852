"""What a reader sees first: the title, what is known, and the key moments."""

import re
from html import unescape

import pytest

from tests.factories import ClaimFactory, EventFactory, IncidentFactory, StatementFactory
from timeline.pages.timeline_page import FOLDS_PAST

pytestmark = pytest.mark.django_db

TIMELINE = "/om-citrix/"
FOLDED, KEY = 'class="event is-folded', 'class="event is-key'


def known(page: str) -> str:
    """Return the words of the block that says what is known, "" where there is none."""
    found = re.search(r'<section class="known".*?</section>', page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split()) if found else ""


@pytest.fixture
def long_list():
    EventFactory.create_batch(FOLDS_PAST)
    return EventFactory(title="Het keerpunt", is_key=True, short_title="Keerpunt")


@pytest.mark.usefixtures("case")
def test_the_case_has_a_title_a_subtitle_and_the_state_of_each_question(client, body):
    page = body(client.get(TIMELINE))
    assert "<h1>Het OM en het Citrix-lek</h1>" in page
    assert "Wat er gebeurde, en wanneer de Tweede Kamer het hoorde</p>" in page
    for words in (
        "Wat weten we nu?",
        "Is er data gewijzigd of weggehaald? Het eerste technische",
        "veranderd. Minister, 4 november 2025",
        "Het misbruik begon al begin mei 2025. NCSC, augustus 2025",
        "Minister, op of na 12 augustus 2025",
    ):
        assert words in known(page)
    assert 'href="/om-citrix/kwesties/#data"' in page


@pytest.mark.usefixtures("case")
def test_on_a_day_it_says_what_was_known_then(client, body):
    then = known(body(client.get(TIMELINE, {"peildatum": "2025-07-20"})))
    assert "Wat was er bekend op 20 juli 2025?" in then
    assert "Er zijn signalen van een mogelijke kwetsbaarheid. Minister, 17 juli 2025" in then
    assert "Vastgesteld" not in then
    assert "Daarover was toen nog niets gezegd" in then


def test_what_is_known_is_silent_of_drafts_and_above_a_narrowed_list(client, body):
    StatementFactory(claim=ClaimFactory(draft=True, title="Geheime vraag?"))
    assert "Geheime" not in body(client.get(TIMELINE))
    StatementFactory(claim=ClaimFactory(title="Open vraag?"))
    assert "Open vraag?" in known(body(client.get(TIMELINE)))
    assert known(body(client.get(TIMELINE, {"soort": "besluit"}))) == ""
    assert known(body(client.get(TIMELINE, {"vanaf": "gisteren"}))) == ""


def test_the_key_moments_stand_open_and_the_others_are_a_line_each(client, body, long_list):
    page = body(client.get(TIMELINE))
    assert page.count(FOLDED) == FOLDS_PAST
    assert page.count(KEY) == 1
    assert "Eén sleutelmoment staat open." in page
    [address] = re.findall(r'href="([^"]+)">Alles openen', page)
    everything = body(client.get(address.replace("&amp;", "&").partition("#")[0]))
    assert FOLDED not in everything
    assert "Alleen de sleutelmomenten open" in everything
    assert everything.count("Er gebeurde iets.") == page.count("Er gebeurde iets.")


def test_a_short_list_or_one_without_key_moments_stands_open(client, body):
    EventFactory.create_batch(FOLDS_PAST + 1)
    assert FOLDED not in body(client.get(TIMELINE))
    EventFactory(is_key=True, short_title="Keerpunt")
    assert FOLDED in body(client.get(TIMELINE))
    assert FOLDED not in body(client.get(TIMELINE, {"vanaf": "2030-01-01"}))


def test_the_view_without_effect_leaves_the_address(client, long_list):
    assert client.get(TIMELINE, {"weergave": "alles"}).status_code == 200
    for address in ({"weergave": "niets"}, {"weergave": "alles", "q": "keerpunt"}):
        answer = client.get(TIMELINE, address)
        assert answer.status_code == 302
        assert "weergave" not in answer["Location"]


def test_the_title_of_the_tab_and_of_a_shared_link_says_the_query(client, body):
    IncidentFactory(title="Het lek")
    EventFactory(kind="besluit")
    page = body(client.get(TIMELINE, {"soort": "besluit"}))
    assert "<title>1 gebeurtenis soort besluit – Het lek</title>" in page
    assert '<meta property="og:title" content="1 gebeurtenis soort besluit – Het lek">' in page
    assert "<title>Het lek – tijdlijn</title>" in body(client.get(TIMELINE))


def test_a_heading_tells_the_day_to_those_who_walk_by_headings(client, body, long_list):
    page = body(client.get(TIMELINE))
    found = re.findall(r"<h3>.*?</h3>", page, re.DOTALL)
    headings = [" ".join(re.sub(r"<[^>]+>", "", unescape(h)).split()) for h in found]
    assert "17 juli 2025 Het keerpunt" in headings


def test_no_line_ends_inside_the_number_of_a_leak_or_a_double_name(client, body):
    event = EventFactory(title="Het lek CVE-2025-6543 <b> en Michon-Derkzen & Co, e-mail")
    for address in (TIMELINE, event.get_absolute_url()):
        page = body(client.get(address))
        assert '<span class="whole">CVE-2025-6543</span> &lt;b&gt; en' in page
        assert '<span class="whole">Michon-Derkzen</span> &amp; Co, e-mail' in page
