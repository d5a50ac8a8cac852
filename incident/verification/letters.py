"""Whether the files of letters are those that were read, and quotes are checked by their texts."""

import hashlib
from collections.abc import Iterator

from incident.models import Citation, Letter


def strange_files() -> Iterator[str]:
    """Yield in Dutch each letter of which the file is another; one file at a time is in memory."""
    for letter in Letter.objects.defer(*Letter.audit_heavy).order_by("pk").iterator():
        if hashlib.sha256(letter.data).hexdigest() != letter.digest:
            yield f"Het bestand van brief {letter.pk} ({letter}) is niet dat wat is ingelezen."


def strange_checks() -> Iterator[str]:
    """Yield in Dutch each citation whose quote was checked otherwise than its paper's text says."""
    for citation, check in Citation.objects.checked_anew():
        if citation.quote_check != check:
            place = f"vindplaats {citation.pk} in gebeurtenis {citation.event_id}"
            yield f"Kolom ‘quote_check’ van {place} klopt niet."
