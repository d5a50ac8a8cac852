"""Forged forms of the desk: each field of each form holds what no browser sends, none fails."""

import random

import pytest
from django.contrib.auth.models import Group, User

from tests.factories import (
    CitationFactory,
    EventFactory,
    KamerstukFactory,
    LinkFactory,
    QuestionFactory,
    StatementFactory,
)
from tests.helpers.desk import change, form_of, values
from tests.helpers.proofs import WHOLE

pytestmark = pytest.mark.django_db

VALUES = ["", "woord", "0", "-1", "1.5", "9" * 30, "1e9", "²", "١٢", "\x00", "a\x00b", "a\x0bb"]
VALUES += ["' OR 1=1 --", "None", "true", "[]", "1,2", " 1 ", "\u202e", "😀" * 300, "a" * 20_000]
VALUES += ["9223372036854775807", "9223372036854775808", "2147483648", "-9223372036854775809"]
VALUES += [
    "2025-02-31",
    "0000-00-00",
    "99999-01-01",
    "25:61:61",
    "https://[",
    "https://a\x00b",
    "|",
]
KEYS = ("rows-0-events", "rows-0-papers", "rows-0-id", "rows-0-questions", "citations-0-kamerstuk")
KEYS += ("citations-0-id", "links-0-id", "statements-0-event", "statements-0-id", "incident")
KEYS += (
    "rows-TOTAL_FORMS",
    "rows-INITIAL_FORMS",
    "groups",
    "permissions",
    "version_seen",
    "answer",
)
MORE = ("_move", "_force", "_popup", "_to_field", "reason", "nature", "hide_reasons", "rows-5-id")
LIST = "/admin/incident/event/"


def account(row) -> str:
    return f"/admin/auth/{row._meta.model_name}/{row.pk}/change/"


@pytest.fixture
def forms(admin_client) -> dict[str, dict]:
    """Return each form of the desk as a browser would send it, by its address."""
    event = CitationFactory(event__draft=True).event
    LinkFactory(event=event)
    statement = StatementFactory(claim__draft=True, event=event)
    question = QuestionFactory(questions__draft=True)
    question.events.set([event])
    question.papers.set([event.citations.get().kamerstuk])
    found = {}
    for row in (event, statement.claim, question.questions):
        found[change(row)] = form_of(admin_client, row)
    for row in (KamerstukFactory(), event.incident, LinkFactory(event=EventFactory()).event):
        found[change(row)] = values(admin_client.get(change(row)).context["adminform"].form)
    user = User.objects.create_user("iemand", is_staff=True)
    found[account(user)] = {"username": "iemand", "is_staff": "on", "groups": []}
    found[account(Group.objects.first())] = {"name": "groep", "permissions": []}
    paper = KamerstukFactory(number="")
    found[change(paper).replace("change", "nummer")] = {"nummer": "9", "version_seen": "1"}
    found["/admin/incident/kamerstuk/snel-toevoegen/"] = {"pasted": "26643, nr. 3", "keuze--": "1"}
    seen = {"seen": f"{event.pk}:{event.version}", "_selected_action": event.pk}
    found[LIST] = {"action": "submit", "reason": "Daarom.", "hide_reasons": "", "index": 0, **seen}
    return found


def stands(browser, address: str, data: dict) -> None:
    """Send a form and see that the answer is no failure of ours."""
    answer = browser.post(address, data)
    assert answer.status_code < 500, (address, data)
    assert answer.status_code in (200, 302, 400, 403, 404), (address, data)


@pytest.mark.proof
def test_no_forged_key_fails_us(admin_client, forms):
    """Words, numbers past 64 bits and NULs among them, which the databases refuse in their ways."""
    chance = random.Random("2025Z35001")  # noqa: S311 - the same forms each time
    for address, form in forms.items():
        for name in [name for name in KEYS if name in form]:
            values = ["woord", "9" * 30, "a\x00b", *chance.sample(VALUES, 1)]
            for value in values if WHOLE else chance.sample(values, 1):
                stands(admin_client, address, {**form, name: value})


def test_a_field_without_a_name_is_refused(admin_client, forms):
    """It asks for the row by another column than its number, in a form and in a question."""
    for address, form in forms.items():
        for page in (address, address.replace("change", "delete")):
            stands(admin_client, page, {**form, "_to_field": ""})
            assert admin_client.get(page, {"_to_field": ""}).status_code in (
                200,
                302,
                400,
                403,
                404,
            )


def test_no_field_of_any_form_fails_us(admin_client, forms):
    chance = random.Random("2025Z14818")  # noqa: S311 - the same forms each time
    for address, form in forms.items():
        for _ in range(3):
            names = [name for name in (*form, *MORE) if chance.random() < 0.3]
            stands(admin_client, address, {**form, **{n: chance.choice(VALUES) for n in names}})


def test_a_forged_number_of_rows_builds_no_more_than_a_few_hundred(admin_client, forms):
    """Each row costs its fields; Django itself would build 2,000 of them."""
    address, form = next((a, f) for a, f in forms.items() if "statements-TOTAL_FORMS" in f)
    page = admin_client.post(address, {**form, "statements-TOTAL_FORMS": "9" * 10})
    found = [each.formset for each in page.context["inline_admin_formsets"]]
    assert max(each.total_form_count() for each in found) <= 200 + 10
