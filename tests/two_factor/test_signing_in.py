"""Coming in with a password: how often, from which browser, and what a stranger learns."""

import threading
from datetime import timedelta
from importlib import import_module

import pytest
from django.conf import global_settings
from django.contrib.auth import hashers
from django.contrib.auth.models import User
from django.core import signing
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from incident.edge import lanes
from incident.models import Throttle
from incident.two_factor import device_cookie, throttle
from tests.conftest import code_of, with_telephone

pytestmark = pytest.mark.django_db

LOGIN = "/admin/login/"
CODE = "/admin/code/"
PASSWORD = "lang-en-geheim"
TOO_OFTEN = "Er is te vaak geprobeerd"
WRONG = "horen niet bij elkaar"
SLOW = 600_000  # rounds of PBKDF2-SHA256 that OWASP asks for


@pytest.fixture
def editor():
    """Return a superuser who has a telephone."""
    user = User.objects.create_superuser("redactie", password=PASSWORD)
    with_telephone(user)
    return user


def attempt(client, password: str, name: str = "redactie", **more):
    return client.post(LOGIN, {"username": name, "password": password, **more})


def says(answer) -> str:
    return answer.content.decode()


def come_in(client, user, *, steps: int = 0):
    """Sign in to the end; return the last answer."""
    attempt(client, PASSWORD, user.username)
    key = user.totpdevice_set.get().key
    return client.post(CODE, {"code": code_of(key, steps=steps)})


def exhaust(client, name: str = "redactie") -> None:
    for _ in range(throttle.TRIES):
        assert WRONG in says(attempt(client, "fout", name))


def test_strangers_share_five_tries_on_an_account_and_hear_how_long_to_wait(editor):
    for _ in range(throttle.TRIES):
        assert WRONG in says(attempt(Client(), "fout"))
    refused = says(attempt(Client(), PASSWORD))
    assert TOO_OFTEN in refused
    assert "Wacht 10 minuten" in refused


@pytest.mark.parametrize("name", ["bestaat-niet", "Redactie", "ｒedactie", " redactie "])
def test_a_name_in_another_spelling_or_of_nobody_is_answered_in_the_same_words(editor, name):
    exhaust(Client(), name)
    elsewhere = says(attempt(Client(), PASSWORD, name))
    assert TOO_OFTEN in elsewhere
    own = TOO_OFTEN in says(attempt(Client(), PASSWORD))
    assert own is (name != "bestaat-niet")


@pytest.mark.parametrize("about", [{"is_active": False}, {"is_staff": False}, {"password": "!"}])
def test_an_account_that_may_not_come_in_looks_like_none(about):
    user = User.objects.create_user("iemand", password=PASSWORD, is_staff=True)
    User.objects.filter(pk=user.pk).update(**about)
    mine, nobodys = Client(), Client()
    for _ in range(throttle.TRIES + 1):
        one, other = attempt(mine, PASSWORD, "iemand"), attempt(nobodys, PASSWORD, "niemand")
        assert one.status_code == other.status_code == 200
        assert one.context["form"].errors == other.context["form"].errors


def test_outside_the_tests_a_password_is_hashed_slowly_and_still_works(settings, client):
    real, default = import_module("incident.settings"), global_settings.PASSWORD_HASHERS
    settings.PASSWORD_HASHERS = getattr(real, "PASSWORD_HASHERS", default)
    user = User.objects.create_superuser("redactie", password=PASSWORD)
    assert hashers.identify_hasher(user.password).algorithm == "pbkdf2_sha256"
    assert int(user.password.split("$")[1]) >= SLOW
    assert WRONG in says(attempt(client, "fout"))
    assert attempt(client, PASSWORD).status_code == 302


