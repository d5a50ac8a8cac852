"""The second step: who must take it, what opens it, and that nothing opens it twice."""

import re
import threading
from base64 import b32decode

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from incident.models import Throttle
from incident.two_factor import codes
from tests.conftest import code_of, sign_in, with_telephone

pytestmark = pytest.mark.django_db

CODE, NEW = "/admin/code/", "/admin/tweede-stap/nieuw/"
OWN, CODES = "/admin/tweede-stap/", "/admin/tweede-stap/herstelcodes/"
PASSWORD = "lang-en-geheim"


@pytest.fixture
def user():
    return User.objects.create_superuser("redactie", password=PASSWORD)


@pytest.fixture
def half(user):
    """Return the client of somebody who gave the password only."""
    client = Client()
    client.force_login(user)
    return client


def says(answer) -> str:
    return answer.content.decode()


def secret_of(client) -> str:
    shown = re.search(r'class="secret">([A-Z2-7 ]+)<', says(client.get(NEW))).group(1)
    return b32decode(shown.replace(" ", "")).hex()


def shown_codes(answer) -> list[str]:
    return re.findall(r"<code>([a-z2-7]{4}-[a-z2-7]{4})</code>", says(answer))


def enrol(client) -> list[str]:
    return shown_codes(client.post(NEW, {"code": code_of(secret_of(client))}))


def noted_of(user) -> list[str]:
    """Return what stands in the history of an account, the last first."""
    return [entry.change_message for entry in LogEntry.objects.filter(object_id=user.pk)]


def test_setting_up_gives_ten_codes_once_and_lets_in(half, user):
    codes = enrol(half)
    assert len(set(codes)) == 10
    assert half.get("/admin/").status_code == 200
    assert not shown_codes(half.get(OWN))
    assert not shown_codes(half.get(NEW))
    assert noted_of(user) == ["Tweede stap ingesteld."]


def test_the_pages_with_secrets_are_kept_nowhere(half):
    key = secret_of(half)
    for answer in (half.get(NEW), half.post(NEW, {"code": code_of(key)})):
        assert "no-store" in answer["Cache-Control"]


def test_two_sessions_of_one_account_see_different_secrets_and_the_first_wins(half, user):
    thief = Client()
    thief.force_login(user)
    stolen = secret_of(thief)
    assert stolen != secret_of(half)
    enrol(half)
    assert thief.post(NEW, {"code": code_of(stolen)}).status_code == 403
    assert TOTPDevice.objects.get().key != stolen
    assert thief.get("/admin/").status_code == 302


def test_setting_up_twice_at_once_leaves_one_telephone(half, user):
    with_telephone(user)
    with pytest.raises(codes.ValidationError, match="al een tweede stap"):
        codes.enrol(user, "00" * 20, code_of("00" * 20), replacing=False)
    assert TOTPDevice.objects.count() == 1


@pytest.mark.parametrize("wrong", ["", "abc", "12345", "1234567", "１２３４５６", "0x1F", "-12345"])
def test_what_is_no_code_gets_a_sentence_and_costs_no_try(half, user, wrong):
    with_telephone(user)
    assert half.post(CODE, {"code": wrong}).status_code == 200
    assert "errornote" in says(half.post(CODE, {"code": wrong}))
    assert TOTPDevice.objects.get().throttling_failure_count == 0
    assert half.get("/admin/").status_code == 302


def test_a_code_works_once(user):
    key = with_telephone(user).key
    code = code_of(key)
    first, second = Client(), Client()
    first.force_login(user)
    second.force_login(user)
    assert first.post(CODE, {"code": f"{code[:3]} {code[3:]}"}).status_code == 302
    assert "al gebruikt" in says(second.post(CODE, {"code": code}))
    assert second.get("/admin/").status_code == 302


def test_the_code_that_set_it_up_does_not_sign_in(half, user):
    key = secret_of(half)
    code = code_of(key)
    half.post(NEW, {"code": code})
    other = Client()
    other.force_login(user)
    assert "al gebruikt" in says(other.post(CODE, {"code": code}))


def test_a_recovery_code_works_once_in_any_spelling_and_says_how_many_are_left(half, user):
    codes = enrol(half)
    for left, code in enumerate(codes):
        other = Client()
        other.force_login(user)
        assert other.post(CODE, {"code": f" {code.upper()} "}).status_code == 302
        page = says(other.get("/admin/"))
        assert f"nog {9 - left}" in page
        assert ("Maak nieuwe" in page) is ('class="warning"' in page) is (left >= 6)
        again = Client()
        again.force_login(user)
        assert "al gebruikt" in says(again.post(CODE, {"code": code}))
        user.staticdevice_set.update(throttling_failure_timestamp=None)


