"""The command that writes the CSV of a timeline."""

import sys
from pathlib import Path

from django.core.exceptions import BadRequest
from django.core.management.base import BaseCommand, CommandError
from django.http import Http404, QueryDict

from timeline.formats.csv import EXCEL, PLAIN, csv_bytes
from timeline.query.selection import Selection
from timeline.query.whole import public_incident


class Command(BaseCommand):
    """Write the same bytes as the CSV's address gives, to a file or to standard output.

    Raises CommandError for an unknown incident, an unclear query, or a file that cannot be written.
    """

    help = "Schrijf de tijdlijn als CSV: dezelfde bytes als op de site."

    def add_arguments(self, parser):
        parser.add_argument("incident", help="het adres van het incident, zoals om-citrix")
        parser.add_argument("--query", default="", help="de filter, zoals 'soort=besluit&q=OM'")
        parser.add_argument("--excel", action="store_true", help="voor een Nederlands Excel")
        parser.add_argument("--output", type=Path, help="het bestand; anders de standaarduitvoer")

    def handle(self, *args, incident, query, excel, output, **options):
        try:
            selection = Selection(public_incident(incident), QueryDict(query)).strict()
            file = output.open("wb") if output else sys.stdout.buffer
        except Http404 as error:
            raise CommandError(f"Er is geen openbaar incident ‘{incident}’.") from error
        except (BadRequest, OSError) as error:
            raise CommandError(str(error)) from error
        with file:
            file.writelines(csv_bytes(selection, EXCEL if excel else PLAIN))
