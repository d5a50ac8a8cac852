"""The log outlives its schema: what was written once is read and verified in later versions."""

import json
from datetime import UTC, datetime

import pytest
from django.db import models
from django.utils import timezone

from incident.audit import guards, snapshots
from incident.audit.models import FORMAT, HASHED
from incident.audit.recorder import audited
from incident.audit.rows import Audited
from incident.audit.snapshots import upgraded
from incident.models import Change, Event
from incident.models.past import event_of
from tests.factories import CitationFactory, LinkFactory

pytestmark = pytest.mark.django_db

LOG = "/om-citrix/wijzigingen/"


# A field that comes, goes, or gets another name


def rewrite(change) -> None:
    """Store every kept state anew, as if the house had been another one when it was written."""
    with guards.down():
        for entry in Change.objects.all():
            state = json.loads(entry.state_json)
            for kept in (state, *state["citations"], *state["links"]):
                change(kept)
            for citation in state["citations"]:
                change(citation["kamerstuk"])
            Change.objects.filter(pk=entry.pk).update(state_json=json.dumps(state))


def as_it_stands_today() -> str:
    return f"/om-citrix/?stand={timezone.localdate()}"


def texts_of_the_past(client, event) -> dict[str, str]:
    own = event.get_absolute_url()
    log = (LOG, f"{LOG[:-1]}.atom")
    addresses = (f"{own}versie/1/", f"{own}versie/2/", as_it_stands_today(), *log, own)
    answers = {address: client.get(address) for address in addresses}
    assert {a: r.status_code for a, r in answers.items()} == dict.fromkeys(addresses, 200)
    return {address: answer.content.decode() for address, answer in answers.items()}


@pytest.fixture
def corrected():
    """Return an event with a paper and a press report, published and once corrected."""
    with audited():
        event = CitationFactory(event__title="Eerst", event__body="Oude tekst.").event
        LinkFactory(event=event, publisher="Krant")
    event = Event.objects.get(pk=event.pk)
    event.title = "Daarna"
    with audited(reason="Beter.", nature="inhoud"):
        event.save()
    with guards.down():  # only what became of the event is rewritten
        Change.objects.exclude(noun="event").delete()
    return event


@pytest.mark.parametrize(
    "change",
    [
        lambda kept: kept.update(afgeschaft="van vroeger"),
        lambda kept: kept.pop("date_note", None),
        lambda kept: [kept.pop(name, None) for name in ("printed", "sender", "url", "body")],
        lambda kept: kept.update(afgeschaft=["van", {"vroeger": 1}]),
    ],
    ids=["dropped since", "added since", "many added since", "dropped since, with rows"],
)
def test_the_past_is_shown_whatever_fields_came_and_went(corrected, client, change):
    rewrite(change)
    pages = texts_of_the_past(client, corrected)
    assert "Eerst" in pages[f"{corrected.get_absolute_url()}versie/1/"]
    assert "Daarna" in pages[as_it_stands_today()]
    assert not any("vroeger" in page for page in pages.values())


def test_a_field_that_is_renamed_is_read_under_its_old_name(corrected, client, monkeypatch):
    rewrite(lambda kept: kept.update(heading=kept.pop("title")) if "body" in kept else None)

    def rename(kept):
        kept["title"] = kept.pop("heading")

    monkeypatch.setitem(snapshots.STEPS, 1, {})
    monkeypatch.setitem(snapshots.STEPS, FORMAT, {"event": rename})
    pages = texts_of_the_past(client, corrected)
    assert "Eerst" in pages[f"{corrected.get_absolute_url()}versie/1/"]
    assert "Daarna" in pages[LOG]


def test_a_snapshot_in_todays_names_is_what_a_row_says_of_itself(case):
    for change in Change.objects.all():
        kept = json.loads(change.state_json)
        assert upgraded(change.noun, kept, change.format) == kept


def test_a_noun_that_is_no_more_is_left_as_it_was():
    assert upgraded("afgeschaft", {"naam": "x"}, 1) == {"naam": "x"}
    assert upgraded("event", None, 1) is None


