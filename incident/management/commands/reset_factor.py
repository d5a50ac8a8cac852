"""Take the second step of an account away."""

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from incident.two_factor import codes


class Command(BaseCommand):
    """Take somebody's telephone and recovery codes away, for a person who lost them all."""

    help = "Wis de tweede stap van een account; bij het volgende aanmelden komt er een nieuwe."

    def add_arguments(self, parser):
        parser.add_argument("username", help="gebruikersnaam")

    def handle(self, *args, username, **options):
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"Er is geen account {username}.")
        codes.reset(user)
        self.stdout.write(f"De tweede stap van {username} is gewist en de sessies zijn beëindigd.")
