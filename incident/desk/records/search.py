"""How staff find things: words, or a citation in any spelling."""

from django.db.models import Exists, OuterRef, Q

from incident.models import Citation, Event, Kamerstuk
from incident.models.querysets.events import sources_mentioning
from incident.publishing.visibility import mentions
from incident.values.citations import CitationError, parse, read_dossier
from incident.values.words import read_words, spellings

PAPER_WORDS = ("title", "sender", "dossier", "number", "slug", "search_text")
FEW = 500  # rows of which the keys are read


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


def finding_events(term: str) -> Q:
    """Return the condition that an event is what `term` looks for.

    Its text and sources together hold each word, or it cites a paper that is named. After a word
    of which the keys were read, the others are looked for in those events alone.
    """
    found, words, is_few = Q(), read_words(term), False
    for word in words:
        patterns = spellings([word])
        sorts = (Event._base_manager.filter(mentions(patterns)), *sources_mentioning(patterns))
        read = [(rows, None if is_few else keys_of(rows)) for rows in sorts]
        found &= either(read)
        is_few = is_few or all(keys is not None for _, keys in read)
    papers = find_papers(Kamerstuk.objects.all(), term).order_by()
    cited = Citation._base_manager.filter(kamerstuk__in=papers)
    return found | either([(cited, keys_of(cited))]) if words else found


def keys_of(rows) -> set[int] | None:
    """Return the keys of the events of these rows; None where these are not few."""
    keys = rows.order_by().values_list(of_event(rows), flat=True)[: FEW + 1]
    return set(keys) if len(keys) <= FEW else None


def either(read: list[tuple]) -> Q:
    """Return the condition that an event is, or has, one of these rows of several sorts.

    Of many rows each event looks for its own: a page shows few events, and to gather the keys of
    the others takes longer than to read its rows.
    """
    found, many = set(), Q()
    for rows, keys in read:
        if keys is None:
            many |= Q(Exists(rows.filter(**{of_event(rows): OuterRef("pk")})))
        else:
            found |= keys
    return Q(pk__in=found) | many


def of_event(rows) -> str:
    return "pk" if rows.model is Event else "event"
