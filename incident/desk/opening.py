"""From a new incident to its public page: what is done, what is still to do, and by whom."""

from dataclasses import dataclass

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse

from incident.choices import STANDARD, Status
from incident.models import Citation, Event, Incident, Link

WRITER, EDITOR = "een schrijver of eindredacteur", "een eindredacteur"
COLLEAGUE = "een eindredacteur die niet schreef"
MOST_SHOWN = 10


@dataclass(frozen=True)
class Step:
    """One step: whether it is done, what there is, who takes it, and where; or it may be skipped.

    `address` is "" for who may not take it.
    """

    name: str
    is_done: bool
    said: str
    who: str
    address: str
    may_skip: bool = False

    @property
    def waits(self) -> bool:
        return not (self.is_done or self.may_skip)


@dataclass(frozen=True)
class Texts:
    """How many events of an incident there are, and how far they came."""

    all: int
    sourced: int
    offered: int
    out: int

    @classmethod
    def of(cls, incident: Incident) -> "Texts":
        """Count the events that are not withdrawn; one query."""
        events = Event.objects.filter(incident=incident).exclude(status=Status.WITHDRAWN)
        sources = (Exists(model.objects.filter(event=OuterRef("pk"))) for model in (Citation, Link))
        cited, linked = sources
        counted = events.annotate(cited=cited, linked=linked).aggregate(
            all=Count("pk"),
            sourced=Count("pk", filter=Q(cited=True) | Q(linked=True)),
            offered=Count("pk", filter=~Q(status=Status.DRAFT)),
            out=Count("pk", filter=Q(status=Status.PUBLISHED)),
        )
        return cls(**counted)


def steps(incident: Incident, user) -> list[Step]:
    """Return the steps in order, each with an address where this person may take it."""
    texts = Texts.of(incident)
    change = reverse("admin:incident_incident_change", args=[incident.pk])
    events = reverse("admin:incident_event_changelist") + f"?incident__id__exact={incident.pk}"
    new = reverse("admin:incident_event_add") + f"?incident={incident.pk}"
    edits = change if user.has_perm("incident.change_incident") else ""
    writes = user.has_perm("incident.add_event")
    return [
        *about_itself(incident, edits),
        Step(
            "De eerste gebeurtenis met een bron",
            bool(texts.sourced),
            in_numbers(texts.all, "in concept of verder") if texts.all else "Er is er nog geen.",
            WRITER,
            (events if texts.all else new) if writes else "",
        ),
        Step(
            "Aanbieden ter beoordeling",
            bool(texts.offered),
            in_numbers(texts.offered, "aangeboden of verder"),
            WRITER,
            events if writes else "",
        ),
        Step(
            "Een tweede lezer publiceert",
            bool(texts.out),
            in_numbers(texts.out, "gepubliceerd; verborgen tot het incident opengaat"),
            COLLEAGUE,
            events if user.has_perm("incident.publish_event") else "",
        ),
        Step(
            "Het incident openen",
            incident.is_published,
            "Zet het vinkje ‘openbaar’. Lezers zien dan alles wat gepubliceerd is. Sluiten kan "
            "daarna niet meer; intrekken als geheel wel.",
            EDITOR,
            edits,
        ),
    ]


def about_itself(incident: Incident, edits: str) -> list[Step]:
    """Return the steps about the incident itself, taken on its own form."""
    own = incident.kind_list is not STANDARD
    kinds = ", ".join(kind.label for kind in incident.kind_list)
    groups = len(incident.synonyms.splitlines())
    followed = ", ".join(incident.dossier_list)
    return [
        Step(
            "Titel, ondertitel en inleiding",
            bool(incident.subtitle or incident.introduction),
            "Zeg in één regel waar deze tijdlijn over gaat.",
            EDITOR,
            edits,
        ),
        Step("Soorten gebeurtenis", own, f"Nu: {kinds}.", EDITOR, edits, may_skip=True),
        Step(
            "Dossiers volgen",
            bool(followed),
            f"Nu: {followed}." if followed else "Wat er nieuw in is, staat bij Officiële bronnen.",
            EDITOR,
            edits,
            may_skip=True,
        ),
        Step(
            "Woorden die hetzelfde betekenen",
            bool(groups),
            f"Nu: {groups} groep{'' if groups == 1 else 'en'}." if groups else "Voor het zoeken.",
            EDITOR,
            edits,
            may_skip=True,
        ),
    ]


def in_numbers(count: int, what: str) -> str:
    return f"{count} gebeurtenis{'' if count == 1 else 'sen'} {what}."


def urls(site: AdminSite) -> list:
    """Return the address of this page, behind the desk's own door."""
    view = site.admin_view(page)
    return [path("incident/incident/<int:pk>/naar-lezers/", view, {"site": site}, name="opening")]


def page(request: HttpRequest, pk: int, site: AdminSite) -> HttpResponse:
    """Show the steps of one incident."""
    if not request.user.has_perm("incident.view_incident"):
        raise PermissionDenied
    incident = get_object_or_404(Incident, pk=pk)
    context = {
        **site.each_context(request),
        "title": f"{incident}: op weg naar lezers",
        "incident": incident,
        "steps": (found := steps(incident, request.user)),
        "next": next((step for step in found if step.waits), None),
    }
    return TemplateResponse(request, "desk/incident/opening.html", context)


def at_home(request: HttpRequest) -> dict:
    """Return the incidents that no reader sees yet, for the home page; one query."""
    if not request.user.has_perm("incident.view_incident"):
        return {}
    return {"closed": Incident.objects.filter(is_published=False).order_by("title")[:MOST_SHOWN]}
