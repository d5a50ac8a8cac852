"""The pages of the site as a whole: its navigation, its front page, and what it says of itself."""

import re

import pytest
from django.core.exceptions import ValidationError

from incident.audit.recorder import audited
from tests.factories import (
    CitationFactory,
    ClaimFactory,
    EventFactory,
    IncidentFactory,
    QuestionFactory,
    StatementFactory,
)

pytestmark = pytest.mark.django_db

ABOUT = "/over/"


@pytest.fixture
def navigation(client, body):
    """Return the function that gives the addresses in the navigation of a page."""

    def read(address: str) -> list[str]:
        nav = re.search(r'<nav aria-label="Site">(.*?)</nav>', body(client.get(address)), re.S)
        return re.findall(r'href="([^"]*)"', nav[1])

    return read


def of_incident(slug: str, *pages: str) -> list[str]:
    return [
        *(f"/{slug}/{page}" for page in ("", *pages, "wachttijd/", "wijzigingen/")),
        "/kamerstukken/",
    ]


ALL = ("kwesties/", "vragen/")


@pytest.fixture
def paper():
    """Return a paper of an incident that has a claim and questions, too."""
    StatementFactory()
    QuestionFactory()
    return CitationFactory().kamerstuk


@pytest.mark.parametrize("address", ["/kamerstukken/", ABOUT, "/nergens/", "/om-citrix/nergens/"])
def test_the_only_incident_keeps_its_navigation_on_every_page(navigation, paper, address):
    assert navigation("/om-citrix/") == of_incident("om-citrix", *ALL)
    assert navigation(address) == of_incident("om-citrix", *ALL)
    assert navigation(paper.get_absolute_url()) == of_incident("om-citrix", *ALL)


def test_of_more_incidents_a_paper_keeps_that_of_its_own(navigation, paper):
    second = IncidentFactory(slug="tweede", title="Tweede")
    StatementFactory(claim__incident=second, claim__draft=True, kamerstuk=paper)
    assert navigation(paper.get_absolute_url()) == of_incident("om-citrix", *ALL)
    StatementFactory(claim__incident=second, kamerstuk=paper)
    none = ["/", "/kamerstukken/"]
    assert navigation(paper.get_absolute_url()) == none
    assert navigation("/kamerstukken/") == none
    assert navigation("/nergens/") == none
    assert navigation("/tweede/nergens/") == of_incident("tweede", "kwesties/")


def test_an_incident_that_is_not_open_has_no_navigation(navigation, paper):
    IncidentFactory(slug="geheim", is_published=False)
    assert navigation("/geheim/") == of_incident("om-citrix", *ALL)


def test_an_incident_without_claims_or_questions_does_not_lead_to_them(navigation):
    EventFactory()
    ClaimFactory(draft=True)
    QuestionFactory(questions__draft=True)
    assert navigation("/om-citrix/") == of_incident("om-citrix")
    QuestionFactory()
    assert navigation("/om-citrix/") == of_incident("om-citrix", "vragen/")


# The front page of more incidents


def two_incidents():
    """Make a case with two events and a second one, with one, that is newer."""
    for day in ("2025-05", "2026-04-02"):
        EventFactory(date=day)
    second = IncidentFactory(slug="tweede", title="Aan het water", subtitle="Wie wist wat?")
    return EventFactory(incident=second, date="2024-02-29", title="De dijk breekt")


def test_a_card_tells_what_an_incident_is_how_long_how_much_and_what_is_new(client, body):
    two_incidents()
    page = body(client.get("/"))
    assert page.index("Aan het water") < page.index("OM Citrix")  # the newest news first
    assert "Wie wist wat?" in page
    assert "2 gebeurtenissen, mei 2025 – april 2026" in page
    assert "1 gebeurtenis, februari 2024" in page
    assert 'href="/tweede/wijzigingen/">Gepubliceerd: De dijk breekt</a>' in page
    strips = page.split('class="strip"')[1:]
    assert [strip.split("</svg>")[0].count("<rect") for strip in strips] == [1, 2]


def test_a_card_keeps_still_about_drafts_and_what_is_withdrawn(client, body):
    event = two_incidents()
    EventFactory(incident=event.incident, date="1999", title="Geheim", draft=True)
    event.status = "ingetrokken"
    with audited(reason="Klopte niet."):
        event.save()
    page = body(client.get("/"))
    assert "Geheim" not in page
    assert "De dijk breekt" not in page
    assert "Ingetrokken: gebeurtenis" in page
    assert "Er staat nog geen gebeurtenis in." in page


def test_texts_of_one_moment_are_one_piece_of_news(client, body):
    two_incidents()
    with audited():
        for _ in range(3):
            EventFactory()
    page = body(client.get("/"))
    assert "3 teksten tegelijk" in page
    assert page.index("OM Citrix") < page.index("Aan het water")


# What the site says of itself


def test_every_page_says_whose_it_is_not_and_leads_to_what_it_is(client, body, paper):
    for address in ("/om-citrix/", "/kamerstukken/", paper.get_absolute_url(), "/nergens/"):
        footer = body(client.get(address)).partition('<footer class="site">')[2]
        assert "Deze site is niet van de overheid." in footer
        assert 'href="https://creativecommons.org/publicdomain/zero/1.0/deed.nl"' in footer
        assert f'href="{ABOUT}"' in footer
        assert "concept" not in footer


def test_the_page_about_the_site_names_who_runs_it(client, body, settings):
    IncidentFactory()
    settings.OPERATOR_NAME, settings.REPORT_EMAIL = "Stichting <X>", "wij@tijdlijn.example"
    settings.REGISTER_URL = "https://register.example/1"
    page = body(client.get(ABOUT))
    assert "Stichting &lt;X&gt; beheert deze site." in page
    assert page.count('href="mailto:wij@tijdlijn.example"') == 1
    assert 'href="https://register.example/1"' in page
    assert "niet ingevuld" not in page
    assert 'href="/om-citrix/wijzigingen/"' in page


def test_what_the_operator_did_not_fill_in_is_said_and_not_invented(client, body, settings):
    settings.OPERATOR_NAME = settings.REPORT_EMAIL = settings.REGISTER_URL = ""
    page = body(client.get(ABOUT))
    assert page.count("niet ingevuld") == 3
    assert "mailto:" not in page
    assert "ail ons" not in page


def test_it_takes_no_parameters_and_its_address_is_of_no_incident(client):
    assert client.get(f"{ABOUT}?x=1").url == ABOUT
    with pytest.raises(ValidationError):
        IncidentFactory.build(slug="over").full_clean()


def test_the_sitemap_holds_the_pages_of_no_incident_too(client, body):
    EventFactory()
    assert "<loc>http://testserver/sitemap-site.xml</loc>" in body(client.get("/sitemap.xml"))
    text = body(client.get("/sitemap-site.xml"))
    for address in (ABOUT, "/kamerstukken/"):
        assert f"<loc>http://testserver{address}</loc>" in text
