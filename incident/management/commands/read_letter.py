"""Read a letter in, and say what stands in it; drafts are made at the desk."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from incident.audit.recorder import audited
from incident.desk.letters.finds import Finds, finds_in
from incident.letters.files.limits import LetterFileError
from incident.letters.files.reading import read
from incident.models import Incident, Letter


class Command(BaseCommand):
    """Keep a letter with its text, and print what the rules find in it.

    The same file again is recognised: nothing is stored twice.
    """

    help = "Lees een brief in en zeg wat erin staat. Concepten maakt u daarna op de redactie."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="PDF, .docx, .odt, HTML, XML of platte tekst")
        parser.add_argument("--incident", required=True, help="het incident, zoals om-citrix")

    def handle(self, *args, file, incident, **options):
        owner = Incident.objects.filter(slug=incident).first()
        if owner is None:
            raise CommandError(f"Er is geen incident met het adres {incident}.")
        try:
            data = file.read_bytes()
            pages = read(data, file.name)
        except OSError as error:
            raise CommandError(f"{file}: dit bestand is niet te lezen.") from error
        except LetterFileError as error:
            raise CommandError(f"{file}: {error}") from error
        with audited(reason=f"Ingelezen: {file.name}."[:300]):
            letter, is_new = Letter.objects.keep(owner, file.name[-200:], data, pages)
        if not is_new:
            self.stdout.write("Dit bestand was al ingelezen.")
        for line in told(finds_in(letter.text)):
            self.stdout.write(line)
        self.stdout.write(f"Ga verder op {reverse('admin:letter', args=[letter.pk])}")


def told(finds: Finds) -> list[str]:
    """Return what was found, a line each: first the counts, then the head, then the doubts."""
    structure = finds.structure
    counts = (
        ("vragen", structure.questions),
        ("antwoorden", structure.answers),
        ("noten", structure.notes),
        ("vindplaatsen", finds.citations),
        ("zinnen met een datum", finds.dates),
    )
    lines = [", ".join(f"{name}: {len(found)}" for name, found in counts)]
    lines += [f"{find.name}: {find.value}" for find in structure.head]
    return lines + [f"Kijk na: {doubt.words}" for doubt in structure.doubts]
