"""The numbers of events that the filter shows beside its choices, and how a page writes one."""

from django.db.models import Count, QuerySet

from incident.models import Citation

PAPER, DOSSIER = ("slug", "pk"), ("dossier", "suffix")


def by_kind(events: QuerySet) -> QuerySet:
    """Return each kind of event and the number of its events."""
    return events.order_by().values_list("kind").annotate(Count("pk"))


def by_citation(events: QuerySet, fields: tuple[str, ...]) -> QuerySet:
    """Return the values of these fields of a paper, and last the number of events that cite one."""
    citations = Citation.objects.filter(event__in=events.order_by().values("pk")).order_by()
    rows = citations.values_list(*(f"kamerstuk__{field}" for field in fields))
    return rows.annotate(Count("event", distinct=True))


def grouped(number: int) -> str:
    """Return a number as Dutch writes it: 1000 and 10.000."""
    return f"{number:,}".replace(",", ".") if number >= 10_000 else str(number)
