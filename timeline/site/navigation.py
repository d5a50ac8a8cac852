"""The incident whose navigation a page keeps, where the page is not the incident's own."""

from incident.models import Incident


def incident_at(path: str) -> Incident | None:
    """Return the public incident under whose address a path lies, else the only one there is."""
    slug = path.strip("/").partition("/")[0]
    found = list(Incident.objects.for_readers())
    return next((one for one in found if one.slug == slug), alone(found))


def alone(incidents: list[Incident]) -> Incident | None:
    return incidents[0] if len(incidents) == 1 else None


def by_paper(papers, incidents: list[Incident]) -> dict[int, list[Incident]]:
    """Return by the key of each paper of a queryset those of these incidents that it stands in."""
    keys = papers.incident_keys()
    return {paper: [one for one in incidents if one.pk in keys[paper]] for paper in keys}
