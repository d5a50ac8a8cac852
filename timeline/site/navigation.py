"""The incident whose navigation a page keeps, where the page is not the incident's own."""

from incident.models import Incident, Kamerstuk


def incident_at(path: str) -> Incident | None:
    """Return the public incident under whose address a path lies, else the only one there is."""
    slug = path.strip("/").partition("/")[0]
    found = list(Incident.objects.for_readers())
    return next((one for one in found if one.slug == slug), alone(found))


def alone(incidents: list[Incident]) -> Incident | None:
    return incidents[0] if len(incidents) == 1 else None


def by_paper(incidents: list[Incident], *papers: int) -> dict[int, list[Incident]]:
    """Return those of these incidents that a paper stands in, by its key: of all, or of these."""
    keys = Kamerstuk.objects.incident_keys(*papers)
    return {paper: [one for one in incidents if one.pk in keys[paper]] for paper in keys}
