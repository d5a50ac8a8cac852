"""What the desk waits with after the sources were asked."""

from incident.models import Candidate


def found() -> list[str]:
    """Return what waits to be judged, as it is cited."""
    return [candidate.citation for candidate in Candidate.objects.waiting()]
