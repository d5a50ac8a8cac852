"""The walk over a site of a few answers: what is copied, and what becomes of a redirect."""

from contextlib import closing, contextmanager

import pytest

from timeline.mirror import walk
from timeline.mirror.addresses import Address
from timeline.mirror.asking import Answer
from timeline.mirror.catalogue import Catalogue
from timeline.mirror.walk import AnswerError, Walk

SITE = "https://site.example"
HTML = "text/html; charset=utf-8"


class Site:
    """A site that has just these answers, each a status, a media type or a place, and a body."""

    address = SITE

    def __init__(self, answers: dict[str, tuple]):
        self.answers = answers

    @contextmanager
    def asked(self, address: Address):
        status, about, body = self.answers.get(str(address), (404, HTML, "Niet gevonden"))
        header = "location" if status in (301, 302) else "content-type"
        yield Answer(status, {header: about}, iter([body.encode()]))


@pytest.fixture
def walked(monkeypatch):
    """Return the function that copies a site from its seeds; it gives the text of each file."""

    def go(answers: dict[str, tuple], *seeds: str) -> dict[str, str]:
        made = {}
        monkeypatch.setattr(walk, "seeds", lambda: map(Address, seeds))

        def write(name, pieces):
            assert name not in made
            made[name] = b"".join(pieces).decode()

        with closing(Catalogue()) as catalogue:
            Walk(Site(answers), catalogue, write).go("1 mei 2026")
        return made

    return go


@pytest.mark.parametrize(
    ("location", "to"),
    [
        ("/b/", "../b/index.html"),
        (f"{SITE}/b/#c", "../b/index.html#c"),
        ("../b/?q=%22", "../b/index.vraag-q-4cf35402d103.html"),
        ("https://elders.example/x?a=1&b", "https://elders.example/x?a=1&amp;b"),
        ("/admin/", f"{SITE}/admin/"),
    ],
)
def test_a_redirect_becomes_a_page_that_leads_to_the_same_place(walked, location, to):
    made = walked({"/a/": (301, location, "")}, "/a/")
    assert f'content="0; url={to}"' in made["a/index.html"]
    assert f'<a href="{to}">' in made["a/index.html"]


def test_a_seed_that_is_not_there_is_left_out_but_not_where_a_page_leads_to_it(walked):
    page = (200, HTML, '<a href="/weg/">')
    assert "weg/index.html" not in walked({}, "/weg/")
    for seeds in (["/", "/weg/"], ["/weg/", "/"]):
        assert walked({"/": page}, *seeds)["weg/index.html"] == "Niet gevonden"


def test_what_a_withdrawn_address_says_is_kept(walked):
    assert walked({"/a/": (410, HTML, "Ingetrokken")}, "/a/")["a/index.html"] == "Ingetrokken"


@pytest.mark.parametrize("status", [403, 500, 503])
def test_a_site_that_fails_has_no_copy(walked, status):
    with pytest.raises(AnswerError, match=f"De site gaf {status} op /a/;"):
        walked({"/a/": (status, HTML, "")}, "/a/")


def test_files_that_a_style_sheet_names_are_copied_too(walked):
    css = (200, "text/css", 'a { b: url("/x/font.woff2") } c { d: url(#e) }')
    made = walked(
        {"/s/a.css": css, "/x/font.woff2": (200, "font/woff2", '<a href="/y/">')}, "/s/a.css"
    )
    assert made["s/a.css"] == 'a { b: url("../x/font.woff2") } c { d: url(#e) }'
    assert made["x/font.woff2"] == '<a href="/y/">'
    assert "y/index.html" not in made


def test_from_a_question_no_other_question_is_followed(walked):
    pages = {
        "/a/": (200, HTML, '<a href="?x=1"><a href="?blad=2">'),
        "/a/?blad=2": (200, HTML, '<a href="?blad=3"><a href="?x=2">'),
        "/a/?blad=3": (200, HTML, ""),
        "/a/?x=1": (200, HTML, '<a href="?x=1&amp;y=2#z"><a href="/b/"><form action="/a/">'),
        "/b/": (200, HTML, ""),
    }
    made = walked(pages, "/a/")
    assert len(made) == len(pages) + 1  # and kopie.css
    question = next(text for name, text in made.items() if ".vraag-x-1-" in name)
    assert question == (
        f'<a href="{SITE}/a/?x=1&amp;y=2#z"><a href="../b/index.html"><form action="{SITE}/a/">'
    )
