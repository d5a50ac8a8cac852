"""Each fault of a source ends in a sentence of its own, in time, and loses nothing."""

import threading
import time
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.http import http_date

from incident.models import Asking, Candidate
from incident.models.official import Answered
from incident.official import faults, following
from incident.official.asking import run
from incident.official.faults import Fault
from incident.official.fetching import Deadline, fetch
from incident.official.subjects import of_paper
from tests.official import source as spoken
from tests.official import test_odata
from tests.official.chamber import Document, feed
from tests.official.source import letter, response, status

pytestmark = pytest.mark.django_db

MANY = "/sru?again"

FAULTS = {
    faults.NOT_UNDERSTOOD: (spoken.DIAGNOSTICS, Answered.REFUSED),
    faults.WEB_PAGE: (spoken.web_page, Answered.UNREADABLE),
    faults.ERROR_PAGE: (status(302, Location="/fout404.html"), Answered.UNREADABLE),
    faults.ELSEWHERE: (status(302, Location="https://elders.example/"), Answered.UNREADABLE),
    faults.IN_CIRCLES: (status(302, Location=MANY), Answered.UNREADABLE),
    faults.DENIED: (status(404), Answered.REFUSED),
    faults.TOO_MANY: (status(429, Retry_After="3600"), Answered.REFUSED),
    faults.OUT_OF_ORDER: (status(503), Answered.SILENT),
    faults.CUT_XML: (response(letter())[:-40], Answered.UNREADABLE),
    faults.BROKEN_OFF: (spoken.halfway, Answered.UNREADABLE),
    faults.WRONG_CHARSET: (spoken.latin, Answered.UNREADABLE),
    faults.ENTITIES: (spoken.BOMB, Answered.UNREADABLE),
    faults.TOO_LARGE: (spoken.without_end, Answered.UNREADABLE),
    faults.TOO_SLOW: (spoken.byte_by_byte, Answered.SILENT),
    faults.NO_CONNECTION: (spoken.hanging_up, Answered.SILENT),
    faults.UNKNOWN_SHAPE: ("<iets/>", Answered.UNREADABLE),
    faults.NO_RECORDS: (response(count=3), Answered.UNREADABLE),
}

MOTION = Document("2025D35009", kind="Motie")
LINKLESS = MOTION.entry(1, "x").replace("skiptoken", "x")
HERE = MOTION.entry(20_127_002, "x")
FEED_FAULTS = {
    sentence: fault
    for sentence, fault in FAULTS.items()
    if sentence not in (faults.NOT_UNDERSTOOD, faults.NO_RECORDS, faults.IN_CIRCLES)
}
FEED_FAULTS |= {
    faults.IN_CIRCLES: (status(302, Location="/SyncFeed/2.0/Feed?again"), Answered.UNREADABLE),
    faults.NO_PROGRESS: (feed(HERE), Answered.UNREADABLE),
    faults.UNKNOWN_SHAPE: (feed(LINKLESS, LINKLESS), Answered.UNREADABLE),
}


def ask(paper) -> Asking:
    run([of_paper(paper)], again=True)
    return Asking.objects.get()


def test_there_is_a_source_with_each_fault():
    sentences = {v for k, v in vars(faults).items() if k.isupper() and isinstance(v, str)}
    of_odata = {sentence for _, sentence, _ in test_odata.FAULTS.values()}
    assert sentences == {*FAULTS, *FEED_FAULTS, *of_odata}


@pytest.mark.parametrize("sentence", FEED_FAULTS)
def test_each_fault_of_the_feed_has_its_own_sentence_and_nothing_is_lost(source, paper, sentence):
    source.chamber.documents = [Document(volgnummer="1380"), MOTION, MOTION]
    source.chamber.instead = [None, None, *[FEED_FAULTS[sentence][0]] * 8]
    began = time.monotonic()
    summary = run([of_paper(paper)], again=True, feed=True)
    assert time.monotonic() - began < 5
    asking = Asking.objects.get(key=following.KEY)
    assert asking.said.startswith(told(sentence, asking.said))
    assert asking.outcome == FEED_FAULTS[sentence][1]
    assert [fault.sentence for fault in summary.faults] == [sentence]
    assert "Gelezen tot en met 13-08-2025" in asking.said
    assert Candidate.objects.waiting().get().identifier == "kst-26643-1380"
    assert asking.next_at > timezone.now()
    assert not [t for t in threading.enumerate() if isinstance(t, threading.Timer)]
    source.chamber.instead = []
    run([of_paper(paper)], again=True, feed=True)
    assert Asking.objects.get(key=following.KEY).outcome == Answered.NOT_FOUND


