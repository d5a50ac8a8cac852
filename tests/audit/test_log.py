"""The log of changes: one entry a change, in the same transaction, and never changed itself."""

import json

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from incident.audit import guards
from incident.audit.recorder import OtherActError, audited
from incident.audit.rows import begin_log
from incident.choices import Action, Nature, Status
from incident.models import Change, Event, Kamerstuk, LogHead
from incident.verification.verify import verify
from tests.factories import (
    CitationFactory,
    ClaimFactory,
    EventFactory,
    IncidentFactory,
    KamerstukFactory,
    LinkFactory,
    QuestionFactory,
    StatementFactory,
)

pytestmark = pytest.mark.django_db


def entries(row) -> list[Change]:
    return list(Change.objects.of(row._meta.model_name, row.pk))


def test_each_change_is_one_entry_with_old_and_new():
    event = EventFactory(title="Eerst")
    event.title = "Daarna"
    event.save()
    made, changed = entries(event)
    assert (made.action, changed.action) == (Action.PUBLISHED, Action.CHANGED)
    assert changed.fields == {"title": ["Eerst", "Daarna"]}
    assert changed.state["title"] == "Daarna"
    assert (made.version, changed.version) == (1, 2)


def test_a_save_that_changes_nothing_leaves_no_entry():
    event = EventFactory()
    event.save()
    assert len(entries(event)) == 1


def test_one_act_is_one_entry_whatever_it_touches():
    with audited(who="import", reason="Uit een bestand."):
        event = CitationFactory(locator="p. 1").event
        LinkFactory(event=event)
        event.body = "Anders."
        event.save()
    (made,) = entries(event)
    assert (made.who, made.reason) == ("import", "Uit een bestand.")
    assert [c["locator"] for c in made.state["citations"]] == ["p. 1"]
    assert len(made.state["links"]) == 1


@pytest.mark.parametrize(
    ("row", "root"),
    [
        (CitationFactory, "event"),
        (LinkFactory, "event"),
        (StatementFactory, "claim"),
        (QuestionFactory, "questions"),
    ],
)
def test_a_change_in_a_row_below_is_told_with_the_row_above(row, root):
    made = row()
    above = getattr(made, root)
    before = len(entries(above))
    made.delete()
    last = entries(above)[-1]
    assert len(entries(above)) == before + 1
    assert last.action == Action.CHANGED
    assert any(old and not new for old, new in last.fields.values())


def test_joining_rows_is_told_too():
    question, event = QuestionFactory(), EventFactory()
    question.events.add(event)
    last = entries(question.questions)[-1]
    assert last.state["rows"][0]["events"] == [f"om-citrix/{event.slug}"]


def test_a_draft_that_is_deleted_is_told_and_so_is_what_named_it():
    event = EventFactory(draft=True)
    statement = StatementFactory(event=event)
    key = event.pk
    event.delete()
    last = Change.objects.of("event", key).last()
    assert (last.action, last.state) == (Action.DELETED, None)
    assert entries(statement.claim)[-1].state["statements"][0]["event"] is None
    verify()


def test_what_names_an_event_is_told_where_its_incident_gets_another_address():
    event = EventFactory(incident=IncidentFactory(slug="dicht", is_published=False))
    statement, question = StatementFactory(event=event), QuestionFactory()
    question.events.add(event)
    event.incident.slug = "anders"
    event.incident.save()
    assert entries(statement.claim)[-1].state["statements"][0]["event"] == f"anders/{event.slug}"
    assert entries(question.questions)[-1].state["rows"][0]["events"] == [f"anders/{event.slug}"]
    verify()


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ({}, {"slug": "2025-07-heel-anders"}),
        ({"date": ""}, {"date": "2025-07-17"}),
        ({}, {"incident": "ander"}),
    ],
)
def test_what_names_an_event_is_told_where_its_own_address_changes(was, becomes):
    event = EventFactory(draft=True, title="Storing", **was)
    statement = StatementFactory(event=event)
    question = QuestionFactory()
    question.events.add(event)
    if "incident" in becomes:
        becomes = {"incident": IncidentFactory(slug="ander")}
    for name, value in becomes.items():
        setattr(event, name, value)
    event.save()
    now = f"{event.incident.slug}/{event.slug}"
    assert entries(statement.claim)[-1].state["statements"][0]["event"] == now
    assert entries(question.questions)[-1].state["rows"][0]["events"] == [now]
    verify()


def test_an_address_of_a_paper_that_another_paper_took_is_still_what_readers_knew():
    event = EventFactory(status=Status.DRAFT)
    paper = CitationFactory(event=event, kamerstuk__number="1376").kamerstuk
    event.status = Status.PUBLISHED
    event.save()
    event.status = Status.WITHDRAWN
    event.save()
    paper.refresh_from_db()
    paper.number = "1377"
    paper.save()
    KamerstukFactory(number="1376")
    verify()


def test_a_paper_that_gets_its_number_changes_every_vindplaats_at_once():
    paper = KamerstukFactory(unnumbered=True)
    told, other = CitationFactory(kamerstuk=paper).event, CitationFactory(kamerstuk=paper).event
    paper.number = "1380"
    with audited(reason="Nummer gevonden.", nature=Nature.SUBSTANCE):
        paper.save()
    for event in (told, other):
        last = entries(event)[-1]
        assert last.state["citations"][0]["kamerstuk"]["number"] == "1380"
        assert last.reason == "Nummer gevonden."
        event.refresh_from_db()
        assert event.version == last.version == 2


