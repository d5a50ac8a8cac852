"""Which page is cited how: an event, the timeline, a state of either, and a paper."""

from dataclasses import replace
from datetime import date

from django.http import HttpRequest
from django.utils import timezone

from incident.models import Event, Incident, Kamerstuk
from timeline.citing.source import Citable, CitablePaper, in_dutch
from timeline.query.selection import Selection


def citable_event(request: HttpRequest, event: Event, version: int) -> Citable:
    """Return the page of an event as a source; `version` is its present one, 0 for none."""
    address = request.build_absolute_uri(event.get_absolute_url())
    return Citable(
        key=event.slug,
        title=event.title,
        address=address,
        picture=f"{address}voorbeeld.png",
        changed=timezone.localdate(event.shown_at),
        today=timezone.localdate(),
        lasting=f"{address}versie/{version}/" if version else "",
        file=f"{event.get_absolute_url()}citeer.*",
    )


def citable_version(request: HttpRequest, event: Event, version: int) -> Citable:
    """Return one version of an event as a source; `event` is as it then read."""
    return replace(citable_event(request, event, version), today=None, file="")


def citable_timeline(request: HttpRequest, selection: Selection) -> Citable:
    """Return a timeline as a source.

    The whole of it is cited as it stood at the end of the day of its last change. Of a part, or of
    what was known on a day, no state is kept: then the address is that of the query itself.
    """
    incident, sentence = selection.incident, selection.sentence
    own = request.build_absolute_uri(incident.get_absolute_url())
    changed = timezone.localdate(incident.updated_at)
    return Citable(
        key=f"tijdlijn-{incident.slug}",
        title=f"Tijdlijn {incident.title}" + (f" ({sentence})" if sentence else ""),
        address=request.build_absolute_uri(selection.address),
        picture=f"{own}voorbeeld.png",
        changed=changed,
        today=timezone.localdate(),
        lasting="" if selection.query else f"{own}?stand={changed}",
        lasting_name="Deze stand",
        file=f"{incident.get_absolute_url()}citeer.*{selection.query_string}" * selection.is_valid,
    )


def citable_state(request: HttpRequest, incident: Incident, day: date) -> Citable:
    """Return the timeline as it stood at the end of a day as a source."""
    address = request.build_absolute_uri(incident.get_absolute_url())
    today = timezone.localdate()
    return Citable(
        key=f"tijdlijn-{incident.slug}-{day}",
        title=f"Tijdlijn {incident.title}, stand van {in_dutch(day)}",
        address=address,
        picture=f"{address}voorbeeld.png",
        changed=day,
        today=today if day == today else None,
        lasting=f"{address}?stand={day}",
        lasting_name="Deze stand",
    )


def citable_paper(request: HttpRequest, paper: Kamerstuk) -> CitablePaper:
    """Return a paper as a source, at its official address where it has one.

    Its day is given where it is plain ISO 8601, without the marks of EDTF, and of a paper seen.
    """
    subject = f"[{paper.title}]" if paper.title and paper.title_is_ours else paper.title
    chamber = f"{paper.get_chamber_display()} der Staten-Generaal"
    is_plain = paper.date.replace("-", "").isdigit() and not paper.unseen_source
    today = timezone.localdate()
    return CitablePaper(
        key=paper.slug,
        title=subject or paper.citation,
        address=request.build_absolute_uri(paper.get_absolute_url()),
        picture="",
        changed=today,
        today=today,
        lasting=paper.official_url,
        lasting_name="Officiële tekst",
        file=f"{paper.get_absolute_url()}citeer.*",
        number=paper.citation if paper.is_named else "",
        when=str(paper.when or ""),
        day=paper.date if is_plain else "",
        author=paper.sender[:1].upper() + paper.sender[1:],
        institution=chamber,
    )
