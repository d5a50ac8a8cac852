"""What an operator reads: one line for each failure, and nothing about a person."""

import logging
import smtplib

import pytest
from django.core import mail
from django.db import IntegrityError
from django.test import Client, RequestFactory
from django.urls import include, path

from incident.edge import logs
from tests.factories import EventFactory
from tests.helpers.outage import GONE, broken

pytestmark = pytest.mark.django_db


PERSON = "jansen"


def fails(request, **_):
    raise IntegrityError(f"duplicate key\nDETAIL:  Key (name)=({PERSON}) already exists.\nLINE 1")


urlpatterns = [
    path("faalt/", fails),
    path("admin/faalt/", fails),
    path("voorbeeld/<token>/", fails),
    path("", include("timeline.urls")),  # where the page that says so leads to
]
handler500 = "incident.edge.unavailable.failed"


@pytest.fixture
def lines(caplog):
    """Return the function that gives what stands on stderr, line by line."""
    from incident.settings import LOGGING

    form = LOGGING["formatters"]["line"]
    formatter = logs.OneLine(form["format"], form["datefmt"], form["style"])
    caplog.set_level(logging.INFO)

    def read() -> list[str]:
        return [formatter.format(record) for record in caplog.records]

    return read


@pytest.fixture
def reader():
    return Client(raise_request_exception=False)


def test_a_failure_is_one_line_with_what_was_asked_and_where_it_broke(reader, lines, settings):
    settings.ROOT_URLCONF = __name__
    assert reader.get("/faalt/?soort=besluit&q=iemand").status_code == 500
    (line,) = lines()
    assert " ERROR 500 GET /faalt/?soort=besluit&q=…\\nTraceback" in line
    assert "test_logs.py" in line
    assert "IntegrityError: duplicate key" in line
    assert "iemand" not in line
    assert PERSON not in line
    assert "\n" not in line


def test_nothing_secret_or_personal_of_the_desk_or_a_link_is_in_a_line(reader, lines, settings):
    settings.ROOT_URLCONF = __name__
    reader.post("/admin/faalt/?sleutel=geheim", {"body": "Een getypte tekst."})
    reader.get("/voorbeeld/eyJhbGciOiJIUzI1NiJ9:geheim/")
    first, second = lines()
    assert "500 POST /admin/faalt/\\n" in first
    assert "500 GET /voorbeeld/…/\\n" in second
    for line in (first, second):
        assert not any(word in line for word in ("geheim", "getypte", "127.0.0.1"))


def test_an_address_cannot_write_a_line_of_its_own():
    request = RequestFactory().get("/x")
    request.path = "/x\n2026 ERROR nep\u2028\x1b[31m"
    record = logging.makeLogRecord({"msg": "%s", "args": (logs.request_line(request),)})
    assert logs.OneLine().format(record) == "GET /x\\n2026 ERROR nep\\u2028\\x1b[31m"


def test_an_outage_is_a_line_with_its_reason(reader, lines):
    with broken(GONE):
        reader.get("/kamerstukken/")
    (line,) = lines()
    assert line.endswith(
        " WARNING 503 GET /kamerstukken/: OperationalError server closed the connection"
    )


def test_a_refused_sign_in_is_a_line_without_a_name(reader, lines):
    for _ in range(6):
        reader.post("/admin/login/", {"username": "jan.de.vries", "password": "fout"})
    said = lines()
    assert [line.partition("WARNING ")[2] for line in said] == [
        *["sign-in refused: invalid_login"] * 5,
        "sign-in refused: too_many",
    ]
    assert "jan" not in "".join(said)


def test_a_wrong_code_and_a_wrong_password_at_the_desk_are_lines_too(editor, lines):
    editor.post("/admin/tweede-stap/herstelcodes/", {"password": "fout"})
    half = Client()
    from django.contrib.auth.models import User

    half.force_login(User.objects.get(username="eindredacteur"))
    half.post("/admin/code/", {"code": "000000"})
    said = [line.partition("WARNING ")[2] for line in lines()]
    assert said == ["sign-in refused: invalid_password", "sign-in refused: invalid_code"]


def test_a_slow_answer_is_a_line_and_a_quick_one_is_none(reader, lines, settings):
    EventFactory()
    reader.get("/om-citrix/?q=iemand")
    assert lines() == []
    settings.SLOW_SECONDS = 0
    reader.get("/om-citrix/?q=iemand")
    (line,) = lines()
    assert "WARNING slow: 0." in line
    assert line.endswith(" s for GET /om-citrix/?q=…")


def test_what_is_merely_refused_or_not_found_is_no_news(reader, lines):
    for address in ("/nergens/", "/om-citrix/?x=\x00", "/admin/"):
        reader.get(address)
    reader.get("/", HTTP_HOST="boos.example")
    assert lines() == []


# Mail


@pytest.fixture
def letter(settings):
    settings.ADMINS = [("", "beheer@tijdlijn.example")]
    settings.SERVER_EMAIL = "beheer@tijdlijn.example"
    return logs.Mail()


def record(text: str, **about) -> logging.LogRecord:
    return logging.makeLogRecord({"msg": text, "levelno": logging.ERROR, **about})


def test_a_failure_is_mailed_without_what_people_typed(letter):
    letter.emit(record("500 GET /voorbeeld/eyJhbGciOiJIUzI1NiJ9:geheim/\nDETAIL: jan"))
    (sent,) = mail.outbox
    assert sent.to == ["beheer@tijdlijn.example"]
    assert "500 GET /voorbeeld/…/" in sent.subject
    assert "\n" not in sent.subject
    assert "jan" not in sent.subject + sent.body
    assert "geheim" not in sent.subject + sent.body


def test_a_hundred_failures_at_once_are_one_mail_and_the_next_says_how_many(letter):
    for number in range(100):
        letter.emit(record(f"500 GET /{number}/"))
    assert len(mail.outbox) == 1
    letter.due = 0
    letter.emit(record("500 GET /laatste/"))
    assert len(mail.outbox) == 2
    assert "Not mailed since the last: 99." in mail.outbox[1].body


def test_a_mail_server_that_is_away_breaks_no_page(letter, monkeypatch, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"

    def refuses(*_args, **_more):
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr(smtplib, "SMTP", refuses)
    letter.emit(record("500 GET /x/"))
