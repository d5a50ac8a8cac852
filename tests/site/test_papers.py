"""How papers and other sources are named, and what their own pages tell."""

import csv
import io
import json
import re

import pytest

from incident.audit.recorder import audited
from incident.choices import Outcome, PaperKind
from tests.factories import (
    CitationFactory,
    EventFactory,
    IncidentFactory,
    KamerstukFactory,
    LinkFactory,
    QuestionFactory,
    StatementFactory,
    WrittenQuestionsFactory,
)

pytestmark = pytest.mark.django_db

PAPERS = "/kamerstukken/"


def words(html: str) -> str:
    """Return the text of a page, without tags and with single spaces."""
    joined = re.sub(r"</?(a|b|span|time)\b[^>]*>", "", html)
    return " ".join(re.sub(r"<[^>]*>", " ", joined).replace("\N{NO-BREAK SPACE}", " ").split())


@pytest.fixture
def text(client, body):
    """Return the function that gives the words at an address."""
    return lambda address: words(body(client.get(address)))


def test_the_list_names_the_first_five_events_that_each_paper_told_once_each(text):
    paper, other = KamerstukFactory(number="1"), KamerstukFactory(number="2")
    for day in (8, 3, 7, 4, 6, 5):
        event = EventFactory(title=f"Dag {day}", date=f"2025-07-0{day}")
        for place in ("p. 1", "p. 2"):
            CitationFactory(event=event, kamerstuk=paper, locator=place, told=True)
        CitationFactory(event=event, kamerstuk=other, told=day < 5)
    CitationFactory(event__draft=True, event__date="2025-07-01", kamerstuk=paper, told=True)
    page = text(PAPERS)
    told = re.findall(r"Meldde: (Dag \d)|(\d) gebeurtenissen op|(En meer)", page)
    days = [f"Dag {day}" for day in (3, 4, 5, 6, 7)]
    assert ["".join(each) for each in told] == ["6", *days, "En meer", "6", *days[:2]]


@pytest.fixture
def unseen():
    """Return a paper that nobody here saw, with a title of ours, that a public event cites."""
    about = {"unseen_source": "Security.NL", "title_is_ours": True, "title": "Commissie"}
    paper = KamerstukFactory(number="", date="2025-09-03", **about)
    with audited():
        CitationFactory(kamerstuk=paper, locator="", told=True)
    return paper


def pages_with(event) -> tuple[str, ...]:
    address = event.get_absolute_url()
    return "/om-citrix/", address, f"{address}versie/1/"


def test_a_citation_leads_to_our_page_and_beside_it_to_the_official_text(client, body):
    with audited():
        citation = CitationFactory(kamerstuk__number="1376")
    claim = StatementFactory(kamerstuk=citation.kamerstuk, event=citation.event).claim
    ours = citation.kamerstuk.get_absolute_url()
    official = "https://zoek.officielebekendmakingen.nl/kst-26643-1376.html"
    for address in (*pages_with(citation.event), claim.get_absolute_url()):
        page = body(client.get(address))
        assert re.search(rf'<a href="{ours}">Kamerstukken II', page), address
        assert re.search(rf'<a href="{official}">\s*officiële tekst', page), address
        assert f'href="{official}">Kamerstukken' not in page, address


def test_a_press_source_is_named_by_publisher_day_and_title(client, body):
    dated = LinkFactory(publisher="Security.NL", title="over de toespraak", date="2025-07")
    LinkFactory(event=dated.event, publisher="Krant", title="", date="")
    page = body(client.get(dated.event.get_absolute_url()))
    assert f'<a href="{dated.url}">Security.NL, juli 2025: over de toespraak</a>' in page
    assert ">Krant</a>" in page


def test_a_paper_that_nobody_saw_is_said_to_be_so_wherever_it_is_cited(text, unseen):
    event = unseen.citations.get().event
    claim = StatementFactory(kamerstuk=unseen).claim
    for address in (*pages_with(event), claim.get_absolute_url()):
        assert "(stuk niet gezien, volgens Security.NL)" in text(address), address
    assert "Stuk niet gezien; dag volgens Security.NL." in text(unseen.get_absolute_url())


def test_only_a_paper_that_was_seen_bears_its_date(text, unseen):
    CitationFactory(kamerstuk__date="2025-07-17")
    CitationFactory(kamerstuk__date="2025-08")
    page = text(PAPERS)
    assert page.count("Gedateerd") == 1
    assert "Gedateerd 17 juli 2025." in page
    assert "Datum: augustus 2025." in page
    assert "Datum: 3 september 2025 (dag volgens Security.NL)." in page
    event = unseen.citations.get().event
    assert "Gedateerd" not in text(event.get_absolute_url())


