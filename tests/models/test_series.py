"""The series of a paper: its citation, its address, and what its number may be."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from incident.choices import PaperSeries
from incident.models import Kamerstuk
from incident.values.citations import parse
from incident.values.references import Series
from tests.factories import CitationFactory, KamerstukFactory

pytestmark = pytest.mark.django_db
BARE = {"dossier": "", "number": "", "session": ""}
ANSWER = {**BARE, "series": "ah", "kind": "antwoord"}
NUMBERED = [
    ({"dossier": "21501", "suffix": "08", "number": "759"}, "kst-21501-08-759"),
    ({**BARE, "publication": "1268678"}, "kst-1268678"),
    ({**ANSWER, "session": "2024-2025", "number": "1244"}, "ah-tk-20242025-1244"),
    ({**ANSWER, "session": "2014-2015", "number": "12", "chamber": "I"}, "ah-ek-20142015-12"),
    ({**ANSWER, "publication": "1271549"}, "ah-1271549"),
    ({**BARE, "series": "h", "session": "2024-2025", "number": "42-4"}, "h-tk-20242025-42-4"),
    ({**BARE, "series": "blg", "number": "1093410"}, "blg-1093410"),
]


def test_the_series_of_the_record_are_those_that_citations_name():
    assert PaperSeries.values == list(Series)


@pytest.mark.parametrize(("about", "identifier"), NUMBERED)
def test_each_series_has_its_own_address_and_citation(client, body, about, identifier):
    paper = KamerstukFactory(**about)
    paper.full_clean()
    assert paper.slug == identifier
    assert paper.citation == str(paper.reference)
    assert parse(paper.citation) == parse(paper.official_url) == paper.reference
    assert paper.official_url == f"https://zoek.officielebekendmakingen.nl/{identifier}.html"
    CitationFactory(kamerstuk=paper)
    page = body(client.get(paper.get_absolute_url())).replace("\xa0", " ")
    assert f"<h1>{paper.citation}</h1>" in page
    assert paper.official_url in page
    assert paper.citation in body(client.get("/om-citrix/")).replace("\xa0", " ")


@pytest.mark.parametrize(("about", "identifier"), NUMBERED)
def test_a_paper_of_each_series_is_found_by_its_citation_and_identifier(client, about, identifier):
    paper = KamerstukFactory(**about)
    KamerstukFactory(number="99")
    event = CitationFactory(kamerstuk=paper).event
    CitationFactory()
    assert list(Kamerstuk.objects.cited_as(parse(identifier))) == [paper]
    for name in (identifier, paper.citation):
        answer = client.get("/om-citrix/tijdlijn.csv", {"kamerstuk": name})
        assert b"".join(answer).decode().count(f",{event.slug},") == 1
        answer = client.get("/om-citrix/tijdlijn.csv", {"q": name})
        assert event.slug in b"".join(answer).decode()


def test_the_same_number_in_another_series_is_another_paper():
    papers = [KamerstukFactory(**about, publication="1268678") for about in (BARE, ANSWER)]
    for paper in papers:
        assert list(Kamerstuk.objects.cited_as(parse(paper.slug))) == [paper]


def test_an_appendix_or_a_later_version_of_a_paper_is_not_that_paper():
    KamerstukFactory(**BARE, series="blg")
    KamerstukFactory(number="1")
    for name in ("bijlage bij 26643, nr. 1", "kst-26643-1-n1"):
        assert not Kamerstuk.objects.cited_as(parse(name)).exists(), name


def test_questions_stand_at_their_own_number_and_have_an_official_address():
    paper = KamerstukFactory(**BARE, series="kv", chamber_number="2025Z14818")
    assert (paper.slug, paper.citation) == ("2025Z14818", "2025Z14818")
    assert paper.official_url.endswith("/kv-tk-2025Z14818.html")


def test_an_answer_may_hold_the_number_of_its_questions_and_is_not_named_by_it():
    asked = KamerstukFactory(**BARE, series="kv", chamber_number="2025Z14818")
    answer = KamerstukFactory(**ANSWER, title="Het antwoord", chamber_number="2025Z14818")
    assert not answer.is_numbered
    assert answer.citation == "Het antwoord (nummer nog niet bekend)"
    assert list(Kamerstuk.objects.cited_as(parse("2025Z14818"))) == [asked]
    assert list(Kamerstuk.objects.unnumbered()) == [answer]


def test_the_page_of_an_answer_without_number_says_its_series(client, body):
    answer = CitationFactory(kamerstuk=KamerstukFactory(**ANSWER)).kamerstuk
    assert "<dd>Aanhangsel van de Handelingen</dd>" in body(client.get(answer.get_absolute_url()))
    letter = CitationFactory(kamerstuk=KamerstukFactory(unnumbered=True)).kamerstuk
    assert "<dt>Reeks</dt>" not in body(client.get(letter.get_absolute_url()))


def test_the_two_numbers_of_the_chamber_stand_apart():
    paper = KamerstukFactory(**BARE, chamber_number="2025Z14098", document_number="2025D34636")
    assert paper.slug == "2025D34636"
    for name in ("2025Z14098", "2025D34636"):
        assert Kamerstuk.objects.cited_as(parse(name)).get() == paper


@pytest.mark.parametrize(
    ("about", "field"),
    [
        ({**ANSWER, "number": "1244"}, "session"),
        ({**ANSWER, "session": "2024-2025", "number": "A"}, "number"),
        ({**ANSWER, "dossier": "26643"}, "dossier"),
        ({**BARE, "series": "kv", "number": "5"}, "number"),
        ({**BARE, "series": "h", "session": "2024-2025", "number": "42-"}, "number"),
        ({**BARE, "series": "blg", "number": "109"}, "number"),
        ({**BARE, "series": "h", "publication": "1268678"}, "publication"),
        ({"number": "42-4"}, "number"),
        ({"publication": "126867"}, "publication"),
        ({"chamber_number": "2025D35001"}, "chamber_number"),
        ({"document_number": "2025Z14818"}, "document_number"),
        ({"series": "zz"}, "series"),
    ],
)
def test_a_number_that_its_series_cannot_have_is_refused_in_words(about, field):
    paper = KamerstukFactory.build(**about)
    with pytest.raises(ValidationError) as refused:
        paper.full_clean()
    assert field in refused.value.message_dict


@pytest.mark.parametrize(
    "about",
    [
        {**ANSWER, "session": "2024-2025", "number": "1244"},
        {**ANSWER, "publication": "1271549"},
        {**BARE, "series": "h", "session": "2024-2025", "number": "42-4"},
        {**BARE, "series": "blg", "number": "1093410"},
        {**BARE, "document_number": "2025D34636"},
    ],
)
def test_a_number_is_of_one_paper_alone(about):
    first = KamerstukFactory(**about)
    other = QuerySet(Kamerstuk).filter(pk=KamerstukFactory(**BARE).pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        other.update(**{name: getattr(first, name) for name in about})
    with pytest.raises(ValidationError, match="al van een ander"):
        KamerstukFactory.build(**about).full_clean()


def test_a_number_of_another_session_or_chamber_is_another_paper():
    about = {**ANSWER, "number": "1244"}
    first = KamerstukFactory(**{**about, "session": "2024-2025"})
    KamerstukFactory(**{**about, "session": "2023-2024"})
    KamerstukFactory(**{**about, "session": "2024-2025", "chamber": "I"})
    name = "Aanhangsel Handelingen II 2024/25, nr. 1244"
    assert Kamerstuk.objects.cited_as(parse(name)).get() == first
