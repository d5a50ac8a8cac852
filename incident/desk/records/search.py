"""How staff find things: words, or a citation in any spelling."""

from django.db.models import Q

from incident.models import Citation, Kamerstuk
from incident.values.citations import CitationError, parse, read_dossier
from incident.values.words import read_words, spellings

PAPER_WORDS = ("title", "sender", "dossier", "number", "slug", "search_text")


def find_papers(papers, term: str):
    """Return the papers that `term` names: a citation, a dossier, or words."""
    if dossier := read_dossier(term):
        return papers.in_dossier(*dossier)
    try:
        return papers.cited_as(parse(term))
    except CitationError:
        for word in term.split():
            papers = papers.filter(
                *[Q.create([Q(**{f"{name}__icontains": word}) for name in PAPER_WORDS], Q.OR)]
            )
        return papers


def find_events(events, term: str):
    papers = find_papers(Kamerstuk.objects.all(), term)
    model = events.model.objects
    patterns = [spellings([word]) for word in read_words(term)]
    citing = Citation._base_manager.filter(kamerstuk__in=papers.order_by()).values("event")
    return events.filter(Q(pk__in=model.mentioning(patterns).values("pk")) | Q(pk__in=citing))
