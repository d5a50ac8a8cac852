"""Say whether the log is whole and the record as it says."""

import re

from django.core.management.base import BaseCommand, CommandError

from incident.verification.verify import TamperedError, verify

NOTED = re.compile(r"([0-9]{1,18}):([0-9a-f]{64})")


class Command(BaseCommand):
    """Say whether the log is whole, and name the first row that is not."""

    help = "Controleer het logboek en de rijen die het beschrijft."

    def add_arguments(self, parser):
        parser.add_argument("--noted", help="een einde dat u eerder noteerde, zoals 41:0f3c…")

    def handle(self, *args, noted, **options):
        found = NOTED.fullmatch(noted or "")
        if noted and not found:
            raise CommandError("Schrijf een genoteerd einde als nummer:hash.")
        try:
            verdict = verify((int(found[1]), found[2]) if found else None)
        except TamperedError as error:
            raise CommandError(str(error)) from error
        if verdict.spaced:
            entries = ", ".join(map(str, verdict.spaced))
            self.stdout.write(
                "Alleen spaties: een vorige versie van dit programma bewaarde een reden met minder "
                f"spaties dan getypt. De woorden zijn dezelfde. Regels: {entries}."
            )
        end = f"{verdict.number}:{verdict.hash}"
        self.stdout.write(f"In orde. Noteer het einde buiten deze machine: {end}")
