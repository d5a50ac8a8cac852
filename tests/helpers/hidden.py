"""A public record, and beside it all that readers may not see; and every answer that they get."""

import io
import zipfile
from datetime import UTC, datetime, timedelta

from incident.audit.recorder import audited
from incident.choices import STANDARD, Kind, Nature, Status
from incident.desk import pasted as quick_add
from incident.models import (
    Asking,
    Candidate,
    Event,
    FeedPlace,
    Incident,
    Kamerstuk,
    LetterStep,
    Question,
    Statement,
)
from incident.models.letter import Step
from tests import factories
from tests.factories import (
    CitationFactory,
    ClaimFactory,
    EventFactory,
    IncidentFactory,
    KamerstukFactory,
    LetterFactory,
    LinkFactory,
    QuestionFactory,
    StatementFactory,
    WrittenQuestionsFactory,
)

CANARY = "kanarie"
# To come, for the database too, whose own guards look at its own clock.
BEGIN = datetime(2040, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)

QUERIES = ["", f"?q={CANARY}", "?soort=besluit", "?vanaf=2020-01-01&tot_en_met=2030-01-01"]
QUERIES += ["?peildatum=2025-08-04", "?peildatum=2012-01-01", "?volgorde=nieuwste-eerst"]
QUERIES += [f"?peildatum=2025-08-04&bekend={group}" for group in ("gemeld", "openbaar", "x")]
QUERIES += [
    "?bekend=gemeld",
    "?kamerstuk=26643",
    "?kamerstuk=kst-26643-777",
    "?x=1",
    "?vanaf=fout",
    "?jaar=2024",
]
STANDS = [f"?stand={day}" for day in ("2040-03-01", "2040-03-02", "2040-03-03", "2041-01-01", "x")]
FILES = [f"tijdlijn{ending}" for ending in (".csv", "-excel.csv", ".json", ".atom", ".ics", ".svg")]
EVENTS = [f"/om-citrix/2025-07-{slug}/" for slug in ("openbaar", "ingetrokken", "kanarie-0")]
OEMBED = "/oembed.json?url=http://testserver"
MOVING = ("/om-citrix/", "/geheim/", *EVENTS)
PAPERS = ("/kamerstukken/kst-26643-1376/", "/kamerstukken/kst-26643-777/")
ADDRESSES = [
    *("/", "/kamerstukken/", *PAPERS),
    *("/kamerstukken/26643-zonder-nummer-brief-2025-08-12/", "/geheim/", "/geheim/tijdlijn.csv"),
    *("/om-citrix/kwesties/", "/om-citrix/kwesties/?peildatum=2025-08-04", "/om-citrix/vragen/"),
    *("/om-citrix/vragen/?uitkomst=open", "/om-citrix/vragen/?peildatum=2025-08-04"),
    *("/om-citrix/vergelijk/?van=2001-01-01&met=2030-01-01", "/geheim/kwesties/"),
    *("/om-citrix/wachttijd/", "/geheim/wachttijd/"),
    *("/geheim/vragen/", "/geheim/wijzigingen/", "/geheim/wijzigingen.atom"),
    *(f"/om-citrix/{name}.csv" for name in ("kamerstukken", "vragen", "uitspraken")),
    *("/om-citrix/tijdlijn.csv-metadata.json", "/om-citrix/kamerstukken.csv?peildatum=2025-08-04"),
    *("/om-citrix/alles.zip", "/om-citrix/voorbeeld.png", "/openapi.json", "/sitemap.xml"),
    *(f"/sitemap-{part}.xml" for part in ("site", "incidenten", "gebeurtenissen", "kamerstukken")),
    *("/tijdlijn.atom", "/wijzigingen.atom", "/tijdlijn.atom?x=1"),
    *("/api/", "/catalogus.jsonld", "/.well-known/api-catalog"),
    *("/robots.txt", "/.well-known/security.txt", "/geheim/tijdlijn.json", "/geheim/alles.zip"),
    *("/om-citrix/2025-07-openbaar/?peildatum=2025-08-04", "/om-citrix/?sinds=2020-01-01"),
    *("/om-citrix/?sinds=2020-01-01&soort=besluit", "/om-citrix/?sinds=gisteren", "/onderdelen/"),
    *("/om-citrix/vergelijk/", "/om-citrix/vergelijk/?van=2025-01-01&met=fout"),
    *("/om-citrix/vragen/?uitkomst=fout", "/om-citrix/kwesties/?peildatum=fout"),
    *("/kamerstukken/?peildatum=2025-08-04", "/kamerstukken/kst-26643-1376/?peildatum=2025-08-04"),
    *(f"/om-citrix/{name}.csv-metadata.json" for name in ("kamerstukken", "vragen", "uitspraken")),
    *("/om-citrix/alles.zip?peildatum=2025-08-04", "/geheim/vergelijk/", "/geheim/tijdlijn.atom"),
    *("/geheim/voorbeeld.png", "/om-citrix/tijdlijn.png", "/geheim/tijdlijn.png"),
    *("/om-citrix/tijdlijn.png?soort=besluit", "/geheim/tijdlijn.svg"),
    *("/om-citrix/kader/", "/om-citrix/kader/?peildatum=2025-08-04", "/geheim/kader/"),
    *(
        f"/om-citrix/kader/?weergave=sleutelmomenten{more}"
        for more in ("", "&q=kanarie", "&vanaf=x")
    ),
    *("/om-citrix/kader/?weergave=sleutelmomenten&peildatum=2025-08-04", "/favicon.ico"),
    *("/om-citrix/voorbeeld.png?soort=besluit", "/om-citrix/voorbeeld.png?q=kanarie"),
    *(
        f"{OEMBED}{path}"
        for path in ("", "/om-citrix/", "/om-citrix/%3Fq=kanarie", "/geheim/", "/")
    ),
    *(f"{OEMBED}{event}{more}" for event in EVENTS for more in ("", "%3Fpeildatum=2025-08-04")),
    *("/oembed.json", f"{OEMBED}/om-citrix/&format=xml", f"{OEMBED}/om-citrix/&maxwidth=x"),
    *("/over/", "/over/?x=1", "/kamerstukken/2025Z01376/"),
    *("/om-citrix/2024-01-toen/", "/nergens/", "/voorbeeld/onzin/", "/voorbeeld/NQ:1:x/"),
    *(f"/om-citrix/wijzigingen/{query}" for query in ("", "?blad=1", "?blad=2", "?blad=x")),
    *("/om-citrix/wijzigingen.atom", "/om-citrix/wijzigingen.atom?blad=2"),
    *(f"/om-citrix/{stand}" for stand in STANDS),
    *(f"{place}citeer.ris" for place in (*MOVING, *PAPERS)),
    *(f"{place}{name}" for place in MOVING for name in ("tijdpoort/", "tijdkaart.link")),
    *("/om-citrix/tijdkaart.link?blad=2", "/om-citrix/tijdpoort/?x=1"),
    *("/om-citrix/citeer.bib?peildatum=2025-08-04", "/om-citrix/citeer.ris?x=1"),
    *(f"/om-citrix/?q={word}" for word in ("onderwerp", "vraag", "waar", "minister", "777")),
    *EVENTS,
    *(f"{event}{rest}" for event in EVENTS for rest in ("voorbeeld.png", "versie/1/", "kader/")),
    *(f"{event}versie/{number}/" for event in EVENTS for number in (0, 2, 3, 9)),
    *(f"/om-citrix/{file}{query}" for file in ("", *FILES) for query in QUERIES),
]


