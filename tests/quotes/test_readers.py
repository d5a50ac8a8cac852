"""Beside a source stands, folded, what is quoted from it and whether the text says so."""

import re

import pytest
from django.utils.timezone import localdate

from incident.audit.recorder import audited
from incident.choices import Nature
from incident.models import Citation
from tests.factories import CitationFactory, LetterFactory

pytestmark = pytest.mark.django_db

BASE = "/om-citrix/"
WORDS = "is het systeem losgekoppeld"
FOUND = "Gecontroleerd: deze woorden staan in de tekst van het stuk."
ABSENT = "Niet gevonden in de tekst van het stuk die wij hebben."
UNCHECKED = "Niet gecontroleerd: wij hebben de tekst van dit stuk niet."
SAID = re.compile(r'<details class="quote">(.*?)</details>', re.DOTALL)


@pytest.fixture
def citation():
    """Return the citation of a public event, with a quote."""
    return CitationFactory(quote=WORDS, event__slug="2025-07-los")


def quoted(page: str) -> list[str]:
    """Return what each quote on a page says, tags aside."""
    return [" ".join(re.sub(r"<[^>]+>", " ", said).split()) for said in SAID.findall(page)]


@pytest.mark.parametrize("place", ["event", "timeline", "paper"])
def test_a_quote_stands_folded_beside_its_source(content, citation, place):
    CitationFactory(event=citation.event)
    addresses = {"event": citation.event, "paper": citation.kamerstuk}
    address = addresses[place].get_absolute_url() if place in addresses else BASE
    page = content(address).decode()
    assert quoted(page) == [f"Citaat uit dit stuk {WORDS} {UNCHECKED}"]
    assert f"<q>{WORDS}</q>" in page


@pytest.mark.parametrize("address", [BASE, f"{BASE}2025-07-los/"])
def test_a_page_that_is_kept_shows_the_new_check_in_the_next_request(content, citation, address):
    def said() -> str:
        return quoted(content(address).decode())[0].removeprefix(f"Citaat uit dit stuk {WORDS} ")

    assert said() == UNCHECKED
    letter = LetterFactory(kamerstuk=citation.kamerstuk, pages=(f"Op die dag {WORDS}.",))
    assert said() == FOUND
    letter.text = "Op die dag bleef alles zoals het was."
    letter.save()
    assert said() == ABSENT
    letter.kamerstuk = None
    letter.save()
    assert said() == UNCHECKED


def test_an_earlier_version_shows_the_quote_of_then_without_a_check(content, citation):
    LetterFactory(kamerstuk=citation.kamerstuk, pages=(f"Op die dag {WORDS}.",))
    event = citation.event
    with audited(strict=True, reason="Verkeerd overgenomen.", nature=Nature.SLIP):
        event.save()
        citation.quote = "Op die dag"
        citation.save()
    first = content(f"{event.get_absolute_url()}versie/2/").decode()
    assert quoted(first) == [f"Citaat uit dit stuk {WORDS}"]
    second = content(f"{event.get_absolute_url()}versie/3/").decode()
    assert quoted(second) == ["Citaat uit dit stuk Op die dag"]
    assert FOUND not in first + second
    today = content(BASE, stand=localdate(event.publish_at).isoformat()).decode()
    assert quoted(today) == ["Citaat uit dit stuk Op die dag"]


def test_a_corrected_quote_stands_in_the_public_log_under_its_name(content, citation):
    event = citation.event
    with audited(strict=True, reason="Verkeerd overgenomen.", nature=Nature.SLIP):
        event.save()
        citation.quote = "werd het systeem losgekoppeld"
        citation.save()
    for address in (f"{BASE}wijzigingen/", event.get_absolute_url()):
        page = content(address).decode()
        named = re.escape(f"<dt>Vindplaats {citation.kamerstuk.citation}")
        assert re.search(f"{named}[^<]*, citaat</dt>", page), address
        assert re.search(r"nieuw: </span>werd</ins>", page), address
        assert "Verkeerd overgenomen." in page


def test_a_quote_is_text_and_no_markup(content, citation):
    Citation.objects.get().delete()
    CitationFactory(event=citation.event, quote="<b>los</b> & ‘zo’")
    page = content(citation.event.get_absolute_url()).decode()
    assert "<q>&lt;b&gt;los&lt;/b&gt; &amp; ‘zo’</q>" in page
