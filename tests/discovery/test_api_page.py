"""The page for programmers: made of the description, and what it offers works."""

import csv
import io
import re
import shutil
import subprocess
import sys
from html import unescape
from pathlib import PurePosixPath
from types import ModuleType

import pytest
from django.urls import get_resolver, resolve

from incident.columns import COLUMNS
from incident.edge.refusals import DATA
from tests.factories import IncidentFactory
from timeline.formats.csv import PLAIN
from timeline.formats.openapi import description
from timeline.formats.publisher import publisher

pytestmark = pytest.mark.django_db

ADDRESS = "http://testserver/om-citrix/tijdlijn.csv"


# What programs find elsewhere than in the description, each with where.
FOUND_ELSEWHERE = {
    *("timeline_picture", "event_picture"),  # og:image of the page
    "metadata",  # the Link header of its table
    *("cite", "cite_event", "cite_paper"),  # rel=alternate of the page
    *("timegate", "event_timegate", "event_timemap"),  # the Link header of the page (RFC 7089)
}


def test_the_description_names_every_address_for_programs():
    described = {resolve(path.format(incident="x")).url_name for path in paths_described()}
    patterns = get_resolver("timeline.urls").url_patterns
    routes = {one.name: PurePosixPath(str(one.pattern)) for one in patterns}
    ours = {name for name, route in routes.items() if DATA & {route.suffix, route.name}}
    ours |= {name for name in routes if name.startswith("cite")}
    assert ours - described == FOUND_ELSEWHERE


def paths_described() -> list[str]:
    by = publisher(lambda path: f"https://x.example{path}")
    return list(description("https://x.example", by, [])["paths"])


@pytest.fixture
def page(client, body) -> str:
    return body(client.get("/api/"))


def recipe(page: str, key: str) -> str:
    """Return the code of one recipe as a reader copies it."""
    return unescape(re.search(rf'id="{key}".*?<pre[^>]*><code>(.*?)</code>', page, re.DOTALL)[1])


@pytest.mark.usefixtures("case")
def test_it_names_all_that_the_description_names_and_every_example_works(client, page):
    described = client.get("/openapi.json").json()
    for path, operation in described["paths"].items():
        assert f"<code>{path}</code>" in page
        assert operation["get"]["summary"] in page
    for name in described["components"]["parameters"]:
        assert f"<code>{name}</code>" in page or name == "incident"
    for name in described["components"]["schemas"]["Gebeurtenis"]["properties"]:
        assert f"<code>{name}</code>" in page
    examples = re.findall(r'href="([^"]+)"><code>', page)
    queries = [unescape(one).partition("?")[2] for one in examples]
    assert {q.split("=")[0] for q in queries if q} >= {"q", "vanaf", "soort", "kamerstuk"}
    assert len(examples) == len(described["paths"]) + len(described["components"]["parameters"]) - 1
    for example in map(unescape, examples):
        answer = client.get(example)
        assert answer.status_code == 200, example
        is_question = ".json?" in example and "oembed" not in example
        assert not is_question or b'"gebeurtenis":' in answer.getvalue(), example


@pytest.mark.parametrize("is_open", [False, True])
def test_without_events_it_stands_with_the_addresses_alone(client, body, is_open):
    IncidentFactory(is_published=is_open)
    page = body(client.get("/api/"))
    assert "<code>/{incident}/tijdlijn.json</code>" in page
    assert "Bijvoorbeeld:" not in page


@pytest.mark.usefixtures("case")
def test_the_recipe_of_pandas_reads_every_row_and_the_columns_it_names(page, content, monkeypatch):
    """In the place of pandas stands what its two options say: all text, and no cell taken away."""
    seen = []

    class Frame(list):
        def __getitem__(self, names):
            seen.append([[row[name] for name in names] for row in self])
            return seen[-1]

    def read_csv(address, *, dtype, keep_default_na):
        assert (address, dtype, keep_default_na) == (ADDRESS, str, False)
        text = content(address.removeprefix("http://testserver")).decode()
        return Frame(csv.DictReader(io.StringIO(text)))

    pandas = ModuleType("pandas")
    pandas.read_csv = read_csv
    monkeypatch.setitem(sys.modules, "pandas", pandas)
    exec(recipe(page, "pandas"), {})  # noqa: S102 - our own text
    assert len(seen[0]) == 23
    assert all(day and title for day, title, _ in seen[0])


@pytest.mark.usefixtures("case")
@pytest.mark.parametrize("key", ["excel", "r", "pandas"])
def test_a_recipe_names_our_address_and_columns_that_are_there(page, key):
    code = recipe(page, key)
    assert f'"{ADDRESS}"' in code
    names = set(re.findall(r'"([a-z_]+)"', code)) - {"character"}
    assert names == {"datum", "titel", "gemeld_op"}
    assert names <= {column.name for column in COLUMNS}


@pytest.mark.usefixtures("case")
def test_the_recipe_of_excel_reads_the_file_as_it_is_written(page, content):
    code, file = recipe(page, "excel"), content("/om-citrix/tijdlijn.csv")
    assert f'Delimiter = "{PLAIN.separator}"' in code
    assert "Encoding = 65001" in code  # Windows' number of UTF-8
    assert "QuoteStyle = QuoteStyle.Csv" in code  # a line may break inside quotes
    assert b"\n\n" in file
    assert file.decode("utf-8").startswith(PLAIN.separator.join(c.name for c in COLUMNS[:3]))
    for opening, closing in ("()", "[]", "{}"):
        assert code.count(opening) == code.count(closing)


@pytest.mark.long
@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("case")
def test_the_recipe_of_curl_fetches_the_file_and_then_only_what_is_new(
    live_server, client, body, content, tmp_path
):
    page = body(client.get("/api/"))
    code = recipe(page, "curl").replace("http://testserver", live_server.url)
    for _ in range(2):
        done = subprocess.run(
            ["/bin/bash", "-c", code], cwd=tmp_path, capture_output=True, text=True
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert (tmp_path / "tijdlijn.csv").read_bytes() == content("/om-citrix/tijdlijn.csv")
    assert (tmp_path / "tijdlijn.etag").read_text().strip()
    asked = subprocess.run(
        ["/bin/bash", "-c", f"{code} --write-out '%{{http_code}}'"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert asked.stdout == "304"
