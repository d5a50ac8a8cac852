"""What a frame shows of a selection: its drawing, or its key moments."""

from dataclasses import dataclass, replace
from functools import cached_property

from django.http import QueryDict

from timeline.pages.drawing.drawing import Drawing
from timeline.pages.timeline_page import TimelinePage
from timeline.query.page_query import changed, suffix
from timeline.query.selection import Selection

KEY_MOMENTS = "sleutelmomenten"  # the value of `weergave`; left out: the drawing


@dataclass
class TimelineFrame:
    """A selection in a frame; `asked` are its parameters as given, of the view and the period.

    Of a single event there is no drawing, and of events without key moments all are shown.
    """

    selection: Selection
    asked: QueryDict

    @property
    def of_key_moments(self) -> bool:
        return self.asked.get("weergave") == KEY_MOMENTS

    @cached_property
    def page(self) -> TimelinePage:
        """Return the page of the same query, to which the frame leads."""
        return TimelinePage(self.selection, period=self.asked)

    @property
    def query(self) -> QueryDict:
        """Return the normalised query of the frame."""
        query = changed(self.selection.query, **self.layout.portion.query)
        return changed(query, weergave=KEY_MOMENTS) if self.of_key_moments else query

    @property
    def source(self) -> str:
        """Return the path and query string of the page of the same query."""
        return f"{self.selection.path}{suffix(self.page.canonical)}"

    @cached_property
    def layout(self) -> TimelinePage:
        """Return the layout of what is listed, where that is not drawn."""
        moments = replace(self.selection, of_key_moments=True)
        if not (self.of_key_moments and moments.events.exists()):
            return self.page
        return TimelinePage(moments, period=self.asked)

    @cached_property
    def drawing(self) -> Drawing | None:
        if self.of_key_moments or len(self.page.events) < 2:
            return None
        return self.page.drawing
