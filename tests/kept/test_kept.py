"""What the public sees follows from the record and the question, and is not made twice."""

import gzip
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incident.audit.recorder import audited
from incident.choices import Nature, Status
from incident.edge import lanes
from incident.models import Event
from tests.factories import CitationFactory, ClaimFactory, EventFactory, KamerstukFactory
from tests.helpers.hidden import ADDRESSES, CANARY, answers, hide, public_record
from tests.helpers.proofs import some
from timeline.kept import middleware
from timeline.kept.middleware import KEPT

pytestmark = pytest.mark.django_db

TIMELINE = "/om-citrix/"
GZIP = {"HTTP_ACCEPT_ENCODING": "br, gzip;q=0.8"}


@pytest.fixture
def made(monkeypatch):
    """Return the list of addresses that a view answered."""
    found, of_view = [], middleware.whole

    def noted(response):
        found.append(response)
        return of_view(response)

    monkeypatch.setattr(middleware, "whole", noted)
    return found


@pytest.mark.proof
def test_the_moment_of_asking_is_in_no_byte(client, clock):
    hide(clock, public_record(clock))
    clock.to(20)
    before = answers(client, some(ADDRESSES))
    KEPT.clear()
    clock.to(20 + 1 / 7)
    after = answers(client, some(ADDRESSES))
    assert [a for a in before if before[a] != after[a]] == []


def test_a_second_reader_costs_one_query_and_no_page(client, made):
    EventFactory()
    first = client.get(TIMELINE)
    with CaptureQueriesContext(connection) as captured:
        second = client.get(TIMELINE)
    assert (second.content, len(made), len(captured)) == (first.content, 1, 1)
    assert dict(second.headers) == dict(first.headers)


@pytest.mark.parametrize(
    "name", ["", "tijdlijn.csv", "tijdlijn.json", "tijdlijn.atom", "tijdlijn.ics", "alles.zip"]
)
def test_who_has_the_bytes_gets_304_without_their_being_made(client, made, name):
    EventFactory()
    path = f"{TIMELINE}{name}"
    for more in ({}, GZIP):
        tag = client.get(path, **more)["ETag"]
        for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
            answer = client.get(path, HTTP_IF_NONE_MATCH=known, **more)
            assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", tag)
    assert len(made) == 1
    assert client.get(path, HTTP_IF_NONE_MATCH='"other"').status_code == 200


@pytest.mark.proof
def test_nothing_hidden_moves_a_validator(client, clock):
    paper = public_record(clock)
    clock.to(20)
    before = answers(client, some(ADDRESSES))
    clock.to(21)
    hide(clock, paper)
    clock.to(24)
    for address, (status, headers, _) in before.items():
        path = address.partition(" ")[2]
        if "ETag" in headers and CANARY not in path:
            again = client.get(path, HTTP_IF_NONE_MATCH=headers["ETag"])
            assert (path, again.status_code) == (path, 304 if status == 200 else status)


def acts(event, paper):
    """Yield each act that readers see, by its name."""
    event = Event._base_manager.get(pk=event.pk)
    with audited(reason="Een verschrijving.", nature=Nature.SLIP):
        event.title = "Verbeterd"
        event.save()
    yield "corrected"
    EventFactory(title="Nieuw")
    yield "published"
    paper.number = "1400"
    paper.save()
    yield "numbered"
    event.incident.introduction = "Anders."
    event.incident.save()
    yield "incident"
    event = Event._base_manager.get(pk=event.pk)
    event.status = Status.WITHDRAWN
    with audited(reason="Klopte niet."):
        event.save()
    yield "withdrawn"


def test_the_very_next_request_tells_what_was_done(client):
    paper = KamerstukFactory(number="")
    event = CitationFactory(kamerstuk=paper, event=EventFactory(title="Eerst")).event
    paths = (TIMELINE, event.get_absolute_url(), "/kamerstukken/", "/om-citrix/tijdlijn.csv")
    before = {path: b"".join(client.get(path)) for path in paths}
    for act in acts(event, paper):
        kept = {path: b"".join(client.get(path)) for path in paths}
        KEPT.clear()
        assert kept == {path: b"".join(client.get(path)) for path in paths}, act
        assert kept[TIMELINE] != before[TIMELINE] or act == "numbered", act
        before = kept