class Clock:
    """The time of a test, which a test moves; it stands still between."""

    now = BEGIN

    def __call__(self) -> datetime:
        return self.now

    def to(self, hours: float) -> None:
        """Make it so many hours after the public record began."""
        self.now = BEGIN + hours * HOUR


def unpacked(content: bytes) -> bytes:
    """Return what is in a ZIP, which itself holds the moment of packing; else the content."""
    if not content.startswith(b"PK"):
        return content
    packed = zipfile.ZipFile(io.BytesIO(content))
    return b"".join(name.encode() + packed.read(name) for name in packed.namelist())


def answers(client, addresses=ADDRESSES, *, also_head: bool = False) -> dict[str, tuple]:
    """Return for each public address all that a reader can see of the answer."""
    seen = {}
    for address in addresses:
        for method in (client.get, client.head) if also_head else (client.get,):
            answer = method(address)
            headers = {name: value for name, value in answer.headers.items() if name != "Date"}
            content = unpacked(b"".join(answer))
            seen[f"{method.__name__} {address}"] = (answer.status_code, headers, content)
    return seen


def start_numbering_anew() -> None:
    """Let the next row of each factory be called as the first was."""
    for name in dir(factories):
        if name.endswith("Factory") and name != "DjangoModelFactory":
            getattr(factories, name).reset_sequence(0, force=True)


