"""Wherever the desk leads, something is there: every link of every page, and every column."""

import re
from html import unescape
from urllib.parse import urljoin

import pytest
from django.contrib import admin
from django.utils import timezone

from incident.models import Candidate, Change
from tests.factories import CitationFactory, EventFactory, LinkFactory
from tests.helpers.world import made_world

pytestmark = pytest.mark.django_db

LINK = re.compile(r'<a\b[^>]*?\shref="([^"#]+)"')
# Of the site itself, a file, the end; and of what is asked of a list two parts at once.
LEFT_OUT = re.compile(r"^(?!/admin/)|/bestand/$|logout|&")


def alike(address: str) -> str:
    """Return what an address has in common with others: all but numbers and what is asked."""
    return re.sub(r"\d+", "#", address.partition("=")[0])


def led_to(browser) -> dict[str, int]:
    """Return what answers at the addresses that the home page leads to, one of each kind."""
    found, left, seen = {}, ["/admin/"], set()
    while left:
        address = left.pop()
        if alike(address) in seen or LEFT_OUT.search(address):
            continue
        seen.add(alike(address))
        answer = browser.get(address, follow=True)
        found[address] = answer.status_code
        page = b"".join(answer).decode() if "html" in answer["Content-Type"] else ""
        left += [urljoin(address, unescape(link)) for link in LINK.findall(page)]
    return found


@pytest.mark.parametrize("who", ["schrijver", "superuser"])
def test_every_link_leads_to_a_page(who):
    found = led_to(made_world().browsers[who])
    assert len(found) > 50
    assert {address: code for address, code in found.items() if code != 200} == {}


def test_every_entry_of_the_log_has_its_page():
    """Also of what has no pages of its own, as the steps of a letter."""
    world = made_world()
    nouns = {change.noun: change.pk for change in Change.objects.all()}
    assert {"event", "letter", "kamerstuk", "incident", "claim"} <= nouns.keys()
    for noun, key in nouns.items():
        page = world.browsers["superuser"].get(f"/admin/incident/change/{key}/change/")
        assert page.status_code == 200, noun


def test_a_list_sorts_by_each_of_its_columns_also_what_was_searched():
    browser = made_world().browsers["superuser"]
    for noun, shown in admin.site._registry.items():
        address = f"/admin/{noun._meta.app_label}/{noun._meta.model_name}/"
        for column in range(len(shown.list_display) + 1):
            for asked in (f"o={column}", f"o=-{column}&q=gebeurtenis"):
                answer = browser.get(f"{address}?{asked}", follow=True)
                assert answer.status_code == 200, (noun, asked)


def test_events_are_sorted_by_how_many_sources_they_have(admin_client):
    one, two, three = (EventFactory() for _ in range(3))
    for event in (three, one, three):
        CitationFactory(event=event)
    for event in (two, three, two):
        LinkFactory(event=event)
    page = admin_client.get("/admin/incident/event/").context["cl"]
    column = page.list_display.index("sources")
    for way, wanted in (("", [one, two, three]), ("-", [three, two, one])):
        rows = admin_client.get(f"/admin/incident/event/?o={way}{column}").context["cl"].result_list
        assert list(rows) == wanted


def test_an_entry_of_what_is_gone_leads_to_no_history(admin_client, body):
    event = EventFactory(draft=True)
    history = f"/admin/incident/event/{event.pk}/history/"
    event.delete()
    made, gone = Change.objects.filter(noun="event")
    assert history in body(admin_client.get(f"/admin/incident/change/{made.pk}/change/"))
    assert history not in body(admin_client.get(f"/admin/incident/change/{gone.pk}/change/"))


def test_who_may_only_look_at_a_paper_is_not_led_to_its_number(writer, editor):
    paper = CitationFactory(kamerstuk__unnumbered=True).kamerstuk
    about = {"key": f"stuk:{paper.pk}", "paper": paper, "asked_at": timezone.now()}
    Candidate.objects.create(identifier="kst-26643-9003", citation="26 643, nr. 9003", **about)
    number = f"/admin/incident/kamerstuk/{paper.pk}/nummer/"
    for page in ("/admin/", "/admin/officiele-bronnen/"):
        assert number in b"".join(editor.get(page)).decode()
        for link in LINK.findall(b"".join(writer.get(page)).decode()):
            if link.startswith("/admin/") and not LEFT_OUT.search(link):
                assert writer.get(link, follow=True).status_code == 200, link
