"""How long somebody stays signed in, what ends it, and that readers' pages know of none."""

import time

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.contrib.sessions.models import Session
from django.test import Client

from incident.two_factor import sessions
from tests.conftest import sign_in
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db

AGAIN = "/admin/login/?next=%2Fadmin%2F&sessie=afgelopen"
FLAGS = ["is_active", "is_staff", "is_superuser"]
PUBLIC = ["/om-citrix/", "/om-citrix/tijdlijn.csv", "/kamerstukken/", "/nergens/", "/"]


@pytest.fixture
def user():
    return User.objects.create_superuser("redactie", password="lang-en-geheim")


@pytest.fixture
def editor(user):
    return sign_in(Client(), user)


def put_back(client, name: str, seconds: int) -> None:
    """Make the session older."""
    session = client.session
    session[name] -= seconds
    session.save()


@pytest.mark.parametrize(
    ("name", "seconds", "ends"),
    [
        (sessions.SEEN, 59 * 60, False),
        (sessions.SEEN, 60 * 60, True),
        (sessions.BEGAN, 8 * 60 * 60 - 60, False),
        (sessions.BEGAN, 8 * 60 * 60, True),
    ],
)
def test_a_session_ends_after_an_hour_of_nothing_and_after_eight_hours(editor, name, seconds, ends):
    put_back(editor, name, seconds)
    answer = editor.get("/admin/")
    assert answer.status_code == (302 if ends else 200)
    if ends:
        assert answer["Location"] == AGAIN
        assert "Uw sessie is afgelopen" in editor.get(AGAIN).content.decode()
        assert not Session.objects.exists()


def test_who_works_on_stays_in_for_eight_hours_and_no_longer(editor):
    for _ in range(9):
        put_back(editor, sessions.SEEN, 3_500)
        put_back(editor, sessions.BEGAN, 3_500)
        answer = editor.get("/admin/")
    assert answer.status_code == 302


def test_a_stranger_hears_nothing_of_a_session(client):
    assert client.get("/admin/")["Location"] == "/admin/login/?next=/admin/"
    assert "sessie" not in client.get("/admin/login/").content.decode()


@pytest.mark.parametrize(
    "change",
    [
        lambda user: user.groups.add(Group.objects.create(name="x")),
        lambda user: Group.objects.create(name="x").user_set.add(user),
        lambda user: user.user_permissions.add(Permission.objects.first()),
        lambda user: User.objects.filter(pk=user.pk).update(is_superuser=False),
        lambda user: User.objects.filter(pk=user.pk).update(is_staff=False),
        lambda user: User.objects.filter(pk=user.pk).update(is_active=False),
        lambda user: User.objects.filter(pk=user.pk).update(password="x"),
    ],
)
def test_a_session_ends_when_rights_or_password_change(editor, user, change):
    change(user)
    assert editor.get("/admin/")["Location"] == AGAIN


@pytest.mark.parametrize("undo", [*FLAGS, "group", "deleted", "clear", "set"])
def test_a_session_stays_dead_when_the_change_is_undone(editor, user, undo):
    group = Group.objects.create(name="x")
    if undo in FLAGS:
        for value in (False, True):
            setattr(user, undo, value)
            user.save()
    elif undo == "group":
        user.groups.add(group)
        user.groups.remove(group)
    elif undo == "deleted":
        user.groups.add(group)
        group.delete()
    else:
        user.groups.add(group)
        sign_in(editor, user)
        if undo == "clear":
            group.user_set.clear()
            group.user_set.add(user)
        else:
            user.groups.set([])
            user.groups.set([group])
    assert editor.get("/admin/")["Location"] == AGAIN


def test_the_sessions_of_others_and_a_corrected_name_end_nothing(editor, user):
    other = User.objects.create_superuser("ander", password="lang-en-geheim")
    theirs = sign_in(Client(), other)
    user.first_name = "Ada"
    user.save()
    other.set_password("anders-en-lang")
    other.save()
    assert editor.get("/admin/").status_code == 200
    assert theirs.get("/admin/").status_code == 302


