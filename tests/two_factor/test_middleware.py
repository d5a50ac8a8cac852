"""The gate of the desk: every address is closed to who has not come in to the end."""

import re
import runpy

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, get_resolver, include, path

from tests.conftest import ROOT, code_of, sign_in, with_telephone
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db

CODE, NEW = "/admin/code/", "/admin/tweede-stap/nieuw/"
OWN, CODES = "/admin/tweede-stap/", "/admin/tweede-stap/herstelcodes/"
PASSWORD = "lang-en-geheim"
OPEN = {"login", "logout", "code", "factor_new"}

urlpatterns = [  # a site with a page of the desk that asks nothing itself
    path("admin/vergeten/", lambda request: HttpResponse("open")),
    path("admin/", admin.site.urls),
    path("", include("timeline.urls")),
]


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


def addresses() -> list[str]:
    """Return an address for every pattern of the desk."""
    found = []

    def walk(patterns, before):
        for pattern in patterns:
            route = before + re.sub(r"<[^>]+>", "1", str(pattern.pattern))
            if isinstance(pattern, URLPattern):
                if pattern.name not in OPEN:
                    found.append(route)
            else:
                walk(pattern.url_patterns, route)

    desk = next(p for p in get_resolver().url_patterns if str(p.pattern) == "admin/")
    walk(desk.url_patterns, "/admin/")
    return [re.sub(r"[\^$]|\(\?P.*", "", route) for route in found] + ["/admin/incident/"]


@pytest.mark.parametrize("method", ["get", "head", "post", "put", "delete", "options"])
@pytest.mark.parametrize("has_telephone", [True, False])
def test_nothing_of_the_desk_is_open_to_a_password_alone(half, user, method, has_telephone):
    EventFactory(pk=1)
    if has_telephone:
        with_telephone(user)
    step = CODE if has_telephone else NEW
    assert len(addresses()) > 40
    for address in addresses():
        answer = getattr(half, method)(address)
        assert answer.status_code == 302, address
        assert answer["Location"].startswith(step), address


@pytest.mark.parametrize("method", ["get", "head", "post", "put", "delete", "options"])
def test_nothing_of_the_desk_is_open_to_a_stranger(client, method):
    EventFactory(pk=1)
    for address in [*addresses(), CODE, NEW]:
        answer = getattr(client, method)(address)
        assert answer.status_code == 302, address
        assert answer["Location"].startswith("/admin/login/"), address


@pytest.mark.parametrize("about", [{"is_active": False}, {"is_staff": False}])
def test_who_is_no_staff_any_more_has_no_step_left_to_take(half, user, about):
    User.objects.filter(pk=user.pk).update(**about)
    for address in ("/admin/", CODE, NEW):
        assert half.get(address)["Location"].startswith("/admin/login/")


def test_a_page_that_forgets_to_ask_is_closed_as_well(half, user, client, settings):
    settings.ROOT_URLCONF = __name__
    assert client.get("/admin/vergeten/")["Location"].startswith("/admin/login/")
    assert half.get("/admin/vergeten/")["Location"].startswith(NEW)
    assert sign_in(half, user).get("/admin/vergeten/").content == b"open"


def test_with_debug_on_the_second_step_is_a_choice_but_binds_who_chose_it(half, user, settings):
    settings.FACTOR_REQUIRED = False
    assert half.get("/admin/").status_code == 200
    assert "alleen met een wachtwoord" in says(half.get(OWN))
    assert half.get(CODES)["Location"] == NEW
    with_telephone(user)
    assert half.get("/admin/")["Location"].startswith(CODE)


@pytest.mark.parametrize("debug", ["0", "1"])
def test_the_second_step_is_asked_wherever_debug_is_off(debug, monkeypatch):
    for name in ("SECRET_KEY", "ALLOWED_HOSTS", "HTTPS", "DEBUG"):
        monkeypatch.delenv(name, raising=False)
    if debug == "1":
        monkeypatch.setenv("DEBUG", debug)
    made = runpy.run_path(str(ROOT / "incident/settings.py"))
    assert made["FACTOR_REQUIRED"] is (debug == "0")


def test_who_is_half_way_in_can_sign_out_or_be_somebody_else(half, user):
    with_telephone(user)
    assert "Afmelden" in says(half.get(CODE))
    assert half.get("/admin/login/")["Location"].startswith(CODE)
    User.objects.create_superuser("ander", password=PASSWORD)
    named = {"username": "ander", "password": PASSWORD}
    assert half.post("/admin/login/", named).status_code == 302
    assert half.get("/admin/")["Location"].startswith(NEW)
    assert half.post("/admin/logout/").status_code == 200
    assert half.get("/admin/")["Location"].startswith("/admin/login/")


def test_who_is_in_is_sent_on_from_the_code(user):
    client = sign_in(Client(), user)
    assert client.get(f"{CODE}?next={OWN}")["Location"] == OWN
    assert client.post(CODE, {"code": "000000"})["Location"] == "/admin/"


def test_no_list_of_the_desk_shows_the_secrets_of_others(user):
    client = sign_in(Client(), user)
    for address in ("/admin/otp_totp/totpdevice/", "/admin/otp_static/staticdevice/"):
        assert client.get(address).status_code == 404


def test_the_session_gets_a_new_key_at_each_step(user):
    key = with_telephone(user).key
    client = Client()
    client.get("/admin/login/")
    client.post("/admin/login/", {"username": "redactie", "password": PASSWORD})
    planted = client.cookies["sessionid"].value
    client.post(CODE, {"code": code_of(key)})
    assert client.cookies["sessionid"].value != planted
    thief = Client()
    thief.cookies["sessionid"] = planted
    assert thief.get("/admin/").status_code == 302


def test_nobody_is_signed_out_by_a_form_or_a_link_from_elsewhere(user):
    client = sign_in(Client(enforce_csrf_checks=True), user)
    assert client.post("/admin/logout/").status_code == 403
    assert client.get("/admin/logout/").status_code == 405
    assert client.get("/admin/").status_code == 200


def test_with_debug_on_a_browser_that_came_in_by_password_is_known(user, settings):
    settings.FACTOR_REQUIRED = False
    client = Client()
    answer = client.post("/admin/login/", {"username": "redactie", "password": PASSWORD})
    assert any(name.startswith("browser-") for name in answer.cookies)


def test_who_is_no_staff_is_asked_for_an_account_and_not_for_a_code():
    reader = User.objects.create_user("lezer", password=PASSWORD)
    client = Client()
    client.force_login(reader)
    answer = client.get("/admin/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/admin/login/")
