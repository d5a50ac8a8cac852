"""The facets of the filter: each choice with the number of events that it would give."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

from incident.models import Event
from incident.values.kinds import EventKind
from timeline.query import whole
from timeline.query.counts import DOSSIER, PAPER, by_citation
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
        rest = self.selection.rest("kamerstuk")
        if rest.is_whole:
            counted = whole.days(rest.incident) if whole.is_long(rest.incident) else {}
            return sum(counted.values()) <= MOST_COUNTED
        return rest.events.order_by()[: MOST_COUNTED + 1].count() <= MOST_COUNTED

    def per(self, fields: tuple[str, ...]) -> Mapping[tuple, int | None]:
        """Return the number of events by the values of these fields of the papers they cite.

        None of each where there are too many events to count.
        """
        if not self.counts_papers:
            return defaultdict(lambda: None)
        if self.has_all("kamerstuk"):
            of = attrgetter(*fields)
            cited = ({of(c.kamerstuk) for c in event.citation_list} for event in self.loaded)
            return Counter(chain.from_iterable(cited))
        rest = self.selection.rest("kamerstuk")
        if rest.is_whole:
            rows = whole.citing(rest.incident, fields)
        else:
            rows = by_citation(rest.events, fields)
        return Counter({row[:-1]: row[-1] for row in rows})

    @cached_property
    def papers(self) -> list[Choice]:
        """Return the papers, the dossiers with several, and first a value not among them."""
        given = self.selection.query.get("kamerstuk", "")
        papers, by_paper = whole.papers(self.selection.incident), self.per(PAPER)
        choices = [Choice(p.slug, str(p), p.slug == given, by_paper[p.slug, p.pk]) for p in papers]
        by_dossier = self.per(DOSSIER)
        dossiers = [(p.dossier, p.suffix) for p in papers]
        for parts in dict.fromkeys(d for d in dossiers if d[0] and dossiers.count(d) > 1):
            name = " ".join(filter(None, parts))
            words = f"Heel dossier {name}"
            choices.append(Choice(name, words, name == given, by_dossier[parts]))
        if given and given not in {choice.value for choice in choices}:
            words = self.selection.words_of("kamerstuk") or given
            choices.insert(0, Choice(given, words, chosen=True, count=None))
        return choices