@pytest.mark.django_db(transaction=True)
def test_one_recovery_code_used_eight_times_at_once_opens_once():
    user = User.objects.create_superuser("redactie", password=PASSWORD)
    with_telephone(user)
    code = codes.new_codes(user)[0]
    opened, gate = [], threading.Barrier(8)

    def use():
        client = Client()
        client.force_login(user)
        gate.wait()
        opened.append(client.post(CODE, {"code": code}).status_code == 302)
        connection.close()

    threads = [threading.Thread(target=use) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(opened) == [False] * 7 + [True]
    assert StaticToken.objects.count() == 9


def test_codes_of_somebody_else_open_nothing(half, user):
    with_telephone(user)
    other = User.objects.create_superuser("ander", password=PASSWORD)
    key = with_telephone(other).key
    recovery = codes.new_codes(other)[0]
    for code in (code_of(key), recovery):
        assert half.post(CODE, {"code": code}).status_code == 200
    assert half.get("/admin/").status_code == 302
    assert StaticToken.objects.count() == 10


def test_wrong_codes_make_one_wait_longer_each_time(half, user):
    key = with_telephone(user).key
    half.post(CODE, {"code": code_of(key, steps=100)})
    TOTPDevice.objects.update(
        throttling_failure_count=8, throttling_failure_timestamp=timezone.now()
    )
    assert "Wacht 3 minuten" in says(half.post(CODE, {"code": code_of(key)}))
    assert half.get("/admin/").status_code == 302


@pytest.mark.parametrize("address", [NEW, CODES])
def test_another_telephone_or_new_codes_ask_the_password_and_count_tries(user, address):
    client = sign_in(Client(), user)
    for _ in range(5):
        assert "Dit wachtwoord klopt niet." in says(client.post(address, {"password": "fout"}))
    assert "te vaak geprobeerd" in says(client.post(address, {"password": PASSWORD}))
    assert 'class="secret"' not in says(client.get(NEW))
    assert not StaticToken.objects.exists()


def test_another_telephone_takes_the_place_of_the_old_and_ends_other_sessions(user):
    client, elsewhere = sign_in(Client(), user), sign_in(Client(), user)
    old = user.totpdevice_set.get().key
    assert client.post(NEW, {"password": PASSWORD})["Location"] == NEW
    codes = enrol(client)
    assert len(codes) == 10
    assert TOTPDevice.objects.get().key != old
    assert client.get("/admin/").status_code == 200
    assert elsewhere.get("/admin/")["Location"].startswith("/admin/login/")


def test_a_step_that_is_not_the_next_one_leads_to_it_with_what_was_asked(half):
    answer = half.get(f"{CODE}?next=/admin/incident/event/")
    assert answer["Location"] == f"{NEW}?next=%2Fadmin%2Fincident%2Fevent%2F"


def test_new_codes_make_the_old_ones_worthless(user):
    client = sign_in(Client(), user)
    old = codes.new_codes(user)
    new = shown_codes(client.post(CODES, {"password": PASSWORD}))
    assert len(new) == 10
    assert not set(old) & set(new)
    assert "10 herstelcodes" in says(client.get(OWN))
    assert noted_of(user) == ["Nieuwe herstelcodes gemaakt."]


def test_new_codes_leave_in_who_came_in_with_an_old_one(half, user):
    with_telephone(user)
    half.post(CODE, {"code": codes.new_codes(user)[0]})
    half.post(CODES, {"password": PASSWORD})
    assert half.get("/admin/").status_code == 200


def test_the_operator_can_take_the_second_step_away(user, capsys):
    client = sign_in(Client(), user)
    call_command("reset_factor", "redactie")
    assert "redactie is gewist" in capsys.readouterr().out
    assert not TOTPDevice.objects.exists()
    assert client.get("/admin/")["Location"].startswith("/admin/login/")
    with pytest.raises(CommandError, match="geen account niemand"):
        call_command("reset_factor", "niemand")


def test_the_old_password_is_counted_as_well_before_a_new_one(user):
    client = sign_in(Client(), user)
    address = "/admin/password_change/"
    new = {"new_password1": "anders-en-lang", "new_password2": "anders-en-lang"}
    for _ in range(5):
        answer = client.post(address, {"old_password": "fout", **new})
        assert "Dit wachtwoord klopt niet." in says(answer)
    assert "te vaak geprobeerd" in says(client.post(address, {"old_password": PASSWORD, **new}))
    Throttle.objects.all().delete()
    assert client.post(address, {"old_password": PASSWORD, **new}).status_code == 302
    assert client.get("/admin/password_change/done/").status_code == 200


def test_a_telephone_that_was_never_confirmed_opens_nothing(user):
    with_telephone(user)
    device = TOTPDevice.objects.get()
    TOTPDevice.objects.update(confirmed=False)
    with pytest.raises(codes.ValidationError):
        codes.verify(user, code_of(device.key))
