"""The state of each claim: now, or as known on a day."""

from dataclasses import dataclass
from datetime import date

from incident.models import Claim, Incident, Statement
from timeline.kept.shared import shared


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


def standing(claim: Claim, day: date | None = None) -> Standing:
    """Return the state of a claim at the end of `day`, at None now."""
    chain = claim.chain
    if day is None:
        return Standing(claim, chain, 0)
    known = [s for s in chain if s.is_known_on(day)]
    return Standing(claim, known, sum(s.known_day is None for s in chain))


def standings(incident: Incident, day: date | None = None) -> list[Standing]:
    claims = Claim.objects.for_readers().filter(incident=incident)
    found = shared(("claims", incident.pk), lambda: list(claims))
    return [standing(claim, day) for claim in found]
