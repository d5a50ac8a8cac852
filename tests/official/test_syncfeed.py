"""The feed of the Chamber: read on from where it was left, and what in it is a candidate."""

from dataclasses import replace

import pytest

from incident.choices import PaperKind
from incident.models import Candidate
from incident.models.official import Answered, Decision
from incident.official.asking import run
from incident.official.subjects import of_paper
from tests.factories import KamerstukFactory
from tests.official.chamber import Document
from tests.official.reading import found, read
from tests.official.source import letter, response, status

pytestmark = pytest.mark.django_db

FIRST = 20_127_001
OTHER = Document("2025D30000", kind="Motie", day="2025-08-12T00:00:00")


def test_a_document_with_a_number_is_a_candidate_with_its_evidence(source, paper):
    asking = read(source, Document(volgnummer="1380"))
    assert asking.outcome == Answered.FOUND
    kept = Candidate.objects.get(paper=paper)
    assert kept.citation == "Kamerstukken II 2024/25, 26 643, nr. 1380"
    assert (kept.identifier, kept.document) == ("kst-26643-1380", "2025D35001")
    assert (kept.source, kept.title, str(kept.day)) == ("SyncFeed", "Stand van zaken", "2025-08-12")
    assert "<volgnummer>1380<" in kept.raw.replace("ns0:", "")
    assert kept.asked_address.endswith("/SyncFeed/2.0/Feed")
    assert kept.address == "https://zoek.officielebekendmakingen.nl/kst-26643-1380.html"


@pytest.mark.parametrize(
    ("about", "identifier"),
    [
        ({"dossier": "36600", "suffix": "VI", "volgnummer": "7"}, "kst-36600-VI-7"),
        ({"dossier": "21501", "suffix": "08", "volgnummer": "7"}, "kst-21501-08-7"),
        ({"dossier": "36600", "suffix": "(R2104)", "volgnummer": "7"}, "2025D35001"),
    ],
)
def test_the_suffix_of_a_dossier_is_of_its_number(source, about, identifier):
    paper = KamerstukFactory(unnumbered=True, dossier="", document_number="2025D35001")
    read(source, Document(**about))
    kept = Candidate.objects.get(key=f"stuk:{paper.pk}")
    assert kept.identifier == identifier
    assert about["suffix"].strip("()") in kept.citation


def test_a_document_without_number_is_not_yet_published_and_then_gets_one(source, paper):
    read(source, Document(volgnummer="-1"))
    kept = Candidate.objects.waiting().get()
    assert (kept.citation, kept.numbered, kept.address) == ("2025D35001", False, "")
    again = Document(volgnummer="1380", changed="2025-09-20T09:00:00Z")
    read(source, Document(), again)
    assert found() == ["Kamerstukken II 2024/25, 26 643, nr. 1380"]
    assert Candidate.objects.get(paper=paper).pk == kept.pk


def test_a_number_is_not_lost_for_none(source, paper):
    read(source, Document(volgnummer="1380"))
    read(source, Document(volgnummer="1380"), Document(volgnummer="-1"))
    assert found() == ["Kamerstukken II 2024/25, 26 643, nr. 1380"]


def test_what_two_sources_say_is_one_candidate(source, paper):
    read(source, Document(volgnummer="-1"))
    source.says(response(letter()))
    read(source, Document(), Document(volgnummer="1380"))
    kept = Candidate.objects.waiting().get()
    assert (kept.identifier, kept.sources) == ("kst-26643-1380", "SRU en SyncFeed")
    assert "ondernummer>1380<" in kept.raw


def test_a_rejected_document_does_not_come_back_under_its_number(source, paper):
    read(source, Document(volgnummer="-1"))
    Candidate.objects.get().decide(Decision.REJECTED, "redacteur")
    read(source, Document(), Document(volgnummer="1380"))
    kept = Candidate.objects.get(paper=paper)
    assert (kept.state, kept.identifier) == (Decision.REJECTED, "kst-26643-1380")
    source.says(response(letter()))
    run([of_paper(paper)], again=True)
    assert Candidate.objects.filter(paper=paper).count() == 1


@pytest.mark.parametrize(
    "other",
    [
        Document(kind="Motie", volgnummer="1380"),
        Document(kind="Stenogram", volgnummer="-1"),
        Document(dossier="31865", volgnummer="1380"),
        Document(dossier="", volgnummer="-1"),
        Document(day="2025-08-14T00:00:00", volgnummer="1380"),
        Document(day="", volgnummer="1380"),
        Document(chamber="1", volgnummer="1380"),
        Document(number="", volgnummer="1380"),
        Document(is_deleted=True),
    ],
)
def test_another_document_is_no_candidate(source, paper, other):
    assert read(source, other).outcome == Answered.NOT_FOUND
    assert found() == []


def test_a_kind_that_is_new_may_be_ours_when_it_has_a_number(source, paper):
    read(source, Document(kind="Nog nooit gezien", volgnummer="1380", more="<nieuw>x</nieuw>"))
    assert found() == ["Kamerstukken II 2024/25, 26 643, nr. 1380"]
    assert Candidate.objects.get(paper=paper).kind == "Nog nooit gezien"


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2025-08-12T00:00:00", "2025-08-12"),
        ("2025-08-12T23:59:59.9970000", "2025-08-12"),
        ("2025-08-12T00:00:00+02:00", "2025-08-12"),
        ("2025-08-11T22:00:00Z", "2025-08-12"),
        ("2025-08-12T22:00:00Z", "2025-08-13"),
    ],
)
def test_around_midnight_the_day_is_that_in_the_netherlands(source, paper, said, day):
    read(source, Document(day=said, volgnummer="1380"))
    assert str(Candidate.objects.get(paper=paper).day) == day


