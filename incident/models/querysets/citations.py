"""Verbs for citations: whether the words that they quote stand in the text of their paper."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby

from django.db import models
from django.db.models import Q

from incident.audit.rows import AuditedQuerySet
from incident.choices import QuoteCheck
from incident.letters.finds.quotes import stands_in
from incident.letters.text import Text

AT_ONCE = 500  # rows of one query; a database takes no more than so many values


class CitationQuerySet(AuditedQuerySet):
    """Verbs for citations."""

    def misquoting(self):
        return self.filter(quote_check=QuoteCheck.ABSENT)

    def checked_anew(self) -> Iterator[tuple[models.Model, str]]:
        """Yield each citation with a quote or a check, and what that check must be now.

        One query, and one for each paper that is quoted; of these one text at a time is in memory.
        """
        rows = self.exclude(Q(quote="") & Q(quote_check="")).order_by("kamerstuk_id", "pk")
        for _, cited in groupby(rows.iterator(), key=lambda citation: citation.kamerstuk_id):
            citations = list(cited)
            text = text_of(citations[0].kamerstuk)
            for citation in citations:
                yield citation, check_of(citation.quote, text)

    def keep_checks(self) -> None:
        """Set the check of each quote by the text of its paper."""
        wrong = defaultdict(list)
        for citation, check in self.checked_anew():
            if citation.quote_check != check:
                wrong[check].append(citation.pk)
        for check, keys in wrong.items():
            for place in range(0, len(keys), AT_ONCE):
                part = self.model.objects.filter(pk__in=keys[place : place + AT_ONCE])
                models.QuerySet.update(part, quote_check=check)


def text_of(paper: models.Model) -> Text | None:
    """Return the text of a paper, that of its newest letter; None where none is kept."""
    whole = paper.letters.order_by("-pk").values_list("text", flat=True).first()
    return Text(whole) if whole else None


def check_of(quote: str, text: Text | None) -> str:
    if not quote.strip() or text is None:
        return ""
    return QuoteCheck.FOUND if stands_in(quote, text) else QuoteCheck.ABSENT
