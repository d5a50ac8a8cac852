"""Reading a feed on: from the place that was kept, for all that is sought in it.

The place moves past an entry when what it says is kept, and to read one twice changes nothing. So
whatever stops a run, the next one goes on where it stopped, and loses nothing.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from incident.models import Candidate, FeedPlace
from incident.models.official import Answered, Decision
from incident.official import faults, known
from incident.official.faults import Fault
from incident.official.fetching import Deadline
from incident.official.keeping import Ending, Summary, keep_one, note
from incident.official.query import Source
from incident.official.record import Record
from incident.official.sources import syncfeed
from incident.official.sources.syncfeed import Entry
from incident.official.subjects import Subject

log = logging.getLogger(__name__)

KEY = "lijst:syncfeed"
LABEL = "SyncFeed van de Tweede Kamer"
WORDS = "de documenten die veranderden sinds wij het laatst lazen"
MOST_PAGES = 100  # in one run: some 25,000 documents
LONGEST = 10  # times the limit of one question, for one run
AGAIN = timedelta(hours=1)  # after it was read to the end


@dataclass
class Reading:
    """One run over the feed."""

    place: FeedPlace
    subjects: list[Subject]
    whole: Deadline
    go_on: Callable[[], object]
    new: int = 0
    unread: int = 0
    is_done: bool = False
    looked_up: dict[str, str] = field(default_factory=dict)

    def limit(self) -> Deadline:
        """Prolong the turn by one question, and return the time for that."""
        self.go_on()
        return self.whole.within(settings.OFFICIAL_SECONDS)


def follow(
    subjects: Iterable[Subject],
    whole: Deadline | None,
    summary: Summary,
    go_on: Callable[[], object],
) -> None:
    """Read on in the feed for what is sought in it, and keep what came of that."""
    sought = [subject for subject in subjects if subject.sought and subject.since]
    longest = LONGEST * settings.OFFICIAL_SECONDS
    limit = whole.within(longest) if whole else Deadline(longest)
    reading = Reading(place_for(sought), sought, limit, go_on)
    fault = read_on(reading)
    if fault:
        log.warning("official source, %s: %s", KEY, fault.for_the_log)
        summary.faults.append(fault)
    ending = ending_of(reading, fault)
    note(KEY, LABEL, {}, ending)
    summary.outcomes.append(ending.outcome)
    summary.new += reading.new


def place_for(sought: list[Subject]) -> FeedPlace:
    """Return where to read on, further back where something is looked for that was not before."""
    place, _ = FeedPlace.objects.get_or_create(
        address=Source.SYNCFEED.base[:300], defaults={"token": settings.OFFICIAL_SYNCFEED_FROM}
    )
    new = [s.since for s in sought if place.sought.get(s.key) != s.sought]
    if new:
        place.go_back_to(min(new))
    place.sought = {subject.key: subject.sought for subject in sought}
    place.save()
    return place


def read_on(reading: Reading) -> Fault | None:
    """Read page after page, to the end or as far as the limits go; return what stopped it."""
    began = reading.place.token
    try:
        for _ in range(MOST_PAGES):
            if not reading.whole.left:
                break
            asked = reading.place.token
            entries = syncfeed.page(asked, reading.limit())
            if not all(take(entry, reading) for entry in entries):
                break
            reading.place.save()
            if reading.place.token == asked:
                reading.is_done = True
                break
    except Fault as fault:
        is_ours = fault.sentence == faults.TOO_SLOW and not reading.whole.left
        return None if is_ours and reading.place.token != began else fault
    finally:
        reading.place.save()
    return None


def take(entry: Entry, reading: Reading) -> bool:
    """Keep what an entry says and move past it; return False where no time is left for that."""
    if not reading.whole.left:
        return False
    for subject, record in fitting_of(entry, reading):
        with transaction.atomic():
            reading.new += keep_one(subject, record, Source.SYNCFEED.base)
    if entry.is_deleted:
        mark_gone(entry)
    reading.place.pass_by(entry.token, entry.changed)
    return True


def fitting_of(entry: Entry, reading: Reading) -> list[tuple[Subject, Record]]:
    """Return for what a document is a candidate; looked up only where it may be one."""
    if not entry.record or not entry.record.identifier:
        return []
    plain = entry.record
    likely = [subject for subject in reading.subjects if subject.may_be(plain)]
    if not likely:
        return []
    cases = entry.cases if any(subject.by_case for subject in likely) else ()
    record = syncfeed.whole(plain, looked_up(entry.dossiers, reading), looked_up(cases, reading))
    if known.had([record.identifier]):
        return []
    return [(subject, record) for subject in likely if subject.fits(record)]


def looked_up(guids: tuple[str, ...], reading: Reading) -> tuple[str, ...]:
    """Return the numbers of the dossiers or cases that a document refers to.

    One that the source does not give in a way that we can read is passed over and counted: it may
    never be given. Fault where the source may give it a moment later.
    """
    for guid in guids:
        if guid not in reading.looked_up:
            reading.looked_up[guid] = number_of(guid, reading)
    return tuple(filter(None, (reading.looked_up[guid] for guid in guids)))


def number_of(guid: str, reading: Reading) -> str:
    try:
        return syncfeed.number_of(guid, reading.limit())
    except Fault as fault:
        if fault.outcome == Answered.SILENT or fault.may_pass:
            raise
        log.warning("official source, %s: %s", KEY, fault.for_the_log)
        reading.unread += 1
        return ""


def mark_gone(entry: Entry) -> None:
    """Say at what still waits for a person that the source deleted it."""
    waiting = Candidate.objects.filter(state=Decision.OPEN).exclude(record_id="")
    waiting.filter(record_id=entry.guid).update(is_gone=True)


def ending_of(reading: Reading, fault: Fault | None) -> Ending:
    """Return how a run ended, and from when it goes on."""
    said = [progress_of(reading)]
    if reading.unread:
        said.append(f"Verwijzingen die niet te lezen waren: {reading.unread}.")
    address = f"{Source.SYNCFEED.base}?category={syncfeed.CATEGORY}"
    if fault:
        return Ending(fault.outcome, " ".join([str(fault), *said]), address, fault.after)
    outcome = Answered.FOUND if reading.new else Answered.NOT_FOUND
    pause = AGAIN if reading.is_done else timedelta(0)
    return Ending(outcome, " ".join(said), address, pause=pause)


def progress_of(reading: Reading) -> str:
    """Return how far the feed was read, in a sentence."""
    if not reading.place.read_to:
        return "Er is nog niets gelezen."
    day = f"{timezone.localtime(reading.place.read_to):%d-%m-%Y %H:%M}"
    rest = "verder is er niets" if reading.is_done else "de volgende keer gaan wij daar verder"
    return f"Gelezen tot en met {day}; {rest}."
