"""What every test needs: files without a manifest, and a place to read the README."""

from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.db import connection
from django.test import Client, TransactionTestCase, override_settings

ROOT = Path(__file__).resolve().parent.parent
GUARDS = import_module("incident.migrations.0004_guards_and_roles")


@contextmanager
def unguarded():
    """Take the database's own guards away for a while, as one who owns the database can."""
    with connection.cursor() as cursor:
        editor = SimpleNamespace(connection=connection, execute=cursor.execute)
        GUARDS.take_down(apps, editor)
        yield
        GUARDS.put_up(apps, editor)


@pytest.fixture(scope="session", autouse=True)
def _emptied_between_tests():
    """Let the tests that commit empty the tables; the database itself would refuse."""
    empty = TransactionTestCase._fixture_teardown

    def without_guards(self):
        with unguarded():
            empty(self)
        GUARDS.make_roles(apps, None)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", without_guards)
        yield


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


@pytest.fixture
def staff():
    """Return the function that gives the browser of somebody with a role."""

    def enter(role: str, name: str = ""):
        user, made = User.objects.get_or_create(username=name or role, is_staff=True)
        if made:
            user.groups.add(Group.objects.get(name=role))
        browser = Client()
        browser.force_login(user)
        return browser

    return enter


@pytest.fixture
def writer(staff):
    return staff("schrijver")


@pytest.fixture
def editor(staff):
    return staff("eindredacteur")
