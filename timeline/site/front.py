"""The front page of a site with more incidents: a card each, the one with the newest news first."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Q
from django.utils.formats import date_format

from incident.audit.describe import public_titles
from incident.choices import Action
from incident.models import Change, Event, Incident
from timeline.pages.changelog import Entry

STRIP = 1000  # the width of the drawing, in its own units


@dataclass(frozen=True)
class News:
    """The last that readers saw change of an incident: when, what, and how much at that moment."""

    at: datetime
    last: Entry
    count: int

    @property
    def words(self) -> str:
        return f"{self.count} teksten tegelijk" if self.count > 1 else self.last.heading


@dataclass(frozen=True)
class Card:
    """One incident: the days of its events in order, their number, and its news (None: none)."""

    incident: Incident
    days: list[date]
    count: int
    news: News | None

    @property
    def period(self) -> str:
        """Return from which month to which it runs, in Dutch; "" without events."""
        months = [date_format(day, "F Y") for day in self.days[:1] + self.days[-1:]]
        return " – ".join(dict.fromkeys(months))

    @property
    def marks(self) -> list[int]:
        """Return where on the strip there are events, each place once."""
        begin, whole = self.days[0], (self.days[-1] - self.days[0]).days or 1
        return sorted({round(STRIP * (day - begin).days / whole) for day in self.days})

    @property
    def order(self) -> tuple:
        return (self.news.at.timestamp() if self.news else 0, self.incident.title)


def cards(incidents: list[Incident]) -> list[Card]:
    """Return the card of each incident; as many queries for many as for few."""
    days, counts, found = event_days(), event_counts(), news()
    made = [Card(i, days[i.pk], counts.get(i.pk, 0), found.get(i.pk)) for i in incidents]
    return sorted(made, key=lambda card: card.order, reverse=True)


def event_days() -> dict[int, list[date]]:
    found = defaultdict(list)
    dated = Event.objects.for_readers().order_by("sort_day").values_list("incident", "sort_day")
    for incident, day in dated.distinct():
        found[incident].append(day)
    return found


def event_counts() -> dict[int, int]:
    counted = Event.objects.for_readers().order_by().values_list("incident")
    return dict(counted.annotate(Count("pk")))


def news() -> dict[int, News]:
    """Return the last public change of each incident that has one; three queries, or four."""
    changes = Change.objects.for_readers()
    last = Incident.objects.for_readers().with_overview().values_list("pk", "last_public_at")
    moments = [Q(incident=incident, public_at=at) for incident, at in last if at]
    if not moments:
        return {}
    one_of = moments[0]
    for moment in moments[1:]:
        one_of |= moment
    latest = changes.filter(one_of).order_by().values("incident")
    told = latest.annotate(count=Count("pk"), number=Max("number"))
    counts = {row["number"]: row["count"] for row in told}
    entries = list(changes.filter(number__in=counts).with_before())
    titles = public_titles([change.state for change in entries if change.state])
    return {
        change.incident: News(
            change.public_at,
            Entry(change, "", change.action == Action.WITHDRAWN, titles),
            counts[change.number],
        )
        for change in entries
    }
