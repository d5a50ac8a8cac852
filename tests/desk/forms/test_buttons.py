"""Who may publish sees one button for it; the way without a second reader stands apart."""

import re

import pytest

from incident.choices import Status
from tests.factories import CitationFactory, LinkFactory
from tests.helpers.desk import change, drafted, form_of, own_incident, save

ADD = "/admin/incident/event/add/"
FORCED = "Publiceer zonder tweede lezer"
pytestmark = pytest.mark.django_db


def buttons(page: str) -> list[str]:
    """Return what the buttons that publish say."""
    found = re.findall(r'<button[^>]*value="gepubliceerd"[^>]*>([^<]+)</button>', page)
    return [name.strip() for name in found]


@pytest.fixture
def offered(writer):
    event = drafted(writer)
    save(writer, event, _move="ter-beoordeling")
    return event


def test_a_second_reader_sees_one_button_to_publish_and_no_reason(editor, offered, body):
    page = body(editor.get(change(offered)))
    assert buttons(page) == ["Publiceer"]
    assert 'name="reason"' not in page


def test_a_draft_of_a_colleague_is_offered_and_not_forced(editor, writer, body):
    assert buttons(body(editor.get(change(drafted(writer))))) == []


@pytest.mark.parametrize("steps", [(), ("ter-beoordeling",)])
def test_who_wrote_it_sees_the_forced_act_apart_with_its_reason_beside(editor, steps, body):
    event = drafted(editor)
    for step in steps:
        save(editor, event, _move=step)
    page = body(editor.get(change(event)))
    assert buttons(page) == [FORCED]
    apart = page.partition('<div class="forced"')[2].partition("</button>")[0]
    assert FORCED in apart
    assert apart.count('name="reason"') == page.count('name="reason"') == 1
    assert 'id="id_reason_helptext"' in apart


def test_a_refusal_of_the_forced_act_stands_beside_its_reason(editor, body):
    event = drafted(editor)
    page = body(save(editor, event, _force="gepubliceerd"))
    apart = page.partition('<div class="forced"')[2].partition("</button>")[0]
    assert "Zonder tweede lezer publiceren kan alleen met een reden" in apart


def test_a_second_reader_who_changes_a_word_is_offered_the_forced_act_then(editor, offered, body):
    page = body(save(editor, offered, _move="gepubliceerd", title="Met mijn woord"))
    assert buttons(page) == ["Publiceer", FORCED]


def test_a_new_text_can_be_forced_by_who_may_publish_and_by_nobody_else(editor, writer, body):
    assert buttons(body(editor.get(ADD))) == [FORCED]
    assert buttons(body(writer.get(ADD))) == []


def test_a_withdrawn_text_of_ones_own_has_its_reason_above_the_forced_act(editor, body):
    event = drafted(editor)
    save(editor, event, _force="gepubliceerd", reason="Haast.")
    save(editor, event, _move="ingetrokken", reason="Klopt niet.", title="Ook dit")
    event.refresh_from_db()
    page = body(editor.get(change(event)))
    assert page.count('name="reason"') == 1
    assert "Vul hierboven bij ‘Reden’" in page


def test_after_publishing_the_message_leads_to_the_page_of_readers(editor, offered, body):
    form = {**form_of(editor, offered), "_move": "gepubliceerd"}
    page = body(editor.post(change(offered), form, follow=True))
    offered.refresh_from_db()
    said = page.partition('class="messagelist"')[2].partition("</ul>")[0]
    assert f'<a href="{offered.get_absolute_url()}">Bekijk op de site</a>' in said


def test_where_readers_see_nothing_no_message_leads_there(editor, writer, body):
    event = drafted(writer)
    form = {**form_of(writer, event), "_move": "ter-beoordeling"}
    assert "Bekijk op de site" not in body(writer.post(change(event), form, follow=True))
    hidden = CitationFactory(
        event__status=Status.REVIEW,
        event__incident__slug="dicht",
        event__incident__is_published=False,
    ).event
    form = {**form_of(editor, hidden), "_move": "gepubliceerd"}
    assert "Bekijk op de site" not in body(editor.post(change(hidden), form, follow=True))


def test_an_incident_put_back_by_who_wrote_it_stands_apart_too(editor, body):
    own = own_incident(editor)
    form = {**form_of(editor, own), "_move": "ingetrokken", "reason": "Moest weg."}
    editor.post(change(own), form)
    page = body(editor.get(change(own)))
    assert buttons(page) == ["Zet terug zonder tweede lezer"]
    assert page.index('name="reason"') < page.index('<div class="forced"')


def test_withdrawing_without_a_reason_asks_why_it_is_withdrawn(editor, body):
    event = LinkFactory().event
    page = body(save(editor, event, _move="ingetrokken"))
    assert "Zeg daarom in één zin waarom u dit intrekt." in page
    page = body(save(editor, event, title="Anders", nature="inhoud"))
    assert "Zeg daarom in één zin waarom dit verandert." in page
