"""The page that shows every component in every state, for the person who works on the site."""

import sys

import pytest

from incident.choices import Kind, Known, Outcome, Relation

pytestmark = pytest.mark.django_db

COMPONENTS = "/onderdelen/"


def test_the_page_of_components_is_there_for_developers_only(client, settings):
    assert client.get(COMPONENTS).status_code == 404
    settings.DEBUG = True
    assert client.get(COMPONENTS).status_code == 200


def test_the_page_is_not_there_without_the_tests_that_invent_its_facts(
    client, settings, monkeypatch
):
    settings.DEBUG = True
    monkeypatch.setitem(sys.modules, "tests", None)  # as where they were left out
    assert client.get(COMPONENTS).status_code == 404


def test_it_shows_every_kind_relation_and_outcome_from_an_empty_database(client, settings, body):
    settings.DEBUG = True
    page = " ".join(body(client.get(COMPONENTS)).split())
    for kind in Kind:
        assert f'<li class="event" data-kind="{kind.value}"' in page
        assert f'<li class="event is-uncertain" data-kind="{kind.value}"' in page
    for relation in Relation:
        assert f'data-relation="{relation.value}"' in page
    for outcome in Outcome:
        assert f'data-outcome="{outcome.value}"' in page
    for known in Known:
        assert f"{known.label}: 1 gebeurtenis" in page
    for words in (
        "Later gemeld",
        "Al openbaar bekend op",
        "Vooraf gemeld",
        "de dag is niet bekend",
        "staat nog geen bron",
        "Na de termijn",
        "<mark>gat</mark>",
    ):
        assert words in page


def test_it_costs_no_query(client, settings, django_assert_num_queries):
    settings.DEBUG = True
    with django_assert_num_queries(0):
        client.get(COMPONENTS)
