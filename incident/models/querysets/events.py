"""Verbs for events: what was known by when, and what readers may see."""

import datetime

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, Greatest, Least, Length
from django.db.models.lookups import Exact
from django.utils import timezone

from incident.audit.models import Change
from incident.choices import Known, Status, due
from incident.models.claim import Statement
from incident.models.sources import WITHOUT_PLACE, Citation, Link
from incident.publishing.visibility import (
    DAY,
    Bytewise,
    PublishableQuerySet,
    is_open,
    mentions,
    visible,
)
from incident.written.moment import now

# Dates of which each end is a certain day, in EDTF.
CERTAIN = rf"^{DAY}(/{DAY})?$"
# The order of the feeds: when readers first saw an event as it is now, the newest first. It is that
# of two indexes.
SEEN_AT = Greatest("publish_at", "changed_at")
NEWEST = (SEEN_AT.desc(), Bytewise("slug"))
EVER = datetime.datetime(1, 1, 1, tzinfo=datetime.UTC)
ONE_DAY = Q(Exact(Length("date"), 10), span_days=0)  # no other date is as long and as narrow
# What an index holds of the events: few beside those that are of one certain day.
WITHOUT_NOTE = Q(date_note="") & ~Q(date="") & ~ONE_DAY


def public_said():
    """Return the public statements with their claim and paper, in the order of their keys."""
    return Statement.objects.filter(visible("claim__")).select_related("claim", "kamerstuk")


def earliest(model: type[models.Model], path: str = "", **which) -> models.Subquery:
    """Return the first last possible day of an event's rows of a model, by the path to it."""
    rows = model._base_manager.filter(event=models.OuterRef("pk"), **which).order_by()
    return models.Subquery(rows.values("event").values(day=models.Min(f"{path}last_day")))


def was_known_as(group: Known, day: datetime.date) -> Q:
    """Return the condition that an event was surely told, or public and not told, by a day's end.

    A condition on a column that is empty is no answer in SQL, so that its opposite is none either:
    what was not told by then is what was told later, or never.
    """
    told = Q(first_told__lte=day)
    not_told = Q(first_told__gt=day) | Q(first_told=None)
    return told if group == Known.TOLD else Q(first_known__lte=day) & not_told


def newly_known(group: Known, since: datetime.date, until: datetime.date) -> Q:
    """Return the condition of a group at `until` that an event was not as well known at `since`.

    An event that was public at `since` and told by `until` is newly told; it is not newly public,
    whatever its source.
    """
    column = "first_told" if group == Known.TOLD else "first_known"
    return was_known_as(group, until) & Q(**{f"{column}__gt": since})


def sources_mentioning(patterns) -> tuple[models.QuerySet, models.QuerySet]:
    """Return the links that hold one of these patterns, and the citations of papers that do."""
    papers = Citation.kamerstuk.field.related_model._base_manager.filter(mentions(patterns))
    links = Link._base_manager.filter(mentions(patterns))
    return links, Citation._base_manager.filter(kamerstuk__in=papers)


