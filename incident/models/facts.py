"""What follows from the fields of an event and of a paper, as models or as plain rows."""

from datetime import datetime
from operator import attrgetter
from typing import Any

from django.utils.functional import cached_property

from incident.choices import Kind, PaperKind
from incident.values.dates import EventDate
from incident.values.references import Reference, Series
from incident.values.waits import Wait

SERIES = {series.value: series for series in Series}
told_order = attrgetter("kamerstuk.known_order")
known_order = attrgetter("known_order")


class EventFacts:
    """What follows from an event with its sources (`citation_list`, `link_list`)."""

    __slots__ = ()

    @property
    def told_by(self) -> list:
        """Return the citations of papers that told the Chamber of it, the earliest first."""
        told = [citation for citation in self.citation_list if citation.told]
        return sorted(told, key=told_order) if len(told) > 1 else told

    @property
    def told_on(self) -> EventDate | None:
        """Return the first day on which a paper told the Chamber; None where it is not known."""
        for citation in self.told_by:
            if citation.kamerstuk.date:
                return citation.kamerstuk.when
        return None

    @property
    def first_source(self) -> Any | None:
        """Return the source by which it was first public, a paper before another of that day.

        A source whose last possible day is open comes after all others, as it does for `told_by`.
        None where no source has a day.
        """
        papers = [citation.kamerstuk for citation in self.citation_list]
        dated = [source for source in (*papers, *self.link_list) if source.date]
        return min(dated, key=known_order, default=None)

    @property
    def public_on(self) -> EventDate | None:
        """Return when it was first publicly known, by a paper or else; None: not known."""
        source = self.first_source
        return source.when if source else None

    @property
    def is_paper(self) -> bool:
        """Return whether it is itself a paper that told the Chamber, so that nobody waited for it.

        Then that paper bears its date to the letter, and it is of Parliament: a letter is sent,
        questions are put. Or nobody here saw the paper: both days are then that of one report of
        it, and between them is nothing to reckon.
        """
        for citation in self.told_by:
            paper = citation.kamerstuk
            if paper.date == self.date and (self.kind == Kind.PARLIAMENT or paper.unseen_source):
                return True
        return False

    @cached_property
    def wait(self) -> Wait | None:
        """Return how long the Chamber waited; None where no paper told it, or it is one itself."""
        if not self.told_by or self.is_paper or not self.when:
            return None
        return Wait.between(self.when, [c.kamerstuk.told_when for c in self.told_by])

    @cached_property
    def sure_wait(self) -> tuple[int | None, int | None]:
        """Return the least and most days from event to telling.

        Each is None where it is not sure, and where the telling may have come first.
        """
        least, most = self.wait.sure if self.wait else (None, None)
        return (
            least if least is None or least >= 0 else None,
            most if most is None or most >= 0 else None,
        )

    @property
    def shown_at(self) -> datetime:
        """Return when readers first saw it as it is now: published, or changed after that."""
        return max(self.publish_at, self.changed_at)


class PaperFacts:
    """What follows from a paper of Parliament by itself."""

    @property
    def reference(self) -> Reference:
        """Return what names it: its number in its series, or else a number of the Chamber's own."""
        series = self.known_series
        if not (self.number or self.publication):
            case = self.chamber_number if series.is_by_case else ""
            if case or self.document_number:
                own = {"chamber_number": case, "document_number": self.document_number}
                return Reference(series=series, **own)
        return self.as_numbered

    @property
    def known_series(self) -> Series:
        """Return its series; a value that is none, which a form refuses, counts as a Kamerstuk."""
        return SERIES.get(self.series, Series.KAMERSTUK)

    @property
    def as_numbered(self) -> Reference:
        """Return its number in its series and what belongs to that, also where it has none yet."""
        return Reference(
            series=self.known_series,
            dossier=self.dossier,
            suffix=self.suffix,
            number=self.number,
            publication=self.publication,
            chamber=self.chamber,
            session=self.session,
        )

    @property
    def is_numbered(self) -> bool:
        """Return whether it can be cited by a number, of its dossier or of the Chamber."""
        return bool(self.reference.identifier)

    @property
    def citation(self) -> str:
        """Return how readers see it cited; a missing number is said in words."""
        if self.is_numbered:
            return str(self.reference)
        if not self.is_named:
            return f"{self.title or PaperKind(self.kind).label} (nummer nog niet bekend)"
        return str(self.reference).replace("nr. XXX", "nummer nog niet bekend")

    @property
    def place(self) -> str:
        """Return where its number stands, in Dutch: its dossier, or else its series."""
        if self.dossier:
            return f"dossier {self.as_numbered.dossier_spaced}"
        return {
            Series.AANHANGSEL: "het Aanhangsel van de Handelingen",
            Series.HANDELINGEN: "de Handelingen",
            Series.QUESTIONS: "de Kamervragen",
            Series.APPENDIX: "de bijlagen",
        }.get(self.known_series, "de Kamerstukken")

    @property
    def is_named(self) -> bool:
        """Return whether its citation names it without its title."""
        return self.is_numbered or bool(self.dossier)

    @property
    def official_url(self) -> str:
        """Return its address at the official publications, or "" where none can be formed."""
        return self.reference.url

    @property
    def told_when(self) -> EventDate | None:
        """Return when it told the Chamber: about its date where nobody here saw the paper.

        Such a date is the day of a report of it, or was worked out from one.
        """
        return self.when and (self.when.about if self.unseen_source else self.when)
