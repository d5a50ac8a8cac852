"""What the official sources describe is offered to the incidents that it belongs to."""

from urllib.parse import urlencode

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from incident.audit.recorder import audited
from incident.models import Candidate, Change, Incident
from incident.official import known
from incident.official.asking import run
from incident.official.belonging import incidents_of
from incident.official.subjects import of_dossier, of_paper, of_questions
from tests.factories import CitationFactory, EventFactory, IncidentFactory, KamerstukFactory
from tests.official.source import answer, letter, response

pytestmark = pytest.mark.django_db

PAGE = "/admin/officiele-bronnen/"


@pytest.fixture
def brug():
    return IncidentFactory(slug="brug", title="De brug", dossiers="26 643\n36600 VI")


def belonging() -> dict[str, list[str]]:
    waiting = Candidate.objects.waiting().select_related("questions")
    return {key: list(map(str, found)) for key, found in incidents_of(waiting).items()}


def test_a_dossier_that_an_incident_names_is_followed_before_it_has_a_paper(brug):
    assert known.dossiers() == ["26643", "36600-VI"]
    KamerstukFactory(dossier="31865")
    assert known.dossiers() == ["26643", "31865", "36600-VI"]
    with audited(reason="Moest weg."):
        brug.is_withdrawn = True
        brug.save()
    assert known.dossiers() == ["31865"]


@pytest.mark.parametrize(
    ("text", "said"),
    [("onzin", "‘onzin’"), ("26643, 31865", "één dossier"), ("26643\n" * 21, "Hoogstens 20")],
)
def test_what_is_no_dossier_is_refused_in_words(text, said):
    with pytest.raises(ValidationError) as refused:
        IncidentFactory.build(slug="x", dossiers=text).full_clean()
    assert said in str(refused.value.message_dict["dossiers"])


def test_a_new_paper_is_offered_to_each_incident_that_follows_its_dossier(source, brug):
    CitationFactory(kamerstuk__dossier="26643")
    CitationFactory(kamerstuk__dossier="31865", event__incident__slug="ander")
    source.says(response(letter("kst-26643-1390")))
    run([of_dossier("26643")])
    assert belonging() == {"dossier:26643": ["De brug", "OM Citrix"]}


def test_a_number_and_an_answer_are_offered_to_whose_they_are(source, brug, paper, questions):
    CitationFactory(event=EventFactory(incident=brug), kamerstuk=paper)
    source.says(response(letter()))
    run([of_paper(paper)])
    source.says(response(answer()))
    run([of_questions(questions)])
    assert belonging() == {
        f"stuk:{paper.pk}": ["De brug"],
        f"vragen:{questions.pk}": ["OM Citrix"],
    }


def test_the_page_shows_whose_it_is_and_that_of_one_incident_alone(writer, source, brug, body):
    CitationFactory(kamerstuk__dossier="31865")
    for dossier, number in (("26643", "1390"), ("31865", "9")):
        KamerstukFactory(dossier=dossier)
        source.says(response(letter(f"kst-{dossier}-{number}", dossiernummer=dossier)))
        run([of_dossier(dossier)])
    page = body(writer.get(PAGE))
    assert "Nieuw in dossier 26643" in page
    assert f'?incident__id__exact={brug.pk}">De brug</a>' in page
    own = body(writer.get(f"{PAGE}?{urlencode({'incident': 'brug'})}"))
    assert "Nieuw in dossier 26643" in own
    assert "Nieuw in dossier 31865" not in own
    assert "Nieuw in dossier 31865" in body(writer.get(f"{PAGE}?incident=onzin"))


def test_as_many_queries_for_many_groups_as_for_few(source, brug, paper):
    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            belonging()
        return len(asked)

    source.says(response(letter("kst-26643-1390")))
    run([of_dossier("26643"), of_paper(paper)])
    few = count()
    for number in range(4):
        paper = KamerstukFactory(unnumbered=True, date="2025-08-12")
        about = {"identifier": f"kst-1-{number}", "asked_at": timezone.now()}
        Candidate.objects.create(key=f"stuk:{paper.pk}", paper=paper, **about)
        CitationFactory(kamerstuk=paper)
    assert count() == few


def test_which_dossiers_are_followed_is_the_business_of_staff_alone(client, brug, body):
    updated = Incident.objects.get(slug="brug").updated_at
    brug.dossiers = "31865"
    brug.save()
    assert Incident.objects.get(slug="brug").updated_at == updated
    entry = Change.objects.of("incident", brug.pk).last()
    assert entry.fields["dossiers"] == ["26 643\n36600 VI", "31865"]
    assert not entry.is_text
    assert "31865" not in body(client.get("/brug/"))
    assert Incident.objects.get(slug="brug").dossier_list == ["31865"]
    brug.dossiers, brug.title = "", "De brug over"
    brug.save()
    assert Incident.objects.get(slug="brug").updated_at == brug.changed_at > updated
