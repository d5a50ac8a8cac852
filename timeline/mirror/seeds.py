"""Where a copy begins: every public address without a query, by the site's own list of addresses.

So an address that is added to that list is in the next copy, whether or not a page links to it.
What is withdrawn is not looked up: a copy has the notice of it where a page links there.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property

from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.urls import get_resolver, reverse

from incident.models import Event, Incident, Kamerstuk
from timeline.discovery.sitemaps import SITEMAPS
from timeline.formats.tables import FILES
from timeline.mirror.addresses import Address
from timeline.pages.versions import History

NAMESPACE = "timeline"
# What is no public page: a draft for one reader, the components for developers, what answers only
# to the address of another page, and what answers to a header.
LEFT_OUT = frozenset({"preview_link", "components", "oembed", "timegate", "event_timegate"})
OWN = "timeline/"  # the folder of static files that readers' pages use
STYLES = "timeline/timeline.css"


class _Record:
    """What there is of each part of an address; read before anything is asked."""

    @cached_property
    def incidents(self) -> list[tuple]:
        return list(Incident.objects.for_readers().values_list("slug"))

    @property
    def events(self) -> Iterator[tuple]:
        events = Event.objects.for_readers().prefetch_related(None).order_by("pk")
        return events.values_list("incident__slug", "slug").iterator()

    @property
    def versions(self) -> Iterator[tuple]:
        events = Event.objects.for_readers().prefetch_related(None).select_related("incident")
        for event in events.order_by("pk").iterator():
            for version in History(event).versions:
                yield event.incident.slug, event.slug, version.number

    @property
    def tables(self) -> Iterator[tuple]:
        return ((*incident, name) for incident in self.incidents for name in FILES)

    @property
    def papers(self) -> list[tuple]:
        return sorted((paper.slug,) for paper in Kamerstuk.objects.for_readers())

    @property
    def sections(self) -> list[tuple]:
        return [(section,) for section in SITEMAPS]


# The parts of an address, and what fills them.
FILLED = {
    ("incident",): "incidents",
    ("incident", "slug"): "events",
    ("incident", "slug", "number"): "versions",
    ("incident", "name"): "tables",
    ("slug",): "papers",
    ("section",): "sections",
}


def seeds() -> Iterator[Address]:
    """Yield the addresses with which a copy begins.

    Some may not be there, as security.txt where no contact is set.
    """
    record = _Record()
    for pattern in get_resolver(f"{NAMESPACE}.urls").url_patterns:
        if pattern.name not in LEFT_OUT:
            for parts in parts_of(tuple(pattern.pattern.converters), record):
                yield Address(reverse(f"{NAMESPACE}:{pattern.name}", args=parts))
    yield from later_sitemaps()
    yield from map(Address, static_files())


def parts_of(names: tuple[str, ...], record: _Record) -> Iterable[tuple]:
    """Return what there is for the parts of an address; nothing where only pages lead there."""
    if not names:
        return [()]
    return getattr(record, FILLED[names]) if names in FILLED else ()


def later_sitemaps() -> Iterator[Address]:
    """Yield the parts of the sitemap after the first of each section, which the index names."""
    for section, sitemap in SITEMAPS.items():
        for number in range(2, sitemap().paginator.num_pages + 1):
            yield Address(reverse(f"{NAMESPACE}:sitemap_part", args=[section]), f"p={number}")


def static_files() -> Iterator[str]:
    """Yield the address of each static file of readers' pages, also the licence of the typeface."""
    names = (name for finder in finders.get_finders() for name, _ in finder.list([]))
    for name in sorted(set(names)):
        if name.startswith(OWN):
            yield static(name)
