"""The settings: three ways to run, and everything in between is refused by name."""

import os
import re
import runpy
import stat
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from incident import settings as module
from tests.conftest import ROOT

STRONG = "k3V-9pQ_zX7mB2nL5cT8wR1yH4jF6gD0sA-eU_iOvNxZqMtKbPdWh"
PRODUCTION = {"SECRET_KEY": STRONG, "ALLOWED_HOSTS": "tijdlijn.example", "HTTPS": "1"}
MAIL = {"ADMINS": "a@tijdlijn.example, b@tijdlijn.example", "EMAIL_URL": "smtp://mail.example"}
NAMES = ("DEBUG", "SECRET_KEY", "ALLOWED_HOSTS", "HTTPS", "DATABASE_URL", "HOST", "PORT")
NAMES += ("LOG_LEVEL", "SLOW_SECONDS", "ADMINS", "EMAIL_URL", "REGISTER_URL", "EXPORT_MEGABYTES")


@pytest.fixture
def load(monkeypatch):
    """Return the function that reads the settings anew in an environment that holds only these."""

    def read(**environment) -> dict:
        for name in NAMES:
            monkeypatch.delenv(name, raising=False)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(ROOT / "incident/settings.py"))

    return read


def test_production_with_all_it_needs_is_safe(load):
    made = load(**PRODUCTION)
    assert made["DEBUG"] is False
    assert made["SECRET_KEY"] == STRONG
    assert made["ALLOWED_HOSTS"] == ["tijdlijn.example"]
    for name in ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT"):
        assert made[name] is True
    assert made["SECURE_HSTS_SECONDS"] == 31_536_000


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "kort"}, "SECRET_KEY"),
        ({"SECRET_KEY": "ab" * 40}, "SECRET_KEY"),
        ({"SECRET_KEY": "django-insecure-" + STRONG}, "SECRET_KEY"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "tijdlijn.example, *.example"}, "ALLOWED_HOSTS"),
        ({"HTTPS": "0"}, "HTTPS"),
        ({"HTTPS": "yes"}, "HTTPS"),
        ({"DEBUG": "true"}, "DEBUG"),
        ({"ALLOWED_HOSTS": ".nl"}, "ALLOWED_HOSTS"),
        ({"REGISTER_URL": "javascript:alert(1)"}, "REGISTER_URL"),
        ({"ALLOWED_HOSTS": "tijdlijn.example .tijdlijn.example"}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "https://tijdlijn.example"}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "tijdlijn.example:8000"}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "tijdlijn..example"}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "-"}, "ALLOWED_HOSTS"),
        ({"DEBUG": "1", "ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"DEBUG": "1", "ALLOWED_HOSTS": ".nl"}, "ALLOWED_HOSTS"),
        ({"DATABASE_URL": "nonsense://x"}, "DATABASE_URL"),
        ({"DATABASE_URL": "mysql://u:geheim@h/n"}, "DATABASE_URL"),
        ({"DATABASE_URL": "oracle://u:geheim@h/n"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgis://u:geheim@h/n"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgres://u:geheim@h:poort/n"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgres://u:geheim@[h/n"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgres://u:geheim@h"}, "DATABASE_URL"),
        ({"DATABASE_URL": "sqlite://:memory:"}, "DATABASE_URL"),
        ({"DATABASE_URL": "sqlite://"}, "DATABASE_URL"),
        ({"DATABASE_URL": "/var/lib/tijdlijn.sqlite3"}, "DATABASE_URL"),
        ({"LOG_LEVEL": "luid"}, "LOG_LEVEL"),
        ({"LOG_LEVEL": "info"}, "LOG_LEVEL"),
        ({"SLOW_SECONDS": "0"}, "SLOW_SECONDS"),
        ({"SLOW_SECONDS": "nan"}, "SLOW_SECONDS"),
        ({"SLOW_SECONDS": "-1"}, "SLOW_SECONDS"),
        ({"SLOW_SECONDS": "4000"}, "SLOW_SECONDS"),
        ({"EXPORT_MEGABYTES": "0"}, "EXPORT_MEGABYTES"),
        ({"EXPORT_MEGABYTES": "1e3"}, "EXPORT_MEGABYTES"),
        ({"EXPORT_MEGABYTES": "1000001"}, "EXPORT_MEGABYTES"),
        ({"OFFICIAL_ASK": "1"}, "OFFICIAL_CONTACT"),
        ({"OFFICIAL_CONTACT": "de redactie"}, "OFFICIAL_CONTACT"),
        ({"OFFICIAL_CONTACT": "https://x.example/\r\nX: y"}, "OFFICIAL_CONTACT"),
        ({"OFFICIAL_SRU": "http://repository.overheid.nl/sru"}, "OFFICIAL_SRU"),
        ({"OFFICIAL_SRU": "https://u@repository.overheid.nl/"}, "OFFICIAL_SRU"),
        ({"OFFICIAL_SYNCFEED": "file:///etc/passwd"}, "OFFICIAL_SYNCFEED"),
        ({"OFFICIAL_SYNCFEED_FROM": "morgen"}, "OFFICIAL_SYNCFEED_FROM"),
        ({"OFFICIAL_SYNCFEED_FROM": "²"}, "OFFICIAL_SYNCFEED_FROM"),
        ({"OFFICIAL_ODATA": "http://gegevensmagazijn.tweedekamer.nl/OData/v5"}, "OFFICIAL_ODATA"),
        ({"OFFICIAL_SECONDS": "0"}, "OFFICIAL_SECONDS"),
        ({"ADMINS": "beheer"}, "ADMINS"),
        ({"ADMINS": "Jan <jan@tijdlijn.example>"}, "ADMINS"),
        ({"ADMINS": "beheer@tijdlijn.example"}, "EMAIL_URL"),
        ({"EMAIL_URL": "smtp://mail.example"}, "ADMINS"),
        ({**MAIL, "EMAIL_URL": "mail.example"}, "EMAIL_URL"),
        ({**MAIL, "EMAIL_URL": "https://mail.example"}, "EMAIL_URL"),
        ({**MAIL, "EMAIL_URL": "smtp://"}, "EMAIL_URL"),
        ({**MAIL, "EMAIL_URL": "smtp://u:geheim@mail.example:poort"}, "EMAIL_URL"),
        ({**MAIL, "EMAIL_URL": "smtp://u:geheim@mail.example/?tls=1"}, "EMAIL_URL"),
    ],
)
def test_production_refuses_what_is_unsafe_and_names_it(load, change, named):
    with pytest.raises(ImproperlyConfigured, match=named) as refusal:
        load(**{**PRODUCTION, **change})
    assert STRONG not in str(refusal.value)
    assert "geheim" not in str(refusal.value)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp://mail.example", 25, False, False),
        ("smtp+tls://post%40x:ge%3Aheim@mail.example", 587, True, False),
        ("smtps://post%40x:ge%3Aheim@mail.example:2465/", 2465, False, True),
    ],
)
def test_a_mail_server_is_read_from_its_address(load, url, port, tls, ssl):
    made = load(**PRODUCTION, **{**MAIL, "EMAIL_URL": url})
    assert (made["EMAIL_HOST"], made["EMAIL_PORT"]) == ("mail.example", port)
    assert (made["EMAIL_USE_TLS"], made["EMAIL_USE_SSL"]) == (tls, ssl)
    if "@" in url:
        assert (made["EMAIL_HOST_USER"], made["EMAIL_HOST_PASSWORD"]) == ("post@x", "ge:heim")
    assert made["ADMINS"] == [("", "a@tijdlijn.example"), ("", "b@tijdlijn.example")]
    assert "mail" in made["LOGGING"]["root"]["handlers"]


