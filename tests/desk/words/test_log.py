"""The log of the desk says what happened, in the words that the desk itself uses."""

import pytest
from django.utils import timezone

from incident.audit.recorder import audited
from incident.choices import Status
from incident.models import Change
from tests.factories import CitationFactory, EventFactory, QuestionFactory
from tests.helpers.desk import HOME, ahead, change, save

LOG = "/admin/incident/change/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def planned(staff):
    """Return a text that a second reader just planned for tomorrow, and that person's browser."""
    event = CitationFactory(event__status=Status.REVIEW).event
    browser = staff("eindredacteur")
    moment = timezone.localtime(ahead(1))
    about = {"publish_at_0": f"{moment:%Y-%m-%d}", "publish_at_1": f"{moment:%H:%M:%S}"}
    save(browser, event, _move="gepubliceerd", **about)
    return event, browser


def test_a_text_that_waits_for_its_moment_is_called_planned(planned, body):
    event, browser = planned
    assert Change.objects.latest("number").public_at > timezone.now()
    for address in (LOG, f"{change(event).removesuffix('change/')}history/", HOME):
        page = body(browser.get(address))
        assert "Ingepland" in page.partition('id="changelist-filter"')[0], address
        for published in (
            'class="field-what">Gepubliceerd',
            "<h2>Gepubliceerd",
            ">Gepubliceerd, <",
        ):
            assert published not in page, address


def test_a_text_that_appears_at_once_is_called_published(staff, body):
    event = CitationFactory(event__status=Status.REVIEW).event
    browser = staff("eindredacteur")
    save(browser, event, _move="gepubliceerd")
    assert 'class="field-what">Gepubliceerd' in (page := body(browser.get(LOG)))
    assert 'class="field-what">Ingepland' not in page


def test_an_act_with_a_second_reader_is_no_and_not_none(admin_client, body):
    EventFactory()
    for address in (LOG, f"{LOG}{Change.objects.latest('number').number}/change/"):
        page = body(admin_client.get(address))
        assert "Nee" in page
        assert "None" not in page


def test_an_act_by_force_is_yes(admin_client, admin_user, body):
    event = EventFactory(status=Status.DRAFT)
    event.status = Status.PUBLISHED
    with audited(user=admin_user, reason="Haast.", forced=True):
        event.save()
    assert ">Ja</td>" in body(admin_client.get(LOG))


def test_its_columns_and_filters_are_called_act_and_sort_of_text(admin_client, body):
    QuestionFactory()
    page = body(admin_client.get(LOG))
    assert ">Handeling</a>" in page
    filters = page.partition('id="changelist-filter"')[2]
    assert "Op handeling" in filters
    assert "Op soort tekst" in filters
    assert "Set Kamervragen" in filters
