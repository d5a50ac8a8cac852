"""Set up what is missing, and serve the site."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from incident.server import migrating, serving, starting, statistics


class Command(BaseCommand):
    """Set up what is missing, then serve the site."""

    help = "Set up what is missing, then serve the site on HOST and PORT (127.0.0.1:8000)."
    requires_system_checks = ()

    def handle(self, *args, **options):
        try:
            self.start()
        except starting.CannotStartError as error:
            raise CommandError(str(error)) from error
        except OperationalError as error:
            raise CommandError(f"The database does not answer: {error}".strip()) from error

    def start(self):
        host, port = starting.address()
        starting.check_folder(settings.LOCAL_DIR)
        door = starting.opened(host, port)
        with starting.alone(settings.LOCAL_DIR, self.say_wait), migrating.alone(self.say_wait):
            self.set_up()
        site = f"http://{f'[{host}]' if ':' in host else host}:{port}"
        self.say(f"Timeline:  {site}/")
        self.say(f"Desk:      {site}/admin/")
        from incident.wsgi import application

        starting.listen(door)
        serving.serve(application, door)
        self.say("Stopped.")

    def set_up(self):
        migrating.migrate()
        if starting.load_case():
            self.say("The OM Citrix case is loaded.")
        if password := starting.make_editor():
            self.say(f"Account for the desk: {starting.EDITOR}  password: {password}  (shown once)")
        starting.collect_static()
        statistics.gather()

    def say_wait(self):
        self.say("Another start is setting up here; this one goes on when that is done.")

    def say(self, line):
        self.stdout.write(line)
        self.stdout.flush()
