"""The home page of the desk: what waits for this person, and what they did last."""

from dataclasses import dataclass, field

from django.apps import apps
from django.contrib.admin import AdminSite
from django.db.models import F
from django.http import HttpRequest
from django.urls import reverse

from incident.desk.history import act_in_words
from incident.desk.tasks import NOUNS, TASKS, Model, Task
from incident.models import Change, Kamerstuk
from incident.official.subjects import Subject, of_paper

MOST_CHANGES = MOST_ASKED = 10


@dataclass
class Count:
    """How many rows of one noun wait, and where they stand."""

    noun: Model
    count: int
    address: str

    @property
    def words(self) -> str:
        one, many = NOUNS[self.noun]
        forms = {0: self.noun._meta.verbose_name_plural, 1: one}
        return forms.get(self.count, many)


@dataclass
class Line:
    """One task with its counts, a count for each noun that this person may see."""

    task: Task
    counts: list[Count]

    @property
    def is_done(self) -> bool:
        return not any(count.count for count in self.counts)


@dataclass
class Group:
    """Tasks that belong together, under one heading."""

    name: str
    lines: list[Line] = field(default_factory=list)


def groups(request: HttpRequest, site: AdminSite) -> list[Group]:
    """Return all tasks with their counts, as far as this person may see the rows.

    It costs one query for each count.
    """
    found: dict[str, Group] = {}
    for task in TASKS:
        if counts := counts_of(task, request, site):
            group = found.setdefault(task.group, Group(task.group))
            group.lines.append(Line(task, counts))
    return list(found.values())


def counts_of(task: Task, request: HttpRequest, site: AdminSite) -> list[Count]:
    """Return the counts of one task, over the same rows as the lists show."""
    counts = []
    for noun in task.nouns:
        desk = site.get_model_admin(noun)
        if desk.has_view_permission(request) and task.is_for(request.user, noun):
            rows = task.asked_of(desk.get_queryset(request), request.user)
            counts.append(Count(noun, rows.count(), task.address(noun)))
    return counts


def asked(request: HttpRequest, site: AdminSite) -> list[tuple[Kamerstuk, Subject, str]]:
    """Return the newest ten papers without number, and what is asked of whom; three queries.

    Last comes the name of the page of each: where this person gives the number, or only looks.
    """
    desk = site.get_model_admin(Kamerstuk)
    if not desk.has_view_permission(request):
        return []
    papers = Kamerstuk.objects.unnumbered().with_questions()
    newest = papers.order_by(F("sort_day").desc(nulls_last=True), "slug")[:MOST_ASKED]
    acts = ["number" if desk.has_change_permission(request, p) else "change" for p in newest]
    pages = [f"admin:incident_kamerstuk_{act}" for act in acts]
    return [(paper, of_paper(paper), page) for paper, page in zip(newest, pages, strict=True)]


def own_changes(request: HttpRequest, site: AdminSite) -> list[tuple[Change, str, str]]:
    """Return this person's last ten entries of the log, the newest first, each with an address.

    Between both stands what was done, in words. The address is "" where the row is gone. Two
    queries at most.
    """
    kept = filter(site.is_registered, apps.get_app_config("incident").get_models())
    nouns = [
        noun._meta.model_name
        for noun in kept
        if site.get_model_admin(noun).has_view_permission(request)
    ]
    entries = Change.objects.by(request.user).filter(noun__in=nouns).with_presence()
    return [
        (entry, act_in_words(entry), address(entry)) for entry in entries.reverse()[:MOST_CHANGES]
    ]


def address(entry: Change) -> str:
    page = f"admin:incident_{entry.noun}_change"
    return reverse(page, args=[entry.row]) if entry.is_there else ""
