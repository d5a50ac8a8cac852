"""What is asked about: papers without number, followed dossiers, questions without answer."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from incident.models import Asking, Kamerstuk, WrittenQuestions
from incident.official import known
from incident.official.query import Query, in_words
from incident.official.record import Record
from incident.official.sources import sru

LOOK_BACK = timedelta(days=31)  # for a dossier that was never asked about
OVERLAP = timedelta(days=7)  # papers are published days after they were sent


@dataclass(frozen=True)
class Subject:
    """One thing to ask about: its key, its name for staff, the queries, and what fits.

    `about` are the fields of the rows that are kept.
    """

    key: str
    label: str
    queries: list[Query]
    fits: Callable[[Record], bool]
    about: dict = field(default_factory=dict)

    @property
    def asked_of(self) -> list[tuple[str, str]]:
        """Return whom it is asked, and what is sent, in words."""
        return [(source.label, words) for source, words in in_words(self.queries)]


def of_paper(paper: Kamerstuk) -> Subject:
    """Return the question which number a paper got."""
    wanted = known.wanted(paper)
    key, about = f"stuk:{paper.pk}", {"paper": paper}
    return Subject(key, str(paper)[:300], wanted.queries, wanted.fits, about)


def of_dossier(dossier: str) -> Subject:
    """Return the question what is new in a dossier since it was last asked with success."""
    key = f"dossier:{dossier}"
    last = Asking.objects.filter(key=key, outcome__in=("gevonden", "niet-gevonden")).first()
    since = timezone.localdate(last.asked_at) - OVERLAP if last else None
    day = since or timezone.localdate() - LOOK_BACK
    query = sru.all_of(
        sru.of_publication("Kamerstuk"), sru.in_dossier(dossier), sru.available_from(day)
    )

    def fits(found: Record) -> bool:
        return found.is_in(dossier)

    return Subject(key, f"dossier {dossier}", [query], fits, {"dossier": dossier})


def of_questions(asked: WrittenQuestions) -> Subject:
    """Return the question whether a set was answered, or its answer postponed."""
    number = asked.kamerstuk.chamber_number
    query = sru.all_of(sru.of_publication(known.ANSWERS), sru.holding(number))

    def fits(found: Record) -> bool:
        return number in found.questions

    return Subject(f"vragen:{asked.pk}", f"vragen {number}", [query], fits, {"questions": asked})


def all_subjects() -> Iterator[Subject]:
    """Yield everything that can be asked; a paper of which too little is known is left out."""
    papers = known.unnumbered().chronological()
    yield from (subject for subject in map(of_paper, papers) if subject.queries)
    yield from map(of_questions, known.unanswered())
    yield from map(of_dossier, known.dossiers())


def unaskable() -> list[Kamerstuk]:
    """Return the papers of which too little is known to ask for their number."""
    return [p for p in known.unnumbered().chronological() if not known.wanted(p).queries]
