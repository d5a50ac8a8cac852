"""How to cite a page: in Dutch legal style, as plain text, and as BibTeX.

The Dutch legal form follows the *Leidraad voor juridische auteurs* for a source on a website:
author or site, 'title', day, address, day of consultation.
"""

import re
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format

from incident.models import Event, Incident

SITE = "Incidenttijdlijn"
# The characters that TeX reads as commands, with their escapes.
TEX = {c: f"\\{c}" for c in "&%$#_{}"} | {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


@dataclass(frozen=True)
class Citable:
    """One page as a source: its title, its address with host, its last change and today.

    `lasting` is the address at which the present version stays, "" where there is none. A citation
    has that address, so that who looks it up reads what was cited.
    """

    key: str
    title: str
    address: str
    picture: str
    changed: date
    today: date
    lasting: str = ""

    @property
    def cited(self) -> str:
        return self.lasting or self.address

    @property
    def legal(self) -> str:
        """Return the citation in Dutch legal style (*Leidraad voor juridische auteurs*)."""
        return (
            f"{SITE}, ‘{self.title}’, {in_dutch(self.changed)}, {self.cited} "
            f"(geraadpleegd op {in_dutch(self.today)})."
        )

    @property
    def text(self) -> str:
        return (
            f"{SITE}. {self.title}. Bijgewerkt {in_dutch(self.changed)}, "
            f"gelezen {in_dutch(self.today)}. {self.cited}"
        )

    @property
    def bibtex(self) -> str:
        """Return an `@online` entry for BibTeX and BibLaTeX."""
        return "\n".join(
            (
                f"@online{{{self.key},",
                f"  title = {{{tex(self.title)}}},",
                f"  organization = {{{SITE}}},",
                f"  date = {{{self.changed.isoformat()}}},",
                f"  url = {{{re.sub('[{}]', '', self.cited)}}},",
                f"  urldate = {{{self.today.isoformat()}}},",
                "  langid = {dutch},",
                "}",
            )
        )


def in_dutch(day: date) -> str:
    """Return a day as "17 juli 2025"."""
    return date_format(day, "j F Y")


def tex(text: str) -> str:
    """Return text with the characters escaped that TeX reads as commands."""
    return "".join(TEX.get(sign, sign) for sign in text)


def citable_event(request: HttpRequest, event: Event, version: int) -> Citable:
    """Return the page of an event as a source; `version` is its present one, 0 for none."""
    address = request.build_absolute_uri(event.get_absolute_url())
    changed = timezone.localdate(event.shown_at)
    picture = f"{address}voorbeeld.png"
    lasting = f"{address}versie/{version}/" if version else ""
    today = timezone.localdate()
    return Citable(event.slug, event.title, address, picture, changed, today, lasting)


def citable_timeline(request: HttpRequest, incident: Incident, sentence: str) -> Citable:
    """Return a timeline as a source; `sentence` is the query in words, "" for all of it."""
    title = f"Tijdlijn {incident.title}" + (f" ({sentence})" if sentence else "")
    address = request.build_absolute_uri()
    changed = timezone.localdate(incident.updated_at)
    picture = f"{request.build_absolute_uri(request.path)}voorbeeld.png"
    key = f"tijdlijn-{incident.slug}"
    return Citable(key, title, address, picture, changed, timezone.localdate())
