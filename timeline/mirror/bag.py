"""The files around a copy: BagIt 1.0 (RFC 8493), which archives take in and check with their tools.

`data/` holds the site. Nothing here tells the moment at which it was made, so the same state of the
record gives the same bytes.
"""

import csv
import io
import tomllib
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from django.conf import settings
from django.utils.formats import date_format

from incident.models import Incident
from timeline.formats.tables import LICENCE
from timeline.mirror.catalogue import Catalogue

TAG_MANIFEST = "tagmanifest-sha256.txt"
DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
AGENT = "incident-timeline"
README = """Kopie van {address}, op {day}

Begin bij data/index.html. De map data werkt van schijf, en achter elke webserver die bestanden
geeft.

- Alles is zoals de site het gaf, op de verwijzingen in pagina's (HTML) en opmaak (CSS) na: die
  leiden naar bestanden hier. Een adres dat doorverwijst is een kleine pagina van deze kopie zelf,
  en data/kopie.css voegt twee regels toe die zeggen dat u een kopie leest. adressen.csv zegt van
  elk bestand bij welk adres het hoort, en welke status de site daar gaf (410: ingetrokken).
- Zoeken en kiezen kan een bestand niet: die knoppen vragen het aan de site zelf. Van de vragen
  (adressen met een ?) staan hier alleen die waar een pagina zonder vraag naar verwijst. Wat daar
  verder te kiezen is, leidt naar de site.
- Deze kopie volgt de site. Een tekst die daar is ingetrokken, verdwijnt bij de volgende kopie uit
  deze map; op zijn adres staat dan wanneer en waarom. Wie een oudere kopie bewaart of doorgeeft,
  doet er goed aan dat ook te doen: wat is ingetrokken kan onjuist of schadelijk zijn.
- Nakijken of elk bestand nog is wat het was: sha256sum -c manifest-sha256.txt
- Vrij te gebruiken: CC0 1.0, {licence}

In English: a copy of the public site, byte for byte but for the links in HTML and CSS, as a bag
(BagIt 1.0, RFC 8493). Start at data/index.html. Files cannot search: forms, and questions that are
not here, lead to the live site. A text that is withdrawn there is gone from the next copy; please
drop it from earlier copies too. adressen.csv gives the address, status and media type of each file.
"""


class About(NamedTuple):
    """What a copy is of: the address of the site, the day in ISO 8601 and in Dutch, the release."""

    address: str
    day: str
    day_said: str
    release: str


def about(address: str, day) -> About:
    return About(address, day.isoformat(), date_format(day, "j F Y"), release())


def release() -> str:
    """Return the version of this software, "" where its list of packages is not at hand."""
    path = settings.BASE_DIR / "pyproject.toml"
    return tomllib.loads(path.read_text())["project"]["version"] if path.exists() else ""


def last_change() -> str:
    """Return when the public record last changed for readers, in ISO 8601, "" for no record.

    It is all of the log's end that readers know: the log itself moves with each draft.
    """
    moments = [incident.updated_at for incident in Incident.objects.for_readers().with_overview()]
    return max(moments).isoformat() if moments else ""


def tag_files(site: About, catalogue: Catalogue) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield the name and the bytes of each file beside the payload, but for the last manifest."""
    yield "bagit.txt", iter([DECLARATION])
    yield "bag-info.txt", iter([info(site, catalogue)])
    yield "LEESMIJ.txt", iter([readme(site)])
    yield "adressen.csv", listed(catalogue)
    yield "manifest-sha256.txt", (line(f.digest, f.name) for f in catalogue.files())


def line(digest: str, name: str) -> bytes:
    """Return a line of a manifest, as `sha256sum` writes and checks it."""
    return f"{digest}  {name}\n".encode()


def info(site: About, catalogue: Catalogue) -> bytes:
    """Return bag-info.txt: fields of RFC 8493, 2.2.2, and the last change of the record."""
    files, size = catalogue.size
    fields = {
        "Source-Organization": settings.OPERATOR_NAME,
        "Contact-Email": settings.REPORT_EMAIL,
        "External-Description": f"De openbare site {site.address} als bestanden",
        "External-Identifier": site.address,
        "Bagging-Date": site.day,
        "Payload-Oxum": f"{size}.{files}",
        "Bag-Software-Agent": f"{AGENT} {site.release}".strip(),
        "Record-Last-Changed": last_change(),
    }
    return "".join(f"{name}: {value}\n" for name, value in fields.items() if value).encode()


def readme(site: About) -> bytes:
    return README.format(address=site.address, day=site.day_said, licence=LICENCE).encode()


def listed(catalogue: Catalogue) -> Iterator[bytes]:
    """Yield adressen.csv (RFC 4180): of each answer its address, file, status and media type."""
    for row in chain([("adres", "bestand", "status", "soort")], catalogue.origins()):
        text = io.StringIO(newline="")
        csv.writer(text).writerow(row)
        yield text.getvalue().encode()