def test_a_name_that_is_none_costs_a_hash_as_well(editor, settings, monkeypatch):
    hasher = hashers.MD5PasswordHasher
    hashed, real = [], hasher.encode
    monkeypatch.setattr(hasher, "encode", lambda *given: hashed.append(1) or real(*given))
    attempt(Client(), "fout")
    known = len(hashed)
    attempt(Client(), "fout", "niemand")
    assert len(hashed) == 2 * known > 0


def test_the_owner_comes_in_with_a_known_browser_while_strangers_keep_guessing(editor):
    own = Client()
    come_in(own, editor)
    own.post("/admin/logout/")
    exhaust(Client())
    assert TOO_OFTEN in says(attempt(Client(), PASSWORD))
    assert come_in(own, editor, steps=1).headers["Location"] == "/admin/"


def test_a_known_browser_has_five_tries_of_its_own_and_no_more(editor):
    own = Client()
    come_in(own, editor)
    own.post("/admin/logout/")
    exhaust(own)
    assert TOO_OFTEN in says(attempt(own, PASSWORD))
    assert attempt(Client(), PASSWORD).status_code == 302


def test_the_password_alone_makes_no_browser_known(editor):
    half = Client()
    assert attempt(half, PASSWORD).status_code == 302
    assert device_cookie.cookie_name("redactie") not in half.cookies


def test_the_cookie_is_for_the_desk_this_account_and_no_script(editor, settings):
    settings.HTTPS = True
    own = Client()
    come_in(own, editor)
    cookie = own.cookies[device_cookie.cookie_name("redactie")]
    assert cookie["path"] == "/admin/"
    assert cookie["httponly"]
    assert cookie["secure"]
    assert cookie["samesite"] == "Strict"
    assert "redactie" not in cookie.value


@pytest.mark.parametrize("forge", ["other account", "other salt", "garbage", "number", "too old"])
def test_a_cookie_of_another_account_or_of_own_making_is_worth_nothing(editor, forge, long_ago):
    other = User.objects.create_superuser("ander", password=PASSWORD)
    with_telephone(other)
    own = Client()
    come_in(own, other)
    ours = [device_cookie.account("redactie"), "x"]
    value = {
        "other account": own.cookies[device_cookie.cookie_name("ander")].value,
        "other salt": signing.dumps(ours, salt="x"),
        "garbage": "a:b:c",
        "number": signing.dumps(7, salt=device_cookie.SALT),
        "too old": long_ago(lambda: signing.dumps(ours, salt=device_cookie.SALT)),
    }[forge]
    exhaust(Client())
    own.cookies[device_cookie.cookie_name("redactie")] = value
    assert TOO_OFTEN in says(attempt(own, PASSWORD))


@pytest.fixture
def long_ago(monkeypatch):
    """Return the function that does something half a year and a day ago."""
    import time

    def do(act):
        now = time.time()
        with monkeypatch.context() as then:
            then.setattr(time, "time", lambda: now - (device_cookie.DAYS_KNOWN + 1) * 86_400)
            return act()

    return do


def test_after_ten_minutes_tries_are_new_and_old_counts_are_gone(editor):
    exhaust(Client())
    exhaust(Client(), "iemand-anders")
    Throttle.objects.update(until=timezone.now())
    assert attempt(Client(), PASSWORD).status_code == 302
    assert Throttle.objects.count() == 1


def test_an_old_count_that_another_process_keeps_from_being_cleaned_begins_anew(
    editor, monkeypatch
):
    exhaust(Client())
    Throttle.objects.update(until=timezone.now())
    monkeypatch.setattr(throttle, "CLEANED_AT_ONCE", 0)
    assert WRONG in says(attempt(Client(), "fout"))
    assert Throttle.objects.get().tries == 1
    assert str(Throttle.objects.get()).startswith("1 tot ")


def test_signing_in_well_uses_up_no_tries(editor):
    for _ in range(2 * throttle.TRIES):
        assert attempt(Client(), PASSWORD).status_code == 302


