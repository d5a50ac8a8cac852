"""What `q` finds: its grammar, its synonyms, the same on every database, and each word marked."""

import html
import re

import pytest
from django.db import connection
from django.http import QueryDict
from django.template import engines
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incident.models import Event, Incident, Kamerstuk
from incident.values.words import searchable
from tests.factories import (
    CitationFactory,
    ClaimFactory,
    EventFactory,
    IncidentFactory,
    KamerstukFactory,
    LinkFactory,
    QuestionFactory,
    StatementFactory,
)
from timeline.pages.timeline_page import FOLDS_PAST, TimelinePage
from timeline.query import filters
from timeline.query.search import Search
from timeline.query.selection import Selection
from timeline.views import selected, timeline_context

TIMELINE = "/om-citrix/"
GROUPS = """lek, kwetsbaarheid, gat, beveiligingslek
hack, inbraak, binnendringen, misbruik
data, gegevens
gestolen, weggehaald, buitgemaakt, datalek
patch, update
Citrix, NetScaler
vormfouten, fouten in strafzaken
back-up, backup, reservekopie
offline, van internet, afgesloten"""

PIECES = ["lek", "gat", "back", "up", "-", " ", "van", "internet", "é", "&", "<b>", "’", "OM", "½"]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | st.text(max_size=30)


def finds(words: str, text: str) -> bool:
    return Search.of(words, GROUPS).finds(searchable(text))


def marks(words: str, text: str, groups: str = GROUPS) -> list[str]:
    return [text[start:end] for start, end in Search.of(words, groups).spans(text)]


# The grammar


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("lek", "De kwetsbaarheid bleef"),
        ("GAT", "een Citrix-lek"),
        ("gestolen gegevens", "Er is data buitgemaakt"),
        ("vormfouten", "Zijn er fouten in strafzaken?"),
        ("fouten in strafzaken", "vormfouten"),
        ("van internet", "Het OM gaat offline"),
        ("offline", "Het OM ging van internet af"),
        ("back-up", "backups"),
        ("backup", "back-up"),
        ("back up", "back-up"),
        ("back-up", "de back up is er"),
        ("reserve-kopie", "een back-up"),
        ("cafe", "Café"),
        ("CAFÉ", "cafe"),
        ("e mail", "e-mail"),
        ("e-mail", "email"),
        ("mail", "e-mail"),
        ("26 643", "26643"),
    ],
)
def test_a_word_finds_what_is_spelled_otherwise_or_means_the_same(words, text):
    assert finds(words, text)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("lek", "gelekt en elektronisch"),
        ("lek olifant", "een lek"),
        ("internet", "offline"),
        ("van het internet", "offline"),
        ("fouten", "vormloos"),
        ("om", "omdat"),
        ("", "alles"),
        ("-", "alles"),
    ],
)
def test_a_word_does_not_find_what_it_does_not_say(words, text):
    assert not finds(words, text)


def test_without_synonyms_every_word_is_itself():
    assert not Search.of("lek").finds(searchable("een gat"))
    assert Search.of("lek", "lek\n, \n").finds(searchable("lek"))


def test_a_word_in_two_groups_is_replaced_by_both():
    found = Search.of("lek", "lek, gat\nlek, datalek")
    assert found.also == ["gat", "datalek"]
    assert found.groups == [(" lek", " gat", "datalek")]


def test_the_words_that_are_searched_beside_those_of_the_reader_are_as_editors_wrote_them():
    assert Search.of("citrix back up", GROUPS).also == ["NetScaler", "reservekopie"]


@given(TEXTS)
def test_a_text_is_found_by_all_its_own_words_as_they_stand(text):
    search = Search.of(text, GROUPS)
    assert search.finds(searchable(text)) is bool(search.terms)


# Marks


@pytest.mark.parametrize(
    ("words", "text", "marked"),
    [
        ("lek", "Een gat, een Citrix-lek en lekken.", ["gat", "lek", "lekken"]),
        ("van Weel", "minister Van Weel, van nu en van toen", ["Van Weel"]),
        ("van", "van nu", ["van"]),
        ("back up", "De ‘back-up’ is er", ["back-up"]),
        ("van internet", "van internet; van het internet", ["van internet"]),
        ("cafe", "cafe\u0301 ‘café’", ["cafe\u0301", "café"]),
        ("1 2", "½", ["½"]),
        ("olifant", "niets", []),
    ],
)
def test_what_was_found_is_marked(words, text, marked):
    assert marks(words, text) == marked


