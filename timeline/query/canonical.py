"""The canonical query: all spellings of one question have the same (RFC 6596, `rel=canonical`)."""

from contextlib import suppress

from django.http import QueryDict

from incident.models import Kamerstuk
from incident.values.citations import CitationError, parse, read_dossier
from incident.values.words import read_words
from timeline.query.page_query import changed
from timeline.query.selection import Selection


def canonical(selection: Selection) -> QueryDict:
    """Return the query in the one spelling that selects the same events, in whichever order.

    Of an invalid query it returns the normalised one.
    """
    if not selection.is_valid:
        return selection.query
    query, values = changed(selection.query, volgorde=""), selection.form.cleaned_data
    if "q" in query:
        query["q"] = plain_words(query["q"])
    if "soort" in query:
        kinds = [kind.value for kind in selection.incident.kind_list]
        query.setlist("soort", [kind for kind in kinds if kind in values["soort"]])
    if "kamerstuk" in query:
        query["kamerstuk"] = plain_paper(query["kamerstuk"], values["kamerstuk"])
    return query


def plain_words(text: str) -> str:
    """Return what is searched as it is folded; a citation as it was typed, its spaces aside."""
    with suppress(CitationError):
        parse(text)
        return " ".join(text.split())
    return " ".join("-".join(word) for word in read_words(text))


def plain_paper(text: str, papers: list[Kamerstuk]) -> str:
    """Return the dossier, or the address of the one paper that is meant; else the text."""
    if dossier := read_dossier(text):
        return "-".join(filter(None, dossier))
    return papers[0].slug if len(papers) == 1 else text
