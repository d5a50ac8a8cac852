"""Which file each address of the site becomes, and which addresses belong to a copy at all.

A question can be combined with others without end, so a copy has those of depth one: what a page
without a query links to. What only turns over its pages (`PAGING`) is part of that page.
"""

import hashlib
import re
from posixpath import relpath
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, unquote, urljoin, urlsplit

from django.utils.text import slugify

from timeline.query.portion import PARAMETERS

PAGING = frozenset({*PARAMETERS, "blad"})
ELSEWHERE = ("/admin/", "/gezond/", "/voorbeeld/")  # of staff, of monitoring, for one reader
INDEX = "index.html"
LONGEST = 60  # signs of a question in the name of its file
SIGNS = 12  # of the digest of a question: by chance two of 10 million would share them
SAFE = re.compile(r"/(?:[\w.-]*[\w-]/)*(?:[\w.-]*[\w-])?", re.ASCII)


class UnsafeError(Exception):
    """An address that can be no name of a file on every disk."""


class Address(NamedTuple):
    """A path of the site, unquoted, with the query as it is spelled ("" for none)."""

    path: str
    query: str = ""

    def __str__(self):
        return f"{quote(self.path)}{'?' if self.query else ''}{self.query}"

    @property
    def names(self) -> set[str]:
        """Return the parameters of the query."""
        return {name for name, _ in parse_qsl(self.query, keep_blank_values=True)}

    @property
    def is_question(self) -> bool:
        return not self.names <= PAGING

    @property
    def is_ours(self) -> bool:
        """Return whether it is an address of readers that can be the name of a file."""
        return bool(SAFE.fullmatch(self.path)) and not f"{self.path}/".startswith(ELSEWHERE)

    def leads_to(self, other: "Address") -> bool:
        """Return whether a copy of this page has that address as well."""
        return other.is_ours and (not other.is_question or not self.query)

    @property
    def file(self) -> str:
        """Return the name of its file, from the root of the site; it is safe on every disk.

        Raises UnsafeError where the path holds more than ASCII letters, digits, "_", "." and "-".
        """
        if not SAFE.fullmatch(self.path):
            raise UnsafeError(self.path)
        name = self.path[1:] + (INDEX if self.path.endswith("/") else "")
        if not self.query:
            return name
        folder, slash, last = name.rpartition("/")
        stem, dot, ending = last.partition(".")
        return f"{folder}{slash}{stem}.{self.asked}{dot}{ending}"

    @property
    def asked(self) -> str:
        """Return the query as a part of a name: to be read, with a digest that keeps it apart."""
        words = slugify(" ".join(map(" ".join, parse_qsl(self.query))))[:LONGEST].strip("-_")
        digest = hashlib.sha256(self.query.encode()).hexdigest()[:SIGNS]
        return "-".join(filter(None, ("vraag", words, digest)))


class Link(NamedTuple):
    """Where a reference leads: an address of this site, and the fragment with its "#"."""

    to: Address
    fragment: str


def link(base: Address, reference: str) -> Link | None:
    """Return where a relative reference on the page at `base` leads.

    It is None for what leads to another site, to a place on the page itself, or to no page at all.
    """
    try:
        given = urlsplit(reference)
        found = urlsplit(urljoin(str(base), reference))
    except ValueError:  # as of a "[" in the name of a host
        return None
    is_here = not (given.path or given.query)
    if given.scheme or given.netloc or is_here:
        return None
    fragment = f"#{found.fragment}" if found.fragment else ""
    return Link(Address(unquote(found.path), found.query), fragment)


def between(from_file: str, to_file: str) -> str:
    """Return the relative reference from one file to another."""
    folder = from_file.rpartition("/")[0]
    return quote(relpath(f"/{to_file}", f"/{folder}"))
