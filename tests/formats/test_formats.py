"""The same question in every form, each read by what its users read it with."""

import csv
import io
import json
import zipfile

import feedparser
import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, given, settings
from icalendar import Calendar

from tests.factories import (
    CitationFactory,
    EventFactory,
    IncidentFactory,
    LinkFactory,
    StatementFactory,
)
from timeline.formats.tables import TABLES
from timeline.query.filters import EventFilter

pytestmark = pytest.mark.django_db

BASE = "/om-citrix/"
DATA = [f"{BASE}tijdlijn{ending}" for ending in (".csv", "-excel.csv", ".json", ".atom", ".ics")]
DATA += [f"{BASE}alles.zip", f"{BASE}tijdlijn.svg", f"{BASE}tijdlijn.png"]


@pytest.mark.usefixtures("case")
@pytest.mark.parametrize(
    "query",
    [
        {},
        {"soort": ["besluit", "maatregel"]},
        {"peildatum": "2025-12-31", "bekend": "gemeld"},
        {"kamerstuk": "26643", "volgorde": "nieuwste-eerst"},
        {"q": "internet", "vanaf": "2025-07-01", "tot_en_met": "2025-07-31"},
    ],
)
def test_every_form_holds_the_events_of_the_page(content, query):
    page = content(BASE, **query).decode()
    rows = csv.DictReader(io.StringIO(content(f"{BASE}tijdlijn.csv", **query).decode()))
    slugs = [row["gebeurtenis"] for row in rows]
    assert slugs
    assert [part.split('"')[0] for part in page.split('" id="')[1:] if part[:2] == "20"] == slugs
    found = json.loads(content(f"{BASE}tijdlijn.json", **query))
    assert [event["gebeurtenis"] for event in found["gebeurtenissen"]] == slugs
    assert found["aantal"] == len(slugs)
    feed = feedparser.parse(content(f"{BASE}tijdlijn.atom", **query))
    assert {entry.link.split("/")[-2] for entry in feed.entries} == set(slugs)
    events = Calendar.from_ical(content(f"{BASE}tijdlijn.ics", **query)).walk("VEVENT")
    urls = [str(event["url"]).split("/")[-2] for event in events]
    assert [slug for slug in urls if slug[:2] == "20"] == slugs
    packed = zipfile.ZipFile(io.BytesIO(content(f"{BASE}alles.zip", **query)))
    inside = csv.DictReader(io.StringIO(packed.read("tijdlijn.csv").decode()))
    assert [row["gebeurtenis"] for row in inside] == slugs


@pytest.mark.parametrize("address", DATA)
@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("?vanaf=2025-02-31", "vanaf"),
        ("?zoek=x", "zoek"),
        ("?q=a&q=b", "q"),
        ("?soort=ruzie", "ruzie"),
        ("?peildatum=nu", "peildatum"),
        ("?bekend=gemeld", "bekend"),
        ("?bekend=iedereen&peildatum=2025-08-04", "bekend"),
        ("?volgorde=andersom", "volgorde"),
    ],
)
def test_every_form_refuses_what_is_wrong_and_names_it(client, address, query, named):
    IncidentFactory()
    answer = client.get(address + query)
    assert answer.status_code == 400
    assert named in answer.content.decode()
    assert answer["Content-Type"] == "application/problem+json"
    assert json.loads(answer.content)["status"] == 400


def test_all_that_is_wrong_with_a_question_is_told_at_once(client):
    IncidentFactory()
    query = "?vanaf=17-7-2025&soort=ruzie&zoek=x&q=a&q=b&peildatum=nu"
    problem = client.get(f"{BASE}tijdlijn.csv{query}").json()
    found = [(error["location"]["name"], error["code"]) for error in problem["errors"]]
    assert found == [
        ("zoek", "unknown_parameter"),
        ("q", "repeated_parameter"),
        ("soort", "invalid_choice"),
        ("peildatum", "invalid"),
        ("vanaf", "iso_8601"),
    ]
    assert {error["in"] for error in problem["errors"]} == {"query"}
    assert all(error["detail"] for error in problem["errors"])
    for name, _ in found:
        assert name in problem["detail"]


@pytest.mark.parametrize(
    ("method", "address", "code"),
    [
        ("get", f"{BASE}tijdlijn.json", 200),
        ("head", f"{BASE}tijdlijn.csv", 200),
        ("get", f"{BASE}tijdlijn.json?x=1", 400),
        ("get", "/nergens/tijdlijn.ics", 404),
        ("post", f"{BASE}tijdlijn.json", 405),
        ("get", f"{BASE}tijdlijn.json?q=%00", 400),
        ("get", f"{BASE}kamerstukken.csv-metadata.json", 200),
        ("get", "/openapi.json", 200),
    ],
)
def test_every_answer_for_programs_says_its_version_and_is_open_to_scripts(method, address, code):
    EventFactory()
    client = Client(enforce_csrf_checks=True)
    answer = getattr(client, method)(address)
    assert answer.status_code == code
    assert answer["API-Version"] == client.get("/openapi.json").json()["info"]["version"]
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert {"API-Version", "Link"} <= set(answer["Access-Control-Expose-Headers"].split(", "))
    again = client.get(address, HTTP_IF_NONE_MATCH=answer.get("ETag", '"x"'))
    assert again.status_code == (304 if code == 200 else again.status_code)
    assert again["API-Version"] == answer["API-Version"]


