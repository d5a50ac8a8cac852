"""Claims: who said what, in which order, and how the question stands."""

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from incident.choices import Nature, Relation
from incident.models import Claim, Kamerstuk, Statement
from incident.publishing.chains import check_chain
from tests.factories import (
    ClaimFactory,
    EventFactory,
    IncidentFactory,
    KamerstukFactory,
    StatementFactory,
)
from tests.helpers.case import load_case
from tests.helpers.desk import save
from timeline.pages.claims import standing, standings

pytestmark = pytest.mark.django_db

CLAIMS = "/om-citrix/kwesties/"
ADMIN = "/admin/incident/claim/"


def chain(*relations: str) -> list[Statement]:
    """Return statements with these relations, a day apart."""
    claim = ClaimFactory()
    return [
        StatementFactory.build(
            claim=claim, relation=relation, kamerstuk=None, date=f"2025-08-{day:02}"
        )
        for day, relation in enumerate(relations, 1)
    ]


@pytest.mark.parametrize(
    "relations",
    [
        ["eerst"],
        ["eerst", "herhaald", "gewijzigd", "tegengesproken"],
        ["eerst", "ingetrokken", "gewijzigd", "herhaald"],
        [],
    ],
)
def test_these_relations_can_follow_each_other(relations):
    check_chain(chain(*relations))


@pytest.mark.parametrize(
    ("relations", "said"),
    [
        (["herhaald"], "oudste"),
        (["gewijzigd", "eerst"], "oudste"),
        (["eerst", "eerst"], "alleen de oudste"),
        (["eerst", "ingetrokken", "herhaald"], "volgt op een intrekking"),
        (["eerst", "ingetrokken", "ingetrokken"], "volgt op een intrekking"),
        (["eerst", "anders"], "volgt op woorden van dezelfde"),
    ],
)
def test_these_cannot(relations, said):
    with pytest.raises(ValidationError, match=said):
        check_chain(chain(*relations))


@pytest.mark.parametrize(
    ("entered", "told"),
    [
        (["2025-07-17", "2025-07", "2025-07-23~"], [0, 1, 2]),
        (["2025-08-04", "2025-07", "2025-07-17"], [1, 2, 0]),
        (["2025-08-12/..", "2025-09-25", "2025-07"], [2, 0, 1]),
        (["../2025-08", "2025-07-01", "2025-09"], [0, 1, 2]),
        (["2025-07-18", "2025-07-17"], [1, 0]),
    ],
)
def test_what_is_certainly_older_comes_first_and_the_rest_as_it_was_entered(entered, told):
    claim = ClaimFactory()
    made = [StatementFactory(claim=claim, press=True, relation="vervolg", date=d) for d in entered]
    assert [made.index(statement) for statement in claim.chain] == told


def test_other_than_before_is_said_of_one_speaker_alone():
    ours, theirs = chain("eerst", "gewijzigd")
    theirs.speaker, theirs.speaker_short = "Openbaar Ministerie", "het OM"
    with pytest.raises(ValidationError, match="het OM zei er nog niets over"):
        check_chain([ours, theirs])
    theirs.relation = Relation.OTHER
    check_chain([ours, theirs])
    ours.speaker_short, theirs.before = "de minister", ours
    assert theirs.relation_in_words == "Anders dan de minister"


def test_a_statement_has_the_day_of_its_paper_unless_it_has_its_own():
    paper = StatementFactory(kamerstuk__date="2025-08-12/..")
    own = StatementFactory(press=True)
    assert str(paper.when) == "op of na 12 augustus 2025"
    assert paper.known_day is None
    assert (str(own.when), own.known_day) == ("18 juli 2025", date(2025, 7, 18))
    with pytest.raises(ValidationError, match="datum"):
        StatementFactory(kamerstuk__date="").full_clean()


