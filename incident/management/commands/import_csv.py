"""Open, call, print."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from incident.imports import UnreadableError, import_csv, rows
from incident.management.progress import Progress


class Command(BaseCommand):
    """Take our own CSV back: say per row what would happen, and with --save do it."""

    help = "Lees onze eigen CSV terug. Zonder --save gebeurt er niets: u ziet wat er zou gebeuren."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="tijdlijn.csv of tijdlijn-excel.csv")
        parser.add_argument(
            "--save", action="store_true", help="sla alles op, of niets bij een fout"
        )
        parser.add_argument(
            "--reason",
            default="",
            help="waarom gebeurtenissen die lezers kennen veranderen; lezers zien dit",
        )

    def handle(self, *args, file, save, reason, **options):
        try:
            progress = Progress(self.stderr, sum(1 for _ in rows(file)), "rijen")
            taken = import_csv(file, save=save, reason=reason, watch=progress)
        except UnreadableError as error:
            raise CommandError(f"{file}: {error}") from error
        progress.finish(len(taken.results))
        for result in taken.results:
            self.stdout.write(str(result))
        if not taken.is_sound:
            raise CommandError("Er is niets opgeslagen: verbeter eerst de rijen met een fout.")
        if save and taken.lacks_reason:
            raise CommandError("Er is niets opgeslagen: zeg met --reason waarom dit verandert.")
        done = "opgeslagen" if save else "gelezen; met --save wordt het opgeslagen"
        self.stdout.write(f"{len(taken.results)} rijen {done}.")
