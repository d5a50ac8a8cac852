"""Every component of the pages in every state, from facts that are invented and never kept."""

import re
from datetime import UTC, date, datetime
from itertools import cycle, product
from types import SimpleNamespace

from django.http import HttpRequest, QueryDict
from django.utils import timezone

from incident.audit.describe import Difference
from incident.choices import Kind, Known, Nature, Outcome, Relation
from incident.models import (
    Change,
    Citation,
    Claim,
    Event,
    Incident,
    Kamerstuk,
    Link,
    Statement,
    WrittenQuestions,
)
from incident.models.incident import Sections
from timeline.pages.cite import citable_event
from timeline.pages.claims import Standing
from timeline.pages.drawing.drawing import Drawing
from timeline.pages.found import FoundClaim, FoundQuestion
from timeline.pages.timeline_page import KnownGroup, Month, by_month
from timeline.pages.waits.overview import Waits
from timeline.query.facets import Choice
from timeline.query.filters import EventFilter
from timeline.query.in_words import Part
from timeline.query.portion import Period
from timeline.query.search import Search

INCIDENT = Incident(slug="voorbeeld", title="Voorbeeld")
INCIDENT.sections = Sections(claims=True, questions=True)
INCIDENT.last_public_at = None
INCIDENT.last_own_at = None
PATH = "/voorbeeld/"
DAY = date(2025, 8, 4)
MOMENT = datetime(2025, 9, 1, 12, tzinfo=UTC)
DATES = (
    "2025-07-17",
    "2025-07",
    "2025-06/2025-07-23",
    "../2025-08-04",
    "2025-08-12/..",
    "2025-07~",
)
WRONG = "vanaf=2025-02-31&tot_en_met=gisteren&soort=ruzie&kamerstuk=onzin&volgorde=door-elkaar"
WRONG += "&peildatum=ooit&bekend=aan-iedereen"
LONG = "Een heel lange titel die over meer regels loopt, want niet alles is kort te zeggen"


def derived(made):
    """Return an instance with what it would work out when it was saved."""
    made.derive()
    return made


def paper(number: str = "1376", day: str = "2025-08-04", **about) -> Kamerstuk:
    """Return a paper, without number where `number` is ""."""
    slug = f"kst-26643-{number}" if number else "26643-zonder-nummer-brief-2025-08-12"
    facts = {"kind": "brief", "title": "Onderwerp", "sender": "minister", "session": "2024-2025"}
    about = {**facts, "dossier": "26643", "number": number, "date": day, "slug": slug, **about}
    return derived(Kamerstuk(**about))


def event(name: str, when: str, kind: Kind = Kind.MEASURE, told: str | None = None, **about):
    """Return an event without sources; `told` is the day of the paper that told it, "" unknown."""
    facts = {"title": f"{name}: {when}", "body": "Er gebeurde iets.\n\nEn daarna nog iets."}
    facts |= {"incident": INCIDENT, "publish_at": timezone.now(), "slug": name}
    made = Event(kind=kind, date=when, **{**facts, **about})
    made.citation_list, made.link_list, made.public_statements = [], [], []
    if told is not None:
        source = paper(re.sub(r"\D", "", told) or "1376", told)
        made.citation_list = [Citation(event=made, kamerstuk=source, locator="p. 2", told=True)]
    return derived(made)


def events() -> list[Event]:
    """Return an event in each state: each kind, each form of date, each way of being told."""
    made = [
        event(f"2025-07-{kind}-{number}", when, kind, told="2025-08-04")
        for number, (kind, when) in enumerate(product(Kind, DATES[:2]))
    ]
    made += [event(f"2025-08-datum-{n}", when) for n, when in enumerate(DATES)]
    made.append(event("2025-09-vooraf", "2025-09-01", told="2025-08-04"))
    made.append(event("2025-09-zelfde-dag", "2025-08-04", told="2025-08-04"))
    made.append(event("2025-09-dag-onbekend", "2025-08-04", told=""))
    made.append(full_event())
    return made


def full_event() -> Event:
    """Return an event with one of everything."""
    made = event("2025-10-vol", "2025-10-01", told="2025-10-21", title=LONG, date_note="Uitleg.")
    source = paper("", "2025-08-12")
    made.citation_list += [Citation(event=made, kamerstuk=source, printed="nr. XXX", quote=LONG)]
    made.link_list = [
        derived(Link(event=made, publisher="Krant", title="Bericht", url=url, date=when))
        for url, when in (("https://krant.example/1", "2025-10"), ("", ""))
    ]
    made.public_statements = [statements()[0]]
    return made


