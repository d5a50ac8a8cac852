"""The state of each claim: now, or as known on a day."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from incident.models import Claim, Incident, Statement
from incident.models.claim import chained
from incident.written.queries import written
from timeline.kept.shared import shared
from timeline.query import whole


@dataclass(frozen=True)
class Standing:
    """A claim with its statements as known on a day.

    `undated` counts the statements that are left out for lack of a `known_day`; it is 0 for now.
    """

    claim: Claim
    statements: list[Statement]
    undated: int

    @property
    def latest(self) -> Statement | None:
        return self.statements[-1] if self.statements else None


def standing(claim: Claim, chain: list[Statement], day: date | None = None) -> Standing:
    """Return the state of a claim, by all that was said of it, at the end of `day`, at None now."""
    if day is None:
        return Standing(claim, chain, 0)
    known = [s for s in chain if s.is_known_on(day)]
    return Standing(claim, known, sum(s.known_day is None for s in chain))


def standings(incident: Incident, day: date | None = None) -> list[Standing]:
    found = shared(("claims", incident.pk), lambda: chains(incident))
    return [standing(claim, chain, day) for claim, chain in found]


def chains(incident: Incident) -> list[tuple[Claim, list[Statement]]]:
    """Return the public claims of an incident in order, each with what was said; two queries.

    The events of a short incident have the same statements, so that these are read once.
    """
    claims = {claim.pk: claim for claim in public_claims(incident.pk)}
    said = defaultdict(list)
    is_long = whole.is_long(incident)
    for statement in said_of(list(claims)) if is_long else whole.statements(incident):
        if statement.claim_id in claims:
            statement.claim = claims[statement.claim_id]
            said[statement.claim_id].append(statement)
    return [(claim, chained(said[key])) for key, claim in claims.items()]


@written
def public_claims(incident: int) -> QuerySet:
    return Claim.objects.for_readers().filter(incident=incident).prefetch_related(None)


@written
def said_of(claims: list[int]) -> QuerySet:
    return Statement.objects.select_related("kamerstuk").filter(claim__in=claims)
