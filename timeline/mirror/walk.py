"""The walk over the site: each address is asked, and its answer written with links to files."""

from collections.abc import Callable, Iterable
from urllib.parse import urljoin, urlsplit

from django.templatetags.static import static

from timeline.mirror import notice
from timeline.mirror.addresses import Address, Link, between, link
from timeline.mirror.asking import Answer, Site
from timeline.mirror.catalogue import Catalogue
from timeline.mirror.links import in_css, in_html
from timeline.mirror.seeds import STYLES, seeds

KEPT = (200, 400, 404, 410)  # what a page links to is copied as it is, also where it says no
NOT_THERE = (400, 404)
TEXT = ("text/html", "text/css")
POINTS = "text/html; een verwijzing"

Write = Callable[[str, Iterable[bytes]], None]  # the name of a file from the site's root


class AnswerError(Exception):
    """The site did not answer with what can be copied; says what, in Dutch."""


class Walk:
    """One copy of the site in its present state; `write` is given each file of it, once."""

    def __init__(self, site: Site, catalogue: Catalogue, write: Write):
        self.site, self.catalogue, self.write = site, catalogue, write
        self.styles = Address(static(STYLES))

    def go(self, day: str) -> None:
        """Copy all that there is; raises AnswerError where the site fails."""
        for seed in seeds():
            self.catalogue.ask(seed, linked=False)
        for address, is_linked in self.catalogue.to_ask():
            with self.site.asked(address) as answer:
                self.take(address, answer, is_linked=is_linked)
        own = notice.styles(between(notice.STYLES, self.styles.file), day, self.site.address)
        self.write(notice.STYLES, [own])

    def take(self, address: Address, answer: Answer, *, is_linked: bool) -> None:
        if answer.status in NOT_THERE and not is_linked:
            self.catalogue.forget(address)
            return
        if "location" in answer.headers:
            self.point(address, answer)
            return
        if answer.status not in KEPT:
            raise AnswerError(
                f"De site gaf {answer.status} op {address}; zie het logboek op stderr."
            )
        pieces = self.relinked(address, answer) if answer.kind in TEXT else answer.pieces
        self.keep(address, pieces, answer)

    def keep(
        self, address: Address, pieces: Iterable[bytes], answer: Answer, kind: str = ""
    ) -> None:
        self.write(address.file, pieces)
        kind = kind or answer.headers.get("content-type", "")
        origin = f"{self.site.address}{address}"
        self.catalogue.add_origin(address.file, origin, answer.status, kind)

    def point(self, address: Address, answer: Answer) -> None:
        """Write a page that leads to where an address redirects: no file can redirect."""
        to = urlsplit(urljoin(f"{self.site.address}{address}", answer.headers["location"]))
        is_here = f"{to.scheme}://{to.netloc}" == self.site.address
        found = link(Address("/"), to._replace(scheme="", netloc="").geturl()) if is_here else None
        new = self.reference(address, found) if found and found.to.is_ours else to.geturl()
        self.keep(address, [notice.pointer(new)], answer, POINTS)

    def relinked(self, address: Address, answer: Answer) -> list[bytes]:
        """Return a page or a style sheet with links to files."""
        text = b"".join(answer.pieces).decode()

        def in_tag(tag: str, attributes: dict[str, str], name: str, old: str) -> str:
            found = link(address, old)
            if found is None:
                return old
            if name in ("action", "formaction") or not address.leads_to(found.to):
                return self.live(found)
            if found.to == self.styles and "stylesheet" in attributes.get("rel", "").split():
                self.catalogue.ask(found.to, linked=True)
                return between(address.file, notice.STYLES)
            return self.reference(address, found)

        def in_sheet(old: str) -> str:
            found = link(address, old)
            return self.reference(address, found) if found else old

        made = in_css(text, in_sheet) if answer.kind == "text/css" else in_html(text, in_tag)
        return [made.encode()]

    def reference(self, address: Address, found: Link) -> str:
        """Return the relative reference to the file of an address, which is copied as well."""
        self.catalogue.ask(found.to, linked=True)
        return f"{between(address.file, found.to.file)}{found.fragment}"

    def live(self, found: Link) -> str:
        """Return the address on the site itself of what is not in the copy."""
        return f"{self.site.address}{found.to}{found.fragment}"
