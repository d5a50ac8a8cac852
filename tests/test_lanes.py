"""How many do one thing at once: at the desk, at a password, at a large export; readers go on."""

import threading
from contextlib import ExitStack

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from incident import lanes
from incident.lanes import BusyError, Lanes
from incident.signing_in import hashing
from incident.signing_in.browser import cookie_name, remember
from tests.factories import CitationFactory
from timeline import limits

LOGIN = "/admin/login/"
PASSWORD = "lang-en-geheim"
LARGE = ["tijdlijn.csv", "tijdlijn-excel.csv", "tijdlijn.json", "tijdlijn.ics", "alles.zip"]
LARGE += ["kamerstukken.csv", "vragen.csv", "uitspraken.csv"]
SMALL = ["", "kwesties/", "vragen/", "wijzigingen/", "tijdlijn.atom", "wijzigingen.atom"]


class Slow(MD5PasswordHasher):
    """A hasher that stays busy until it may go on, and knows how many are at it."""

    algorithm = "slow_in_turn"
    count, most = 0, 0
    lock, go_on = threading.Lock(), threading.Event()

    def encode(self, *args, **kwargs):
        with Slow.lock:
            Slow.count += 1
            Slow.most = max(Slow.most, Slow.count)
        Slow.go_on.wait(30)
        with Slow.lock:
            Slow.count -= 1
        return super().encode(*args, **kwargs)


class SlowInTurn(hashing.InTurn, Slow):
    """The same, in turn."""


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


def test_so_many_at_once_and_the_next_hears_that_it_is_busy():
    two = Lanes(2)
    first, second = two.enter(), two.enter()
    for seconds in (0, 0.01):
        with pytest.raises(BusyError):
            two.enter(seconds)
    first()
    first()  # a lane is given back once, however often that is said
    with two.lane(), pytest.raises(BusyError):
        two.enter()
    second()


def test_who_waits_for_a_lane_gets_it_when_it_comes_free():
    one = Lanes(1)
    leave = one.enter()
    timer = threading.Timer(0.05, leave)
    timer.start()
    one.enter(30)()
    timer.join()


def test_the_lanes_leave_threads_for_readers_alone():
    from incident.serving import THREADS

    def count(these):
        return these.free._initial_value

    assert count(lanes.DESK) <= THREADS // 2
    assert count(lanes.EXPORTS) <= THREADS // 2
    assert count(lanes.DESK) + count(lanes.EXPORTS) <= THREADS - 4
    assert count(lanes.STRANGERS) <= count(lanes.DESK) // 2
    assert count(hashing.HASHES) <= 2


@pytest.mark.django_db
def test_a_full_desk_is_said_with_the_typed_text_and_readers_notice_nothing(editor, full):
    CitationFactory()
    full(lanes.DESK)
    answer = editor.post("/admin/incident/event/add/", {"body": "Een lang getypte tekst."})
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert "no-store" in answer["Cache-Control"]
    page = answer.content.decode()
    assert "te veel verzoeken" in page
    assert "niet opgeslagen" in page
    assert "Een lang getypte tekst." in page
    assert editor.get("/admin/").status_code == 503
    for address in ("/om-citrix/", "/om-citrix/tijdlijn.csv", "/kamerstukken/"):
        assert editor.get(address).status_code == 200


@pytest.mark.django_db
def test_a_text_that_another_site_sent_is_not_shown_on_a_full_desk(full):
    full(lanes.DESK)
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/admin/incident/event/add/", {"body": "Een tekst van een ander."})
    assert answer.status_code == 503
    assert "van een ander" not in answer.content.decode()


@pytest.mark.django_db
def test_strangers_at_the_sign_in_keep_no_known_browser_and_no_editor_out(editor, full):
    User.objects.create_user("redactie", password=PASSWORD, is_staff=True)
    full(lanes.STRANGERS)
    typed = {"username": "redactie", "password": PASSWORD}
    answer = Client().post(LOGIN, typed)
    assert answer.status_code == 503
    assert "te veel verzoeken" in answer.content.decode()
    assert Client().get(LOGIN).status_code == 200
    assert editor.get("/admin/").status_code == 200
    known = Client()
    from django.http import HttpResponse

    name = cookie_name("redactie")
    known.cookies[name] = remember(HttpResponse(), "redactie").cookies[name].value
    assert known.post(LOGIN, typed).status_code == 302


@pytest.mark.django_db
def test_a_lane_at_the_desk_is_given_back_also_after_a_failure(editor, monkeypatch):
    one = Lanes(1)
    monkeypatch.setattr(lanes, "DESK", one)
    for _ in range(3):
        assert editor.get("/admin/").status_code == 200
        assert editor.get("/admin/nergens").status_code == 404
    one.enter()


@pytest.mark.django_db(transaction=True)
def test_no_more_than_two_passwords_are_hashed_at_once_and_the_rest_wait_or_hear_so(
    settings, monkeypatch
):
    settings.PASSWORD_HASHERS = [f"{__name__}.SlowInTurn"]
    monkeypatch.setattr(hashing, "WAIT_SECONDS", 0.2)
    Slow.go_on.clear()
    answers = []

    def guess(name: str) -> None:
        answers.append(Client().post(LOGIN, {"username": name, "password": "fout"}))
        connection.close()

    guessers = [threading.Thread(target=guess, args=(f"niemand-{n}",)) for n in range(10)]
    for guesser in guessers:
        guesser.start()
    for guesser in guessers[2:]:
        guesser.join(1)
    Slow.go_on.set()
    for guesser in guessers:
        guesser.join()
    assert Slow.most == 2
    statuses = [answer.status_code for answer in answers]
    assert statuses.count(200) >= 2
    assert statuses.count(503) >= 4
    assert set(statuses) == {200, 503}


