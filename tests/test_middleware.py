"""The edge: what gets no further, and the headers on every answer."""

import pytest

from tests.factories import EventFactory

pytestmark = pytest.mark.django_db

ADDRESSES = [
    "/",
    "/kamerstukken/",
    "/nergens/",
    "/admin/",
    "/admin/login/",
    "/om-citrix/tijdlijn.csv?x=1",
    "/?q=%00",
    "/static/timeline/timeline.css",
]


@pytest.mark.parametrize(
    "query", ["q=%00", "q=a%1Fb", "q=%7F", "q=%C2%85", "q=%ff", "q=%ED%A0%80", "q=" + "a" * 5000]
)
@pytest.mark.parametrize("path", ["/", "/nergens/", "/admin/login/"])
def test_no_view_sees_control_characters_bad_utf8_or_endless_queries(client, path, query):
    answer = client.get(f"{path}?{query}")
    assert answer.status_code == 400
    assert "Het adres" in answer.content.decode()


@pytest.mark.parametrize("path", ["/%00/", "/a%0Ab/", "/a%C2%85/", "/" + "a" * 5000])
def test_the_path_is_looked_at_too(client, path):
    assert client.get(path).status_code == 400


def test_a_cookie_with_a_control_character_goes_no_further(client):
    assert client.get("/admin/", HTTP_COOKIE="sessionid=a\x00b").status_code == 400


@pytest.mark.parametrize("host", ["elders.example", "a b", "[::1", ""])
def test_an_unknown_host_gets_a_page_that_names_no_other(client, host):
    answer = client.get("/", HTTP_HOST=host)
    assert answer.status_code == 400
    assert "andere naam" in answer.content.decode()


def test_letters_with_accents_in_a_path_are_merely_not_found(client):
    assert client.get("/kamerstukken/caf%C3%A9/").status_code == 404
    assert client.get("/%ff/").status_code in (400, 404)


def test_ordinary_words_in_any_language_may_pass(client):
    EventFactory()
    assert client.get("/om-citrix/", {"q": "één 漢字 +1 % ‘x’"}).status_code == 200


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_has_the_security_headers(client, address):
    EventFactory()
    answer = client.get(address)
    assert b"".join(answer) is not None  # a file is closed at its end
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    "address", ["/", "/kamerstukken/", "/om-citrix/", "/om-citrix/tijdlijn.csv"]
)
def test_public_pages_set_no_cookie_and_look_at_none(client, address):
    EventFactory()
    answer = client.get(address)
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