def test_a_day_that_is_not_known_is_no_day_of_a_report(text):
    CitationFactory(kamerstuk__date="", kamerstuk__unseen_source="Security.NL")
    assert "Datum niet bekend." in text(PAPERS)


def test_a_subject_of_ours_is_marked_as_ours(text, unseen):
    theirs = CitationFactory(kamerstuk__title="Eigen titel").kamerstuk
    assert "Commissie (onze omschrijving)" in text(PAPERS)
    assert "Commissie (onze omschrijving)" in text(unseen.get_absolute_url())
    assert "onze omschrijving" not in text(theirs.get_absolute_url())


def test_so_is_one_that_stands_in_the_citation_itself(text, unseen):
    unseen.dossier = ""
    unseen.save()
    assert "(de omschrijving is van ons)" in text(PAPERS)
    assert "De omschrijving is van ons." in text(unseen.get_absolute_url())


def test_the_files_tell_what_was_not_seen_and_what_is_ours(content, unseen):
    CitationFactory(kamerstuk__title="Eigen titel")
    rows = list(csv.DictReader(io.StringIO(content("/om-citrix/kamerstukken.csv").decode())))
    told = {
        row["onderwerp"]: (row["onderwerp_van_ons"], row["niet_gezien_volgens"]) for row in rows
    }
    assert told == {"Commissie": ("ja", "Security.NL"), "Eigen titel": ("nee", "")}
    events = json.loads(content("/om-citrix/tijdlijn.json"))["gebeurtenissen"]
    papers = [p for e in events for p in e["kamerstukken"]]
    told = {p["onderwerp"]: (p["onderwerp_van_ons"], p["niet_gezien_volgens"]) for p in papers}
    assert told == {"Commissie": (True, "Security.NL"), "Eigen titel": (False, None)}


# Which incident


def test_the_list_names_the_incidents_of_each_paper_where_there_are_more(text):
    both, one = (KamerstukFactory(number=number) for number in ("500", "501"))
    second = IncidentFactory(slug="tweede", title="Een tweede incident")
    CitationFactory(kamerstuk=both)
    CitationFactory(kamerstuk=one)
    assert "1 gebeurtenis op deze site, bij" in text(PAPERS)
    StatementFactory(kamerstuk=both, claim__incident=second)
    QuestionFactory(questions__draft=True, questions__incident=second).papers.add(one)
    page = text(PAPERS)
    assert "bij Een tweede incident en OM Citrix" in page
    assert page.count("Een tweede incident") == 1


def test_with_one_incident_the_list_does_not_name_it_at_each_paper(text):
    CitationFactory()
    assert ", bij" not in text(PAPERS)


# Questions


@pytest.fixture
def asked():
    """Return a public set of three questions, answered on 12 August 2025."""
    answer = KamerstukFactory(kind=PaperKind.ANSWER, date="2025-08-12")
    questions = WrittenQuestionsFactory(answer=answer, askers="Vrager (ABC)")
    for number, outcome in enumerate((Outcome.ANSWERED, Outcome.PARTLY, Outcome.PARTLY), 1):
        QuestionFactory(questions=questions, number=number, outcome=outcome)
    return questions


def test_the_papers_of_questions_lead_to_each_with_what_became_of_them(client, body, asked):
    anchor = asked.kamerstuk.slug
    for paper in (asked.kamerstuk, asked.answer):
        page = body(client.get(paper.get_absolute_url()))
        assert "3 vragen van Vrager (ABC)" in words(page)
        assert f'href="/om-citrix/vragen/#{anchor}"' in page
        assert f'href="/om-citrix/vragen/?uitkomst=deels#{anchor}"' in page
        assert "1 × beantwoord" in words(page)
        assert "2 × deels beantwoord" in words(page)
    assert asked.answer.get_absolute_url() in body(client.get(asked.kamerstuk.get_absolute_url()))
    assert asked.kamerstuk.get_absolute_url() in body(client.get(asked.answer.get_absolute_url()))


def test_another_paper_and_a_draft_set_say_nothing_of_questions(text):
    hidden = WrittenQuestionsFactory(draft=True)
    CitationFactory(kamerstuk=hidden.kamerstuk)
    for paper in (hidden.kamerstuk, CitationFactory().kamerstuk):
        assert "De vragen en antwoorden" not in text(paper.get_absolute_url())


def test_outcomes_keep_to_the_peildatum(text, asked):
    page = text(f"{asked.kamerstuk.get_absolute_url()}?peildatum=2025-08-01")
    assert "3 × nog geen antwoord" in page
    assert "deels" not in page
    before = text(f"{asked.kamerstuk.get_absolute_url()}?peildatum=2025-07-01")
    assert "De vragen en antwoorden" not in before
