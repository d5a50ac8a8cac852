"""What the official sources answered, for staff to judge; asking now, within five seconds."""

from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite, ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse

from incident.models import Asking, Candidate, Incident, Kamerstuk
from incident.models.official import Decision
from incident.official import following, known
from incident.official.asking import SWITCHED_OFF, BusyError, SwitchedOffError, run
from incident.official.belonging import incidents_of
from incident.official.keeping import Summary
from incident.official.query import Source
from incident.official.subjects import Subject, all_subjects, of_paper, unaskable

PATIENCE = 5.0  # seconds that a person waits at most
MOST_SHOWN = 100
FALLEN = "Deze kandidaat is er niet meer. Misschien beoordeelde een collega hem al."


@dataclass
class Group:
    """The candidates for one thing, under what we know of it ourselves."""

    key: str
    candidates: list[Candidate]
    incidents: list[Incident]  # to which it belongs

    @property
    def first(self) -> Candidate:
        return self.candidates[0]

    @property
    def anchor(self) -> str:
        return self.key.replace(":", "-")


@dataclass
class Asked:
    """A thing that is asked, of whom with which words, and how that ended the last time."""

    label: str
    asked_of: list[tuple[str, str]]
    asking: Asking | None


def urls(site: AdminSite) -> list:
    """Return the addresses of these pages, each behind the desk's own door."""
    views = (("", "official", page), ("vragen/", "official_ask", ask_now))
    rejecting = ("<int:pk>/afwijzen/", "official_reject", reject)
    return [
        path(f"officiele-bronnen/{route}", site.admin_view(view), {"site": site}, name=name)
        for route, name, view in (*views, rejecting)
    ]


def allow(request: HttpRequest, verb: str) -> None:
    if not request.user.has_perm(f"incident.{verb}_candidate"):
        raise PermissionDenied


def page(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Show the candidates beside what we have, and what is asked of whom."""
    allow(request, "view")
    waiting = Candidate.objects.waiting().select_related("paper", "questions__kamerstuk")
    candidates, kept = list(waiting[: MOST_SHOWN + 1]), last_askings()
    desk = site.get_model_admin(Kamerstuk)
    groups = grouped([with_links(c, request, desk) for c in candidates[:MOST_SHOWN]])
    there = {incident.slug: incident for group in groups for incident in group.incidents}
    chosen = there.get(request.GET.get("incident", ""))
    context = {
        **site.each_context(request),
        "title": "Officiële bronnen",
        "groups": [g for g in groups if chosen is None or chosen in g.incidents],
        "incidents": sorted(there.values(), key=str),
        "chosen": chosen,
        "has_more": len(candidates) > MOST_SHOWN,
        "asked": [*in_feed(kept), *(as_asked(s, kept) for s in all_subjects())],
        "unaskable": unaskable(),
        "is_on": settings.OFFICIAL_ASK,
        "switched_off": SWITCHED_OFF,
    }
    return TemplateResponse(request, "desk/official/page.html", context)


def last_askings() -> dict[str, Asking]:
    return {asking.key: asking for asking in Asking.objects.all()}


def as_asked(subject: Subject, kept: dict[str, Asking]) -> Asked:
    return Asked(subject.label, subject.asked_of, kept.get(subject.key))


def in_feed(kept: dict[str, Asking]) -> list[Asked]:
    """Return the reading of the feed, which is one for all that is sought in it."""
    asked_of = [(Source.SYNCFEED.label, following.WORDS)]
    return [Asked(following.LABEL, asked_of, kept.get(following.KEY))]


def grouped(candidates: list[Candidate]) -> list[Group]:
    """Return the candidates by what they are about: papers, then questions, then dossiers."""
    by_key = defaultdict(list)
    for candidate in candidates:
        by_key[candidate.key].append(candidate)
    order = ("stuk", "vragen", "dossier")
    belonging = incidents_of(candidates)
    groups = [Group(key, found, belonging.get(key, [])) for key, found in by_key.items()]
    return sorted(groups, key=lambda group: order.index(group.key.partition(":")[0]))


def with_links(candidate: Candidate, request: HttpRequest, desk: ModelAdmin) -> Candidate:
    """Give a candidate the address where this person takes it over, with its citation filled in.

    It is "" where that is for others: what readers know of a paper is changed by few.
    """
    candidate.take_over = ""
    if candidate.paper and desk.has_change_permission(request, candidate.paper):
        number = reverse("admin:incident_kamerstuk_number", args=[candidate.paper.pk])
        candidate.take_over = f"{number}?{urlencode({'nummer': candidate.citation})}"
    elif not candidate.paper and desk.has_add_permission(request):
        adding = reverse("admin:incident_kamerstuk_quick_add")
        candidate.take_over = f"{adding}?{urlencode({'plak': candidate.citation})}"
    return candidate


def back(anchor: str = "") -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:official") + anchor)


def ask_now(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Ask about one paper, or about all that is due; what does not fit in five seconds waits."""
    allow(request, "add")
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    chosen = request.POST.get("stuk", "")
    papers = known.unnumbered().filter(pk=chosen if chosen.isdecimal() else None)
    subjects = [of_paper(paper) for paper in papers] if chosen else all_subjects()
    try:
        summary = run(subjects, seconds=PATIENCE, again=bool(chosen), feed=not chosen)
    except (SwitchedOffError, BusyError) as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, in_words(summary))
    return back()


