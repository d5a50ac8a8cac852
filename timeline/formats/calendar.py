"""The calendar of a timeline: iCalendar (RFC 5545)."""

from datetime import date, datetime, timedelta

from django.db.models import Count, Max
from django.http import HttpRequest
from icalendar import Calendar
from icalendar import Event as Entry

from incident.models import Change, Event, Incident
from timeline.citing.source import SITE
from timeline.formats.feeds import lasting_id
from timeline.pages.questions import question_sets
from timeline.query.selection import Selection


def calendar(request: HttpRequest, selection: Selection) -> bytes:
    """Return a selection as an iCalendar file in UTF-8.

    It holds whole-day entries: the events, and the terms for answering written questions.
    """
    made = Calendar()
    made.add("prodid", f"-//{SITE}//{selection.incident.slug}//NL")
    made.add("version", "2.0")
    made.add("x-wr-calname", f"Tijdlijn {selection.incident.title}")
    seen = revisions(selection.incident, "event")
    for event in selection.events:
        last = seen.get(event.pk, (0, event.shown_at))
        made.add_component(entry(request, event, selection.labels(event), *last))
    for due in terms(request, selection):
        made.add_component(due)
    return made.to_ical()


def whole_days(uid: str, summary: str, first: date, last: date) -> Entry:
    """Return an entry from `first` up to and including `last`.

    `dtend` is the day after: RFC 5545 excludes the end.
    """
    made = Entry()
    made.add("uid", uid)
    made.add("summary", summary)
    made.add("dtstart", first)
    made.add("dtend", last + timedelta(days=1))
    made.add("transp", "TRANSPARENT")
    return made


def revisions(incident: Incident, noun: str) -> dict[int, tuple[int, datetime]]:
    """Return, by key, how often each object changed in public, and when it last did.

    The first publication is not counted, as a calendar's SEQUENCE begins at 0.
    Only public changes count: an object's own version and moment would reveal changes to a draft.
    """
    seen = Change.objects.for_readers().of_incident(incident).filter(noun=noun).order_by()
    counted = seen.values_list("row").annotate(Count("number"), Max("public_at"))
    return {row: (count - 1, last) for row, count, last in counted}


def entry(
    request: HttpRequest, event: Event, labels: list[str], sequence: int, changed: datetime
) -> Entry:
    """Return an event under these labels, after `sequence` changes, the last of them at `changed`.

    An open date becomes the one day that is known, and the title says so.
    """
    first, last = event.first_day or event.last_day, event.last_day or event.first_day
    exactly = "" if event.when.is_day else f" ({event.when})"
    uid = lasting_id(event.incident.slug, event.slug)
    made = whole_days(uid, event.title + exactly, first, last)
    made.add("dtstamp", changed)
    made.add("last-modified", changed)
    made.add("sequence", sequence)
    made.add("description", "\n\n".join(filter(None, (event.date_note, event.body))))
    made.add("categories", labels)
    made.add("url", request.build_absolute_uri(event.get_absolute_url()))
    return made


def terms(request: HttpRequest, selection: Selection) -> list[Entry]:
    """Return the last days for answering; none where the query is about other things."""
    made, seen = [], revisions(selection.incident, "writtenquestions")
    for put in question_sets(selection.incident, selection.day):
        due = put.set.due_on
        if due and selection.covers(due):
            name = f"Termijn Kamervragen {put.set.kamerstuk.citation}"
            found = whole_days(lasting_id("termijn", put.set.kamerstuk.slug), name, due, due)
            sequence, changed = seen.get(put.set.pk, (0, put.set.publish_at))
            found.add("dtstamp", changed)
            found.add("sequence", sequence)
            found.add("url", request.build_absolute_uri(put.set.get_absolute_url()))
            made.append(found)
    return made
