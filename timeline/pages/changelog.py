"""The public log: what readers saw published, corrected and withdrawn, with the words.

What was first published at one moment is one item, and so is a number that a paper got, however
many texts name that paper.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import groupby

from django import forms
from django.core.paginator import Page, Paginator

from incident.audit.describe import (
    Difference,
    Titles,
    differences,
    kind_texts,
    paper,
    public_titles,
)
from incident.audit.renames import Rename, renames
from incident.audit.snapshots import upgraded
from incident.choices import Action
from incident.models import Change, Incident
from timeline.query.log import ADDRESSED, Newest, firsts_at, withdrawn_in
from timeline.query.page_query import PageQuery

PER_PAGE = 50
UNNUMBERED = "zonder-nummer"  # in the address of a paper without number
KINDS = {"event": "Gebeurtenis", "claim": "Open vraag", "writtenquestions": "Kamervragen"}
SEVERAL = {
    "event": ("gebeurtenis", "gebeurtenissen"),
    "claim": ("open vraag", "open vragen"),
    "writtenquestions": ("set Kamervragen", "sets Kamervragen"),
}


class LogPageQuery(PageQuery):
    """The query of the public log."""

    class Form(forms.Form):
        """The page, counted from 1."""

        blad = forms.IntegerField(min_value=1, max_value=100_000, required=False)

    @property
    def number(self) -> int:
        """Return the page number in the query, 1 where it gives none or is not valid."""
        return (self.form.cleaned_data.get("blad") if self.is_valid else None) or 1


@dataclass(frozen=True)
class Entry:
    """One change as readers see it; of a text that is now withdrawn, no word is shown."""

    change: Change
    address: str
    is_gone: bool
    titles: Titles
    template = "timeline/log/_entry.html"

    @property
    def at(self) -> datetime:
        return self.change.public_at

    @property
    def incident(self) -> int:
        return self.change.incident

    @property
    def key(self) -> str:
        """Return what tells it apart from the other items of one moment."""
        return self.address

    @property
    def heading(self) -> str:
        return f"{self.what}: {self.title or self.kind.lower()}"

    @property
    def is_first(self) -> bool:
        """Return whether readers saw this text for the first time."""
        return not self.change.before_json and self.change.action != Action.WITHDRAWN

    @property
    def kind(self) -> str:
        return KINDS[self.change.noun]

    @property
    def what(self) -> str:
        if self.is_correction:
            return "Gecorrigeerd"
        # A change that is no correction is the first public state: readers saw none before it.
        is_first = self.change.action == Action.CHANGED
        return Action.PUBLISHED.label if is_first else self.change.get_action_display()

    @property
    def title(self) -> str:
        """Return the title as it was, "" where the text is withdrawn."""
        if self.is_gone:
            return ""
        state = self.change.state
        named = state.get("kamerstuk", "")
        return state.get("title") or self.titles.get(named, named)

    @property
    def is_correction(self) -> bool:
        """Return whether readers saw this text both before and after the change."""
        changed = bool(self.change.nature) or self.change.action == Action.CHANGED
        return changed and bool(self.change.before_json)

    @cached_property
    def renames(self) -> list[Rename]:
        """Return the papers that got another number, where that is all that changed."""
        hidden = self.is_gone or self.change.action == Action.WITHDRAWN
        return [] if hidden else renames(state_before(self.change), self.change.state)

    @property
    def differences(self) -> list[Difference]:
        """Return the differences for readers; none for a first publication or withdrawn text."""
        before = state_before(self.change)
        if self.is_gone or before is None or self.change.action == Action.WITHDRAWN:
            return []
        return differences(self.change.noun, before, self.change.state, titles=self.titles)


@dataclass(frozen=True)
class Published:
    """Several texts that readers saw first at one moment; `count` are they on all pages."""

    entries: list[Entry]
    count: int
    template = "timeline/log/_published.html"
    kind = key = "Gepubliceerd"
    address = ""

    @property
    def incident(self) -> int:
        return self.entries[0].incident

    @property
    def at(self) -> datetime:
        return self.entries[0].at

    @property
    def heading(self) -> str:
        return f"{self.count} teksten voor het eerst gepubliceerd"

    @property
    def kinds(self) -> str:
        """Return how many of each kind are on this page: "3 gebeurtenissen, 1 kwestie"."""
        found = Counter(entry.change.noun for entry in self.entries)
        return ", ".join(
            f"{found[n]} {words[found[n] > 1]}" for n, words in SEVERAL.items() if found[n]
        )

    @property
    def reason(self) -> str:
        """Return the reason, where it is the same of all."""
        reasons = {entry.change.public_reason for entry in self.entries}
        return reasons.pop() if len(reasons) == 1 else ""


@dataclass(frozen=True)
class Numbered:
    """A paper that got its number, with the texts that name it."""

    rename: Rename
    entries: list[Entry]
    template = "timeline/log/_numbered.html"
    kind = "Nummer bekend"
    address = ""

    @property
    def incident(self) -> int:
        return self.entries[0].incident

    @property
    def at(self) -> datetime:
        return self.entries[0].at

    @property
    def key(self) -> str:
        return self.rename.new

    @property
    def heading(self) -> str:
        titles = self.entries[0].titles
        return in_words(self.rename, titles.get(self.rename.new, self.rename.new))

    @property
    def reason(self) -> str:
        """Return the reason, "" where it only repeats the number."""
        said = self.entries[0].change.public_reason
        return "" if self.rename.now and paper(self.rename.now).citation in said else said


def in_words(rename: Rename, name: str = "") -> str:
    """Return in Dutch how a paper is called now; `name` is that where no snapshot holds it."""
    found = "Nummer bekend" if UNNUMBERED in rename.old else "Nummer verbeterd"
    if rename.now is None:
        return f"{found}: een stuk heet nu {name}"
    now = paper(rename.now)
    title = f" ‘{now.title}’" if now.title else ""
    day = f" van {now.when}" if now.when and now.when.is_day else ""
    return f"{found}: {now.get_kind_display().lower()}{title}{day} heet nu {now.citation}"


def state_before(change: Change) -> dict | None:
    """Return the state that readers saw before a change, None where they saw none.

    A snapshot in an older format is upgraded.
    """
    kept = json.loads(change.before_json or "null")
    return upgraded(change.noun, kept, change.before_format or 1)


@dataclass
class PublicLog:
    """The log of one incident, the newest first."""

    incident: Incident
    number: int = 1

    @property
    def incidents(self) -> list[Incident]:
        """Return the incidents whose changes it holds."""
        return [self.incident]

    @property
    def keys(self) -> list[int]:
        return [incident.pk for incident in self.incidents]

    @cached_property
    def page(self) -> Page:
        return Paginator(Newest(self.keys), PER_PAGE).get_page(self.number)

    @cached_property
    def gone(self) -> set[tuple[str, int]]:
        """Return the (model, key) pairs of the texts on this page that are withdrawn now."""
        if self.page.has_other_pages():
            return set(withdrawn_in(self.keys, sorted({change.row for change in self.page})))
        last = {(change.noun, change.row): change for change in reversed(self.page.object_list)}
        return {key for key, change in last.items() if change.action == Action.WITHDRAWN}

    @cached_property
    def addresses(self) -> dict[tuple[str, int], str]:
        """Return each text's address by its (model, key): its page, or its tombstone."""
        found = {}
        for noun, at in ADDRESSED.items():
            for row in at(sorted({change.row for change in self.page if change.noun == noun})):
                found[noun, row.pk] = row.get_absolute_url()
        return found

    @cached_property
    def entries(self) -> list[Entry]:
        changes = list(self.page)
        states = [state for c in changes for state in (state_before(c), c.state) if state]
        titles = {**public_titles(states), **kind_texts(self.incidents)}
        keys = [(change, (change.noun, change.row)) for change in changes]
        return [Entry(c, self.addresses.get(key, ""), key in self.gone, titles) for c, key in keys]

    @property
    def items(self) -> list[Entry | Published | Numbered]:
        """Return the entries, those of one moment that belong together folded into one."""
        moments = groupby(self.entries, key=lambda entry: entry.at)
        parts = [part for _, entries in moments for part in by_incident(entries)]
        return [item for part in parts for item in self.folded(part)]

    def folded(self, entries: list[Entry]) -> Iterator[Entry | Published | Numbered]:
        """Yield what happened at one moment: alone, or several first published, or a number."""
        first = [entry for entry in entries if entry.is_first]
        if len(first) > 1:
            yield Published(first, self.first_at[first[0].at, first[0].incident])
        named: dict[str, list[Entry]] = {}
        for entry in entries:
            for rename in entry.renames:
                named.setdefault(rename.old, []).append(entry)
        for old, holders in named.items():
            known = [rename for entry in holders for rename in entry.renames if rename.old == old]
            yield Numbered(max(known, key=lambda rename: rename.now is not None), holders)
        told = first if len(first) > 1 else []
        yield from (e for e in entries if e not in told and not e.renames)

    @cached_property
    def first_at(self) -> dict[tuple[datetime, int], int]:
        """Return by moment and incident how many texts readers saw first, also on other pages."""
        if not self.page.has_other_pages():
            return Counter((entry.at, entry.incident) for entry in self.entries if entry.is_first)
        return firsts_at(self.keys, {entry.at for entry in self.entries})


class SiteLog(PublicLog):
    """The log of several incidents together, the newest first."""

    def __init__(self, incidents: list[Incident]):
        super().__init__(incidents[0])
        self.all = incidents

    @property
    def incidents(self) -> list[Incident]:
        return self.all


def by_incident(entries: Iterable[Entry]) -> list[list[Entry]]:
    """Return the entries of one moment apart for each incident, in their order."""
    found: dict[int, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.incident, []).append(entry)
    return list(found.values())
