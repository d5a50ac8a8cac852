"""The shipped case: what its sources say, and nothing else."""

import json
import re

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from incident.desk.tasks import MISSING, TASKS
from incident.models import Citation, Claim, Event, Incident, Kamerstuk, Link, WrittenQuestions
from tests.conftest import ROOT
from tests.helpers.case import load_case

pytestmark = pytest.mark.django_db

FIXTURE = ROOT / "incident/fixtures/om_citrix.json"
LETTER = ROOT.parent / "shared/letters/antwoord-2025Z14818.txt"
ANSWER = "zonder-nummer-antwoord-2025-08-12"
UPDATE = "26643-zonder-nummer-brief-2025-08-12"

# The day it happened, its kind, the paper that told the Chamber: as the sources have it.
EVENTS = [
    ("2025-05/2025-06-25", "misbruik", None),
    ("2025-06/2025-07-23", "waarschuwing", ANSWER),
    ("2025-06-25", "waarschuwing", None),
    ("2025-07-16", "waarschuwing", None),
    ("2025-07-17", "maatregel", "kst-26643-1376"),
    ("2025-07-21", "parlement", "2025Z14818"),
    ("2025-07-21~", "gevolg", None),
    ("2025-07-22", "onderzoek", None),
    ("2025-07-23~", "parlement", "zonder-nummer-brief-2025-07-23"),
    ("2025-08~", "onderzoek", None),
    ("2025-08-04", "besluit", "kst-26643-1378"),
    ("2025-08-04", "onderzoek", "kst-26643-1378"),
    ("2025-08-07~", "herstel", None),
    ("2025-08-12", "parlement", UPDATE),
    ("2025-08-12/..", "parlement", ANSWER),
    ("2025-09-03", "onderzoek", "zonder-nummer-brief-2025-09-03"),
    ("2025-09-19", "parlement", "zonder-nummer-vragen-2025-09-19"),
    ("2025-09-25", "herstel", None),
    ("2025-10-16", "herstel", "zonder-nummer-antwoord-2025-11-21"),
    ("2025-11-04", "onderzoek", "zonder-nummer-antwoord-2025-11-04"),
    ("2025-11-21", "gevolg", "zonder-nummer-antwoord-2025-11-21"),
    ("2025-12-01", "onderzoek", "zonder-nummer-brief-2026-01-23"),
    ("../2026-04", "onderzoek", "zonder-nummer-brief-2026-01-23"),
]
PAPERS = {
    "kst-26643-1376": "2025-07-17",
    "2025Z14818": "2025-07-21",
    "zonder-nummer-brief-2025-07-23": "2025-07-23~",
    "kst-26643-1378": "2025-08-04",
    UPDATE: "2025-08-12",
    ANSWER: "2025-08-12/..",
    "zonder-nummer-brief-2025-09-03": "2025-09-03",
    "zonder-nummer-vragen-2025-09-19": "2025-09-19",
    "zonder-nummer-antwoord-2025-11-04": "2025-11-04",
    "zonder-nummer-antwoord-2025-11-21": "2025-11-21",
    "zonder-nummer-brief-2026-01-23": "2026-01-23",
}

# Where in the answer to the fourteen questions each event stands.
PLACES = {
    ("2025-06/2025-07-23", "antwoord op vraag 6"),
    ("2025-07-17", "antwoord op vraag 2, voetnoot 1"),
    ("2025-07-21", "opschrift van de vragen"),
    ("2025-08-04", "antwoord op vraag 2, voetnoot 2"),
    ("2025-08-04", "antwoord op vraag 2"),
    ("2025-08-04", "antwoord op vraag 3"),
    ("2025-08-12", "antwoord op vraag 5, voetnoot 3"),
    ("2025-08-12/..", "antwoorden op vragen 1 tot en met 14"),
}
# The press behind the events, by what its address must hold.
PRESS = {
    "digitalsecurityguide.eset.com",
    "agconnect.nl",
    "techzine.nl/nieuws/security/567671/",
    "ewmagazine.nl",
    "112groningen.nl/413488/",
    "blikopnieuws.nl/digitaal/307615/",
    "welingelichtekringen.nl",
    *(
        f"https://www.security.nl/posting/{number}/"
        for number in (
            *(897197, 897601, 897617, 897887, 899858, 903482),
            *(905351, 906147, 911659, 913957, 921900),
        )
    ),
}


@pytest.fixture(autouse=True)
def _case():
    load_case()


def test_each_event_has_its_day_its_kind_and_the_paper_that_told_it():
    told = [
        (e.date, e.kind, e.told_by[0].kamerstuk.slug if e.told_by else None)
        for e in Event.objects.for_readers()
    ]
    assert told == EVENTS


def test_each_paper_has_its_day_and_no_number_that_we_do_not_know():
    assert dict(Kamerstuk.objects.values_list("slug", "date")) == PAPERS
    numbered = Kamerstuk.objects.exclude(number="").values_list("number", flat=True)
    assert set(numbered) == {"1376", "1378"}
    assert Kamerstuk.objects.for_readers().count() == len(PAPERS)


def test_every_event_has_a_source_and_every_uncertain_date_its_explanation():
    for event in Event.objects.for_readers():
        assert "geen bron" not in event.gaps, event
        assert "onzekere datum zonder uitleg" not in event.gaps, event


def test_nothing_is_missing_at_the_desk_on_the_first_day(admin_user):
    for task in TASKS:
        if task.group == MISSING:
            for noun in task.nouns:
                assert not task.asked_of(noun._default_manager.all(), admin_user), task.name
    assert [event.gaps for event in Event.objects.for_readers() if event.gaps] == []


