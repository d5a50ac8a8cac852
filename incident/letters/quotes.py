"""Whether quoted words stand in a letter."""

import re

from incident.letters.text import Span, Text


def stands_in(quote: str, text: Text) -> Span | None:
    """Return where a quote stands in a text, white space aside; None where it does not."""
    words = r"\s+".join(map(re.escape, quote.split()))
    found = re.search(words, text.whole) if words else None
    return Span(*found.span()) if found else None
