"""A link that is shared or indexed: one address for all spellings, a title, a picture and a day."""

import re
from datetime import UTC, datetime
from html import unescape
from io import BytesIO

import pytest
from django.contrib.auth.models import User
from django.contrib.staticfiles import finders
from django.utils import timezone
from PIL import Image

from incident.models import Event, Incident
from tests.conftest import sign_in
from tests.factories import CitationFactory, EventFactory, IncidentFactory
from timeline.query import portion

pytestmark = pytest.mark.django_db

TIMELINE = "/om-citrix/"
HOST = "http://testserver"
CANONICAL = re.compile('<link rel="canonical" href="([^"]+)">')
# Spellings of one question, the last one canonical.
SPELLINGS = {
    "?soort=besluit&soort=misbruik": [
        "?soort=besluit&soort=misbruik&soort=besluit",
        "?soort=misbruik&soort=besluit&volgorde=nieuwste-eerst",
        "?utm_source=krant&soort=besluit&soort=misbruik&weergave=alles",
        "?soort=misbruik&soort=besluit",
    ],
    "?q=back-up": ["?q=Back-up", "?q=+BACK-UP+", "?q=b%C3%A1ck-up&sinds=2025-01-01", "?q=back-up"],
    "?kamerstuk": [
        "?kamerstuk=26+643,+nr.+1376",
        "?kamerstuk=KST-26643-1376",
        "?kamerstuk=Kamerstukken+II+2024/25,+26+643,+nr.+1376",
        "?kamerstuk=kst-26643-1376",
    ],
    "?dossier": ["?kamerstuk=26+643", "?kamerstuk=+26643", "?kamerstuk=26643"],
    "?dag": [
        "?peildatum=4-8-2025&vanaf=1+juli+2025",
        "?peildatum=2025-08-04&vanaf=2025-07-01&peildatum=2025-08-04",
        "?vanaf=2025-07-01&peildatum=2025-08-04",
    ],
}


def canonical(body, client, address: str) -> str:
    """Return what a page says is its own address, once it has redirected; "" for nothing."""
    found = CANONICAL.findall(body(client.get(address, follow=True)))
    assert len(found) <= 1
    return unescape("".join(found))


def meta(page: str) -> dict[str, str]:
    """Return what a page tells of itself to who shares it."""
    return {
        name: unescape(value)
        for name, value in re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', page)
    }


@pytest.mark.parametrize("spellings", SPELLINGS.values(), ids=SPELLINGS)
def test_all_spellings_of_a_question_have_one_canonical_address(client, body, spellings):
    CitationFactory(kamerstuk__number="1376", event__kind="besluit", event__title="De back-up")
    found = {canonical(body, client, TIMELINE + spelling) for spelling in spellings}
    assert found == {f"{HOST}{TIMELINE}{spellings[-1]}"}
    assert canonical(body, client, found.pop()) == f"{HOST}{TIMELINE}{spellings[-1]}"


def test_other_questions_have_other_canonical_addresses(client, body):
    CitationFactory(kamerstuk__number="1376")
    asked = ["", *(f"?peildatum=2025-08-04{group}" for group in ("", "&bekend=gemeld"))]
    asked += ["?q=back-up", "?q=back+up", "?vanaf=2025-07-01", "?vanaf=fout", "?soort=besluit"]
    asked += ["?stand=2026-11-24", "?q=26+643%2C+nr.+1376"]
    assert [canonical(body, client, TIMELINE + a) for a in asked] == [
        f"{HOST}{TIMELINE}{a}" for a in asked
    ]


def test_a_dossier_with_a_part_stays_that_dossier(client, body):
    CitationFactory(kamerstuk__dossier="21501", kamerstuk__suffix="20", kamerstuk__number="7")
    for spelling in ("21501-20", "21+501-20"):
        found = canonical(body, client, f"{TIMELINE}?kamerstuk={spelling}")
        assert found == f"{HOST}{TIMELINE}?kamerstuk=21501-20"
        assert "1 gebeurtenis" in body(client.get(found))


def test_the_first_period_of_a_long_timeline_is_the_timeline_itself(client, body, monkeypatch):
    monkeypatch.setattr(portion, "WHOLE", 3)
    for year in ("2023", "2024", "2025"):
        EventFactory.create_batch(2, date=year)
    first, last = f"{HOST}{TIMELINE}", f"{HOST}{TIMELINE}?jaar=2025"
    assert canonical(body, client, f"{TIMELINE}?jaar=2023") == canonical(body, client, first)
    assert canonical(body, client, first) == first
    assert canonical(body, client, last) == last
    turned = f"{TIMELINE}?volgorde=nieuwste-eerst"
    assert canonical(body, client, f"{turned}&jaar=2025") == HOST + turned


