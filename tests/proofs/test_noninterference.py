"""What is not public does not exist: no byte and no header moves when drafts are added."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from incident.models import Change, Event
from incident.verification.verify import verify
from tests.factories import EventFactory, KamerstukFactory
from tests.helpers.hidden import ADDRESSES, CANARY, EVENTS, Clock, answers, hide, public_record
from tests.helpers.proofs import WHOLE, share

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def plain(django_db_setup, django_db_blocker) -> tuple[dict, int]:
    """Return what readers get of the public record alone, and how many entries its log has."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        clock, client = Clock(), Client()
        patch.setattr(timezone, "now", clock)
        public_record(clock)
        clock.to(24)
        client.get("/")
        seen = answers(client, also_head=WHOLE), Change.objects.count()
        transaction.set_rollback(True)
    return seen


def half(first: int) -> list[str]:
    """Return every second address, or all with PROOFS=whole; the two halves are all."""
    return ADDRESSES if WHOLE else ADDRESSES[first::2]


def assert_same(before: dict, after: dict) -> None:
    """Nothing that readers get has moved, nor does it hold a word of what is hidden."""
    assert after
    for address, answer in after.items():
        for one, other in zip(before[address], answer, strict=True):
            assert one == other, address
        _status, headers, content = answer
        assert CANARY in address or CANARY.encode() not in content, address
        assert CANARY in address or CANARY not in str(headers), address


@pytest.mark.proof
def test_no_public_answer_changes_when_hidden_events_are_added(client, clock, plain):
    paper = public_record(clock)
    clock.to(20)
    count = share(50, least=10)
    hide(clock, paper, count)
    clock.to(24)
    assert_same(plain[0], answers(client, half(0), also_head=WHOLE))
    assert Event.objects.count() > count
    verify()


def test_the_record_that_is_compared_holds_what_it_should(client, clock):
    public_record(clock)
    clock.to(24)
    codes = {a: client.get(a).status_code for e in EVENTS for a in (e, f"{e}versie/2/")}
    assert [codes[e] for e in EVENTS] == [200, 410, 404]
    assert [codes[f"{e}versie/2/"] for e in EVENTS] == [200, 410, 404]
    assert "Een verschrijving." in client.get("/om-citrix/wijzigingen/").content.decode()


@pytest.mark.proof
def test_any_site_may_frame_what_is_made_for_it_and_nothing_else(plain):
    framed = {}
    for address, (_status, headers, _content) in plain[0].items():
        anybody = "frame-ancestors *" in headers["Content-Security-Policy"]
        nobody = "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert anybody is not nobody, address
        assert headers.get("X-Frame-Options") == ("DENY" if nobody else None), address
        framed[urlsplit(address).path] = anybody
    assert {path for path, anybody in framed.items() if anybody} == {
        path for path in framed if path.endswith("/kader/")
    }
    assert len(framed) > 70
    assert sum(framed.values()) > 4


@pytest.mark.proof
def test_nothing_tells_how_a_public_text_came_about(client, clock, plain):
    """Not the numbers of rows and of the log, nor how often a draft was changed or planned."""
    before, numbers = plain
    clock.to(-9)
    hide(clock, KamerstukFactory(number="500"))
    public_record(clock, hard=True)
    clock.to(24)
    assert_same(before, answers(client, half(1), also_head=WHOLE))
    assert Change.objects.count() > numbers + 60
    verify()


def test_nobody_reads_a_scheduled_event_before_its_moment(client, monkeypatch):
    moment = timezone.now() + timedelta(hours=1)
    event = EventFactory(publish_at=moment)
    for offset, status in ((-0.001, 404), (0, 200), (0.001, 200)):
        at = moment + timedelta(seconds=offset)
        assert Event.objects.for_readers(at).filter(pk=event.pk).exists() is (status == 200)
        monkeypatch.setattr(timezone, "now", lambda at=at: at)
        assert client.get(event.get_absolute_url()).status_code == status


def test_staff_who_are_signed_in_see_the_public_page_and_nothing_more(client, admin_client, clock):
    hide(clock, public_record(clock))
    for address in ("/om-citrix/", *EVENTS, "/kamerstukken/", "/om-citrix/wijzigingen/"):
        assert admin_client.get(address).content == client.get(address).content
