"""The path of each page; one links to some hundred others, and Django spells each anew."""

from functools import lru_cache

from django.urls import reverse

MOST = 10_000


@lru_cache(MOST)
def path_of(name: str, *parts: str | int) -> str:
    """Return the path of the page with this name in the addresses, and these parts of its path."""
    return reverse(name, args=parts)
