"""Whoever gets past the database is found: `verify_log` looks at the log and all it tells of."""

import random
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from incident.audit import guards
from incident.audit.recorder import audited
from incident.models import Change, Event, Kamerstuk, Link, LogHead
from incident.verification.verify import TamperedError, verify
from tests.factories import CitationFactory, EventFactory
from tests.helpers.case import load_case, remembered
from tests.helpers.proofs import share

pytestmark = pytest.mark.django_db

# Who gets past the database is found

COLUMNS = [f.name for f in Change._meta.concrete_fields if f.name != "number"]
OTHER = {
    "at": "2001-01-01 00:00:00+00:00",
    "public_at": "2001-01-01 00:00:00+00:00",
    "who_id": 99,
    "row": 99,
    "incident": 99,
    "version": 99,
    "forced": True,
    "format": 1,
    "hides_reasons": True,
}


def tamper(chance: random.Random) -> None:
    """Change, remove or swap something in the log or the record, as one who owns the database."""
    last = Change.objects.last().number
    number = chance.randint(1, last)
    row = Change.objects.filter(number=number)
    kind = chance.choice(["column", "column", "column", "remove", "end", "row", "renumber"])
    if kind == "column":
        name = chance.choice(COLUMNS)
        kept = getattr(row.get(), name)
        row.update(**{name: not kept if name == "is_text" else OTHER.get(name, "verzonnen")})
    elif kind == "remove":
        row.delete()
    elif kind == "end":
        Change.objects.filter(number=last).delete()
        LogHead.objects.update(number=last - 1, hash=Change.objects.last().hash)
    elif kind == "row":
        Event._base_manager.filter(pk=Event.objects.first().pk).update(body="Stil veranderd.")
    else:
        row.update(number=last + 7)


@pytest.mark.proof
@pytest.mark.usefixtures("case")
def test_each_of_many_tamperings_is_found_and_named():
    chance = random.Random("2025Z14818")  # noqa: S311 - the same tamperings each time
    verify()
    found, tries = 0, share(200)
    with guards.down():
        for _ in range(tries):
            try:
                with transaction.atomic():
                    tamper(chance)
                    verify()
            except TamperedError as error:
                found += str(error).endswith((".", ").")) and "bewaking" not in str(error)
            else:
                pytest.fail("not found")
    assert found == tries
    verify()


@pytest.mark.usefixtures("case")
def test_the_first_row_that_was_tampered_with_is_named():
    with guards.down():
        Change.objects.filter(number__in=(7, 9)).update(reason="verzonnen")
    with pytest.raises(CommandError, match="Regel 7 is veranderd"):
        call_command("verify_log")


@pytest.mark.usefixtures("case")
def test_a_whole_new_chain_is_told_only_by_an_end_noted_elsewhere():
    end = verify()
    noted = f"{end.number}:{end.hash}"
    with guards.down():
        before = ""
        for change in Change.objects.order_by("number"):
            change.reason = "verzonnen"
            change.hash = before = change.digest(before)
            change.save()
        LogHead.objects.update(hash=before)
    call_command("verify_log")
    with pytest.raises(CommandError, match="niet de genoteerde hash"):
        call_command("verify_log", noted=noted)
    with pytest.raises(CommandError, match="korter dan genoteerd"):
        call_command("verify_log", noted=f"99:{'0' * 64}")
    with pytest.raises(CommandError, match="nummer:hash"):
        call_command("verify_log", noted="1")


# A reason is hashed as it is stored

SPACES = ["  ", "\u00a0", "\t", "\u202f", "   ", "\n", "\u2009", " \u00a0 ", "\u3000", "\x1f"]


@pytest.mark.parametrize("space", SPACES, ids=[ascii(space) for space in SPACES])
def test_a_reason_with_any_white_space_leaves_the_log_whole(space):
    event = EventFactory()
    event.title = "Anders"
    with audited(reason=f"{space}Een{space}reden uit{space}Word.{space}", nature="inhoud"):
        event.save()
    assert Change.objects.last().reason == "Een reden uit Word."
    assert verify().spaced == []


def of_first_format(entry: Change, reason: str, stored: str) -> None:
    """Make the last entry one of the first format, hashed with a reason that is not the stored."""
    before = Change.objects.filter(number=entry.number - 1).values_list("hash", flat=True).first()
    entry.format, entry.reason = 1, reason
    digest = entry.digest(before or "")
    with guards.down(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE incident_change SET format = 1, reason = %s, hash = %s WHERE number = %s",
            [stored, digest, entry.number],
        )
        cursor.execute("UPDATE incident_loghead SET hash = %s", [digest])