@pytest.fixture
def said_in() -> Kamerstuk:
    """Return a paper of 1 July, of which what was said has no day of its own; more follows."""
    claim = ClaimFactory(title="Is er data weg?")
    first = StatementFactory(claim=claim, kamerstuk__date="2025-07-01", speaker="de minister")
    said = {"claim": claim, "relation": Relation.REPEATED, "speaker": "de minister"}
    StatementFactory(kamerstuk__date="2025-07-10", **said)
    return first.kamerstuk


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("", "heeft een datum nodig"),
        ("2025-07-20", "de oudste uitspraak in de rij"),
        ("2025-07-09", ""),
    ],
)
def test_a_paper_takes_no_day_that_breaks_what_was_said_in_it(editor, body, said_in, day, why):
    more = {"reason": "De brief draagt een andere dag.", "nature": Nature.SUBSTANCE, "date": day}
    page = body(save(editor, said_in, **more))
    said_in.refresh_from_db()
    assert said_in.date == ("2025-07-01" if why else day)
    errors = re.findall(r'<ul class="errorlist"[^>]*>(.*?)</ul>', page, re.DOTALL)
    assert len(errors) == bool(why)
    assert all("Is er data weg?" in error and why in error for error in errors)


def test_what_has_a_day_of_its_own_does_not_move_with_its_paper(said_in):
    said = said_in.statements.get()
    said.date = "2025-07-01"
    said.save()
    said_in.date = ""
    said_in.full_clean()


@pytest.mark.parametrize(
    "address",
    [
        *("", "?q=Uitspraak", "kwesties/", "kwesties/?peildatum=2025-07-20"),
        *("vergelijk/?van=2025-07-01&met=2025-07-20", "tijdlijn.json", "alles.zip", "{event}"),
    ],
)
def test_what_was_said_on_a_day_that_got_lost_breaks_no_page(client, body, said_in, address):
    """Two editors at one moment can still take the day from under a statement."""
    event = EventFactory()
    for said in Statement.objects.all():
        said.event, said.kamerstuk.date = event, ""
        said.save()
        said.kamerstuk.save()
    answer = client.get(f"/om-citrix/{address}".replace("{event}", f"{event.slug}/"))
    assert answer.status_code == 200
    if address in ("", "kwesties/", "?q=Uitspraak"):
        assert "dag niet bekend" in body(answer)


@pytest.mark.parametrize(
    "wrong",
    [
        {"locator": ""},
        {"kamerstuk": None},
        {"publisher": "Krant"},
        {"kamerstuk": None, "locator": ""},
        {"press": True, "url": "http://krant.example/"},
        {"relation": "ongeveer"},
        {"speaker": ""},
        {"summary": ""},
    ],
)
def test_a_statement_without_a_place_is_refused_by_the_database_and_in_words(wrong):
    statement = StatementFactory.build(
        claim=ClaimFactory(), **{"kamerstuk": KamerstukFactory(), **wrong}
    )
    with pytest.raises(ValidationError):
        statement.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        statement.save()


def test_something_is_said_first_only_once():
    first = StatementFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        StatementFactory(claim=first.claim)


def test_a_claim_stands_as_it_was_last_said_by_the_day():
    claim = ClaimFactory()
    StatementFactory(claim=claim, summary="Misschien.", kamerstuk__date="2025-07-17")
    changed = {"claim": claim, "relation": Relation.CHANGED}
    StatementFactory(**changed, summary="Zeker.", kamerstuk__date="2025-08-04")
    StatementFactory(**changed, summary="Ooit.", kamerstuk__date="2025-08-12/..")
    days = {"2025-07-16": None, "2025-07-17": "Misschien.", "2025-12-31": "Zeker."}
    for day, summary in days.items():
        stood = standing(claim, claim.chain, date.fromisoformat(day))
        assert (stood.latest and stood.latest.summary) == summary
        assert stood.undated == 1
    assert standing(claim, claim.chain).latest.summary == "Ooit."
    assert standing(claim, claim.chain).undated == 0


def test_the_page_shows_each_question_its_standing_and_its_chain(client, body):
    load_case()
    page = body(client.get(CLAIMS))
    for words in (
        "Is er data gewijzigd of weggehaald?",
        "4 november 2025</time>):</span> Het eerste technische en forensische onderzoek",
        "Voor het eerst gezegd",
        "antwoorden op vragen 2, 3 en 6",
        'id="misbruik"',
    ):
        assert words in page
    then = body(client.get(f"{CLAIMS}?peildatum=2025-07-20"))
    assert "17 juli 2025</time>):</span> Er zijn signalen van een mogelijke kwetsbaarheid." in then
    assert "Vastgesteld" not in then
    assert "Hierover was op deze dag nog niets gezegd" in then