@pytest.mark.parametrize(
    "changed", ["0001-01-01T00:00:00+05:00", "9999-12-31T23:30:00Z", "gisteren"]
)
def test_a_change_at_no_moment_that_can_be_is_read_all_the_same(source, paper, changed):
    read(source, Document(volgnummer="1380", changed=changed))
    assert Candidate.objects.get(paper=paper).identifier == "kst-26643-1380"


def test_a_document_that_is_deleted_later_is_said_to_be(source, paper):
    read(source, Document(volgnummer="1380"))
    read(source, Document(volgnummer="1380"), Document(is_deleted=True))
    assert Candidate.objects.get(paper=paper).is_gone
    again = [Document(volgnummer="1380"), Document(is_deleted=True), Document(volgnummer="1380")]
    read(source, *again)
    assert not Candidate.objects.get(paper=paper).is_gone


def test_an_answer_is_told_by_the_case_of_its_questions(source, questions):
    reply = {"kind": "Antwoord schriftelijke vragen", "dossier": "", "day": "2025-08-20T00:00:00"}
    later = {**reply, "kind": "Mededeling (uitstel antwoord)"}
    read(
        source,
        Document("2025D36001", appendix="242502950", case="2025Z14818", **reply),
        Document("2025D36002", appendix="242502901", case="2025Z14818", **later),
        Document("2025D36003", appendix="242502951", case="2025Z00009", **reply),
        Document("2025D36004", kind="Schriftelijke vragen", case="2025Z14818", dossier=""),
    )
    kept = {c.identifier: c.postpones for c in Candidate.objects.filter(questions=questions)}
    assert kept == {"ah-tk-20242025-2950": False, "ah-tk-20242025-2901": True}
    assert "Aanhangsel Handelingen II 2024/25, nr. 2950" in found()


def test_an_answer_without_number_is_not_yet_published_and_no_postponement(source, questions):
    reply = KamerstukFactory(kind=PaperKind.ANSWER, dossier="", number="", date="2025-08-12/..")
    questions.answer = reply
    questions.save()
    about = {"dossier": "", "case": "2025Z14818", "day": "2025-08-20T00:00:00"}
    later = Document("2025D36002", kind="Mededeling (uitstel antwoord)", **about)
    read(source, later, Document("2025D36001", kind="Antwoord schriftelijke vragen", **about))
    assert found() == ["2025D36001"]


def test_an_answer_of_the_senate_is_of_its_own_series(source, questions):
    about = {"dossier": "", "case": "2025Z14818", "day": "2025-08-20T00:00:00"}
    about |= {"chamber": "1", "kind": "Antwoord schriftelijke vragen", "appendix": "242500012"}
    read(source, Document(**about))
    assert Candidate.objects.get().identifier == "ah-ek-20242025-12"


def test_a_paper_is_known_by_the_number_of_its_document_whatever_its_day(source):
    paper = KamerstukFactory(unnumbered=True, date="2020-01-01", document_number="2025D35001")
    read(source, OTHER, Document(volgnummer="1380"))
    assert Candidate.objects.get(paper=paper).identifier == "kst-26643-1380"


def test_new_papers_of_a_followed_dossier_are_told(source, clock):
    KamerstukFactory(number="1378")
    recent, old = f"{clock.now:%Y-%m-%dT00:00:00}", "2015-01-05T00:00:00"
    read(
        source,
        Document("2025D36001", kind="Motie", day=recent, volgnummer="1390"),
        Document("2025D36002", day=recent, volgnummer="1378"),
        Document("2025D36003", day=recent, volgnummer="-1"),
        Document("2025D36004", day=recent, volgnummer="9", dossier="31865"),
        Document("2025D36005", day=old, volgnummer="300"),
    )
    assert found() == ["Kamerstukken II 2024/25, 26 643, nr. 1390"]


def test_only_what_may_be_ours_is_looked_up_and_once(source, paper):
    elsewhen = [replace(OTHER, number=f"2019D0000{n}", day="2019-01-01T00:00:00") for n in range(5)]
    read(source, *elsewhen, Document(), Document())
    assert source.chamber.entities() == 1


def test_an_answer_without_a_day_is_not_of_before_the_year_of_its_questions(source, questions):
    questions.answer = KamerstukFactory(kind=PaperKind.ANSWER, dossier="", number="", date="")
    questions.save()
    about = {"kind": "Antwoord schriftelijke vragen", "dossier": "", "case": "2025Z14818"}
    read(source, Document(day="2024-12-31T00:00:00", **about))
    assert source.chamber.entities() == 0
    read(source, Document(), Document("2025D35002", day="2025-01-01T00:00:00", **about))
    assert found() == ["2025D35002"]


def test_a_reference_that_cannot_be_read_holds_nothing_up(source, paper):
    source.chamber.broken = status(404)
    asking = read(source, Document(volgnummer="1379"), Document("2025D35002", volgnummer="1380"))
    assert "Verwijzingen die niet te lezen waren: 2." in asking.said
    assert "verder is er niets" in asking.said
    assert found() == []


def test_a_reference_is_no_address(source, paper):
    odd = '<kamerstukdossier ref="http://127.0.0.1:1/x"/><kamerstukdossier ref="../../geheim"/>'
    read(source, Document(dossier="", more=odd, volgnummer="1380"))
    assert source.chamber.entities() == 0
