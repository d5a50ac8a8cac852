"""A refused save shows, field by field, what is stored and which words would change."""

from datetime import timedelta

import pytest
from django.utils import timezone

from incident.models import Question
from tests.factories import (
    CitationFactory,
    EventFactory,
    KamerstukFactory,
    LinkFactory,
    QuestionFactory,
    WrittenQuestionsFactory,
)
from tests.helpers.desk import change, form_of

pytestmark = pytest.mark.django_db
HEARD = '<span class="visually-hidden">{}: </span>'
GONE, NEW = HEARD.format("weg"), HEARD.format("nieuw")


@pytest.fixture
def refused(admin_client, body):
    """Return the function that saves after a colleague did, and gives the page that refuses."""

    def save(row, mine: dict, theirs: dict) -> str:
        shown = form_of(admin_client, row)
        assert admin_client.post(change(row), {**shown, **theirs}).status_code == 302
        answer = admin_client.post(change(row), {**shown, **mine})
        assert answer.status_code == 200
        return body(answer)

    return save


def test_a_refused_text_shows_which_words_would_change(refused):
    event = EventFactory(draft=True, body="Het OM is offline.\n\nVanaf vandaag.")
    page = refused(
        event,
        {"body": "Het OM is weer online.\n\nVanaf vandaag."},
        {"body": "Het OM is nog offline.\n\nVanaf vandaag."},
    )
    assert "Nu opgeslagen: ‘Het OM is nog offline.\n\nVanaf vandaag.’" in page
    assert f"is <del>{GONE}nog offline</del><ins>{NEW}weer online</ins>.\n\nVanaf" in page


def test_what_was_typed_and_stored_is_text_and_no_markup(refused):
    page = refused(
        EventFactory(draft=True, title="Eerst"),
        {"title": "<b>Mijn</b> & titel"},
        {"title": "<script>alert(1)</script>"},
    )
    assert "<script>alert" not in page
    assert "<b>Mijn" not in page
    assert "‘&lt;script&gt;alert(1)&lt;/script&gt;’" in page


def test_a_choice_shows_what_is_stored_and_no_words(refused):
    event = EventFactory(draft=True, kind="maatregel")
    page = refused(event, {"kind": "herstel"}, {"kind": "besluit"})
    assert "Nu opgeslagen: ‘Besluit’" in page
    assert "<del>" not in page


def test_an_emptied_field_is_said_to_hold_nothing(refused):
    event = EventFactory(draft=True, body="Tekst")
    assert "Nu opgeslagen: niets" in refused(event, {"body": "Beter"}, {"body": ""})


def test_a_moment_and_a_tick_are_said_as_staff_know_them(refused):
    event = EventFactory(draft=True, publish_at=timezone.now() + timedelta(days=1))
    page = refused(event, {"publish_at_1": "10:00:00"}, {"publish_at_1": "11:30:00"})
    assert "11:30:00’" in page
    citation = CitationFactory(event__draft=True)
    page = refused(citation.event, {"title": "Van mij"}, {"citations-0-told": "on"})
    assert "Nu opgeslagen: ‘ja’" in page


def test_a_refused_row_shows_its_stored_fields_and_the_words(refused):
    event = EventFactory(draft=True)
    CitationFactory(event=event, locator="antwoord op vraag 2")
    LinkFactory(event=event, title="Zelfde")
    page = refused(
        event,
        {"citations-0-locator": "antwoord op vraag 3"},
        {"citations-0-locator": "antwoord op vraag 4", "links-0-publisher": "Omroep"},
    )
    assert "Nu opgeslagen: ‘antwoord op vraag 4’" in page
    assert f"antwoord op vraag <del>{GONE}4</del><ins>{NEW}3</ins>" in page
    assert "Nu opgeslagen: ‘Omroep’" in page
    assert "Nu opgeslagen: ‘Zelfde’" not in page


def test_a_row_whose_paper_a_colleague_changed_names_the_stored_paper(refused):
    citation, other = CitationFactory(event__draft=True), KamerstukFactory(title="Andere brief")
    page = refused(
        citation.event, {"title": "Van mij"}, {"citations-0-kamerstuk": other.pk, "title": "Hun"}
    )
    assert f"Nu opgeslagen: ‘{other.citation} – Andere brief’" in page


def test_many_to_many_choices_of_a_row_are_named(refused):
    questions = WrittenQuestionsFactory(draft=True)
    QuestionFactory(questions=questions)
    event = EventFactory(draft=True, title="De gebeurtenis")
    page = refused(questions, {"rows-0-note": "Anders"}, {"rows-0-events": [event.pk]})
    assert "Nu opgeslagen: ‘De gebeurtenis’" in page
    assert Question.objects.get().note == "Ja."


def test_a_row_that_is_wrong_itself_still_shows_what_is_stored(refused):
    event = EventFactory(draft=True)
    LinkFactory(event=event)
    page = refused(event, {"links-0-date": "ooit"}, {"links-0-date": "19 juli 2025"})
    assert "Nu opgeslagen: ‘19 juli 2025’" in page
    assert "Deze datum begrijpen wij niet." in page