def public_record(clock: Clock, *, hard: bool = False) -> Kamerstuk:
    """Make a public event in a paper, corrected once, and one that is withdrawn; return the paper.

    The hard way they are drafts first, which are changed, planned and taken back before readers
    see them. Nothing of that may show.
    """
    start_numbering_anew()
    clock.to(-2)
    IncidentFactory()
    clock.to(-1 if hard else 0)
    told = add_public_event(clock, "openbaar", hard=hard)
    add_public_event(clock, "ingetrokken", hard=hard)
    clock.to(1)
    with audited(reason="Een verschrijving.", nature=Nature.SLIP):
        told.body = "Er gebeurde dit."
        told.save()
    clock.to(2)
    gone = Event.objects.get(slug="2025-07-ingetrokken")
    gone.status = Status.WITHDRAWN
    with audited(reason="Klopte niet."):
        gone.save()
    return Kamerstuk.objects.get(number="1376")


def add_public_event(clock: Clock, name: str, *, hard: bool) -> Event:
    """Make one public event with all that can belong to it."""
    status = Status.DRAFT if hard else Status.PUBLISHED
    about = {"title": name.title(), "slug": f"2025-07-{name}", "kind": Kind.DECISION}
    number = "1376" if name == "openbaar" else "1377"
    with audited():
        event = EventFactory(status=status, **about)
        LinkFactory(event=event, url=f"https://krant.example/{name}")
        CitationFactory(event=event, kamerstuk__number=number, told=True)
    with audited():
        claim = ClaimFactory(slug=name, status=status)
        StatementFactory(claim=claim, event=event, kamerstuk__number=f"1{number}")
        StatementFactory(claim=claim, relation="herhaald", kamerstuk__number=f"2{number}")
    with audited():
        asked = WrittenQuestionsFactory(kamerstuk__chamber_number=f"2025Z0{number}", status=status)
        QuestionFactory(questions=asked).events.add(event)
    for row in (event, claim, asked) if hard else ():
        work_on(row, clock)
    return event


def work_on(row, clock: Clock) -> None:
    """Change a draft, plan it, take it back, and publish it at last when the clock is at 0."""
    text = "askers" if hasattr(row, "askers") else "title"
    kept = getattr(row, text)
    for typed in (f"{CANARY} 1", f"{CANARY} 2", kept):
        setattr(row, text, typed)
        row.save()
    row.status, row.publish_at = Status.PUBLISHED, clock.now + 5 * HOUR
    row.save()
    row.status, row.publish_at = Status.REVIEW, None
    row.save()
    before = clock.now
    clock.to(0)
    row.status = Status.PUBLISHED
    row.save()
    clock.now = before


def hide(clock: Clock, paper: Kamerstuk, count: int = 10) -> None:
    """Add `count` events of each kind that nobody may see, on public and on secret papers."""
    numberless = KamerstukFactory(number="", date="2025-08-12", title=CANARY)
    secret = KamerstukFactory(number="777", title=CANARY)
    secret_kinds = f"{CANARY} | ster | {CANARY}\nparlement | parlement | {CANARY} 2\n"
    secret_kinds += "\n".join(kind.line for kind in STANDARD if kind.value != Kind.PARLIAMENT)
    about = {"title": CANARY, "kinds": secret_kinds, "synonyms": f"{CANARY}, onderwerp"}
    closed = IncidentFactory(slug="geheim", is_published=False, **about)
    gone = IncidentFactory(slug="weg", title=CANARY)
    hidden = [
        {"status": Status.DRAFT},
        {"status": Status.REVIEW},
        {"status": Status.WITHDRAWN, "publish_at": clock.now - timedelta(days=9)},
        {"status": Status.PUBLISHED, "publish_at": clock.now + timedelta(days=900)},
        {"incident": closed},
        {"incident": gone},
    ]
    for number in range(count):
        hide_event(number, hidden[number % len(hidden)], (paper, numberless, secret))
    hide_claims_and_questions(paper, secret, hidden)
    gone.is_withdrawn = True
    with audited(reason="Moest weg."):
        gone.save()
    hide_work(clock, paper)
    shown = Incident.objects.get(slug="om-citrix")
    shown.dossiers = "31865"
    shown.save()
    for named in (paper, numberless, secret):
        hide_candidates(clock, named)
        hide_letter(named)