def test_a_draft_makes_no_other_bytes(client):
    EventFactory()
    first = client.get(TIMELINE)
    EventFactory(status=Status.DRAFT, title="Nog niet")
    assert client.get(TIMELINE, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304


def test_a_day_passes_at_midnight_in_amsterdam(client, clock):
    EventFactory()
    clock.now = clock.now.replace(hour=22, minute=59, second=59, microsecond=999_999)  # 23.59
    before = client.get(TIMELINE).content.decode()
    clock.now += timedelta(microseconds=1)
    after = client.get(TIMELINE).content.decode()
    assert "2 maart 2040)" in before
    assert "3 maart 2040)" not in before
    assert "3 maart 2040)" in after


def test_what_is_written_while_an_answer_is_made_is_in_it(client, monkeypatch):
    EventFactory(title="Eerst")
    of_view, late = middleware.whole, ["Tussendoor"]

    def meanwhile(response):
        if late:
            EventFactory(title=late.pop())
        return of_view(response)

    monkeypatch.setattr(middleware, "whole", meanwhile)
    assert "Tussendoor" in client.get(TIMELINE).content.decode()


def test_zipped_bytes_are_the_same_each_time_and_only_for_who_reads_them(client):
    EventFactory()
    plain, zipped = client.get(TIMELINE), client.get(TIMELINE, **GZIP)
    assert gzip.decompress(zipped.content) == plain.content
    assert zipped["Content-Encoding"] == "gzip"
    assert plain["Vary"] == zipped["Vary"] == "Accept-Encoding"
    assert plain["ETag"] != zipped["ETag"]
    KEPT.clear()
    assert client.get(TIMELINE, **GZIP).content == zipped.content
    refused = client.get(TIMELINE, HTTP_ACCEPT_ENCODING="gzip;q=0, identity")
    assert "Content-Encoding" not in refused
    assert "Content-Encoding" not in client.get("/om-citrix/voorbeeld.png", **GZIP)


def test_a_head_has_the_headers_of_the_page_and_no_byte(client):
    EventFactory()
    for _ in range(2):
        head, page = client.head(TIMELINE), client.get(TIMELINE)
        assert (head.content, dict(head.headers)) == (b"", dict(page.headers))
        assert int(page["Content-Length"]) == len(page.content)


def test_each_host_has_its_own(client, settings):
    settings.ALLOWED_HOSTS = ["a.example", "b.example"]
    EventFactory()
    pages = [client.get(TIMELINE, HTTP_HOST=host).content for host in settings.ALLOWED_HOSTS]
    assert b"a.example" in pages[0]
    assert b"a.example" not in pages[1]


def test_staff_get_the_public_bytes_and_the_desk_is_never_kept(client, admin_client, made):
    EventFactory()
    assert admin_client.get(TIMELINE).content == client.get(TIMELINE).content
    assert len(made) == 1
    assert "no-store" in admin_client.get("/admin/")["Cache-Control"]
    assert "no-store" in client.get("/gezond/")["Cache-Control"]
    assert len(made) == 1


def test_a_flood_of_questions_leaves_the_kept_pages_alone(client, full):
    EventFactory()
    kept = client.get(TIMELINE).content
    full(lanes.PAGES)
    refused = client.get(TIMELINE, {"q": "iets nieuws"})
    assert (refused.status_code, refused["Cache-Control"]) == (503, "no-store")
    assert int(refused["Retry-After"]) > 0
    assert client.get("/om-citrix/tijdlijn.json", {"q": "x"}).status_code == 503
    assert client.get(TIMELINE).content == kept


def test_a_failure_is_not_kept(client, monkeypatch, settings):
    settings.DEBUG_PROPAGATE_EXCEPTIONS = False
    client.raise_request_exception = False
    EventFactory()
    with monkeypatch.context() as broken:
        broken.setattr(Event.objects, "for_readers", lambda **_: 1 / 0)
        assert client.get(TIMELINE).status_code == 500
    assert client.get(TIMELINE).status_code == 200


@pytest.mark.parametrize(("make", "page"), [(ClaimFactory, "kwesties/"), (EventFactory, "")])
def test_what_is_planned_comes_out_to_the_moment_although_the_page_is_kept(
    client, clock, make, page
):
    clock.to(0)
    EventFactory()
    moment = clock.now + timedelta(hours=1)
    planned = make(title="Op tijd", publish_at=moment)
    for offset, is_there in ((-1, False), (0, True)):
        clock.now = moment + timedelta(microseconds=offset)
        answer = client.get(f"{planned.incident.get_absolute_url()}{page}")
        assert ("Op tijd" in answer.content.decode()) is is_there
