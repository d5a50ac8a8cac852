"""The drawing of some events: the same story across the page and down it."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property

from incident.models import Event
from timeline.pages.drawing.across import Across
from timeline.pages.drawing.down import Down
from timeline.pages.drawing.scene import Scene
from timeline.pages.drawing.story import Story


class Drawing:
    """What a page draws of some events, as known on `day` or, at None, now."""

    def __init__(self, events: Iterable[Event], day: date | None = None):
        self.story = Story(events, day)

    @cached_property
    def across(self) -> Scene:
        return Across(self.story).scene

    @cached_property
    def down(self) -> Scene:
        return Down(self.story).scene