def in_words(summary: Summary) -> str:
    """Return what came of a run, in sentences."""
    ended = ", ".join(f"{outcome.label.lower()} {n}×" for outcome, n in summary.counts())
    said = [f"Gevraagd: {ended}." if ended else "Er is nu niets te vragen."]
    said += [f"Nieuw om te bekijken: {summary.new}."] if summary.new else []
    if summary.left:
        said.append(f"Voor {summary.left} was geen tijd meer; die komen de volgende keer eerst.")
    if summary.resting:
        said.append(f"Voor {summary.resting} is het nog te vroeg om weer te vragen.")
    return " ".join(said)


def reject(request: HttpRequest, pk: int, site: AdminSite) -> HttpResponse:
    """Put a candidate aside for good."""
    allow(request, "change")
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    candidate = get_object_or_404(Candidate, pk=pk)
    if candidate.state == Decision.OPEN:
        candidate.decide(Decision.REJECTED, request.user.get_username())
        messages.success(request, f"{candidate.citation} komt hier niet terug.")
    else:
        messages.warning(request, FALLEN)
    return back()


# On the home page


def at_home(request: HttpRequest) -> dict:
    """Return what the home page says of the official sources; nothing to who may not see it."""
    if not request.user.has_perm("incident.view_candidate"):
        return {}
    return {"official_lines": waiting_lines()}


def waiting_lines() -> list[tuple[str, str]]:
    """Return in sentences what waits for a person, each with where it stands; one query."""
    waiting = Candidate.objects.waiting().order_by("key")
    rows = list(waiting.values("key", "paper", "dossier", "numbered"))
    return [*paper_lines(rows), *question_lines(rows), *dossier_lines(rows)]


def paper_lines(rows: list[dict]) -> list[tuple[str, str]]:
    papers = {row["paper"] for row in rows if row["paper"] and row["numbered"]}
    bare = {row["paper"] for row in rows if row["paper"]} - papers
    got = "1 papier kreeg" if len(papers) == 1 else f"{len(papers)} papieren kregen"
    known_ones = "1 papier is" if len(bare) == 1 else f"{len(bare)} papieren zijn"
    said = [(papers, f"{got} misschien een nummer")]
    said += [(bare, f"{known_ones} bekend bij een bron, maar nog zonder nummer")]
    return [(words, "") for which, words in said if which]


def question_lines(rows: list[dict]) -> list[tuple[str, str]]:
    sets = len({row["key"] for row in rows if row["key"].startswith("vragen:")})
    said = "1 set Kamervragen kreeg" if sets == 1 else f"{sets} sets Kamervragen kregen"
    return [(f"{said} misschien een antwoord of uitstel", "")] if sets else []


def dossier_lines(rows: list[dict]) -> list[tuple[str, str]]:
    counts = defaultdict(int)
    for row in rows:
        counts[row["dossier"]] += bool(row["dossier"])
    return [
        (
            f"{n} nieuw{'' if n == 1 else 'e'} stuk{'' if n == 1 else 'ken'} in {spaced(dossier)}",
            key,
        )
        for dossier, n in counts.items()
        if n and (key := f"#dossier-{dossier}")
    ]


def spaced(dossier: str) -> str:
    """Return a dossier as it is printed: 26643 is "26 643", 36600-VI is "36 600 VI"."""
    digits, _, suffix = dossier.partition("-")
    return f"{digits[:-3]} {digits[-3:]} {suffix}".strip()
