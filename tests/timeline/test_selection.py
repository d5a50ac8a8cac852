"""The question: its grammar for people and for programs, its answer, and how it is said back."""

import json
from datetime import date

import pytest
from django.http import QueryDict

from incident.choices import Kind
from incident.models import Event
from tests.factories import CitationFactory, EventFactory, IncidentFactory, KamerstukFactory
from timeline.query.selection import Selection

pytestmark = pytest.mark.django_db

TIMELINE = "/om-citrix/"
FORMATS = [TIMELINE, "/om-citrix/tijdlijn.csv", "/om-citrix/tijdlijn-excel.csv"]
DATA = FORMATS[1:]


def titles(query: str) -> list[str]:
    selection = Selection(IncidentFactory(), QueryDict(query))
    return [event.title for event in selection.events]


@pytest.mark.parametrize("address", FORMATS)
@pytest.mark.parametrize(
    "query",
    [
        {"vanaf": "2025-07-02"},
        {"tot_en_met": "2025-07-02", "vanaf": "2025-07-02"},
        {"soort": "besluit"},
        {"kamerstuk": "kst-26643-1376"},
        {"kamerstuk": "Kamerstuk 26 643, nr. 1376"},
        {"kamerstuk": "26643"},
        {"q": "BINNEN één"},
        {"q": "26 643, nr. 1376"},
    ],
)
def test_every_format_answers_the_same_question(client, body, address, query):
    EventFactory(title="Erbuiten", date="2025-07-01")
    inside = EventFactory(title="Erbinnen, één", date="2025-07-02", kind=Kind.DECISION)
    CitationFactory(event=inside, kamerstuk__dossier="26643", kamerstuk__number="1376")
    page = body(client.get(address, query))
    assert "Erbinnen" in page
    assert "Erbuiten" not in page


def test_a_date_filter_keeps_what_possibly_lies_in_it():
    for edtf in ("2025-06", "2025-06/2025-07-23", "../2025-08-04", "2025-08-12/..", "2025-07-10"):
        EventFactory(title=edtf, date=edtf)
    assert titles("vanaf=2025-07-10&tot_en_met=2025-07-10") == [
        "2025-06/2025-07-23",
        "2025-07-10",
        "../2025-08-04",
    ]
    assert titles("vanaf=2025-08-05") == ["2025-08-12/.."]


def test_the_order_is_first_day_then_narrower_then_last_day_then_slug():
    dates = [
        *("2025-07-01", "2025-07-01/2025-07-02", "2025-07", "../2025-07-01", "2025-07-01/.."),
        *("2025-07-02", "2025-07-02"),
    ]
    for number, edtf in reversed(list(enumerate(dates))):
        EventFactory(date=edtf, title=f"{edtf} {number}")
    assert titles("") == [f"{edtf} {number}" for number, edtf in enumerate(dates)]
    assert [
        e.title
        for e in sorted(
            Event.objects.for_readers(), key=lambda e: (e.sort_day, e.span_days, e.slug)
        )
    ] == titles("")


def test_kinds_may_repeat_and_mean_any_of_them():
    for kind in (Kind.DECISION, Kind.MEASURE, Kind.INQUIRY):
        EventFactory(kind=kind, title=kind.label)
    assert titles("soort=besluit&soort=onderzoek") == ["Besluit", "Onderzoek"]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("vanaf=2025-02-31", "31 februari 2025 bestaat niet."),
        ("vanaf=2025-7-1", "Deze datum begrijpen wij niet."),
        ("vanaf=2025-07", "Dit is niet één bepaalde dag."),
        ("tot_en_met=morgen", "Deze datum begrijpen wij niet."),
        ("vanaf=2025-07-02&tot_en_met=2025-07-01", "Deze dag ligt vóór de dag bij"),
        ("soort=ruzie", "‘ruzie’ is geen soort die wij kennen."),
        ("kamerstuk=kst-26643-9", "Dit Kamerstuk staat niet in deze tijdlijn."),
        ("kamerstuk=abc", "Deze vindplaats begrijpen wij niet."),
        ("q=" + "a" * 201, "Zorg dat"),
    ],
)
def test_a_readers_mistake_is_explained_beside_the_field_and_nothing_is_listed(
    client, body, query, sentence
):
    EventFactory(title="Niet te zien")
    page = body(client.get(f"{TIMELINE}?{query}"))
    assert sentence in page
    assert "Niet te zien" not in page
    assert "Wij hebben nog niet gezocht" in page
    typed = query.split("&")[0].partition("=")[2]
    assert typed in page
    for address in DATA:
        answer = client.get(f"{address}?{query}")
        assert answer.status_code == 400
        name = "tot_en_met" if "vóór" in sentence else query.partition("=")[0]
        assert name in body(answer)


