"""The drawing of some events: the same story across the page and down it."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property

from django.utils import timezone
from django.utils.text import capfirst

from incident.models import Event
from timeline.citing.source import SITE, in_dutch
from timeline.pages.drawing.across import Across
from timeline.pages.drawing.counted import MOST_DRAWN, Counts
from timeline.pages.drawing.down import Down
from timeline.pages.drawing.picture import CountedPicture, Picture
from timeline.pages.drawing.scene import Scene
from timeline.pages.drawing.story import Story
from timeline.query.selection import Selection

PILE, PILED = "stapel", "Een stapel: gebeurtenissen of stukken die te dicht op elkaar staan."


class Drawing:
    """What a page draws of some events, as known on `day` or, at None, now."""

    def __init__(self, events: Iterable[Event], day: date | None = None):
        self.events = list(events)
        self.story = Story(self.events, day)

    @cached_property
    def across(self) -> Scene:
        return Across(self.story).scene

    @cached_property
    def down(self) -> Scene:
        return Down(self.story).scene

    @property
    def legend(self) -> list[tuple[str, str, str]]:
        """Return what needs explaining: a sample, its words, and the only way that has it or ""."""
        explained = [(sample, words, "") for sample, words in self.story.legend]
        ways = {"across": self.across, "down": self.down}
        grouped = [way for way, scene in ways.items() if scene.has_groups]
        only = grouped[0] if len(grouped) == 1 else ""
        return [*explained, (PILE, PILED, only)] if grouped else explained


def picture_of(selection: Selection, address: str) -> Picture:
    """Return the drawing of a selection with its question, date and source; `address` has a host.

    Of more than `MOST_DRAWN` events it has the numbers by period in place of each event.
    The date is that of the record, not that of asking: the same record gives the same picture.
    """
    incident = selection.incident
    changed = in_dutch(timezone.localdate(incident.updated_at))
    source = f"Bron: {SITE}, {address}. Bijgewerkt {changed}."
    question = capfirst(selection.sentence) or incident.subtitle
    about = (incident.title, question, source)
    if selection.events.order_by()[MOST_DRAWN:].exists():
        return CountedPicture(Counts(selection.events, selection.day), *about)
    return Picture(Story(selection.events, selection.day), *about)