def hide_candidates(clock: Clock, paper: Kamerstuk) -> None:
    """Let an official source have been asked of a paper, and something wait to be judged."""
    asked = {"key": f"stuk:{paper.pk}", "paper": paper, "asked_at": clock.now}
    Asking.objects.create(**asked, outcome="gevonden", next_at=clock.now)
    said = {"title": CANARY, "sender": CANARY, "citation": CANARY, "raw": CANARY}
    said |= {"also": CANARY, "document": CANARY, "record_id": CANARY}
    Candidate.objects.create(**asked, identifier=f"kst-26643-{8_000 + paper.pk}", **said)
    place, _ = FeedPlace.objects.get_or_create(address=f"https://{CANARY}.example/")
    place.sought[asked["key"]] = place.marks[asked["key"]] = CANARY
    place.save()


def hide_letter(paper: Kamerstuk) -> None:
    """Let the text of a paper be kept, of which no public event quotes anything."""
    letter = LetterFactory(kamerstuk=paper, name=CANARY, pages=(f"{CANARY} {paper.pk}",))
    LetterStep.objects.create(letter=letter, find=CANARY, step=Step.DROPPED, who=CANARY)


def hide_event(number: int, about: dict, papers: tuple) -> None:
    """Add one event that nobody may see."""
    text = dict.fromkeys(("body", "date_note"), CANARY)
    day = f"20{10 + number % 20}-0{number % 9 + 1}"
    kind = list(Kind)[number % 8]
    event = EventFactory(title=f"{CANARY} {number}", date=day, kind=kind, **text, **about)
    said = dict.fromkeys(("locator", "printed", "quote"), CANARY)
    for source in papers:
        CitationFactory(event=event, kamerstuk=source, told=True, **said)
    LinkFactory(event=event, title=CANARY, publisher=CANARY)


def hide_claims_and_questions(paper: Kamerstuk, secret: Kamerstuk, hidden: list[dict]) -> None:
    """Let hidden claims and questions name public papers and events, and secret ones."""
    shown = Event.objects.for_readers().first()
    for about in hidden:
        for source in (paper, secret):
            claim = ClaimFactory(title=CANARY, explanation=CANARY, **about)
            StatementFactory(claim=claim, event=shown, kamerstuk=source, summary=CANARY)
        asked = WrittenQuestionsFactory(askers=CANARY, answer=paper, **about)
        question = QuestionFactory(questions=asked, wording=CANARY, note=CANARY)
        question.events.add(*filter(None, [shown]))
        question.papers.add(paper, secret)


def hide_work(clock: Clock, paper: Kamerstuk) -> None:
    """Do what leaves traces in the log alone: drafts that come and go, papers that get numbers."""
    for status in (Status.DRAFT, Status.REVIEW):
        event = CitationFactory(event__draft=True, kamerstuk=paper, locator=CANARY).event
        for number in range(3):
            event.title = f"{CANARY} {number}"
            event.save()
        event.status, event.publish_at = Status.PUBLISHED, clock.now + HOUR
        event.save()
        event.status, event.publish_at = status, None
        event.save()
        if status == Status.REVIEW:
            event.delete()
    pasted = quick_add.read(
        "Kamerstukken II 2024/25, 29 628, nr. 5501\n2025Z77777\n29 628, nr. XXX"
    )
    with audited(reason=CANARY):
        quick_add.settle(pasted, {})
    for nameless in Kamerstuk.objects.filter(title="", number=""):
        nameless.number = "5502" if nameless.dossier else ""
        nameless.save()
    name_drafts_in_public_texts()


def name_drafts_in_public_texts() -> None:
    """Let public questions and statements name a draft, as an editor who prepares it would."""
    draft = EventFactory(draft=True, title=CANARY)
    for question in Question.objects.filter(questions__status=Status.PUBLISHED):
        with audited():
            question.questions.save()
            question.events.add(draft)
    for statement in Statement.objects.filter(event=None, claim__status=Status.PUBLISHED):
        with audited():
            statement.claim.save()
            statement.event = draft
            statement.save()
