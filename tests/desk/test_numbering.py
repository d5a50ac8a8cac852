"""A paper without number gets it: one sees first what changes, and nobody is overwritten."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from incident.models import Change, Kamerstuk
from incident.models.bases import StaleVersionError
from tests.conftest import allow, sign_in
from tests.factories import CitationFactory, EventFactory, KamerstukFactory

LIST = "/admin/incident/kamerstuk/"
pytestmark = pytest.mark.django_db


def page_of(paper) -> str:
    return f"{LIST}{paper.pk}/nummer/"


@pytest.fixture
def paper():
    return KamerstukFactory(unnumbered=True, title="Stand van zaken", date="2025-08-12")


@pytest.fixture
def assign(admin_client):
    """Return the function that gives a paper a number, as the page would post it."""

    def post(paper, text: str, **more):
        data = {"nummer": text, "version_seen": paper.version, **more}
        return admin_client.post(page_of(paper), data, follow=True)

    return post


@pytest.mark.parametrize(
    "text",
    [
        "1380",
        "nr. 1380",
        " 1380. ",
        "26643-1380",
        "26 643, nr. 1380",
        "Kamerstukken II 2024/25, 26 643, nr. 1380, p. 2",
        "https://zoek.officielebekendmakingen.nl/kst-26643-1380.html",
    ],
)
def test_a_number_in_any_spelling_changes_the_paper_at_once(assign, client, body, paper, text):
    event = CitationFactory(kamerstuk=paper, locator="p. 4").event
    old = paper.get_absolute_url()
    answer = assign(paper, text)
    assert answer.redirect_chain == [(f"{LIST}{paper.pk}/change/", 302)]
    paper.refresh_from_db()
    assert (paper.slug, paper.version, paper.session) == ("kst-26643-1380", 2, "2024-2025")
    assert "Dit stuk heet nu Kamerstukken II 2024/25, 26 643, nr. 1380." in body(answer)
    assert client.get(old, follow=True).redirect_chain == [(paper.get_absolute_url(), 301)]
    page = body(client.get(event.get_absolute_url())).replace("\xa0", " ")
    assert "26 643, nr. 1380</a>, p. 4" in page
    told = Change.objects.filter(noun__in=("kamerstuk", "event")).order_by("-number")[:2]
    assert {change.noun for change in told} == {"kamerstuk", "event"}
    assert {change.reason for change in told} == {
        "Het stuk kreeg zijn nummer: Kamerstukken II 2024/25, 26 643, nr. 1380."
    }


def test_one_sees_first_what_changes_and_nothing_has(admin_client, body, paper):
    event = CitationFactory(kamerstuk=paper, event__title="Zij meldden het").event
    page = body(admin_client.get(page_of(paper), {"nummer": "1380"}))
    assert "Kamerstukken II 2024/25, 26 643, nummer nog niet bekend wordt" in page
    assert "<strong>Kamerstukken II 2024/25, 26 643, nr. 1380</strong>" in page
    assert "/kamerstukken/26643-zonder-nummer-brief-2025-08-12/ wordt" in page
    assert "<strong>/kamerstukken/kst-26643-1380/</strong>" in page
    assert "Eén gebeurtenis krijgt" in page
    assert f'<a href="/admin/incident/event/{event.pk}/change/">Zij meldden het</a>' in page
    paper.refresh_from_db()
    assert (paper.number, paper.version) == ("", 1)


def test_the_way_there_is_on_the_page_of_a_paper_without_number_only(admin_client, body, paper):
    assert page_of(paper) in body(admin_client.get(f"{LIST}{paper.pk}/change/"))
    other = KamerstukFactory()
    assert page_of(other) not in body(admin_client.get(f"{LIST}{other.pk}/change/"))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Dit veld is verplicht."),
        ("dertienhonderd", "Deze vindplaats begrijpen wij niet."),
        ("26 643, nr. XXX", "In deze vindplaats staat nog geen nummer."),
        ("26 643", "Dit is een dossier."),
        ("0", "Deze vindplaats begrijpen wij niet."),
        ("9" * 2_001, "Deze tekst is te lang voor één vindplaats."),
        ("<b>1380</b>", "Deze vindplaats begrijpen wij niet."),
    ],
)
def test_what_is_no_number_gets_a_sentence_and_stays(admin_client, body, paper, text, sentence):
    for answer in (
        admin_client.get(page_of(paper), {"nummer": text}),
        admin_client.post(page_of(paper), {"nummer": text, "version_seen": 1}),
    ):
        page = body(answer)
        assert sentence in page
        assert "Dit verandert er" not in page
        assert "<b>1380" not in page
        assert f'value="{text}"' in page or "<" in text or not text
    paper.refresh_from_db()
    assert (paper.number, paper.version) == ("", 1)


def test_a_number_of_another_paper_is_refused_with_the_way_to_it(assign, body, paper):
    other = KamerstukFactory(number="1380", title="Andere <brief>")
    page = body(assign(paper, "1380"))
    assert "Dit nummer is al van een ander stuk" in page
    assert f'<a href="{LIST}{other.pk}/change/">{other.citation} – Andere &lt;brief&gt;</a>' in page
    paper.refresh_from_db()
    assert paper.number == ""


def test_a_number_that_a_colleague_gives_away_at_this_moment_is_refused(
    assign, body, paper, monkeypatch
):
    """The race that a look alone cannot see: the database refuses the second."""
    from incident.desk.numbering import NumberForm

    KamerstukFactory(number="1380")
    looked = []
    refuse = NumberForm.refuse_taken
    monkeypatch.setattr(
        NumberForm,
        "refuse_taken",
        lambda form, known: refuse(form, known) if looked else looked.append(known),
    )
    page = body(assign(paper, "1380"))
    assert "Dit nummer is al van een ander stuk" in page
    assert 'value="1380"' in page
    paper.refresh_from_db()
    assert (paper.number, paper.version) == ("", 1)


def test_another_dossier_asks_a_tick(assign, body, paper):
    page = body(assign(paper, "36 600 VI, nr. 12"))
    assert "Dit stuk staat nu in dossier 26 643. Het nummer hoort bij dossier 36 600 VI." in page
    assert "Zet een vinkje" in page
    paper.refresh_from_db()
    assert paper.number == ""
    assign(paper, "36 600 VI, nr. 12", ander_dossier="on")
    paper.refresh_from_db()
    assert paper.slug == "kst-36600-VI-12"


def test_a_paper_without_dossier_needs_the_whole_citation_and_no_tick(assign, body):
    paper = KamerstukFactory(unnumbered=True, dossier="", session="")
    assert "Wij kennen het dossier van dit stuk niet." in body(assign(paper, "1380"))
    assign(paper, "Kamerstukken I 2025/26, 26 643, B")
    paper.refresh_from_db()
    assert (paper.slug, paper.chamber, paper.session) == ("kst-26643-B", "I", "2025-2026")


def test_the_chambers_own_number_counts_too_once(assign, body):
    paper = KamerstukFactory(unnumbered=True, dossier="", kind="vragen")
    assign(paper, "2025z14818")
    paper.refresh_from_db()
    assert paper.slug == "2025Z14818"
    assert "heeft al een zaaknummer: 2025Z14818" in body(assign(paper, "2025Z14819"))
    assign(paper, "26 643, nr. 1380")
    paper.refresh_from_db()
    assert (paper.slug, paper.chamber_number) == ("kst-26643-1380", "2025Z14818")


def test_a_paper_that_a_colleague_changed_meanwhile_is_shown_anew(assign, body, paper):
    mine = Kamerstuk.objects.get(pk=paper.pk)
    paper.session = "2025-2026"
    paper.save()
    answer = assign(mine, "1380")
    page = body(answer)
    assert "heeft dit stuk intussen gewijzigd" in page
    assert "Kamerstukken II 2025/26, 26 643, nr. 1380" in page
    assert 'name="version_seen" value="2"' in page
    paper.refresh_from_db()
    assert (paper.number, paper.version) == ("", 2)
    assign(paper, "1380")
    paper.refresh_from_db()
    assert (paper.number, paper.session, paper.version) == ("1380", "2025-2026", 3)


def test_a_colleague_between_our_look_and_our_save_is_noticed(assign, body, paper, monkeypatch):
    claim, late = Kamerstuk.claim, []

    def claim_late(self):
        if not late:
            late.append(True)
            raise StaleVersionError
        claim(self)

    monkeypatch.setattr(Kamerstuk, "claim", claim_late)
    assert "heeft dit stuk intussen gewijzigd" in body(assign(paper, "1380"))
    paper.refresh_from_db()
    assert paper.number == ""


@pytest.mark.parametrize("seen", ["", "x", "9" * 40])
def test_a_forged_version_is_a_refusal(admin_client, body, paper, seen):
    page = body(admin_client.post(page_of(paper), {"nummer": "1380", "version_seen": seen}))
    assert "intussen gewijzigd" in page
    paper.refresh_from_db()
    assert paper.number == ""


def test_a_second_click_says_that_it_has_its_number(assign, body, paper):
    assign(paper, "1380")
    answer = assign(paper, "1380")
    assert "Dit stuk heeft al een nummer: Kamerstukken II 2024/25, 26 643, nr. 1380." in body(
        answer
    )
    paper.refresh_from_db()
    assert paper.version == 2


@pytest.mark.parametrize("key", ["999", "x", "1_2F", "-1", "9" * 40])
def test_a_paper_that_is_not_there_is_no_failure(admin_client, key):
    for send in (admin_client.get, admin_client.post):
        assert send(f"{LIST}{key}/nummer/").status_code in (302, 404)


def test_the_page_asks_the_right_to_change_and_names_events_to_who_may_see_them(
    client, body, paper
):
    CitationFactory(kamerstuk=paper, event__title="Geheim concept", event__draft=True)
    editor = User.objects.create_user("schrijver", is_staff=True)
    sign_in(client, editor)
    assert client.get(page_of(paper)).status_code == 403
    allow(client, editor, "view_kamerstuk")
    assert client.get(page_of(paper)).status_code == 403
    assert client.post(page_of(paper), {"nummer": "1380", "version_seen": 1}).status_code == 403
    assert page_of(paper) not in body(client.get(f"{LIST}{paper.pk}/change/"))
    allow(client, editor, "change_kamerstuk")
    page = body(client.get(page_of(paper), {"nummer": "1380"}))
    assert "Eén gebeurtenis krijgt" in page
    assert "Geheim concept" not in page
    allow(client, editor, "view_event")
    assert "Geheim concept" in body(client.get(page_of(paper), {"nummer": "1380"}))
    assert Client().get(page_of(paper)).status_code == 302


def test_the_page_costs_as_many_queries_for_20_events_as_for_2(admin_client, paper):
    def cost(count: int) -> int:
        for _ in range(count):
            CitationFactory(kamerstuk=paper, event=EventFactory())
        with CaptureQueriesContext(connection) as captured:
            admin_client.get(page_of(paper), {"nummer": "1380"})
        return len(captured)

    cost(1)
    assert cost(1) == cost(18)


def test_a_number_brings_the_session_year_of_the_date(admin_client):
    paper = KamerstukFactory(unnumbered=True, session="", date="2025-09-16")
    data = {"nummer": "1401", "version_seen": paper.version}
    admin_client.post(f"/admin/incident/kamerstuk/{paper.pk}/nummer/", data)
    paper.refresh_from_db()
    assert paper.citation == "Kamerstukken II 2025/26, 26 643, nr. 1401"


def test_without_a_session_year_there_is_no_number(admin_client, body):
    paper = KamerstukFactory(unnumbered=True, session="", date="")
    page = f"/admin/incident/kamerstuk/{paper.pk}/nummer/"
    data = {"nummer": "1401", "version_seen": paper.version}
    assert "Wij kennen het vergaderjaar van dit stuk niet." in body(admin_client.post(page, data))
    data["nummer"] = "Kamerstukken II 2024/25, 26 643, nr. 1401"
    admin_client.post(page, data)
    paper.refresh_from_db()
    assert (paper.number, paper.session) == ("1401", "2024-2025")


ANSWER = {"unnumbered": True, "dossier": "", "session": "", "series": "ah", "kind": "antwoord"}


@pytest.mark.parametrize(
    "text",
    [
        "512",
        "Aanhangsel Handelingen II 2025/26, nr. 512",
        "Aanhangsel van de Handelingen, vergaderjaar 2025–2026, nr. 512",
        "ah-tk-20252026-512",
        "https://zoek.officielebekendmakingen.nl/ah-tk-20252026-512.html",
    ],
)
def test_an_answer_gets_its_number_in_the_aanhangsel(assign, client, body, text):
    paper = KamerstukFactory(**ANSWER, date="2025-11-04")
    old = CitationFactory(kamerstuk=paper).kamerstuk.get_absolute_url()
    answer = assign(paper, text)
    paper.refresh_from_db()
    assert (paper.slug, paper.session) == ("ah-tk-20252026-512", "2025-2026")
    assert "Dit stuk heet nu Aanhangsel Handelingen II 2025/26, nr. 512." in body(answer)
    assert client.get(old, follow=True).redirect_chain == [(paper.get_absolute_url(), 301)]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2025Z14818", "Een zaaknummer is dat van de vragen."),
        ("Zie ook Aanhangsel Handelingen II 2025/26, nr. 512", "wijst naar een ander stuk"),
        ("Aanhangsel Handelingen II 2025/26, nr. XXX", "staat nog geen nummer"),
        ("Bijlage bij Kamerstuk 26 643, nr. 1376", "Dit is een bijlage bij Kamerstuk 26 643"),
        ("512", "Wij kennen het vergaderjaar van dit stuk niet."),
    ],
)
def test_an_answer_gets_no_number_that_is_of_something_else(assign, body, text, why):
    paper = KamerstukFactory(**ANSWER, date="2025-08-12/..")
    assert why in body(assign(paper, text))
    paper.refresh_from_db()
    assert (paper.number, paper.version) == ("", 1)


def test_questions_do_not_get_the_number_of_their_answer(assign, body):
    paper = KamerstukFactory(unnumbered=True, dossier="", series="kv", kind="vragen")
    assert "Dit is een nummer van een antwoord." in body(assign(paper, "ah-tk-20252026-512"))


def test_a_number_of_another_series_needs_a_tick(assign, body, paper):
    page = body(assign(paper, "ah-tk-20252026-512"))
    assert "Dit stuk staat nu in dossier 26 643." in page
    assert "Het nummer hoort bij het Aanhangsel van de Handelingen." in page
    assign(paper, "ah-tk-20252026-512", ander_dossier="on")
    paper.refresh_from_db()
    assert (paper.slug, paper.series, paper.dossier) == ("ah-tk-20252026-512", "ah", "")
