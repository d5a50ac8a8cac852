"""The copy of the whole site: the same bytes but for links, no more and no less than is public."""

import hashlib
import re
import tomllib
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import pytest
from django.test import Client
from django.urls import get_resolver, resolve

from incident.models import Event
from tests.conftest import ROOT
from tests.mirror.conftest import ADDRESS, SETTINGS
from timeline.mirror import seeds

RELEASE = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("first")]

# A link, spelled by another hand than the one that changes it.
LINK = re.compile(rb'(?<=\s)(href|src|action)="[^"]*"')


class References(HTMLParser):
    """Collects where a page leads."""

    def __init__(self, page: bytes):
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.feed(page.decode())

    def handle_starttag(self, tag, attrs):
        self.found += [(tag, v) for name, v in attrs if name in ("href", "src", "action", "srcset")]


def test_each_file_has_the_bytes_that_the_site_gives_but_for_links(first):
    client, kinds = Client(HTTP_HOST="localhost"), set()
    for row in first.origins():
        answer, file = client.get(row["adres"]), (first.data / row["bestand"]).read_bytes()
        served = b"".join(answer)
        assert str(answer.status_code) == row["status"], row
        if row["soort"] == "text/html; charset=utf-8":
            assert LINK.sub(b"", file) == LINK.sub(b"", served), row
        elif answer.status_code == 200:
            assert file == served, row
        kinds.add(row["soort"].partition(";")[0])
    assert kinds >= {
        *("text/html", "text/css", "text/csv", "text/plain", "text/calendar", "font/woff2"),
        *("image/svg+xml", "image/png", "application/json", "application/csvm+json"),
        *("application/atom+xml", "application/zip", "application/xml"),
    }


def test_every_address_of_the_site_is_in_it(first):
    """One that is added later is as well: or somebody says in `LEFT_OUT` why it is not."""
    paths = [urlsplit(row["adres"]).path for row in first.origins()]
    found = {resolve(path).url_name for path in paths if not path.startswith("/static/")}
    names = {pattern.name for pattern in get_resolver("timeline.urls").url_patterns}
    assert (
        found - {"oembed"} == names - seeds.LEFT_OUT
    )  # one question of it is linked as an example
    event = Event.objects.get(slug="2025-07-openbaar").get_absolute_url()
    assert {f"{event}versie/1/", f"{event}versie/2/", f"{event}voorbeeld.png"} <= {*paths}
    assert any("source-serif-4-license" in path for path in paths)


def test_every_reference_leads_to_a_file_that_is_there_or_to_the_live_site(first):
    seen = set()
    for page in first.data.rglob("*.html"):
        for tag, reference in References(page.read_bytes()).found:
            to = urlsplit(reference)
            if to.scheme or not to.path:
                continue
            assert not to.query, (page, reference)
            assert (page.parent / unquote(to.path)).is_file(), (page, reference)
            seen.add((tag, to.path.rpartition(".")[2]))
    assert seen >= {("a", "html"), ("link", "css"), ("a", "csv"), ("a", "ics"), ("script", "js")}


def test_what_asks_the_site_goes_to_the_site_and_a_line_says_so(first):
    page = References((first.data / "om-citrix/index.html").read_bytes())
    assert {to for tag, to in page.found if tag == "form"} == {f"{ADDRESS}/om-citrix/"}
    assert ("link", "../kopie.css") in page.found
    styles = (first.data / "kopie.css").read_text()
    assert (first.data / re.search(r'@import url\("(.*)"\)', styles)[1]).is_file()
    assert "3 maart 2040: zij kan niet zoeken of kiezen" in styles
    assert f"aan de site zelf, {ADDRESS}." in styles


def test_the_questions_that_a_page_links_to_are_in_it_and_no_others(first):
    queries = {urlsplit(row["adres"]).query for row in first.origins()}
    assert {"volgorde=nieuwste-eerst", "stand=2040-03-03", "uitkomst=open"} <= queries
    file = next(first.data.glob("om-citrix/index.vraag-volgorde-nieuwste-eerst-*.html"))
    leads = [to for _, to in References(file.read_bytes()).found if "?" in to]
    assert f"{ADDRESS}/om-citrix/tijdlijn.csv?volgorde=nieuwste-eerst" in leads
    assert "tijdlijn.csv?volgorde" not in " ".join(row["adres"] for row in first.origins())


def test_all_pages_of_a_list_are_in_it(first):
    queries = [urlsplit(row["adres"]).query for row in first.origins()]
    assert {"blad=1", "blad=2", "blad=3"} <= {*queries}


def test_an_address_that_redirects_is_a_page_that_leads_there(first):
    assert b'url=om-citrix/index.html"' in (first.data / "index.html").read_bytes()
    row = next(row for row in first.origins() if row["bestand"] == "index.html")
    assert row["status"] == "302"


def test_it_is_a_bag_as_rfc_8493_has_it(first):
    files = first.files()
    assert files["bagit.txt"] == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    for manifest, names in (
        ("manifest-sha256.txt", {name for name in files if name.startswith("data/")}),
        ("tagmanifest-sha256.txt", {name for name in files if "/" not in name}),
    ):
        lines = [line.split("  ") for line in files[manifest].decode().splitlines()]
        assert {name for _, name in lines} == names - {"tagmanifest-sha256.txt"}
        assert all(hashlib.sha256(files[name]).hexdigest() == digest for digest, name in lines)
    size = sum(len(data) for name, data in files.items() if name.startswith("data/"))
    info = dict(line.split(": ", 1) for line in files["bag-info.txt"].decode().splitlines())
    assert info == {
        "Source-Organization": SETTINGS["OPERATOR_NAME"],
        "External-Description": f"De openbare site {ADDRESS} als bestanden",
        "External-Identifier": ADDRESS,
        "Bagging-Date": "2040-03-03",
        "Payload-Oxum": f"{size}.{first.made.files}",
        "Bag-Software-Agent": f"incident-timeline {RELEASE}",
        "Record-Last-Changed": "2040-03-02T14:00:00+00:00",
    }
    assert first.made.written == len(files)