# Words that say nothing by themselves, as Dutch has them.
SMALL = "aan als bij dat de die een en er het hoe in is met na naar niet of ook op te tot uit van"
SMALL += " voor was wat wie zijn"


@pytest.mark.parametrize("word", SMALL.split())
def test_a_small_word_is_marked_alone_or_beside_another(word):
    text = f"Later kwam {word} nog; {word} lek bleef."
    assert marks(f"{word} lek", text) == [f"{word} lek"]
    assert marks(word, text) == [word, word]


def test_a_phrase_over_two_lines_is_marked_in_each():
    assert marks("van internet", "van\n\ninternet") == ["van", "internet"]


@given(TEXTS, TEXTS)
def test_marks_leave_every_text_whole_and_escaped(words, text):
    template = engines["jinja2"].from_string("{{ marked(text) }}")
    page = template.render({"text": text, "search": Search.of(words, GROUPS)})
    assert html.unescape(re.sub("</?mark>", "", page)) == text
    assert set(re.findall("<[^>]*>", page)) <= {"<mark>", "</mark>"}


@given(TEXTS, TEXTS)
def test_a_text_that_is_found_has_a_mark_for_it(words, text):
    search = Search.of(words, GROUPS)
    assert not search.finds(searchable(text)) or search.spans(text)


# In the database


def told_the_words() -> Incident:
    """Return the incident with the list of words."""
    incident = IncidentFactory()
    incident.synonyms = GROUPS
    incident.save()
    return incident


def titles(query: str) -> list[str]:
    selection = Selection(told_the_words(), QueryDict(query))
    return [event.title for event in selection.events]


@pytest.mark.django_db
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(TEXTS.filter(lambda t: "\0" not in t), min_size=1, max_size=5), words=TEXTS)
def test_the_database_finds_exactly_what_the_words_say(texts, words):
    search, made = Search.of(words, GROUPS), []
    for text in texts:
        slug = f"2025-07-{Event.objects.count()}-{len(made)}"
        event = EventFactory.build(incident=IncidentFactory(), slug=slug, title="t", body=text)
        event.derive()
        made.append(event)
    Event._base_manager.bulk_create(made)
    found = Event.objects.filter(slug__in=[e.slug for e in made]).mentioning(search.groups)
    said = {event.slug for event in made if not search.without(event.search_text).terms}
    assert {event.slug for event in found} == said


@pytest.mark.django_db
def test_an_event_is_found_by_its_text_its_sources_and_both_together():
    event = EventFactory(title="Titel", body="tekst", date_note="uitleg", date="2025-07~")
    paper = KamerstukFactory(number="1376", title="Informatiebeveiliging", sender="D.M. van Weel")
    CitationFactory(event=event, kamerstuk=paper)
    LinkFactory(event=event, publisher="Krant", title="Datalek bij justitie")
    EventFactory(title="Iets anders")
    for words in (
        *("titel", "tekst", "uitleg", "informatiebeveiliging", "van+Weel", "krant", "gestolen"),
        *("tekst+weel+justitie", "nr.+1376", "kst-26643-1376", "26+643,+nr.+1376"),
    ):
        assert titles(f"q={words}") == ["Titel"], words
    assert titles("q=titel+olifant") == []


@pytest.mark.django_db
def test_words_are_those_of_the_incident_at_hand():
    EventFactory(title="Een gat")
    other = IncidentFactory(slug="ander")
    EventFactory(title="Een gat daar", incident=other)
    both = (told_the_words(), other)
    found = [Selection(one, QueryDict("q=lek")).events.count() for one in both]
    assert found == [1, 0]


@pytest.mark.django_db
def test_more_events_than_a_query_can_name_are_found_all_the_same(monkeypatch):
    for number in range(4):
        EventFactory(title=f"Een gat {number}")
    EventFactory(title="Niets")
    for most in (30_000, 4, 3, 0):
        monkeypatch.setattr(filters, "MOST_KEYS", most)
        assert len(titles("q=gat")) == 4