def test_a_feed_that_leads_to_another_host_is_read_on_at_our_own(source, paper):
    elsewhere = MOTION.entry(20_127_001, "https://elders.example/Feed")
    source.chamber.documents = [MOTION, Document(volgnummer="1380")]
    source.chamber.instead = [feed(elsewhere)]
    run([of_paper(paper)], again=True, feed=True)
    assert source.chamber.tokens()[1] == "20127001"
    assert Candidate.objects.get().identifier == "kst-26643-1380"


@pytest.mark.parametrize("sentence", FAULTS)
def test_each_fault_has_its_own_sentence_and_nothing_is_lost(source, paper, sentence):
    source.says(response(letter()))
    ask(paper)
    fault, outcome = FAULTS[sentence]
    source.says(fault)
    began = time.monotonic()
    asking = ask(paper)
    assert time.monotonic() - began < 3
    assert (asking.said, asking.outcome) == (told(sentence, asking.said), outcome)
    assert Candidate.objects.waiting().get().identifier == "kst-26643-1380"
    assert asking.next_at > timezone.now()
    assert not [t for t in threading.enumerate() if isinstance(t, threading.Timer)]


@pytest.mark.parametrize("sentence", [faults.NOT_UNDERSTOOD, faults.CUT_XML, faults.TOO_MANY])
def test_the_log_has_one_line_and_not_what_was_asked(source, paper, sentence, caplog):
    source.says(FAULTS[sentence][0])
    ask(paper)
    said = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert said == [
        f"official source, stuk:{paper.pk}: {sentence.format(host='127.0.0.1', detail='…')}"
    ]


def told(sentence: str, said: str) -> str:
    detail = said.rpartition("(status ")[2][:3] if "status" in sentence else ""
    detail = detail or "line 1:13 mismatched input"
    return sentence.format(host="127.0.0.1", detail=detail)


@pytest.mark.parametrize("slow", [spoken.byte_by_byte, spoken.head_byte_by_byte])
def test_a_byte_at_a_time_holds_nobody_past_the_limit(source, slow):
    source.says(slow)
    began = time.monotonic()
    with pytest.raises(Fault) as caught:
        fetch(source.address, {}, Deadline(0.4))
    assert caught.value.sentence == faults.TOO_SLOW
    assert time.monotonic() - began < 1


def test_nobody_there_is_no_connection(source):
    source.stop()
    with pytest.raises(Fault) as caught:
        fetch(source.address, {}, Deadline(0.5))
    assert caught.value.sentence == faults.NO_CONNECTION


def test_a_file_of_this_machine_is_not_read_into_an_answer(source, paper):
    source.says(spoken.FILE)
    assert ask(paper).said == faults.ENTITIES.format(host="127.0.0.1")
    assert not Candidate.objects.exists()


@pytest.mark.parametrize("passing", [status(429, Retry_After="0"), status(503), spoken.hanging_up])
def test_what_passes_is_asked_again_within_the_limit(source, paper, passing):
    source.says(passing, response(letter()))
    assert ask(paper).outcome == Answered.FOUND
    assert len(source.asked) == 2


def test_a_source_that_asks_to_wait_is_left_alone_for_as_long(source, paper, clock):
    source.says(status(429, Retry_After="86400"))
    asking = ask(paper)
    assert asking.next_at == clock.now + timedelta(days=1)
    assert len(source.asked) == 1
    source.says(status(503, Retry_After=http_date(clock.now.timestamp() + 7200)))
    assert ask(paper).next_at == clock.now + timedelta(hours=2)


@pytest.mark.parametrize("odd", ["", "straks", "-5", "1e9", "²", "9" * 400])
def test_an_odd_request_to_wait_breaks_nothing(source, paper, odd):
    source.says(lambda handler: spoken.send(handler, "", 503))
    if odd != "²":
        source.says(status(503, Retry_After=odd))
    assert ask(paper).outcome == Answered.SILENT


def test_a_redirect_within_the_source_is_followed(source, paper):
    source.says(status(302, Location="/elders"), response(letter()))
    assert ask(paper).outcome == Answered.FOUND
    assert source.asked[1] == "/elders"


def test_the_source_reads_who_asks(source, paper):
    ask(paper)
    assert source.headers[0]["User-Agent"] == "Incidenttijdlijn/1.0 (redactie@tijdlijn.example)"
