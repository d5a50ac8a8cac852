"""What Zotero makes of a page: the rules of its translator "Embedded Metadata", in our own words.

They are those of zotero/translators (`Embedded Metadata.js` of June 2024 and `RDF.js`), as far as
they bear on what our pages say: a report by its institution before all; else the type that Zotero's
own namespace names; else a web page by Open Graph; else by a title of Highwire a journal article.
Highwire's fields, matched by the end of their name, come before those of Dublin Core, and those
before Open Graph. The name of the site is taken off the end of a title.
"""

import re
from html.parser import HTMLParser

TYPES = {"webpage", "report", "journalArticle", "document"}
# Each field with the names that give it, the strongest first; "$" ends a name of Highwire.
FIELDS = {
    "title": ("citation_title$", "dc.title", "og:title"),
    "date": ("citation_date$", "citation_publication_date$", "dc.date"),
    "url": ("citation_public_url$", "og:url"),
    "publisher": ("citation_publisher$", "dc.publisher"),
    "institution": ("citation_technical_report_institution$", "dc.publisher"),
    "number": ("citation_technical_report_number$",),
    "language": ("citation_language$", "dc.language"),
    "rights": ("dc.rights",),
    "publicationTitle": ("citation_journal_title$", "dc.source", "og:site_name"),
}


class Head(HTMLParser):
    """The meta elements of a page in their order: (name or property, content)."""

    def __init__(self, page: str):
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        name, content = told.get("name") or told.get("property"), told.get("content")
        if tag == "meta" and name and content:
            self.found.append((name, content))

    def get(self, name: str) -> str:
        """Return the first content of what has this name, or with "$" ends in it; "" for none."""
        for own, content in self.found:
            if own.endswith(name[:-1]) if name.endswith("$") else own.lower() == name:
                return content
        return ""


def item_type(head: Head) -> str:
    if head.get("citation_technical_report_institution$"):
        return "report"
    named = head.get("z:itemtype")
    if named in TYPES:
        return named
    if head.get("og:type") == "website":
        return "webpage"
    return "journalArticle" if head.get("citation_title$") else "webpage"


def taken(page: str) -> dict[str, str]:
    """Return what Zotero stores of a page: its type and its fields, without what is empty."""
    head = Head(page)
    item = {"itemType": item_type(head)}
    for field, names in FIELDS.items():
        item[field] = next(filter(None, map(head.get, names)), "")
    site = re.escape(item["publicationTitle"])
    if site:
        item["title"] = re.sub(rf"\s*[-–—=_:|~#]\s*{site}\s*$", "", item["title"], flags=re.I)
    if item["itemType"] == "report":  # which has no such field
        del item["publicationTitle"]
    return {name: " ".join(value.split()) for name, value in item.items() if value}
