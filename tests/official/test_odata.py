"""OData of the Chamber, which is asked by number, and only where the operator gave its address."""

import json
import time

import pytest

from incident.models import Asking, Candidate
from incident.models.official import Answered
from incident.official import faults
from incident.official.asking import run
from incident.official.subjects import of_paper, of_questions
from tests.factories import KamerstukFactory
from tests.official import source as spoken
from tests.official.chamber import Document
from tests.official.source import letter, response, send, status

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper():
    return KamerstukFactory(unnumbered=True, date="2025-08-12", document_number="2025D35001")


def ask(paper) -> Asking:
    run([of_paper(paper)], again=True)
    return Asking.objects.get(key=f"stuk:{paper.pk}")


def test_it_is_not_asked_unless_its_address_is_set(source, paper):
    ask(paper)
    assert source.chamber.asked == []


def test_a_document_is_asked_by_its_number_and_is_a_candidate(odata, paper):
    odata.chamber.documents = [Document(volgnummer="1380")]
    assert ask(paper).outcome == Answered.FOUND
    assert odata.chamber.asked == [
        "/OData/v5/Document?%24filter=DocumentNummer+eq+%272025D35001%27"
        "&%24expand=Kamerstukdossier%2CZaak&%24top=50"
    ]
    assert odata.headers[-1]["Accept"] == "application/json"
    kept = Candidate.objects.get()
    assert (kept.identifier, kept.source) == ("kst-26643-1380", "OData")
    assert kept.citation == "Kamerstukken II 2024/25, 26 643, nr. 1380"
    assert str(kept.day) == "2025-08-12"
    assert json.loads(kept.raw)["Volgnummer"] == 1380
    assert "DocumentNummer eq '2025D35001'" in kept.asked_address


def test_what_the_search_found_is_not_asked_again(odata, paper):
    odata.says(response(letter()))
    ask(paper)
    assert odata.chamber.asked == []


def test_a_document_without_number_is_not_yet_published(odata, paper):
    odata.chamber.documents = [Document(volgnummer="-1")]
    asking = ask(paper)
    assert (asking.outcome, "nog geen nummer" in asking.said) == (Answered.NOT_YET, True)
    kept = Candidate.objects.waiting().get()
    assert (kept.identifier, kept.numbered) == ("2025D35001", False)


def test_a_number_that_nobody_knows_is_not_found(odata, paper):
    assert ask(paper).outcome == Answered.NOT_FOUND


def test_a_deleted_document_is_none(odata, paper):
    odata.chamber.documents = [Document(volgnummer="1380", is_deleted=True)]
    assert ask(paper).outcome == Answered.NOT_FOUND


def test_the_answer_is_asked_by_the_case_of_the_questions(odata, questions):
    about = {"case": "2025Z14818", "dossier": "", "day": "2025-08-20T00:00:00"}
    odata.chamber.documents = [
        Document("2025D36000", kind="Schriftelijke vragen", **about),
        Document("2025D36001", kind="Antwoord schriftelijke vragen", appendix="242502950", **about),
        Document("2025D36002", kind="Mededeling (uitstel antwoord)", appendix="242502901", **about),
    ]
    run([of_questions(questions)], again=True)
    kept = {c.identifier: c.postpones for c in Candidate.objects.all()}
    assert kept == {"ah-tk-20242025-2950": False, "ah-tk-20242025-2901": True}


def test_names_that_lapsed_or_changed_are_no_reason_to_stop(odata, paper):
    row = {"DocumentNummer": "2025D35001", "Soort": "Brief regering", "Volgnummer": 1380}
    row |= {"Kamerstukdossier": {"Nummer": 26643}, "Zaak": None, "Nieuw": [1], "Datum": 5}
    odata.chamber.instead = [json.dumps({"value": [row]})]
    ask(paper)
    assert Candidate.objects.get().identifier == "kst-26643-1380"


def test_a_fault_of_the_search_does_not_keep_us_from_asking_here(odata, paper):
    odata.says(spoken.DIAGNOSTICS)
    odata.chamber.documents = [Document(volgnummer="1380")]
    asking = ask(paper)
    assert asking.outcome == Answered.FOUND
    assert "voerde de vraag niet uit" in asking.said


FAULTS = {
    "cut": ('{"value": [{"Docu', faults.CUT_JSON, Answered.UNREADABLE),
    "deep": ("[" * 200_000, faults.CUT_JSON, Answered.UNREADABLE),
    "page": (spoken.web_page, faults.WEB_PAGE, Answered.UNREADABLE),
    "list": ("[]", faults.UNKNOWN_SHAPE, Answered.UNREADABLE),
    "rows": ('{"value": ["x"]}', faults.UNKNOWN_SHAPE, Answered.UNREADABLE),
    "nameless": ('{"value": [{}]}', faults.UNKNOWN_SHAPE, Answered.UNREADABLE),
    "letters": (
        lambda handler: send(handler, '{"value": "é"}'.encode("latin-1"), kind="application/json"),
        faults.WRONG_CHARSET,
        Answered.UNREADABLE,
    ),
    "endless": (spoken.without_end, faults.TOO_LARGE, Answered.UNREADABLE),
    "slow": (spoken.byte_by_byte, faults.TOO_SLOW, Answered.SILENT),
    "halfway": (spoken.halfway, faults.BROKEN_OFF, Answered.UNREADABLE),
    "elsewhere": (status(302, Location="https://elders.example/"), faults.ELSEWHERE, None),
    "refused": (status(400), faults.DENIED, Answered.REFUSED),
    "gone": (status(410), faults.DENIED, Answered.REFUSED),
    "waiting": (status(429, Retry_After="3600"), faults.TOO_MANY, Answered.REFUSED),
    "down": (status(503, Retry_After="3600"), faults.OUT_OF_ORDER, Answered.SILENT),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_has_its_own_sentence_and_nothing_is_lost(odata, paper, fault):
    odata.chamber.documents = [Document(volgnummer="1380")]
    ask(paper)
    answer, sentence, outcome = FAULTS[fault]
    odata.chamber.instead = [answer]
    began = time.monotonic()
    asking = ask(paper)
    assert time.monotonic() - began < 3
    opening = sentence.partition("{detail}")[0]
    assert opening.format(host="127.0.0.1") in asking.said
    assert asking.outcome == (outcome or Answered.UNREADABLE)
    assert Candidate.objects.waiting().get().identifier == "kst-26643-1380"
