"""The two apps of the project's own: the facts, and Django's admin as the editors' desk."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class IncidentConfig(AppConfig):
    """What happened: the facts and their keeping."""

    name = "incident"
    verbose_name = "Incidenten"

    def ready(self):
        from django.db.models.signals import post_migrate

        from incident import checks, roles  # noqa: F401 - checks registers itself
        from incident.audit import guards
        from incident.models.recording import begin_log

        for step in (begin_log, guards.after_migrate, roles.after_migrate):
            post_migrate.connect(step, sender=self)
        from incident.signing_in import sessions  # noqa: F401 - hears of changed roles


class DeskConfig(AdminConfig):
    """Django's admin, with our site in the place of its own."""

    default_site = "incident.desk.Desk"
