"""Every address, for everybody, by every method; the answers stand in the helpers."""

import copy
import re

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import get_resolver
from django_otp.plugins.otp_totp.models import TOTPDevice

from incident.models import Change, Event, Kamerstuk
from tests.helpers.acts import ACTS, done
from tests.helpers.case import rows_of, taken_back
from tests.helpers.permissions import FORGED, HEAD, NEVER, READING, WRITING, examples, table
from tests.helpers.proofs import some
from tests.helpers.world import PEOPLE, filled, made_world

pytestmark = pytest.mark.django_db

WORDS = {"/admin/login/": "in", "/admin/code/": "code"}
SPELLED = {"^(?P<app_label>incident|auth)/$": "incident/", "(?P<url>.*)$": "nergens"}

STRANGERS = ("anonymous", "inactive", "bare", "halfway")


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Return one world for all tests here: each takes back what it did."""
    with django_db_blocker.unblock(), taken_back():
        yield made_world()


def addresses(resolver=None, before: str = "") -> set[str]:
    """Return every address of the site, with `<>` for each part that varies."""
    found = set()
    for pattern in (resolver or get_resolver()).url_patterns:
        address = before + SPELLED.get(str(pattern.pattern), str(pattern.pattern))
        below = hasattr(pattern, "url_patterns")
        found |= addresses(pattern, address) if below else {re.sub("<[^>]*>", "<>", address)}
    return found


def ask(browser: Client, method: str, address: str):
    """Return the answer, read to its end; the browser forgets what it was told to keep."""
    kept = copy.deepcopy(browser.cookies)
    answer = getattr(browser, method)(f"/{address}", {"post": "yes"} if method == "post" else {})
    answer.read = b"".join(answer)
    browser.cookies = kept
    return answer


def word(answer) -> str:
    """Return an answer in the word of the table."""
    if answer.status_code != 302:
        return str(answer.status_code)
    return WORDS.get(answer["Location"].partition("?")[0], "302")


def everything() -> list:
    """Return what a stranger may not change: the log, the accounts, their roles and devices."""
    roles = Group.permissions.through, User.groups.through
    return [Change.objects.count(), *map(rows_of, (User, *roles, TOTPDevice, Event, Kamerstuk))]


def test_every_address_is_in_the_tables():
    for lines in (READING, WRITING):
        assert {address for address, _ in table(lines)} == addresses()


@pytest.mark.proof
@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_read_what(world, who):
    browser, place = world.browsers[who], PEOPLE.index(who)
    wrong, also_head = [], some(table(READING))
    for (address, of), expected in some(table(READING).items(), place):
        for number, example in enumerate(examples(address, of)):
            asked, hoped = filled(world, address, example, who), expected[place]
            with taken_back():
                found = word(ask(browser, "get", asked))
            if found != hoped:
                wrong.append(f"{address} {example}: {found}, not {hoped}")
            if number == 0 and (address, of) in also_head:
                answer = ask(browser, "head", asked)
                assert word(answer) == HEAD.get((address, hoped), hoped), address
                assert not answer.read, address
    assert wrong == []


@pytest.mark.proof
@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_write_where(world, who):
    browser, place = world.browsers[who], PEOPLE.index(who)
    before, wrong = everything(), []
    for (address, of), expected in some(table(WRITING).items(), place):
        for example in examples(address, of):
            with taken_back():
                found = word(ask(browser, "post", filled(world, address, example, who)))
                assert who not in STRANGERS or everything() == before, address
            if found != expected[place]:
                wrong.append(f"{address} {example}: {found}, not {expected[place]}")
    assert wrong == []


@pytest.mark.proof
@pytest.mark.parametrize("who", PEOPLE)
def test_a_forged_form_changes_nothing_for_anybody(world, who):
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = world.browsers[who].cookies
    before = everything()
    for address, of in some(table(WRITING), PEOPLE.index(who)):
        answer = ask(browser, "post", filled(world, address, examples(address, of)[0], who))
        assert word(answer) in (FORGED, NEVER), address
    assert everything() == before


def test_every_act_is_in_the_table():
    assert list(done()) == list(ACTS)


@pytest.mark.parametrize("who", PEOPLE)
def test_who_gets_what_done(world, who):
    browser, place, wrong = world.browsers[who], PEOPLE.index(who), []
    for name, act in ACTS.items():
        tried, cookies = act(world, who), copy.deepcopy(browser.cookies)
        with taken_back():
            was_done = tried.is_done()
            browser.post(tried.address, tried.data)
            found = "yes" if tried.is_done() and not was_done else "no"
        browser.cookies = cookies
        if found != done()[name][place]:
            wrong.append(f"{name}: {found}")
    assert wrong == []
