"""What is asked about: papers without number, followed dossiers, questions without answer."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone

from incident.choices import PaperKind
from incident.models import Asking, Kamerstuk, WrittenQuestions
from incident.official import known
from incident.official.query import Query, Source, in_words
from incident.official.record import Record
from incident.official.sources import odata, sru

LOOK_BACK = timedelta(days=31)  # for a dossier that was never asked about
OVERLAP = timedelta(days=7)  # papers are published days after they were sent


@dataclass(frozen=True)
class Subject:
    """One thing to ask about: its key, its name for staff, the queries, and what fits.

    In a feed, which cannot be asked, it is `sought` from the day `since`: these words say what is
    looked for ("" for nothing), and `may_be` whether a document is worth looking up; its case too
    with `by_case`. `about` are the fields of the rows that are kept.
    """

    key: str
    label: str
    queries: list[Query]
    fits: Callable[[Record], bool]
    may_be: Callable[[Record], bool]
    sought: str = ""
    since: date | None = None
    by_case: bool = False
    about: dict = field(default_factory=dict)

    @property
    def asked_of(self) -> list[tuple[str, str]]:
        """Return whom it is asked, the most certain first, each with what is sent, in words."""
        asked = [(source.label, words) for source, words in in_words(self.queries)]
        return asked + ([(Source.SYNCFEED.label, self.sought)] if self.sought else [])


def of_paper(paper: Kamerstuk) -> Subject:
    """Return the question which number a paper got."""
    wanted = known.wanted(paper)
    return Subject(
        key=f"stuk:{paper.pk}",
        label=str(paper)[:300],
        queries=wanted.queries,
        fits=wanted.fits,
        may_be=wanted.may_be,
        sought=wanted.sought,
        since=wanted.since,
        by_case=bool(wanted.case),
        about={"paper": paper},
    )


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

    recent = timezone.localdate() - LOOK_BACK

    def may_be(found: Record) -> bool:
        came = found.published or found.day
        return found.is_numbered and not found.appendix and came is not None and came >= recent

    return Subject(
        key=key,
        label=f"dossier {dossier}",
        queries=[query],
        fits=fits,
        may_be=may_be,
        sought=f"genummerde stukken van dossier {dossier} van de laatste {LOOK_BACK.days} dagen",
        since=recent,
        about={"dossier": dossier},
    )


def of_questions(asked: WrittenQuestions) -> Subject:
    """Return the question whether a set was answered, or its answer postponed."""
    number = asked.kamerstuk.chamber_number
    query = sru.all_of(sru.of_publication(known.ANSWERS), sru.holding(number))
    since = asked.kamerstuk.first_day or date(int(number[:4]), 1, 1)

    def fits(found: Record) -> bool:
        return number in found.questions and found.sort in ("", PaperKind.ANSWER)

    def may_be(found: Record) -> bool:
        return found.sort == PaperKind.ANSWER and found.day is not None and found.day >= since

    return Subject(
        key=f"vragen:{asked.pk}",
        label=f"vragen {number}",
        queries=[query, *odata.of_numbers("", number)],
        fits=fits,
        may_be=may_be,
        sought=f"antwoord of uitstel van {number}, vanaf {since:%d-%m-%Y}",
        since=since,
        by_case=True,
        about={"questions": asked},
    )


def all_subjects() -> Iterator[Subject]:
    """Yield everything that can be asked; a paper of which too little is known is left out."""
    papers = known.unnumbered().chronological()
    yield from (subject for subject in map(of_paper, papers) if subject.queries)
    yield from map(of_questions, known.unanswered())
    yield from map(of_dossier, known.dossiers())


def unaskable() -> list[Kamerstuk]:
    """Return the papers of which too little is known to ask for their number."""
    return [p for p in known.unnumbered().chronological() if not known.wanted(p).queries]
