"""Reading the feed of our own server, and what waits for a person after that."""

from incident.models import Asking, Candidate
from incident.official import following
from incident.official.asking import run
from incident.official.subjects import all_subjects


def read(source, *documents, **options) -> Asking:
    """Let the feed hold these documents, read it on, and return how that ended."""
    source.chamber.documents = list(documents)
    run(all_subjects(), again=True, feed=True, **options)
    return Asking.objects.get(key=following.KEY)


def found() -> list[str]:
    """Return what waits to be judged, as it is cited."""
    return [candidate.citation for candidate in Candidate.objects.waiting()]
