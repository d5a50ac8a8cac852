"""A large export is made once, read along meanwhile, and then sent as a file or a part of it."""

import io
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import Client
from django.utils import timezone

from incident.edge import lanes
from incident.edge.lanes import Lanes
from incident.models import Event
from tests.factories import CitationFactory, EventFactory
from timeline import export_files, export_lanes
from timeline.export_files import CutError
from timeline.formats import tables

ADDRESS = "/om-citrix/tijdlijn.csv"
JSON = "/om-citrix/tijdlijn.json"
FILES = [f"/om-citrix/tijdlijn{e}" for e in (".csv", "-excel.csv", ".json", ".ics", ".svg", ".png")]
FILES += ["/om-citrix/alles.zip", "/om-citrix/kamerstukken.csv"]


class Maker:
    """Makes the CSV a piece at a time, each when `go_on` is called; `fail` raises in between."""

    def __init__(self):
        self.count, self.turn, self.error = 0, threading.Semaphore(1), None

    def __call__(self, *_):
        self.count += 1
        for number in range(3):
            assert self.turn.acquire(timeout=30)
            if self.error:
                raise self.error
            yield b"%d" % number * 10

    def go_on(self, times: int = 1):
        self.turn.release(times)

    def fail(self, error: BaseException):
        self.error = error
        self.go_on(3)


@pytest.fixture
def shelf(large):
    return export_lanes.SHELF


@pytest.fixture
def maker(shelf, monkeypatch):
    made = Maker()
    monkeypatch.setattr(tables, "written", made)
    monkeypatch.setattr(export_lanes, "WHOLE_SECONDS", 0.01)
    yield made
    made.go_on(10)
    for file in shelf.files.values():
        with suppress(OSError):
            file.begun(30)


def read(answer) -> bytes:
    return b"".join(answer)


def whole(client, address=ADDRESS, **headers):
    answer = client.get(address, **headers)
    return answer, read(answer)


def test_two_who_ask_at_once_get_one_file(client, maker):
    first = client.get(ADDRESS)
    second = client.get(ADDRESS)
    pieces = iter(first)
    assert next(pieces) == b"0" * 10  # before the rest is made
    maker.go_on(9)
    other = Client().get(ADDRESS, {"vanaf": "2000-01-01"})
    assert b"".join(pieces) == b"1" * 10 + b"2" * 10
    assert read(second) == b"0" * 10 + b"1" * 10 + b"2" * 10
    read(other)
    assert maker.count == 2  # of two questions


def test_the_same_question_in_other_words_is_one_file(client, shelf):
    read(client.get(ADDRESS, {"soort": ["besluit", "maatregel", "parlement"], "q": "de  OM"}))
    before = len(shelf.files)
    queries = ("", "volgorde=", "vanaf=&q=")
    tags = {client.get(f"{ADDRESS}?{query}").headers.get("ETag") for query in queries}
    assert len(tags) == 1
    assert len(shelf.files) <= before + 1


def test_a_client_that_hangs_up_stops_the_file_for_nobody(client, maker):
    first, second = client.get(ADDRESS), client.get(ADDRESS)
    first.close()
    maker.go_on(9)
    assert read(second) == b"0" * 10 + b"1" * 10 + b"2" * 10
    assert client.get(ADDRESS)["ETag"]
    assert maker.count == 1


def test_who_reads_along_holds_a_lane_and_the_maker_with_the_first(client, maker, monkeypatch):
    two = Lanes(2)
    monkeypatch.setattr(lanes, "EXPORTS", two)
    first, second = client.get(ADDRESS), client.get(ADDRESS)
    busy = client.get(ADDRESS)
    assert (busy.status_code, int(busy["Retry-After"]) > 0) == (503, True)
    first.close()  # its lane goes on as that of the maker
    assert client.get(ADDRESS).status_code == 503
    second.close()
    third = client.get(ADDRESS)
    maker.go_on(9)
    assert third.status_code == 200
    read(third)
    two.enter()
    two.enter()


