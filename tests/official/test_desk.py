"""What staff see of the official sources, and what a person decides about it."""

import time
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from incident.choices import PaperKind
from incident.models import AskingTurn, Candidate, Kamerstuk
from incident.models.official import Decision
from incident.official.asking import run
from incident.official.subjects import all_subjects, of_dossier, of_paper, of_questions
from tests.factories import KamerstukFactory, QuestionFactory
from tests.official import source as spoken
from tests.official.source import answer, letter, response

pytestmark = pytest.mark.django_db

PAGE = "/admin/officiele-bronnen/"
NUMBER = urlencode({"nummer": "Kamerstukken II 2024/25, 26 643, nr. 1380"})


@pytest.fixture
def found(source, paper):
    source.says(response(letter(), letter("kst-26643-1381", documenttitel="<b>Een andere</b>")))
    run([of_paper(paper)])
    return Candidate.objects.get(identifier="kst-26643-1380")


def test_candidates_of_one_day_stand_beside_what_we_have(writer, found, paper, body):
    page = body(writer.get(PAGE))
    for said in (str(paper), "Er passen er 2", "nr. 1380", "nr. 1381", "D.M. van Weel"):
        assert said in page
    assert "&lt;b&gt;Een andere" in page
    assert "12 augustus 2025" in page
    assert f"{paper.pk}/nummer/?{NUMBER.replace('&', '&amp;')}" in page


def test_a_person_confirms_through_the_page_that_gives_a_number(writer, found, paper, body):
    address = f"/admin/incident/kamerstuk/{paper.pk}/nummer/"
    page = body(writer.get(f"{address}?{NUMBER}"))
    assert "wordt <strong>Kamerstukken II 2024/25, 26 643, nr. 1380" in page
    paper.refresh_from_db()
    assert paper.number == ""
    data = {"nummer": "26 643, nr. 1380", "version_seen": paper.version}
    writer.post(address, data)
    found.refresh_from_db()
    assert found.state == Decision.CONFIRMED
    assert "Er is niets om te bekijken" in body(writer.get(PAGE))


def test_what_was_rejected_is_gone_and_says_who(writer, found, source, paper, body):
    answer = writer.post(f"{PAGE}{found.pk}/afwijzen/", follow=True)
    assert "nr. 1380 komt hier niet terug" in body(answer)
    found.refresh_from_db()
    assert (found.state, found.decided_by) == (Decision.REJECTED, "schrijver")
    run([of_paper(paper)], again=True)
    page = body(writer.get(PAGE))
    assert "nr. 1380</strong>" not in page
    assert "nr. 1381</strong>" in page
    assert "intussen" not in page
    assert "al." in body(writer.post(f"{PAGE}{found.pk}/afwijzen/", follow=True))


def test_the_home_page_says_what_waits(writer, found, source, body):
    questions = QuestionFactory(questions__kamerstuk__chamber_number="2025Z14818").questions
    source.says(response(answer()))
    run([of_questions(questions)])
    source.says(response(letter("kst-26643-1390"), letter("kst-26643-1391")))
    run([of_dossier("26643")])
    page = body(writer.get("/admin/"))
    assert "1 papier kreeg misschien een nummer" in page
    assert "1 set Kamervragen kreeg misschien een antwoord of uitstel" in page
    assert f'href="{PAGE}#dossier-26643">2 nieuwe stukken in 26 643<' in page
    assert 'id="dossier-26643"' in body(writer.get(PAGE))


def test_a_new_paper_is_one_click_from_quick_add(writer, source, body):
    KamerstukFactory(number="1376")
    source.says(response(letter("kst-26643-1390")))
    run([of_dossier("26643")])
    link = urlencode({"plak": "Kamerstukken II 2024/25, 26 643, nr. 1390"}).replace("&", "&amp;")
    page = body(writer.get(PAGE))
    assert f"snel-toevoegen/?{link}" in page
    add = "/admin/incident/kamerstuk/snel-toevoegen/"
    assert "nr. 1390</textarea>" in body(writer.get(f"{add}?{link}"))
    writer.post(add, {"pasted": "Kamerstukken II 2024/25, 26 643, nr. 1390"})
    assert Kamerstuk.objects.filter(number="1390").exists()
    assert not Candidate.objects.waiting().exists()


def test_asking_now_tells_what_came_of_it(writer, source, paper, body):
    assert "Nu vragen" in body(writer.get(PAGE))
    source.says(response(letter()))
    said = body(writer.post(f"{PAGE}vragen/", follow=True))
    assert "Gevraagd: iets gevonden 2×, niet gevonden 1×. Nieuw om te bekijken: 2." in said
    said = body(writer.post(f"{PAGE}vragen/", follow=True))
    assert "Voor 2 is het nog te vroeg" in said
    writer.post(f"{PAGE}vragen/", {"stuk": paper.pk})
    assert len(source.asked) == 3
    writer.post(f"{PAGE}vragen/", {"stuk": "²"})
    assert len(source.asked) == 3


def test_asking_now_takes_no_longer_than_it_may(writer, source, body, monkeypatch):
    monkeypatch.setattr("incident.desk.official.PATIENCE", 0.5)
    for number in range(4):
        KamerstukFactory(unnumbered=True, date=f"2025-08-1{number}")
    source.says(spoken.byte_by_byte)
    began = time.monotonic()
    said = body(writer.post(f"{PAGE}vragen/", follow=True))
    assert time.monotonic() - began < 2
    assert "geen antwoord 1×" in said
    assert "Voor 5 was geen tijd meer" in said


def test_nobody_asks_twice_at_once(writer, source, paper, body):
    run([of_paper(paper)])
    AskingTurn.objects.update(until=timezone.now() + timedelta(minutes=1))
    assert "Er wordt al gevraagd" in body(writer.post(f"{PAGE}vragen/", follow=True))
    assert len(source.asked) == 1


def test_switched_off_there_is_no_button_and_it_asks_nothing(writer, source, paper, settings, body):
    settings.OFFICIAL_ASK = False
    assert "Nu vragen" not in body(writer.get(PAGE))
    assert "staat uit" in body(writer.post(f"{PAGE}vragen/", follow=True))
    assert source.asked == []


def test_each_fault_and_each_pause_is_told(writer, source, paper, body):
    source.says(spoken.DIAGNOSTICS)
    run(all_subjects())
    page = body(writer.get(PAGE))
    assert "geweigerd. 127.0.0.1 voerde de vraag niet uit: ‘line 1:13 mismatched input’." in page
    assert "vanaf " in page


def test_the_page_costs_the_same_for_any_number_of_papers(writer, source, body):
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            body(writer.get(PAGE))
        return len(captured)

    def fill():
        KamerstukFactory(unnumbered=True, date="2025-08-12")
        reply = KamerstukFactory(kind=PaperKind.ANSWER, dossier="", unnumbered=True, title="x")
        QuestionFactory(questions__answer=reply)

    source.says(response(letter()))
    fill()
    run(all_subjects())
    cost()
    few = cost()
    for _ in range(4):
        fill()
    run(all_subjects())
    assert cost() == few


def test_a_paper_with_candidates_can_be_deleted(writer, found, paper):
    writer.post(f"/admin/incident/kamerstuk/{paper.pk}/delete/", {"post": "yes"})
    assert not Kamerstuk.objects.filter(pk=paper.pk).exists()
    assert not Candidate.objects.exists()
