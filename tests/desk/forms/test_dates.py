"""A date is typed in any spelling, shown in words that the desk reads back, and said at once."""

import re

import pytest
from django.test import Client

from incident.desk.shared.dates import DateWords, DateWordsField
from incident.models import Change
from incident.values.dates import EventDate
from tests.factories import (
    CitationFactory,
    EventFactory,
    KamerstukFactory,
    LinkFactory,
    StatementFactory,
)
from tests.helpers.desk import change, drafted, form_of, save

ECHO = "/admin/datum/"
pytestmark = pytest.mark.django_db
DATES = {
    "2025-07-17": "17 juli 2025",
    "2025-06/2025-07-23": "juni 2025 – 23 juli 2025",
    "../2025-08-04": "uiterlijk 4 augustus 2025",
    "2025-07~": "rond juli 2025",
    "2025-07-XX": "een dag in juli 2025",
}


@pytest.mark.parametrize(("edtf", "words"), DATES.items())
def test_a_stored_date_is_shown_in_words_with_how_it_is_stored_below(edtf, words):
    html = DateWords().render("date", edtf, {"id": "id_date"})
    assert f'value="{words}"' in html
    assert f"<small>{edtf}</small>" in html
    assert EventDate.parse(words).edtf == edtf


@pytest.mark.parametrize(("edtf", "words"), DATES.items())
def test_the_same_date_in_other_words_is_no_change(edtf, words):
    field = DateWordsField()
    assert not field.has_changed(edtf, words)
    assert field.clean(words) == edtf
    assert field.has_changed(edtf, "18 juli 2025")
    assert field.has_changed(edtf, "")
    assert field.has_changed(edtf, "ooit")


def test_what_is_typed_and_refused_stays_as_typed():
    assert 'value="ooit"' in DateWords().render("date", "ooit", {})
    assert 'value="17-7-2025"' in DateWords().render("date", "17-7-2025", {})


def test_a_date_with_long_words_fits(writer):
    event = drafted(writer)
    long = (
        "vermoedelijk rond een dag in september 2025 – vermoedelijk rond een dag in december 2025"
    )
    assert len(long) > 64
    assert save(writer, event, date=long).status_code == 302
    event.refresh_from_db()
    assert event.date == "2025-09-XX%/2025-12-XX%"


def fields(page: str) -> list[str]:
    return re.findall(r'<input[^>]*name="([^"]+)"[^>]*data-echo="/admin/datum/"', page)


def test_every_date_of_the_record_is_shown_so_also_in_rows_under_a_form(admin_client, body):
    link = LinkFactory()
    statement, paper = StatementFactory(press=True), KamerstukFactory()
    for row, names in (
        (link.event, ["date", "links-0-date", "links-__prefix__-date"]),
        (paper, ["date"]),
        (statement.claim, ["statements-0-date", "statements-__prefix__-date"]),
    ):
        page = body(admin_client.get(change(row)))
        assert fields(page) == names
        assert "incident/dates.js" in page
        assert "17 juli 2025" in page or "18 juli 2025" in page


def test_saving_a_form_in_words_that_nobody_touched_changes_nothing(editor):
    event = LinkFactory(event__date="2025-06/2025-07-23").event
    words = {"date": "juni 2025 – 23 juli 2025", "links-0-date": "18 juli 2025"}
    count = Change.objects.count()
    assert editor.post(change(event), {**form_of(editor, event), **words}).status_code == 302
    event.refresh_from_db()
    assert event.version == 1
    assert Change.objects.count() == count


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("17-7-2025", {"words": "17 juli 2025", "edtf": "2025-07-17"}),
        (" juni 2025 - 23 juli 2025 ", {"words": DATES["2025-06/2025-07-23"]}),
        ("", {"words": "", "edtf": ""}),
        ("31-2-2025", {"error": "31 februari 2025 bestaat niet."}),
        ("x" * 3_000, {"error": "Deze datum is te lang."}),
    ],
)
def test_the_desk_says_a_typed_date_in_words(writer, text, said):
    answer = writer.get(ECHO, {"tekst": text})
    assert answer.status_code == 200
    assert answer.json().items() >= said.items()


def test_a_stranger_is_told_nothing(db):
    assert Client().get(ECHO, {"tekst": "17-7-2025"}).status_code == 302


def test_a_conflict_says_both_dates_in_words(writer, body):
    event = drafted(writer)
    seen = form_of(writer, event)
    save(writer, event, date="18-7-2025")
    page = body(writer.post(change(event), {**seen, "date": "juli 2025"}))
    assert "Nu opgeslagen: ‘18 juli 2025’" in page
    assert "2025-07-18" not in page.partition("field-date")[2].partition("</ul>")[0]


def test_who_may_only_look_reads_the_date_in_words(writer, body):
    event = CitationFactory(event__date="2025-06/2025-07-23").event
    page = body(writer.get(change(event)))
    assert "juni 2025 – 23 juli 2025</div>" in page
    assert "2025-06/2025-07-23" not in page


def test_a_wrong_date_is_refused_in_one_sentence(writer, body):
    page = body(save(writer, EventFactory(draft=True), date="ooit"))
    assert page.count("Deze datum") == 1