def test_signing_in_well_gives_strangers_no_new_tries(editor):
    for _ in range(throttle.TRIES - 1):
        attempt(Client(), "fout")
    attempt(Client(), PASSWORD)
    attempt(Client(), "fout")
    assert TOO_OFTEN in says(attempt(Client(), "fout"))


def test_who_signs_in_well_gives_no_tries_back_on_the_account_of_another(editor):
    User.objects.create_superuser("collega", password=PASSWORD)
    exhaust(Client())
    assert attempt(Client(), PASSWORD, "collega").status_code == 302
    assert TOO_OFTEN in says(attempt(Client(), PASSWORD))


def test_the_table_tells_no_names(editor):
    attempt(Client(), "fout")
    assert "redactie" not in str(Throttle.objects.values())


@pytest.mark.django_db(transaction=True)
def test_guesses_that_come_at_once_are_counted_one_by_one(monkeypatch):
    for name in ("DESK", "STRANGERS"):  # all get through to the count
        monkeypatch.setattr(lanes, name, lanes.Lanes(12))
    User.objects.create_superuser("redactie", password=PASSWORD)
    answers, gate = [], threading.Barrier(12)

    def guess():
        gate.wait()
        answers.append(says(attempt(Client(), "fout")))
        connection.close()

    threads = [threading.Thread(target=guess) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(WRONG in answer for answer in answers) == throttle.TRIES
    assert sum(TOO_OFTEN in answer for answer in answers) == 12 - throttle.TRIES


@pytest.mark.parametrize(
    "wanted",
    ["https://kwaad.example/", "//kwaad.example/admin/", "/\\kwaad.example", "javascript:alert(1)"],
)
def test_nobody_is_led_to_another_site(editor, wanted):
    client = Client()
    asked = client.post(f"{LOGIN}?next={wanted}", {"username": "redactie", "password": PASSWORD})
    assert asked.headers["Location"].startswith("/")
    code = code_of(editor.totpdevice_set.get().key)
    assert client.post(CODE, {"code": code}, query_params={"next": wanted})["Location"] == "/admin/"


def test_the_page_that_was_asked_for_is_where_one_ends(editor):
    client = Client()
    wanted = "/admin/incident/event/?o=1"
    asked = client.get(wanted)
    posted = client.post(
        asked["Location"], {"username": "redactie", "password": PASSWORD, "next": wanted}
    )
    step = client.get(posted["Location"])["Location"]
    assert step.startswith(CODE)
    code = code_of(editor.totpdevice_set.get().key)
    assert client.post(step, {"code": code})["Location"] == wanted


def test_a_form_from_elsewhere_signs_nobody_in(editor):
    strict = Client(enforce_csrf_checks=True)
    assert attempt(strict, PASSWORD).status_code == 403
    assert "_auth_user_id" not in strict.session


def test_the_operator_can_make_a_browser_known_from_outside(editor, capsys):
    exhaust(Client())
    call_command("trust_browser", "redactie")
    address = capsys.readouterr().out.split()[-1]
    own = Client()
    assert own.get(address)["Location"] == LOGIN
    assert attempt(own, PASSWORD).status_code == 302
    assert not own.get(f"{LOGIN}?sleutel=nep").cookies.get(device_cookie.cookie_name("redactie"))
    with pytest.raises(CommandError, match="geen account niemand"):
        call_command("trust_browser", "niemand")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "1 seconde"), (59.2, "1 minuut"), (61, "2 minuten"), (600, "10 minuten"), (7200, "2 uur")],
)
def test_a_wait_is_told_rounded_up(seconds, words):
    assert throttle.wait(timezone.timedelta(seconds=seconds)) == words


def test_a_count_is_forgotten_at_the_moment_that_it_ends():
    now = timezone.now()
    for key, until in (("over", now), ("loopt", now + timedelta(seconds=1))):
        Throttle.objects.create(key=key, tries=1, until=until)
    throttle.forget_old(now)
    assert [one.key for one in Throttle.objects.all()] == ["loopt"]
