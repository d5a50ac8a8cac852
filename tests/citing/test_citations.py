"""How to cite an event, a paper, the timeline, and a state of them, on the page and as a file."""

import html
import re
from datetime import date

import pytest
import rispy
from django.utils import timezone

from incident.audit.recorder import audited
from incident.choices import Nature, Status
from incident.models import Event
from tests.factories import CitationFactory, EventFactory, KamerstukFactory
from tests.helpers.hidden import public_record
from timeline.citing.bibtex import bibtex, tex
from timeline.citing.ris import ris
from timeline.citing.source import Citable

pytestmark = pytest.mark.django_db

HOST = "http://testserver"
DAY = date(2026, 11, 27)


def of_title(title: str, **more) -> Citable:
    return Citable("sleutel", title, "https://x.example/", "", DAY, DAY, **more)


def cited(page: str) -> dict[str, str]:
    """Return each line of the box of a page to cite it, by its name."""
    lines = re.findall(r"<dt>([^<]+)</dt>\s*<dd><code>(.*?)</code>", page, re.DOTALL)
    return {name: html.unescape(text) for name, text in lines}


def correct(event, **changes) -> None:
    event = Event.objects.get(pk=event.pk)
    for name, value in changes.items():
        setattr(event, name, value)
    with audited(reason="Klopte niet.", nature=Nature.SUBSTANCE):
        event.save()


def test_an_event_is_cited_at_the_version_that_was_read(client, body):
    event = EventFactory(title="50% & meer")
    address = event.get_absolute_url()
    lines = cited(body(client.get(address)))
    today = timezone.localdate()
    fixed = f"{HOST}{address}versie/1/"
    assert lines["Actuele versie"] == f"{HOST}{address}"
    assert lines["Deze versie"] == fixed
    assert lines["Juridische stijl"].startswith(f"Incidenttijdlijn, ‘50% & meer’, {today.day} ")
    assert f"{fixed} (geraadpleegd op" in lines["Juridische stijl"]
    assert lines["Gewone tekst"].endswith(f". {fixed}")
    assert r"title = {50\% \& meer}," in lines["BibTeX"]
    assert f"url = {{{fixed}}}," in lines["BibTeX"]
    assert f"UR  - {fixed}\n" in lines["RIS"]
    correct(event, title="Later")
    assert "versie/2/ (geraad" in cited(body(client.get(address)))["Juridische stijl"]
    old = cited(body(client.get(f"{address}versie/1/")))
    assert f"‘50% & meer’, {today.day} " in old["Juridische stijl"]
    assert old["Juridische stijl"].endswith(f", {fixed}.")
    assert not [line for line in old.values() if re.search("gelezen|urldate|Y2", line)]


def test_the_whole_timeline_is_cited_as_it_stood_on_the_day_of_its_last_change(client, body, clock):
    public_record(clock)
    clock.to(72)
    lines = cited(body(client.get("/om-citrix/")))
    fixed = f"{HOST}/om-citrix/?stand=2040-03-02"
    assert lines["Deze stand"] == fixed
    assert f"{fixed} (geraadpleegd op 5 maart 2040)." in lines["Juridische stijl"]
    state = cited(body(client.get("/om-citrix/?stand=2040-03-03")))
    assert "stand van 3 maart 2040’" in state["Juridische stijl"]
    assert state["Juridische stijl"].endswith(f" {HOST}/om-citrix/?stand=2040-03-03.")
    now = cited(body(client.get("/om-citrix/?stand=2040-03-05")))
    assert "?stand=2040-03-05 (geraadpleegd op 5 maart 2040)." in now["Juridische stijl"]


def test_a_part_of_the_timeline_is_cited_at_its_own_question_which_has_no_state(client, body):
    EventFactory()
    lines = cited(body(client.get("/om-citrix/?q=er")))
    assert "‘Tijdlijn OM Citrix (met de woorden ‘er’)’" in lines["Juridische stijl"]
    assert f"{HOST}/om-citrix/?q=er (geraad" in lines["Juridische stijl"]
    assert "Deze stand" not in lines


def test_a_paper_is_cited_itself_by_its_reference_and_at_its_official_address(client, body):
    about = {"number": "1376", "title": "Citrix", "date": "2025-07-17", "sender": "minister, ad"}
    paper = CitationFactory(kamerstuk=KamerstukFactory(**about)).kamerstuk
    lines = cited(body(client.get(paper.get_absolute_url())))
    assert lines["Juridische stijl"] == f"{paper.citation}."
    told = f"Minister, ad. Citrix. {paper.citation}, 17 juli 2025. {paper.official_url}"
    assert lines["Gewone tekst"] == told
    assert lines["Officiële tekst"] == paper.official_url
    assert lines["BibTeX"].startswith(f"@report{{{paper.slug},\n  author = {{{{Minister, ad}}}},")


