"""The files of a copy that the site itself does not have: what they say is said by the copy."""

from html import escape

STYLES = "kopie.css"
NOTICE = """/* Niet van de site: regels van deze kopie, om haar eigen opmaak heen. */
@import url("{styles}");

form[method="get"]::after {{
  content: "Dit is een kopie van {day}: zij kan niet zoeken of kiezen. Deze knop vraagt het aan de \
site zelf, {address}.";
  display: block;
  flex-basis: 100%;
  grid-column: 1 / -1;
  overflow-wrap: anywhere;
}}

footer.site::after {{
  content: "U leest een kopie van {day}. Wat daarna is verbeterd of ingetrokken, staat op \
{address}.";
  display: block;
  overflow-wrap: anywhere;
}}
"""
POINTER = """<!doctype html>
<html lang="nl">
<meta charset="utf-8">
<title>Doorverwezen</title>
<meta http-equiv="refresh" content="0; url={to}">
<p>Dit adres verwijst naar <a href="{to}">{to}</a>.</p>
</html>
"""


def styles(site_styles: str, day: str, address: str) -> bytes:
    """Return the style sheet that brings the site's own, and says what a copy cannot do."""
    return NOTICE.format(styles=site_styles, day=day, address=address).encode()


def pointer(to: str) -> bytes:
    """Return the page for an address that redirects, which no file can."""
    return POINTER.format(to=escape(to)).encode()
