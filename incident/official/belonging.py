"""To which incidents belongs what a source described: by the paper, questions or dossier.

A paper may belong to several incidents, or to none yet.
"""

from collections import defaultdict
from collections.abc import Iterable

from incident.models import Candidate, Citation, Incident

Keys = dict[str, set[int]]


def incidents_of(candidates: Iterable[Candidate]) -> dict[str, list[Incident]]:
    """Return the incidents for the key of each subject, by title; three queries at most.

    A candidate comes with its questions loaded.
    """
    found = list(candidates)
    incidents = list(Incident.objects.filter(is_withdrawn=False).order_by("title", "pk"))
    keys: Keys = defaultdict(set)
    for source in (by_questions(found), by_paper(found), by_dossier(found, incidents)):
        for key, belonging in source.items():
            keys[key] |= belonging
    return {key: [one for one in incidents if one.pk in belong] for key, belong in keys.items()}


def by_questions(candidates: list[Candidate]) -> Keys:
    return {one.key: {one.questions.incident_id} for one in candidates if one.questions}


def by_paper(candidates: list[Candidate]) -> Keys:
    """Return the incidents of the events that rest on the paper for which a number is sought."""
    papers = {one.paper_id: one.key for one in candidates if one.paper_id}
    rows = Citation.objects.filter(kamerstuk__in=papers).order_by()
    found: Keys = defaultdict(set)
    for paper, incident in rows.values_list("kamerstuk", "event__incident").distinct():
        found[papers[paper]].add(incident)
    return found


def by_dossier(candidates: list[Candidate], incidents: list[Incident]) -> Keys:
    """Return the incidents that follow a dossier, or have an event that rests on a paper of it."""
    asked = {one.dossier: one.key for one in candidates if one.dossier}
    numbers = {dossier.partition("-")[0] for dossier in asked}
    rows = Citation.objects.filter(kamerstuk__dossier__in=numbers).order_by()
    fields = ("kamerstuk__dossier", "kamerstuk__suffix", "event__incident")
    pairs = {
        ("-".join(filter(None, parts)), pk) for *parts, pk in rows.values_list(*fields).distinct()
    }
    pairs |= {(dossier, one.pk) for one in incidents for dossier in one.dossier_list}
    found: Keys = defaultdict(set)
    for dossier, incident in pairs:
        if dossier in asked:
            found[asked[dossier]].add(incident)
    return found
