"""The check of each quote is right at the end of each act, and `verify_log` holds it to that."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incident.audit.recorder import audited
from incident.choices import QuoteCheck, Status
from incident.models import Change, Citation, Event, Letter
from incident.verification.verify import TamperedError, verify
from tests.factories import CitationFactory, KamerstukFactory, LetterFactory

pytestmark = pytest.mark.django_db

WORDS = "is het systeem losgekoppeld"
PAGES = ("Aan de Voorzitter.\n\nOp 17 juli 2025 is het\nsysteem losgekoppeld van het netwerk.",)
OTHER = ("Aan de Voorzitter.\n\nHet systeem werkt weer.",)


@pytest.fixture
def citation():
    """Return a citation with a quote, of a paper without text."""
    return CitationFactory(quote=WORDS)


def checks() -> list[str]:
    verify()
    return list(Citation.objects.order_by("pk").values_list("quote_check", flat=True))


def check() -> str:
    [found] = checks()
    return found


def test_a_quote_of_a_paper_without_text_is_not_checked(citation):
    assert check() == ""
    assert citation.check_in_words == ("Niet gecontroleerd: wij hebben de tekst van dit stuk niet.")


def test_a_text_of_a_paper_checks_what_was_quoted_from_it(citation):
    LetterFactory(kamerstuk=citation.kamerstuk, pages=PAGES)
    assert check() == QuoteCheck.FOUND


def test_a_quote_is_checked_by_the_text_that_was_there_first():
    paper = LetterFactory(pages=PAGES).kamerstuk
    citation = CitationFactory(kamerstuk=paper, quote=WORDS)
    assert check() == QuoteCheck.FOUND
    citation.quote = "is het systeem vernield"
    citation.save()
    assert check() == QuoteCheck.ABSENT
    for nothing in ("", " "):
        citation.quote = nothing
        citation.save()
        assert check() == ""


def test_a_letter_that_is_tied_moved_and_untied_takes_its_check_along(citation):
    letter = LetterFactory(kamerstuk=None, pages=PAGES)
    assert check() == ""
    letter.kamerstuk = citation.kamerstuk
    letter.save()
    assert check() == QuoteCheck.FOUND
    letter.kamerstuk = KamerstukFactory()
    letter.save()
    assert check() == ""
    LetterFactory(kamerstuk=citation.kamerstuk, pages=OTHER)
    assert check() == QuoteCheck.ABSENT


def test_a_moved_letter_checks_the_quotes_of_both_papers():
    letter = LetterFactory(pages=PAGES)
    here = CitationFactory(kamerstuk=letter.kamerstuk, quote=WORDS)
    there = CitationFactory(quote=WORDS)
    letter.kamerstuk = there.kamerstuk
    letter.save()
    assert here.pk < there.pk
    assert checks() == ["", QuoteCheck.FOUND]


def test_a_newer_letter_checks_all_quotes_of_its_paper_again(citation):
    LetterFactory(kamerstuk=citation.kamerstuk, pages=PAGES)
    later = CitationFactory(kamerstuk=citation.kamerstuk, quote="Het systeem werkt weer.")
    assert checks() == [QuoteCheck.FOUND, QuoteCheck.ABSENT]
    newer = LetterFactory(kamerstuk=later.kamerstuk, pages=OTHER)
    assert checks() == [QuoteCheck.ABSENT, QuoteCheck.FOUND]
    newer.delete()
    assert checks() == [QuoteCheck.FOUND, QuoteCheck.ABSENT]


def test_a_text_that_is_read_anew_is_an_act_and_checks_again(citation):
    letter = LetterFactory(kamerstuk=citation.kamerstuk, pages=OTHER)
    known = Change.objects.count()
    letter.text = PAGES[0]
    letter.save()
    assert check() == QuoteCheck.FOUND
    assert list(Change.objects.last().fields) == ["text_digest"]
    assert Change.objects.count() == known + 1


def test_a_quote_that_moves_to_another_paper_is_checked_by_the_text_of_that(citation):
    citation.kamerstuk = LetterFactory(pages=PAGES).kamerstuk
    citation.save()
    assert check() == QuoteCheck.FOUND


def test_one_letter_sets_the_checks_of_very_many_quotes(monkeypatch):
    monkeypatch.setattr("incident.models.querysets.citations.AT_ONCE", 2)
    paper = KamerstukFactory()
    for _ in range(5):
        CitationFactory(kamerstuk=paper, quote=WORDS)
    LetterFactory(kamerstuk=paper, pages=PAGES)
    assert Citation.objects.filter(quote_check=QuoteCheck.FOUND).count() == 5


def test_the_text_of_a_paper_is_read_once_for_all_its_quotes():
    paper = LetterFactory(pages=PAGES).kamerstuk
    costs = []
    for count in (1, 4):
        for _ in range(count):
            CitationFactory(kamerstuk=paper, quote=WORDS)
        with CaptureQueriesContext(connection) as asked:
            found = list(Citation.objects.checked_anew())
        costs.append((len(found), len(asked)))
    assert costs == [(1, 2), (5, 2)]


def test_an_event_without_quotes_costs_no_reading_of_a_text():
    citation = CitationFactory(kamerstuk=LetterFactory(pages=PAGES).kamerstuk)
    with CaptureQueriesContext(connection) as asked:
        citation.event.save()
    assert not [query for query in asked if "incident_letter" in query["sql"]]


@pytest.mark.parametrize(("quote", "said"), [("x" * 301, "300"), ("een | twee", "rechte streep")])
def test_what_is_too_long_or_would_split_a_cell_is_refused(citation, quote, said):
    citation.quote = quote
    with pytest.raises(ValidationError, match=said):
        citation.full_clean()
    citation.quote = "x" * 300
    citation.full_clean()


def test_an_event_says_that_its_quote_is_not_found(citation):
    assert "citaat niet gevonden" not in citation.event.gaps
    LetterFactory(kamerstuk=citation.kamerstuk, pages=OTHER)
    event = Event.objects.get()
    assert "citaat niet gevonden" in event.gaps
    assert list(Event.objects.misquoting()) == [event]
    event.status = Status.WITHDRAWN
    with audited(reason="Klopte niet."):
        event.save()
    assert not Event.objects.misquoting()


# What is changed past the log


def test_a_check_that_the_text_does_not_give_is_found(citation):
    LetterFactory(kamerstuk=citation.kamerstuk, pages=OTHER)
    Citation._base_manager.update(quote_check=QuoteCheck.FOUND)
    with pytest.raises(TamperedError, match=f"‘quote_check’ van vindplaats {citation.pk} in"):
        verify()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"data": b"Een ander bestand."}, "Het bestand van brief"),
        ({"text": "Een andere tekst."}, "is na regel"),
        ({"kamerstuk": None}, "is na regel"),
    ],
)
def test_a_letter_that_is_changed_past_the_log_is_found(changed, said):
    letter = LetterFactory()
    verify()
    Letter._base_manager.update(**changed)
    with pytest.raises(TamperedError, match=said) as found:
        verify()
    assert letter.name in str(found.value)


def test_verifying_reads_the_files_of_letters_one_by_one():
    for _ in range(3):
        LetterFactory()
    with CaptureQueriesContext(connection) as asked:
        verify()
    columns = [f'"incident_letter"."{name}"' for name in Letter.audit_heavy]
    reading = [q["sql"] for q in asked if any(c in q["sql"].split("FROM")[0] for c in columns)]
    assert len(reading) == 6
    assert all('WHERE "incident_letter"."id" =' in sql for sql in reading)


def test_an_event_of_long_ago_holds_the_quote_of_then(citation):
    citation.quote = "andere woorden"
    citation.save()
    states = [change.state for change in Change.objects.of("event", citation.event_id)]
    said = [row["quote"] for state in states for row in state["citations"]]
    assert said == [WORDS, "andere woorden"]
