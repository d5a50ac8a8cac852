"""The code that places a frame on another page: an iframe, without script and without style."""

from typing import NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import escape

from incident.models import Event
from timeline.pages.frames.frame import KEY_MOMENTS
from timeline.pages.timeline_page import TimelinePage
from timeline.query.page_query import changed, suffix
from timeline.query.selection import Selection

FULL, HIGH, LOW = "100%", 720, 600  # pixels, save for the width


class Embedding(NamedTuple):
    """A frame by its Dutch name and path, with its code."""

    name: str
    path: str
    code: str


def iframe(address: str, title: str, width: int | str, height: int) -> str:
    """Return the HTML of a frame, its height in pixels.

    The border goes by an attribute: a strict policy of the other page would refuse a style.
    """
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="{width}" '
        f'height="{height}" frameborder="0" loading="lazy"></iframe>'
    )


def of_timeline(request: HttpRequest, page: TimelinePage) -> list[Embedding]:
    """Return the frames of what a page shows, none for an invalid query."""
    if not page.selection.is_valid:
        return []
    path = reverse("timeline:frame", args=[page.selection.incident.slug])
    query = changed(page.query, sinds="", weergave="")
    views = {"Tekening": query, "Sleutelmomenten": changed(query, weergave=KEY_MOMENTS)}
    title = title_of(page.selection)
    return [embedding(request, n, f"{path}{suffix(q)}", title) for n, q in views.items()]


def title_of(selection: Selection) -> str:
    """Return the title of a frame: it is copied with the code, so it tells no number."""
    sentence = selection.sentence
    return f"Tijdlijn {selection.incident.title}" + (f" ({sentence})" if sentence else "")


def of_event(request: HttpRequest, event: Event, day_suffix: str) -> list[Embedding]:
    path = reverse("timeline:event_frame", args=[event.incident.slug, event.slug])
    return [embedding(request, "Deze gebeurtenis", f"{path}{day_suffix}", event.title, LOW)]


def embedding(
    request: HttpRequest, name: str, path: str, title: str, height: int = HIGH
) -> Embedding:
    address = request.build_absolute_uri(path)
    return Embedding(name, path, iframe(address, title, FULL, height))
