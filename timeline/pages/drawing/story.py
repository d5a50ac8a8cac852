"""What the drawing tells: each event, the papers, and which paper first told of which event."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from incident.models import Event, Kamerstuk
from incident.values.dates import EventDate
from timeline.pages.drawing.axis import Axis
from timeline.pages.drawing.labels import short_date
from timeline.pages.kind_icons import NEVER as STUMP
from timeline.pages.kind_icons import PAPER

TOLD, NEVER, UNDATED = "gemeld", "nooit-gemeld", "dag-onbekend"
LINE, OPEN = "lijn", "open"
JOINED = "Van gebeurtenis naar het stuk dat haar het eerst meldde: hoe schuiner, hoe later."


@dataclass(frozen=True)
class Mark:
    """An event or a paper: its date, its sign, and what is known of the telling.

    `state` is TOLD (also of a paper), NEVER, or UNDATED where the paper that told has no date.
    """

    when: EventDate
    sign: str
    state: str
    title: str
    words: str = ""
    event: Event | None = None
    paper: Kamerstuk | None = None  # the paper that it is
    told_by: Kamerstuk | None = None  # the paper that told of it

    @property
    def slug(self) -> str:
        """Return its address in its drawing: of the event, or of the paper."""
        return self.event.slug if self.event else self.paper.slug

    @property
    def day(self) -> date:
        """Return the day at which it stands."""
        return self.when.sort_day

    @property
    def is_uncertain(self) -> bool:
        return not self.when.is_certain

    @property
    def full_title(self) -> str:
        """Return date and title, and the date on which the Chamber was told."""
        told = f". Aan de Kamer gemeld: {self.told_by.told_when}" if self.told_by else ""
        return f"{self.when}: {self.title}{told}"

    @property
    def fades(self) -> str:
        """Return on which side the date is open: "begin", "end" or ""."""
        if self.when.first is None:
            return "begin"
        return "" if self.when.last else "end"


class Story:
    """The marks of some events, as known on `day` or, at None, now."""

    def __init__(self, events: Iterable[Event], day: date | None = None):
        self.events = list(events)
        self.day = day

    @cached_property
    def happened(self) -> list[Mark]:
        """Return the events that are no papers, by day: the upper rail."""
        return in_order(mark for mark in self.marks if not mark.paper)

    @cached_property
    def told(self) -> list[Mark]:
        """Return the papers, and the events that are papers, by day: the lower rail."""
        own = [mark for mark in self.marks if mark.paper]
        there = {mark.paper.slug for mark in own}
        papers = {m.told_by.slug: m.told_by for m in self.marks if m.told_by}
        own += [of_paper(paper) for slug, paper in papers.items() if slug not in there]
        return in_order(own)

    @cached_property
    def marks(self) -> list[Mark]:
        return [self.of_event(event) for event in self.events]

    def of_event(self, event: Event) -> Mark:
        """Return the mark of an event; one that is itself a paper stands where that paper does."""
        papers = [citation.kamerstuk for citation in event.told_by]
        known = [paper for paper in papers if paper.date and paper.is_known_on(self.day)]
        own = [paper for paper in known if event.is_paper and paper.date == event.date]
        first = known[0] if known else None
        undated = any(not paper.date for paper in papers) and self.day is None
        return Mark(
            when=event.when,
            sign=event.as_kind.sign,
            state=TOLD if first else UNDATED if undated else NEVER,
            title=event.title,
            words=self.words(event),
            event=event,
            paper=own[0] if own else None,
            told_by=None if own else first,
        )

    def words(self, event: Event) -> str:
        """Return what stands on the drawing at a key moment, "" at another event."""
        if not event.is_key:
            return ""
        return f"{short_date(event.when, without_year=self.axis.is_short)} {event.short_title}"

    @cached_property
    def axis(self) -> Axis:
        """Return an axis that holds every day of the events and of the papers that told of them."""
        days = [day for e in self.events for day in (e.first_day, e.last_day) if day]
        return Axis.around([*days, *self.days_of_telling()])

    def days_of_telling(self) -> list[date]:
        told = [c.kamerstuk for event in self.events for c in event.told_by if c.kamerstuk.date]
        return [paper.when.sort_day for paper in told if paper.is_known_on(self.day)]

    @cached_property
    def legend(self) -> list[tuple[str, str]]:
        """Return what needs explaining in this drawing: the name of a sample, and the words."""
        never = " tot en met deze dag" if self.day else ""
        lines = (
            (PAPER, "Een stuk aan de Kamer.", self.told),
            (LINE, JOINED, any(mark.told_by for mark in self.happened)),
            (
                STUMP,
                f"Niet aan de Kamer gemeld{never}, voor zover wij weten.",
                any(mark.state == NEVER for mark in self.happened),
            ),
            (
                OPEN,
                "Open of vervaagd: de dag staat niet vast.",
                any(mark.is_uncertain for mark in (*self.happened, *self.told)),
            ),
        )
        return [(sample, words) for sample, words, is_there in lines if is_there]

    @property
    def is_worth_it(self) -> bool:
        return len(self.events) > 1


def of_paper(paper: Kamerstuk) -> Mark:
    """Return the mark of a paper that is no event of its own."""
    title = ": ".join(filter(None, (paper.citation, paper.subject)))
    return Mark(paper.told_when, PAPER, TOLD, title, paper=paper)


def in_order(marks: Iterable[Mark]) -> list[Mark]:
    return sorted(marks, key=lambda mark: (mark.day, mark.when.span_days))
