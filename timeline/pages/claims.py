"""How each claim stands: now, or as known on a day."""

from dataclasses import dataclass
from datetime import date

from incident.models import Claim, Incident, Statement


@dataclass(frozen=True)
class Standing:
    """One claim with the statements that were known by a day, and how many are left out."""

    claim: Claim
    statements: list[Statement]
    undated: int

    @property
    def latest(self) -> Statement | None:
        """Return what was said last; None where nothing was said yet."""
        return self.statements[-1] if self.statements else None


def standing(claim: Claim, day: date | None = None) -> Standing:
    """Return how a claim stood at the end of `day`, or stands now."""
    chain = claim.chain
    if day is None:
        return Standing(claim, chain, 0)
    known = [s for s in chain if s.is_known_on(day)]
    return Standing(claim, known, sum(s.known_day is None for s in chain))


def standings(incident: Incident, day: date | None = None) -> list[Standing]:
    """Return how each public claim of the incident stands."""
    return [standing(claim, day) for claim in Claim.objects.for_readers().filter(incident=incident)]
