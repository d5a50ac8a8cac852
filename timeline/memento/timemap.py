"""The list of all earlier states of a page, in parts: the TimeMap of RFC 7089, 5.

It is in the link format of RFC 6690. A part names the others with the moments that each covers
(RFC 7089, 5.1), so that none is longer than `PER_PART` states, some 150 kB, however many there are.
"""

from collections.abc import Iterator, Sequence

from django.http import Http404, HttpRequest

from timeline.headers.links import Link
from timeline.memento.headers import LINK_FORMAT, in_http, link_to, original_link
from timeline.memento.states import Memento, Original

PER_PART = 1_000


def timemap(request: HttpRequest, original: Original, number: int) -> str:
    """Return a part of the TimeMap, counted from 1; raise Http404 where there is no such part."""
    found = original.mementos
    parts = [found[n : n + PER_PART] for n in range(0, len(found), PER_PART)] or [()]
    if number > len(parts):
        raise Http404
    links = [original_link(request, original)]
    links.append(Link(request.build_absolute_uri(original.timegate), "timegate"))
    for place, part in enumerate(parts, 1):
        rel = "self" if place == number else "timemap"
        links.append(Link(address_of(request, original, place), rel, about(part)))
    links += [link_to(request, rel, m) for rel, m in named(parts[number - 1], found)]
    return ",\n".join(map(str, links)) + "\n"


def address_of(request: HttpRequest, original: Original, number: int) -> str:
    query = f"?blad={number}" if number > 1 else ""
    return request.build_absolute_uri(f"{original.timemap}{query}")


def about(part: Sequence[Memento]) -> tuple[tuple[str, str], ...]:
    """Return what a link says of a part: its type, and its first and last moment."""
    ends = (("from", in_http(part[0].at)), ("until", in_http(part[-1].at))) if part else ()
    return (("type", LINK_FORMAT), *ends)


def named(part: Sequence[Memento], whole: Sequence[Memento]) -> Iterator[tuple[str, Memento]]:
    """Yield each memento of a part with its relations: the ends of the whole have two."""
    for memento in part:
        ends = [rel for rel, end in (("first", 0), ("last", -1)) if whole[end] == memento]
        yield " ".join((*ends, "memento")), memento
