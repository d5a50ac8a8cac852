"""The command that keeps a copy of the public site as files."""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from timeline.mirror.asking import AddressError
from timeline.mirror.folder import FolderError
from timeline.mirror.mirror import ChangingError, Outcome, mirror
from timeline.mirror.walk import AnswerError

DONE = (
    "In orde: {files} bestanden ({size} kB) van {address} in {folder}; {written} geschreven, "
    "{deleted} verwijderd."
)
STRANGERS = (
    "Niet van de kopie, zodat BagIt haar afkeurt: {first} (en {more} andere). Haal ze weg uit data."
)
CHANGING = "Er is geen nieuwe kopie: de gegevens veranderden steeds. Probeer het later weer."
NOT_COLLECTED = (
    "De bestanden voor de opmaak zijn niet verzameld. Start de site eerst, of collectstatic."
)
DEBUGGING = "Met DEBUG geeft de site niet wat lezers zien. Zet DEBUG uit."


class Command(BaseCommand):
    """Write the whole public site as files, or only what changed since the last time.

    Raises CommandError, in one line, where that is not possible; the copy that is there then stays
    as it is.
    """

    help = "Schrijf de hele openbare site als bestanden; een tweede keer alleen wat veranderde."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="een lege map, of die van een eerdere kopie")
        parser.add_argument(
            "--address", default=own_address(), help="het adres van de site voor lezers"
        )

    def handle(self, *args, folder, address, **options):
        if settings.DEBUG:
            raise CommandError(DEBUGGING)
        check_static()
        try:
            made = mirror(folder, address)
        except (AddressError, FolderError, AnswerError, OSError, DatabaseError) as error:
            raise CommandError(f"Er is geen nieuwe kopie. {error}") from error
        except ChangingError as error:
            raise CommandError(CHANGING) from error
        self.report(folder, address, made)

    def report(self, folder: Path, address: str, made: Outcome):
        about = made._asdict() | {"size": -(-made.size // 1000)}
        self.stdout.write(DONE.format(**about, folder=folder, address=address))
        if made.strangers:
            first, more = made.strangers[0], len(made.strangers) - 1
            self.stderr.write(STRANGERS.format(first=first, more=more))


def own_address() -> str:
    """Return the address of the site by its settings: the first of its names."""
    if settings.IS_PRODUCTION:
        return f"https://{settings.ALLOWED_HOSTS[0]}"
    return f"http://{settings.ALLOWED_HOSTS[0]}:8000"


def check_static() -> None:
    """Raise CommandError where the names of the static files are not known yet."""
    try:
        staticfiles_storage.url("timeline/timeline.css")
    except ValueError as error:
        raise CommandError(NOT_COLLECTED) from error