def test_the_key_moments_are_the_seven_and_each_has_its_words():
    keys = Event.objects.for_readers().filter(is_key=True)
    days = ["2025-07-16", "2025-07-17", "2025-07-22", "2025-08-04", "2025-08-04", "2025-08-12"]
    assert [event.date for event in keys] == [*days, "2025-09-25"]
    assert all(event.short_title for event in keys)


def test_a_paper_that_nobody_here_saw_says_by_whom_we_know_it():
    unseen = Kamerstuk.objects.exclude(unseen_source="")
    answer = {ANSWER, UPDATE, "kst-26643-1376", "kst-26643-1378", "2025Z14818"}
    assert {paper.slug for paper in unseen} == PAPERS.keys() - answer
    assert all(paper.title_is_ours and paper.date_note for paper in unseen)
    theirs = Kamerstuk.objects.filter(title_is_ours=False)
    assert [paper.title for paper in theirs] == ["Informatiebeveiliging OM"]


def test_readers_read_of_a_lek_and_never_of_a_gat():
    for row in json.loads(FIXTURE.read_text()):
        for name in SENTENCES:
            assert not {"gat", "gaten"} & set(words(row["fields"].get(name, "")))


def test_the_disconnection_tells_both_days():
    event = Event.objects.for_readers().get(date="2025-07-17")
    assert "18 juli" in event.date_note
    assert str(event.told_on) == "17 juli 2025"


def test_the_answer_is_cited_with_the_place_in_it():
    citations = Citation.objects.filter(kamerstuk__slug=ANSWER)
    assert set(citations.values_list("event__date", "locator")) == PLACES
    assert citations.count() == len(PLACES)


def test_a_paper_without_a_place_in_it_is_the_one_that_told():
    for citation in Citation.objects.filter(locator=""):
        assert citation.told, citation.event


def test_the_letters_are_cited_as_the_answer_prints_them():
    printed = dict(Citation.objects.exclude(printed="").values_list("kamerstuk__slug", "printed"))
    assert printed == {
        "kst-26643-1376": "Kamerstukken II, 2024-2025, 26643, nr. 1376.",
        "kst-26643-1378": "Kamerstukken II, 2024-2025, 26643, nr. 1378.",
        UPDATE: "Kamerstukken II, 2024-2025, 26643, nr. XXX",
        "2025Z14818": "2025Z14818",
    }


@pytest.mark.parametrize(
    ("date", "kind", "told_by", "told_on"),
    [
        ("2025-06/2025-07-23", "waarschuwing", ANSWER, "2025-08-12/.."),
        ("2025-07-17", "maatregel", "kst-26643-1376", "2025-07-17"),
        ("2025-07-21", "parlement", "2025Z14818", "2025-07-21"),
        ("2025-08-04", "besluit", "kst-26643-1378", "2025-08-04"),
        ("2025-08-12", "parlement", UPDATE, "2025-08-12"),
    ],
)
def test_the_five_events_that_were_asked_for_are_there(date, kind, told_by, told_on):
    event = Event.objects.for_readers().get(date=date, kind=kind)
    assert [c.kamerstuk.slug for c in event.told_by] == [told_by]
    assert event.told_on.edtf == told_on


def test_all_the_press_is_linked_and_nothing_else():
    links = Link.objects.all()
    for link in links:
        assert link.url.startswith("https://"), link
        assert sum(part in link.url for part in PRESS) == 1, link.url
    for part in PRESS:
        assert any(part in link.url for link in links), part


def test_one_article_has_one_publisher_and_one_date():
    articles = set(Link.objects.values_list("url", "publisher", "date"))
    assert len(articles) == len({url for url, _, _ in articles})


def test_the_fixture_holds_no_key_of_a_database_and_nothing_that_is_derived():
    derived = {"version", "changed_at", "publish_at", "search_text"}
    derived |= {"first_day", "last_day", "sort_day", "span_days"}
    for row in json.loads(FIXTURE.read_text()):
        assert "pk" not in row
        assert not derived & set(row["fields"]), row


def test_everything_in_it_is_as_valid_as_what_staff_may_enter():
    for model in (Incident, Event, Kamerstuk, Citation, Link):
        for row in model.objects.all():
            row.full_clean()


def test_loading_it_over_itself_is_refused_whole():
    Event._base_manager.update(title="Door een redacteur verbeterd")
    with pytest.raises(IntegrityError), transaction.atomic():
        call_command("loaddata", "om_citrix", verbosity=0)
    assert set(Event.objects.values_list("title", flat=True)) == {"Door een redacteur verbeterd"}


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


SENTENCES = (
    *("title", "subtitle", "short_title", "body", "introduction", "date_note", "locator"),
    *("summary", "wording", "note", "explanation"),
)


def test_no_sentence_is_the_ministrys():
    if not LETTER.exists():
        pytest.skip("the letter is not beside this clone")
    theirs = words(LETTER.read_text())
    runs = {tuple(theirs[n : n + 8]) for n in range(len(theirs))}
    for row in json.loads(FIXTURE.read_text()):
        for name in SENTENCES:
            ours = words(row["fields"].get(name, ""))
            for n in range(len(ours) - 7):
                assert tuple(ours[n : n + 8]) not in runs, " ".join(ours[n : n + 8])


def test_every_text_of_the_case_has_what_leaving_draft_asks():
    for model in (Event, Claim, WrittenQuestions):
        for row in model.objects.for_readers():
            assert model.publishing_errors(row.state()) == {}, row