def test_the_case_holds_the_chains_that_its_sources_tell():
    load_case()
    chains = {c.slug: [s.relation for s in c.chain] for c in Claim.objects.for_readers()}
    assert chains == {
        "data": ["eerst", "herhaald", "anders", "herhaald"],
        "misbruik": ["eerst", "anders", "anders", "gewijzigd"],
        "sinds-wanneer": ["eerst", "gewijzigd"],
        "back-ups": ["eerst"],
        "herstel": ["eerst", "vervolg", "anders"],
    }
    for claim in Claim.objects.all():
        claim.full_clean()
        check_chain(claim.chain)
        for statement in claim.chain:
            statement.full_clean()


def test_the_page_costs_as_many_queries_for_many_claims(client, django_assert_num_queries):
    for _ in range(20):
        StatementFactory(claim__slug=f"k{_}")
    incident = Claim.objects.first().incident
    with django_assert_num_queries(2):
        for stood in standings(incident):
            assert stood.latest.kamerstuk.citation


def test_what_is_said_of_one_case_stands_with_the_event_of_another(client, body):
    other = EventFactory(incident=IncidentFactory(slug="ander", title="Ander"))
    said = StatementFactory(summary="Het gat was gezien.", event=other)
    StatementFactory(summary="Dit blijft geheim.", claim__draft=True, event=other)
    draft = EventFactory(draft=True)
    later = {"claim": said.claim, "relation": Relation.REPEATED}
    StatementFactory(summary="Met een concept.", event=draft, **later)
    assert "Het gat was gezien." in body(client.get(other.get_absolute_url()))
    own = body(client.get(CLAIMS))
    assert "Het gat was gezien." in own
    assert "Met een concept." in own
    for address in ("/ander/", CLAIMS, other.get_absolute_url(), "/om-citrix/"):
        page = body(client.get(address))
        assert "geheim" not in page
        assert draft.title not in page


def form(**more) -> dict:
    """Return what the desk's form posts for a claim with two statements."""
    paper, later = KamerstukFactory(date="2025-07-17"), KamerstukFactory(date="2025-08-04")
    rows = [("eerst", paper), ("gewijzigd", later)]
    data = {
        "incident": ClaimFactory().incident_id,
        "title": "Is het zo?",
        "slug": "zo",
        "place": "1",
        "status": "gepubliceerd",
        "statements-TOTAL_FORMS": "2",
        "statements-INITIAL_FORMS": "0",
    }
    for number, (relation, kamerstuk) in enumerate(rows):
        row = {"speaker": "minister", "summary": "Ja.", "relation": relation, "locator": "p. 1"}
        row |= {"kamerstuk": kamerstuk.pk}
        data |= {f"statements-{number}-{name}": value for name, value in row.items()}
    return {**data, **more}


def test_staff_keep_a_claim_with_its_chain(admin_client):
    answer = admin_client.post(f"{ADMIN}add/", form())
    assert answer.status_code == 302, answer.context["errors"]
    assert [s.relation for s in Claim.objects.get(slug="zo").chain] == ["eerst", "gewijzigd"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"statements-1-relation": "eerst"}, "alleen de oudste"),
        ({"statements-0-relation": "herhaald"}, "oudste"),
        ({"statements-1-locator": ""}, "met de plaats daarin"),
        ({"statements-1-date": "31 februari 2025"}, "bestaat niet"),
    ],
)
def test_staff_are_told_in_words_what_cannot_be(admin_client, body, wrong, said):
    answer = admin_client.post(f"{ADMIN}add/", form(**wrong))
    assert answer.status_code == 200
    assert said in body(answer)
    assert not Claim.objects.filter(slug="zo").exists()


def test_an_address_with_a_sign_that_nobody_sees_is_refused_in_words():
    statement = StatementFactory(press=True)
    statement.url = "https://krant.example/goed\u202efout"
    with pytest.raises(ValidationError) as refused:
        statement.full_clean()
    assert "onzichtbaar stuurteken" in refused.value.message_dict["url"][0]
