"""Print a link that sets the device cookie, for an owner whose account is throttled."""

from urllib.parse import urlencode

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from incident.two_factor import device_cookie


class Command(BaseCommand):
    """Give the owner a device cookie, and so a count of their own while strangers use theirs up."""

    help = "Geef een adres dat een browser 15 minuten lang bekend kan maken voor een account."

    def add_arguments(self, parser):
        parser.add_argument("username", help="gebruikersnaam")

    def handle(self, *args, username, **options):
        if not get_user_model().objects.filter(username=username).exists():
            raise CommandError(f"Er is geen account {username}.")
        token = urlencode({"sleutel": device_cookie.link_token(username)})
        self.stdout.write("Open dit adres van uw site binnen 15 minuten in de browser:")
        self.stdout.write(f"{reverse('admin:login')}?{token}")
