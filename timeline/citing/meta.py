"""A citation in the head of its page, for the button of a reference manager.

The names are those of Highwire Press, which Google Scholar asks for too, and of Dublin Core. What
Zotero makes of them follows the rules of its translator "Embedded Metadata": `z:itemType` names
the type, without which a title alone makes a journal article.
"""

from typing import NamedTuple

FREE = "https://creativecommons.org/publicdomain/zero/1.0/"  # our texts; a paper is not ours


class Meta(NamedTuple):
    """One meta element: its name and its content."""

    name: str
    content: str


def meta(source) -> list[Meta]:
    """Return what the head of the page of a `Citable` says of it, empty values left out."""
    own = of_paper(source) if source.is_paper else of_page(source)
    found = [
        *own,
        Meta("citation_title", source.title),
        Meta("citation_date", source.day.replace("-", "/")),
        Meta("citation_public_url", source.cited),
        Meta("citation_language", "nl"),
        Meta("DC.title", source.title),
        Meta("DC.date", source.day),
        Meta("DC.identifier", source.cited),
        Meta("DC.language", "nl"),
    ]
    return [one for one in found if one.content]


def of_page(source) -> list[Meta]:
    return [
        Meta("z:itemType", "webpage"),
        Meta("citation_publisher", source.publisher),
        Meta("DC.publisher", source.publisher),
        Meta("DC.rights", FREE),
    ]


def of_paper(source) -> list[Meta]:
    """Return what makes it a report, with its number.

    Its author is an office, of which Zotero would make a person with a surname.
    """
    return [
        Meta("citation_technical_report_institution", source.institution),
        Meta("citation_technical_report_number", source.number),
        Meta("DC.publisher", source.institution),
    ]