@pytest.mark.parametrize("space", SPACES, ids=[ascii(space) for space in SPACES])
def test_an_old_entry_that_lost_spaces_is_told_from_one_that_was_changed(space):
    EventFactory()
    entry = Change.objects.last()
    of_first_format(entry, f"Een{space}reden uit Word.", "Een reden uit Word.")
    assert verify().spaced == [entry.number]
    of_first_format(entry, f"Een{space}reden uit Word.", "Een andere reden uit Word.")
    with pytest.raises(TamperedError, match=f"Regel {entry.number} is veranderd"):
        verify()


# What follows from the rest, and who guards

TAMPERED = {
    "first day": "UPDATE incident_event SET first_day = '2001-01-01' WHERE id = {event}",
    "sort day": "UPDATE incident_event SET sort_day = '2001-01-01' WHERE id = {event}",
    "span": "UPDATE incident_event SET span_days = 99 WHERE id = {event}",
    "last day of a paper": "UPDATE incident_kamerstuk SET last_day = '2001-01-01'",
    "last day of a link": "UPDATE incident_link SET last_day = '2001-01-01'",
    "last day of a statement": "UPDATE incident_statement SET last_day = '2001-01-01'",
    "search text": "UPDATE incident_event SET search_text = 'x' WHERE id = {event}",
    "search text of a paper": "UPDATE incident_kamerstuk SET search_text = 'x'",
    "search text of a link": "UPDATE incident_link SET search_text = 'x'",
    "changed at": "UPDATE incident_event SET changed_at = '2001-01-01 00:00:00+00:00'",
    "changed at of the incident": "UPDATE incident_incident SET changed_at = '2001-01-01 00:00:00'",
    "version": "UPDATE incident_event SET version = version + 1 WHERE id = {event}",
    "version back": "UPDATE incident_event SET version = 0 WHERE id = {event}",
    "day of telling": "UPDATE incident_event SET first_told = '2001-01-01' WHERE id = {event}",
    "day known": "UPDATE incident_event SET first_known = NULL WHERE id = {event}",
    "kept": "UPDATE incident_kamerstuk SET is_kept = (NOT is_kept)",
    "former address": "DELETE FROM incident_formeraddress",
    "former address elsewhere": "UPDATE incident_formeraddress SET slug = 'kst-1-1'",
    "a role given": "DELETE FROM auth_user_groups",
    "made superuser": "UPDATE auth_user SET is_superuser = (NOT is_superuser)",
    "another password": "UPDATE auth_user SET password = 'x'",
    "no telephone": "DELETE FROM otp_totp_totpdevice",
    "a right of a role": "DELETE FROM auth_group_permissions",
}


@pytest.fixture
def record(db, staff):
    """Return the key of an event in a record with a numbered paper, and with a person's account."""

    def make() -> int:
        load_case()
        staff("schrijver")
        event = CitationFactory(kamerstuk__unnumbered=True).event
        paper = event.citation_list[0].kamerstuk
        paper.number = "9999"
        paper.save()
        verify()
        return event.pk

    return remembered("a record to tamper with", make)


@pytest.mark.parametrize("sql", TAMPERED.values(), ids=TAMPERED)
def test_what_follows_from_the_rest_is_verified_too(record, sql):
    with guards.down(), connection.cursor() as cursor:
        cursor.execute(sql.format(event=record))
    with pytest.raises(TamperedError):
        verify()


def test_what_is_searched_is_filled_for_rows_that_are_older_than_the_search(case):
    nouns = (Event, Kamerstuk, Link)
    kept = [dict(noun._base_manager.values_list("pk", "search_text")) for noun in nouns]
    assert all(text.strip() for rows in kept for text in rows.values())
    for noun in nouns:
        noun._base_manager.update(search_text="")
    import_module("incident.migrations.0010_search_words").fill_search_text(apps, None)
    import_module("incident.migrations.0012_series").tell_apart(apps, None)
    assert [dict(n._base_manager.values_list("pk", "search_text")) for n in nouns] == kept
    verify()


def test_a_guard_that_is_missing_is_named_and_put_up_again_by_migrate(case):
    guards.take_down(connection)
    with pytest.raises(TamperedError, match="De bewaking ‘change_is_kept’ ontbreekt"):
        verify()
    call_command("migrate", verbosity=0)
    verify()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL changes a table in place")
def test_a_table_that_is_made_anew_is_guarded_again_after_migrate(case):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE incident_event RENAME TO previous")
        cursor.execute("CREATE TABLE incident_event AS SELECT * FROM previous")
    assert guards.missing(connection)
    call_command("migrate", verbosity=0)
    assert guards.missing(connection) == []


def test_roles_are_as_we_give_them_out_after_migrate():
    Group.objects.get(name="schrijver").permissions.clear()
    Group.objects.get(name="beheerder").delete()
    call_command("migrate", verbosity=0)
    verify()