def waits() -> Waits:
    """Return a wait in each state: known, between bounds, open, about, none, and of a paper."""
    days = [
        *(
            ("2025-07-17", "2025-08-26"),
            ("2025-06/2025-07-23", "2025-08-12"),
            ("2025-07-17~", "2025-08-04"),
        ),
        *(
            ("2025-07-23", "2025-08-12/.."),
            ("2025-08-12/..", "2025-08-20"),
            ("2025-07-17", "2025-07-17"),
        ),
    ]
    made = Waits(INCIDENT)
    made.events = [
        event(f"2025-07-wacht-{n}", when, told=day) for n, (when, day) in enumerate(days)
    ]
    made.events.append(event("2025-08-brief", "2025-08-12", Kind.PARLIAMENT, told="2025-08-12"))
    return made


def statements() -> list[Statement]:
    """Return a statement in each relation, in papers and in the press."""
    claim = Claim(incident=INCIDENT, slug="gezegd", title="Is het waar?")
    sources = [
        {"kamerstuk": paper(), "locator": "p. 3"},
        {"publisher": "Krant", "url": "https://krant.example/2", "date": "2025-08"},
        {"publisher": "Krant", "date": "2025-09-01", "date_note": "Dag afgeleid."},
    ]
    return [
        derived(
            Statement(claim=claim, relation=relation, speaker="minister", summary=LONG, **about)
        )
        for relation, about in zip(Relation, cycle(sources), strict=False)
    ]


def standings() -> list[Standing]:
    """Return a claim of which all, nothing, and nothing datable was said."""
    named = ("alles", "Met uitspraken"), ("niets", "Zonder"), ("ooit", "Met uitspraken zonder dag")
    claims = [Claim(incident=INCIDENT, slug=s, title=t, explanation="Uitleg.") for s, t in named]
    said = (statements(), 0), ([], 0), ([], 2)
    return [Standing(claim, *about) for claim, about in zip(claims, said, strict=True)]


def question_sets() -> list[SimpleNamespace]:
    """Return a set of questions: open, answered too late, and with more time."""
    made = []
    for number, (late, day) in enumerate([(False, None), (True, None), (False, date(2025, 9, 1))]):
        put = paper("", "2025-07-21", dossier="", session="", slug=f"set-{number}")
        put.chamber_number = f"2025Z0000{number}"
        answer = paper(day="2025-08-12") if number else None
        about = {"askers": "Lid (ABC)", "addressees": "minister", "extended_to": day}
        written = WrittenQuestions(incident=INCIDENT, kamerstuk=put, answer=answer, **about)
        answers = [answered(written, n, outcome) for n, outcome in enumerate(Outcome, 1)]
        counts = [(outcome, 1) for outcome in Outcome]
        state = {"is_answered": bool(answer), "is_late": late, "counts": counts}
        chosen = {Outcome.PARTLY} if number else set()
        made.append(SimpleNamespace(set=written, outcomes=chosen, answers=answers, **state))
    return made


def answered(written: WrittenQuestions, number: int, outcome: Outcome) -> SimpleNamespace:
    """Return one question as its set tells it; the first has its answer in common with two more."""
    numbers = (1, 20, 21) if number == 1 else (number,)
    questions = [SimpleNamespace(number=n, wording="Wat vroeg iemand?") for n in numbers]
    slug = written.kamerstuk.slug
    about = {"note": outcome.explanation, "locator": "antwoord 1", "outcome": outcome}
    rows = [(question, f"{slug}-vraag-{question.number}") for question in questions]
    return SimpleNamespace(rows=rows, events=[full_event()], papers=[paper()], **about)


def forms() -> list[dict]:
    """Return the filter: empty, filled, and with a mistake in each field."""
    queries = {
        "leeg": "",
        "gevuld": "q=gat&vanaf=2025-07-17&peildatum=2025-08-04&bekend=gemeld",
        "fout": WRONG,
    }
    nothing = {"queryset": Event.objects.none(), "papers": Kamerstuk.objects.none}
    made = []
    for name, query in queries.items():
        form = EventFilter(QueryDict(query), **nothing).form
        form.auto_id = f"{name}_%s"
        kept = {"query": QueryDict(query), "besides_day": [("q", "gat")]}
        about = SimpleNamespace(is_valid=form.is_valid(), form=form, path=PATH, **kept)
        made.append({"name": name, "form": form, "selection": about})
    return made


def known_by_press() -> Event:
    """Return an event of which a paper told the Chamber after the press did."""
    made = event("2025-07-eerst-in-de-krant", "2025-07-16", told="2025-08-12")
    report = Link(event=made, publisher="Krant", url="https://krant.example/3", date="2025-07-20")
    made.link_list = [derived(report)]
    return made


def known() -> dict:
    """Return what was known on a day: the banner of each group, the groups, and what became so."""
    press, paper_alone = known_by_press(), event("2025-07-gemeld", "2025-07-17", told="2025-08-04")
    found = {Known.TOLD: [paper_alone], Known.PUBLIC: [press]}
    banners = [SimpleNamespace(group=group, path=PATH) for group in (None, *Known)]
    groups = [
        KnownGroup(group, len(events), by_month(events), f"?bekend={group}")
        for group, events in found.items()
    ]
    return {
        "banners": banners,
        "known_layout": SimpleNamespace(groups=groups, is_folded=False),
        "then_known": [paper_alone, press, event("2025-07-ooit", "2025-07-18", told="")],
        "became": [(Known.TOLD, paper_alone), (Known.TOLD, press), (Known.PUBLIC, press)],
    }