def test_an_entry_costs_few_queries_and_no_more_where_the_log_is_longer(
    django_assert_max_num_queries,
):
    """The end of the log is read once, and of a new paper nothing asks what names it."""
    KamerstukFactory()  # a log that was emptied by a test before gets its end
    with django_assert_max_num_queries(9):
        KamerstukFactory()
    CitationFactory.create_batch(5)
    with django_assert_max_num_queries(9):
        KamerstukFactory()
    incident = EventFactory().incident
    with django_assert_max_num_queries(16):
        EventFactory(incident=incident)


def test_what_fails_is_neither_stored_nor_told():
    event = EventFactory(title="Eerst")

    def fail():
        with audited():
            event.title = "Half"
            event.save()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert Event.objects.get(pk=event.pk).title == "Eerst"
    assert len(entries(event)) == 1
    verify()


def test_what_would_pass_the_log_by_is_refused():
    EventFactory()
    for act in (
        lambda: Event.objects.update(title="Stil"),
        lambda: Event.objects.bulk_create([]),
        lambda: Kamerstuk.objects.filter(pk=1).update(title="Stil"),
    ):
        with pytest.raises(TypeError, match="one by one"):
            act()


def test_rows_from_before_the_log_get_their_first_entry():
    with guards.down():
        event = CitationFactory().event
        Change.objects.all().delete()
        LogHead.objects.all().delete()
    begin_log()
    event.refresh_from_db()
    assert [change.reason for change in entries(event)] == ["Stond er al toen het logboek begon."]
    begin_log()
    assert len(entries(event)) == 1
    verify()


@pytest.mark.usefixtures("case")
def test_the_shipped_case_is_one_entry_a_row_and_whole(capsys):
    assert Change.objects.count() == 41
    call_command("verify_log")
    assert f"41:{Change.objects.last().hash}" in capsys.readouterr().out


# What the database itself refuses

REFUSED = [
    "UPDATE incident_change SET reason = 'x' WHERE number = 1",
    "DELETE FROM incident_change WHERE number = 1",
    "UPDATE incident_loghead SET number = 0",
    "DELETE FROM incident_loghead",
    "DELETE FROM incident_citation; DELETE FROM incident_event",
    "UPDATE incident_event SET status = 'concept'",
    "UPDATE incident_event SET status = 'ter-beoordeling'",
    "DELETE FROM incident_incident",
    "UPDATE incident_claim SET status = 'concept'",
    "DELETE FROM incident_citation; DELETE FROM incident_kamerstuk",
]
REPLACED = [
    "INSERT OR REPLACE INTO incident_change SELECT * FROM incident_change WHERE number = 2",
    "INSERT OR REPLACE INTO incident_loghead VALUES (1, 0, '')",
    "INSERT OR REPLACE INTO incident_event SELECT * FROM incident_event",
    "INSERT OR REPLACE INTO incident_kamerstuk SELECT * FROM incident_kamerstuk",
]
if connection.vendor == "sqlite":
    REFUSED += REPLACED


@pytest.mark.parametrize("sql", REFUSED)
def test_the_database_refuses(sql):
    CitationFactory()
    ClaimFactory()
    *before, last = sql.split("; ")
    with connection.cursor() as cursor:
        for statement in before:
            cursor.execute(statement)
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(last)


def test_the_database_lets_go_of_what_was_never_public():
    event = CitationFactory(event__draft=True).event
    planned = EventFactory(future=True)
    paper = event.citations.get().kamerstuk
    event.delete()
    planned.status = Status.REVIEW
    planned.save()
    planned.delete()
    paper.delete()
    assert not Event.objects.exists()
    assert not Kamerstuk.objects.exists()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite knows no TRUNCATE")
def test_postgresql_refuses_to_empty_the_log_at_once():
    EventFactory()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE incident_change")


def test_the_log_is_text_that_anyone_can_check():
    EventFactory(title="Één ‘teken’")
    change = Change.objects.last()
    assert json.loads(change.state_json)["title"] == "Één ‘teken’"
    assert change.hash == change.digest(Change.objects.get(number=change.number - 1).hash)


# One act inside another


def test_an_act_inside_another_that_says_something_else_is_refused(admin_user):
    event = EventFactory()
    for inner in (
        {"reason": "binnen"},
        {"strict": True},
        {"user": admin_user},
        {"who": "iemand"},
        {"forced": True},
        {"nature": "inhoud"},
    ):
        with (
            audited(reason="buiten") as outer,
            pytest.raises(OtherActError),
            audited(**inner),
        ):
            event.save()
        assert outer.reason == "buiten"


def test_an_act_inside_another_may_repeat_it(admin_user):
    with (
        audited(user=admin_user, reason="buiten") as outer,
        audited(user=admin_user) as inner,
        audited(reason="buiten"),
    ):
        EventFactory()
    assert inner is outer
    assert {c.who for c in Change.objects.filter(noun="event")} == {"admin"}
