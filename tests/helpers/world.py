"""A small world for the proofs of the desk: one of everybody, and a text in every state."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from incident.audit.recorder import audited
from incident.choices import Status
from incident.models import (
    Candidate,
    Change,
    Claim,
    Event,
    Incident,
    Kamerstuk,
    Letter,
    WrittenQuestions,
)
from tests.conftest import sign_in, with_telephone
from tests.factories import (
    CitationFactory,
    EventFactory,
    IncidentFactory,
    KamerstukFactory,
    LetterFactory,
    QuestionFactory,
    StatementFactory,
)
from timeline.preview import signed

PEOPLE = (
    *("anonymous", "inactive", "bare", "halfway"),
    *("schrijver", "eindredacteur", "beheerder", "superuser"),
)

ASKED = {
    "admin/autocomplete/": "?app_label=incident&model_name=statement&field_name=event",
}


@dataclass
class World:
    """Who there is, each with a browser, and what there is; `events` by what is said of each."""

    users: dict[str, User] = field(default_factory=dict)
    browsers: dict[str, Client] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    papers: dict[str, Kamerstuk] = field(default_factory=dict)
    forms: dict[str, dict] = field(default_factory=dict)
    rows: dict[str, dict] = field(default_factory=dict)

    def event(self, of: str, who: str) -> Event:
        """Return the event that `of` names; "own" ones are those that this person wrote."""
        others = {"own": "draft", "own review": "review"}
        return self.events.get(f"{of} {who}") or self.events[others.get(of, of)]


def made_world() -> World:
    """Make everybody and everything."""
    world = World()
    for who in PEOPLE[1:]:
        add_person(world, who)
    world.browsers["anonymous"] = Client()
    add_person(world, "colleague", role="schrijver")
    add_person(world, "second", role="eindredacteur")
    add_texts(world)
    return world


def add_person(world: World, who: str, role: str = "") -> None:
    """Make an account with its role, and its browser that came in as far as it comes."""
    user = User.objects.create_user(
        who,
        f"{who}@redactie.example",
        is_active=who != "inactive",
        is_staff=True,
        is_superuser=who == "superuser",
    )
    roles = {"inactive": "eindredacteur", "halfway": "eindredacteur", "superuser": "", "bare": ""}
    if name := role or roles.get(who, who):
        user.groups.add(Group.objects.get(name=name))
    world.users[who] = user
    browser = Client()
    if who == "halfway":
        with_telephone(user)
        browser.force_login(user)
    else:
        sign_in(browser, user)
    world.browsers[who] = browser


def add_texts(world: World) -> None:
    """Make an event in every state, a claim, a set of questions, and papers."""
    IncidentFactory()
    for who in PEOPLE[1:]:
        world.events[f"own {who}"] = written(world, who)
    world.events["draft"] = written(world, "colleague")
    world.events["review"] = written(world, "colleague", Status.REVIEW)
    for who in ("eindredacteur", "superuser"):
        world.events[f"own review {who}"] = written(world, who, Status.REVIEW)
    world.events["public"] = written(world, "colleague", Status.PUBLISHED)
    hour = timezone.now() + timedelta(hours=1)
    world.events["planned"] = written(world, "colleague", Status.PUBLISHED, publish_at=hour)
    world.events["withdrawn"] = gone = written(world, "colleague", Status.PUBLISHED)
    gone.status = Status.WITHDRAWN
    with audited(user=world.users["second"], reason="Klopte niet."):
        gone.save()
    closed = IncidentFactory(slug="gesloten", title="Gesloten", is_published=False)
    world.events["closed"] = written(world, "colleague", Status.PUBLISHED, incident=closed)
    gone = IncidentFactory(slug="weg", title="Weg")
    world.events["gone"] = written(world, "colleague", Status.PUBLISHED, incident=gone)
    gone.is_withdrawn = True
    with audited(user=world.users["second"], reason="Moest weg."):
        gone.save()
    StatementFactory(claim__slug="open", claim__status=Status.DRAFT)
    StatementFactory(claim__slug="bekend")
    QuestionFactory(questions__kamerstuk__chamber_number="2025Z00001")
    QuestionFactory(
        questions__kamerstuk__chamber_number="2025Z00002", questions__status=Status.DRAFT
    )
    world.papers["public"] = world.events["public"].citations.get().kamerstuk
    world.papers["draft"] = paper = KamerstukFactory(number="", date="2025-08-12")
    about = {"key": f"stuk:{paper.pk}", "paper": paper, "asked_at": timezone.now()}
    Candidate.objects.create(identifier="kst-26643-9003", citation="26 643, nr. 9003", **about)
    LetterFactory()


def written(world: World, who: str, status: str = Status.DRAFT, **more) -> Event:
    """Return an event that this person wrote, complete with a source."""
    with audited(user=world.users[who]):
        event = EventFactory(status=Status.DRAFT, **more)
        CitationFactory(event=event)
    for step in [s for s in (Status.REVIEW, status) if status != Status.DRAFT]:
        event.status = step
        with audited(user=world.users["second"]):
            event.save()
    return event


def rows_of(world: World) -> dict[str, dict]:
    """Return the rows of each noun of the desk by what is said of each."""
    claims = {c.slug: c for c in Claim.objects.all()}
    asked = {w.kamerstuk.chamber_number: w for w in WrittenQuestions.objects.all()}
    groups = {g.name: g for g in Group.objects.all()}
    return {
        "change": {"public": Change.objects.first()},
        "claim": {"public": claims["bekend"], "draft": claims["open"]},
        "writtenquestions": {"public": asked["2025Z00001"], "draft": asked["2025Z00002"]},
        "incident": {i.slug: i for i in Incident.objects.all()},
        "kamerstuk": world.papers,
        "user": world.users,
        "group": groups,
    }


def filled(world: World, address: str, of: str, who: str) -> str:
    """Return an address with the keys of what `of` names in the place of each `<>`."""
    found = keys(world, address, of, who) if "<>" in address else ()
    return address.replace("<>", "{}").format(*found) + ASKED.get(address, "")


def keys(world: World, address: str, of: str, who: str) -> list:
    """Return what to fill in an address, in order."""
    if address.startswith(("admin/incident/event/", "admin/voorbeeld/")):
        return [world.event(of, who).pk]
    if address.startswith("admin/brieven/"):
        return [Letter.objects.get().pk]
    if address.startswith("admin/officiele-bronnen/"):
        return [Candidate.objects.get().pk]
    if address.startswith("admin/"):
        world.rows = world.rows or rows_of(world)  # once: all that is tried is taken back
        return [world.rows[address.split("/")[2]][of].pk]
    if address.startswith("voorbeeld/<>"):
        return ["onzin" if of == "wrong" else signed(world.event(of, who))]
    return public_keys(world, address, of, who)


def public_keys(world: World, address: str, of: str, who: str) -> list:
    """Return what to fill in an address of readers."""
    if address.startswith("sitemap-"):
        return ["gebeurtenissen"]
    if address.startswith("kamerstukken/<>"):
        return [world.papers[of].slug, "ris"]
    if address.startswith("<>/<>/"):
        event = world.event(of, who)
        return [event.incident.slug, event.slug, "bib" if "citeer" in address else 1]
    name = "ris" if "citeer" in address else "kamerstukken"
    return [{"public": "om-citrix", "closed": "gesloten", "gone": "weg"}[of], name]
