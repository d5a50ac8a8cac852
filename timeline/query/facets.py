"""The facets of the filter: each choice with the number of events that it would give."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

from incident.models import Event, Kamerstuk
from incident.values.kinds import EventKind
from timeline.query import whole
from timeline.query.counts import cited_by
from timeline.query.selection import Selection

MOST_COUNTED = 5_000  # events of which those of each paper are counted: that reads every citation


class Choice(NamedTuple):
    """One choice: its value in the address, its text in Dutch, and whether it is chosen.

    `count` is the number of events that it gives together with the rest of the query, None where no
    number is shown.
    """

    value: str
    words: str
    chosen: bool
    count: int | None


@dataclass
class Facets:
    """The facets of one selection; `loaded` are all its events where a page has loaded these."""

    selection: Selection
    loaded: list[Event] | None = None

    def has_all(self, name: str) -> bool:
        """Return whether the loaded events are those that there are without a parameter."""
        return self.loaded is not None and name not in self.selection.query

    @cached_property
    def kinds(self) -> list[tuple[EventKind, Choice]]:
        chosen = self.selection.query.getlist("soort")
        if self.has_all("soort"):
            counts = Counter(event.kind for event in self.loaded)
        else:
            counts = self.selection.by_kind
        return [
            (kind, Choice(kind.value, kind.label, kind.value in chosen, counts.get(kind.value, 0)))
            for kind in self.selection.incident.kind_list
        ]

    @cached_property
    def counts_papers(self) -> bool:
        """Return whether the events are so few that those of each paper are counted."""
        if self.has_all("kamerstuk"):
            return True
        if "kamerstuk" not in self.selection.query:
            return self.selection.count <= MOST_COUNTED
        rest = self.selection.rest("kamerstuk")
        if rest.is_whole:
            counted = whole.days(rest.incident) if whole.is_long(rest.incident) else {}
            return sum(counted.values()) <= MOST_COUNTED
        return rest.events.order_by()[: MOST_COUNTED + 1].count() <= MOST_COUNTED

    @cached_property
    def cited(self) -> Iterable[tuple[int, int]]:
        """Return the key of each event there would be, with that of each paper that it cites."""
        if self.has_all("kamerstuk"):
            return [(one.pk, c.kamerstuk_id) for one in self.loaded for c in one.citation_list]
        rest = self.selection.rest("kamerstuk")
        return whole.citations(rest.incident) if rest.is_whole else list(cited_by(rest.events))

    def per(self, noun: Callable[[Kamerstuk], Hashable]) -> Mapping[Hashable, int | None]:
        """Return the number of events by what their papers have in common, such as the dossier.

        None of each where there are too many events to count.
        """
        if not self.counts_papers:
            return defaultdict(lambda: None)
        nouns = {paper.pk: noun(paper) for paper in whole.papers(self.selection.incident)}
        pairs = {(event, nouns[paper]) for event, paper in self.cited if paper in nouns}
        return Counter(found for _, found in pairs)

    @cached_property
    def papers(self) -> list[Choice]:
        """Return the papers, the dossiers with several, and first a value not among them."""
        given = self.selection.query.get("kamerstuk", "")
        papers, by_paper = whole.papers(self.selection.incident), self.per(attrgetter("pk"))
        choices = [Choice(p.slug, str(p), p.slug == given, by_paper[p.pk]) for p in papers]
        dossier = attrgetter("dossier", "suffix")
        by_dossier, dossiers = self.per(dossier), [dossier(paper) for paper in papers]
        for parts in dict.fromkeys(d for d in dossiers if d[0] and dossiers.count(d) > 1):
            name = " ".join(filter(None, parts))
            words = f"Heel dossier {name}"
            choices.append(Choice(name, words, name == given, by_dossier[parts]))
        if given and given not in {choice.value for choice in choices}:
            words = self.selection.words_of("kamerstuk") or given
            choices.insert(0, Choice(given, words, chosen=True, count=None))
        return choices
