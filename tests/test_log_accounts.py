"""Accounts stand in the log: who got which role, password and telephone, and never the secrets."""

import json

import pytest
from django.contrib.auth.models import Group, User

from incident.audit.verify import verify
from incident.models import Change
from incident.models.account import mark
from incident.two_factor import two_factor as factor
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
    factor.reset(anna, by=admin_user)
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
