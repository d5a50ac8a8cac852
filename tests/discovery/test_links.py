"""What an answer says in its headers of itself, and where programs look first."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import EventFactory, IncidentFactory, many_events
from timeline.discovery.links import LONGEST_QUERY

pytestmark = pytest.mark.django_db

ALWAYS = {"license", "service-desc", "describedby", "api-catalog"}


def links(answer) -> list[tuple[str, str, str]]:
    """Return the address, the relation and the media type of each link of an answer (RFC 8288)."""
    form = r'<([^>]+)>; rel="([a-z-]+)"(?:; type="([^"]+)")?'
    assert re.fullmatch(rf"{form}(, {form})*", answer["Link"])
    return re.findall(form, answer["Link"])


@pytest.mark.parametrize(
    ("address", "is_form"),
    [
        ("/om-citrix/", True),
        ("/om-citrix/?soort=besluit", True),
        ("/om-citrix/kwesties/", False),
        ("/kamerstukken/", False),
        ("/api/", False),
        ("/om-citrix/tijdlijn.csv?soort=besluit", True),
        ("/om-citrix/tijdlijn.json", True),
        ("/om-citrix/tijdlijn.atom", True),
        ("/om-citrix/tijdlijn.svg", True),
        ("/om-citrix/kamerstukken.csv", False),
        ("/catalogus.jsonld", False),
    ],
)
def test_a_page_and_a_file_lead_to_licence_description_and_other_forms(client, address, is_form):
    EventFactory(kind="besluit")
    answer = client.get(address)
    found = links(answer)
    assert {relation for _, relation, _ in found} >= ALWAYS
    others = [(to, media) for to, relation, media in found if relation == "alternate"]
    assert bool(others) is is_form
    for to, media in others:
        assert to != address
        assert client.get(to)["Content-Type"].split(";")[0] == media
        assert ("?soort=besluit" in to) is ("?" in address)
    for to, relation, media in found:
        if relation in ("service-desc", "describedby", "api-catalog"):
            assert client.get(to)["Content-Type"].split(";")[0] == media
    again = client.get(address, HTTP_IF_NONE_MATCH=answer["ETag"])
    assert (again.status_code, again["Link"]) == (304, answer["Link"])
    assert client.head(address)["Link"] == answer["Link"]


def test_a_large_file_that_is_sent_in_parts_keeps_its_links(client, monkeypatch):
    monkeypatch.setattr("timeline.export_lanes.LARGE", 3)
    many_events(5)
    address = "/om-citrix/tijdlijn.csv"
    whole = client.get(address)
    b"".join(whole)
    made = client.get(address)
    b"".join(made)
    part = client.get(address, HTTP_RANGE="bytes=0-9")
    known = client.get(address, HTTP_IF_NONE_MATCH=made["ETag"])
    assert (made.status_code, part.status_code, known.status_code) == (200, 206, 304)
    for answer in (whole, made, part, known):
        assert {relation for _, relation, _ in links(answer)} >= ALWAYS
        assert answer["API-Version"]
    b"".join(part)


def test_a_long_question_makes_no_header_that_a_proxy_refuses(client):
    IncidentFactory()
    query = f"?q={'a' * 150}+{'b' * 45}"
    assert len(query) <= LONGEST_QUERY < len(f"{query}&soort=besluit")
    assert "alternate" in client.get(f"/om-citrix/{query}")["Link"]
    answer = client.get(f"/om-citrix/{query}&soort=besluit")
    assert answer.status_code == 200
    assert "alternate" not in answer["Link"]
    assert len(client.get(f"/om-citrix/tijdlijn.csv{query}&soort=besluit")["Link"]) < 1_000
    assert "alternate" not in client.get("/om-citrix/?vanaf=fout")["Link"]


def test_the_catalogue_of_interfaces_leads_to_all_that_describes_ours(client):
    EventFactory()
    answer = client.get("/.well-known/api-catalog")
    kind, _, profile = answer["Content-Type"].partition("; ")
    assert kind == "application/linkset+json"
    assert profile == 'profile="https://www.rfc-editor.org/info/rfc9727"'
    own, ours = answer.json()["linkset"]
    assert own["anchor"] == "http://testserver/.well-known/api-catalog"
    assert [item["href"] for item in own["item"]] == [ours["anchor"]]
    for relation in ("service-desc", "service-doc", "service-meta", "item"):
        for link in ours[relation]:
            found = client.get(link["href"].removeprefix("http://testserver"))
            assert found.status_code == 200
            assert found["Content-Type"].startswith(link["type"])
    refused = client.post("/.well-known/api-catalog")
    assert (refused.status_code, refused["Allow"]) == (405, "GET, HEAD")
    assert refused["Content-Type"] == "application/problem+json"
    head = client.head("/.well-known/api-catalog")
    assert (head.status_code, head.content) == (200, b"")
    assert ("/.well-known/api-catalog", "api-catalog", kind) in links(head)


@pytest.mark.parametrize("file", ["tijdlijn.atom", "wijzigingen.atom"])
def test_who_follows_a_feed_that_did_not_change_costs_one_query(client, file):
    many_events(5)
    tag = client.get(f"/om-citrix/{file}")["ETag"]
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(f"/om-citrix/{file}", HTTP_IF_NONE_MATCH=tag)
    assert (answer.status_code, answer.content, len(captured)) == (304, b"", 1)


def test_security_txt_leads_to_what_who_finds_a_hole_is_asked(client, body, settings):
    settings.SECURITY_CONTACT = "mailto:veilig@tijdlijn.example"
    text = body(client.get("/.well-known/security.txt"))
    [policy] = re.findall(r"^Policy: http://testserver(/over/)#([a-z]+)$", text, re.MULTILINE)
    page = body(client.get(policy[0]))
    assert f'id="{policy[1]}"' in page
    assert "veilig@tijdlijn.example</a>" in page
    settings.SECURITY_CONTACT = ""
    assert f'id="{policy[1]}"' not in body(client.get("/over/"))


@pytest.mark.parametrize("slug", ["api", "catalogus", "oembed", "well-known"])
def test_an_incident_cannot_take_an_address_of_the_site(slug):
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError, match="van de site zelf"):
        IncidentFactory.build(slug=slug).full_clean()
