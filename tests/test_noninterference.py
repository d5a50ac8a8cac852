"""What is not public does not exist: no byte and no header moves when drafts are added."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone

from incident.kinds import Kind, Status
from incident.models import Event, Kamerstuk
from tests.factories import (
    CitationFactory,
    ClaimFactory,
    EventFactory,
    IncidentFactory,
    KamerstukFactory,
    LinkFactory,
    QuestionFactory,
    StatementFactory,
    WrittenQuestionsFactory,
)

pytestmark = pytest.mark.django_db

CANARY = "kanarie"
QUERIES = ["", f"?q={CANARY}", "?soort=besluit", "?vanaf=2020-01-01&tot_en_met=2030-01-01"]
QUERIES += ["?peildatum=2025-08-04", "?peildatum=2012-01-01", "?volgorde=nieuwste-eerst"]
QUERIES += ["?kamerstuk=26643", "?kamerstuk=kst-26643-777", "?x=1", "?vanaf=fout", "?jaar=2024"]
FILES = [f"tijdlijn{ending}" for ending in (".csv", "-excel.csv", ".json", ".atom", ".ics")]
ADDRESSES = [
    *("/", "/kamerstukken/", "/kamerstukken/kst-26643-1376/", "/kamerstukken/kst-26643-777/"),
    *("/kamerstukken/26643-zonder-nummer-brief-2025-08-12/", "/geheim/", "/geheim/tijdlijn.csv"),
    *("/om-citrix/kwesties/", "/om-citrix/kwesties/?peildatum=2025-08-04", "/om-citrix/vragen/"),
    *("/om-citrix/vragen/?uitkomst=open", "/om-citrix/vragen/?peildatum=2025-08-04"),
    *(
        "/om-citrix/vergelijk/?van=2001-01-01&met=2030-01-01",
        "/geheim/kwesties/",
        "/geheim/vragen/",
    ),
    *(f"/om-citrix/{name}.csv" for name in ("kamerstukken", "vragen", "uitspraken")),
    *("/om-citrix/tijdlijn.csv-metadata.json", "/om-citrix/kamerstukken.csv?peildatum=2025-08-04"),
    *("/om-citrix/alles.zip", "/om-citrix/voorbeeld.png", "/openapi.json", "/sitemap.xml"),
    *("/robots.txt", "/.well-known/security.txt", "/geheim/tijdlijn.json", "/geheim/alles.zip"),
    *("/om-citrix/2025-07-openbaar/voorbeeld.png", "/om-citrix/2025-07-kanarie-0/voorbeeld.png"),
    *("/om-citrix/2025-07-openbaar/?peildatum=2025-08-04", "/om-citrix/?sinds=2020-01-01"),
    *("/om-citrix/?sinds=2020-01-01&soort=besluit", "/om-citrix/?sinds=gisteren", "/onderdelen/"),
    *("/om-citrix/vergelijk/", "/om-citrix/vergelijk/?van=2025-01-01&met=fout"),
    *(
        "/om-citrix/vragen/?uitkomst=fout",
        "/om-citrix/kwesties/?peildatum=fout",
        "/geheim/vergelijk/",
    ),
    *("/kamerstukken/?peildatum=2025-08-04", "/kamerstukken/kst-26643-1376/?peildatum=2025-08-04"),
    *(f"/om-citrix/{name}.csv-metadata.json" for name in ("kamerstukken", "vragen", "uitspraken")),
    *(
        "/om-citrix/alles.zip?peildatum=2025-08-04",
        "/geheim/voorbeeld.png",
        "/geheim/tijdlijn.atom",
    ),
    *("/om-citrix/2025-07-openbaar/", "/om-citrix/2025-07-kanarie-0/", "/nergens/"),
    *(f"/om-citrix/{file}{query}" for file in ("", *FILES) for query in QUERIES),
]


def unpacked(content: bytes) -> bytes:
    """Return what is in a ZIP, which itself holds the moment of packing; else the content."""
    if not content.startswith(b"PK"):
        return content
    packed = zipfile.ZipFile(io.BytesIO(content))
    return b"".join(name.encode() + packed.read(name) for name in packed.namelist())


@pytest.fixture(autouse=True)
def _one_moment(monkeypatch):
    """Let no time pass: some answers say when they were made."""
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)


def answers(client) -> dict[str, tuple]:
    """Return for each public address all that a reader can see of the answer."""
    seen = {}
    for address in ADDRESSES:
        for method in (client.get, client.head):
            answer = method(address)
            headers = {name: value for name, value in answer.headers.items() if name != "Date"}
            content = unpacked(b"".join(answer))
            seen[f"{method.__name__} {address}"] = (answer.status_code, headers, content)
    return seen


def public_record() -> Kamerstuk:
    """Make one public event in a paper, and return the paper."""
    event = EventFactory(title="Openbaar", slug="2025-07-openbaar", kind=Kind.DECISION)
    LinkFactory(event=event)
    StatementFactory(event=event, kamerstuk__number="1", claim__slug="openbaar")
    QuestionFactory(questions__kamerstuk__chamber_number="2025Z99999").events.add(event)
    return CitationFactory(event=event, kamerstuk__number="1376", told=True).kamerstuk


def hide(paper: Kamerstuk, count: int = 50) -> None:
    """Add `count` events of each kind that nobody may see, on public and on secret papers."""
    numberless = KamerstukFactory(number="", date="2025-08-12", title=CANARY)
    secret = KamerstukFactory(number="777", title=CANARY)
    closed = IncidentFactory(slug="geheim", title=CANARY, is_published=False)
    hidden = [
        {"status": Status.DRAFT},
        {"status": Status.WITHDRAWN, "publish_at": timezone.now() - timedelta(days=9)},
        {"status": Status.PUBLISHED, "publish_at": timezone.now() + timedelta(hours=1)},
        {"incident": closed},
    ]
    for number in range(count):
        about = hidden[number % len(hidden)]
        event = EventFactory(
            **{
                "title": f"{CANARY} {number}",
                "body": CANARY,
                "date_note": CANARY,
                "date": f"20{10 + number % 20}-0{number % 9 + 1}",
                "kind": list(Kind)[number % 8],
                **about,
            }
        )
        for source in (paper, numberless, secret):
            CitationFactory(
                event=event, kamerstuk=source, locator=CANARY, printed=CANARY, told=True
            )
        LinkFactory(event=event, title=CANARY, publisher=CANARY)
    hide_claims_and_questions(paper, secret, hidden)


def hide_claims_and_questions(paper: Kamerstuk, secret: Kamerstuk, hidden: list[dict]) -> None:
    """Let hidden claims and questions name public papers and events, and secret ones."""
    shown = Event.objects.for_readers().first()
    for about in hidden:
        for source in (paper, secret):
            claim = ClaimFactory(title=CANARY, explanation=CANARY, **about)
            StatementFactory(claim=claim, event=shown, kamerstuk=source, summary=CANARY)
        asked = WrittenQuestionsFactory(askers=CANARY, answer=paper, **about)
        question = QuestionFactory(questions=asked, wording=CANARY, note=CANARY)
        question.events.add(shown)
        question.papers.add(paper, secret)


def test_no_public_answer_changes_when_hidden_events_are_added(client):
    paper = public_record()
    client.get("/")
    before = answers(client)
    hide(paper)
    after = answers(client)
    for address, answer in before.items():
        assert after[address] == answer, address
    assert Event.objects.count() > 50


def test_the_canary_is_in_no_public_answer(client):
    hide(public_record())
    for address, (_status, headers, content) in answers(client).items():
        asked = CANARY in address
        assert asked or CANARY.encode() not in content, address
        assert asked or CANARY not in str(headers), address


def test_nobody_reads_a_scheduled_event_before_its_moment(client, monkeypatch):
    moment = timezone.now() + timedelta(hours=1)
    event = EventFactory(publish_at=moment)
    for offset, status in ((-0.001, 404), (0, 200), (0.001, 200)):
        at = moment + timedelta(seconds=offset)
        assert Event.objects.for_readers(at).filter(pk=event.pk).exists() is (status == 200)
        monkeypatch.setattr(timezone, "now", lambda at=at: at)
        assert client.get(event.get_absolute_url()).status_code == status


def test_staff_who_are_signed_in_see_the_public_page_and_nothing_more(client, admin_client):
    hide(public_record(), 8)
    for address in ("/om-citrix/", "/om-citrix/2025-07-kanarie-0/", "/kamerstukken/"):
        assert admin_client.get(address).content == client.get(address).content
