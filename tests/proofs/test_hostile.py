"""2,000 hostile requests: not one ends in a failure of ours."""

import random

import pytest

from tests.helpers.case import load_case
from tests.helpers.proofs import share

pytestmark = pytest.mark.django_db

PATHS = ["/", "/om-citrix/", "/om-citrix/tijdlijn.csv", "/om-citrix/tijdlijn-excel.csv"]
PATHS += ["/om-citrix/kwesties/", "/om-citrix/vragen/", "/om-citrix/vergelijk/", "/sitemap.xml"]
PATHS += ["/om-citrix/wachttijd/"]
PATHS += [f"/om-citrix/tijdlijn.{ending}" for ending in ("json", "atom", "ics", "svg", "png")]
PATHS += ["/om-citrix/alles.zip", "/om-citrix/vragen.csv", "/om-citrix/voorbeeld.png"]
PATHS += ["/catalogus.jsonld", "/.well-known/api-catalog", "/api/"]
PATHS += ["/openapi.json", "/om-citrix/kamerstukken.csv-metadata.json"]
PATHS += ["/kamerstukken/", "/kamerstukken/kst-26643-1376/", "/om-citrix/2025-07-om-van-internet/"]
PATHS += ["/admin/", "/admin/login/", "/admin/incident/event/", "/admin/incident/event/1/change/"]
PATHS += ["/admin/autocomplete/", "/admin/jsi18n/", "/admin/r/7/1/", "/static/x", "/favicon.ico"]
NAMES = [
    "vanaf",
    "tot_en_met",
    "soort",
    "kamerstuk",
    "q",
    "jaar",
    "sinds",
    "van",
    "met",
    "uitkomst",
    "volgorde",
    "peildatum",
    "x",
    "q[]",
    "o",
    "p",
]
NAMES += ["e", "_to_field", "_popup", "all", "status__exact", "id__exact", "next", "term", "page"]
VALUES = ["", "0", "-1", "9" * 40, "2025-02-31", "0000-00-00", "9999-12-31", "2025-07-17", "NaN"]
VALUES += ["' OR 1=1 --", '"><script>alert(1)</script>', "%", "_", "\\", "{{7*7}}", "../../etc"]
VALUES += ["\u202e", "😀", "é" * 150, "a" * 3000, "\ufeff", "ﬀ", "١٢", "kst-26643-1376", "26643"]
VALUES += ["kst-99999999999-1", "besluit", "\x00", "\n", "\ud7ff", "٢٠٢٥-٠٧-١٧", "1e9", "İ", "ß"]
METHODS = ["get", "head", "post", "put", "patch", "delete", "options", "trace"]
HEADERS = [{}, {"HTTP_HOST": "boos.example"}, {"HTTP_COOKIE": "sessionid=\x00"}]
HEADERS += [
    {"HTTP_COOKIE": f"sessionid={'9' * 500}; csrftoken=x"},
    {"HTTP_ACCEPT_LANGUAGE": "x" * 500},
]
HEADERS += [
    {"HTTP_X_FORWARDED_HOST": "boos.example"},
    {"HTTP_RANGE": "bytes=9-1"},
    {"HTTP_HOST": "["},
]


def request(client, chance: random.Random):
    path = chance.choice(PATHS) + chance.choice(["", "", "", "x", "/", "%2e%2e/", "1/"])
    pairs = {chance.choice(NAMES): chance.choice(VALUES) for _ in range(chance.randint(0, 4))}
    method = chance.choice(METHODS[:3] if chance.random() < 0.8 else METHODS)
    if method in ("get", "head", "post"):
        return getattr(client, method)(path, pairs, **chance.choice(HEADERS))
    return getattr(client, method)(path, **chance.choice(HEADERS))


@pytest.mark.proof
@pytest.mark.parametrize("who", ["stranger", "editor"])
def test_no_hostile_request_ends_in_a_failure_of_ours(client, admin_client, who):
    load_case()
    browser = admin_client if who == "editor" else client
    browser.raise_request_exception = True
    chance = random.Random(f"2025Z14818 {who}")  # noqa: S311 - the same requests each time
    statuses = {}
    for _ in range(share(1_000)):
        answer = request(browser, chance)
        assert answer.status_code < 500
        b"".join(answer)
        statuses[answer.status_code] = statuses.get(answer.status_code, 0) + 1
    assert {200, 302, 400, 404, 405} <= set(statuses)
