"""What is asked for each paper, what fits, and what is kept of it."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from incident.choices import PaperKind
from incident.models import Asking, AskingTurn, Candidate, Kamerstuk
from incident.models.official import Answered, Decision
from incident.official.asking import BusyError, SwitchedOffError, run
from incident.official.query import Source
from incident.official.sources import sru
from incident.official.subjects import all_subjects, of_dossier, of_paper, of_questions
from tests.factories import KamerstukFactory
from tests.official import source as spoken
from tests.official.reading import found
from tests.official.source import answer, letter, response

pytestmark = pytest.mark.django_db


def ask(subject) -> Asking:
    run([subject], again=True)
    return Asking.objects.get(key=subject.key)


def test_nothing_is_asked_unless_it_is_switched_on(source, paper, settings):
    settings.OFFICIAL_ASK = False
    with pytest.raises(SwitchedOffError, match="OFFICIAL_ASK"):
        run([of_paper(paper)])
    assert source.asked == []


def test_a_paper_of_a_dossier_and_a_day_is_asked_by_these(source, paper):
    ask(of_paper(paper))
    assert source.queries == [
        'c.product-area==officielepublicaties AND w.publicatienaam=="Kamerstuk" AND '
        'w.dossiernummer=="26643" AND dt.date>=2025-08-11 AND dt.date<=2025-08-13'
    ]


def test_what_comes_back_is_kept_with_its_evidence(source, paper):
    source.says(response(letter()))
    assert ask(of_paper(paper)).outcome == Answered.FOUND
    kept = Candidate.objects.get()
    assert kept.paper == paper
    assert kept.citation == "Kamerstukken II 2024/25, 26 643, nr. 1380"
    assert (kept.title, kept.sender) == ("Stand van zaken OM & Citrix", "D.M. van Weel")
    assert (str(kept.day), str(kept.published)) == ("2025-08-12", "2025-08-14")
    assert "<overheidwetgeving:ondernummer" not in kept.raw
    assert "ondernummer>1380<" in kept.raw
    assert kept.asked_address.startswith(f"{source.address}?query=c.product-area")
    paper.refresh_from_db()
    assert paper.number == ""


def test_what_was_not_asked_for_is_no_candidate(source, paper):
    """A source that does not know an index may give more than was asked."""
    other = letter("kst-31865-9", date="2025-08-12")
    senate = letter("kst-26643-B", creator="Eerste Kamer der Staten-Generaal")
    source.says(response(answer(dossiernummer="26643"), other, senate))
    assert ask(of_paper(paper)).outcome == Answered.NOT_FOUND
    source.says(response(other))
    assert ask(of_dossier("26643")).outcome == Answered.NOT_FOUND


def test_what_may_be_our_paper_is_not_told_as_new_too(source, paper):
    source.says(response(letter()))
    ask(of_paper(paper))
    ask(of_dossier("26643"))
    assert len(found()) == 1
    Candidate.objects.get(paper=paper).decide(Decision.REJECTED, "redacteur")
    assert Candidate.objects.waiting().get().dossier == "26643"


def test_two_papers_of_one_day_are_both_candidates(source, paper):
    source.says(response(letter("kst-26643-1380"), letter("kst-26643-1381")))
    ask(of_paper(paper))
    assert [citation[-4:] for citation in found()] == ["1380", "1381"]


def test_a_paper_that_we_have_is_no_candidate_for_another(source, paper):
    KamerstukFactory(number="1380")
    source.says(response(letter("kst-26643-1380")))
    assert ask(of_paper(paper)).outcome == Answered.NOT_FOUND


def test_an_estimate_of_the_count_is_not_believed(source, paper):
    source.says(response(letter(), count=5_000))
    assert ask(of_paper(paper)).outcome == Answered.FOUND
    assert len(source.asked) == 1


def test_a_full_page_is_followed_by_the_next(source, paper):
    whole = [letter(f"kst-26643-{n}", date="2020-01-01") for n in range(1, sru.PAGE + 1)]
    source.says(response(*whole, count=7), response(letter()))
    ask(of_paper(paper))
    assert found() == ["Kamerstukken II 2024/25, 26 643, nr. 1380"]
    assert [f"startRecord={start}&" in source.asked[i] for i, start in enumerate((1, 101))]


@pytest.mark.parametrize("none", ["-1", None, "0", "?"])
def test_a_paper_without_number_is_not_yet_published(source, paper, none):
    source.says(response(letter("kst-1268678", ondernummer=none, dossiernummer="26643")))
    asking = ask(of_paper(paper))
    assert (asking.outcome, "nog geen nummer" in asking.said) == (Answered.NOT_YET, True)
    kept = Candidate.objects.get()
    assert (kept.citation, kept.numbered) == ("kst-1268678", False)
    source.says(response(letter("kst-1268678", ondernummer="1390", dossiernummer="26643")))
    ask(of_paper(paper))
    assert found() == ["Kamerstukken II 2024/25, 26 643, nr. 1390"]


def test_kinds_and_fields_that_are_new_are_no_reason_to_stop(source, paper):
    odd = letter(subrubriek="Nog nooit gezien", vergaderjaar="?", available="morgen", nieuw="x")
    source.says(response(odd))
    assert ask(of_paper(paper)).outcome == Answered.FOUND
    assert Candidate.objects.get().kind == "Nog nooit gezien"


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2025-08-12", "2025-08-12"),
        ("2025-08-12T00:00:00+02:00", "2025-08-12"),
        ("2025-08-12T23:59:59", "2025-08-12"),
        ("2025-08-11T22:30:00Z", "2025-08-12"),
        ("2025-08-12T22:30:00Z", "2025-08-13"),
        ("0001-01-01T00:00:00+05:00", "None"),
        ("9999-12-31T23:30:00Z", "None"),
    ],
)
def test_around_midnight_the_day_is_that_in_the_netherlands(source, paper, said, day):
    source.says(response(letter(date=said)))
    ask(of_paper(paper))
    assert str(Candidate.objects.get().day) == day


@pytest.mark.parametrize(
    ("record", "citation"),
    [
        (letter("kst-37020-IX-40", dossiernummer="37020-IX"), "37 020 IX, nr. 40"),
        (letter("kst-29826-155", dossiernummer=("30196", "29826")), "29 826, nr. 155"),
        (letter("kst-1268678", ondernummer="7", dossiernummer="26643"), "26 643, nr. 7"),
        (letter("kst-1268678", ondernummer="7"), "kst-1268678"),
        (answer(), "Aanhangsel Handelingen II 2024/25, nr. 2950"),
    ],
)
def test_a_record_is_cited_by_what_it_says_itself(record, citation):
    from defusedxml.ElementTree import fromstring

    (data,) = sru.all_named(fromstring(response(record)), "recordData")
    assert sru.record(data).citation.endswith(citation)


def test_an_answer_is_asked_and_told_by_the_number_of_its_questions(source, questions):
    reply = KamerstukFactory(kind=PaperKind.ANSWER, dossier="", number="", date="2025-08-12/..")
    questions.answer = reply
    questions.save()
    source.says(
        response(
            answer("ah-tk-20242025-2901", documenttitel="Mededeling over uitstel"),
            answer("ah-tk-20182019-2605", case="2025Z99999", title="Zie ook 2025Z14818"),
            answer("ah-tk-20242025-2950"),
        )
    )
    ask(of_paper(reply))
    assert 'cql.textAndIndexes="2025Z14818"' in source.queries[0]
    assert "Kamervragen (Aanhangsel)" in source.queries[0]
    assert found() == ["Aanhangsel Handelingen II 2024/25, nr. 2950"]


def test_an_answer_without_number_is_not_yet_published(source):
    about = {"dossier": "", "date": "2025-11-04", "sender": "minister (F. van Oosten)"}
    reply = KamerstukFactory(kind=PaperKind.ANSWER, unnumbered=True, **about)
    early = answer("ah-1271549", date="2025-11-04", indiener="F. van Oosten", aanhangselnummer="-1")
    source.says(response(early, letter(date="2025-11-04", indiener="F. van Oosten")))
    assert ask(of_paper(reply)).outcome == Answered.NOT_YET
    assert found() == ["ah-1271549"]


def test_questions_without_answer_hear_of_answer_and_postponement(source, questions):
    later = answer("ah-tk-20242025-2901", documenttitel="Mededeling over uitstel")
    source.says(response(later, answer(), answer("ah-tk-20242025-1", case="2025Z00001")))
    ask(of_questions(questions))
    kept = {c.identifier: c.postpones for c in Candidate.objects.filter(questions=questions)}
    assert kept == {"ah-tk-20242025-2901": True, "ah-tk-20242025-2950": False}


def test_a_followed_dossier_tells_what_is_new(source, paper, clock):
    KamerstukFactory(number="1378")
    source.says(response(letter("kst-26643-1378"), letter("kst-26643-1390")))
    ask(of_dossier("26643"))
    assert found() == ["Kamerstukken II 2024/25, 26 643, nr. 1390"]
    assert f"dt.available>={(clock.now - timedelta(days=31)):%Y-%m-%d}" in source.queries[0]
    ask(of_dossier("26643"))
    assert f"dt.available>={(clock.now - timedelta(days=7)):%Y-%m-%d}" in source.queries[1]


def test_a_letter_without_dossier_is_told_by_its_sender(source):
    about = {"dossier": "", "date": "2026-01-23", "unseen_source": "Security.NL"}
    paper = KamerstukFactory(unnumbered=True, sender="minister (F. van Oosten)", **about)
    mine = letter("kst-29279-900", indiener="F. van Oosten", date="2026-01-22")
    source.says(response(mine, letter("kst-31865-1", date="2026-01-22")))
    ask(of_paper(paper))
    assert 'cql.textAndIndexes="van Oosten"' in source.queries[0]
    assert "dt.date>=2026-01-16 AND dt.date<=2026-01-24" in source.queries[0]
    assert found() == ["Kamerstukken II 2024/25, 29 279, nr. 900"]


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("van Weel", '"van Weel"'),
        ('x" OR dt.type=*', r'"x\" OR dt.type=\*"'),
        ("\\", r'"\\"'),
        ("a?^\x00b", r'"a\?\^ b"'),
    ],
)
def test_no_value_can_say_more_than_itself(text, taken):
    assert sru.quoted(text) == taken


def test_a_rejected_candidate_does_not_come_back(source, paper):
    source.says(response(letter()))
    ask(of_paper(paper))
    Candidate.objects.get().decide(Decision.REJECTED, "redacteur")
    ask(of_paper(paper))
    assert found() == []
    assert Candidate.objects.get().state == Decision.REJECTED


def test_a_candidate_whose_number_the_paper_got_is_confirmed(source, paper):
    source.says(response(letter(), letter("kst-26643-1381")))
    ask(of_paper(paper))
    paper.number = "1380"
    paper.save()
    states = dict(Candidate.objects.values_list("identifier", "state"))
    assert states == {"kst-26643-1380": Decision.CONFIRMED, "kst-26643-1381": Decision.OPEN}
    assert found() == []


def test_pauses_grow_while_the_outcome_stays_the_same(source, paper, clock):
    days = []
    for _ in range(7):
        asking = ask(of_paper(paper))
        days.append((asking.next_at - clock.now).days)
        clock.now = asking.next_at
    assert days == [1, 2, 4, 8, 16, 28, 28]
    source.says(spoken.DIAGNOSTICS)
    assert ask(of_paper(paper)).next_at - clock.now == timedelta(hours=1)


def test_what_waits_is_not_asked_before_its_time(source, paper, clock):
    subject = of_paper(paper)
    run([subject])
    assert (run([subject]).resting, len(source.asked)) == (1, 1)
    clock.now += timedelta(days=1)
    assert (run([subject]).resting, len(source.asked)) == (0, 2)


def test_only_one_asks_at_a_time(source, paper, clock):
    run([of_paper(paper)])
    AskingTurn.objects.update(until=clock.now + timedelta(minutes=1))
    with pytest.raises(BusyError):
        run([of_paper(paper)], again=True)
    clock.now += timedelta(minutes=2)
    run([of_paper(paper)], again=True)
    assert len(source.asked) == 2


def test_a_fault_of_ours_gives_the_turn_back(source, paper, monkeypatch):
    monkeypatch.setattr("incident.official.asking.ask", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run([of_paper(paper)])
    monkeypatch.undo()
    run([of_paper(paper)])


def test_the_case_says_what_it_asks_for_each_paper(source, case):
    said = [words for subject in all_subjects() for _, words in subject.asked_of]
    assert len(list(all_subjects())) == 9
    assert "publicatie ‘Kamervragen (Aanhangsel)’, met ‘2025Z14818’ erin" in said
    days = "vanaf 11-08-2025, tot en met 13-08-2025"
    assert f"publicatie ‘Kamerstuk’, dossier 26643, {days}" in said
    assert f"soort ‘Brief’, dossier 26643, {days}" in said
    source.says(response(letter(), answer()))
    run(all_subjects())
    assert Kamerstuk.objects.filter(number="").count() == 9


def test_what_is_said_to_be_asked_is_what_is_sent(odata, case):
    """Each value that a source gets stands in the words, and no other does."""
    values = re.compile(r"""["']([^"']+)["']|([0-9]{4})-([0-9]{2})-([0-9]{2})""")
    for subject in all_subjects():
        for query in subject.queries:
            sent = {text or f"{d}-{m}-{y}" for text, y, m, d in values.findall(query.text)}
            told = re.findall(r"‘([^’]+)’|([0-9-]{10}|[0-9]{4}Z[0-9]{5}|[0-9]{5})", query.words)
            assert {quoted or plain for quoted, plain in told} == sent
            assert query.words in dict(subject.asked_of)[query.source.label]
    said = [query for subject in all_subjects() for query in subject.queries]
    run(all_subjects(), again=True)
    assert odata.queries == [query.text for query in said if query.source == Source.SRU]


def test_the_command_asks_says_what_came_of_it_and_keeps_the_pauses(source, paper, capsys):
    source.says(response(letter()))
    call_command("ask_official", all=True)
    out = capsys.readouterr().out
    assert "iets gevonden: 2; niet gevonden: 1" in out
    assert "Nieuw gevonden: 2. Te bekijken aan de redactie: 1." in out
    call_command("ask_official", all=True)
    assert "wacht nog op de volgende keer: 2" in capsys.readouterr().out
    assert len(source.asked) == 2
    call_command("ask_official", paper=paper.slug, again=True)
    call_command("ask_official", dossier="26643", again=True)
    assert len(source.asked) == 4


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"paper": "nergens"}, "nergens"),
        ({"dossier": "99999"}, "99999"),
        ({"all": True}, "Niet elke bron antwoordde"),
    ],
)
def test_the_command_fails_where_nothing_came_of_it(source, paper, asked, why):
    source.says(spoken.DIAGNOSTICS)
    with pytest.raises(CommandError, match=why):
        call_command("ask_official", **asked)


def test_the_command_says_which_paper_is_too_little_known(source):
    paper = KamerstukFactory(unnumbered=True, dossier="", date="")
    with pytest.raises(CommandError, match="te weinig"):
        call_command("ask_official", paper=paper.slug)
    assert list(all_subjects()) == []


def test_reading_the_site_asks_nothing_of_anybody(source, case, client):
    for address in ("/om-citrix/", "/kamerstukken/", "/om-citrix/vragen/", "/gezond/"):
        assert client.get(address).status_code == 200
    assert source.asked == []
