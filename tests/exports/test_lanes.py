"""Large exports have so many lanes; pages, feeds and small exports need none."""

import pytest

from incident.edge import lanes
from incident.edge.lanes import Lanes
from tests.factories import CitationFactory

LARGE = ["tijdlijn.csv", "tijdlijn-excel.csv", "tijdlijn.json", "tijdlijn.ics", "alles.zip"]
LARGE += ["tijdlijn.svg", "tijdlijn.png", "kamerstukken.csv", "vragen.csv", "uitspraken.csv"]
SMALL = [
    "",
    "kwesties/",
    "vragen/",
    "wachttijd/",
    "wijzigingen/",
    "tijdlijn.atom",
    "wijzigingen.atom",
]


@pytest.mark.parametrize("name", LARGE)
def test_a_large_export_is_refused_in_its_own_form_when_its_lanes_are_taken(
    client, large, full, body, name
):
    full(lanes.EXPORTS)
    answer = client.get(f"/om-citrix/{name}")
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Content-Type"] == "application/problem+json"
    assert "te veel verzoeken" in body(answer)


@pytest.mark.parametrize("name", SMALL)
def test_pages_and_feeds_go_on_while_large_exports_have_every_lane(client, large, full, name):
    full(lanes.EXPORTS)
    assert client.get(f"/om-citrix/{name}").status_code == 200


@pytest.mark.parametrize("name", LARGE)
@pytest.mark.parametrize("method", ["get", "head"])
def test_an_export_gives_its_lane_back_when_it_was_read(client, large, monkeypatch, name, method):
    one = Lanes(1)
    monkeypatch.setattr(lanes, "EXPORTS", one)
    for _ in range(3):
        answer = getattr(client, method)(f"/om-citrix/{name}")
        assert answer.status_code == 200
        b"".join(answer)
    one.enter()


@pytest.mark.parametrize("question", ["", "?soort=besluit", "?q=xyz"])
def test_small_exports_need_no_lane(client, db, full, question):
    CitationFactory()
    full(lanes.EXPORTS)
    for name in LARGE:
        if question and name not in LARGE[:4]:
            continue
        answer = client.get(f"/om-citrix/{name}{question}")
        assert b"".join(answer) is not None  # a file is closed at its end
        assert answer.status_code == 200


def test_a_small_question_of_a_large_case_needs_no_lane(client, large, full):
    full(lanes.EXPORTS)
    assert client.get("/om-citrix/tijdlijn.csv?q=olifant").status_code == 200


def test_a_lane_is_given_back_when_the_export_cannot_be_made(client, large, monkeypatch):
    one = Lanes(1)
    monkeypatch.setattr(lanes, "EXPORTS", one)
    client.raise_request_exception = False

    def fails(*_):
        raise RuntimeError
        yield

    monkeypatch.setattr("timeline.formats.tables.written", fails)
    assert client.get("/om-citrix/tijdlijn.csv").status_code == 500
    one.enter()
