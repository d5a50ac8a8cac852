"""Print each quote that does not stand in the text of its paper."""

from collections import Counter

from django.core.management.base import BaseCommand, CommandError

from incident.choices import QuoteCheck, Status
from incident.models import Citation, Incident

COUNTS = "Gecontroleerd: {}. Niet gevonden: {}. Niet gecontroleerd, want wij hebben geen tekst: {}."


class Command(BaseCommand):
    """Print each quote that is not found; exit with 1 where there is one."""

    help = "Zoek elk citaat op in de tekst van zijn stuk, voor zover wij die hebben."

    def add_arguments(self, parser):
        parser.add_argument("--incident", help="alleen dit incident, zoals om-citrix")

    def handle(self, *args, incident, **options):
        counts = Counter()
        for citation, check in quoting(incident).checked_anew():
            counts[check] += 1
            if check == QuoteCheck.ABSENT:
                self.stdout.write(in_words(citation))
        said = COUNTS.format(*(counts[c] for c in (QuoteCheck.FOUND, QuoteCheck.ABSENT, "")))
        if counts[QuoteCheck.ABSENT]:
            raise CommandError(said)
        self.stdout.write(said)


def quoting(slug: str | None):
    """Return the citations with a quote, of one incident or of all; none of a withdrawn event."""
    quotes = Citation.objects.select_related("event__incident").exclude(quote="")
    quotes = quotes.exclude(event__status=Status.WITHDRAWN)
    if slug is None:
        return quotes
    if not Incident.objects.filter(slug=slug).exists():
        raise CommandError(f"Er is geen incident ‘{slug}’.")
    return quotes.filter(event__incident__slug=slug)


def in_words(citation: Citation) -> str:
    """Return on one line which event, paper and place a quote is of, and the quote."""
    event = citation.event
    name = f"{event.incident.slug}/{event.slug}" if event.slug else f"concept {event.pk} ({event})"
    return f"{name}: {citation}: ‘{citation.quote}’"
