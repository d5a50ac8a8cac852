"""The address for monitoring: whether the site works, and nothing else."""

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from tests.factories import IncidentFactory
from tests.helpers.outage import CLOSED, GONE, LOCKED, broken

pytestmark = pytest.mark.django_db

ADDRESS = "/gezond/"


def ask(method: str = "get"):
    return getattr(Client(raise_request_exception=False), method)(ADDRESS)


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_site_that_works_says_so_and_no_more(method, django_assert_num_queries):
    ask()  # reads the names of the migrations, once
    with django_assert_num_queries(2):
        answer = ask(method)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert answer.content == (b"in orde\n" if method == "get" else b"")
    assert not answer.cookies


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("error", [GONE, CLOSED, LOCKED, OperationalError("no such table")])
def test_a_database_that_does_not_answer_is_told(method, error):
    with broken(error):
        answer = ask(method)
    assert answer.status_code == 503
    assert answer["Cache-Control"] == "no-store"
    assert answer.content == (b"niet in orde\n" if method == "get" else b"")
    assert ask().status_code == 200


def test_a_database_of_another_release_is_told():
    applied = MigrationRecorder(connection).migration_qs
    applied.filter(app="incident").order_by("-name").first().delete()
    assert ask().status_code == 503


def test_no_incident_gets_this_address():
    with pytest.raises(ValidationError, match="van de site zelf"):
        IncidentFactory.build(slug="gezond").full_clean()