def test_a_file_that_fails_halfway_is_cut_for_all_and_kept_for_nobody(client, maker, shelf):
    first, second = client.get(ADDRESS), client.get(ADDRESS)
    maker.fail(OSError(28, "No space left on device"))
    for answer in (first, second):
        with pytest.raises(CutError):
            read(answer)
        answer.close()
    maker.error = None
    maker.go_on(9)
    assert whole(client)[1] == b"0" * 10 + b"1" * 10 + b"2" * 10
    assert maker.count == 2


def test_an_error_before_the_first_piece_is_said_in_the_status(client, maker):
    client.raise_request_exception = False
    maker.error = OSError(28, "No space left on device")
    answer = client.get(ADDRESS)
    assert answer.status_code == 503


def test_a_file_that_cannot_be_begun_is_503_and_gives_its_lane_back(client, shelf, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr(lanes, "EXPORTS", Lanes(1))
    with monkeypatch.context() as full_disk:

        def fails(**_):
            raise OSError(28, "No space left on device")

        full_disk.setattr(export_files, "TemporaryFile", fails)
        assert [client.get(ADDRESS).status_code for _ in range(2)] == [503, 503]
    assert whole(client)[0].status_code == 200


def through_server(address: str, **environ):
    """Return status, headers and what the server is given to send."""
    said = {}
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": address,
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.file_wrapper": lambda file, size: ("as a file", file),
        **environ,
    }
    handler = WSGIHandler()
    answer = handler(environ, lambda status, headers: said.update({"": status}, **dict(headers)))
    return said, answer


@pytest.mark.parametrize("address", FILES)
@pytest.mark.parametrize("accepted", ["", "gzip"])
def test_a_made_file_is_handed_to_the_server_and_needs_no_lane(
    client, shelf, full, address, accepted
):
    content = whole(client, address)[1]
    full(lanes.EXPORTS)
    said, (way, file) = through_server(address, HTTP_ACCEPT_ENCODING=accepted)
    assert way == "as a file"  # sent by the server's own loop: no thread waits for a slow reader
    assert said[""] == "200 OK"
    assert int(said["Content-Length"]) == len(content)
    assert file.read() == content
    file.close()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("bytes=0-9", slice(0, 10)),
        ("bytes=10-", slice(10, None)),
        ("bytes=-7", slice(-7, None)),
        ("bytes=5-99999999", slice(5, None)),
        ("bytes=-99999999", slice(0, None)),
    ],
)
def test_a_range_is_a_part_of_the_file(client, shelf, asked, found):
    _, content = whole(client)
    answer, part = whole(client, HTTP_RANGE=asked, HTTP_ACCEPT_ENCODING="gzip")
    assert answer.status_code == 206
    assert part == content[found]
    first, last, _ = found.indices(len(content))
    assert answer["Content-Range"] == f"bytes {first}-{last - 1}/{len(content)}"
    assert answer["Content-Length"] == str(len(part))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize(
    "asked", ["bytes=0-1,5-6", "bytes=9-3", "regels=1-2", "bytes=", "bytes=-", "bytes=a-b"]
)
def test_a_range_that_is_not_one_part_gives_the_whole_file(client, shelf, asked):
    _, content = whole(client)
    answer, again = whole(client, HTTP_RANGE=asked)
    assert (answer.status_code, again) == (200, content)
    assert answer["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=-0"])
def test_a_range_past_the_end_is_416_with_the_size(client, shelf, asked):
    _, content = whole(client)
    answer = client.get(ADDRESS, HTTP_RANGE=asked)
    assert answer.status_code == 416
    assert answer["Content-Range"] == f"bytes */{len(content)}"
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_a_cut_download_goes_on_only_in_the_same_file(client, shelf):
    first, content = whole(client)
    tag = first["ETag"]
    assert tag.startswith('"')  # strong
    asked = {"HTTP_RANGE": "bytes=20-", "HTTP_IF_RANGE": tag}
    assert whole(client, **asked)[1] == content[20:]
    for other in ('"anders"', f"W/{tag}", "Wed, 26 Nov 2025 20:00:00 GMT"):
        answer, again = whole(client, **{**asked, "HTTP_IF_RANGE": other})
        assert (answer.status_code, again) == (200, content)
    EventFactory(title="Nieuw")
    answer, again = whole(client, **asked)
    assert answer.status_code == 200
    assert "Nieuw" in again.decode()


