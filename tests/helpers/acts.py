"""What somebody may try at the desk: for each act what is posted where, and how one sees it done.

The forms are those that a superuser gets, so that a field or button that is hidden from somebody is
sent all the same.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from django.contrib.auth.models import Group, Permission, User
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from incident.models import Candidate, Change, Event, Incident, Kamerstuk, Letter, LetterStep
from tests.helpers.desk import change, form_of, values
from tests.helpers.world import World

LIST = "/admin/incident/event/"
WHY = {"reason": "Daarom.", "nature": "inhoud"}
PUBLISH, OFFER, WITHDRAW = "gepubliceerd", "ter-beoordeling", "ingetrokken"


class Act(NamedTuple):
    """What is posted where, and whether it was done."""

    address: str
    data: dict
    is_done: Callable[[], bool]


def editing(of: str, **more) -> Callable:
    """Return the act that saves the form of an event with a new title."""
    return moving(of, title="Anders", **more)


def moving(of: str, **more) -> Callable:
    """Return the act that saves the form of an event with `more` in it."""

    def act(world: World, who: str) -> Act:
        event = world.event(of, who)
        wanted = {"status": more.get("_move") or more.get("_force") or event.status}
        wanted |= {"title": more["title"]} if "title" in more else {}
        data = {**form(world, event, form_of), **more}
        return Act(change(event), data, Event.objects.filter(pk=event.pk, **wanted).exists)

    return act


def form(world: World, row, read: Callable) -> dict:
    """Return the form of a row, read once: all that is tried is taken back."""
    if change(row) not in world.forms:
        world.forms[change(row)] = read(world.browsers["superuser"], row)
    return world.forms[change(row)]


def planning(world: World, who: str) -> Act:
    at = timezone.localtime() + timedelta(days=2)
    moment = {"publish_at_0": f"{at:%Y-%m-%d}", "publish_at_1": f"{at:%H:%M:%S}"}
    return moving("review", _move=PUBLISH, **moment)(world, who)


def choosing(action: str, of: str, status: str) -> Callable:
    """Return the act that chooses one event in the list."""

    def act(world: World, who: str) -> Act:
        event = world.event(of, who)
        seen = f"{event.pk}:{event.version}"
        data = {"action": action, "_selected_action": event.pk, "seen": seen, "reason": "Daarom."}
        return Act(LIST, data, Event.objects.filter(pk=event.pk, status=status).exists)

    return act


def deleting(of: str) -> Callable:
    """Return the act that deletes an event."""

    def act(world: World, who: str) -> Act:
        event = world.event(of, who)
        there = Event.objects.filter(pk=event.pk)
        address = change(event).replace("change", "delete")
        return Act(address, {"post": "yes"}, lambda: not there.exists())

    return act


def own_fields(browser, row) -> dict:
    return values(browser.get(change(row)).context["adminform"].form)


def titling(paper: str) -> Callable:
    """Return the act that gives a paper another subject."""

    def act(world: World, who: str) -> Act:
        row = world.papers[paper]
        data = {**form(world, row, own_fields), "title": "Ander onderwerp", **WHY}
        done = Kamerstuk.objects.filter(title="Ander onderwerp").exists
        return Act(change(row), data, done)

    return act


def numbering(world: World, who: str) -> Act:
    row = world.papers["draft"]
    data = {"nummer": "9001", "version_seen": row.version}
    address = f"/admin/incident/kamerstuk/{row.pk}/nummer/"
    return Act(address, data, Kamerstuk.objects.filter(number="9001").exists)


def pasting(world: World, who: str) -> Act:
    made = Kamerstuk.objects.filter(number="9002").exists
    return Act(
        "/admin/incident/kamerstuk/snel-toevoegen/",
        {"pasted": "Kamerstukken II 2024/25, 29 628, nr. 9002"},
        made,
    )


def rejecting(world: World, who: str) -> Act:
    done = Candidate.objects.filter(state="afgewezen", decided_by=who).exists
    return Act(f"/admin/officiele-bronnen/{Candidate.objects.get().pk}/afwijzen/", {}, done)


def reading_in(world: World, who: str) -> Act:
    incident = Incident.objects.get(slug="om-citrix")
    done = Letter.objects.filter(name="geplakte tekst", read_by=who).exists
    return Act("/admin/brieven/", {"incident": incident.pk, "tekst": "Een brief."}, done)


def deciding(doing: str, step: str) -> Callable:
    """Return the act that does one step with the paper that a letter is."""

    def act(world: World, who: str) -> Act:
        letter = Letter.objects.get()
        paper = {"stuk-kind": "brief", "stuk-date": "12 augustus 2025"}
        done = LetterStep.objects.filter(letter=letter, find="stuk", step=step).exists
        return Act(f"/admin/brieven/{letter.pk}/", {**paper, "vondst": "stuk", "doe": doing}, done)

    return act


def taking_away(world: World, who: str) -> Act:
    letter = Letter.objects.get()
    there = Letter.objects.filter(pk=letter.pk)
    return Act(f"/admin/brieven/{letter.pk}/weg/", {}, lambda: not there.exists())


def opening(slug: str, *, public: bool) -> Callable:
    """Return the act that opens or closes an incident."""

    def act(world: World, who: str) -> Act:
        row = Incident.objects.get(slug=slug)
        data = form(world, row, own_fields)
        data = {**data, "is_published": "on"} if public else {**data, "is_published": ""}
        done = Incident.objects.filter(slug=slug, is_published=public).exists
        return Act(change(row), data, done)

    return act


def moving_incident(slug: str, *, gone: bool, **more) -> Callable:
    """Return the act that withdraws an incident as a whole, or puts it back."""

    def act(world: World, who: str) -> Act:
        row = Incident.objects.get(slug=slug)
        data = {**form(world, row, own_fields), "is_published": "on", **more}
        return Act(change(row), data, Incident.objects.filter(slug=slug, is_withdrawn=gone).exists)

    return act


def account(of: str, is_done: Callable, **more) -> Callable:
    """Return the act that saves the form of an account: one's own, or that of `of`."""

    def act(world: World, who: str) -> Act:
        user = world.users.get(of or who) or world.users["schrijver"]
        roles = [group.pk for group in user.groups.all()]
        data = {"username": user.username, "is_active": "on", "is_staff": "on", "groups": roles}
        if "role" in more:
            data["groups"] = [*roles, Group.objects.get(name=more["role"]).pk]
        data |= {"is_superuser": "on"} if more.get("is_superuser") else {}
        address = f"/admin/auth/user/{user.pk}/change/"
        return Act(address, data, lambda: is_done(User.objects.get(pk=user.pk)))

    return act


