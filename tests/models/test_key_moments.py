"""Key moments, words for the search, and papers that nobody here saw: what is refused, and how."""

import pytest
from django.core.exceptions import ValidationError

from incident.models import Event
from incident.models.event import MOST_KEY
from tests.factories import CitationFactory, EventFactory, IncidentFactory

pytestmark = pytest.mark.django_db


def test_one_key_moment_too_many_is_refused_beside_its_field():
    EventFactory.create_batch(MOST_KEY - 1, is_key=True, short_title="Kort")
    EventFactory(withdrawn=True, is_key=True, short_title="Weg")
    last = EventFactory(is_key=True, short_title="Kort")
    last.full_clean()
    more = EventFactory()
    more.is_key, more.short_title = True, "Kort"
    with pytest.raises(ValidationError) as refused:
        more.full_clean()
    assert set(refused.value.message_dict) == {"is_key"}
    elsewhere = EventFactory(incident=IncidentFactory(slug="tweede", title="Tweede"))
    elsewhere.is_key, elsewhere.short_title = True, "Kort"
    elsewhere.full_clean()


def test_beside_all_key_moments_an_event_that_is_none_is_right():
    EventFactory.create_batch(MOST_KEY, is_key=True, short_title="Kort")
    EventFactory().full_clean()


def test_a_key_moment_without_words_for_the_drawing_is_refused():
    event = EventFactory()
    event.is_key = True
    with pytest.raises(ValidationError, match="korte titel"):
        event.full_clean()


@pytest.mark.parametrize("wrong", ["lek", "lek,", "lek, gat\nhack", ",".join("abcdefghijklm")])
def test_a_line_of_words_that_is_no_group_is_named_beside_its_field(wrong):
    incident = IncidentFactory()
    incident.synonyms = wrong
    with pytest.raises(ValidationError) as refused:
        incident.full_clean()
    assert set(refused.value.message_dict) == {"synonyms"}
    incident.synonyms = "lek, gat\n\nhack, inbraak"
    incident.full_clean()


def test_a_paper_that_nobody_saw_is_a_place_in_itself_and_another_is_not():
    seen = CitationFactory(locator="").event
    unseen = CitationFactory(locator="", kamerstuk__unseen_source="Krant").event
    assert set(Event.objects.unsourced()) == {seen}
    assert [event.gaps for event in (seen, unseen)] == [["vindplaats zonder plaats"], []]
    assert Event.publishing_errors(seen.state())
    assert not Event.publishing_errors(unseen.state())
