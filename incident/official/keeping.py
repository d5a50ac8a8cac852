"""What a source said is kept: candidates with their evidence, and how each asking ended."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from incident.models import Asking, Candidate
from incident.models.official import Answered, Decision
from incident.official.faults import Fault
from incident.official.record import Record
from incident.official.subjects import Subject

MOST_CANDIDATES = 50  # for one subject; more is no answer, and the sentence says so


@dataclass
class Summary:
    """What came of a run: how each asking ended, which faults were met, what is new."""

    outcomes: list[Answered] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    new: int = 0
    left: int = 0
    resting: int = 0

    def counts(self) -> list[tuple[Answered, int]]:
        return [(o, self.outcomes.count(o)) for o in Answered if o in self.outcomes]


@dataclass(frozen=True)
class Ending:
    """How an asking ended.

    `after` is for how many seconds the source asks to be left alone, `pause` how long we wait where
    that does not follow from the outcome.
    """

    outcome: Answered
    said: str
    address: str
    after: float = 0.0
    pause: timedelta | None = None


def keep(subject: Subject, records: list[Record], address: str) -> int:
    """Store candidates that are new, renew the open ones, and leave judged ones; count the new.

    A paper that we know and that has no number yet is kept as well: it may get one.
    """
    return sum(keep_one(subject, record, address) for record in records[:MOST_CANDIDATES])


def keep_one(subject: Subject, record: Record, address: str) -> bool:
    """Store one candidate; return whether it is new.

    It may be kept under the number of its document, from before it got another. The evidence of
    one source gives way to another's only where that has the number.
    """
    evidence = evidence_of(subject, record, address)
    kept = kept_as(subject, record)
    if kept is None:
        Candidate.objects.create(key=subject.key, **evidence)
        return True
    if kept.state != Decision.OPEN:
        evidence = {"identifier": evidence["identifier"]} if record.is_numbered else {}
    elif not gives_way(kept, record):
        evidence = {"also": joined(kept, record.source)}
    Candidate.objects.filter(pk=kept.pk).update(**evidence)
    return False


def gives_way(kept: Candidate, record: Record) -> bool:
    """Return whether the kept evidence gives way: a number is never lost for none."""
    if kept.source == record.source:
        return record.is_numbered or not kept.numbered
    return record.is_numbered and not kept.numbered


def kept_as(subject: Subject, record: Record) -> Candidate | None:
    """Return the candidate that this record is of; of two, the one with its own number stays."""
    same = Q(identifier__in=record.names)
    same |= Q(document=record.document) if record.document else Q()
    rows = list(Candidate.objects.filter(same, key=subject.key))
    numbered = [row for row in rows if row.identifier != record.document]
    if not numbered:
        return next(iter(rows), None)
    for row in rows:
        if row not in numbered and row.state == Decision.OPEN:
            row.delete()
    return next((row for row in numbered if row.identifier == record.identifier), numbered[0])


def joined(kept: Candidate, source: str) -> str:
    """Return the other sources that described it, this one among them."""
    return " ".join(sorted({*kept.also.split(), source} - {kept.source}))


def evidence_of(subject: Subject, record: Record, address: str) -> dict:
    return {
        **subject.about,
        "source": record.source,
        "asked_at": timezone.now(),
        "asked_address": address,
        "identifier": record.identifier[:80],
        "citation": record.citation[:200],
        "title": record.title,
        "kind": record.kind[:200],
        "sender": record.sender,
        "day": record.day,
        "published": record.published,
        "document": record.document[:40],
        "record_id": record.record_id[:60],
        "is_gone": False,
        "numbered": record.is_numbered,
        "postpones": record.is_postponement,
        "raw": record.raw,
    }


def note(key: str, label: str, about: dict, ending: Ending) -> None:
    """Keep how it ended and when to ask again: after twice as long, and not before it may."""
    now, last = timezone.now(), Asking.objects.filter(key=key).first()
    tries = last.tries + 1 if last and last.outcome == ending.outcome else 1
    own = Asking.pause_after(ending.outcome, tries) if ending.pause is None else ending.pause
    Asking.objects.update_or_create(
        key=key,
        defaults={
            **about,
            "label": label,
            "outcome": ending.outcome,
            "said": ending.said,
            "tries": tries,
            "asked_at": now,
            "next_at": now + max(own, timedelta(seconds=min(ending.after, 1e7))),
            "asked_address": ending.address,
        },
    )
