"""The two apps of the project's own: the facts, and Django's admin as the editors' desk."""

import gc

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.db import connections
from django.db.migrations.loader import MigrationLoader

# New objects after which Python looks for rings of them. After each 700, its own choice, that
# takes a sixth of the time of an export and finds nothing: rows do not point back.
COLLECT_AFTER = 20_000


class IncidentConfig(AppConfig):
    """What happened: the facts and their keeping."""

    name = "incident"
    verbose_name = "Incidenten"

    def ready(self):
        from django.db.models.signals import post_migrate

        from incident import checks  # noqa: F401 - registers the checks
        from incident.two_factor import sessions  # noqa: F401 - hears of changed roles

        post_migrate.connect(after_migrate, sender=self)
        gc.set_threshold(max(gc.get_threshold()[0], COLLECT_AFTER), 20, 50)


def after_migrate(using: str, **kwargs) -> None:
    """Give a database that has every migration its guards and roles, and the log its first lines.

    A database that is migrated part of the way, forwards or back, lacks columns they need.
    """
    from incident.audit import guards
    from incident.audit.rows import begin_log
    from incident.publishing import roles

    loader = MigrationLoader(connections[using])
    if loader.disk_migrations.keys() <= loader.applied_migrations.keys():
        begin_log()
        guards.put_up(connections[using])
        roles.set_right()


class DeskConfig(AdminConfig):
    """Django's admin, with our site in the place of its own."""

    default_site = "incident.desk.site.Desk"
