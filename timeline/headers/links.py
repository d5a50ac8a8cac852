"""The Link header (RFC 8288), to which each part of an answer adds its own links."""

from collections.abc import Iterable
from typing import NamedTuple

from django.http import HttpResponse


class Link(NamedTuple):
    """One link: its address, how that is related, and other attributes as pairs."""

    address: str
    rel: str
    attributes: tuple[tuple[str, str], ...] = ()

    def __str__(self):
        named = "".join(f'; {name}="{quoted(text)}"' for name, text in self.attributes)
        return f'<{self.address}>; rel="{self.rel}"{named}'


def quoted(text: str) -> str:
    """Return text as it stands between the quotes of a parameter (RFC 9110, 5.6.4)."""
    return text.replace("\\", r"\\").replace('"', r"\"")


def add_links(response: HttpResponse, links: Iterable[Link]) -> None:
    """Join links to those that the Link header of a response holds already."""
    told = [response.headers["Link"]] if response.has_header("Link") else []
    if joined := ", ".join([*told, *map(str, links)]):
        response["Link"] = joined
