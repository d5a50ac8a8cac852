"""Nobody overwrites a colleague unseen, whichever way of saving they take."""

import threading

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from incident.choices import Status
from incident.desk.records.event import EventAdmin
from incident.models import Event, Incident, Kamerstuk
from incident.models.bases import StaleVersionError
from tests.conftest import sign_in
from tests.factories import CitationFactory, EventFactory, KamerstukFactory, LinkFactory
from tests.helpers.desk import change, form_from, form_of, values

LIST = "/admin/incident/event/"


@pytest.fixture
def colleague():
    """Return the browser of somebody else who may do all."""
    return sign_in(Client(), User.objects.create_superuser("collega"))


@pytest.fixture
def desk(admin_client):
    """Return the browser of somebody who may do all."""
    return admin_client


@pytest.mark.django_db
class TestForm:
    def test_a_save_takes_the_next_version(self, desk):
        event = EventFactory(draft=True)
        answer = desk.post(change(event), {**form_of(desk, event), "title": "Beter"})
        assert answer.status_code == 302
        event.refresh_from_db()
        assert (event.title, event.version) == ("Beter", 2)

    def test_a_stale_save_is_refused_with_both_texts(self, desk, colleague, body):
        event = EventFactory(draft=True, title="Eerst")
        CitationFactory(event=event, locator="p. 7")
        typed = {**form_of(desk, event), "title": "Van mij", "body": "Mijn tekst"}
        colleague.post(change(event), {**form_of(desk, event), "title": "Van een collega"})
        page = body(desk.post(change(event), typed))
        assert "collega (" in page
        assert "heeft dit intussen gewijzigd" in page
        assert "Nu opgeslagen: ‘Van een collega’" in page
        assert 'value="Van mij"' in page
        assert "Mijn tekst</textarea>" in page
        assert "p. 7" in page
        event.refresh_from_db()
        assert (event.title, event.version) == ("Van een collega", 2)

    def test_a_second_save_after_reading_both_replaces_on_purpose(self, desk):
        event = EventFactory(draft=True)
        typed = {**form_of(desk, event), "title": "Van mij"}
        desk.post(change(event), {**form_of(desk, event), "title": "Van een collega"})
        refused = desk.post(change(event), typed)
        seen = refused.context["adminform"].form["version_seen"].value()
        assert seen == 2
        assert desk.post(change(event), {**typed, "version_seen": seen}).status_code == 302
        event.refresh_from_db()
        assert (event.title, event.version) == ("Van mij", 3)

    def test_a_save_that_changes_nothing_takes_no_version(self, desk):
        event = EventFactory(draft=True)
        CitationFactory(event=event)
        LinkFactory(event=event)
        changed_at = event.changed_at
        assert desk.post(change(event), form_of(desk, event)).status_code == 302
        event.refresh_from_db()
        assert (event.version, event.changed_at) == (1, changed_at)

    def test_a_change_in_a_source_alone_counts_as_a_change_of_the_event(
        self, desk, colleague, body
    ):
        event = EventFactory(draft=True)
        CitationFactory(event=event, locator="p. 1")
        mine, theirs = form_of(desk, event), form_of(desk, event)
        assert (
            colleague.post(change(event), {**theirs, "citations-0-locator": "p. 2"}).status_code
            == 302
        )
        event.refresh_from_db()
        assert event.version == 2
        page = body(desk.post(change(event), {**mine, "citations-0-locator": "p. 3"}))
        assert "heeft dit intussen gewijzigd" in page
        assert "p. 2" in page
        assert 'value="p. 3"' in page
        assert event.citations.get().locator == "p. 2"

    def test_a_source_that_a_colleague_removed_is_not_lost(self, desk, body):
        event = EventFactory(draft=True)
        kept, gone = LinkFactory(event=event), LinkFactory(event=event, title="Verdwenen")
        typed = {**form_of(desk, event), "links-1-title": "Van mij"}
        desk.post(change(event), {**form_of(desk, event), "links-1-DELETE": "on"})
        assert list(event.links.all()) == [kept]
        refused = desk.post(change(event), typed)
        assert 'value="Van mij"' in body(refused)
        again = form_from(refused)
        assert desk.post(change(event), again).status_code == 302
        assert [link.title for link in event.links.all()] == [kept.title, "Van mij"]
        assert gone.url in event.links.values_list("url", flat=True)

    @pytest.mark.parametrize("make", [KamerstukFactory, lambda: EventFactory(draft=True).incident])
    def test_papers_and_incidents_are_kept_as_safely(self, desk, body, make):
        row = make()
        typed = {**values(desk.get(change(row)).context["adminform"].form), "title": "Van mij"}
        theirs = type(row).objects.get(pk=row.pk)
        theirs.title = "Van een collega"
        theirs.save()
        page = body(desk.post(change(row), typed))
        assert "Nu opgeslagen: ‘Van een collega’" in page
        assert 'value="Van mij"' in page
        row.refresh_from_db()
        assert row.title == "Van een collega"


