"""The lists of the desk at size: rows that a list does not show cost it nothing."""

import pytest
from django.contrib.admin.sites import site
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from incident.desk.shared import task_filter
from incident.models import Change, Event, Kamerstuk
from tests.factories import CitationFactory, EventFactory, LinkFactory

pytestmark = pytest.mark.django_db

LISTS = ("event", "kamerstuk", "claim", "writtenquestions", "change")


def listed(client, noun: str, query: str = "") -> tuple[str, list[str]]:
    """Return the page of a list and the SQL that it cost."""
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(f"/admin/incident/{noun}/{query}")
    assert answer.status_code == 200
    return answer.content.decode(), [query["sql"] for query in asked]


@pytest.mark.parametrize("noun", LISTS)
def test_a_list_asks_as_much_of_many_rows_as_of_few(member, client, noun):
    member("eindredacteur")
    CitationFactory()
    listed(client, noun)
    few = len(listed(client, noun)[1])
    for _ in range(8):
        CitationFactory(event=LinkFactory().event)
    assert len(listed(client, noun)[1]) == few


@pytest.mark.parametrize("noun", ["event", "kamerstuk"])
def test_no_count_of_a_list_reads_the_sources_of_its_rows(member, client, noun):
    member("eindredacteur")
    CitationFactory()
    counts = [sql for sql in listed(client, noun)[1] if sql.startswith("SELECT COUNT(*)")]
    assert counts
    assert not [sql for sql in counts if "incident_citation" in sql]


def test_the_kinds_are_counted_in_one_look_at_the_events(member, client):
    member("eindredacteur")
    EventFactory(kind="besluit")
    page, asked = listed(client, "event")
    assert "Besluit (1)" in page
    [counts] = [sql for sql in asked if sql.startswith("SELECT COUNT(") and "'besluit'" in sql]
    assert "IN (SELECT" not in counts


@pytest.mark.parametrize("noun", LISTS)
def test_a_list_of_very_many_counts_its_choices_when_asked(member, client, monkeypatch, noun):
    member("eindredacteur")
    CitationFactory()
    counted, all_asked = listed(client, noun)
    assert "_facets" not in counted
    monkeypatch.setattr(task_filter, "MOST_COUNTED", -1)
    page, asked = listed(client, noun)
    assert 'href="?_facets=True"' in page
    assert len(asked) < len(all_asked)
    assert len(listed(client, noun, "?_facets=True")[1]) == len(all_asked)


MANY = 2_000
SQLITE = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="PostgreSQL takes any index of a table of few pages"
)


def fill_log(account) -> None:
    """Put many entries of somebody else in the log; what a database keeps of it is renewed."""
    last = Change.objects.order_by("-number").first()
    at = timezone.now()
    about = {"at": at, "who_id": account.pk + 1, "action": "gewijzigd", "noun": "event", "row": 1}
    numbers = range(last.number + 1, last.number + 1 + MANY)
    Change.objects.bulk_create(Change(number=n, version=1, hash=f"{n}", **about) for n in numbers)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE incident_change")


def forget_sizes() -> None:
    """Let SQLite forget how long tables were when another test had it look."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        if "sqlite_stat1" in connection.introspection.table_names(cursor):
            cursor.execute("DELETE FROM sqlite_stat1")
        cursor.execute("ANALYZE sqlite_schema")


def plan(rows) -> str:
    """Return how the database would go about a query if every table were long."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_sort = off")
    return rows.explain()


def desks_of(request) -> dict:
    """Return the rows of the lists of the desk, in their order."""
    desks = {}
    for noun in (Event, Kamerstuk, Change):
        desk = site.get_model_admin(noun)
        last = ("-pk",) if noun is Event else ()
        desks[noun] = desk.get_queryset(request).order_by(*desk.ordering, *last)
    return desks


@pytest.mark.parametrize(
    ("index", "ask"),
    [
        ("event_at_desk", lambda desks, user: desks[Event][:50]),
        ("change_of_account", lambda desks, user: Change.objects.by(user).reverse()[:10]),
        ("change_by_act", lambda desks, user: desks[Change].filter(action="gemaakt")[:100]),
    ],
)
def test_each_index_of_a_list_serves_the_query_that_it_is_for(member, rf, index, ask):
    request = rf.get("/")
    request.user = member("eindredacteur")
    EventFactory()
    forget_sizes()
    fill_log(request.user)
    assert index in plan(ask(desks_of(request), request.user))


@SQLITE
@pytest.mark.parametrize(
    ("index", "ask"),
    [
        ("event_planned", lambda desks: Event.objects.planned()),
        ("event_without_note", lambda desks: Event.objects.past_draft().unexplained()),
        ("event_never_dated", lambda desks: Event.objects.signed_off().unsourced()),
        ("citation_without_place", lambda desks: Event.objects.signed_off().unsourced()),
        ("citation_of_paper", lambda desks: desks[Kamerstuk]),
    ],
)
def test_each_index_of_a_count_serves_the_query_that_it_is_for(member, rf, index, ask):
    request = rf.get("/")
    request.user = member("eindredacteur")
    EventFactory()
    forget_sizes()
    assert index in plan(ask(desks_of(request)))
