"""The edge: what gets no further, and the headers on every answer."""

from io import BytesIO
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client

from incident.edge.middleware import in_utf8
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


CHARSETS = ["utf-7", "utf-16", "rot13", "hex", "zip", "idna", "punycode", "undefined", "base64"]
CHARSETS += [
    "unicode_escape",
    "utf-8-sig",
    "latin-1",
    "cp037",
    "mbcs",
    "utf8",
    "bestaat-niet",
    "utf-8\0",
]


def came_in_with(client) -> dict:
    """Return what a browser sends along that has the page with the form."""
    client.get("/admin/login/")
    return {"HTTP_X_CSRFTOKEN": client.cookies["csrftoken"].value}


def by_wsgi(method: str, kind: str, body: bytes) -> tuple[str, str]:
    """Return status and text of what the site answers to its server, without a test client."""
    said = []
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": "/admin/login/",
        "QUERY_STRING": "next=x",
        "HTTP_HOST": "localhost",
        "CONTENT_TYPE": kind,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": BytesIO(body),
    }
    setup_testing_defaults(environ)
    answer = in_utf8(WSGIHandler())(environ, lambda status, headers: said.append(status))
    try:
        return said[0], b"".join(answer).decode()
    finally:
        answer.close()


@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
@pytest.mark.parametrize("method", ["POST", "GET"])
def test_another_charset_than_utf8_is_refused_in_words(method, kind, charset):
    status, text = by_wsgi(method, f"{kind}; charset={charset}; boundary=x", b"a=+ACI-")
    assert status == "400 Bad Request"
    assert "niet in UTF-8" in text


@pytest.mark.parametrize("odd", ["charset*=nope''x", "x*=undefined''x", "boundary*=idna''%ff%ff"])
def test_a_parameter_in_a_charset_of_its_own_is_refused_too(odd):
    assert by_wsgi("GET", f"multipart/form-data; {odd}", b"")[0] == "400 Bad Request"


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", '"utf-8"'])
def test_utf8_may_be_named(charset):
    client = Client(enforce_csrf_checks=True)
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    sent = {**came_in_with(client), "content_type": kind}
    answer = client.generic("POST", "/admin/login/", b"username=caf%C3%A9", **sent)
    assert answer.status_code == 200
    assert "café" in answer.content.decode()


FIELDS = b"&".join(b"a=1" for _ in range(5_001))
PART = b'--x\r\nContent-Disposition: form-data; name="a"'
MULTIPART = "multipart/form-data; boundary=x"


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("application/x-www-form-urlencoded", FIELDS, 400),
        ("application/x-www-form-urlencoded", b"a=" + b"b" * 2_700_000, 400),
        (MULTIPART, b"".join(PART + b"\r\n\r\n1\r\n" for _ in range(5_001)) + b"--x--\r\n", 400),
        (MULTIPART, PART + b"\r\n\r\n" + b"b" * 2_700_000 + b"\r\n--x--\r\n", 400),
        (MULTIPART, PART + b"\r\nContent-Transfer-Encoding: base64\r\n\r\nabc\r\n--x--\r\n", 200),
        (MULTIPART, PART + b"; x*=nope''x\r\n\r\n1\r\n--x--\r\n", 200),
        (MULTIPART, PART + b"; x*=undefined''x\r\n\r\n1\r\n--x--\r\n", 200),
        (MULTIPART, PART + b"\r\nContent-Type: a/b; charset=utf-7\r\n\r\n+A\r\n--x--\r\n", 200),
        ("multipart/form-data; boundary=" + "x" * 300, b"", 200),
        ("multipart/form-data; boundary=\xe9", b"", 200),
        ("multipart/form-data", b"a=1", 400),
    ],
    ids=range(11),
)
def test_a_form_that_cannot_be_read_is_no_failure_of_ours(kind, body, status):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    answer = client.generic(
        "POST", "/admin/login/", body, content_type=kind, **came_in_with(client)
    )
    assert answer.status_code == status
    assert ("klopt niet" in answer.content.decode()) is (status == 400)


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
