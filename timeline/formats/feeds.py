"""The feeds of a timeline and of the public log: Atom (RFC 4287)."""

from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from incident.models import Event, Incident
from timeline.citing.source import SITE
from timeline.pages.changelog import PublicLog, SiteLog
from timeline.query.selection import Selection

MOST_ENTRIES = 100


class Feed(Atom1Feed):
    """A feed that says when the record last changed, even while it has no entries."""

    def latest_post_date(self) -> datetime:
        return self.feed["changed"]


def lasting_id(*parts: str) -> str:
    """Return a UUID as URN that depends on `parts` only, so not on the site's host name."""
    return uuid5(NAMESPACE_URL, "/".join(("incidenttijdlijn", *parts))).urn


def opened(request: HttpRequest, title: str, link: str, changed: datetime, *names: str) -> Feed:
    """Return a feed without entries; `link` is the path of its page, `names` make its id."""
    return Feed(
        title=title,
        link=request.build_absolute_uri(link),
        description="",
        language="nl",
        author_name=SITE,
        changed=changed,
        feed_url=request.build_absolute_uri(),
        feed_guid=lasting_id(*names),
    )


def atom(request: HttpRequest, selection: Selection) -> str:
    """Return the newest `MOST_ENTRIES` events of a selection as Atom.

    They are ordered by when readers first saw them as they are now. So an event of long ago that is
    published today comes first, and a corrected one comes again.
    """
    sentence = f", {selection.sentence}" if selection.sentence else ""
    feed = opened(
        request,
        f"Tijdlijn {selection.incident.title}{sentence}",
        selection.address,
        selection.incident.updated_at,
        *(selection.incident.slug, selection.query_string),
    )
    for event in selection.events.newest_seen(MOST_ENTRIES, of_one=True):
        add_event(feed, request, event, f"{event.when}: {event.title}", selection.labels(event))
    return feed.writeString("utf-8")


def add_event(
    feed: Feed, request: HttpRequest, event: Event, title: str, categories: list[str]
) -> None:
    """Add an event, with the same id in any feed."""
    feed.add_item(
        title=title,
        link=request.build_absolute_uri(event.get_absolute_url()),
        description=event.body,
        unique_id=lasting_id(event.incident.slug, event.slug),
        pubdate=event.publish_at,
        updateddate=event.shown_at,
        categories=categories,
    )


def changes_feed(request: HttpRequest, log: PublicLog) -> str:
    """Return a page of the public log as Atom: the action, its reason, and the words that changed.

    An entry's id has no serial number: that would reveal how many changes readers did not see.
    """
    feed = opened(
        request,
        f"Wijzigingen in de tijdlijn {log.incident.title}",
        reverse("timeline:changes", args=[log.incident.slug]),
        log.incident.updated_at,
        *("wijzigingen", log.incident.slug),
    )
    add_entries(feed, request, log)
    return feed.writeString("utf-8")


def add_entries(feed: Feed, request: HttpRequest, log: PublicLog, *, named: bool = False) -> None:
    """Add what a log holds, with the same ids in any feed; `named`: each with its incident."""
    incidents = {incident.pk: incident for incident in log.incidents}
    for entry in log.items:
        incident = incidents[entry.incident]
        page = reverse("timeline:changes", args=[incident.slug])
        feed.add_item(
            title=f"{incident.title}: {entry.heading}" if named else entry.heading,
            link=request.build_absolute_uri(entry.address or page),
            description=render_to_string("timeline/log/_entry.txt", {"entry": entry}),
            unique_id=lasting_id("wijziging", incident.slug, entry.key, entry.at.isoformat()),
            pubdate=entry.at,
            updateddate=entry.at,
            categories=[entry.kind, *([incident.title] if named else [])],
        )


# Of the whole site


def site_feed(request: HttpRequest, title: str, incidents: list[Incident]) -> Feed:
    """Return an empty feed of all these incidents; there is one at least."""
    changed = max(incident.updated_at for incident in incidents)
    return opened(request, title, reverse("timeline:incidents"), changed, request.path)


def site_atom(request: HttpRequest, incidents: list[Incident]) -> str:
    """Return the newest `MOST_ENTRIES` events of all incidents as Atom, each with its incident."""
    feed = site_feed(request, "Nieuws uit alle tijdlijnen", incidents)
    for event in Event.objects.for_readers().newest_seen(MOST_ENTRIES):
        name = event.incident.title
        title = f"{name}: {event.when}: {event.title}"
        add_event(feed, request, event, title, [event.as_kind.label, name])
    return feed.writeString("utf-8")


def site_changes(request: HttpRequest, log: SiteLog) -> str:
    """Return the newest page of the public log of all incidents as Atom."""
    feed = site_feed(request, "Wijzigingen in alle tijdlijnen", log.incidents)
    add_entries(feed, request, log, named=True)
    return feed.writeString("utf-8")
