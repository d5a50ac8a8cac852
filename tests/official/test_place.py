"""The place in the feed: a run goes on where the last stopped, and goes back for what is new."""

import time
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command

from incident.models import Candidate, FeedPlace
from incident.models.official import Answered
from incident.official import following
from incident.official.asking import run
from incident.official.following import follow
from incident.official.keeping import Summary
from incident.official.subjects import all_subjects, of_dossier, of_paper
from tests.factories import KamerstukFactory
from tests.official.chamber import Document, feed
from tests.official.reading import found, read
from tests.official.source import send, status

pytestmark = pytest.mark.django_db

FIRST = 20_127_001
OTHER = Document("2025D30000", kind="Motie", day="2025-08-12T00:00:00")


def test_the_next_run_goes_on_where_the_last_one_stopped(source, paper, monkeypatch):
    monkeypatch.setattr(following, "MOST_PAGES", 1)
    three = [OTHER, OTHER, Document(volgnummer="1380")]
    asking = read(source, *three)
    assert "de volgende keer gaan wij daar verder" in asking.said
    assert found() == []
    assert asking.next_at <= asking.asked_at
    asking = read(source, *three)
    assert source.chamber.tokens() == ["", str(FIRST + 1)]
    assert found() == ["Kamerstukken II 2024/25, 26 643, nr. 1380"]
    asking = read(source, *three)
    assert source.chamber.tokens()[-1] == str(FIRST + 2)
    assert "Gelezen tot en met 13-08-2025 11:30; verder is er niets." in asking.said
    assert (asking.next_at - asking.asked_at) == following.AGAIN


def test_the_end_is_not_asked_again_before_its_time(source, paper, clock):
    run(all_subjects(), feed=True)
    run(all_subjects(), feed=True)
    assert len(source.chamber.tokens()) == 1
    clock.now += following.AGAIN
    run(all_subjects(), feed=True)
    assert len(source.chamber.tokens()) == 2


def test_what_stops_halfway_a_page_goes_on_at_that_very_document(source, paper):
    source.chamber.instead = [None, status(503), status(503), status(503)]
    both = [OTHER, Document(volgnummer="1380")]
    assert read(source, *both).outcome == Answered.SILENT
    assert FeedPlace.objects.get().token == str(FIRST)
    assert found() == []
    read(source, *both)
    assert source.chamber.tokens() == ["", str(FIRST), str(FIRST + 1)]
    assert found() == ["Kamerstukken II 2024/25, 26 643, nr. 1380"]


def test_reading_begins_where_the_operator_says(source, paper, settings):
    settings.OFFICIAL_SYNCFEED_FROM = str(FIRST)
    read(source, Document("2025D35000", volgnummer="1379"), Document(volgnummer="1380"))
    assert source.chamber.tokens()[0] == str(FIRST)
    assert [citation[-4:] for citation in found()] == ["1380"]


def test_another_address_is_read_from_its_own_beginning(source, paper, settings):
    read(source, OTHER)
    settings.OFFICIAL_SYNCFEED += "?"
    read(source, OTHER)
    assert source.chamber.tokens() == ["", str(FIRST), "", str(FIRST)]


def months(*numbers: int) -> list[Document]:
    """Return documents that changed in these months of 2025, two in each."""
    return [
        replace(OTHER, number=f"2025D3{month:02}0{n}", changed=f"2025-{month:02}-1{n}T00:00:00Z")
        for month in numbers
        for n in (1, 2)
    ]


def test_what_is_sought_later_is_sought_from_its_own_month(source, paper):
    all_year = [*months(3, 4, 5, 6, 7), Document(volgnummer="1380"), *months(9)]
    read(source, *all_year)
    source.chamber.asked.clear()
    KamerstukFactory(unnumbered=True, date="2025-05-20")
    read(source, *all_year)
    assert source.chamber.tokens()[0] == str(FIRST + 3)
    source.chamber.asked.clear()
    read(source, *all_year)
    assert source.chamber.tokens() == [str(FIRST + len(all_year) - 1)]


def test_a_paper_whose_day_is_mended_is_sought_again(source, paper):
    documents = [*months(6, 7), Document(volgnummer="1380"), *months(9)]
    paper.date = "2025-08-20"
    paper.save()
    read(source, *documents)
    assert Candidate.objects.filter(paper=paper).count() == 0
    paper.date = "2025-08-12"
    paper.save()
    read(source, *documents)
    assert Candidate.objects.get(paper=paper).identifier == "kst-26643-1380"


def test_going_back_never_goes_forward():
    place = FeedPlace(address="x")
    for month, token in ((3, "30"), (4, "40"), (5, "50")):
        place.pass_by(token, datetime(2025, month, 15, tzinfo=UTC))
    assert (place.marks, place.token) == ({"2025-03": "", "2025-04": "30", "2025-05": "40"}, "50")
    for day, token in (
        (date(2025, 6, 1), "50"),
        (date(2025, 5, 1), "40"),
        (date(2025, 4, 30), "30"),
    ):
        place.go_back_to(day)
        assert place.token == token
    place.read_to = datetime(2025, 3, 1, tzinfo=UTC)
    place.go_back_to(date(2025, 5, 1))
    assert place.token == "30"
    place.read_to = datetime(2025, 5, 1, tzinfo=UTC)
    place.go_back_to(date(2008, 5, 1))
    assert place.token == ""


def test_one_paper_or_dossier_alone_does_not_move_the_feed(source, paper):
    run([of_paper(paper), of_dossier("26643")], again=True)
    call_command("ask_official", paper=paper.slug, again=True)
    assert source.chamber.asked == []
    call_command("ask_official", all=True)
    assert source.chamber.tokens() == [""]


def test_reading_takes_no_longer_than_it_may_and_keeps_what_it_read(source, paper, settings):
    def slowly(handler) -> None:
        time.sleep(2)
        send(handler, source.chamber.page(FIRST, f"{source.root}/SyncFeed/2.0/Feed"))

    settings.OFFICIAL_SECONDS = 5.0
    source.chamber.instead = [None, slowly]
    began = time.monotonic()
    asking = read(source, *months(3, 4), seconds=1.0)
    assert time.monotonic() - began < 1.8
    assert asking.outcome == Answered.NOT_FOUND
    assert FeedPlace.objects.get().token == str(FIRST + 1)


@pytest.mark.parametrize("of_feed", ["", "9"])
def test_a_last_document_without_a_link_is_read_and_is_the_end(source, paper, of_feed):
    document = Document(volgnummer="1380")
    last = document.entry(9, "x").replace("skiptoken=9", "")
    link = f'<link rel="next" href="?category=Document&amp;skiptoken={of_feed}"/></feed>'
    first = feed(OTHER.entry(8, "x"), last).replace("</feed>", link)
    source.chamber.instead = [first, None, *[feed() if of_feed else feed(last)] * 2]
    asking = read(source, document)
    assert "verder is er niets" in asking.said
    assert source.chamber.tokens() == ["", of_feed or "8"]
    assert found() == ["Kamerstukken II 2024/25, 26 643, nr. 1380"]


def test_before_each_question_the_turn_is_prolonged_and_what_was_read_is_kept(source, paper):
    """A process that is killed loses no page, and another does not begin meanwhile."""
    source.chamber.documents, kept = [*months(3, 4), Document()], []
    follow(all_subjects(), None, Summary(), lambda: kept.append(FeedPlace.objects.get().token))
    tokens = source.chamber.tokens()
    assert kept == [*tokens[:3], tokens[2], tokens[3]]
    assert len(kept) == len(source.chamber.asked)