class EventQuerySet(PublishableQuerySet):
    """Verbs for events."""

    def chronological(self):
        """Return the events in the order of the timeline.

        First possible day (the last, where the first is open), then the narrower date, then the
        last day, then the slug.
        """
        return self.order_by("sort_day", "span_days", Bytewise("slug"))

    def with_sources(self):
        """Return the events with their incident, papers and links loaded: three queries in all."""
        return self.select_related("incident").prefetch_related(
            models.Prefetch("citations", to_attr="citation_list"),
            models.Prefetch("links", to_attr="link_list"),
        )

    def for_readers(
        self,
        at: datetime.datetime | None = None,
        *,
        also: int | None = None,
        as_if_open: bool = False,
    ):
        """Return all that the public may see, in order, ready to be shown without more queries.

        `also` is the key of one event that is there too, for a person who may read it before the
        public; of the others that person sees what the public does. With `as_if_open` these are
        also the published events of an incident that is not open yet: for staff alone.
        """
        seen = visible(at=at)
        if as_if_open:
            seen = due(at or now())
        if also is not None:
            seen |= Q(pk=also)
        return self.filter(seen).chronological().with_sources()

    def unseen(self):
        """Return the events that still go to readers: not yet public, and not withdrawn.

        Nor are they in an incident that is withdrawn as a whole.
        """
        gone = Q(status=Status.WITHDRAWN) | Q(incident__is_withdrawn=True)
        return self.exclude(due(timezone.now())).exclude(gone)

    def withdrawn(self):
        """Return the events that readers knew and that are withdrawn: their addresses say so."""
        changes = Change.objects.for_readers()
        known = changes.filter(noun="event", row=models.OuterRef("pk"))
        return self.select_related("incident").filter(
            models.Exists(known), is_open("incident__"), status=Status.WITHDRAWN
        )

    def with_statements(self):
        """Return the events with the public statements that stand with each, in one query more."""
        loaded = models.Prefetch("statements", public_said(), to_attr="public_statements")
        return self.prefetch_related(loaded)

    def statements_with(self, keys):
        """Return the public statements that stand with events of these keys."""
        return public_said().filter(event__in=keys)

    def known_by(self, day: datetime.date):
        """Return the events that some source had surely made public by the end of a day."""
        return self.filter(first_known__lte=day)

    def known_as(self, group: Known, day: datetime.date):
        """Return the events of one group; the two groups of a day hold all that was known by it."""
        return self.filter(was_known_as(group, day))

    def compared(self, since: datetime.date, until: datetime.date):
        """Return the events that are new in either group, and those that are never dated."""
        new = [newly_known(group, since, until) for group in Known]
        return self.filter(new[0] | new[1] | Q(first_known=None))

    def newest_seen(self, most: int, *, of_one: bool = False):
        """Return the events by when readers first saw them as they are now, the newest first.

        They are at most so many: an index gives these without a look at the others. `of_one` says
        that all are of one incident, in which no two have the same address.
        """
        order = NEWEST if of_one else (*NEWEST, Bytewise("incident__slug"))
        narrow = self.select_related(None).prefetch_related(None)
        # SQLite takes the index of this order only where it is also asked for a range of it.
        narrow = narrow.alias(seen_at=SEEN_AT).filter(seen_at__gte=EVER).order_by(*order)
        return self.filter(pk__in=narrow.values("pk")[:most]).order_by(*order)

    def never_dated(self):
        """Return the events without a known day: no source of them is surely there on any day."""
        return self.filter(first_known=None)

    def beside(self, event, *, after: bool):
        """Return the events after `event` in the order of the timeline, or those before it.

        They are those of its own day and of the nearest other day alone: no more are sorted.
        """
        side, day = "gt" if after else "lt", event.sort_day
        place = Q(**{f"sort_day__{side}": day}) | Q(**{f"span_days__{side}": event.span_days})
        place |= Q(span_days=event.span_days, **{f"slug_bytes__{side}": event.slug})
        others = self.select_related(None).filter(**{f"sort_day__{side}": day})
        nearest = others.order_by("sort_day" if after else "-sort_day").values("sort_day")[:1]
        until = Coalesce(models.Subquery(nearest), models.Value(day, models.DateField()))
        days = {f"sort_day__{side}e": day, f"sort_day__{'lt' if after else 'gt'}e": until}
        events = self.alias(slug_bytes=Bytewise("slug")).filter(place, **days)
        return events if after else events.reverse()

    def possibly_between(self, since: datetime.date | None, until: datetime.date | None):
        """Return the events with a possible day from `since` up to and including `until`."""
        events = self
        if since:
            events = events.filter(Q(last_day__gte=since) | Q(last_day=None))
        if until:
            events = events.filter(Q(first_day__lte=until) | Q(first_day=None))
        return events

    def of_kinds(self, kinds):
        return self.filter(kind__in=kinds)

    def key_moments(self):
        return self.filter(is_key=True)

    def citing(self, papers):
        rows = Citation._base_manager.filter(kamerstuk__in=papers)
        return self.filter(pk__in=rows.values("event"))

    def mentioning(self, groups):
        """Return the events of which text and sources together hold a pattern of each group."""
        events = self
        for patterns in groups:
            links, cited = sources_mentioning(patterns)
            found = Q(pk__in=links.values("event")) | Q(pk__in=cited.values("event"))
            events = events.filter(mentions(patterns) | found)
        return events

    def unsourced(self):
        """Return the events without any source, or with a paper we saw without the place in it.

        Those without are looked for among the events that no source made known on a certain day.
        """
        citations = Citation._base_manager.filter(event=models.OuterRef("pk"))
        links = Link._base_manager.filter(event=models.OuterRef("pk"))
        nowhere = self.never_dated().filter(~models.Exists(citations), ~models.Exists(links))
        placeless = Citation._base_manager.filter(WITHOUT_PLACE).order_by().values("event")
        return self.filter(pk__in=nowhere.order_by().values("pk").union(placeless))

    def misquoting(self):
        """Return the events, withdrawn ones aside, with a quote that is not in its paper's text."""
        wrong = Citation.objects.misquoting().order_by().values("event")
        return self.filter(pk__in=wrong).exclude(status=Status.WITHDRAWN)

    def unexplained(self):
        return self.filter(WITHOUT_NOTE).exclude(date__regex=CERTAIN)

    def for_desk(self):
        """Return the events from one table alone: its index then gives their order."""
        return self.with_sources().select_related(None).prefetch_related("incident")

    def keep_first_days(self) -> None:
        """Set `first_told` and `first_known` from the papers and links of these events.

        A row that was stored past its own `save` has them only after this.
        """
        papers, links = earliest(Citation, "kamerstuk__"), earliest(Link)
        models.QuerySet.update(
            self.order_by(),
            first_told=earliest(Citation, "kamerstuk__", told=True),
            first_known=Coalesce(Least(papers, links), papers, links),
        )
