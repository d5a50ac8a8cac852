"""Whether a copy of the database is whole: its rows, what they point to, and its log."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import DatabaseError

from incident.server.migrating import migrate
from incident.verification.verify import TamperedError, verify

End = tuple[int, str]  # number and hash of the last entry of the log
NEWER = "Deze kopie komt van een nieuwere uitgave ({}). Zet eerst die uitgave neer."


class BackupError(Exception):
    """There is no good copy, or no database made from it; the message is one line, in Dutch."""


@contextmanager
def looking_at(**changes) -> Iterator[None]:
    """Let all queries of this thread go to another database than the one of the settings.

    `changes` are the parts of its description that differ (NAME, OPTIONS). So the verification of
    the log and the migrations, which know one database, also work on a copy.
    """
    here = connections[DEFAULT_DB_ALIAS]
    there = here.copy()
    there.settings_dict |= changes
    connections[DEFAULT_DB_ALIAS] = there
    try:
        yield
    finally:
        there.close()
        connections[DEFAULT_DB_ALIAS] = here


def end_of_log() -> End:
    """Return number and hash of the last entry; BackupError where the log is not whole."""
    try:
        verdict = verify()
    except TamperedError as error:
        raise BackupError(f"Het logboek in de kopie klopt niet: {error}") from error
    except (DatabaseError, ValueError) as error:
        raise BackupError(f"De kopie is niet te lezen: {error}.") from error
    return verdict.number, verdict.hash


def bring_up_to_date() -> None:
    """Migrate a copy of an earlier release; BackupError where it is of a later one."""
    loader = MigrationExecutor(connection).loader
    ours = {label for label, _ in loader.disk_migrations}
    unknown = sorted(
        ".".join(key)
        for key in loader.applied_migrations
        if key[0] in ours and key not in loader.disk_migrations and key not in loader.replacements
    )
    if unknown:
        raise BackupError(NEWER.format(unknown[-1]))
    migrate()