def hiring(world: World, who: str) -> Act:
    secret = "nieuw-geheim-woord-7"
    data = {"username": "nieuw", "password1": secret, "password2": secret}
    data["usable_password"] = "true"
    return Act("/admin/auth/user/add/", data, User.objects.filter(username="nieuw").exists)


def resetting(world: World, who: str) -> Act:
    user = world.users["second"]
    there = TOTPDevice.objects.filter(user=user)
    return Act(f"/admin/auth/user/{user.pk}/tweede-stap/", {}, lambda: not there.exists())


def empowering(world: World, who: str) -> Act:
    group = Group.objects.get(name="schrijver")
    wanted = Permission.objects.get(codename="publish_event")
    data = {"name": group.name, "permissions": [wanted.pk]}
    done = Group.objects.filter(name="schrijver", permissions=wanted).exists
    return Act(f"/admin/auth/group/{group.pk}/change/", data, done)


def rewriting(world: World, who: str) -> Act:
    last = Change.objects.last()
    done = Change.objects.filter(reason="Herschreven").exists
    return Act(f"/admin/incident/change/{last.pk}/change/", {"reason": "Herschreven"}, done)


ACTS = {
    "edit one's own draft": editing("own"),
    "edit a colleague's draft": editing("draft"),
    "edit a colleague's offered text": editing("review"),
    "offer one's own draft": moving("own", _move=OFFER),
    "publish one's own draft": moving("own", _move=PUBLISH),
    "force one's own draft, no reason": moving("own", _force=PUBLISH),
    "force one's own draft, a reason": moving("own", _force=PUBLISH, **WHY),
    "publish one's own offered text": moving("own review", _move=PUBLISH),
    "publish a colleague's text": moving("review", _move=PUBLISH),
    "publish what one just changed": editing("review", _move=PUBLISH),
    "publish from the list": choosing("publish", "review", PUBLISH),
    "publish one's own from the list": choosing("publish", "own review", PUBLISH),
    "plan a colleague's text": planning,
    "take a text from the planning": moving("planned", _move=OFFER),
    "correct in silence": editing("public"),
    "correct with a reason": editing("public", **WHY),
    "withdraw in silence": moving("public", _move=WITHDRAW),
    "withdraw with a reason": moving("public", _move=WITHDRAW, **WHY),
    "withdraw from the list": choosing("withdraw", "public", WITHDRAW),
    "make a public text a draft": moving("public", _move="concept", **WHY),
    "put back a withdrawn text": moving("withdrawn", _move=PUBLISH, **WHY),
    "delete one's own draft": deleting("own"),
    "delete a colleague's draft": deleting("draft"),
    "delete an offered text": deleting("review"),
    "delete a planned text": deleting("planned"),
    "delete a public text": deleting("public"),
    "delete a withdrawn text": deleting("withdrawn"),
    "change a paper of drafts": titling("draft"),
    "change a paper of readers": titling("public"),
    "give a paper its number": numbering,
    "paste a paper": pasting,
    "reject a candidate": rejecting,
    "read a letter in": reading_in,
    "take a find": deciding("overnemen", "overgenomen"),
    "put a find aside": deciding("wegleggen", "weggelegd"),
    "take a letter away": taking_away,
    "open an incident": opening("gesloten", public=True),
    "close an incident": opening("om-citrix", public=False),
    "withdraw an incident in silence": moving_incident("om-citrix", gone=True, _move=WITHDRAW),
    "withdraw an incident": moving_incident("om-citrix", gone=True, _move=WITHDRAW, **WHY),
    "put back an incident": moving_incident("weg", gone=False, _move=PUBLISH),
    "make an account": hiring,
    "make a schrijver superuser": account(
        "schrijver", lambda user: user.is_superuser, is_superuser=True
    ),
    "give oneself another role": account(
        "", lambda user: user.groups.filter(name="eindredacteur").exists(), role="eindredacteur"
    ),
    "take another's telephone": resetting,
    "give a role more rights": empowering,
    "rewrite the log": rewriting,
}

