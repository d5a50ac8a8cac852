"""A file is of the state of the record: nothing in it is of the moment at which it was asked."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone

from incident.models import Incident
from tests.factories import CitationFactory, EventFactory

pytestmark = pytest.mark.django_db

BASE = "/om-citrix/"
ENDINGS = (".csv", "-excel.csv", ".json", ".atom", ".ics", ".svg", ".png")
FILES = [f"{BASE}tijdlijn{ending}" for ending in ENDINGS]
FILES += [f"{BASE}{name}.csv" for name in ("kamerstukken", "vragen", "uitspraken")]
FILES += [f"{BASE}alles.zip", f"{BASE}wijzigingen.atom", f"{BASE}tijdlijn.csv-metadata.json"]
QUERIES = ("", "?soort=besluit&peildatum=2025-12-31", "?q=internet")


def later(monkeypatch, **much) -> None:
    at = timezone.now() + timedelta(**much)
    monkeypatch.setattr(timezone, "now", lambda: at)


@pytest.mark.usefixtures("case")
@pytest.mark.parametrize("address", FILES)
@pytest.mark.parametrize("query", QUERIES)
def test_a_file_is_the_same_at_each_moment_of_one_state(client, address, query, monkeypatch):
    def asked():
        answer = client.get(address + query)
        return dict(answer.items()), b"".join(answer)

    first = asked()
    for much in ({"minutes": 61}, {"days": 40}):
        later(monkeypatch, **much)
        assert asked() == first


def test_the_moment_in_a_file_is_that_of_the_last_change_that_readers_see(client, monkeypatch):
    CitationFactory()
    made = Incident.objects.get().updated_at
    later(monkeypatch, days=3)
    EventFactory(draft=True)

    def said():
        found = json.loads(b"".join(client.get(f"{BASE}tijdlijn.json")))
        answer = client.get(f"{BASE}alles.zip")
        packed = zipfile.ZipFile(io.BytesIO(b"".join(answer)))
        names = (client.get(f"{BASE}tijdlijn.csv"), answer)
        return found["opgehaald_op"][:19], packed, [a["Content-Disposition"] for a in names]

    moment, packed, names = said()
    assert moment == made.isoformat()[:19]
    assert all(f"om-citrix_{timezone.localdate(made)}." in name for name in names)
    CitationFactory(event__title="Nieuw")
    moment, packed, names = said()
    assert moment == timezone.now().isoformat()[:19]
    assert all(f"om-citrix_{timezone.localdate()}." in name for name in names)
    local = timezone.localtime()
    assert f"{local:%H.%M.%S} uur" in packed.read("LEESMIJ.txt").decode()
    assert {info.date_time[:5] for info in packed.infolist()} == {local.timetuple()[:5]}