@pytest.mark.django_db
def test_a_name_stays_in_the_form_when_its_password_could_not_be_looked_at(
    settings, monkeypatch, full
):
    settings.PASSWORD_HASHERS = ["incident.signing_in.hashing.PBKDF2InTurn"]
    User.objects.create(username="redactie", password="pbkdf2_sha256$1$a$b", is_staff=True)
    monkeypatch.setattr(hashing, "WAIT_SECONDS", 0.01)
    full(hashing.HASHES)
    for _ in range(7):  # a try that was not looked at is not counted
        for name in ("redactie", "niemand"):
            answer = Client().post(LOGIN, {"username": name, "password": "fout"})
            page = answer.content.decode()
            assert answer.status_code == 503
            assert int(answer["Retry-After"]) > 0
            assert "Aanmelden kan nu even niet" in page
            assert f'value="{name}"' in page
            assert "fout" not in page.partition("<main")[2]


@pytest.mark.django_db
def test_the_password_that_is_asked_again_waits_its_turn_too(
    admin_client, admin_user, settings, monkeypatch, full
):
    settings.PASSWORD_HASHERS = ["incident.signing_in.hashing.PBKDF2InTurn"]
    User.objects.filter(pk=admin_user.pk).update(password="pbkdf2_sha256$1$a$b")
    client = admin_client.__class__()
    from tests.conftest import sign_in

    sign_in(client, User.objects.get(pk=admin_user.pk))
    client.raise_request_exception = False
    monkeypatch.setattr(hashing, "WAIT_SECONDS", 0.01)
    full(hashing.HASHES)
    typed = {"old_password": "oud", "new_password1": "x" * 20, "new_password2": "x" * 20}
    for address, data in (
        ("/admin/password_change/", typed),
        ("/admin/tweede-stap/herstelcodes/", {"password": "oud"}),
    ):
        answer = client.post(address, data)
        assert answer.status_code == 503
        assert "te veel verzoeken" in answer.content.decode()
        assert "x" * 20 not in answer.content.decode()


def test_the_products_hasher_reads_and_writes_what_djangos_does(settings):
    from django.contrib.auth.hashers import PBKDF2PasswordHasher, check_password, make_password

    from incident.settings import PASSWORD_HASHERS

    settings.PASSWORD_HASHERS = PASSWORD_HASHERS
    theirs = PBKDF2PasswordHasher().encode("geheim", "zout", 1_000)
    assert check_password("geheim", theirs)
    assert not check_password("anders", theirs)
    assert PBKDF2PasswordHasher().verify("geheim", make_password("geheim"))


# Exports


@pytest.fixture
def large(db, monkeypatch):
    """Make the case one of many events: three."""
    monkeypatch.setattr(limits, "LARGE", 2)
    for _ in range(3):
        CitationFactory()


@pytest.mark.parametrize("name", LARGE)
def test_a_large_export_is_refused_in_its_own_form_when_its_lanes_are_taken(
    client, large, full, body, name
):
    full(lanes.EXPORTS)
    answer = client.get(f"/om-citrix/{name}")
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert answer["Access-Control-Allow-Origin"] == "*"
    kind = "application/problem+json" if name.endswith(".json") else "text/plain; charset=utf-8"
    assert answer["Content-Type"] == kind
    assert "te veel verzoeken" in body(answer)


@pytest.mark.parametrize("name", SMALL)
def test_pages_and_feeds_go_on_while_large_exports_have_every_lane(client, large, full, name):
    full(lanes.EXPORTS)
    assert client.get(f"/om-citrix/{name}").status_code == 200


@pytest.mark.parametrize("name", LARGE)
@pytest.mark.parametrize("method", ["get", "head"])
def test_an_export_gives_its_lane_back_when_it_was_read(client, large, monkeypatch, name, method):
    one = Lanes(1)
    monkeypatch.setattr(lanes, "EXPORTS", one)
    for _ in range(3):
        answer = getattr(client, method)(f"/om-citrix/{name}")
        assert answer.status_code == 200
        b"".join(answer)
    one.enter()


def test_an_export_that_is_being_read_holds_its_lane(client, large, monkeypatch):
    monkeypatch.setattr(lanes, "EXPORTS", Lanes(1))
    held = client.get("/om-citrix/tijdlijn.csv")
    assert client.get("/om-citrix/tijdlijn.json").status_code == 503
    b"".join(held)
    assert client.get("/om-citrix/tijdlijn.json").status_code == 200


@pytest.mark.parametrize("question", ["", "?soort=besluit", "?q=xyz"])
def test_small_exports_need_no_lane(client, db, full, question):
    CitationFactory()
    full(lanes.EXPORTS)
    for name in LARGE:
        if question and name not in LARGE[:4]:
            continue
        answer = client.get(f"/om-citrix/{name}{question}")
        assert b"".join(answer) is not None  # a file is closed at its end
        assert answer.status_code == 200


def test_a_small_question_of_a_large_case_needs_no_lane(client, large, full):
    full(lanes.EXPORTS)
    assert client.get("/om-citrix/tijdlijn.csv?q=olifant").status_code == 200


def test_a_lane_is_given_back_when_the_export_cannot_be_made(client, large, monkeypatch):
    one = Lanes(1)
    monkeypatch.setattr(lanes, "EXPORTS", one)
    client.raise_request_exception = False

    def fails(*_):
        raise RuntimeError
        yield

    monkeypatch.setattr("timeline.downloads.csv_bytes", fails)
    assert client.get("/om-citrix/tijdlijn.csv").status_code == 500
    one.enter()
