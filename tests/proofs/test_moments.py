"""A thousand moments around publication: every answer agrees, none is early and none is late.

By default it is a hundred: see `tests/helpers/proofs.py`.
"""

import random
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from incident.choices import Status
from incident.models import Change, Claim, Event, Incident, Kamerstuk, WrittenQuestions
from tests.factories import (
    CitationFactory,
    EventFactory,
    QuestionFactory,
    StatementFactory,
)
from tests.helpers.proofs import share
from timeline.pages.changelog import PublicLog
from timeline.pages.versions import AsOf

pytestmark = pytest.mark.django_db

MOMENTS = share(1_000)
IN_FULL = share(20, least=5)  # of which each address is asked as well
DAY = 86_400_000_000  # microseconds


@pytest.fixture
def at(monkeypatch):
    """Return the function that makes it another moment."""

    def move(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return move


def offsets() -> list[timedelta]:
    """Return moments around one, in microseconds: it itself, its neighbours, and chance ones."""
    chance = random.Random(20250717)  # noqa: S311
    near = [round(chance.choice((-1, 1)) * DAY ** chance.random()) for _ in range(MOMENTS - 3)]
    return [timedelta(microseconds=n) for n in (0, -1, 1, *near)]


@pytest.fixture
def planned():
    """Return an event that is planned, with a claim and questions for the same moment."""
    EventFactory(title="Ervoor")
    moment = timezone.now() + timedelta(days=3)
    about = {"status": Status.DRAFT, "publish_at": moment}
    event = CitationFactory(event__title="Op tijd", event__publish_at=moment).event
    StatementFactory(claim__publish_at=moment, claim__title="Op tijd?", event=event)
    asked = QuestionFactory(questions__publish_at=moment, questions__askers="Vrager (Op tijd)")
    asked.events.add(event)
    EventFactory(title="Nooit", **about)
    return event


def is_found(event) -> set[bool]:
    """Return whether the verbs that all answers rest on find it: one answer, or they disagree."""
    return {
        Event.objects.for_readers().filter(pk=event.pk).exists(),
        not Event.objects.unseen().filter(pk=event.pk).exists(),
        Claim.objects.published().exists(),
        WrittenQuestions.objects.published().exists(),
        Kamerstuk.objects.for_readers().filter(citations__event=event).exists(),
        Change.objects.for_readers().of("event", event.pk).exists(),
    }


def is_told(event) -> set[bool]:
    """Return the same of what is asked of one row, or tells the past."""
    incident, row = Incident.objects.get(), Event.objects.get(pk=event.pk)
    stood = AsOf(incident, timezone.localdate()).events
    log = PublicLog(incident).entries
    return {row.is_public, row.is_out, event in stood, event.title in [e.title for e in log]}


@pytest.mark.proof
def test_at_no_moment_is_a_verb_early_or_late(planned, at):
    for number, offset in enumerate(offsets()):
        at(planned.publish_at + offset)
        assert is_found(planned) == {offset >= timedelta(0)}, offset
        if number < IN_FULL:
            assert is_told(planned) == {offset >= timedelta(0)}, offset


LISTS = [
    *("/om-citrix/", "/om-citrix/tijdlijn.csv", "/om-citrix/tijdlijn-excel.csv"),
    *("/om-citrix/tijdlijn.json", "/om-citrix/tijdlijn.atom", "/om-citrix/tijdlijn.ics"),
    *("/om-citrix/wijzigingen/", "/om-citrix/wijzigingen.atom", "/om-citrix/kwesties/"),
    *("/om-citrix/vragen/", "/om-citrix/wachttijd/", "/om-citrix/tijdlijn.svg"),
]


@pytest.mark.proof
def test_at_these_moments_every_address_says_the_same(client, planned, at, body):
    own = planned.get_absolute_url()
    paper = planned.citations.get().kamerstuk.get_absolute_url()
    for offset in offsets()[:IN_FULL]:
        now = planned.publish_at + offset
        at(now)
        is_due = offset >= timedelta(0)
        lists = [*LISTS, f"/om-citrix/?stand={timezone.localdate(now)}"]
        for address in lists:
            assert ("Op tijd" in body(client.get(address))) is is_due, (address, offset)
        assert (own in body(client.get("/sitemap-gebeurtenissen.xml"))) is is_due
        for address in (own, f"{own}versie/1/", f"{own}voorbeeld.png", paper):
            code = client.get(address).status_code
            assert code == (200 if is_due else 404), (address, offset)


class Cache:
    """A cache as RFC 9111 has it: it keeps an answer, and asks each time whether it holds."""

    def __init__(self):
        self.kept, self.client, self.saved = {}, Client(), 0

    def get(self, address: str) -> bytes:
        """Return the answer, from here only where the site says that it still holds."""
        old = self.kept.get(address)
        asked = {"HTTP_IF_NONE_MATCH": old["ETag"]} if old and "ETag" in old else {}
        answer = self.client.get(address, **asked)
        answer.read = b"".join(answer)
        assert "max-age=0" in answer["Cache-Control"] or "no-store" in answer["Cache-Control"]
        if answer.status_code == 304:
            self.saved += 1
            return old.read
        self.kept[address] = answer
        return answer.read


@pytest.mark.proof
def test_a_cache_in_between_is_not_early_or_late_either(planned, at):
    cache = Cache()
    own = planned.get_absolute_url()
    for offset in sorted(offsets()[:IN_FULL]):
        at(planned.publish_at + offset)
        for address in ("/om-citrix/", "/om-citrix/wijzigingen/", "/om-citrix/tijdlijn.json", own):
            is_there = b"Op tijd" in cache.get(address)
            assert is_there is (offset >= timedelta(0)), (address, offset)
    assert cache.saved > IN_FULL