def test_every_kind_of_page_has_a_canonical_address_and_what_a_shared_link_needs(client, body):
    event = CitationFactory(kamerstuk__number="1376").event
    own = event.get_absolute_url()
    pages = [TIMELINE, own, f"{own}?peildatum=2025-08-04", f"{own}versie/1/", "/over/"]
    pages += [f"{TIMELINE}{part}/" for part in ("kwesties", "vragen", "wachttijd", "wijzigingen")]
    pages += [f"{TIMELINE}vergelijk/", "/kamerstukken/", "/kamerstukken/kst-26643-1376/"]
    IncidentFactory(slug="tweede")
    for address in (*pages, "/"):
        page = body(client.get(f"{address}{'&' if '?' in address else '?'}x=1", follow=True))
        assert unescape(CANONICAL.search(page)[1]) == f"{HOST}{address}"
        said = meta(page)
        assert said["og:url"] == f"{HOST}{address}"
        assert unescape(re.search("<title>(.*)</title>", page)[1]).startswith(said["og:title"])
        assert said["og:description"] == said["description"] != ""
        assert said["og:image"].startswith(f"{HOST}/")
        assert said["og:image:alt"]
        size = f"{said['og:image:width']}x{said['og:image:height']}"
        assert size in ("1200x630", "180x180")
        if size == "1200x630":
            picture = client.get(said["og:image"])
            assert Image.open(BytesIO(picture.content)).size == (1200, 630)


def test_what_is_gone_missing_or_a_draft_has_no_canonical_address(client, body):
    draft = EventFactory(draft=True)
    sign_in(client, User.objects.create_superuser("redactie"))
    for address in (f"/admin/voorbeeld/{draft.pk}/", f"/admin/voorbeeld/{draft.pk}/tijdlijn/"):
        page = body(client.get(address))
        assert draft.title in page
        assert not CANONICAL.search(page)
        assert "og:" not in page
    assert not CANONICAL.search(body(client.get("/nergens/")))


def test_a_shared_link_says_when_the_events_of_its_question_changed(client, body):
    days = {
        "besluit": datetime(2025, 8, 1, tzinfo=UTC),
        "misbruik": datetime(2025, 9, 1, tzinfo=UTC),
    }
    for kind, moment in days.items():
        event = EventFactory(kind=kind, title=f"Over {kind}", publish_at=moment)
        Event._base_manager.filter(pk=event.pk).update(changed_at=moment)
    own = event.get_absolute_url()
    for address, moment in (
        (f"{TIMELINE}?soort=besluit", days["besluit"]),
        (f"{TIMELINE}?soort=misbruik", days["misbruik"]),
        (own, days["misbruik"]),
        (TIMELINE, Incident.objects.with_overview().get().updated_at),
        (f"{TIMELINE}?q=olifant", Incident.objects.with_overview().get().updated_at),
    ):
        said = meta(body(client.get(address)))
        told = datetime.fromisoformat(said["article:modified_time"])
        assert told == timezone.localtime(moment).replace(microsecond=told.microsecond), address
        assert said["og:type"] == "article"
    assert "article:modified_time" not in meta(body(client.get("/over/")))


def test_a_shared_question_is_described_and_drawn_as_it_is_asked(client, body):
    EventFactory(kind="besluit", date="2025-07-01", title="Eerst <dit>")
    EventFactory(kind="besluit", date="2025-07-09", title="Dan dat")
    EventFactory(kind="misbruik", date="2025-07-05", title="Iets anders")
    said = meta(body(client.get(f"{TIMELINE}?soort=besluit&volgorde=nieuwste-eerst")))
    assert said["og:description"] == (
        "2 gebeurtenissen soort besluit. 9 juli 2025: Dan dat … 1 juli 2025: Eerst <dit>"
    )
    assert said["og:image"] == f"{HOST}{TIMELINE}voorbeeld.png?soort=besluit"
    pictures = [
        client.get(said["og:image"]).content,
        client.get(f"{TIMELINE}voorbeeld.png").content,
    ]
    assert pictures[0] != pictures[1]
    alone = meta(body(client.get(f"{TIMELINE}?soort=misbruik")))
    assert alone["og:description"] == "1 gebeurtenis soort misbruik. 5 juli 2025: Iets anders"
    answer = client.get(f"{TIMELINE}voorbeeld.png?x=1&soort=Misbruik&vanaf=1-7-2025")
    assert answer["Location"] == f"{TIMELINE}voorbeeld.png?vanaf=2025-07-01&soort=Misbruik"
    assert client.get(answer["Location"])["Content-Type"] == "image/png"


# The icons


def test_the_icon_is_where_browsers_and_telephones_look_for_it(client, body):
    IncidentFactory()
    page = body(client.get("/over/"))
    named = dict(re.findall(r'<link rel="([\w-]*icon)" href="(/static/[^"]+)"', page))
    assert named == {
        "icon": "/static/timeline/icon.svg",
        "apple-touch-icon": "/static/timeline/touch-icon.png",
    }
    assert '<link rel="icon" href="/favicon.ico" sizes="32x32">' in page
    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer["Location"]) == (302, "/static/timeline/favicon.ico")
    with Image.open(finders.find("timeline/touch-icon.png")) as touch:
        assert (touch.size, touch.format) == ((180, 180), "PNG")
    with Image.open(finders.find("timeline/favicon.ico")) as old:
        assert old.info["sizes"] == {(16, 16), (32, 32), (48, 48)}