@pytest.mark.parametrize("query", ["x=1", "pagina=2", "jaar=2025", "vanaf=2025-01-01&Soort=x"])
def test_an_unknown_parameter_is_dropped_for_people_and_named_for_programs(client, body, query):
    IncidentFactory()
    answer = client.get(f"{TIMELINE}?{query}")
    assert answer.status_code == 302
    assert answer.url in (TIMELINE, f"{TIMELINE}?vanaf=2025-01-01")
    for address in DATA:
        answer = client.get(f"{address}?{query}")
        assert answer.status_code == 400
        assert "unknown parameter" in body(answer)


def test_a_repeated_single_parameter_is_dropped_for_people_and_named_for_programs(client, body):
    IncidentFactory()
    query = "?vanaf=2025-01-01&vanaf=2025-02-01&q=om"
    assert client.get(TIMELINE + query).url == f"{TIMELINE}?q=om"
    answer = client.get(DATA[0] + query)
    assert answer.status_code == 400
    assert json.loads(body(answer))["detail"] == "repeated parameter: vanaf"


def test_empty_fields_of_the_form_leave_no_trace_in_the_address(client):
    IncidentFactory()
    answer = client.get(f"{TIMELINE}?q=&vanaf=&tot_en_met=&soort=besluit&kamerstuk=")
    assert answer.url == f"{TIMELINE}?soort=besluit"
    assert client.get(answer.url).status_code == 200


def test_the_question_is_said_back_and_each_part_can_be_dropped(client, body):
    event = EventFactory(title="Het woord", kind=Kind.DECISION)
    CitationFactory(event=event, kamerstuk__number="1376")
    query = "q=woord&vanaf=2025-07-01&soort=besluit&soort=maatregel&kamerstuk=kst-26643-1376"
    page = body(client.get(f"{TIMELINE}?{query}"))
    assert "1 gebeurtenis</strong> met de woorden ‘woord’, vanaf 1 juli 2025" in page
    assert "soort besluit of maatregel." in page
    for part in ("q=woord", "vanaf=2025-07-01", "soort=besluit", "kamerstuk=kst-26643-1376"):
        names = [name for name in query.split("&") if name != part]
        assert f'href="{TIMELINE}?{"&amp;".join(names)}"' in page
    assert f"/om-citrix/tijdlijn.csv?{query.partition('&')[0]}" in page


def test_an_empty_answer_says_which_part_emptied_it(client, body):
    EventFactory(title="Wel een besluit", kind=Kind.DECISION)
    EventFactory(title="Met olifant", kind=Kind.MEASURE)
    page = body(client.get(f"{TIMELINE}?q=olifant&soort=besluit"))
    assert "0 gebeurtenissen" in page
    assert f'<a href="{TIMELINE}?soort=besluit">met de woorden ‘olifant’</a>: dan is er 1' in page
    page = body(client.get(f"{TIMELINE}?q=tijger&vanaf=2099-01-01"))
    assert "ook niet als u één deel" in page


def test_the_choice_of_papers_holds_papers_of_this_timeline_and_whole_dossiers(client, body):
    for number in ("1376", "1378"):
        cited = CitationFactory(kamerstuk__number=number)
    CitationFactory(event=cited.event, kamerstuk=cited.kamerstuk, locator="p. 9")  # is one event
    CitationFactory(event__incident=IncidentFactory(slug="ander"), kamerstuk__number="99")
    KamerstukFactory(number="77")
    page = body(client.get(f"{TIMELINE}?kamerstuk=26643"))
    assert '<option value="26643" selected>Heel dossier 26643 (2)</option>' in page
    assert "kst-26643-1376" in page
    assert "kst-26643-99" not in page
    assert "kst-26643-77" not in page


def test_a_dossier_is_that_of_its_own_chapter_alone():
    for chapter in ("VI", "XIII"):
        about = {"dossier": "36800", "suffix": chapter, "number": "1"}
        CitationFactory(event__title=chapter, **{f"kamerstuk__{k}": v for k, v in about.items()})
    assert titles("kamerstuk=36800-VI") == ["VI"]


@pytest.mark.parametrize(
    ("edtf", "since", "until", "is_found"),
    [
        ("2025-07", date(2025, 7, 31), None, True),
        ("2025-07", date(2025, 8, 1), None, False),
        ("2025-07", None, date(2025, 7, 1), True),
        ("2025-07", None, date(2025, 6, 30), False),
        ("../2025-07-01", date(2025, 7, 1), None, True),
        ("../2025-07-01", date(2025, 7, 2), None, False),
        ("../2025-07-01", None, date(1900, 1, 1), True),
        ("2025-07-01/..", date(2099, 1, 1), None, True),
        ("2025-07-01/..", None, date(2025, 6, 30), False),
        ("2025", None, None, True),
    ],
)
def test_an_event_is_found_when_one_of_its_days_is_asked(edtf, since, until, is_found):
    EventFactory(date=edtf)
    assert Event.objects.possibly_between(since, until).exists() is is_found
