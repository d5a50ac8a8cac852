"""A field has room for the text that it asks for."""

import re

import pytest

from tests.factories import KamerstukFactory, QuestionFactory, StatementFactory
from tests.helpers.desk import change, drafted, save

pytestmark = pytest.mark.django_db


def tags(page: str, name: str) -> set[str]:
    return set(re.findall(rf'<(input|textarea)[^>]*name="[^"]*{name}"', page))


def test_what_may_be_longer_than_a_screen_is_wide_has_lines(admin_client, writer, body):
    for row, name in (
        (drafted(writer), "date_note"),
        (KamerstukFactory(), "date_note"),
        (StatementFactory().claim, "summary"),
        (QuestionFactory().questions, "wording"),
    ):
        assert tags(body(admin_client.get(change(row))), name) == {"textarea"}, name


def test_a_line_end_in_such_a_field_is_stored_as_a_space(writer):
    event = drafted(writer)
    assert save(writer, event, date_note="Het bericht zegt\r\n‘gisteren’.").status_code == 302
    event.refresh_from_db()
    assert event.date_note == "Het bericht zegt ‘gisteren’."


def test_the_parts_of_a_number_stand_in_one_group(admin_client, body):
    page = body(admin_client.get(change(KamerstukFactory())))
    group = page.partition(">Nummer</h2>")[2].partition("</fieldset>")[0]
    for name in ("chamber", "session", "dossier", "suffix", "number", "chamber_number"):
        assert f'name="{name}"' in group


@pytest.mark.parametrize(("date", "session"), [("15-9-2025", "2024-2025"), ("2025", "")])
def test_a_paper_takes_its_session_year_from_its_date(admin_client, date, session):
    paper = KamerstukFactory(session="", date="")
    save(admin_client, paper, date=date)
    paper.refresh_from_db()
    assert paper.session == session
