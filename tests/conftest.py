"""What every test needs: files without a manifest, a browser, and a place to read the README."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from tests.browser import CHROMIUM, FLAGS, LOCALE, watched

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory):
    """Keep SQLite's test database in a file: in memory it has no WAL and other locks."""
    if connection.vendor == "sqlite":
        name = tmp_path_factory.mktemp("database") / "test.sqlite3"
        connection.settings_dict["TEST"]["NAME"] = str(name)


@pytest.fixture(scope="session", autouse=True)
def _plain_files(tmp_path_factory):
    """Serve static files from where they are written; collecting them is not what is tested."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        STORAGES={**settings.STORAGES, "staticfiles": plain},
        STATIC_ROOT=tmp_path_factory.mktemp("static"),
        WHITENOISE_AUTOREFRESH=True,
        WHITENOISE_USE_FINDERS=True,
    ):
        yield


@pytest.fixture
def body():
    """Return the function that reads an answer to its end, streamed or not."""

    def read(answer) -> str:
        return b"".join(answer).decode()

    return read


@pytest.fixture(scope="session")
def readme():
    """Return the text of the README."""
    return (ROOT / "README.md").read_text()


@pytest.fixture
def case(db):
    """Load the shipped case."""
    call_command("loaddata", "om_citrix", verbosity=0)


@pytest.fixture
def content(client):
    """Return the function that gives the bytes at an address, which must be there."""

    def read(address: str, **query) -> bytes:
        answer = client.get(address, query)
        found = b"".join(answer)
        assert answer.status_code == 200, found
        return found

    return read


# In a real browser


@pytest.fixture(scope="module")
def chromium():
    """Start Chromium once; Playwright's own loop would make Django fear for its queries."""
    from playwright.sync_api import sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def site(live_server):
    """Load the shipped case, and return where it is served."""
    call_command("loaddata", "om_citrix", verbosity=0)
    return live_server.url


@pytest.fixture
def page(chromium):
    """Return a page whose console is watched: any complaint of the browser fails the test."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale=LOCALE)
    with watched(context.new_page()) as page:
        yield page
    context.close()
