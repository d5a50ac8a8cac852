"""Ask the official sources which number a paper got, what is new, and what was answered."""

from collections.abc import Iterable

from django.core.management.base import BaseCommand, CommandError

from incident.management.progress import Progress
from incident.models import Candidate, Kamerstuk
from incident.official import known
from incident.official.asking import BusyError, SwitchedOffError, run
from incident.official.keeping import Summary
from incident.official.subjects import Subject, all_subjects, of_dossier, of_paper


class Command(BaseCommand):
    """Ask about all that is due, or about one paper or dossier; with all, read the feed on.

    Ends with status 1 where a source did not answer, so that cron or a timer notices.
    """

    help = "Vraag de officiële bronnen naar nummers van stukken en naar wat nieuw is."

    def add_arguments(self, parser):
        one = parser.add_mutually_exclusive_group(required=True)
        one.add_argument("--paper", metavar="ADRES", help="een stuk, zoals zijn adres eindigt")
        one.add_argument("--dossier", help="een dossier, zoals 26643 of 36600-VI")
        one.add_argument("--all", action="store_true", help="alles waarvoor het tijd is")
        parser.add_argument("--again", action="store_true", help="ook wat nog zou wachten")

    def handle(self, *args, paper, dossier, again, **options):
        subjects, everything = list(self.chosen(paper, dossier)), options["all"]
        progress = Progress(self.stderr, len(subjects), "gevraagd")
        try:
            summary = run(subjects, again=again, feed=everything, progress=progress)
        except (SwitchedOffError, BusyError) as error:
            raise CommandError(str(error)) from error
        progress.finish(min(len(summary.outcomes), len(subjects)))
        self.tell(summary)

    def chosen(self, paper: str | None, dossier: str | None) -> Iterable[Subject]:
        """Return what to ask about; CommandError where it is not known, or cannot be asked."""
        if dossier:
            if dossier not in known.dossiers():
                raise CommandError(f"Wij volgen dossier {dossier} niet.")
            return [of_dossier(dossier)]
        if not paper:
            return all_subjects()
        found = Kamerstuk.objects.by_slug(paper)
        if not found or not known.unnumbered().filter(pk=found.pk).exists():
            raise CommandError(f"Er is geen stuk zonder nummer op het adres {paper}.")
        subject = of_paper(found)
        if not subject.queries:
            raise CommandError("Van dit stuk weten wij te weinig: geef het een dag of een dossier.")
        return [subject]

    def tell(self, summary: Summary) -> None:
        """Print what came of it; CommandError where a source failed."""
        said = [f"{outcome.label.lower()}: {count}" for outcome, count in summary.counts()]
        waits = [f"wacht nog op de volgende keer: {summary.resting}"] if summary.resting else []
        self.stdout.write("; ".join([*said, *waits]) or "Er is niets om te vragen.")
        waiting = Candidate.objects.waiting().count()
        self.stdout.write(f"Nieuw gevonden: {summary.new}. Te bekijken aan de redactie: {waiting}.")
        if summary.faults:
            raise CommandError("Niet elke bron antwoordde. Wat misging, staat bij de redactie.")