def test_a_step_touches_only_what_is_older(monkeypatch):
    steps = {1: {"event": lambda kept: kept.update(title=kept["title"] + "1")}}
    steps[2] = {"event": lambda kept: kept.update(title=kept["title"] + "2")}
    monkeypatch.setattr(snapshots, "STEPS", steps)
    read = {n: upgraded("event", {"title": ""}, n)["title"] for n in (1, 2, 3)}
    assert read == {1: "12", 2: "2", 3: ""}


def test_an_event_of_the_past_is_never_made_of_all_that_was_kept():
    with audited():
        event = CitationFactory(event__title="Eerst").event
    change = Change.objects.of("event", event.pk).last()
    change.state["citations"][0]["verzonnen"] = change.state["verzonnen"] = "x"
    past = event_of(change, event.incident)
    assert (past.title, past.citation_list[0].kamerstuk.number) == (
        "Eerst",
        event.citation_list[0].kamerstuk.number,
    )


# What is hashed, and what is logged


def test_what_each_format_hashes_is_frozen():
    first = (
        *("number", "at", "who", "who_id", "action", "noun", "row", "incident", "label"),
        *("version", "reason", "nature", "forced", "public_at", "fields_json", "state_json"),
    )
    assert HASHED[1] == first
    assert HASHED[2] == (*first, "format", "hides_reasons", "is_text")
    assert max(HASHED) == FORMAT


@pytest.mark.parametrize(
    ("entry_format", "digest"),
    [
        (1, "00651d2dd5c01209d5f1dfd93b099bfc299fb8fe4210c45f38e77169ab39cb8a"),
        (3, "19071e09c9add90c3aafa685094255a83b1441dc0615082ce8badb0e78d1c5b6"),
    ],
)
def test_a_hash_is_what_it_was_when_the_first_logs_were_written(entry_format, digest):
    """A log of years ago must still verify: no spelling of what is hashed may ever change."""
    entry = Change(
        number=2,
        at=datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC),
        who="Zoë",
        who_id=7,
        action="gewijzigd",
        noun="event",
        row=3,
        incident=1,
        label="‘Dicht’",
        version=2,
        reason="Zó stond het er.",
        nature="inhoud",
        public_at=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
        fields_json='{"title":["Open","Dicht"]}',
        state_json='{"title":"Dicht"}',
        format=entry_format,
    )
    assert entry.digest("0123456789abcdef" * 4) == digest


def test_no_column_of_an_entry_stands_outside_its_hash():
    columns = {field.attname for field in Change._meta.concrete_fields}
    assert columns - {"hash"} == set(HASHED[FORMAT])


WORKED_OUT = {"first_day", "last_day", "sort_day", "span_days", "search_text"}
OF_EACH_ENTRY = {"id", "version", "changed_at"}  # verify_log holds these against the log
OF_NO_TEXT = {  # idem
    "kamerstuk": {"is_kept"},
    "incident": {"opened_at"},
    "event": {"first_told", "first_known"},
    "citation": {"quote_check"},
    "letter": {"data", "text", "read_at", "read_by"},  # the file by its SHA-256
    "letterstep": {"at"},
}
OF_ACCOUNTS = {"first_name", "last_name", "email", "last_login", "date_joined"}  # no names for ever


@pytest.mark.parametrize("model", Audited.__subclasses__(), ids=lambda m: m.__name__)
def test_every_field_is_logged_or_left_out_for_a_reason(model):
    for noun in [m for m in all_below(model) if not m._meta.abstract]:
        by_key = noun.audit_fields
        fields = {f.attname if f.attname in by_key else f.name for f in own_fields(noun)}
        told = {*noun.audit_fields, *getattr(noun, "audit_within", ()), noun.audit_parent}
        left_out = WORKED_OUT | OF_EACH_ENTRY | OF_NO_TEXT.get(noun._meta.model_name, set())
        if noun._meta.proxy:
            left_out |= OF_ACCOUNTS
        assert fields - left_out == {name for name in told if name in fields}, noun
        assert not fields - left_out - told, noun


def all_below(model) -> list:
    return [model, *(found for below in model.__subclasses__() for found in all_below(below))]


def own_fields(model) -> list[models.Field]:
    return [*model._meta.concrete_fields, *model._meta.many_to_many]
