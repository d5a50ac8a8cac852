"""An event as readers once saw it: made anew from the log, and never stored."""

from incident.audit.describe import paper
from incident.audit.models import Change
from incident.audit.snapshots import restored
from incident.models.event import Event
from incident.models.sources import Citation, Link


def event_of(change: Change, incident) -> Event:
    """Return the event of a public change as it read from then on, with its sources."""
    state = change.state
    event = restored(Event, state, pk=change.row, incident=incident, changed_at=change.public_at)
    event.keep_bounds()
    event.citation_list = [citation_of(kept) for kept in state["citations"]]
    event.public_statements = []  # what was said of it has a log of its own
    event.link_list = [link_of(kept) for kept in state["links"]]
    return event


def citation_of(kept: dict) -> Citation:
    return restored(Citation, kept, kamerstuk=paper(kept["kamerstuk"]))


def link_of(kept: dict) -> Link:
    link = restored(Link, kept)
    link.keep_bounds()
    return link
