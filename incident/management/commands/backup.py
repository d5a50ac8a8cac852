"""Write a copy of the database, verify it, and print the end of its log."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from incident.backup import back_up
from incident.backup.checking import BackupError

DONE = "In orde: {} ({} kB) is nagekeken. Noteer het einde buiten deze machine: {}:{}"
HALF = (
    "{} ({} kB) is geschreven en tot het einde te lezen, maar NIET nagekeken zijn de rijen en het "
    "logboek erin: hier kon geen proefdatabase worden gemaakt (recht: ALTER ROLE … CREATEDB)."
)
ASIDE = "Niet in de kopie: {}. Zonder die sleutel meldt iedereen zich opnieuw aan."


class Command(BaseCommand):
    """Write a verified copy of the database, also while the site runs."""

    help = "Schrijf een nagekeken kopie van de database, ook terwijl de site loopt."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="een bestand dat er nog niet is")

    def handle(self, *args, file, **options):
        try:
            end = back_up(file)
        except BackupError as error:
            raise CommandError(f"Er is geen kopie gemaakt. {error}") from error
        size = -(-file.stat().st_size // 1000)
        self.stdout.write(DONE.format(file, size, *end) if end else HALF.format(file, size))
        if settings.ON_THIS_MACHINE_ONLY:
            self.stdout.write(ASIDE.format(settings.LOCAL_DIR / "secret-key"))
