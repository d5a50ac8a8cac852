"""Accounts: who keeps them, and that nobody gets more power that way than was given."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.conftest import sign_in, with_telephone

pytestmark = pytest.mark.django_db

USERS = "/admin/auth/user/"
GROUPS = "/admin/auth/group/"
POWERS = {"is_superuser": "on", "user_permissions": "1"}


@pytest.fixture
def keepers():
    """Return a group that may do everything with users and groups that a right can give."""
    group = Group.objects.create(name="gebruikersbeheer")
    group.permissions.set(Permission.objects.filter(content_type__app_label="auth"))
    return group


@pytest.fixture
def keeper(keepers):
    """Return the client of a beheerder who is no superuser."""
    user = User.objects.create_user("beheer", password="x", is_staff=True)
    user.groups.add(keepers)
    return sign_in(Client(), user)


@pytest.fixture
def writer():
    return User.objects.create_user("schrijver", password="x", is_staff=True)


@pytest.fixture
def chief():
    return User.objects.create_superuser("baas", password="x")


def form(user, **about) -> dict:
    return {"username": user.username, "is_active": "on", "is_staff": "on", **about}


def test_who_has_no_right_to_users_gets_nowhere(writer, chief):
    client = sign_in(Client(), writer)
    pages = (USERS, f"{USERS}add/", f"{USERS}{chief.pk}/change/", f"{USERS}{chief.pk}/password/")
    for address in (*pages, f"{USERS}{chief.pk}/tweede-stap/", GROUPS):
        for method in (client.get, client.head, client.post):
            assert method(address).status_code == 403, address


def test_a_beheerder_gives_roles_and_takes_access_away(keeper, writer, keepers):
    assert keeper.post(f"{USERS}{writer.pk}/change/", form(writer, groups=keepers.pk))
    assert list(writer.groups.all()) == [keepers]
    data = form(writer)
    del data["is_active"]
    keeper.post(f"{USERS}{writer.pk}/change/", data)
    writer.refresh_from_db()
    assert not writer.is_active


def test_a_beheerder_cannot_make_a_superuser_or_give_single_rights(keeper, writer):
    page = keeper.get(f"{USERS}{writer.pk}/change/").content.decode()
    assert 'name="is_superuser"' not in page
    assert 'name="user_permissions"' not in page
    assert keeper.post(f"{USERS}{writer.pk}/change/", form(writer, **POWERS)).status_code == 302
    writer.refresh_from_db()
    assert not writer.is_superuser
    assert not writer.user_permissions.exists()


def test_a_beheerder_cannot_make_a_superuser_from_nothing(keeper):
    names = {"password1": "anders-en-lang", "password2": "anders-en-lang"}
    data = {"username": "nieuw", "usable_password": "true", **names, **POWERS, "is_staff": "on"}
    assert keeper.post(f"{USERS}add/", data).status_code == 302
    made = User.objects.get(username="nieuw")
    assert not made.is_superuser
    assert not made.is_staff


def test_a_beheerder_cannot_raise_the_own_account(keeper):
    user = User.objects.get(username="beheer")
    group = user.groups.get()
    keeper.post(f"{USERS}{user.pk}/change/", form(user, groups=group.pk, **POWERS))
    user.refresh_from_db()
    assert not user.is_superuser


def test_a_beheerder_cannot_give_the_own_account_a_role(keeper, keepers):
    user = User.objects.get(username="beheer")
    page = keeper.get(f"{USERS}{user.pk}/change/").content.decode()
    assert "Dit is uw eigen account" in page
    assert 'name="groups"' not in page
    for role in Group.objects.exclude(pk=keepers.pk):
        data = form(user, groups=[keepers.pk, role.pk], first_name=role.name)
        assert keeper.post(f"{USERS}{user.pk}/change/", data).status_code == 302
        user.refresh_from_db()
        assert user.first_name == role.name
        assert list(user.groups.all()) == [keepers]


def test_a_superuser_has_all_rights_and_may_have_groups_too(admin_client, admin_user, keepers):
    data = form(admin_user, is_superuser="on", groups=keepers.pk)
    assert admin_client.post(f"{USERS}{admin_user.pk}/change/", data).status_code == 302
    assert list(admin_user.groups.all()) == [keepers]


def test_a_beheerder_cannot_touch_a_superuser(keeper, chief):
    with_telephone(chief)
    before = User.objects.values().get(pk=chief.pk)
    new = {"password1": "anders-en-lang", "password2": "anders-en-lang"}
    for address, data in (
        ("change/", {"username": "baas"}),
        ("password/", {**new, "usable_password": "true"}),
        ("tweede-stap/", {}),
        ("delete/", {"post": "yes"}),
    ):
        assert keeper.post(f"{USERS}{chief.pk}/{address}", data).status_code == 403, address
    assert User.objects.values().get(pk=chief.pk) == before
    assert TOTPDevice.objects.filter(user=chief).exists()
    assert "Tweede stap wissen" not in keeper.get(f"{USERS}{chief.pk}/change/").content.decode()


def test_a_beheerder_cannot_change_what_a_group_may_do(keeper, keepers):
    data = {"name": "gebruikersbeheer", "permissions": list(range(1, 20))}
    assert keeper.post(f"{GROUPS}{keepers.pk}/change/", data).status_code == 403
    assert keeper.post(f"{GROUPS}add/", {"name": "nieuw"}).status_code == 403
    assert keeper.post(f"{GROUPS}{keepers.pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_superuser_can(admin_client, writer, keepers):
    right = Permission.objects.get(codename="add_event").pk
    data = form(writer, is_superuser="on", groups=keepers.pk)
    assert admin_client.post(f"{USERS}{writer.pk}/change/", data).status_code == 302
    writer.refresh_from_db()
    assert writer.is_superuser
    assert list(writer.groups.all()) == [keepers]
    data = {"name": "gebruikersbeheer", "permissions": right}
    assert admin_client.post(f"{GROUPS}{keepers.pk}/change/", data).status_code == 302


def test_nobody_deletes_an_account(admin_client, writer):
    assert admin_client.post(f"{USERS}{writer.pk}/delete/", {"post": "yes"}).status_code == 403
    data = {"action": "delete_selected", "_selected_action": writer.pk, "post": "yes"}
    admin_client.post(USERS, data)
    assert User.objects.filter(pk=writer.pk).exists()


def test_the_last_superuser_keeps_the_key(admin_client, admin_user, chief):
    only = form(admin_user)
    assert admin_client.post(f"{USERS}{chief.pk}/change/", form(chief)).status_code == 302
    answer = admin_client.post(f"{USERS}{admin_user.pk}/change/", only)
    assert "laatste" in answer.content.decode()
    admin_user.refresh_from_db()
    assert admin_user.is_superuser


def test_a_beheerder_takes_a_second_step_away_after_a_question(keeper, writer):
    theirs = sign_in(Client(), writer)
    page = keeper.get(f"{USERS}{writer.pk}/change/").content.decode()
    assert "Tweede stap wissen" in page
    address = f"{USERS}{writer.pk}/tweede-stap/"
    assert "Bel eerst terug" in keeper.get(address).content.decode()
    assert TOTPDevice.objects.filter(user=writer).exists()
    assert keeper.post(address).status_code == 302
    assert not TOTPDevice.objects.filter(user=writer).exists()
    assert theirs.get("/admin/")["Location"].startswith("/admin/login/")
    entry = LogEntry.objects.latest("pk")
    assert (entry.user.username, entry.object_id) == ("beheer", str(writer.pk))
    assert entry.change_message == "Tweede stap gewist."
    assert "Tweede stap wissen" not in keeper.get(f"{USERS}{writer.pk}/change/").content.decode()


@pytest.mark.parametrize("key", ["999", "x", "9" * 40])
def test_an_account_that_is_not_there_is_no_failure(keeper, key):
    assert keeper.get(f"{USERS}{key}/tweede-stap/").status_code == 404


def test_the_list_tells_roles_last_sign_in_and_second_step(keeper, writer):
    page = keeper.get(USERS).content.decode()
    for word in ("Groepen", "Laatste aanmelding", "Tweede stap", "gebruikersbeheer"):
        assert word in page
    assert page.count("icon-yes.svg") > 0


def test_the_list_costs_as_many_queries_for_many_as_for_few(keeper, keepers):
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            keeper.get(USERS)
        return len(captured)

    few = cost()
    for number in range(20):
        User.objects.create(username=f"u{number}").groups.add(keepers)
    assert cost() == few
