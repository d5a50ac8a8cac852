"""An event as readers once saw it: made anew from the log, and never stored."""

from datetime import datetime

from incident.models.change import Change
from incident.models.citation import Citation
from incident.models.event import Event
from incident.models.link import Link
from incident.models.told import paper


def event_of(change: Change, incident) -> Event:
    """Return the event of a public change as it read from then on, with its sources."""
    state = dict(change.state)
    citations, links = state.pop("citations"), state.pop("links")
    state["publish_at"] = datetime.fromisoformat(state["publish_at"])
    state.pop("incident_id")
    event = Event(pk=change.row, incident=incident, changed_at=change.public_at, **state)
    event.keep_bounds()
    event.cited = [citation_of(kept) for kept in citations]
    event.linked = [link_of(kept) for kept in links]
    return event


def citation_of(kept: dict) -> Citation:
    """Return a citation with its paper as both were."""
    return Citation(**{**kept, "kamerstuk": paper(kept["kamerstuk"])})


def link_of(kept: dict) -> Link:
    """Return another source as it was."""
    link = Link(**kept)
    link.keep_bounds()
    return link
