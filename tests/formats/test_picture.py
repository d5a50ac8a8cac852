"""The drawing as a file: the same question, whole in itself, and safe to place anywhere."""

from datetime import date
from io import BytesIO
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from incident.models import Incident
from tests.factories import CitationFactory, EventFactory, LinkFactory
from timeline.pages.drawing import drawing

pytestmark = pytest.mark.django_db

SVG, PNG, SHARED = (
    f"/om-citrix/{name}" for name in ("tijdlijn.svg", "tijdlijn.png", "voorbeeld.png")
)
NS = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def drawn(client):
    """Return the function that reads the SVG at a query."""

    def read(query: str = "") -> ElementTree.Element:
        answer = client.get(f"{SVG}{query}")
        assert answer["Content-Type"] == "image/svg+xml; charset=utf-8"
        return ElementTree.fromstring(answer.content)  # noqa: S314

    return read


def words(svg: ElementTree.Element) -> list[str]:
    return [text.text for text in svg.iter(f"{NS}text")]


def titles(svg: ElementTree.Element) -> list[str]:
    return [title.text for path in svg.iter(f"{NS}path") for title in path.iter(f"{NS}title")]


def pair() -> None:
    """Make two events, of which one was told a month later and is a key moment."""
    key = EventFactory(date="2025-07-01", is_key=True, short_title="Eerst", title="Het eerste")
    CitationFactory(event=key, told=True, kamerstuk__date="2025-08-01")
    EventFactory(date="2025-07-20", title="Het tweede", kind="besluit")


def test_the_svg_holds_title_words_date_and_source(drawn):
    pair()
    found = words(drawn())
    assert found[0] == "OM Citrix"
    assert "1 jul Eerst" in found
    changed = timezone.localdate(Incident.objects.get().updated_at)
    assert found[-1].startswith("Bron: Incidenttijdlijn, http://testserver/om-citrix/. Bijgewerkt ")
    assert str(changed.year) in found[-1]


def test_it_answers_the_same_question_as_the_page(drawn):
    pair()
    svg = drawn("?soort=besluit")
    assert [title.split(": ")[1] for title in titles(svg)] == ["Het tweede"]
    assert "Soort besluit" in words(svg)
    assert words(svg)[-1].startswith(
        "Bron: Incidenttijdlijn, http://testserver/om-citrix/?soort=besluit."
    )


def test_without_events_it_says_so(drawn):
    pair()
    assert "Bij deze vraag zijn geen gebeurtenissen." in words(drawn("?q=olifant"))


@pytest.mark.parametrize("address", [SVG, PNG])
def test_a_wrong_parameter_is_named(client, address):
    EventFactory()
    answer = client.get(f"{address}?srot=besluit")
    assert answer.status_code == 400
    assert "srot" in answer.content.decode()
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_the_svg_needs_nothing_from_elsewhere_and_runs_nothing(client):
    EventFactory(title="<script>alert(1)</script> & ‘zo’", date="2025-07-01")
    EventFactory(is_key=True, short_title='"><a href="x">', date="2025-07-02")
    text = client.get(SVG).content.decode()
    svg = ElementTree.fromstring(text)  # noqa: S314
    assert {part.tag.removeprefix(NS) for part in svg.iter()} <= {
        *("svg", "title", "defs", "linearGradient", "stop", "rect", "line", "path", "text"),
    }
    for part in svg.iter():
        assert not {name for name in part.attrib if "href" in name or name.startswith("on")}
        assert "style" not in part.attrib
    assert "<script" not in text
    assert any("<script>alert(1)</script>" in title for title in titles(svg))


def test_an_uncertain_day_is_open_and_an_open_end_fades(drawn):
    EventFactory(date="2025-07-01")
    EventFactory(date="2025-07-10/..")
    svg = drawn()
    fills = [
        path.get("fill") for path in svg.iter(f"{NS}path") if path.find(f"{NS}title") is not None
    ]
    assert fills == ["#b3451e", "#fcfbf8"]
    assert [r.get("fill") for r in svg.iter(f"{NS}rect")][1:] == ["url(#nooit-gemeld-end)"]
    assert svg.find(f".//{NS}linearGradient[@id='nooit-gemeld-end']") is not None


def test_the_png_is_twice_as_large_as_the_svg(client, drawn):
    pair()
    svg = drawn()
    size = Image.open(BytesIO(client.get(PNG).content)).size
    assert size == (2400, round(2 * float(svg.get("height"))))


def colours(content: bytes) -> set:
    image = Image.open(BytesIO(content)).convert("RGB")
    return {colour for _, colour in image.getcolors(maxcolors=image.width * image.height)}


def test_the_pictures_show_what_was_told_and_what_never_was(client):
    pair()
    told, never = (11, 92, 86), (179, 69, 30)
    for address in (PNG, SHARED):
        assert {told, never} <= colours(client.get(address).content)
    assert never not in colours(client.get(f"{PNG}?tot_en_met=2025-07-02").content)


