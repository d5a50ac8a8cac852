"""The feeds: Atom (RFC 4287) for who follows, iCalendar (RFC 5545) for who plans."""

from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.db.models import Count, Max
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from icalendar import Calendar
from icalendar import Event as Entry

from incident.models import Change, Event, Incident
from timeline.changes import PublicLog
from timeline.citing import SITE
from timeline.query.selection import Selection
from timeline.questions import question_sets

MOST_ENTRIES = 100


class Feed(Atom1Feed):
    """A feed that says when the record last changed, also while it holds nothing."""

    def latest_post_date(self) -> datetime:
        return self.feed["changed"]


def lasting_id(*parts: str) -> str:
    """Return an id that stays the same whatever the site is called."""
    return uuid5(NAMESPACE_URL, "/".join(("incidenttijdlijn", *parts))).urn


def atom(request: HttpRequest, selection: Selection) -> str:
    """Return the newest of a selection as Atom, by when readers first saw it as it is now.

    So an event of long ago that we publish today comes first, and a corrected one comes again.
    """
    sentence = f", {selection.sentence}" if selection.sentence else ""
    feed = Feed(
        title=f"Tijdlijn {selection.incident.title}{sentence}",
        link=request.build_absolute_uri(selection.address),
        description="",
        language="nl",
        author_name=SITE,
        changed=selection.incident.updated_at,
        feed_url=request.build_absolute_uri(),
        feed_guid=lasting_id(selection.incident.slug, selection.query_string),
    )
    for event in selection.events.newest_seen()[:MOST_ENTRIES]:
        feed.add_item(
            title=f"{event.when}: {event.title}",
            link=request.build_absolute_uri(event.get_absolute_url()),
            description=event.body,
            unique_id=lasting_id(event.incident.slug, event.slug),
            pubdate=event.publish_at,
            updateddate=event.shown_at,
            categories=[event.as_kind.label],
        )
    return feed.writeString("utf-8")


def changes_feed(request: HttpRequest, log: PublicLog) -> str:
    """Return the newest of the public log as Atom: what was done, why, and the words that changed.

    An id holds nothing that counts changes which readers did not see.
    """
    slug = log.incident.slug
    page = reverse("timeline:changes", args=[slug])
    feed = Feed(
        title=f"Wijzigingen in de tijdlijn {log.incident.title}",
        link=request.build_absolute_uri(page),
        description="",
        language="nl",
        author_name=SITE,
        changed=log.incident.updated_at,
        feed_url=request.build_absolute_uri(),
        feed_guid=lasting_id("wijzigingen", slug),
    )
    for entry in log.entries:
        at = entry.change.public_at
        feed.add_item(
            title=f"{entry.what}: {entry.title or entry.kind.lower()}",
            link=request.build_absolute_uri(entry.address or page),
            description=render_to_string("timeline/_change.txt", {"entry": entry}),
            unique_id=lasting_id("wijziging", slug, entry.address, at.isoformat()),
            pubdate=at,
            updateddate=at,
            categories=[entry.kind],
        )
    return feed.writeString("utf-8")


def calendar(request: HttpRequest, selection: Selection) -> bytes:
    """Return a selection as a calendar of whole days, with the terms of written questions."""
    made = Calendar()
    made.add("prodid", f"-//{SITE}//{selection.incident.slug}//NL")
    made.add("version", "2.0")
    made.add("x-wr-calname", f"Tijdlijn {selection.incident.title}")
    seen = revisions(selection.incident, "event")
    for event in selection.events:
        made.add_component(entry(request, event, *seen.get(event.pk, (0, event.shown_at))))
    for due in terms(request, selection):
        made.add_component(due)
    return made.to_ical()


def whole_days(uid: str, summary: str, first: date, last: date) -> Entry:
    """Return an entry from `first` up to and with `last`; its end is the day after (RFC 5545)."""
    made = Entry()
    made.add("uid", uid)
    made.add("summary", summary)
    made.add("dtstart", first)
    made.add("dtend", last + timedelta(days=1))
    made.add("transp", "TRANSPARENT")
    return made


def revisions(incident: Incident, noun: str) -> dict[int, tuple[int, datetime]]:
    """Return for each row how often readers saw it change, and when they last did.

    A row's own version and moment would tell how often, and when, a draft was changed.
    """
    seen = Change.objects.for_readers().of_incident(incident).filter(noun=noun).order_by()
    counted = seen.values_list("row").annotate(Count("number"), Max("public_at"))
    return {row: (count - 1, last) for row, count, last in counted}


def entry(request: HttpRequest, event: Event, sequence: int, changed: datetime) -> Entry:
    """Return an event, after `sequence` changes of which the last was at `changed`.

    An open end ends on the last day that is known, and the title says so.
    """
    first, last = event.first_day or event.last_day, event.last_day or event.first_day
    told = "" if event.when.is_day else f" ({event.when})"
    made = whole_days(lasting_id(event.incident.slug, event.slug), event.title + told, first, last)
    made.add("dtstamp", changed)
    made.add("last-modified", changed)
    made.add("sequence", sequence)
    made.add("description", "\n\n".join(filter(None, (event.date_note, event.body))))
    made.add("categories", [event.as_kind.label])
    made.add("url", request.build_absolute_uri(event.get_absolute_url()))
    return made


def terms(request: HttpRequest, selection: Selection) -> list[Entry]:
    """Return the last days for answering; none where the question is about other things."""
    made, seen = [], revisions(selection.incident, "writtenquestions")
    for asked in question_sets(selection.incident, selection.day):
        due = asked.set.due_on
        if due and selection.covers(due):
            name = f"Termijn Kamervragen {asked.set.kamerstuk.citation}"
            found = whole_days(lasting_id("termijn", asked.set.kamerstuk.slug), name, due, due)
            sequence, changed = seen.get(asked.set.pk, (0, asked.set.publish_at))
            found.add("dtstamp", changed)
            found.add("sequence", sequence)
            found.add("url", request.build_absolute_uri(asked.set.get_absolute_url()))
            made.append(found)
    return made
