"""A timeline in the vocabulary of schema.org, for search engines: https://schema.org/Dataset.

It has what Google asks of a Dataset beside what schema.org knows:
https://developers.google.com/search/docs/appearance/structured-data/dataset.
"""

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.safestring import SafeString

from incident import columns
from incident.models import Event, Incident
from timeline.discovery.coverage import Coverage, coverage, coverage_of
from timeline.formats.distributions import DISTRIBUTIONS
from timeline.formats.linked_data import as_script
from timeline.formats.publisher import Publisher, publisher
from timeline.formats.tables import LICENCE
from timeline.query.selection import Selection

ABOUT = "wat er gebeurde, wanneer de Kamer het hoorde, en in welk Kamerstuk het staat"
LONGEST = 4_000  # signs of a description; Google takes 5,000
# What a row of the timeline tells, among its columns.
MEASURED = ("datum", "gemeld_op", "soort", "titel", "kamerstuk", "openbaar_bekend_op")
MEASURED += ("wachttijd_minstens", "wachttijd_hoogstens")


def summary(incident: Incident) -> str:
    """Return in Dutch what the data of an incident are, with its introduction."""
    return f"Tijdlijn {incident.title}: {ABOUT}. {incident.introduction}".strip()[:LONGEST]


def dataset(
    incident: Incident, covered: Coverage, by: Publisher, absolute: Callable[[str], str]
) -> dict:
    """Return the JSON-LD of a whole timeline; `absolute` makes an address from a path."""
    page = absolute(incident.get_absolute_url())
    organisation = {"@type": "Organization", "name": by.name, "url": by.page}
    organisation |= {"email": by.email} if by.email else {}
    described = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "identifier": page,
        "url": page,
        "name": f"Tijdlijn {incident.title}",
        "description": summary(incident),
        "inLanguage": "nl",
        "license": LICENCE,
        "isAccessibleForFree": True,
        "dateModified": incident.updated_at.isoformat(),
        "temporalCoverage": covered.interval,
        "spatialCoverage": "Nederland",
        "creator": organisation,
        "publisher": organisation,
        "keywords": [incident.title, "Tweede Kamer", "Kamerstukken", "tijdlijn"],
        "variableMeasured": [c.name for c in columns.COLUMNS if c.name in MEASURED],
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": one.media,
                "contentUrl": absolute(one.address(incident)),
            }
            for one in DISTRIBUTIONS
        ],
    }
    return {name: value for name, value in described.items() if value != ""}


def dataset_script(
    request: HttpRequest, selection: Selection, loaded: list[Event] | None = None
) -> SafeString | str:
    """Return the JSON-LD of the page of a whole timeline; "" for a part of it, or a preview.

    `loaded` are all its events where a page has loaded these.
    """
    if selection.query_string or selection.elsewhere:
        return ""
    incident, absolute = selection.incident, request.build_absolute_uri
    if loaded is None:
        covered = coverage([incident]).get(incident.pk, Coverage())
    else:
        covered = coverage_of(loaded)
    return as_script(dataset(incident, covered, publisher(absolute), absolute))
