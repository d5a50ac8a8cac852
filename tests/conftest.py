"""What every test needs: files without a manifest, and a place to read the README."""

from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory):
    """Keep SQLite's test database in a file: in memory it has no WAL and other locks."""
    if connection.vendor == "sqlite":
        name = tmp_path_factory.mktemp("database") / "test.sqlite3"
        connection.settings_dict["TEST"]["NAME"] = str(name)


@pytest.fixture(scope="session")
def static_root(tmp_path_factory):
    """Return an empty folder in the place of the collected files."""
    return tmp_path_factory.mktemp("static")


@pytest.fixture(autouse=True)
def _plain_files(settings, static_root):
    """Serve static files from where they are written; collecting them is not what is tested."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.STATIC_ROOT = static_root
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True


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
