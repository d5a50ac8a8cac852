"""The desk's home page: each count is the number of rows of the list behind it."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from incident.audit.recorder import audited
from incident.choices import Status
from incident.desk.tasks import TASKS
from incident.models import Change, Claim, Event, Kamerstuk, WrittenQuestions
from incident.official.subjects import of_paper
from tests.conftest import sign_in
from tests.factories import (
    CitationFactory,
    ClaimFactory,
    EventFactory,
    KamerstukFactory,
    LetterFactory,
    LinkFactory,
    WrittenQuestionsFactory,
)
from tests.helpers.case import taken_back
from tests.helpers.desk import ago, ahead, counted, left, lines, listed

pytestmark = pytest.mark.django_db

HOME = "/admin/"
EACH = [(task, noun) for task in TASKS for noun in task.nouns]
NAMES = [f"{task.value}-{noun._meta.model_name}" for task, noun in EACH]
MAKERS = {Event: EventFactory, Claim: ClaimFactory, WrittenQuestions: WrittenQuestionsFactory}


@pytest.fixture(scope="class")
def record(django_db_setup, django_db_blocker):
    """Make rows that wait for each task, and some that wait for none, once for these tests."""
    with django_db_blocker.unblock(), taken_back():
        fill()
        yield


def fill() -> None:
    KamerstukFactory(unnumbered=True)
    KamerstukFactory(title="")
    LinkFactory(event=EventFactory(date="2025-07"))
    EventFactory()
    CitationFactory(kamerstuk=LetterFactory().kamerstuk, quote="Dit staat er niet.")
    for make in MAKERS.values():
        left(make(status=Status.DRAFT), ago(14))
        left(make(status=Status.DRAFT), ago(13))
        for days in (3, 1, 2):
            make(publish_at=ahead(days))
        for days in (1, 2):
            left(make(status=Status.REVIEW), ago(days))


@pytest.mark.usefixtures("record")
class TestWithWorkToDo:
    """With rows that wait for each task."""

    @pytest.mark.parametrize(("task", "noun"), EACH, ids=NAMES)
    def test_each_count_is_the_number_of_rows_of_its_list(self, admin_client, body, task, noun):
        address = task.address(noun)
        count = counted(admin_client)[address]
        assert count == len(listed(admin_client, address)) > 0
        assert f'href="{address}"' in lines(body(admin_client.get(HOME)))[task.value]

    def test_each_list_costs_the_same_for_any_number(self, admin_client):
        def costs() -> dict[str, int]:
            found = {}
            for task, noun in EACH:
                with CaptureQueriesContext(connection) as captured:
                    listed(admin_client, task.address(noun))
                found[task.address(noun)] = len(captured)
            return found

        costs()
        few = costs()
        for _ in range(5):
            for make in (*MAKERS.values(), KamerstukFactory):
                make()
            KamerstukFactory(unnumbered=True, title="")
            EventFactory(date="2025", publish_at=ahead(1))
            left(EventFactory(draft=True), ago(20))
            for make in MAKERS.values():
                make(status=Status.REVIEW)
        assert costs() == few

    def test_planned_texts_are_listed_with_their_moment_soonest_first(self, admin_client):
        for task, noun in EACH:
            rows = listed(admin_client, task.address(noun))
            if task.order:
                assert rows == sorted(rows, key=lambda row: getattr(row, task.order))
        found = admin_client.get("/admin/incident/event/?taak=ingepland").context["cl"]
        assert found.list_display[-1] == "publish_at"
        assert len(found.list_display) - 1 in found.get_ordering_field_columns()
        assert len(found.result_list) == 3

    def test_a_writer_sees_what_waits_and_not_what_others_decide(self, client, member, body):
        member("schrijver")
        page = body(client.get(HOME))
        assert "zelf-te-publiceren" not in lines(page)
        assert "ter-beoordeling" in lines(page)
        assert listed(client, "/admin/incident/event/?taak=zelf-te-publiceren") == []
        assert "zelf-te-publiceren" not in body(client.get("/admin/incident/event/?taak=ingepland"))

    def test_only_what_somebody_may_view_is_counted(self, client, member, body):
        member("beheerder")
        page = body(client.get(HOME))
        assert lines(page) == {}
        assert "snel-toevoegen" not in page
        assert "/admin/incident/change/" not in page
        user = User.objects.create_user("kijker", is_staff=True)
        user.user_permissions.add(*permissions("view_kamerstuk"))
        sign_in(client, user)
        assert list(lines(body(client.get(HOME)))) == ["zonder-onderwerp", "onbekend"]


def test_home_says_of_each_paper_without_number_what_is_asked_of_whom(admin_client, case, body):
    page = body(admin_client.get(HOME))
    unnumbered = Kamerstuk.objects.unnumbered()
    assert unnumbered.count() == 8
    for paper in unnumbered:
        assert f'/{paper.pk}/nummer/">{escape(paper)}</a>' in page
        for whom, words in of_paper(paper).asked_of:
            assert f"Te vragen aan {whom}: {escape(words)}." in page
    assert "SRU, repository.overheid.nl: publicatie ‘Kamervragen (Aanhangsel)’" in page
    assert "Te vragen aan SyncFeed, gegevensmagazijn.tweedekamer.nl: soort ‘Brief’" in page
    assert "OData" not in page


def test_home_says_of_what_nothing_is_known_enough_to_ask(admin_client, body):
    KamerstukFactory(unnumbered=True, dossier="", date="")
    page = body(admin_client.get(HOME))
    assert "Wij weten te weinig om ernaar te vragen" in page


def test_home_asks_as_many_queries_for_any_number_of_papers(admin_client):
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            admin_client.get(HOME)
        return len(captured)

    def answers(count: int) -> None:
        for _ in range(count):
            paper = KamerstukFactory(unnumbered=True, dossier="", series="ah", kind="antwoord")
            WrittenQuestionsFactory(answer=paper)

    answers(1)
    first = cost()
    answers(12)
    assert cost() == first


def test_the_home_page_costs_the_same_for_any_number_of_rows(admin_client, admin_user):
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            admin_client.get(HOME)
        return len(captured)

    def fill():
        with audited(user=admin_user):
            for make in MAKERS.values():
                make(status=Status.REVIEW)
                left(make(status=Status.DRAFT), ago(20))
            KamerstukFactory(unnumbered=True, title="")
            EventFactory(date="2025")

    fill()
    cost()
    few = cost()
    for _ in range(5):
        fill()
    assert cost() == few
    assert few < 30


def test_what_is_done_is_said_quietly(admin_client, body):
    said = lines(body(admin_client.get(HOME)))
    assert list(said) == [task.value for task in TASKS]
    assert all("niets" in line and "href" not in line for line in said.values())
    KamerstukFactory(title="")
    ClaimFactory(status=Status.REVIEW)
    said = lines(body(admin_client.get(HOME)))
    assert "niets" not in said["zonder-onderwerp"]
    assert "<b>1</b> Kamerstuk<" in said["zonder-onderwerp"]
    assert "<b>1</b> kwestie<" in said["ter-beoordeling"]
    assert "gebeurtenissen: niets" in said["ter-beoordeling"]
    assert "niets" in said["onbekend"]


def permissions(*codenames):
    from django.contrib.auth.models import Permission

    return Permission.objects.filter(codename__in=codenames)


def test_the_ways_to_quick_add_the_log_and_the_site_are_there(admin_client, body):
    page = body(admin_client.get(HOME))
    for address in ("/admin/incident/kamerstuk/snel-toevoegen/", "/admin/incident/change/", "/"):
        assert f'<li><a href="{address}">' in page


def test_the_last_ten_changes_are_mine_with_a_way_to_what_still_exists(
    admin_client, admin_user, body
):
    EventFactory(title="Van een ander")
    with audited(user=admin_user):
        kept, gone = [EventFactory(title=name, draft=True) for name in ("Blijft", "Gaat")]
    with audited(user=admin_user):
        gone.delete()
    page = body(admin_client.get(HOME)).partition("own-changes")[2]
    assert "Van een ander" not in page
    assert f'<a href="/admin/incident/event/{kept.pk}/change/">Blijft</a>' in page
    assert page.count("Gaat") == 2
    assert ">Gaat</a>" not in page
    assert "Verwijderd" in page
    for number in range(11):
        with audited(user=admin_user):
            kept.title = f"Titel {number}"
            kept.save()
    shown = [entry.label for entry, *_ in admin_client.get(HOME).context["changes"]]
    assert shown == [f"Titel {number}" for number in range(10, 0, -1)]
    assert Change.objects.by(admin_user).count() == 14


def test_one_who_did_nothing_is_told_so(admin_client, body):
    assert "Nog niets." in body(admin_client.get(HOME))


@pytest.mark.parametrize("noun", ["event", "claim", "writtenquestions", "kamerstuk"])
@pytest.mark.parametrize("value", ["onzin", "", "termijn-voorbij%27", "ter-beoordeling&taak=x"])
def test_a_task_that_does_not_exist_is_refused(admin_client, noun, value):
    assert admin_client.get(f"/admin/incident/{noun}/?taak={value}").status_code == 400