def test_who_changes_the_own_password_stays_in_and_other_browsers_do_not(editor, user):
    elsewhere = sign_in(Client(), user)
    named = {"new_password1": "anders-en-lang", "new_password2": "anders-en-lang"}
    data = {"old_password": "lang-en-geheim", **named}
    assert editor.post("/admin/password_change/", data).status_code == 302
    assert editor.get("/admin/").status_code == 200
    assert elsewhere.get("/admin/")["Location"] == AGAIN


def test_a_session_that_ends_under_a_request_ends_in_words(editor, user):
    User.objects.create_superuser("ander")
    data = {"username": "redactie", "is_active": "on", "is_staff": "on"}
    answer = editor.post(f"/admin/auth/user/{user.pk}/change/", data)
    assert answer["Location"] == AGAIN
    user.refresh_from_db()
    assert not user.is_superuser


@pytest.mark.parametrize("address", PUBLIC)
def test_readers_pages_neither_set_a_cookie_nor_keep_a_session_alive(editor, address):
    EventFactory()
    put_back(editor, sessions.SEEN, 300)
    before = Session.objects.get()
    answer = editor.get(address)
    assert b"".join(answer) is not None
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    after = Session.objects.get()
    assert (after.session_data, after.expire_date) == (before.session_data, before.expire_date)


@pytest.mark.parametrize("cookie", ["", "x", "x" * 32, "'"])
def test_a_cookie_of_ones_own_making_gets_no_answer_on_readers_pages(client, cookie):
    EventFactory()
    client.cookies["sessionid"] = cookie
    answer = client.get("/om-citrix/")
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")


def test_the_cookies_are_for_the_desk_alone(client, user, settings):
    page = client.get("/admin/login/")
    answer = client.post("/admin/login/", {"username": "redactie", "password": "lang-en-geheim"})
    assert page.cookies["csrftoken"]["path"] == "/admin/"
    cookie = answer.cookies["sessionid"]
    assert cookie["path"] == "/admin/"
    assert cookie["httponly"]
    assert not cookie["max-age"]


def test_a_form_that_comes_too_late_is_shown_and_not_saved(editor):
    put_back(editor, sessions.SEEN, 3_600)
    typed = {
        "title": "Een titel <b>met</b> nadruk",
        "body": "Lang getypt.\nEn nog een regel.",
        "password": "geheim met spaties erin",
        "code": "abcd efgh",
        "kind": "besluit",
    }
    answer = editor.post("/admin/incident/event/add/", typed)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "no-store" in answer["Cache-Control"]
    assert "niet opgeslagen" in page
    assert "Een titel &lt;b&gt;met&lt;/b&gt; nadruk" in page
    assert "En nog een regel." in page
    assert "geheim met spaties" not in page
    assert "abcd efgh" not in page
    assert "%2Fadmin%2Fincident%2Fevent%2Fadd%2F" in page


def test_a_form_from_elsewhere_is_not_shown(user):
    strict = sign_in(Client(enforce_csrf_checks=True), user)
    put_back(strict, sessions.SEEN, 3_600)
    answer = strict.post("/admin/incident/event/add/", {"body": "Een tekst van een ander."})
    assert answer.status_code == 403
    assert "van een ander" not in answer.content.decode()


def test_sessions_that_are_over_are_cleared_at_the_next_sign_in(editor, user):
    Session.objects.update(expire_date="2020-01-01T00:00:00Z")
    sign_in(Client(), user)
    assert Session.objects.count() == 1


def test_a_busy_page_does_not_write_the_session_each_time(editor):
    before = Session.objects.get().session_data
    editor.get("/admin/jsi18n/")
    assert Session.objects.get().session_data == before
    put_back(editor, sessions.SEEN, 61)
    editor.get("/admin/jsi18n/")
    assert time.time() - editor.session[sessions.SEEN] < 60
