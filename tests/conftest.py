"""What every test needs: files without a manifest, a browser, and a place to read the README."""

import gc
import os
import time
from contextlib import ExitStack
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission, User
from django.core.management.color import no_style
from django.core.signals import setting_changed
from django.db import connection
from django.dispatch import receiver
from django.test import Client, TransactionTestCase, override_settings
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django.live_server_helper import LiveServer

from incident.audit import guards
from incident.audit.recorder import audited
from incident.edge.lanes import BusyError, Lanes
from incident.publishing import roles
from tests.helpers.browser import CHROMIUM, FLAGS, LOCALE, watched
from tests.helpers.case import load_case
from tests.helpers.hidden import Clock
from tests.helpers.proofs import WHOLE
from timeline.kept.middleware import KEPT

# A test says what happens, not how long it takes: a busy machine is no failure.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")

# Looking for rings of objects after each few hundred was a sixth of the time of all tests.
gc.set_threshold(100_000, 20, 100)

ROOT = Path(__file__).resolve().parent.parent
DEFAULT = "not browser and not pictures and not long"  # as in pyproject.toml


LEFT_OUT = (
    "left out: tests in a browser (-m browser), pictures (-m pictures), long proofs (-m long)"
)
A_TENTH = "of each proof by number a tenth is done"


def named_files(config) -> set[str]:
    """Return the files that were named on the command line, by hand."""
    return {str(named).split("::")[0] for named in config.args if ".py" in str(named)}


def pytest_configure(config):
    """Run what is named by its file, whatever its marks: who names it wants it."""
    if named_files(config) and config.option.markexpr == DEFAULT:
        config.option.markexpr = ""


def asks_database(item: pytest.Item) -> bool:
    """Return whether a test asks the database of the tests.

    A process of its own that a test starts has one of its own too, SQLite unless the test says so.
    """
    is_given = not {"db", "transactional_db"}.isdisjoint(item.fixturenames)
    return is_given or item.get_closest_marker("django_db") is not None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark what another database can answer otherwise: the rest need not run on each."""
    for item in items:
        if asks_database(item):
            item.add_marker("database")


def pytest_report_header(config) -> list[str]:
    """Say what is left out, and how to have it."""
    said = [LEFT_OUT] * (config.option.markexpr == DEFAULT) + [A_TENTH] * (not WHOLE)
    return [*said, "all of it: PROOFS=whole python3 manage.py test -m ''"] if said else []


def pytest_xdist_auto_num_workers(config) -> int | None:
    """Return 0, which is no worker at all, for one file; else leave it to the number of cores."""
    return 0 if len(named_files(config)) == 1 and len(config.args) == 1 else None


# What Django and each `migrate` put there; no test takes it away for good.
PUT_BY_MIGRATE = {
    *("django_migrations", "django_content_type", "auth_permission"),
    *("auth_group", "auth_group_permissions"),
}


def check_of_tests() -> None:
    """Refuse to go on with a database that is not one of the tests: somebody works in it."""
    name = Path(connection.settings_dict["NAME"]).name
    assert "test" in name, f"No test asked for a database; this is {name}."


def emptied(_case) -> None:
    """Empty the tables after a test that commits; the database itself would refuse.

    Django's way puts up again all that `migrate` does: a third of a second each time.
    """
    check_of_tests()
    there = connection.introspection.django_table_names(only_existing=True, include_views=False)
    tables = sorted(set(there) - PUT_BY_MIGRATE)
    with guards.down():
        connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), tables))
    roles.set_right()


@pytest.fixture(scope="session", autouse=True)
def _emptied_between_tests():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", emptied)
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
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


@receiver(setting_changed)
def forget(**_about):
    """Forget the answers that were made with another setting."""
    KEPT.clear()


@pytest.fixture(autouse=True)
def _nothing_kept():
    """Forget the answers of other tests, whose records are gone."""
    KEPT.clear()


@pytest.fixture
def body():
    """Return the function that reads an answer to its end, streamed or not."""

    def read(answer) -> str:
        return b"".join(answer).decode()

    return read


@pytest.fixture(scope="session")
def readme():
    """Return the text of the README and of the pages in docs/ that it leads to."""
    pages = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
    return "\n".join(page.read_text() for page in pages)


@pytest.fixture
def case(db):
    """Load the shipped case."""
    load_case()


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
def clock(monkeypatch):
    """Return the clock that everything looks at: it stands still until the test moves it."""
    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock)
    return clock


@pytest.fixture
def staff():
    """Return the function that gives the browser of somebody with a role."""

    def enter(role: str, name: str = ""):
        with audited():  # one act, as each writes in the log
            user, made = User.objects.get_or_create(username=name or role, is_staff=True)
            if made:
                user.groups.add(Group.objects.get(name=role))
            return sign_in(Client(), user)

    return enter


@pytest.fixture
def writer(staff):
    return staff("schrijver")


@pytest.fixture
def editor(staff):
    return staff("eindredacteur")


def with_telephone(user) -> TOTPDevice:
    """Give `user` a telephone for the second step, and return it."""
    return TOTPDevice.objects.get_or_create(user=user, name="app")[0]


def code_of(key: str, *, steps: int = 0) -> str:
    """Return what a telephone with this secret shows now, or so many steps of 30 seconds later."""
    totp = TOTP(bytes.fromhex(key))
    totp.time = time.time() + 30 * steps
    return f"{totp.token():06}"


def sign_in(client: Client, user) -> Client:
    """Sign `user` in as staff do, password and code given; return the same client."""
    client.force_login(user)
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = with_telephone(user).persistent_id
    session.save()
    return client


def allow(client: Client, user, codename: str) -> None:
    """Give somebody one right more; that ends the session, so they sign in again."""
    user.user_permissions.add(Permission.objects.get(codename=codename))
    sign_in(client, User.objects.get(pk=user.pk))


@pytest.fixture
def admin_client(admin_user):
    """Return the client of a superuser who came in to the end."""
    return sign_in(Client(), admin_user)


# In a real browser


@pytest.fixture(scope="session")
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
    load_case()
    return live_server.url


@pytest.fixture(scope="module")
def shown(django_db_setup, django_db_blocker):
    """Load the shipped case once for a file of tests that only look; return where it is served."""
    with django_db_blocker.unblock():
        check_of_tests()
        load_case()
        server = LiveServer("localhost")
        yield server.url
        server.stop()
        TransactionTestCase("run")._fixture_teardown()


@pytest.fixture
def page(chromium):
    """Return a page whose console is watched: any complaint of the browser fails the test."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale=LOCALE)
    with watched(context.new_page()) as page:
        yield page
    context.close()


# When all is taken


@pytest.fixture
def full():
    """Return the function that takes every lane of these, until the end of the test."""
    with ExitStack() as held:

        def take(these: Lanes) -> None:
            while True:
                try:
                    held.enter_context(these.lane())
                except BusyError:
                    return

        yield take