def test_without_admins_nothing_is_mailed(load):
    made = load(**PRODUCTION)
    assert made["ADMINS"] == []
    assert made["LOGGING"]["root"] == {"handlers": ["stderr"], "level": "INFO"}
    assert load(**PRODUCTION, EXPORT_MEGABYTES="7")["EXPORT_BYTES"] == 7_000_000
    assert load(**PRODUCTION, LOG_LEVEL="ERROR")["LOGGING"]["root"]["level"] == "ERROR"


def test_a_lock_and_a_silent_database_hold_nobody_for_long(load):
    options = load(**PRODUCTION, DATABASE_URL="postgres://u:p@h/n")["DATABASES"]["default"][
        "OPTIONS"
    ]
    assert options["options"] == "-c lock_timeout=20000"
    assert options["connect_timeout"] == 5
    own = "postgres://u:p@h/n?connect_timeout=9&sslmode=require"
    options = load(**PRODUCTION, DATABASE_URL=own)["DATABASES"]["default"]["OPTIONS"]
    assert int(options["connect_timeout"]) == 9
    assert options["sslmode"] == "require"


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "HTTPS"])
def test_half_a_production_is_no_production(load, name):
    with pytest.raises(ImproperlyConfigured):
        load(**{key: value for key, value in PRODUCTION.items() if key != name})


