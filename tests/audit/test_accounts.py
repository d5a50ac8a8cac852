"""Accounts stand in the log: who got which role, password and telephone, and never the secrets."""

import json

import pytest
from django.contrib.auth.models import Group, User

from incident.models import Change
from incident.models.account import mark
from incident.two_factor import codes
from incident.verification.verify import verify
from tests.conftest import sign_in, with_telephone

pytestmark = pytest.mark.django_db


def entries(user) -> list[Change]:
    return list(Change.objects.of("account", user.pk))


@pytest.fixture
def anna():
    return User.objects.create_user("anna", password="een lang wachtwoord", is_staff=True)


def test_a_new_account_and_each_role_is_told(anna):
    anna.groups.add(Group.objects.get(name="schrijver"))
    Group.objects.get(name="eindredacteur").user_set.add(anna)
    last = entries(anna)[-1]
    assert last.fields == {
        "groups": [["schrijver"], ["eindredacteur", "schrijver"]],
    }
    anna.groups.clear()
    assert entries(anna)[-1].state["groups"] == []
    verify()


@pytest.mark.parametrize("name", ["is_active", "is_staff", "is_superuser"])
def test_what_decides_about_power_is_told(anna, name):
    setattr(anna, name, not getattr(anna, name))
    anna.save()
    assert list(entries(anna)[-1].fields) == [name]


def test_another_password_or_telephone_shows_and_is_not_told(anna):
    anna.set_password("een ander wachtwoord")
    anna.save()
    telephone = with_telephone(anna)
    assert [list(e.fields) for e in entries(anna)[1:]] == [["password"], ["second_factor"]]
    told = json.dumps([e.state_json for e in entries(anna)])
    for secret in (anna.password, telephone.key, "wachtwoord\\"):
        assert secret not in told
    assert entries(anna)[-1].state["second_factor"] == mark(telephone.key)


def test_signing_in_tells_nothing(anna, client):
    sign_in(client, anna)
    before = len(entries(anna))
    sign_in(client, anna)
    with_telephone(anna).save()
    assert len(entries(anna)) == before
    verify()


def test_taking_the_second_step_away_is_told_with_who_did_it(anna, admin_user):
    with_telephone(anna)
    codes.reset(anna, by=admin_user)
    last = entries(anna)[-1]
    assert (last.who, list(last.fields)) == ("admin", ["second_factor"])


def test_a_group_that_gets_another_name_or_goes_is_told_of_its_members(anna):
    group = Group.objects.create(name="stagiairs")
    anna.groups.add(group)
    group.name = "leerlingen"
    group.save()
    assert entries(anna)[-1].state["groups"] == ["leerlingen"]
    group.delete()
    assert entries(anna)[-1].state["groups"] == []
    verify()


def test_no_reader_sees_an_account(anna, client, body):
    assert not Change.objects.for_readers().filter(noun="account").exists()


def test_the_desk_shows_what_became_of_an_account(anna, admin_client):
    anna.is_staff = False
    anna.save()
    entry = entries(anna)[-1]
    page = admin_client.get(f"/admin/incident/change/{entry.pk}/change/").content.decode()
    assert "Stafstatus: ‘ja’ → ‘nee’" in page
    listed = admin_client.get("/admin/incident/change/?wat=account").content.decode()
    assert "anna" in listed


def test_who_gave_a_role_at_the_desk_is_told_in_one_entry(anna, admin_client):
    role = Group.objects.get(name="schrijver")
    form = {"username": "anna", "is_active": "on", "is_staff": "on", "groups": [str(role.pk)]}
    before = len(entries(anna))
    answer = admin_client.post(f"/admin/auth/user/{anna.pk}/change/", form)
    assert answer.status_code == 302
    (last,) = entries(anna)[before:]
    assert (last.who, last.fields) == ("admin", {"groups": [[], ["schrijver"]]})


def test_who_made_an_account_or_gave_it_a_password_is_told(admin_client, anna):
    secret = "nog een lang wachtwoord"
    twice = {"password1": secret, "password2": secret, "usable_password": "true"}
    admin_client.post("/admin/auth/user/add/", {"username": "bram", **twice})
    admin_client.post(f"/admin/auth/user/{anna.pk}/password/", twice)
    made = entries(User.objects.get(username="bram"))
    assert [(e.who, e.action) for e in made] == [("admin", "gemaakt")]
    assert (entries(anna)[-1].who, list(entries(anna)[-1].fields)) == ("admin", ["password"])


def test_a_new_password_of_ones_own_is_told(anna, client):
    sign_in(client, anna)
    new = {"new_password1": "weer een lang wachtwoord", "new_password2": "weer een lang wachtwoord"}
    client.post("/admin/password_change/", {"old_password": "een lang wachtwoord", **new})
    assert (entries(anna)[-1].who, list(entries(anna)[-1].fields)) == ("anna", ["password"])


def test_the_three_roles_are_as_each_release_has_them(admin_client):
    role, other = Group.objects.get(name="schrijver"), Group.objects.create(name="stagiairs")
    for group, code in ((role, 403), (other, 302)):
        address = f"/admin/auth/group/{group.pk}"
        assert admin_client.post(f"{address}/change/", {"name": "anders"}).status_code == code
        assert admin_client.get(f"{address}/delete/").status_code == (code if code == 403 else 200)