def answers() -> list[dict]:
    """Return the answer to a question: all, some with news, none with a way out, and a mistake."""
    part = Part("soort besluit", "?q=gat")
    whole = {
        "is_valid": True,
        "path": PATH,
        "address": PATH,
        "query_string": "",
        "turned": "?volgorde=nieuwste-eerst",
    }
    decisions = {**whole, "sentence": "van soort besluit", "parts": [part], "newest_first": True}
    news = {"since": DAY, "news_count": 1, "news_links": [(7, "?sinds=2025-08-01")]}
    years = [
        (Period("jaar", year, year, count, shown=count > 1), f"?jaar={year}")
        for year, count in (("2024", 3), ("2025", 1))
    ]
    months = [Month(f"{name} 2025", name, [None]) for name in ("juni", "juli")]
    states = [
        (whole, {"count": 4, "months": months, "pagers": [("Jaren", years)], "news_links": []}),
        (decisions, {"count": 1, **news}),
        (decisions, {"count": 0, "rescues": lambda: [(part, 1)]}),
        (decisions, {"count": 0, "rescues": list}),
        ({"is_valid": False, "path": PATH}, {"count": 0}),
    ]
    return [
        {"selection": SimpleNamespace(**one), "layout": SimpleNamespace(**two)}
        for one, two in states
    ]


def found() -> SimpleNamespace:
    """Return what a search finds beside events: of each noun one, with its words marked."""
    question = SimpleNamespace(number=3, wording="Hoe kwam het gat er?")
    claim = SimpleNamespace(slug="bekend", title="Was het lek bekend?")
    asked = WrittenQuestions(kamerstuk=paper("9"), askers="Jansen (gat)", addressees="minister")
    also = {
        "is_found": True,
        "leaves_out": True,
        "question_count": 2,
        "sets": [asked],
        "questions": [FoundQuestion(question, "vraag-3", "Het lek is gedicht.")],
        "claims": [FoundClaim(claim, statements()[:2])],
        "papers": [paper(title="Over het lek"), paper("", "", title="Over het gat")],
    }
    return SimpleNamespace(search=Search.of("lek", "lek, gat"), also=SimpleNamespace(**also))


def changes() -> list[SimpleNamespace]:
    """Return entries of the public log: published, corrected in both ways, withdrawn."""
    words = [Difference("Tekst", "Het OM sluit zijn netwerk.", "Het OM sloot zijn systemen.")]
    kinds = [
        ("Gepubliceerd", "", False, []),
        ("Gepubliceerd", "", True, []),
        *(("Gecorrigeerd", nature, False, words) for nature in Nature),
        ("Ingetrokken", "", False, []),
    ]
    made = []
    for what, nature, forced, parts in kinds:
        change = Change(nature=nature, forced=forced, reason="De reden.", public_at=MOMENT)
        title = "" if what == "Ingetrokken" else "Het OM sluit zijn systemen af"
        about = {"what": what, "title": title, "kind": "Gebeurtenis", "address": "#"}
        about["template"] = "timeline/log/_entry.html"
        made.append(SimpleNamespace(change=change, differences=parts, **about))
    facts = {"at": MOMENT, "entries": made[:2], "reason": "De reden."}
    folded = {
        "heading": "29 teksten voor het eerst gepubliceerd",
        "count": 29,
        "kinds": "2 open vragen",
    }
    numbered = {"heading": "Nummer bekend: brief heet nu 26 643, nr. 1390"}
    made.append(SimpleNamespace(template="timeline/log/_published.html", **folded, **facts))
    made.append(SimpleNamespace(template="timeline/log/_numbered.html", **numbered, **facts))
    return made


def shown(request: HttpRequest) -> dict:
    """Return what the page of all components shows."""
    full, all_events = full_event(), events()
    kinds = [(kind, Choice(kind.value, kind.label, n == 1, n)) for n, kind in enumerate(Kind)]
    papers = [Choice("26643", "Heel dossier 26643", chosen=True, count=3)]
    return {
        "incident": INCIDENT,
        "query": SimpleNamespace(day_suffix="", day=None),
        "then": SimpleNamespace(day_suffix="", day=DAY),
        "events": all_events,
        "full": full,
        "neighbours": SimpleNamespace(before=all_events[0], after=all_events[1]),
        "layout": SimpleNamespace(since=DAY, marks_news=True, is_folded=False),
        "drawing": Drawing(all_events, DAY),
        "papers": [paper(), paper("", "")],
        "found": found(),
        "waits": waits(),
        "standings": standings(),
        "sets": question_sets(),
        "forms": forms(),
        "answers": answers(),
        "facets": SimpleNamespace(kinds=kinds, papers=papers),
        "citable": citable_event(request, full, 2),
        "changes": changes(),
        **known(),
    }