def test_nothing_set_means_this_machine_only(load, monkeypatch):
    made = load()
    assert made["DEBUG"] is False
    assert made["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert len(made["SECRET_KEY"]) > made["SECRET_LENGTH"]
    assert load(HOST="127.0.0.2")["ALLOWED_HOSTS"][-1] == "127.0.0.2"
    assert load(HOST="0.0.0.0")["ALLOWED_HOSTS"] == made["ALLOWED_HOSTS"]  # noqa: S104


def test_debug_is_for_developers(load):
    made = load(DEBUG="1", ALLOWED_HOSTS="laptop.example")
    assert made["DEBUG"] is True
    assert made["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]", "laptop.example"]
    assert made["SESSION_COOKIE_SECURE"] is False


def test_the_own_secret_is_made_once_and_read_by_its_owner_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "LOCAL_DIR", tmp_path / "local")
    first = module.own_secret()
    path = tmp_path / "local/secret-key"
    assert first == module.own_secret() == path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_a_folder_that_cannot_be_written_is_one_clear_line(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setattr(module, "LOCAL_DIR", tmp_path / "file")
    with pytest.raises(ImproperlyConfigured, match="Cannot write"):
        module.own_secret()


def test_sqlite_waits_its_turn_and_postgresql_gets_no_options_of_sqlite(load):
    made = load(**PRODUCTION, DATABASE_URL="sqlite:////tmp/x.sqlite3")["DATABASES"]["default"]
    assert made["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    made = load(**PRODUCTION, DATABASE_URL="postgres://u:p@h/n")["DATABASES"]["default"]
    assert "transaction_mode" not in made.get("OPTIONS", {})


def test_check_deploy_is_quiet_in_production():
    environment = {key: value for key, value in os.environ.items() if key not in NAMES}
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)  # of the browser tests in this process
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level=INFO"],
        cwd=ROOT,
        env={**environment, **PRODUCTION},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_a_refusal_is_one_line_without_a_traceback():
    environment = {key: value for key, value in os.environ.items() if key not in NAMES}
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={**environment, **PRODUCTION, "HTTPS": "0"},
        capture_output=True,
        text=True,
    )
    assert done.returncode != 0
    assert done.stderr == "Not started. Set HTTPS=1: production is served over https only.\n"


def test_the_readme_names_every_setting_and_no_other(readme):
    table = readme.split("## Settings")[1].split("\n## ")[0]
    named = set(re.findall(r"^\| `([A-Z_]+)` \|", table, re.MULTILINE))
    sources = [ROOT / "incident/settings.py", ROOT / "incident/server/starting.py"]
    code = "".join(path.read_text() for path in sources)
    read = set(
        re.findall(
            r'(?:text|flag|one_of|seconds|megabytes|addresses|mail_server|source_address|token|contact|database|environ\.get)\(\s*"([A-Z_]+)"',
            code,
        )
    )
    assert named == read
