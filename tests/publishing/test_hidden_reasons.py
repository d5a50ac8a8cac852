"""A reason can hold the very words that must go: the editor hides it when a text is withdrawn."""

import pytest

from incident.audit import guards
from incident.audit.models import HIDDEN
from incident.choices import Nature
from incident.models import Change
from incident.verification.verify import TamperedError, verify
from tests.factories import LinkFactory, StatementFactory
from tests.helpers.desk import change, form_of, save

pytestmark = pytest.mark.django_db
WORDS = "Jan Jansen woont daar niet"
CORRECTION = {"reason": WORDS, "nature": Nature.SUBSTANCE.value}
WITHDRAW = {"_move": "ingetrokken", "reason": "Te veel gezegd."}
LIST = "/admin/incident/event/"


@pytest.fixture
def event(editor):
    """Return a public event that was corrected with a reason that holds too much."""
    event = LinkFactory(event__title="Eerst").event
    assert save(editor, event, title="Daarna", **CORRECTION).status_code == 302
    event.refresh_from_db()
    return event


@pytest.fixture
def public(client, body):
    """Return the function that reads all public addresses that can hold a reason of a text."""

    def read(row) -> str:
        own = row.get_absolute_url()
        pages = [f"{own}versie/{number}/" for number in (1, 2, 3)]
        log = ["/om-citrix/wijzigingen/", "/om-citrix/wijzigingen.atom", "/om-citrix/", own]
        return "\n".join(body(client.get(page)) for page in (*log, *pages))

    return read


def test_the_form_says_so_and_the_reason_goes_with_the_text(editor, event, public, body):
    assert "Verberg ook de redenen van eerdere correcties" in body(editor.get(change(event)))
    assert WORDS in public(event)
    assert save(editor, event, **WITHDRAW, hide_reasons="on").status_code == 302
    page = public(event)
    assert WORDS not in page
    assert HIDDEN in page
    assert "Te veel gezegd." in page
    verify()


def test_it_stays_where_the_editor_does_not_ask(editor, event, public):
    assert save(editor, event, **WITHDRAW).status_code == 302
    assert WORDS in public(event)


def test_it_stays_hidden_when_the_text_is_put_back(editor, staff, event, public):
    save(editor, event, **WITHDRAW, hide_reasons="on")
    second = staff("eindredacteur", "tweede")
    assert save(second, event, _move="gepubliceerd", reason="Toch juist.").status_code == 302
    page = public(event)
    assert "Daarna" in page
    assert WORDS not in page
    assert HIDDEN in page
    assert "Toch juist." in page


def test_the_list_offers_it_too(editor, event, public, body):
    assert "Verberg eerdere redenen (alleen bij intrekken)" in body(editor.get(LIST))
    seen = f"{event.pk}:{event.version}"
    data = {"action": "withdraw", "_selected_action": event.pk, "seen": seen, "reason": "Weg."}
    editor.post(LIST, {**data, "hide_reasons": "on"})
    assert WORDS not in public(event)


def test_without_withdrawing_it_is_refused_and_nothing_is_lost(editor, event, body):
    form = {**form_of(editor, event), "title": "Nog eens", **CORRECTION, "hide_reasons": "on"}
    answer = editor.post(change(event), form)
    assert "Dit kan alleen samen met ‘Trek in’" in body(answer)
    assert 'value="Nog eens"' in body(answer)
    assert not Change.objects.filter(hides_reasons=True).exists()


def test_a_claim_hides_its_reasons_too(editor, client, body):
    claim = StatementFactory().claim
    assert save(editor, claim, title="Waarom?", **CORRECTION).status_code == 302
    assert WORDS in body(client.get("/om-citrix/wijzigingen/"))
    assert save(editor, claim, **WITHDRAW, hide_reasons="on").status_code == 302
    for page in ("/om-citrix/wijzigingen/", "/om-citrix/wijzigingen.atom"):
        assert WORDS not in body(client.get(page))


def test_staff_still_read_it_in_the_log(editor, event, body):
    save(editor, event, **WITHDRAW, hide_reasons="on")
    assert WORDS in body(editor.get(change(event).replace("change", "history")))


def test_the_log_knows_when_somebody_shows_a_hidden_reason_past_it(editor, event):
    save(editor, event, **WITHDRAW, hide_reasons="on")
    with guards.down():
        Change.objects.filter(hides_reasons=True).update(hides_reasons=False)
    with pytest.raises(TamperedError):
        verify()


@pytest.mark.parametrize("reason", ["a\x07b", "x" * 301])
def test_a_reason_that_cannot_be_told_is_refused_in_form_and_list(editor, body, reason):
    event = LinkFactory().event
    before = Change.objects.count()
    page = body(save(editor, event, title="Anders", reason=reason, nature="inhoud"))
    assert 'value="Anders"' in page
    seen = f"{event.pk}:{event.version}"
    data = {"action": "withdraw", "_selected_action": event.pk, "seen": seen, "reason": reason}
    page = body(editor.post(LIST, data, follow=True))
    assert "1 × niet ingetrokken" in page
    assert "stuurteken" in page or "300" in page
    assert Change.objects.count() == before


@pytest.mark.parametrize("reason", ["", "Daarom."])
def test_of_an_entry_that_is_not_stored_the_reason_is_what_was_given(reason):
    assert Change(reason=reason).public_reason == reason
