"""What the record knows of a paper, and what is asked with that: the one file that reads papers."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from incident.choices import PaperKind
from incident.models import Incident, Kamerstuk, WrittenQuestions
from incident.official.query import Query, Source
from incident.official.record import Record
from incident.official.sources import odata, sru

# What SRU calls the publication in which a paper of a kind stands; any other kind is a Kamerstuk.
PUBLICATIONS = {
    PaperKind.ANSWER: "Kamervragen (Aanhangsel)",
    PaperKind.QUESTIONS: "Kamervragen zonder antwoord",
}
ANSWERS = PUBLICATIONS[PaperKind.ANSWER]
# The days around the known ones: a source may name the day of sending, or of publishing.
BEFORE, AFTER = timedelta(days=1), timedelta(days=1)
REPORTED = timedelta(days=7)  # before the day of a report of it, which is all that we know then
CASE_NUMBER = re.compile(r"\d{4}Z\d{5}")
INITIALS = re.compile(r"\(?\b(?:[A-Z]{1,2}\.)+ ?")
MEMBERS = re.compile(r"Kamerl(?:id|eden) ([^(]+)")
BETWEEN_NAMES = re.compile(r",| en ")


@dataclass(frozen=True)
class Wanted:
    """What is known of a paper that has no number; a part that is not known is empty.

    `case` is the number of the questions that it answers or is, `document` the Chamber's own
    number of the paper itself.
    """

    kind: str
    chamber: str = ""
    dossier: str = ""
    case: str = ""
    document: str = ""
    first: date | None = None
    last: date | None = None
    names: tuple[str, ...] = ()

    @property
    def queries(self) -> list[Query]:
        """Return what is asked, the most certain first; nothing where too little is known."""
        return [*self.searches, *odata.of_numbers(self.document, self.case)]

    @property
    def searches(self) -> list[Query]:
        own = sru.of_publication(PUBLICATIONS.get(self.kind, "Kamerstuk"))
        numbers = [number for number in (self.case, self.document) if number]
        exact = [sru.all_of(own, sru.holding(number)) for number in numbers]
        if self.kind == PaperKind.ANSWER and self.case:
            return exact
        days = sru.between(self.first, self.last)
        if self.dossier:
            return [*exact, sru.all_of(own, sru.in_dossier(self.dossier), *days)]
        narrow = [sru.holding(name) for name in self.names[:1]]
        return [*exact, sru.all_of(own, *days, *narrow)] if days and narrow else exact

    @property
    def since(self) -> date | None:
        """Return the first day on which it can be; None where nothing says that."""
        number = self.document or self.case
        return self.first or (date(int(number[:4]), 1, 1) if number else None)

    @property
    def is_by_look_up(self) -> bool:
        """Return whether documents of its days are worth looking up: the answers, for a case."""
        is_narrow = self.first or self.kind == PaperKind.ANSWER
        return bool((self.case and is_narrow) or (self.dossier and self.first))

    @property
    def sought(self) -> str:
        """Return in words what is looked for in a feed that cannot be searched; "" for nothing.

        Its documents say no sender: a day alone would fit every letter of that day.
        """
        if not (self.document or self.is_by_look_up):
            return ""
        days = [part.words for part in sru.between(self.since, self.last)]
        dossier = f"dossier {self.dossier}" if self.dossier else ""
        kind = f"soort ‘{PaperKind(self.kind).label}’"
        return ", ".join(filter(None, (kind, self.document, self.case, dossier, *days)))

    def may_be(self, found: Record) -> bool:
        """Return whether it may fit, as far as is known before dossier and case are looked up."""
        if not self.is_of_sort(found):
            return False
        return self.has_document(found) or (self.is_by_look_up and self.is_later(found))

    def is_later(self, found: Record) -> bool:
        return found.day is not None and found.day >= self.since and self.is_of_days(found.day)

    def fits(self, found: Record) -> bool:
        """Return whether a description may be of this paper; what it leaves out may be so."""
        return (
            self.is_of_series(found)
            and self.has_case(found)
            and (self.is_named_by_number(found) or self.is_alike(found))
        )

    def is_of_series(self, found: Record) -> bool:
        """Return whether chamber, dossier and sort allow it, whatever the source was asked."""
        other_chamber = found.chamber and self.chamber and found.chamber != self.chamber
        other_dossier = self.dossier and found.dossiers and not found.is_in(self.dossier)
        return self.is_of_sort(found) and not (other_chamber or other_dossier)

    def is_of_sort(self, found: Record) -> bool:
        """Return whether the kind allows it; another kind than we know may do so with a number."""
        if self.kind == PaperKind.ANSWER:
            is_unsaid = not found.sort and not found.is_numbered
            return bool(found.appendix) or found.sort == self.kind or is_unsaid
        is_alike = found.sort in ("", self.kind)
        may_be = found.is_numbered and PaperKind.OTHER in (found.sort, self.kind)
        return (is_alike or may_be) and not found.appendix

    def has_case(self, found: Record) -> bool:
        """Return whether an answer is to these very questions: that they are named is not enough.

        A postponement bears their number too, and is not their answer.
        """
        if self.kind != PaperKind.ANSWER:
            return True
        return not found.is_postponement and (not self.case or self.case in found.questions)

    def is_named_by_number(self, found: Record) -> bool:
        numbers = {self.case, self.document} - {""}
        named = {*found.questions, found.identifier.removeprefix("kv-tk-")}
        return bool(numbers & named) or self.has_document(found)

    def has_document(self, found: Record) -> bool:
        return bool(self.document and self.document in (found.document or found.raw))

    def is_alike(self, found: Record) -> bool:
        """Return whether day and place fit.

        SRU was asked by dossier or name, so what its record leaves out may be so; of another
        source it must be said.
        """
        was_asked = found.source == Source.SRU
        is_placed = bool(found.dossiers) or was_asked if self.dossier else self.is_by(found)
        return self.is_of_days(found.day) and is_placed

    def is_of_days(self, day: date | None) -> bool:
        first, last = self.first or date.min, self.last or date.max
        return day is None or first <= day <= last

    def is_by(self, found: Record) -> bool:
        said = f"{found.sender} {found.title}".casefold()
        is_open = found.source == Source.SRU and not (found.sender and self.names)
        return is_open or any(n.casefold() in said for n in self.names)


def wanted(paper: Kamerstuk) -> Wanted:
    """Return what is known of a paper."""
    own = paper.chamber_number
    is_case = bool(CASE_NUMBER.fullmatch(own))
    first, last = days_of(paper)
    return Wanted(
        kind=paper.kind,
        chamber=paper.chamber,
        dossier=dossier_of(paper),
        case=own if is_case else case_of(paper),
        document=paper.document_number,
        first=first,
        last=last,
        names=names_of(paper.sender),
    )


def days_of(paper: Kamerstuk) -> tuple[date | None, date | None]:
    """Return the first and last day to ask for; None for an end that is open."""
    if not paper.date:
        return None, None
    before = REPORTED if paper.unseen_source else BEFORE
    first, last = paper.first_day, paper.last_day
    return first and first - before, last and last + AFTER


def dossier_of(paper: Kamerstuk) -> str:
    """Return the dossier as the sources write it: 26643, 36600-VI."""
    return "-".join(filter(None, (paper.dossier, paper.suffix)))


def case_of(paper: Kamerstuk) -> str:
    """Return the number of the questions that a paper answers; "" for none, and for several."""
    numbers = [asked.kamerstuk.chamber_number for asked in paper.answered_questions.all()]
    return numbers[0] if len(numbers) == 1 and CASE_NUMBER.fullmatch(numbers[0]) else ""


def names_of(sender: str) -> tuple[str, ...]:
    """Return the family names in a sender: of "minister van … (D.M. van Weel)" it is "van Weel"."""
    if found := INITIALS.search(sender):
        return (sender[found.end() :].strip(" )"),)
    members = MEMBERS.search(sender)
    return tuple(n.strip() for n in BETWEEN_NAMES.split(members[1])) if members else ()


def unnumbered() -> QuerySet[Kamerstuk]:
    """Return the papers for which a number is looked for; questions are known by their own."""
    papers = Kamerstuk.objects.with_questions().filter(number="", publication="")
    return papers.exclude(kind=PaperKind.QUESTIONS, chamber_number__gt="")


def unanswered() -> QuerySet[WrittenQuestions]:
    """Return the sets of questions with a number and without an answer in the record."""
    sets = WrittenQuestions.objects.select_related("kamerstuk")
    return sets.filter(answer=None, kamerstuk__chamber_number__regex=r"^[0-9]{4}Z[0-9]{5}$")


def dossiers() -> list[str]:
    """Return the dossiers that are followed: of papers of the record, and of the incidents."""
    pairs = Kamerstuk.objects.exclude(dossier="").values_list("dossier", "suffix")
    named = {"-".join(filter(None, pair)) for pair in pairs}
    followed = Incident.objects.filter(is_withdrawn=False)
    return sorted(named.union(*(incident.dossier_list for incident in followed)))


def had(identifiers) -> set[str]:
    """Return those of the identifiers, in lower case, whose paper is in the record."""
    wanted_ones = {identifier.lower() for identifier in identifiers}
    slugs = Kamerstuk.objects.exclude(number="", publication="").values_list("slug", flat=True)
    return {slug.lower() for slug in slugs if slug.lower() in wanted_ones}
