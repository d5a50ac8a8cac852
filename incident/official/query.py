"""What is asked of a source: what is sent, and the very same in words for staff."""

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from django.conf import settings


class Source(StrEnum):
    """An official source, as it is named at a candidate."""

    SRU = "SRU"
    SYNCFEED = "SyncFeed"
    ODATA = "OData"

    @property
    def base(self) -> str:
        """Return its address as the operator set it, "" where it is not asked."""
        return getattr(settings, f"OFFICIAL_{self.name}")

    @property
    def host(self) -> str:
        return urlsplit(self.base).hostname or ""

    @property
    def label(self) -> str:
        """Return its name and its host: "SRU, repository.overheid.nl"."""
        return f"{self}, {self.host}"


@dataclass(frozen=True)
class Part:
    """One condition: as the source reads it, and in words."""

    text: str
    words: str


@dataclass(frozen=True)
class Query:
    """One question to one source; `address` is kept as evidence, unescaped so that it is read."""

    source: Source
    text: str
    words: str
    address: str


def in_words(queries: list[Query]) -> list[tuple[Source, str]]:
    """Return of each source what it is asked, in words, in the order in which it is asked."""
    said: dict[Source, list[str]] = {}
    for query in queries:
        said.setdefault(query.source, []).append(query.words)
    return [(source, "; anders ".join(words)) for source, words in said.items()]
