"""The HTML of every kind of page is whole: what is opened is closed, in order, where it may be."""

from html.parser import HTMLParser

import pytest
from django.template.loader import render_to_string

from tests.factories import EventFactory, KamerstukFactory
from tests.helpers.browser import PAGES, REFUSED

pytestmark = pytest.mark.django_db

NEVER_CLOSED = {"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"}
ONLY_WORDS = {"p", "h1", "h2", "h3", "dt", "label", "summary", "button", "option", "legend"}
BLOCKS = {"article", "aside", "details", "div", "dl", "fieldset", "form", "h1", "h2", "h3", "nav"}
BLOCKS |= {"ol", "p", "section", "table", "ul"}
HEADINGS = {"h1", "h2", "h3"}
CHILDREN = {"li": {"ol", "ul"}, "option": {"select"}, "tr": {"table", "thead", "tbody"}}
CHILDREN |= {"dt": {"dl", "div"}, "dd": {"dl", "div"}, "td": {"tr"}, "th": {"tr"}}


class Outline(HTMLParser):
    """Reads a page with a stack of open elements, and notes each that is not where it may be."""

    def __init__(self):
        super().__init__()
        self.open, self.faults = [], []

    def fault(self, words: str) -> None:
        self.faults.append(f"line {self.getpos()[0]}: {words} in {' > '.join(self.open)}")

    def handle_starttag(self, tag, attributes):
        names = [name for name, value in attributes]
        if len(names) != len(set(names)):
            self.fault(f"<{tag}> with an attribute twice")
        is_heading = tag in HEADINGS and self.open[-1:] == ["summary"]  # HTML, "summary": headings
        if tag in BLOCKS and ONLY_WORDS & set(self.open) and not is_heading:
            self.fault(f"<{tag}>")
        if tag in CHILDREN and self.open[-1] not in CHILDREN[tag]:
            self.fault(f"<{tag}>")
        if tag not in NEVER_CLOSED:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        if "svg" not in self.open:
            self.fault(f"<{tag}/>")

    def handle_endtag(self, tag):
        if not self.open or self.open[-1] != tag:
            self.fault(f"</{tag}>")
        else:
            self.open.pop()


def faults(page: str) -> list[str]:
    outline = Outline()
    outline.feed(page)
    outline.close()
    return outline.faults + [f"<{tag}> is never closed" for tag in outline.open]


@pytest.mark.parametrize(
    ("page", "complaint"),
    [
        ("<ul><li>a<li>b</ul>", "<li> in ul > li"),
        ("<div><p>a</div>", "</div> in div > p"),
        ("<p>a<ul></ul></p>", "<ul> in p"),
        ("<details><summary><p>a</p></summary></details>", "<p> in details > summary"),
        ("<div>a", "<div> is never closed"),
        ("<div/>", "<div/>"),
        ("<p id=a id=b>a</p>", "an attribute twice"),
    ],
)
def test_the_reading_finds_what_is_not_whole(page, complaint):
    assert complaint in " ".join(faults(page))


@pytest.mark.usefixtures("case")
@pytest.mark.parametrize("name", [*PAGES, *REFUSED])
def test_every_kind_of_page_is_whole_html(client, settings, body, name):
    settings.DEBUG = name == "onderdelen"
    page = body(client.get({**PAGES, **REFUSED}[name]))
    assert page.startswith("<!doctype html>\n<html")
    assert faults(page) == []


def test_a_page_without_a_record_is_whole_html(client, body):
    assert faults(body(client.get("/"))) == []
    for reason in ("403.html", "500.html"):
        assert faults(render_to_string(reason)) == []


def test_a_withdrawn_event_and_a_long_timeline_are_whole_html(client, body, monkeypatch):
    monkeypatch.setattr("timeline.query.portion.WHOLE", 1)
    for date in ("2024-07-17", "2025-07-17"):
        EventFactory(date=date, body="Een.\n\nTwee.")
    gone = EventFactory(withdrawn=True)
    assert faults(body(client.get(gone.get_absolute_url()))) == []
    page = body(client.get(gone.incident.get_absolute_url()))
    assert 'aria-label="Jaren"' in page
    assert faults(page) == []


def test_a_preview_is_whole_html(writer, editor, body):
    draft, empty = EventFactory(draft=True), EventFactory(draft=True, kind="")
    for address in (f"{draft.pk}/", f"{draft.pk}/tijdlijn/", f"{empty.pk}/"):
        assert faults(body(writer.get(f"/admin/voorbeeld/{address}"))) == []


def test_the_pages_of_the_desk_are_whole_html(admin_client, admin_user, body):
    event, paper = EventFactory(), KamerstukFactory(number="", title="Brief")
    event.title = "Een andere titel"
    event.save()
    desk = [
        f"incident/event/{event.pk}/change/",
        f"incident/event/{event.pk}/history/",
        "incident/event/add/",
        f"incident/kamerstuk/{paper.pk}/nummer/?nummer=26643-1376",
        "incident/kamerstuk/snel-toevoegen/",
        "tweede-stap/",
        "tweede-stap/nieuw/",
        "tweede-stap/herstelcodes/",
        "",
    ]
    for address in desk:
        answer = admin_client.get(f"/admin/{address}")
        assert answer.status_code == 200, address
        assert faults(body(answer)) == [], address
