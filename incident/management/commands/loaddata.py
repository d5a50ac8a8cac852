"""Django's loaddata, as one act in the log."""

from django.core.management.commands import loaddata

from incident.audit.recorder import audited


class Command(loaddata.Command):
    """Django's own, as one act in the log: a fixture's rows come in one by one."""

    def handle(self, *args, **options):
        with audited(reason="Ingelezen uit een bestand."):
            super().handle(*args, **options)