def test_a_paper_of_which_we_know_less_says_no_more(client, body):
    about = {"number": "", "dossier": "", "title": "Brief", "title_is_ours": True}
    about |= {"date": "2025-08~", "sender": ""}
    paper = CitationFactory(kamerstuk=KamerstukFactory(**about)).kamerstuk
    lines = cited(body(client.get(paper.get_absolute_url())))
    said = f"‘[Brief]’ (nummer nog niet bekend), {paper.when}, {HOST}{paper.get_absolute_url()}."
    assert lines["Juridische stijl"] == said
    assert "  date = " not in lines["BibTeX"]
    assert "DA  - " not in lines["RIS"]


def test_each_citation_can_be_downloaded_as_it_stands_on_its_page(client, body):
    event = EventFactory()
    paper = CitationFactory(event=event).kamerstuk
    pages = ("/om-citrix/", "/om-citrix/?q=er", event.get_absolute_url(), paper.get_absolute_url())
    for page in pages:
        text = body(client.get(page))
        lines, files = cited(text), re.findall(r'href="([^"]+)" download>Download', text)
        assert len(files) == 2
        for address in files:
            answer = client.get(html.unescape(address))
            form = "RIS" if ".ris" in address else "BibTeX"
            assert body(answer).replace("\r\n", "\n").rstrip("\n") == lines[form], address
            assert answer["Content-Disposition"].startswith("attachment; filename=")
            assert f'type="{answer["Content-Type"].partition(";")[0]}"' in text


def test_a_reader_of_ris_understands_it(client, body):
    about = {"number": "1376", "title": "Citrix é", "date": "2025-07", "sender": "De een, de ander"}
    with audited():
        made = CitationFactory(kamerstuk=KamerstukFactory(**about), event__title="Wat\u00a0er")
    paper = made.kamerstuk
    event = Event.objects.get()
    [read] = rispy.loads(body(client.get(f"{event.get_absolute_url()}citeer.ris")))
    today = f"{timezone.localdate():%Y/%m/%d}/"
    assert (read["type_of_reference"], read["title"]) == ("ELEC", "Wat er")
    assert read["urls"] == [f"{HOST}{event.get_absolute_url()}versie/1/"]
    assert (read["date"], read["access_date"], read["language"]) == (today, today, "nl")
    assert read["publisher"] == read["secondary_title"] == "Incidenttijdlijn"
    [read] = rispy.loads(body(client.get(f"{paper.get_absolute_url()}citeer.ris")))
    assert (read["type_of_reference"], read["title"]) == ("GOVDOC", "Citrix é")
    assert (read["year"], read["date"]) == ("2025", "2025/07//")
    assert (read["issn"], read["urls"]) == (paper.citation, [paper.official_url])
    assert read["authors"] == ["De een – de ander"]
    assert read["publisher"] == "Tweede Kamer der Staten-Generaal"


@pytest.mark.parametrize("title", ["a\r\nER  - \r\nTY  - BOOK", "a\u2028ER  - ", " a\t b "])
def test_no_title_ends_its_line_in_ris(title):
    text = ris(of_title(title))
    assert re.fullmatch(r"(?:[A-Z][A-Z0-9]  - [^\r\n\u2028]*\r\n)+", text)
    assert len(re.findall("^ER", text, re.MULTILINE)) == 1
    assert f"TI  - {' '.join(title.split())}\r\n" in text


@pytest.mark.parametrize("text", ["a_b", "{x}", r"\end", "~^", "50%", "é"])
def test_tex_reads_no_command_in_a_title(text):
    assert tex(text).replace("\\textbackslash{}", "").count("\\") <= len(text)
    entry = bibtex(of_title(text))
    assert entry.count("{") == entry.count("}")


def test_what_readers_do_not_see_cannot_be_cited(client):
    event = EventFactory(withdrawn=True)
    shown = EventFactory()
    draft = EventFactory(draft=True, slug="2025-07-geheim")
    hidden = KamerstukFactory(number="777")
    correct(shown, status=Status.WITHDRAWN)
    codes = {event: 404, shown: 410, draft: 404, hidden: 404}
    for row, code in codes.items():
        answer = client.get(f"{row.get_absolute_url()}citeer.ris")
        assert (row.slug, answer.status_code) == (row.slug, code)
    said = client.get(f"{shown.get_absolute_url()}citeer.bib").content.decode()
    assert f"this event was withdrawn on {timezone.localdate()}: Klopte niet." in said
    for wrong in ("/om-citrix/citeer.ris?x=1", "/om-citrix/citeer.ris?stand=2025-01-01"):
        assert client.get(wrong).status_code == 400
    assert client.get("/om-citrix/citeer.doc").status_code == 404