def test_what_must_be_asked_is_what_no_answer_is_without(client):
    described = client.get("/openapi.json").json()
    found = [p for path in described["paths"].values() for p in path["get"].get("parameters", ())]
    named = [p for p in [*found, *described["components"]["parameters"].values()] if "name" in p]
    assert {p["name"] for p in named if p.get("required")} == {"incident", "url"}


@pytest.mark.usefixtures("case")
def test_every_form_is_as_the_description_says(client):
    paths = client.get("/openapi.json").json()["paths"]
    for path, operation in paths.items():
        asked = {"url": f"http://testserver{BASE}"} if path == "/oembed.json" else {}
        answer = client.get(path.replace("{incident}", "om-citrix"), asked)
        assert answer.status_code == 200, path
        [kind] = operation["get"]["responses"]["200"]["content"]
        assert answer["Content-Type"].split(";")[0] == kind
        for name in ("vanaf", "peildatum") if not asked else ():
            is_asked = f"#/components/parameters/{name}" in str(operation["get"]["parameters"])
            day = client.get(path.replace("{incident}", "om-citrix"), {name: "2025-08-04"})
            assert day.status_code == (200 if is_asked else 400), (path, name)


@pytest.mark.parametrize("address", [a.replace("om-citrix", "nergens") for a in DATA])
def test_a_form_of_what_is_not_there_is_404_without_a_page(client, address):
    answer = client.get(address)
    assert answer.status_code == 404
    assert b"<html" not in answer.content


# JSON


def test_the_json_says_null_where_nothing_is_known(content):
    event = EventFactory(date="../2025-08-04", body="Tekst")
    CitationFactory(event=event, kamerstuk__number="", printed="")
    LinkFactory(event=event, date="")
    StatementFactory(event=event)
    StatementFactory(event=event, claim__draft=True, summary="Geheim.")
    found = json.loads(content(f"{BASE}tijdlijn.json"))["gebeurtenissen"][0]
    assert found["eerste_dag"] is None
    assert found["laatste_dag"] == "2025-08-04"
    assert found["gemeld_op"] is None
    assert found["kamerstukken"][0]["nummer"] is None
    assert found["kamerstukken"][0]["gemeld"] is False
    assert found["bronnen"][0]["datum"] is None
    assert len(found["uitspraken"]) == 1


@pytest.mark.usefixtures("case")
def test_the_json_keeps_to_the_peildatum_in_what_was_said_too(content):
    then = content(f"{BASE}tijdlijn.json", peildatum="2025-08-04").decode()
    found = json.loads(then)
    assert found["peildatum"] == "2025-08-04"
    assert found["zonder_dag_van_melding"] == 6
    said = [s["datum"] for e in found["gebeurtenissen"] for s in e["uitspraken"]]
    assert said
    assert max(said) <= "2025-08-04"


def test_the_description_names_every_parameter_of_the_filter():
    assert EventFilter.meanings.keys() == EventFilter.base_filters.keys()


def test_a_problem_is_described_as_whole_as_it_comes(client):
    described = client.get("/openapi.json").json()["components"]["schemas"]
    said = client.get("/om-citrix/tijdlijn.json", {"soort": "onzin"}).json()
    for name in ("Probleem", "Fouten"):
        assert set(described[name]["required"]) == {"type", "title", "status", "detail"}
        assert said.keys() >= set(described[name]["required"])


@pytest.mark.django_db(transaction=True)  # each request closes its connection, as in production
@pytest.mark.usefixtures("case")
def test_every_answer_is_as_described():
    from incident.wsgi import application  # here: it looks for the static files of this run

    schema = schemathesis.openapi.from_wsgi("/openapi.json", application)
    operation = schema["/{incident}/tijdlijn.json"]["GET"]

    checks = schemathesis.checks.CHECKS
    # A schema cannot say that a period ends after it begins, nor which papers there are.
    beyond = [checks.get_one("positive_data_acceptance"), checks.get_one("unsupported_method")]

    @settings(
        max_examples=60,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def check(case):
        case.path_parameters["incident"] = "om-citrix"
        case.headers["Accept-Encoding"] = "identity"  # this way of calling unpacks nothing
        case.call_and_validate(excluded_checks=beyond)

    check()


@pytest.mark.usefixtures("case")
def test_the_zip_says_what_was_asked_and_holds_every_table(content):
    query = {"peildatum": "2025-08-04", "soort": "besluit"}
    packed = zipfile.ZipFile(io.BytesIO(content(f"{BASE}alles.zip", **query)))
    assert packed.testzip() is None
    names = {f"{name}.csv{more}" for name in TABLES for more in ("", "-metadata.json")}
    assert set(packed.namelist()) == names | {"LEESMIJ.txt", "tijdlijn.json"}
    said = packed.read("LEESMIJ.txt").decode()
    for words in (
        "Vraag:      bekend op 4 augustus 2025",
        "Bekend op:  4 augustus 2025",
        "soort besluit",
        "CC0",
        "http://testserver",
    ):
        assert words in said
    for name in TABLES:
        if name != "tijdlijn":
            alone = content(f"{BASE}{name}.csv", peildatum="2025-08-04")
            assert packed.read(f"{name}.csv") == alone
