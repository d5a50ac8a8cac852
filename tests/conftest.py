"""What every test needs: files without a manifest, and a place to read the README."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

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


def sign_in(client: Client, user) -> Client:
    """Sign `user` in as staff do, password and code given; return the same client."""
    device, _ = TOTPDevice.objects.get_or_create(user=user, name="app")
    client.force_login(user)
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    return client


@pytest.fixture
def admin_client(admin_user):
    """Return the client of a superuser who came in to the end."""
    return sign_in(Client(), admin_user)
