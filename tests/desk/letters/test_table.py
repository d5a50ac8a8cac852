"""The reading table: the letter with its finds, one step at a time, never over a colleague."""

import re

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from incident.audit.recorder import audited
from incident.desk.letters import table as reading_table
from incident.models import Change, Event, Kamerstuk, LetterStep, WrittenQuestions
from incident.models.letter import Step
from tests.desk.letters.conftest import LETTER, PAGE, Table, keys_of, read_in, row_of
from tests.factories import LetterFactory, QuestionFactory, StatementFactory

pytestmark = pytest.mark.django_db


def test_each_mark_leads_to_its_find_and_back(table):
    page = table.page()
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    ways = {way for way in re.findall(r'href="#([^"]+)"', page) if way[:2] in ("r-", "b-")}
    assert ways
    assert ways <= set(ids)
    assert {f"r-{key}" for key in table.finds()} <= set(ids)


def test_the_finds_stand_in_the_order_of_the_letter(table):
    kinds = [key.split("-")[0] for key in table.finds()]
    assert kinds[:2] == ["stuk", "vragen"]
    asked = [key for key in table.finds() if key.startswith("vraag")]
    assert asked == ["vraag-1", "vraag-2", "vraag-3"]
    assert table.finds().index("vraag-1") < table.finds().index(table.key("vindplaats"))


def test_the_untouched_text_is_there_as_well(table):
    assert "Datum 12 augustus 2025\nOnderwerp Antwoorden" in table.page()


def test_doubts_are_said_above_all(writer):
    table = Table(writer, read_in(writer, "Vraag 1\nIs de brug open?\n\nVraag 3\nWaarom niet?\n"))
    assert "Kijk hier zelf na" in table.page()


def test_the_head_says_on_whose_behalf_too(writer):
    both = LETTER.replace("over de brug.\n", "over de brug, mede namens de minister van Sluizen.\n")
    row = Table(writer, read_in(writer, both)).row("stuk")
    assert "<dt>Mede namens</dt><dd>minister van Sluizen</dd>" in row


def test_a_doubt_leads_to_its_place(writer):
    headless = f"{LETTER}\nVraag 4\nKomt er een nieuwe brug?\n\nDie komt er, en hij is van hout.\n"
    page = Table(writer, read_in(writer, headless)).page()
    said = "Onder vraag 4 staat tekst zonder kopje. Is dat een antwoord?"
    way = re.search(rf'<li>{re.escape(said)} <a href="#([^"]+)">Toon in de brief', page)[1]
    assert f'<span id="{way}"></span>Die komt er, en hij is van hout.' in page


def test_a_letter_without_finds_says_nothing_that_is_not_there(writer):
    table = Table(writer, LetterFactory())
    assert table.finds() == ["stuk"]


def test_a_step_is_one_act_with_its_place(with_paper):
    key = with_paper.named("3 juli 2025")
    before = Change.objects.count()
    with_paper.do(key, title="De brug gaat dicht", kind="gevolg")
    entries = Change.objects.filter(number__gt=before)
    assert {entry.noun for entry in entries} == {"event", "letterstep"}
    assert len({entry.at for entry in entries}) == 1
    assert {entry.who for entry in entries} == {"schrijver"}
    assert all(entry.reason.endswith("antwoord op vraag 1.") for entry in entries)
    assert not any("geplakte" in entry.reason for entry in entries)


def test_what_is_put_aside_can_be_taken_up_again(table):
    key = table.key("datum")
    assert "Weggelegd door schrijver" in table.do(key, "wegleggen")
    assert table.step(key).step == Step.DROPPED
    assert "staat weer open" in table.do(key, "terug")
    assert table.step(key) is None
    assert [c.action for c in Change.objects.filter(noun="letterstep")] == ["gemaakt", "verwijderd"]


def test_one_can_stop_and_another_goes_on(table, staff):
    table.do("stuk")
    other = Table(staff("schrijver", "tweede"), table.letter)
    assert "Overgenomen door schrijver" in other.page()
    assert 'name="stuk-title"' not in other.page()


def test_what_a_colleague_did_meanwhile_is_not_done_again(table, staff):
    other = Table(staff("schrijver", "tweede"), table.letter)
    sent = other.sent("stuk")
    table.do("stuk")
    answer = other.browser.post(
        other.address, {**sent, "vondst": "stuk", "doe": "overnemen"}, follow=True
    )
    assert "Dit deed schrijver intussen al: overgenomen" in answer.content.decode()
    assert Kamerstuk.objects.filter(kind="antwoord").count() == 1


def test_of_two_at_the_same_moment_one_makes_the_draft(with_paper, monkeypatch):
    key = with_paper.key("datum")
    store = reading_table.store

    def after_a_colleague(request, letter, row):
        with audited():
            LetterStep(letter=letter, find=row.key, step=Step.DROPPED, who="tweede").save()
        store(request, letter, row)

    monkeypatch.setattr(reading_table, "store", after_a_colleague)
    page = with_paper.do(key, title="De brug gaat dicht")
    assert "Dit deed tweede intussen al: weggelegd" in page
    assert not Event.objects.exists()


def test_a_find_that_is_not_there_changes_nothing(table):
    assert "staat niet meer in de brief" in table.do("datum-9998-9999", "wegleggen")
    assert not LetterStep.objects.exists()