@pytest.mark.django_db
class TestList:
    def act(self, desk, action, events, seen):
        data = {"action": action, "_selected_action": [e.pk for e in events], "seen": seen}
        data["reason"] = "Klopt niet."
        return desk.post(LIST, data, follow=True)

    def test_an_action_changes_the_rows_as_the_list_showed_them(self, desk, body):
        event = LinkFactory(event__review=True).event
        assert f'value="{event.pk}:1"' in body(desk.get(LIST))
        page = body(self.act(desk, "publish", [event], [f"{event.pk}:1"]))
        assert "1 × gepubliceerd." in page
        event.refresh_from_db()
        assert (event.status, event.version) == (Status.PUBLISHED, 2)
        assert event.publish_at is not None

    @pytest.mark.parametrize("seen", [["{pk}:1"], [], ["x"], ["{pk}:99"]])
    def test_an_action_leaves_a_row_that_moved_on_or_was_not_shown(self, desk, body, seen):
        stale, fresh = EventFactory(), EventFactory()
        moved = Event.objects.get(pk=stale.pk)
        moved.body = "Intussen anders."
        moved.save()
        said = [text.format(pk=stale.pk) for text in seen]
        page = body(self.act(desk, "withdraw", [stale, fresh], [*said, f"{fresh.pk}:1"]))
        assert "1 × ingetrokken." in page
        assert f"1 × niet ingetrokken (‘{stale}’): een collega wijzigde dit intussen" in page
        stale.refresh_from_db()
        fresh.refresh_from_db()
        assert (stale.status, fresh.status) == (Status.PUBLISHED, Status.WITHDRAWN)

    @pytest.mark.parametrize("chosen", ["x", "1 OR 1=1", "-1", "9" * 30, "²", "1.5"])
    def test_a_forged_selection_is_refused_in_words(self, desk, body, chosen):
        data = {"action": "publish", "_selected_action": chosen}
        assert "Deze selectie klopt niet" in body(desk.post(LIST, data, follow=True))


@pytest.mark.django_db
def test_code_cannot_save_a_stale_row_either():
    event = EventFactory()
    mine, theirs = Event.objects.get(pk=event.pk), Event.objects.get(pk=event.pk)
    theirs.body = "Eerder."
    theirs.save()
    mine.title = "Te laat"
    with pytest.raises(StaleVersionError):
        mine.save()
    assert mine.version == 1
    mine.refresh_from_db()
    mine.title = "Nu wel"
    mine.save()
    assert Event.objects.get(pk=event.pk).version == 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("make", [EventFactory, KamerstukFactory])
def test_of_competing_saves_every_one_is_stored_or_refused(make):
    """8 writers read one row at the same moment and save it 5 times: none overwrites another."""
    row = make()
    model, rounds, writers = type(row), 5, 8
    barrier, stored, refused = threading.Barrier(writers), [], []

    def write(number: int):
        try:
            for turn in range(rounds):
                mine = model.objects.get(pk=row.pk)
                barrier.wait(10)
                mine.title = f"{number} {turn}"
                try:
                    mine.save()
                    stored.append(mine.title)
                except StaleVersionError:
                    refused.append(mine.title)
                barrier.wait(10)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=[n]) for n in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    row.refresh_from_db()
    assert len(stored) + len(refused) == rounds * writers
    assert len(stored) == rounds
    assert row.version == 1 + len(stored)
    assert row.title == stored[-1]


@pytest.mark.django_db
def test_a_colleague_between_our_look_and_our_save_is_noticed(desk, monkeypatch, body):
    """The race that a look alone cannot see: the row moves on after the form found it fresh."""
    event = EventFactory(draft=True, title="Eerst")
    typed = {**form_of(desk, event), "title": "Van mij"}
    claim, find, late = Event.claim, EventAdmin.get_object, []

    def claim_late(self):
        if not late:
            late.append(True)
            raise StaleVersionError
        claim(self)

    def find_what_the_colleague_saved(self, *args, **kwargs):
        if late:
            Event._base_manager.filter(pk=event.pk).update(version=2, title="Van een collega")
        return find(self, *args, **kwargs)

    monkeypatch.setattr(Event, "claim", claim_late)
    monkeypatch.setattr(EventAdmin, "get_object", find_what_the_colleague_saved)
    page = body(desk.post(change(event), typed))
    assert "heeft dit intussen gewijzigd" in page
    assert "Nu opgeslagen: ‘Van een collega’" in page
    assert 'value="Van mij"' in page


def test_every_row_that_staff_edit_has_a_version():
    for model in (Event, Kamerstuk, Incident):
        assert model._meta.get_field("version")