# Who gets it done: anonymous, inactive, bare, half way in, schrijver, eindredacteur, beheerder,
# superuser.
DONE = """
edit one's own draft                 no   no   no   no   yes  yes  no   yes
edit a colleague's draft             no   no   no   no   yes  yes  no   yes
edit a colleague's offered text      no   no   no   no   yes  yes  no   yes
offer one's own draft                no   no   no   no   yes  yes  no   yes
publish one's own draft              no   no   no   no   no   no   no   no
force one's own draft, no reason     no   no   no   no   no   no   no   no
force one's own draft, a reason      no   no   no   no   no   yes  no   yes
publish one's own offered text       no   no   no   no   no   no   no   no
publish a colleague's text           no   no   no   no   no   yes  no   yes
publish what one just changed        no   no   no   no   no   no   no   no
publish from the list                no   no   no   no   no   yes  no   yes
publish one's own from the list      no   no   no   no   no   no   no   no
plan a colleague's text              no   no   no   no   no   yes  no   yes
take a text from the planning        no   no   no   no   no   yes  no   yes
correct in silence                   no   no   no   no   no   no   no   no
correct with a reason                no   no   no   no   no   yes  no   yes
withdraw in silence                  no   no   no   no   no   no   no   no
withdraw with a reason               no   no   no   no   no   yes  no   yes
withdraw from the list               no   no   no   no   no   yes  no   yes
make a public text a draft           no   no   no   no   no   no   no   no
put back a withdrawn text            no   no   no   no   no   yes  no   yes
delete one's own draft               no   no   no   no   yes  yes  no   yes
delete a colleague's draft           no   no   no   no   no   yes  no   yes
delete an offered text               no   no   no   no   no   no   no   no
delete a planned text                no   no   no   no   no   no   no   no
delete a public text                 no   no   no   no   no   no   no   no
delete a withdrawn text              no   no   no   no   no   no   no   no
change a paper of drafts             no   no   no   no   yes  yes  no   yes
change a paper of readers            no   no   no   no   no   yes  no   yes
give a paper its number              no   no   no   no   yes  yes  no   yes
paste a paper                        no   no   no   no   yes  yes  no   yes
reject a candidate                   no   no   no   no   yes  yes  no   yes
read a letter in                     no   no   no   no   yes  yes  no   yes
take a find                          no   no   no   no   yes  yes  no   yes
put a find aside                     no   no   no   no   yes  yes  no   yes
take a letter away                   no   no   no   no   no   yes  no   yes
open an incident                     no   no   no   no   no   yes  no   yes
close an incident                    no   no   no   no   no   no   no   no
withdraw an incident in silence      no   no   no   no   no   no   no   no
withdraw an incident                 no   no   no   no   no   yes  no   yes
put back an incident                 no   no   no   no   no   yes  no   yes
make an account                      no   no   no   no   no   no   yes  yes
make a schrijver superuser           no   no   no   no   no   no   no   yes
give oneself another role            no   no   no   no   no   no   no   no
take another's telephone             no   no   no   no   no   no   yes  yes
give a role more rights              no   no   no   no   no   no   no   no
rewrite the log                      no   no   no   no   no   no   no   no
"""


def done() -> dict[str, list[str]]:
    """Return for each act whether each person gets it done."""
    rows = (line.rsplit(maxsplit=8) for line in DONE.strip().splitlines())
    return {name: answers for name, *answers in rows}