def test_without_the_paper_nothing_can_refer_to_it_and_what_was_typed_stays(table):
    key = table.key("datum")
    page = table.do(key, title="De brug gaat dicht")
    assert "Neem eerst ‘Het stuk zelf’ over" in page
    assert 'value="De brug gaat dicht"' in page
    assert not Event.objects.exists()


def test_nothing_of_a_letter_is_public(table, client, body):
    assert client.get(table.address).status_code == 302
    assert client.get(f"{PAGE}{table.letter.pk}/bestand/").status_code == 302
    assert "brug" not in body(client.get("/om-citrix/", follow=True))


def test_of_very_many_finds_the_first_stand_on_the_page_and_the_rest_comes(table, monkeypatch):
    everything = table.finds()
    monkeypatch.setattr(reading_table, "MOST_OPEN", 2)
    assert table.finds() == everything[:2]
    page = table.do(everything[0], "wegleggen")
    assert f"{len(everything) - 1} van {len(everything)} vondsten" in page
    assert table.finds() == everything[:3]


def test_a_sentence_beside_two_statements_is_two_finds(writer):
    for summary in ("De brug ging op 3 juli 2025 dicht.", "Op 3 juli 2025 ging de brug dicht."):
        StatementFactory(summary=summary)
    table = Table(writer, read_in(writer))
    found = [key for key in table.finds() if key.startswith("uitspraak")]
    assert len(found) == len(set(found)) == 2


def test_the_head_says_what_is_not_in_the_letter(writer):
    table = Table(writer, read_in(writer, LETTER.partition("\n")[2]))
    assert "<dt>Datum</dt><dd><em>niet in de brief</em>" in table.row("stuk")
    assert "<dt>Ingezonden</dt><dd>21 juli 2025</dd>" in table.row("vragen")


def test_the_mark_of_a_footnote_is_a_small_number(table):
    letter = table.page().split("De tekst precies zoals gelezen")[0]
    assert "<sup>[1]</sup>" in letter
    assert "footnoteRef" not in letter


def test_the_questions_that_are_there_are_linked_in_one_act(with_paper):
    asked = WrittenQuestions.objects.get()
    rows = [QuestionFactory(questions=asked, number=number) for number in (1, 3)]
    assert "Koppel alle 2" in with_paper.page()
    before = Change.objects.latest("number").number
    assert "2 vragen gekoppeld." in with_paper.many("bekend")
    steps = LetterStep.objects.filter(find__startswith="vraag-")
    assert [(one.find, one.step, one.row) for one in steps] == [
        ("vraag-1", Step.LINKED, rows[0].pk),
        ("vraag-3", Step.LINKED, rows[1].pk),
    ]
    entries = Change.objects.filter(number__gt=before)
    assert {entry.noun for entry in entries} == {"letterstep"}
    assert len({entry.at for entry in entries}) == 1
    assert "Koppel alle" not in with_paper.page()


def test_the_rest_is_put_aside_in_one_act_and_each_can_be_opened_again(table):
    table.do("stuk")
    finds = table.finds()
    assert "vondsten zijn gedaan" in table.many("rest")
    assert {step.find for step in LetterStep.objects.filter(step=Step.DROPPED)} == {*finds[1:]}
    assert table.step("stuk").step == Step.TAKEN
    table.do("vragen", "terug")
    assert table.step("vragen") is None


def test_many_steps_are_all_done_or_none(table, monkeypatch):
    taken = reading_table.note

    def after_a_colleague(request, letter, row, step, made=None):
        taken(request, letter, row, step, made)
        if row.key == table.finds()[-1]:
            raise IntegrityError

    monkeypatch.setattr(reading_table, "note", after_a_colleague)
    assert "Een collega wijzigde dit intussen" in table.many("rest")
    assert not LetterStep.objects.exists()


def test_the_form_that_one_comes_to_is_unfolded(table):
    def unfolded():
        page = table.page()
        return [key for key in keys_of(page) if "<details open>" in row_of(page, key)]

    assert unfolded() == ["stuk"]
    table.do("stuk")
    assert unfolded() == ["vragen"]


def test_what_is_certain_is_taken_without_looking(with_paper):
    page = with_paper.page()
    ready = [key for key in keys_of(page) if 'class="ready"' in row_of(page, key)]
    assert [key.split("-")[0] for key in ready] == ["vindplaats"]


def test_more_letters_and_more_of_their_steps_cost_no_more_queries(
    table, django_assert_num_queries
):
    with CaptureQueriesContext(connection) as list_of_one:
        table.browser.get(PAGE)
    with CaptureQueriesContext(connection) as alone:
        table.page()
    for _ in range(5):
        LetterFactory().steps.create(find="stuk", step=Step.DROPPED, who="iemand")
    with django_assert_num_queries(len(list_of_one)):
        table.browser.get(PAGE)
    with django_assert_num_queries(len(alone)):
        table.page()


def test_of_very_many_finds_so_many_are_put_aside_in_one_act(table, monkeypatch):
    monkeypatch.setattr(reading_table, "MOST_AT_ONCE", 3)
    count = len(table.finds())
    assert f"{count - 3} van {count} vondsten" in table.many("rest")
    assert LetterStep.objects.count() == 3


def test_a_find_costs_two_queries_at_most(writer):
    def queries(count: int) -> int:
        days = "".join(f"Het was op {n + 1} juli 2025 zo.\n\n" for n in range(count))
        table = Table(writer, read_in(writer, days))
        with CaptureQueriesContext(connection) as asked:
            table.page()
        return len(asked)

    assert queries(12) - queries(2) <= 2 * 10