@pytest.mark.parametrize("address", FILES)
def test_what_a_client_has_is_not_sent_again_nor_made_again(client, shelf, address, full):
    tag = whole(client, address)[0]["ETag"]
    full(lanes.EXPORTS)
    for method in (client.get, client.head):
        answer = method(address, HTTP_IF_NONE_MATCH=tag)
        assert (answer.status_code, read(answer)) == (304, b"")
        assert answer["ETag"] == tag


def test_head_tells_of_the_file_and_gives_none_of_it(client, shelf):
    answer, content = whole(client)
    head = client.head(ADDRESS)
    assert head.content == b""
    for name in ("Content-Length", "ETag", "Accept-Ranges", "Content-Disposition", "Link"):
        assert head[name] == answer[name]
    assert head["Content-Length"] == str(len(content))


@pytest.mark.parametrize("address", FILES)
def test_what_is_published_is_in_the_very_next_file(client, shelf, address):
    before = whole(client, address)
    CitationFactory(event__title="Zojuist gepubliceerd")
    after = whole(client, address)
    assert after[0]["ETag"] != before[0]["ETag"]
    assert after[1] != before[1]
    assert Event.objects.for_readers().count() == 4
    assert len(shelf.files) == 1  # that of the past state is gone


def test_a_planned_text_is_in_the_file_from_its_moment_on(client, shelf, monkeypatch):
    moment = timezone.now() + timedelta(hours=1)
    EventFactory(title="Straks", publish_at=moment)
    for seconds, is_there in ((-1, False), (0, True)):
        at = moment + timedelta(seconds=seconds)
        monkeypatch.setattr(timezone, "now", lambda at=at: at)
        assert ("Straks" in whole(client)[1].decode()) is is_there


@pytest.mark.parametrize("address", FILES)
def test_no_header_tells_of_a_draft(client, shelf, address):
    answer, content = whole(client, address)
    draft = EventFactory(draft=True, title="Geheim")
    draft.title = "Nog geheimer"
    draft.save()
    again, same = whole(client, address)
    assert (dict(again.items()), same) == (dict(answer.items()), content)
    assert client.get(address, HTTP_IF_NONE_MATCH=answer["ETag"]).status_code == 304


def test_the_files_stay_within_their_bounds_and_the_longest_unused_goes_first(
    client, shelf, monkeypatch, settings
):
    def asked(day):
        return whole(client, f"{ADDRESS}?vanaf=2000-01-0{day}")

    size = len(asked(1)[1])
    settings.EXPORT_BYTES = 2 * size + 10
    asked(2)
    asked(1)
    asked(3)
    assert [key[-1][-1] for key in shelf.files] == ["1", "3"]
    monkeypatch.setattr(export_files, "MOST_FILES", 1)
    asked(4)
    assert [key[-1][-1] for key in shelf.files] == ["4"]


def test_a_dropped_file_is_read_to_its_end(client, shelf, settings):
    whole(client)
    answer = client.get(ADDRESS)
    settings.EXPORT_BYTES = 1
    whole(client, JSON)
    assert not shelf.files
    assert b"om-citrix" in read(answer)


def test_many_who_ask_at_once_all_get_the_same(shelf):
    def ask(_):
        try:
            for _ in range(100):
                answer = Client().get(ADDRESS)
                if answer.status_code == 200:
                    return read(answer)
                time.sleep(0.05)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        found = set(pool.map(ask, range(12)))
    assert len(found) == 1
    assert found.pop().count(b"\r\n") == 4