@pytest.mark.django_db
def test_the_texts_are_read_once_however_many_counts_a_page_makes(client):
    EventFactory(title="Een gat")
    with CaptureQueriesContext(connection) as read:
        client.get(TIMELINE, {"q": "gat", "soort": "maatregel"})
    asked = re.compile(r'"incident_event"."search_text"(::text)? LIKE')
    scans = [query["sql"] for query in read if asked.search(query["sql"])]
    assert len(scans) == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [("?!", "Typ een woord"), ("een " * 21, "Zoek met hoogstens 20 woorden")],
)
@pytest.mark.django_db
def test_a_search_without_words_or_with_too_many_is_explained(client, body, words, sentence):
    EventFactory(title="Niet te zien")
    page = body(client.get(TIMELINE, {"q": words.strip()}))
    assert sentence in page
    assert "Niet te zien" not in page
    assert client.get(f"{TIMELINE}tijdlijn.csv", {"q": words.strip()}).status_code == 400


# Beside events


@pytest.fixture
def story(db):
    """Make an incident with a word of the group of "lek" in each noun."""
    IncidentFactory(synonyms=GROUPS)
    EventFactory(title="Het <lek> wordt bekend")
    QuestionFactory(
        questions__kamerstuk__chamber_number="2025Z00001",
        questions__askers="Jansen (ABC)",
        questions__answer=KamerstukFactory(kind="antwoord", number="9009", date="2025-08-12"),
        number=3,
        wording="Hoe kwam het gat er?",
        note="Dat is onbekend. De kwetsbaarheid wordt onderzocht.",
    )
    claim = ClaimFactory(slug="bekend", title="Was het gat bekend?")
    StatementFactory(
        claim=claim, summary="Het beveiligingslek was nieuw.", kamerstuk__number="9005"
    )
    CitationFactory(event__title="Brief", kamerstuk__title="Over het lek", kamerstuk__number="9006")


def made_from(query: dict) -> dict:
    """Return what the page of a question is made from."""
    request = RequestFactory().get(TIMELINE, query)
    selection = selected(request, "om-citrix")
    return timeline_context(request, selection, TimelinePage(selection, "", "", request.GET))


def page_of(client, body, **query) -> str:
    return " ".join(body(client.get(TIMELINE, query)).split())


def test_a_search_also_tells_what_it_finds_beside_events(client, body, story):
    page = page_of(client, body, q="lek")
    assert "Wij zochten ook naar: kwetsbaarheid, gat, beveiligingslek." in page
    for heading in ("Kamervragen (1)", "Open vragen (1)", "Kamerstukken (1)"):
        assert f"<summary>{heading}</summary>" in page
    assert (
        '<a href="/om-citrix/vragen/#vraag-3">Vraag 3: Hoe kwam het <mark>gat</mark> er?</a>'
        in page
    )
    assert "Antwoord: De <mark>kwetsbaarheid</mark> wordt onderzocht." in page
    assert '<a href="/om-citrix/kwesties/#bekend">Was het <mark>gat</mark> bekend?</a>' in page
    assert "Het <mark>beveiligingslek</mark> was nieuw." in page
    assert '<a href="/kamerstukken/kst-26643-9006/">' in page
    assert "Over het <mark>lek</mark>" in page


def test_words_are_marked_in_events_and_the_source_that_has_them_is_named(client, body, story):
    page = page_of(client, body, q="lek")
    assert "Het &lt;<mark>lek</mark>&gt; wordt bekend" in page
    assert "Gevonden in een bron:</span> Kamerstukken II 2024/25, 26 643, nr. 9006 – Over" in page
    assert page.count("Gevonden in een bron") == 1
    assert "<mark>" not in page_of(client, body)


def test_nothing_that_is_found_stands_folded(client, body, story):
    EventFactory(title="Een gat", is_key=True, short_title="Gat")
    EventFactory.create_batch(FOLDS_PAST, title="Een gat")
    assert 'class="event is-folded"' in page_of(client, body)
    assert 'class="event is-folded"' not in page_of(client, body, q="lek")


def test_a_set_is_found_by_those_who_asked_and_a_paper_by_its_citation(client, body, story):
    assert '#2025Z00001">Vragen van <mark>Jansen</mark> (ABC)</a>' in page_of(
        client, body, q="jansen"
    )
    page = page_of(client, body, q="26 643, nr. 9006")
    assert "Kamerstukken (1)" in page


