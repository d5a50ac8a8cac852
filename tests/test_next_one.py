"""“Opslaan en volgende”: what comes along to the next event, and what does not."""

import pytest
from django.contrib.auth.models import Permission, User

from incident.models import Citation, Event
from tests.conftest import sign_in
from tests.desk import change, form_from, form_of
from tests.factories import CitationFactory, EventFactory, KamerstukFactory
from tests.test_admin import EVENTS, new_event

pytestmark = pytest.mark.django_db
ADD = f"{EVENTS}add/"


def rows(answer) -> list[dict]:
    """Return the citations that the page's form shows."""
    formset = answer.context["inline_admin_formsets"][0].formset
    names = ("kamerstuk", "told", "locator", "printed")
    return [{name: form[name].value() for name in names} for form in formset.forms]


def test_date_incident_and_papers_come_along_without_tick_and_place(admin_client, body):
    paper, other = KamerstukFactory(), KamerstukFactory()
    data = {
        **new_event(date="17 juli 2025"),
        "citations-TOTAL_FORMS": "3",
        **{f"citations-{n}-kamerstuk": p.pk for n, p in enumerate([paper, other, paper])},
        "citations-0-told": "on",
        "citations-0-locator": "p. 1",
        "citations-2-locator": "p. 2",
        "_next": "x",
    }
    answer = admin_client.post(ADD, data, follow=True)
    event = Event.objects.get()
    assert answer.request["PATH_INFO"] == ADD
    form = answer.context["adminform"].form
    assert (form["date"].value(), form["title"].value()) == ("2025-07-17", None)
    assert form["incident"].value() == str(event.incident_id)
    nothing = {"told": False, "locator": None, "printed": None}
    shown = [{**row, "locator": row["locator"] or None, "printed": row["printed"] or None}
             for row in rows(answer)]  # fmt: skip
    assert shown == [{"kamerstuk": str(p.pk), **nothing} for p in (paper, other)]
    page = body(answer)
    assert f'‘<a href="{EVENTS}{event.pk}/change/">Nieuw</a>’ is opgeslagen.' in page
    assert str(paper) in page


def test_what_came_along_is_saved_though_nobody_touched_it(admin_client):
    first = CitationFactory(told=True)
    saved = admin_client.post(
        change(first.event), {**form_of(admin_client, first.event), "_next": "x"}, follow=True
    )
    address = saved.redirect_chain[-1][0]
    data = {**form_from(saved), "title": "De volgende", "kind": "besluit"}
    assert admin_client.post(address, data).status_code == 302
    citation = Citation.objects.get(event__title="De volgende")
    assert (citation.kamerstuk, citation.told, citation.locator) == (first.kamerstuk, False, "")
    assert citation.event.date == first.event.date


def test_a_form_that_is_wrong_stays_and_keeps_what_was_typed(admin_client, body):
    page = body(admin_client.post(ADD, {**new_event(date="ooit"), "body": "Lang", "_next": "x"}))
    assert "Deze datum begrijpen wij niet." in page
    assert "Lang" in page


def test_a_stale_save_does_not_go_on(admin_client, body):
    event = EventFactory()
    data = {**form_of(admin_client, event), "title": "Van mij", "_next": "x"}
    moved = Event.objects.get(pk=event.pk)
    moved.body = "Intussen anders."
    moved.save()
    page = body(admin_client.post(change(event), data))
    assert "heeft dit intussen gewijzigd" in page


@pytest.mark.parametrize(
    "query",
    [
        "?stuk=x&stuk=999&stuk=-1",
        "?stuk=" + "9" * 40,
        "?incident=x&date=ooit",
        "?" + "&".join(["stuk=1"] * 300),
        "?status=gepubliceerd&slug=x&title=Nep",
    ],
)
def test_a_forged_address_fills_in_nothing_it_should_not(admin_client, body, query):
    answer = admin_client.get(ADD + query)
    assert answer.status_code == 200
    assert len(rows(answer)) <= 20
    form = answer.context["adminform"].form
    assert form["title"].value() is None


def test_who_may_not_add_gets_no_such_button(client, body):
    event = EventFactory(draft=True)
    editor = User.objects.create_user("schrijver", is_staff=True)
    editor.user_permissions.add(*Permission.objects.filter(codename="change_event"))
    sign_in(client, editor)
    assert "_next" not in body(client.get(change(event)))
    answer = client.post(change(event), {**form_of(client, event), "_next": "x"})
    assert answer["Location"] == EVENTS


def test_the_plain_buttons_are_still_there_and_enter_saves(admin_client, body):
    page = body(admin_client.get(ADD))
    buttons = [page.index(f'name="{name}"') for name in ("_save", "_continue", "_preview", "_next")]
    assert buttons == sorted(buttons)
    assert page.index('name="_move"') > max(buttons)


def test_the_keys_are_told_where_they_work(admin_client, body):
    assert "<kbd>Ctrl</kbd>" in body(admin_client.get(ADD))
    assert "<kbd>Ctrl</kbd>" not in body(admin_client.get(EVENTS))
