"""At the desk a quote is typed in its place, and one that is not found waits for somebody."""

import pytest
from django.core.management import CommandError, call_command

from incident.choices import Status
from incident.models import Citation, Event
from tests.factories import CitationFactory, IncidentFactory, LetterFactory
from tests.helpers.desk import change, counted, lines, listed, said, save

pytestmark = pytest.mark.django_db

WORDS = "is het systeem losgekoppeld"
TASK = "/admin/incident/event/?taak=citaat-niet-gevonden"


@pytest.fixture
def citation():
    """Return a citation of a draft, in a paper of which we have the text."""
    letter = LetterFactory(pages=(f"Op die dag {WORDS}.",))
    return CitationFactory(kamerstuk=letter.kamerstuk, event__draft=True)


def test_a_quote_is_typed_at_the_citation_and_checked(admin_client, citation):
    event = citation.event
    page = said(admin_client.get(change(event)))
    assert "Precies de woorden van het stuk, hoogstens 300 tekens." in page
    assert "in de tekst van het stuk" not in page
    typed = {"citations-0-quote": f" {WORDS.replace(' ', '  ')}\n"}
    assert save(admin_client, event, **typed).status_code == 302
    citation.refresh_from_db()
    assert (citation.quote, citation.quote_check) == (WORDS, "gecontroleerd")
    page = said(admin_client.get(change(event)))
    assert "Gecontroleerd: deze woorden staan in de tekst van het stuk." in page
    assert page.count("Precies de woorden van het stuk, hoogstens 300 tekens.") == 1  # an empty row
    save(admin_client, event, **{"citations-0-quote": "is het systeem vernield"})
    page = said(admin_client.get(change(event)))
    assert "Niet gevonden in de tekst van het stuk die wij hebben." in page


@pytest.mark.parametrize("typed", ["x" * 301, "een | twee"])
def test_a_quote_that_cannot_be_is_refused_beside_its_field(admin_client, citation, typed):
    answer = save(admin_client, citation.event, **{"citations-0-quote": typed})
    [errors] = [
        inline.formset.errors
        for inline in answer.context["inline_admin_formsets"]
        if inline.formset.prefix == "citations"
    ]
    assert list(errors[0]) == ["quote"]
    assert Citation.objects.get().quote == ""


def test_what_is_not_found_waits_on_the_home_page_until_it_is(admin_client, citation):
    assert counted(admin_client)[TASK] == 0
    event = citation.event
    for words in ("is het systeem vernield", "is alles vernield"):
        about = {"event": event, "kamerstuk": citation.kamerstuk, "locator": words}
        CitationFactory(**about, quote=words)
    CitationFactory(kamerstuk=citation.kamerstuk, quote=WORDS)
    assert counted(admin_client)[TASK] == 1
    assert listed(admin_client, TASK) == [event]
    assert (
        "Citaat niet gevonden" in lines(said(admin_client.get("/admin/")))["citaat-niet-gevonden"]
    )
    assert "citaat niet gevonden" in said(admin_client.get(TASK))
    Citation.objects.exclude(quote="").exclude(quote=WORDS).delete()
    assert counted(admin_client)[TASK] == 0


def checked(capsys, **about) -> list[str]:
    """Return what `check_quotes` prints; its last words behind its exit code where it fails."""
    last = []
    try:
        call_command("check_quotes", **about)
    except CommandError as error:
        last = [f"{error.returncode} {error}"]
    return capsys.readouterr().out.splitlines() + last


def test_the_command_counts_where_every_quote_is_found(capsys, citation):
    citation.quote = WORDS
    citation.save()
    CitationFactory(quote=WORDS)
    counts = (
        "Gecontroleerd: 1. Niet gevonden: 0. Niet gecontroleerd, want wij hebben geen tekst: 1."
    )
    assert checked(capsys) == [counts]


def test_the_command_prints_each_quote_that_is_not_found_and_fails(capsys, citation):
    citation.quote = "is het systeem vernield"
    citation.save()
    other = IncidentFactory(slug="ander")
    about = {"kamerstuk": citation.kamerstuk, "event__incident": other}
    there = CitationFactory(event__slug="2025-07-daar", locator="p. 4", quote="Alles.", **about)
    CitationFactory(event__withdrawn=True, quote="Dit ook niet.", **about)
    name = str(citation.kamerstuk.citation)
    slug = Event.objects.get(status=Status.DRAFT).slug
    counts = "Niet gecontroleerd, want wij hebben geen tekst: 0."
    lines = [
        f"om-citrix/{slug}: {name}, p. 1: ‘is het systeem vernield’",
        f"ander/2025-07-daar: {name}, p. 4: ‘Alles.’",
    ]
    assert checked(capsys) == [*lines, f"1 Gecontroleerd: 0. Niet gevonden: 2. {counts}"]
    only = checked(capsys, incident="ander")
    assert only == [lines[1], f"1 Gecontroleerd: 0. Niet gevonden: 1. {counts}"]
    there.delete()
    assert checked(capsys, incident="ander") == [f"Gecontroleerd: 0. Niet gevonden: 0. {counts}"]
    assert checked(capsys, incident="nergens") == ["1 Er is geen incident ‘nergens’."]


def test_the_command_names_a_draft_that_has_no_address_yet(capsys, citation):
    event = citation.event
    event.date, event.slug = "", ""
    event.save()
    citation.quote = "Alles."
    citation.save()
    assert checked(capsys)[0].startswith(f"concept {event.pk} ({event.title}): ")
