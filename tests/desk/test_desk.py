"""The desk: what staff see, how they find it, and what they cannot break."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incident.choices import Status
from incident.models import Citation, Event, Kamerstuk
from tests.factories import (
    CitationFactory,
    EventFactory,
    KamerstukFactory,
    LinkFactory,
)
from tests.helpers.desk import EVENTS, change, new_event

pytestmark = pytest.mark.django_db

PAPERS = "/admin/incident/kamerstuk/"
LISTS = [EVENTS, PAPERS, "/admin/incident/incident/", "/admin/auth/user/", "/admin/auth/group/"]
LISTS += ["/admin/incident/claim/", "/admin/incident/writtenquestions/"]
SEARCHES = [
    "26643",
    "26 643",
    "1376",
    "26 643, nr. 1376",
    "kst-26643-1376",
    "Kamerstuk 26 643, nr. 1376",
]


def titles(answer) -> list[str]:
    return [str(row) for row in answer.context["cl"].result_list]


def test_the_list_tells_what_an_editor_needs(admin_client, body):
    event = EventFactory(title="Half af", date="2025-07", draft=True)
    CitationFactory(event=event, told=True, locator="", kamerstuk__date="2025-08-04")
    page = body(admin_client.get(EVENTS))
    for cell in (
        "juli 2025",
        "4 augustus 2025",
        "Maatregel",
        "Concept",
        "vindplaats zonder plaats",
    ):
        assert cell in page
    assert "onzekere datum zonder uitleg" in page
    assert 'id="changelist-filter"' in page


def test_the_list_sorts_on_the_days_behind_the_words(admin_client):
    for edtf in ("2025-08", "2025-07-17", "2024"):
        EventFactory(date=edtf, title=edtf)
    assert titles(admin_client.get(f"{EVENTS}?o=1")) == ["2024", "2025-07-17", "2025-08"]
    assert titles(admin_client.get(f"{EVENTS}?o=-1")) == ["2025-08", "2025-07-17", "2024"]


@pytest.mark.parametrize("term", [*SEARCHES, "olifant", "OLIFANT één"])
def test_events_are_found_by_word_and_by_citation_in_any_spelling(admin_client, term):
    found = EventFactory(title="De olifant", body="Er was er één.")
    CitationFactory(event=found, kamerstuk__number="1376")
    CitationFactory(event__title="Anders", kamerstuk__dossier="11111", kamerstuk__number="9")
    assert titles(admin_client.get(EVENTS, {"q": term})) == ["De olifant"]


def test_events_are_found_by_the_chambers_own_number(admin_client):
    paper = KamerstukFactory(dossier="", number="", chamber_number="2025Z14818")
    CitationFactory(event__title="Vragen", kamerstuk=paper)
    EventFactory(title="Anders")
    assert titles(admin_client.get(EVENTS, {"q": "2025Z14818"})) == ["Vragen"]


@pytest.mark.parametrize("term", SEARCHES)
def test_a_pasted_citation_gives_the_right_paper(admin_client, term):
    paper = KamerstukFactory(number="1376")
    KamerstukFactory(dossier="11111", number="9")
    answer = admin_client.get(
        "/admin/autocomplete/",
        {
            "term": term,
            "app_label": "incident",
            "model_name": "citation",
            "field_name": "kamerstuk",
        },
    )
    assert [row["id"] for row in answer.json()["results"]] == [str(paper.pk)]


def test_a_new_event_takes_the_date_as_staff_say_it(admin_client, body):
    answer = admin_client.post(f"{EVENTS}add/", new_event(date="juni 2025 - 23 juli 2025"))
    assert answer.status_code == 302
    event = Event.objects.get()
    assert (event.date, event.first_day) == ("2025-06/2025-07-23", date(2025, 6, 1))
    assert event.slug == "2025-06-nieuw"
    page = body(admin_client.get(f"{EVENTS}{event.pk}/change/"))
    assert "juni 2025 – 23 juli 2025" in page


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"date": "31 februari 2025"}, "31 februari 2025 bestaat niet."),
        ({"date": "", "_move": "ter-beoordeling"}, "Vul een datum in"),
        ({"kind": "", "_move": "ter-beoordeling"}, "Kies een soort"),
        ({"title": "x" * 121}, "niet meer dan 120 tekens"),
        ({"title": "a\x07b"}, "onzichtbaar stuurteken"),
        ({"title": "goed\u202efout"}, "na ‘goed’ een onzichtbaar stuurteken (U+202E)"),
        ({"slug": "٢٠٢٥-07-iets"}, "Begin met jaar en maand"),
        ({"body": "a\x00b"}, "Null"),
        ({"slug": "Geen Adres"}, "Begin met jaar en maand"),
        ({"publish_at_0": "01-01-0001", "publish_at_1": "00:00"}, "Kies een jaar van 1900"),
        ({"publish_at_0": "31-12-9999", "publish_at_1": "23:59"}, "Kies een jaar van 1900"),
        ({"incident": "99999999999999999999"}, "Selecteer een geldige keuze"),
    ],
)
def test_a_wrong_entry_gets_a_sentence_and_loses_nothing(admin_client, body, wrong, sentence):
    answer = admin_client.post(f"{EVENTS}add/", new_event(**{"body": "Lang getypt", **wrong}))
    page = body(answer)
    assert answer.status_code == 200
    assert sentence in page
    assert "Lang getypt" in page or "body" in wrong
    assert not Event.objects.exists()


def test_the_date_is_told_in_words_while_another_field_is_wrong(admin_client, body):
    event = EventFactory(date="2025-07-17")
    data = new_event(date="rond 3 mei 2025", title="", version_seen="1")
    page = body(admin_client.post(f"{EVENTS}{event.pk}/change/", data))
    assert "rond 3 mei 2025" in page
    assert "Dit veld is verplicht." in page


def test_a_pasted_citation_fills_the_parts(admin_client):
    pasted = "Kamerstukken II 2024/25, 36 600 VI, nr. 12"
    data = {"pasted": pasted, "kind": "brief", "title": "Brief", "chamber": "II"}
    assert admin_client.post(f"{PAPERS}add/", data).status_code == 302
    paper = Kamerstuk.objects.get()
    assert (paper.slug, paper.session) == ("kst-36600-VI-12", "2024-2025")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"pasted": "17 juli"}, "Deze vindplaats begrijpen wij niet."),
        ({"pasted": "26 643, nr. 1376"}, "Dit nummer is in dit dossier al van een ander stuk."),
        ({"number": "5"}, "Een nummer of toevoeging hoort bij een dossier."),
        ({"session": "2024-2026"}, "Een vergaderjaar loopt"),
        ({"title": "a | b"}, "Een rechte streep"),
        ({"date": "ooit"}, "Deze datum begrijpen wij niet."),
    ],
)
def test_a_wrong_paper_gets_a_sentence(admin_client, body, wrong, sentence):
    KamerstukFactory(number="1376")
    data = {"kind": "brief", "title": "Brief", "chamber": "II", **wrong}
    assert sentence in body(admin_client.post(f"{PAPERS}add/", data))
    assert Kamerstuk.objects.count() == 1


def test_the_way_to_the_site_is_there_only_when_readers_can_follow_it(admin_client, body):
    public, draft = EventFactory(), EventFactory(draft=True)
    assert "viewsitelink" in body(admin_client.get(f"{EVENTS}{public.pk}/change/"))
    assert "viewsitelink" not in body(admin_client.get(f"{EVENTS}{draft.pk}/change/"))
    paper = CitationFactory(event=draft).kamerstuk
    assert "viewsitelink" not in body(admin_client.get(f"{PAPERS}{paper.pk}/change/"))


def test_only_a_draft_that_was_never_public_can_be_deleted(admin_client):
    for event in (EventFactory(), EventFactory(withdrawn=True), EventFactory(future=True)):
        answer = admin_client.post(f"{EVENTS}{event.pk}/delete/", {"post": "yes"})
        assert answer.status_code == 403
    draft = EventFactory(draft=True)
    assert admin_client.post(f"{EVENTS}{draft.pk}/delete/", {"post": "yes"}).status_code == 302
    assert Event.objects.count() == 3


def test_a_paper_that_is_cited_cannot_be_deleted(admin_client, body):
    kept = CitationFactory().kamerstuk
    assert admin_client.get(f"{PAPERS}{kept.pk}/delete/").status_code == 403
    paper = CitationFactory(event__draft=True).kamerstuk
    page = body(admin_client.post(f"{PAPERS}{paper.pk}/delete/", {"post": "yes"}))
    assert "vindplaats" in page.lower()
    assert Kamerstuk.objects.filter(pk=paper.pk).exists()


def test_a_form_asks_few_queries(editor, django_assert_max_num_queries):
    """Whether its moment has come was asked of the log for each field and button: twenty times."""
    event = CitationFactory().event
    editor.get(change(event))
    with django_assert_max_num_queries(20):
        editor.get(change(event))


@pytest.mark.parametrize("address", [EVENTS, PAPERS])
def test_a_list_costs_as_many_queries_for_60_rows_as_for_10(admin_client, address):
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            admin_client.get(f"{address}?all=")
        return len(captured)

    for _ in range(10):
        LinkFactory(event=CitationFactory().event)
    few = cost()
    for _ in range(40):
        LinkFactory(event=CitationFactory().event)
    assert cost() == few


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize(
    "query",
    [
        *("title__regex=(a%2B)%2B$", "body__startswith=x", "id__in=1,2", "incident__title=x"),
        *("citations__kamerstuk__title__contains=x", "password__startswith=a", "username=x"),
    ],
)
def test_a_list_answers_known_parameters_only(admin_client, address, query):
    assert admin_client.get(f"{address}?{query}").status_code == 400


@pytest.mark.parametrize(
    "query", ["status__exact=concept", "kind__exact=besluit", "incident__id__exact=1"]
)
def test_the_lists_own_filters_work(admin_client, query):
    EventFactory()
    assert admin_client.get(f"{EVENTS}?{query}").status_code == 200


@pytest.mark.parametrize("number", ["onbekend", "bekend"])
def test_papers_whose_number_is_missing_are_one_click_away(admin_client, number):
    known, unknown = KamerstukFactory(), KamerstukFactory(unnumbered=True)
    shown = list(admin_client.get(f"{PAPERS}?nummer={number}").context["cl"].result_list)
    assert shown == [unknown if number == "onbekend" else known]


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"citations-TOTAL_FORMS": "x"},
        {"citations-TOTAL_FORMS": "-1", "citations-INITIAL_FORMS": "-5"},
        {"citations-TOTAL_FORMS": "999999999", "citations-INITIAL_FORMS": "999999999"},
        {"citations-TOTAL_FORMS": "1", "citations-INITIAL_FORMS": "1", "citations-0-id": "999"},
        {"citations-TOTAL_FORMS": "1", "citations-INITIAL_FORMS": "1", "citations-0-id": "9" * 40},
        {"citations-TOTAL_FORMS": "1", "citations-0-kamerstuk": "9" * 40},
        {"version_seen": "x"},
        {"version_seen": "9" * 40},
        {"publish_at_0": "2025-03-30", "publish_at_1": "02:30:00"},
        {"date": "9" * 10_000},
    ],
)
def test_a_forged_form_is_never_a_failure_of_ours(admin_client, data):
    event = EventFactory()
    for address in (f"{EVENTS}add/", f"{EVENTS}{event.pk}/change/"):
        assert admin_client.post(address, {**new_event(), **data}).status_code in (200, 302)


@pytest.mark.parametrize("key", ["999", "9" * 40, "x", "1_2F", "-1"])
@pytest.mark.parametrize("page", ["change", "delete", "history"])
def test_a_row_that_is_not_there_is_no_failure(admin_client, key, page):
    assert admin_client.get(f"{EVENTS}{key}/{page}/").status_code in (302, 404)


def test_the_desk_is_dutch_and_closed_to_strangers(client, admin_client, body):
    assert client.get(EVENTS).status_code == 302
    page = body(admin_client.get("/admin/"))
    assert "Redactie" in page
    assert "Gebeurtenissen" in page
    assert Status.DRAFT.label == "Concept"
    assert Citation._meta.verbose_name_plural == "vindplaatsen"
