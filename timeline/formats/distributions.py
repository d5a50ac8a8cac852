"""The forms in which an incident can be had: one table for all that describes them to machines.

The OpenAPI description, the catalogue (DCAT), the Dataset of schema.org, the links in headers and
the page for programmers are made of it.
"""

from typing import NamedTuple

from incident.models import Incident
from timeline.formats.tables import EVENTS, FILES
from timeline.query.filters import EventFilter

RFC = "https://www.rfc-editor.org/rfc/rfc"


class Distribution(NamedTuple):
    """One file of an incident: its name there, its form, its title and meaning in Dutch.

    `media` is its media type, `kind` its name in the list of file types of the EU, `standard` the
    address of what it follows, and `asks` the parameters that it takes.
    """

    file: str
    media: str
    kind: str
    title: str
    meaning: str
    standard: str = ""
    asks: tuple[str, ...] = tuple(EventFilter.base_filters)

    def address(self, incident: Incident) -> str:
        """Return its path, without host."""
        return f"{incident.get_absolute_url()}{self.file}"

    @property
    def is_of_events(self) -> bool:
        """Return whether it is the timeline itself, so what a page of a question has as well."""
        return self.file.startswith(EVENTS.name)


DAY = ("peildatum",)
TABLE_TEXTS = {
    "tijdlijn": "De gebeurtenissen, een rij elk.",
    "tijdlijn-excel": "Dezelfde rijen, met de tekens die een Nederlandse Excel verwacht.",
    "kamerstukken": "De Kamerstukken waar de tijdlijn op rust.",
    "vragen": "De schriftelijke vragen van Kamerleden, en wat ervan werd.",
    "uitspraken": "Wie wat zei over elke kwestie.",
}
TABLES = tuple(
    Distribution(
        f"{name}.csv",
        "text/csv",
        "CSV",
        f"{table.title} (CSV{' voor Excel' if dialect.ending else ''})",
        TABLE_TEXTS[name],
        f"{RFC}4180" if dialect.separator == "," else "",
        Distribution._field_defaults["asks"] if table is EVENTS else DAY,
    )
    for name, (table, dialect) in FILES.items()
)
DISTRIBUTIONS = (
    Distribution(
        "tijdlijn.json",
        "application/json",
        "JSON",
        "Gebeurtenissen (JSON)",
        "De gebeurtenissen met hun bronnen, als objecten.",
        f"{RFC}8259",
    ),
    *TABLES,
    Distribution(
        "tijdlijn.atom",
        "application/atom+xml",
        "ATOM",
        "Nieuws uit de tijdlijn (Atom)",
        "Wat hier het laatst verscheen of veranderde, het nieuwste eerst.",
        f"{RFC}4287",
    ),
    Distribution(
        "wijzigingen.atom",
        "application/atom+xml",
        "ATOM",
        "Wijzigingen (Atom)",
        "Wat wij plaatsten, verbeterden en introkken, met de reden.",
        f"{RFC}4287",
        (),
    ),
    Distribution(
        "tijdlijn.ics",
        "text/calendar",
        "ICS",
        "Gebeurtenissen (iCalendar)",
        "De gebeurtenissen als hele dagen, voor een agenda.",
        f"{RFC}5545",
    ),
    Distribution(
        "tijdlijn.svg",
        "image/svg+xml",
        "SVG",
        "Tekening (SVG)",
        "De tekening van de tijdlijn, met titel, datum en bron.",
        "https://www.w3.org/TR/SVG11/",
    ),
    Distribution(
        "tijdlijn.png",
        "image/png",
        "PNG",
        "Tekening (PNG)",
        "Dezelfde tekening, 2400 beeldpunten breed.",
        "https://www.w3.org/TR/png/",
    ),
    Distribution(
        "alles.zip",
        "application/zip",
        "ZIP",
        "Alles in één bestand (ZIP)",
        "Alle tabellen en de JSON, met de vraag en de licentie erbij.",
    ),
)
