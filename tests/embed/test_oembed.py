"""oEmbed 1.0 (https://oembed.com): a program with the address of a page gets its frame."""

import re
from html import unescape

import jsonschema
import pytest

from incident.audit.recorder import audited
from incident.choices import Status
from tests.factories import EventFactory, IncidentFactory

pytestmark = pytest.mark.django_db

HOST = "http://testserver"
TIMELINE = f"{HOST}/om-citrix/"


@pytest.fixture
def ask(client):
    """Return the function that asks oEmbed of a page and holds a 200 to its description."""
    schema = client.get("/openapi.json").json()["components"]["schemas"]["Insluiten"]

    def asked(url: str, **more):
        answer = client.get("/oembed.json", {"url": url, **more})
        assert answer["Access-Control-Allow-Origin"] == "*"
        if answer.status_code == 200:
            assert answer["Content-Type"] == "application/json"
            jsonschema.validate(answer.json(), schema)
        else:
            assert answer["Content-Type"] == "application/problem+json"
            assert answer.json()["status"] == answer.status_code
        return answer

    return asked


def frame_of(answer) -> str:
    """Return the address in the frame of an answer."""
    return unescape(re.fullmatch('<iframe src="([^"]+)" .*></iframe>', answer.json()["html"])[1])


@pytest.fixture
def events():
    """Make two events, so that there is something to draw; return the first."""
    return EventFactory(title='Het "gat" & meer', kind="besluit"), EventFactory(kind="besluit")


def test_a_page_names_where_its_frame_is_described(client, body, ask, events):
    for address in ("/om-citrix/", "/om-citrix/?soort=besluit", events[0].get_absolute_url()):
        page = body(client.get(address))
        [link] = re.findall('<link rel="alternate" type="application/json[+]oembed" [^>]+>', page)
        described = client.get(unescape(re.search('href="([^"]+)"', link)[1]))
        assert described.json() == ask(f"{HOST}{address}").json()
    for address in (
        "/om-citrix/?vanaf=fout",
        "/om-citrix/?stand=2026-11-24",
        "/om-citrix/kwesties/",
    ):
        assert "oembed" not in body(client.get(address))


def test_a_timeline_is_described_with_its_question(client, ask, events):
    answer = ask(f"{TIMELINE}?utm_source=x&soort=besluit&peildatum=4-8-2025&sinds=2025-01-01")
    said = answer.json()
    assert (said["version"], said["type"], said["provider_name"]) == (
        "1.0",
        "rich",
        "Incidenttijdlijn",
    )
    assert said["title"] == "Tijdlijn OM Citrix (bekend op 4 augustus 2025, soort besluit)"
    assert frame_of(answer) == f"{TIMELINE}kader/?soort=besluit&peildatum=2025-08-04"
    assert client.get(frame_of(answer)).status_code == 200
    picture = client.get(said["thumbnail_url"])
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/png")
    moments = ask(f"{TIMELINE}kader/?weergave=sleutelmomenten")
    assert frame_of(moments) == f"{TIMELINE}kader/?weergave=sleutelmomenten"
    assert frame_of(ask("http://TESTSERVER/om-citrix")) == f"{TIMELINE}kader/"


def test_an_event_is_described_with_its_peildatum(client, ask, events):
    own = f"{HOST}{events[0].get_absolute_url()}"
    for address in (own, f"{own}kader/"):
        answer = ask(f"{address}?peildatum=4-8-2025")
        assert frame_of(answer) == f"{own}kader/?peildatum=2025-08-04"
        assert answer.json()["title"] == 'Het "gat" & meer'
        assert 'title="Het &quot;gat&quot; &amp; meer"' in answer.json()["html"]
        assert answer.json()["thumbnail_url"] == f"{own}voorbeeld.png"


def test_what_is_shown_is_no_larger_than_is_asked(ask, events):
    said = ask(TIMELINE, maxwidth="400", maxheight="300").json()
    assert (said["width"], said["height"]) == (400, 300)
    assert 'width="400" height="300"' in said["html"]
    assert "thumbnail_url" not in said
    large = ask(TIMELINE, maxwidth="2000", maxheight="2000").json()
    assert (large["width"], large["height"], large["thumbnail_width"]) == (800, 720, 1200)
    for small in ({"maxwidth": "319"}, {"maxheight": "199"}):
        said = ask(TIMELINE, **small).json()
        assert said["type"] == "link"
        assert not said.keys() & {"html", "width", "height", "thumbnail_url"}


def test_what_others_add_to_the_question_has_no_effect(ask, events):
    assert ask(TIMELINE, dnt="1", format="json").json() == ask(TIMELINE).json()


@pytest.mark.parametrize(
    ("url", "more", "code", "reason"),
    [
        ("", {}, 400, "url"),
        ("/om-citrix/", {}, 400, "url"),
        ("javascript:alert(1)", {}, 400, "url"),
        ("http://[x/", {}, 400, "url"),
        (f"{TIMELINE}%00/", {}, 400, "url"),
        (f"{TIMELINE}?q=%00", {}, 400, "url"),
        (f"{TIMELINE}?q=%FF", {}, 400, "url"),
        (f"{TIMELINE}?vanaf=gisteren", {}, 400, "url: vanaf"),
        (TIMELINE, {"maxwidth": "breed"}, 400, "maxwidth"),
        (TIMELINE, {"maxheight": "0"}, 400, "maxheight"),
        (TIMELINE, {"maxheight": "٣"}, 400, "maxheight"),
        (TIMELINE, {"maxwidth": "9" * 4000}, 400, "maxwidth"),
        (TIMELINE, {"maxwidth": ["400", "500"]}, 400, "repeated parameter: maxwidth"),
        (TIMELINE, {"format": "xml"}, 501, "json"),
        ("https://elders.example/om-citrix/", {}, 404, "no public"),
        (f"{HOST}:81/om-citrix/", {}, 404, "no public"),
        (f"{HOST}/nergens/", {}, 404, "no public"),
        (f"{HOST}/admin/", {}, 404, "no public"),
        (f"{HOST}/over/", {}, 404, "no public"),
        (f"{TIMELINE}2025-07-nergens/", {}, 404, "no public"),
        (f"{TIMELINE}?stand=2026-11-24", {}, 404, "no public"),
    ],
)
def test_a_wrong_question_is_named(ask, url, more, code, reason):
    IncidentFactory()
    answer = ask(url, **more)
    assert answer.status_code == code
    assert reason in answer.json()["detail"]


def test_a_draft_is_not_there_and_what_was_withdrawn_is_gone(ask):
    draft = EventFactory(draft=True)
    assert ask(f"{HOST}{draft.get_absolute_url()}").status_code == 404
    event = EventFactory(title="Geheim")
    event.status = Status.WITHDRAWN
    with audited(reason="Klopte niet."):
        event.save()
    incident = IncidentFactory(slug="lek")
    incident.is_withdrawn = True
    with audited(reason="Mocht niet."):
        incident.save()
    for path, reason in (
        (event.get_absolute_url(), "Klopte niet."),
        ("/lek/", "Mocht niet."),
        ("/lek/2025-07-x/", "Mocht niet."),
    ):
        answer = ask(f"{HOST}{path}")
        assert answer.status_code == 410
        assert answer.json()["detail"].endswith(reason)
