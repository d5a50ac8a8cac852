"""Whether the log of changes is whole, and the record is as the log says."""

from collections.abc import Iterator

from django.apps import apps

from incident.models import Change, LogHead
from incident.models.recording import Logged

ROWS_AT_ONCE = 500


class TamperedError(Exception):
    """Something was changed past the log; the message names the first of it, in Dutch."""


def verify(noted: tuple[int, str] | None = None) -> tuple[int, str]:
    """Return number and hash of the end of the log; raise TamperedError for what is not right.

    Looked at, in this order: each entry's number and hash, the end, and each row of the record
    against its last entry. `noted` is the number and hash of an end that somebody wrote down
    earlier; it must still be there. Who can write in the database can make a whole new chain:
    only an end that was noted elsewhere tells that.
    """
    number, digest = follow(noted or (0, ""))
    head = LogHead.objects.filter(pk=1).first() or LogHead()
    if (head.number, head.hash) != (number, digest):
        raise TamperedError(f"Het einde klopt niet: na regel {number} ontbreekt er iets.")
    for problem in strange_rows():
        raise TamperedError(problem)
    return number, digest


def follow(noted: tuple[int, str]) -> tuple[int, str]:
    """Follow the chain to its end and return that; raise TamperedError where it breaks."""
    number, digest = 0, ""
    for change in Change.objects.order_by("number").iterator(chunk_size=ROWS_AT_ONCE):
        number += 1
        if change.number != number:
            raise TamperedError(f"Regel {number} ontbreekt.")
        if change.digest(digest) != change.hash:
            raise TamperedError(f"Regel {number} is veranderd ({change.label}).")
        digest = change.hash
        if noted[0] == number and noted[1] != digest:
            raise TamperedError(f"Regel {number} heeft niet de genoteerde hash.")
    if noted[0] > number:
        raise TamperedError(f"Het logboek is korter dan genoteerd: regel {number + 1} ontbreekt.")
    return number, digest


def strange_rows() -> Iterator[str]:
    """Yield in Dutch each row that is not as its last entry says."""
    for model in apps.get_app_config("incident").get_models():
        if issubclass(model, Logged) and not model.PARENT:
            yield from strange_rows_of(model)


def strange_rows_of(model: type[Logged]) -> Iterator[str]:
    """Yield in Dutch each row of one kind that is not as its last entry says."""
    noun, name = model._meta.model_name, model._meta.verbose_name
    last = {c.row: c for c in Change.objects.filter(noun=noun).order_by("number")}
    rows = {row.pk: row for row in model._base_manager.order_by("pk")}
    for pk, row in rows.items():
        if pk not in last:
            yield f"{name} {pk} ({row}) staat niet in het logboek."
        elif last[pk].state != row.state():
            yield f"{name} {pk} ({row}) is na regel {last[pk].number} veranderd."
    for pk in last.keys() - rows.keys():
        if last[pk].state is not None:
            yield f"{name} {pk} ({last[pk].label}) is na regel {last[pk].number} verdwenen."