def test_the_shared_picture_is_the_drawing_and_fits_however_tall(client):
    pair()
    few = client.get(SHARED).content
    for number in range(40):
        EventFactory(date=f"2025-07-{number % 20 + 1:02}", is_key=number < 11, short_title="Kort")
    for content in (few, client.get(SHARED).content):
        assert Image.open(BytesIO(content)).size == (1200, 630)
    assert few != client.get(SHARED).content


@pytest.mark.parametrize("address", [SVG, PNG, SHARED])
def test_a_draft_changes_no_picture(client, address):
    pair()
    before = client.get(address).content
    CitationFactory(event__draft=True, event__date="1999-01-01", told=True)
    assert client.get(address).content == before


def test_the_same_record_gives_the_same_picture_another_day(client, monkeypatch):
    pair()
    before = client.get(SVG).content
    day_of = timezone.localdate
    monkeypatch.setattr(
        timezone, "localdate", lambda at=None: day_of(at) if at else date(2099, 1, 1)
    )
    assert client.get(SVG).content == before


@pytest.fixture
def counted(monkeypatch, drawn):
    """Return the function that reads the SVG of a case that is too long to draw each event."""
    monkeypatch.setattr(drawing, "MOST_DRAWN", 2)
    pair()
    EventFactory(date="2025-07-03", title="Het derde")
    return drawn


def test_of_very_many_events_the_picture_has_their_numbers_by_period(counted):
    svg = counted()
    assert not titles(svg)
    assert [text for text in words(svg) if "te veel" in text] == [
        "3 gebeurtenissen zijn te veel om elk te tekenen: een zuil telt die van een dag. "
        "De hoogste is 1 juli 2025, met 1."
    ]
    assert svg.find(f"{NS}desc").text.endswith(
        "1 juli 2025: 1; 3 juli 2025: 1, waarvan 1 niet gemeld; "
        "20 juli 2025: 1, waarvan 1 niet gemeld."
    )
    bars = [bar for bar in svg.iter(f"{NS}rect") if bar.get("opacity")]
    assert len(bars) == 3 + 1 + 2  # of the events, of the paper, and of the legend


def test_the_numbers_are_those_of_the_question(counted):
    assert "3 juli 2025: 1" in counted().find(f"{NS}desc").text
    assert counted("?soort=besluit").find(f"{NS}desc") is None  # one event, drawn itself
    then = counted("?peildatum=2025-07-31")
    assert then.find(f"{NS}desc") is None


def test_the_numbers_are_told_as_they_were_known_on_a_day(counted, monkeypatch):
    monkeypatch.setattr(drawing, "MOST_DRAWN", 0)
    event = LinkFactory(event=EventFactory(date="2025-07-04"), date="2025-07-04").event
    CitationFactory(event=event, told=True, kamerstuk__date="2025-08-20")
    bars = {}
    for day in ("2025-07-31", "2025-08-31"):
        svg = counted(f"?peildatum={day}")
        bars[day] = len([bar for bar in svg.iter(f"{NS}rect") if bar.get("opacity")])
        text = svg.find(f"{NS}desc").text
        untold = ", waarvan 1 niet gemeld" if day == "2025-07-31" else ""
        assert f"4 juli 2025: 1{untold}" in text
    assert bars["2025-07-31"] == 1 + 2  # of the event, and of the legend: no paper told of it yet
    assert bars["2025-08-31"] > bars["2025-07-31"]


@pytest.mark.parametrize(
    ("last", "period", "named"),
    [
        ("2025-09-01", "een maand", "september 2025"),
        ("2033-01-01", "een jaar", "2033"),
        ("2200-01-01", "2 jaar", "2200 tot 2202"),
        ("9998-12-31", "100 jaar", "9900 tot 10000"),
    ],
)
def test_however_long_the_time_the_columns_are_few(counted, last, period, named):
    EventFactory(date="0001-01-01" if last[0] == "9" else "2024-12-31")
    EventFactory(date=last)
    svg = counted()
    told = svg.find(f"{NS}desc").text
    assert f": een zuil telt die van {period}. " in told
    assert told.endswith(f"; {named}: 1, waarvan 1 niet gemeld.")
    assert len([bar for bar in svg.iter(f"{NS}rect") if bar.get("opacity")]) <= 8
    for bar in svg.iter(f"{NS}rect"):
        assert 0 <= float(bar.get("x", 0)) + float(bar.get("width")) <= 1201


def test_no_column_reaches_into_the_next(counted):
    for month in range(1, 13):
        EventFactory(date=f"2025-{month:02}-01")
    svg = counted()
    bars = [bar for bar in svg.iter(f"{NS}rect") if bar.get("opacity")]
    spans = {
        (float(b.get("x")), float(b.get("x")) + float(b.get("width"))) for b in bars[:13]
    }  # in July two piles
    ordered = sorted(spans)
    assert len(ordered) == 12
    assert all(end < begin for (_, end), (begin, _) in pairwise(ordered))


def test_a_picture_of_very_many_events_reads_none_of_them(counted, client):
    with CaptureQueriesContext(connection) as asked:
        client.get(PNG)
    assert not [q["sql"] for q in asked if '"incident_event"."body"' in q["sql"]]
