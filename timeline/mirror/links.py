"""The links in HTML and CSS, changed in place: every other byte stays as it is."""

import re
from collections.abc import Callable
from html import escape, unescape
from html.parser import HTMLParser

# Each attribute of HTML that holds one address and that a browser follows.
LINKS = frozenset({"href", "src", "action", "formaction", "poster", "data", "xlink:href"})
# An attribute of a start tag (https://html.spec.whatwg.org/#attributes-2), after its first sign.
ATTRIBUTE = re.compile(
    r"""(?<=[\s"'/])(?P<name>[^\s"'<>/=]+)
        (?:\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'>]+)))?""",
    re.VERBOSE,
)
TAG_NAME = re.compile(r"<[^\s/>]+")
# A comment or an address of CSS (https://www.w3.org/TR/css-syntax-3/, 4.3): the comment is passed.
CSS = re.compile(
    r"""/\*.*?(?:\*/|\Z)
      | (?:url\(\s*|@import\s+)(?:"(?P<double>[^"\\\n]*)"|'(?P<single>[^'\\\n]*)')
      | url\(\s*(?P<bare>[^\s"'()\\]+)\s*\)""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)

# Takes the tag, its attributes in lower case, the name of the one with a link, and the link;
# gives the new link.
Relink = Callable[[str, dict[str, str], str, str], str]


class _Tags(HTMLParser):
    """Finds the start tags with links, which scripts, styles and comments do not have."""

    def __init__(self):
        super().__init__(convert_charrefs=False)
        self.tags: list[tuple[tuple[int, int], str, str]] = []

    def handle_starttag(self, tag, attrs):
        if any(name in LINKS for name, _ in attrs):
            self.tags.append((self.getpos(), tag, self.get_starttag_text()))


def in_html(text: str, relink: Relink) -> str:
    """Return the document with other links."""
    lines = [0, *(found.end() for found in re.finditer("\n", text))]
    parser, made, at = _Tags(), [], 0
    parser.feed(text)
    parser.close()
    for (line, column), tag, written in parser.tags:
        start = lines[line - 1] + column
        made += [text[at:start], in_tag(tag, written, relink)]
        at = start + len(written)
    return "".join([*made, text[at:]])


def in_tag(tag: str, written: str, relink: Relink) -> str:
    """Return a start tag with other links; one that stays is written as it was."""
    begin = TAG_NAME.match(written).end()
    found = [m for m in ATTRIBUTE.finditer(written, begin) if m["name"]]
    attributes = {m["name"].lower(): unescape(value(m)) for m in reversed(found)}
    made, at = [], 0
    for match in found:
        name, old = match["name"].lower(), unescape(value(match))
        if name in LINKS and (new := relink(tag, attributes, name, old)) != old:
            start, end = match.span(match.lastgroup)
            quotes = "" if match.lastgroup != "bare" else '"'
            made += [written[at:start], quotes, escape(new), quotes]
            at = end
    return "".join([*made, written[at:]])


def value(match: re.Match) -> str:
    """Return the address that was matched, "" for an attribute without a value."""
    return next((match[g] for g in ("double", "single", "bare") if match[g] is not None), "")


def in_css(text: str, relink: Callable[[str], str]) -> str:
    """Return the style sheet with other addresses."""

    def changed(match: re.Match) -> str:
        if not match.lastgroup:
            return match[0]
        start, end = (place - match.start() for place in match.span(match.lastgroup))
        return f"{match[0][:start]}{relink(match[match.lastgroup])}{match[0][end:]}"

    return CSS.sub(changed, text)
