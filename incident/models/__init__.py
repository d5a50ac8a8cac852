"""The nouns of the record, one file each."""

from incident.models.citation import Citation
from incident.models.event import Event
from incident.models.incident import Incident
from incident.models.kamerstuk import FormerAddress, Kamerstuk
from incident.models.link import Link

__all__ = ["Citation", "Event", "FormerAddress", "Incident", "Kamerstuk", "Link"]
