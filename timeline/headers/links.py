"""The Link header (RFC 8288), to which each part of an answer adds its own links."""

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


def typed(address: str, rel: str, media: str) -> Link:
    """Return a link to what is of this media type."""
    return Link(address, rel, (("type", media),))


def quoted(text: str) -> str:
    """Return text as it stands between the quotes of a parameter (RFC 9110, 5.6.4)."""
    return text.replace("\\", r"\\").replace('"', r"\"")


def linked(response: HttpResponse, *links: Link) -> HttpResponse:
    """Add links to those that the Link header of a response has; return the response."""
    told = [response.headers["Link"]] if response.has_header("Link") else []
    if joined := ", ".join([*told, *map(str, links)]):
        response["Link"] = joined
    return response
