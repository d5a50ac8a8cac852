"""How many do one thing at once, at the desk and at a password; readers go on."""

import threading
import time

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from incident.edge import lanes
from incident.edge.lanes import BusyError, Lanes
from incident.two_factor import hashing
from incident.two_factor.device_cookie import cookie_name, remember
from tests.factories import CitationFactory

LOGIN = "/admin/login/"
PASSWORD = "lang-en-geheim"


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
    from incident.server.serving import THREADS

    def count(these):
        return these.free._initial_value

    assert count(lanes.DESK) <= THREADS // 2
    assert count(lanes.EXPORTS) <= THREADS // 2
    assert count(lanes.DESK) + count(lanes.EXPORTS) <= THREADS - 4
    assert count(lanes.STRANGERS) <= count(lanes.DESK) // 2
    assert count(hashing.HASHES) <= 2


@pytest.mark.parametrize(("cores", "most"), [(None, 1), (1, 1), (2, 1), (3, 1), (4, 2), (64, 2)])
def test_of_many_cores_two_hash_and_of_few_one_is_left(cores, most):
    assert hashing.at_once(cores) == most


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
    for address in (
        "/admin/",
        "/om-citrix/",
        "/om-citrix/tijdlijn.csv",
        "/kamerstukken/",
    ):
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
        assert editor.post("/admin/incident/event/add/").status_code == 200
        assert editor.post("/admin/nergens").status_code == 404
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
    while len(answers) < 4:  # some hear at once that it is busy
        time.sleep(0.01)
    Slow.go_on.set()
    for guesser in guessers:
        guesser.join()
    assert Slow.most == hashing.AT_ONCE <= 2
    statuses = [answer.status_code for answer in answers]
    assert statuses.count(200) >= hashing.AT_ONCE
    assert statuses.count(503) >= 4
    assert set(statuses) == {200, 503}


@pytest.mark.django_db
def test_a_name_stays_in_the_form_when_its_password_could_not_be_looked_at(
    settings, monkeypatch, full
):
    settings.PASSWORD_HASHERS = ["incident.two_factor.hashing.PBKDF2InTurn"]
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
    settings.PASSWORD_HASHERS = ["incident.two_factor.hashing.PBKDF2InTurn"]
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
