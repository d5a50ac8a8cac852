"""Make the database out of a copy, in an empty place, and verify it."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from incident.backup import restore
from incident.backup.checking import BackupError


class Command(BaseCommand):
    """Make the database of the settings out of a copy; never over one that is there."""

    help = "Maak de database uit een kopie van `backup`, op een plaats waar nog niets staat."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="een bestand dat `backup` schreef")

    def handle(self, *args, file, **options):
        try:
            number, digest = restore(file)
        except BackupError as error:
            raise CommandError(f"Niet teruggezet. {error}") from error
        self.stdout.write(
            f"Teruggezet en in orde. Vergelijk het einde met wat u noteerde: {number}:{digest}"
        )