def test_a_draft_is_nowhere_in_what_is_found(story):
    found = made_from({"q": "lek"})["also_found"]
    shown = [len(part) for part in (found.sets, found.questions, found.claims, found.papers)]
    assert shown == [0, 1, 1, 1]
    for about in ({"status": "concept"}, {"incident": IncidentFactory(slug="ander")}):
        event = EventFactory(title="lek", **about)
        CitationFactory(event=event, kamerstuk__title="lek")
        QuestionFactory(**{f"questions__{n}": v for n, v in about.items()}, wording="lek")
        StatementFactory(claim=ClaimFactory(title="lek", **about), kamerstuk__title="lek")
    KamerstukFactory(title="lek")
    context = made_from({"q": "lek"})
    found = context["also_found"]
    assert [len(p) for p in (found.sets, found.questions, found.claims, found.papers)] == shown
    assert context["layout"].count == 2


def test_what_was_not_there_on_a_day_is_not_found_on_it(client, body, story):
    def counts(day: str) -> list[int]:
        found = made_from({"q": "lek", "peildatum": day})["also_found"]
        return [len(found.questions), len(found.claims), len(found.papers)]

    assert counts("2025-07-16") == [0, 0, 0]
    assert counts("2025-07-17") == [0, 1, 1]
    assert counts("2025-07-21") == [1, 1, 1]
    assert "Antwoord: De" not in page_of(client, body, q="lek", peildatum="2025-08-11")
    page = page_of(client, body, q="lek", peildatum="2025-08-12")
    assert "Antwoord: De <mark>kwetsbaarheid</mark>" in page
    assert 'href="/om-citrix/vragen/?peildatum=2025-08-12#vraag-3"' in page
    for day, count in (("2025-08-11", 0), ("2025-08-12", 1)):
        found = made_from({"q": "onderzocht", "peildatum": day})["also_found"]
        assert len(found.questions) == count


def test_nothing_among_events_but_something_elsewhere_says_so_and_is_open(client, body, story):
    page = page_of(client, body, q="onbekend")
    assert "<strong>0 gebeurtenissen</strong>" in page
    assert "Geen gebeurtenis gevonden, wel iets anders" in page
    assert "<details open> <summary>Kamervragen (1)</summary>" in page


def test_a_typo_says_that_nothing_was_found_and_what_to_take_away(client, body, story):
    page = page_of(client, body, q="kwetsbaarhied")
    assert "Niets gevonden. Haal het filter weg:" in page
    assert f'<a href="{TIMELINE}">met de woorden ‘kwetsbaarhied’</a>: dan zijn er 2' in page
    assert "Ook gevonden" not in page


def test_other_filters_are_said_to_hold_for_events_alone(client, body, story):
    assert "gelden alleen voor gebeurtenissen" in page_of(client, body, q="lek", soort="besluit")
    assert "gelden alleen voor gebeurtenissen" not in page_of(client, body, q="lek")


def test_it_costs_as_many_queries_for_many_questions_and_claims(client, story):
    def cost() -> int:
        with CaptureQueriesContext(connection) as read:
            client.get(TIMELINE, {"q": "lek"})
        return len(read)

    few = cost()
    for number in range(5):
        StatementFactory(claim__title=f"lek {number}")
        QuestionFactory(wording=f"lek {number}")
        CitationFactory(event__title="lek", kamerstuk__title=f"lek {number}")
    assert cost() == few


# The case


@pytest.mark.parametrize(
    ("words", "events", "questions", "claims"),
    [
        ("gestolen", True, [3], {"data"}),
        ("datalek", True, [3], {"data"}),
        ("hack", True, [], {"misbruik", "sinds-wanneer"}),
        ("kwetsbaarheid", True, [2, 6, 8], {"misbruik"}),
        ("patch", True, [8, 9, 10], set()),
        ("NetScaler", True, [], set()),
        ("vormfouten", False, [5], set()),
        ("data", True, [3], {"data"}),
        ("van Weel", True, [], {"data", "misbruik"}),
        ("backup", False, [4], {"back-ups"}),
        ("back-up", False, [4], {"back-ups"}),
        ("back up", False, [4], {"back-ups"}),
    ],
)
def test_the_first_words_of_a_new_reader_find_what_the_case_holds(
    case, words, events, questions, claims
):
    context = made_from({"q": words})
    found = context["also_found"]
    assert context["layout"].count or not events
    assert set(questions) <= {row.question.number for row in found.questions}
    assert claims <= {row.claim.slug for row in found.claims}


def test_a_minister_is_found_by_what_he_sent(case):
    papers = made_from({"q": "van Weel"})["also_found"].papers
    assert {paper.slug for paper in papers} >= {"kst-26643-1376", "kst-26643-1378"}
    assert papers == list(Kamerstuk.objects.for_readers().filter(sender__contains="van Weel"))
