"""Which citation staff may give a paper, and why another is refused."""

from incident.values.citations import CitationError, parse
from incident.values.references import Reference


def read_paper(text: str) -> Reference:
    """Return the paper that a text cites; raise CitationError where it is none that we can keep."""
    reference = parse(text)
    if why := why_not_kept(reference):
        raise CitationError(why)
    return reference


def why_not_kept(reference: Reference) -> str:
    """Return why the record cannot hold this as a paper, in Dutch; "" where it can."""
    if reference.appendix_of:
        return (
            f"Dit is een bijlage bij {reference.appendix_of}. Een bijlage heeft een eigen nummer, "
            "zoals blg-1093410. Geef dat."
        )
    if reference.version:
        return f"Dit is een latere versie van {reference.paper}. Geef dat stuk zelf."
    return ""
