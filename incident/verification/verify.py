"""Whether the log of changes is whole, and the record is as the log says."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import connection

from incident.audit import guards
from incident.audit.models import HASHED, Change, LogHead
from incident.audit.rows import audited_models
from incident.publishing.roles import wrong_roles
from incident.verification import letters, rows
from incident.verification.folded_reasons import is_only_space


class TamperedError(Exception):
    """Something was changed past the log; the message names the first such thing, in Dutch."""


@dataclass
class Verdict:
    """A log that is whole: its end, and what is odd in it and proven to be harmless."""

    number: int = 0
    hash: str = ""
    spaced: list[int] = field(default_factory=list)  # entries whose reason lost some white space


def verify(noted: tuple[int, str] | None = None) -> Verdict:
    """Return the end of the log; raise TamperedError for what is not right.

    Checked, in this order: each entry's number and hash, the end, each row of the record with all
    that follows from it against the log, the roles, and the guards of the database. `noted` is the
    number and hash of an end that somebody wrote down earlier; it must still be there. A person who
    can write in the database can make a whole new chain: only an end noted elsewhere shows that.
    """
    verdict = follow(noted or (0, ""))
    head = LogHead.objects.filter(pk=1).first() or LogHead()
    if (head.number, head.hash) != (verdict.number, verdict.hash):
        raise TamperedError(f"Het einde klopt niet: na regel {verdict.number} ontbreekt er iets.")
    for problem in problems():
        raise TamperedError(problem)
    return verdict


def follow(noted: tuple[int, str]) -> Verdict:
    """Follow the chain to its end and return that; raise TamperedError where it breaks."""
    verdict = Verdict()
    for change in Change.objects.order_by("number").iterator(chunk_size=rows.ROWS_AT_ONCE):
        verdict.number += 1
        check_entry(change, verdict)
        verdict.hash = change.hash
        if noted[0] == verdict.number and noted[1] != verdict.hash:
            raise TamperedError(f"Regel {verdict.number} heeft niet de genoteerde hash.")
    if noted[0] > verdict.number:
        raise TamperedError(
            f"Het logboek is korter dan genoteerd: regel {verdict.number + 1} ontbreekt."
        )
    return verdict


def check_entry(change: Change, verdict: Verdict) -> None:
    """Raise TamperedError where an entry does not follow on those before it."""
    number, before = verdict.number, verdict.hash
    if change.number != number:
        raise TamperedError(f"Regel {number} ontbreekt.")
    if change.format not in HASHED:
        raise TamperedError(f"Regel {number} heeft een opmaak die wij niet kennen.")
    if change.format == 1 and change.is_text != change.touches_text:  # its hash is not over it
        raise TamperedError(f"Regel {number} is veranderd ({change.label}).")
    if change.digest(before) == change.hash:
        return
    if not is_only_space(change, before):
        raise TamperedError(f"Regel {number} is veranderd ({change.label}).")
    verdict.spaced.append(number)


def problems() -> Iterator[str]:
    """Yield in Dutch all in the database that is not as the log says."""
    for model in audited_models():
        yield from rows.strange_rows(model)
    yield from rows.strange_openings()
    yield from rows.strange_papers()
    yield from letters.strange_files()
    yield from letters.strange_checks()
    for name in wrong_roles():
        yield f"De rol ‘{name}’ mag iets anders dan wij uitgeven."
    for name in guards.missing(connection):
        yield f"De bewaking ‘{name}’ ontbreekt in de database. Voer ‘migrate’ uit."
