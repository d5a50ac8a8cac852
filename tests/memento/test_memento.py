"""Memento (RFC 7089): which state stood at a moment, and the list of all of them."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import http_date

from incident.audit.recorder import audited
from incident.choices import Nature, Status
from incident.models import Change, Event
from tests.factories import EventFactory, IncidentFactory, LinkFactory
from tests.helpers.hidden import BEGIN, HOUR, hide, public_record
from tests.helpers.proofs import some
from timeline.headers.links import Link, linked
from timeline.kept.middleware import KEPT
from timeline.memento import timemap
from timeline.memento.headers import in_http
from timeline.memento.states import Memento, Original, days_of_change

pytestmark = pytest.mark.django_db

HOST = "http://testserver"
BASE = "/om-citrix/"
SLUG = "2025-07-lek"
EVENT = f"{BASE}{SLUG}/"
LINK = re.compile(r'<([^>]*)>((?:; [a-z]+="[^"]*")+)')


# What every answer leads to, whatever its moment.
ALWAYS = {"license", "service-desc", "describedby", "api-catalog", "alternate"}


def links(text: str) -> dict[str, dict[str, str]]:
    """Return the links to states: each relation with its address and attributes."""
    found = {}
    for address, attributes in LINK.findall(text):
        told = dict(re.findall(r'([a-z]+)="([^"]*)"', attributes))
        for rel in set(told.pop("rel").split()) - ALWAYS:
            found.setdefault(rel, {"href": address.removeprefix(HOST), **told})
    return found


def states(text: str) -> list[tuple[str, str]]:
    """Return address and moment of each memento in a TimeMap."""
    told = [
        (a.removeprefix(HOST), dict(re.findall(r'([a-z]+)="([^"]*)"', b)))
        for a, b in LINK.findall(text)
    ]
    return [(a, t["datetime"]) for a, t in told if "memento" in t["rel"].split()]


def at(hours: float) -> str:
    """Return the moment so many hours after the test began, as HTTP writes it."""
    return in_http(BEGIN + hours * HOUR)


def end_of(day: str) -> str:
    """Return the last second of a day in the Netherlands in winter, as HTTP writes it."""
    return in_http(datetime.fromisoformat(f"{day}T23:59:59+01:00"))


def correct(title: str = "", **changes) -> None:
    event = Event.objects.get(slug=SLUG)
    event.title = title or event.title
    for name, value in changes.items():
        setattr(event, name, value)
    with audited(reason="Klopte niet.", nature=Nature.SUBSTANCE):
        event.save()


def asked(client, place: str, moment: str | None = None):
    more = {} if moment is None else {"HTTP_ACCEPT_DATETIME": moment}
    return client.get(f"{place}tijdpoort/", **more)


@pytest.fixture
def event(clock):
    """Make an event with three versions: at the hours 0, 24 and 72, in March 2040."""
    with audited():
        LinkFactory(event=EventFactory(slug=SLUG, title="Een"))
    for hours, title in ((24, "Twee"), (72, "Drie")):
        clock.to(hours)
        correct(title)
    clock.to(120)


# The headers of a page


def test_a_version_says_of_what_and_of_when_it_is_and_what_is_beside_it(client, event):
    answer = client.get(f"{EVENT}versie/2/")
    assert answer["Memento-Datetime"] == at(24)
    found = links(answer["Link"])
    assert found["original"]["href"] == EVENT
    assert found["timegate"]["href"] == f"{EVENT}tijdpoort/"
    assert found["timemap"] == {"href": f"{EVENT}tijdkaart.link", "type": "application/link-format"}
    assert found["first"] == found["prev"] == {"href": f"{EVENT}versie/1/", "datetime": at(0)}
    assert found["last"] == found["next"] == {"href": f"{EVENT}versie/3/", "datetime": at(72)}
    assert f'{HOST}{EVENT}versie/2/>; rel="memento"; datetime="{at(24)}"' in answer["Link"]
    first, last = (links(client.get(f"{EVENT}versie/{n}/")["Link"]) for n in (1, 3))
    assert "prev" not in first
    assert "next" not in last
    for found in (*first.values(), *last.values()):
        assert client.get(found["href"]).status_code in (200, 302)


def test_the_page_of_now_is_no_memento_and_says_where_the_earlier_states_are(client, event):
    for page in (EVENT, BASE):
        answer = client.get(page)
        assert "Memento-Datetime" not in answer
        found = links(answer["Link"])
        assert found.keys() == {"timegate", "timemap"}
        assert found["timemap"]["href"] == f"{page}tijdkaart.link"
        for query in ("?peildatum=2025-08-04", "?x=1"):
            assert "timegate" not in client.get(f"{page}{query}").headers.get("Link", "")


def test_a_day_that_is_over_is_a_memento_and_today_is_not_yet(client, event, clock):
    answer = client.get(f"{BASE}?stand=2040-03-03")
    assert answer["Memento-Datetime"] == end_of("2040-03-03")
    found = links(answer["Link"])
    assert (found["original"]["href"], found["first"]["href"]) == (BASE, f"{BASE}?stand=2040-03-02")
    assert found["next"] == {"href": f"{BASE}?stand=2040-03-05", "datetime": end_of("2040-03-05")}
    quiet = client.get(f"{BASE}?stand=2040-03-04")
    assert quiet["Memento-Datetime"] == end_of("2040-03-04")
    found = links(quiet["Link"])
    assert [found[rel]["href"][-5:] for rel in ("prev", "next")] == ["03-03", "03-05"]
    clock.to(72)
    for day in ("2040-03-05", "2040-03-01"):  # today, and before there was anything
        answer = client.get(f"{BASE}?stand={day}")
        assert "Memento-Datetime" not in answer
        assert links(answer["Link"]).keys() == {"original", "timegate", "timemap"}
    assert links(client.get(f"{BASE}?stand=2040-02-31")["Link"]) == {}


def test_what_is_kept_and_what_is_not_modified_keep_these_headers(client, event):
    for page in (f"{EVENT}versie/2/", f"{BASE}?stand=2040-03-03", EVENT):
        KEPT.clear()
        first = client.get(page)
        assert client.get(page).headers == first.headers
        known = client.get(page, HTTP_IF_NONE_MATCH=first["ETag"])
        assert known.status_code == 304
        for name in ("Link", "Memento-Datetime"):
            assert known.headers.get(name) == first.headers.get(name)


def test_links_that_moved_alone_make_an_answer_another_one(client, event, clock):
    page = f"{BASE}?stand=2040-03-05"
    clock.to(96)
    before = client.get(page)
    correct("Vier")
    clock.to(121)
    after = client.get(page)
    assert after.content == before.content
    assert links(after["Link"])["next"]["href"] == f"{BASE}?stand=2040-03-06"
    assert client.get(page, HTTP_IF_NONE_MATCH=before["ETag"]).status_code == 200


# The TimeGate


@pytest.mark.parametrize(
    ("hours", "number"), [(-999, 1), (0, 1), (23.999, 1), (24, 2), (71, 2), (72, 3), (9999, 3)]
)
def test_the_gate_leads_to_the_version_that_stood_at_a_moment(client, event, hours, number):
    answer = asked(client, EVENT, at(hours))
    assert (answer.status_code, answer.url) == (302, f"{HOST}{EVENT}versie/{number}/")
    assert "accept-datetime" in answer["Vary"].lower()
    assert "Memento-Datetime" not in answer
    found = links(answer["Link"])
    assert (found["original"]["href"], found["timemap"]["href"]) == (
        EVENT,
        f"{EVENT}tijdkaart.link",
    )
    assert client.get(answer.url)["Memento-Datetime"] == at({1: 0, 2: 24, 3: 72}[number])


def test_the_gate_of_the_timeline_leads_to_the_last_day_that_was_over(client, event):
    stands = {
        None: "2040-03-05",
        at(-999): "2040-03-02",
        end_of("2040-03-02"): "2040-03-02",
        at(24): "2040-03-02",  # that day was not over
        end_of("2040-03-04"): "2040-03-03",
        at(9999): "2040-03-05",
    }
    for moment, day in stands.items():
        assert asked(client, BASE, moment).url == f"{HOST}{BASE}?stand={day}", moment


def test_the_gate_answers_by_the_moment_that_each_asks_for(client, event):
    """An answer to one is not kept for another, though they asked at the same address."""
    answers = [asked(client, EVENT, at(hours)) for hours in (0, 24, 0, 72)]
    assert [answer.url[-2] for answer in answers] == ["1", "2", "1", "3"]
    assert {answer["Cache-Control"] for answer in answers} == {"no-store"}  # nginx goes by address
    assert asked(client, EVENT).url[-2] == "3"
    assert client.head(f"{EVENT}tijdpoort/", HTTP_ACCEPT_DATETIME=at(0)).url[-2] == "1"


@pytest.mark.parametrize(
    "wrong",
    [
        *(
            "",
            "gisteren",
            "2040-03-03",
            "Sat, 03 Mar 2040 12:00:00 CET",
            "Sat, 31 Feb 2040 1:0:0 GMT",
        ),
        *("Mon, 03 Mar 2040 12:00:00 GMT", "Saturday, 03-Mar-40 12:00:00 GMT", "\xe9"),
        "Sat, 3 Mar 2040 12:00:00 GMT",
    ],
)
def test_a_moment_in_another_form_is_refused_by_name(client, event, wrong):
    for place in (EVENT, BASE):
        answer = asked(client, place, wrong)
        assert answer.status_code == 400
        assert "Accept-Datetime is written as Thu, 17 Jul 2025" in answer.content.decode()
        assert "accept-datetime" in answer["Vary"].lower()


def test_on_the_first_day_the_timeline_has_no_state_that_is_over(client, clock):
    EventFactory(slug=SLUG)
    assert asked(client, BASE).status_code == 404
    assert states(client.get(f"{BASE}tijdkaart.link").content.decode()) == []
    clock.to(12)
    assert asked(client, BASE).url.endswith("?stand=2040-03-02")


# The TimeMap


def test_the_map_lists_every_version_in_the_link_format(client, event):
    answer = client.get(f"{EVENT}tijdkaart.link")
    assert answer["Content-Type"] == "application/link-format"
    assert answer["Access-Control-Allow-Origin"] == "*"
    text = answer.content.decode()
    assert states(text) == [(f"{EVENT}versie/{n}/", at(h)) for n, h in ((1, 0), (2, 24), (3, 72))]
    found = links(text)
    assert (found["original"]["href"], found["timegate"]["href"]) == (EVENT, f"{EVENT}tijdpoort/")
    assert found["self"] == {
        "href": f"{EVENT}tijdkaart.link",
        "type": "application/link-format",
        "from": at(0),
        "until": at(72),
    }
    assert (found["first"]["href"][-2], found["last"]["href"][-2]) == ("1", "3")
    assert LINK.sub("", text).strip(",\n") == ""


def test_the_map_of_the_timeline_lists_the_days_on_which_something_changed(client, event, clock):
    days = ["2040-03-02", "2040-03-03", "2040-03-05"]
    listed = [(f"{BASE}?stand={day}", end_of(day)) for day in days]
    assert states(client.get(f"{BASE}tijdkaart.link").content.decode()) == listed
    clock.to(72)
    assert states(client.get(f"{BASE}tijdkaart.link").content.decode()) == listed[:2]


def test_a_long_map_comes_in_parts_that_name_each_other(client, event, monkeypatch):
    monkeypatch.setattr(timemap, "PER_PART", 2)
    first, second = f"{EVENT}tijdkaart.link", f"{EVENT}tijdkaart.link?blad=2"
    one, two = (links(client.get(part).content.decode()) for part in (first, second))
    assert one["self"] == two["timemap"]
    assert two["self"] == one["timemap"]
    assert (one["self"]["href"], one["self"]["until"]) == (first, at(24))
    assert (two["self"]["href"], two["self"]["from"], two["self"]["until"]) == (
        second,
        at(72),
        at(72),
    )
    assert ("last" in one, "first" in two, two["last"]["href"][-2]) == (False, False, "3")
    assert client.get(f"{EVENT}tijdkaart.link?blad=3").status_code == 404
    for wrong in ("?blad=0", "?blad=x", "?x=1", "?blad=1&blad=2"):
        assert client.get(f"{EVENT}tijdkaart.link{wrong}").status_code == 400
    assert client.get(f"{EVENT}tijdpoort/?x=1").status_code == 400


def test_of_versions_within_one_second_all_are_listed_and_the_last_is_led_to(client, clock):
    clock.now = BEGIN + timedelta(seconds=0.2)
    EventFactory(slug=SLUG, title="Een")
    for seconds, title in ((0.5, "Twee"), (0.9, "Drie"), (1.1, "Vier")):
        clock.now = BEGIN + timedelta(seconds=seconds)
        correct(title)
    moments = [at(0)] * 3 + [http_date(BEGIN.timestamp() + 1)]
    text = client.get(f"{EVENT}tijdkaart.link").content.decode()
    assert [moment for _, moment in states(text)] == moments
    assert [asked(client, EVENT, moment).url[-2] for moment in moments] == ["3", "3", "3", "4"]
    found = links(client.get(f"{EVENT}versie/2/")["Link"])
    assert (found["prev"]["href"][-2], found["next"]["href"][-2]) == ("1", "3")


def test_the_beginning_of_a_long_list_costs_no_more_than_its_end():
    moments = [datetime(2000, 1, 1, tzinfo=UTC) + n * HOUR for n in range(5_000)]
    known = Original("/x/", [Memento(f"/x/{n}/", moment) for n, moment in enumerate(moments)])
    assert known.at(moments[0] - HOUR).address == "/x/0/"
    assert known.at(moments[4_321]).address == "/x/4321/"
    assert known.at(moments[4_321] - timedelta(seconds=1)).address == "/x/4320/"


# What readers may not see


def test_no_state_is_of_before_its_incident_opened(client, clock):
    incident = IncidentFactory(is_published=False)
    EventFactory(slug=SLUG, incident=incident)
    clock.to(48)
    incident.is_published = True
    incident.save()
    clock.to(96)
    told = states(client.get(f"{EVENT}tijdkaart.link").content.decode())
    assert told == [(f"{EVENT}versie/1/", at(48))]
    assert asked(client, BASE, at(0)).url.endswith("?stand=2040-03-04")
    assert "Memento-Datetime" not in client.get(f"{BASE}?stand=2040-03-03")


def test_what_is_planned_is_in_no_list_and_at_no_moment_before_it_comes_out(client, event, clock):
    before = client.get(f"{BASE}tijdkaart.link").content
    with audited():
        planned = EventFactory(publish_at=BEGIN + 200 * HOUR)
    assert Change.objects.filter(public_at__gt=timezone.now()).exists()
    assert client.get(f"{BASE}tijdkaart.link").content == before
    assert asked(client, BASE, at(9999)).url.endswith("?stand=2040-03-05")
    assert asked(client, planned.get_absolute_url(), at(9999)).status_code == 404
    assert client.get(f"{planned.get_absolute_url()}tijdkaart.link").status_code == 404
    clock.to(224)
    assert asked(client, BASE, at(9999)).url.endswith("?stand=2040-03-10")


@pytest.mark.proof
def test_the_moment_that_is_asked_for_tells_nothing_of_what_is_hidden(client, clock):
    """The walk over all addresses asks without a moment; here are those about each hidden act."""

    def seen() -> list[tuple]:
        moments = some(at(hours / 2) for hours in range(-2, 52))
        places = (BASE, f"{BASE}2025-07-openbaar/", f"{BASE}2025-07-ingetrokken/", "/geheim/")
        told = [asked(client, place, moment) for place in places for moment in moments]
        return [(answer.status_code, dict(answer.headers), answer.content) for answer in told]

    paper = public_record(clock)
    clock.to(20)
    before = seen()
    hide(clock, paper)
    clock.to(20)
    assert seen() == before


def test_a_withdrawn_event_has_no_list_and_no_gate_and_no_text(client, event, body):
    correct(status=Status.WITHDRAWN)
    for place in ("tijdpoort/", "tijdkaart.link", "versie/1/"):
        answer = client.get(f"{EVENT}{place}", HTTP_ACCEPT_DATETIME=at(0))
        assert answer.status_code == 410, place
        text = body(answer) + str(answer.headers)
        assert "Klopte niet." in text
        assert not [word for word in ("Een", "Twee", "Drie", "memento") if f"{word}<" in text]
        assert "Memento-Datetime" not in answer
    state = client.get(f"{BASE}?stand=2040-03-03")
    assert state["Memento-Datetime"] == end_of("2040-03-03")
    assert "Twee" not in state.content.decode()


# The header


def test_each_part_of_an_answer_adds_its_links_to_those_of_the_others():
    answer = HttpResponse(headers={"Link": '<https://x.example/>; rel="license"'})
    linked(answer, Link("https://y.example/", "a b", (("title", 'zij "zei"'),)))
    linked(answer)
    added = '<https://y.example/>; rel="a b"; title="zij \\"zei\\""'
    assert answer["Link"] == f'<https://x.example/>; rel="license", {added}'
    empty = HttpResponse()
    linked(empty)
    assert "Link" not in empty


def test_the_days_of_changes_are_in_order_whatever_was_written_first(clock):
    planned = EventFactory(publish_at=BEGIN + 48 * HOUR)
    EventFactory(incident=planned.incident)
    clock.to(72)
    clock.to(96)
    days = days_of_change(planned.incident)
    assert days == sorted(days)
    assert len(days) == 2


def test_an_entry_is_told_from_the_one_just_before_it():
    event = EventFactory(title="Een")
    for title in ("Twee", "Drie"):
        with audited():
            event.title = title
            event.save()
    last = Change.objects.for_readers().filter(noun="event").with_before().last()
    assert '"Twee"' in last.before_json
