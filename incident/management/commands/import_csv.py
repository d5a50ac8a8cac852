"""Say per row of a CSV what an import would do, and with --save do it."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from incident.csv_import.file import UnreadableError
from incident.csv_import.importer import Import, OvertakenError, import_csv
from incident.management.progress import Progress
from incident.server import statistics

LONG = 2.0  # seconds of storing that are worth a warning
WAIT = (
    "Opslaan duurt ongeveer {:.0f} seconden. Zolang kan de redactie niets opslaan; "
    "lezers merken er niets van.\n"
)


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
            taken = self.take(file, save=save, reason=reason)
        except UnreadableError as error:
            raise CommandError(f"{file}: {error}") from error
        except ValidationError as error:
            raise CommandError(f"--reason: {' '.join(error.messages)}") from error
        except (OvertakenError, OperationalError) as error:
            raise CommandError(f"Er is niets opgeslagen: {error}".strip()) from error
        self.tell(taken, save=save)
        if save:
            statistics.gather()

    def tell(self, taken: Import, *, save: bool) -> None:
        """Print what became of each row; CommandError where nothing of it is or could be stored."""
        for result in taken.results:
            self.stdout.write(str(result))
        if not taken.is_sound:
            raise CommandError("Er is niets opgeslagen: verbeter eerst de rijen met een fout.")
        if save and taken.lacks_reason:
            raise CommandError("Er is niets opgeslagen: zeg met --reason waarom dit verandert.")
        done = "opgeslagen" if save else "gelezen; met --save wordt het opgeslagen"
        self.stdout.write(f"{len(taken.results)} rijen {done}.")

    def take(self, file: Path, **about) -> Import:
        """Import, and say on stderr how far it is and how long the desk will wait."""
        shown = []

        def progress(total: int) -> Progress:
            shown.append(Progress(self.stderr, total, "rijen"))
            return shown[0]

        def announce(seconds: float) -> None:
            shown[0].finish(shown[0].total)
            if seconds >= LONG:
                self.stderr.write(WAIT.format(seconds), style_func=str, ending="")

        taken = import_csv(file, progress=progress, announce=announce, **about)
        if not (about["save"] and taken.is_sound and not taken.lacks_reason):
            shown[0].finish(len(taken.results))
        return taken
