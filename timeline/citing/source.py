"""A page as a source: its citation in Dutch legal style, as plain text, and for programs.

The legal form follows the *Leidraad voor juridische auteurs*: of a website its name, 'title', day,
address and day of consultation; of a paper of Parliament its own reference, which says all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.formats import date_format

from timeline.citing.bibtex import bibtex
from timeline.citing.meta import Meta, meta
from timeline.citing.ris import ris

SITE = "Incidenttijdlijn"


class Form(NamedTuple):
    """One form for programs: its name, its media type, and what writes a `Citable` in it."""

    name: str
    media_type: str
    write: Callable[["Citable"], str]


# By the ending of their files.
FORMS = {
    "bib": Form("BibTeX", "application/x-bibtex", bibtex),
    "ris": Form("RIS", "application/x-research-info-systems", ris),
}


@dataclass(frozen=True)
class Citable:
    """One page as a source: its title, its address with host, its last change and today.

    Of a state that does not change any more `today` is None: the day of reading adds nothing to it.

    `lasting` is the address at which the present state stays, "" where there is none, and
    `lasting_name` what it is in Dutch. A citation has that address, so that who looks it up reads
    what was cited. `file` is the path of the same citation to download, with "*" for its form.
    """

    key: str
    title: str
    address: str
    picture: str
    changed: date
    today: date | None
    lasting: str = ""
    lasting_name: str = "Deze versie"
    file: str = ""
    publisher = SITE
    is_paper = False
    author = number = institution = ""

    @property
    def cited(self) -> str:
        return self.lasting or self.address

    @property
    def day(self) -> str:
        """Return its date in ISO 8601, as precise as it is surely known: "" where it is not."""
        return self.changed.isoformat()

    @property
    def legal(self) -> str:
        """Return the citation in Dutch legal style (*Leidraad voor juridische auteurs*)."""
        read = f" (geraadpleegd op {in_dutch(self.today)})" if self.today else ""
        return f"{SITE}, ‘{self.title}’, {in_dutch(self.changed)}, {self.cited}{read}."

    @property
    def text(self) -> str:
        read = f", gelezen {in_dutch(self.today)}" if self.today else ""
        return f"{SITE}. {self.title}. Bijgewerkt {in_dutch(self.changed)}{read}. {self.cited}"

    @property
    def written(self) -> list[tuple["Form", str, str]]:
        """Return each form, its text for a page, and the path to download it, "" for none."""
        texts = (
            (form, form.write(self).replace("\r\n", "\n").rstrip("\n"), end)
            for end, form in FORMS.items()
        )
        return [(form, text, self.file.replace("*", end)) for form, text, end in texts]

    @property
    def meta(self) -> list[Meta]:
        return meta(self)


@dataclass(frozen=True)
class CitablePaper(Citable):
    """A paper of Parliament as a source: what is cited is the paper itself, not our page of it.

    `title` is its subject, in brackets where the words are ours, as catalogues have it; `number`
    its reference in full, "" while it has none; `when` its day in Dutch, "" where that is not
    known.
    """

    number: str = ""
    when: str = ""
    day: str = ""
    author: str = ""
    institution: str = ""
    publisher: str = ""
    is_paper = True

    @property
    def legal(self) -> str:
        """Return the reference alone, by which law cites a paper; without one, what we know."""
        if self.lasting:
            return f"{self.number}."
        named = f"‘{self.title}’ (nummer nog niet bekend)" if not self.number else self.number
        return ", ".join(filter(None, (self.author, named, self.when, f"{self.cited}.")))

    @property
    def text(self) -> str:
        title = self.title if self.title != self.number else ""
        told = ", ".join(filter(None, (self.number, self.when)))
        return ". ".join(filter(None, (self.author, title, told, self.cited)))


def in_dutch(day: date) -> str:
    """Return a day as "17 juli 2025"."""
    return date_format(day, "j F Y")
