"""What the public templates can say: Jinja2 with dates, citations, kinds and links in Dutch."""

import datetime
import re
from urllib.parse import quote, urlencode

from django.conf import settings
from django.template import defaultfilters as django
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import (
    conditional_escape,
    format_html,
    format_html_join,
    strip_spaces_between_tags,
)
from django.utils.safestring import SafeString, mark_safe
from jinja2 import ChainableUndefined, Environment, Template, UndefinedError, pass_context
from jinja2.utils import missing

from incident.paths import path_of
from incident.values.diff import differences
from timeline.pages import found
from timeline.pages.kind_icons import OTHER_OUTLINES, OUTLINES, STANDARD
from timeline.pages.timeline_page import news
from timeline.query.counts import grouped
from timeline.query.portion import PART
from timeline.site import navigation

WHOLE = re.compile(r"CVE-\d+-\d+|\b[A-Z]\w+-[A-Z]\w+")


def report_address(event, version: int) -> str:
    """Return a mailto link to report a mistake in an event, "" where no address is set.

    The letter names the event and the version that the reader sees, so that editors find that text.
    """
    subject = f"Fout in {event.incident.slug}/{event.slug} (versie {version})"
    return letter_to_us(subject, "Wat klopt er niet, en waar kunnen wij dat nalezen?\n\n")


def delay_address(questions) -> str:
    """Return a mailto link to report that more time was asked for a set of written questions.

    It is "" where no address is set.
    """
    subject = f"Uitstel voor de vragen {questions.kamerstuk.citation}"
    return letter_to_us(subject, "Waar staat het bericht van uitstel?\n\n")


def letter_to_us(subject: str, body: str) -> str:
    if not settings.REPORT_EMAIL:
        return ""
    letter = urlencode({"subject": subject, "body": body}, quote_via=quote)
    return f"mailto:{settings.REPORT_EMAIL}?{letter}"


def plural(count: int, one: str, many: str) -> str:
    """Return a number with the words that go with it: "1 gebeurtenis staat"."""
    return f"{grouped(count)} {one if count == 1 else many}"


def part_shown(pagers) -> str:
    """Return in Dutch which part of a long list a page shows: "17 juli 2025, deel 2 (200)"."""
    shown = [period for _, periods in pagers for period, _ in periods if period.shown]
    named = shown[-2:] if shown[-1].parameter == PART else shown[-1:]
    return f"{', '.join(period.name for period in named)} ({grouped(shown[-1].count)})"


def as_time(when) -> str:
    """Return a date in Dutch, in a `<time>` where HTML has a form for it; "" for no date."""
    if when is None:
        return ""
    if not when.html:
        return str(when)
    return format_html('<time datetime="{}">{}</time>', when.html, when)


def spoken(statement) -> str:
    """Return in Dutch when something was said, also where its paper lost its day since."""
    return as_time(statement.when) or "dag niet bekend"


def dated(paper) -> str:
    """Return the day of a paper in Dutch; only a paper that was seen is certain to bear it."""
    if not paper.when:
        return "Datum niet bekend"
    if paper.unseen_source:
        return format_html("Datum: {} (dag volgens {})", as_time(paper.when), paper.unseen_source)
    return format_html("{} {}", "Gedateerd" if paper.when.is_day else "Datum:", as_time(paper.when))


def unseen(paper) -> str:
    """Return in Dutch by whom we know a paper that nobody here saw, "" for a paper that was."""
    known = paper.unseen_source
    return f"(stuk niet gezien, volgens {known})" if known else ""


def unbroken(citation: str) -> str:
    """Return a citation with no-break spaces, so that no line ends inside a dossier or number."""
    return re.sub(r"(?<=\d) (?=\d)|(?<=nr\.) ", "\N{NO-BREAK SPACE}", citation)


def official_link(paper) -> str:
    """Return the link to a paper's official text, "" where there is none.

    It is not a partial: the line break at the end of a file would come before a full stop after it.
    """
    if not paper.official_url:
        return ""
    return format_html(
        '<a href="{}">officiële tekst<span class="visually-hidden"> van {}</span></a>',
        paper.official_url,
        paper.citation,
    )


def named(link) -> str:
    """Return a source that is no paper in words: "Krant, 17 juli 2025: het OM is offline"."""
    published = ", ".join(filter(None, (link.publisher, str(link.when or ""))))
    return f"{published}: {link.title}" if link.title else published


def later_than(source, day) -> str:
    """Return in Dutch why a source did not certainly exist by the end of `day`, "" if it did."""
    if source.is_known_on(day):
        return ""
    return "van later" if source.last_day or source.first_day else "dag niet bekend"


@pass_context
def marked(context, text: str) -> str:
    """Return a text with the words that were searched in a `<mark>`; itself where there are none.

    What is not safe yet is escaped, so that no text can bring a mark or any tag of its own.
    """
    search = context.get("search")
    spans = search.spans(text) if search and search.terms else []
    if not spans:
        return text
    ends = [0, *(end for _, end in spans)]
    parts = (
        (text[at:start], text[start:end]) for at, (start, end) in zip(ends, spans, strict=False)
    )
    return format_html_join("", "{}<mark>{}</mark>", parts) + conditional_escape(text[ends[-1] :])


def whole(text: str) -> str:
    """Return a title in which no line ends inside the number of a leak or a double name."""
    return mark_safe(WHOLE.sub(r'<span class="whole">\g<0></span>', conditional_escape(text)))  # noqa: S308 - escaped


@pass_context
def sources_found(context, event) -> list[str]:
    """Return the sources in which words were found that the event itself does not hold."""
    search = context.get("search")
    return found.sources_found(search, event) if search and search.terms else []


def folds(layout, event) -> bool:
    """Return whether an event is a line that opens in place; only a timeline has a layout."""
    return bool(layout) and layout.is_folded and not event.is_key


def doubt(event) -> str:
    """Return the class, after a space, of an event whose day is not certain; else ""."""
    return "" if event.when.is_certain else " is-uncertain"


def news_since(event, day) -> str:
    return news(event, day)


@pass_context
def event_address(context, event) -> str:
    """Return the address of an event; for the draft that is previewed, its preview."""
    if event == context.get("preview"):
        return reverse("preview", args=[event.pk])
    return event.get_absolute_url()


@pass_context
def mark_address(context, mark) -> str:
    """Return where a mark leads: from a frame or the page of an event (`here`) to other pages."""
    suffix = getattr(context.get("query"), "day_suffix", "")
    if not mark.event:
        return f"{mark.paper.get_absolute_url()}{suffix}"
    if context.get("here") or context.get("frame"):
        return f"{mark.event.get_absolute_url()}{suffix}"
    return f"#{mark.event.slug}"


@pass_context
def kind_outlines(context) -> dict[str, str]:
    """Return the outlines of the signs that a page can show, by name: of all its incidents."""
    events = getattr(context.get("page"), "events", ())
    there = (context.get("incident"), *(event.incident for event in events))
    kinds = {kind.sign for incident in there if incident for kind in incident.kind_list}
    names = kinds or STANDARD
    return {name: outline for name, outline in OUTLINES.items() if name in names}


@pass_context
def querystring(context, **changed) -> str:
    """Return the query of this address with other values, beginning with "?"."""
    asked = context["request"].GET.copy()
    for name, value in changed.items():
        asked[name] = value
    return f"?{asked.urlencode()}"


def today() -> datetime.date:
    """Return the day that it is in the Netherlands."""
    return timezone.localdate()


def date(moment, form: str) -> str:
    """Return a day, or a moment in the Netherlands, in a form of Django's; "" for none."""
    return django.date(timezone.template_localtime(moment), form)


def spaceless(html: str) -> SafeString:
    """Return HTML without the white space between its elements."""
    return mark_safe(strip_spaces_between_tags(html))  # noqa: S308 - it was rendered as safe


FUNCTIONS = (
    *(delay_address, event_address, kind_outlines, mark_address, querystring),
    *(report_address, static),
    *(differences, marked, plural, navigation.incident_at, sources_found, today),
)
FILTERS = (
    *(as_time, dated, doubt, folds, grouped, later_than, named, news_since, official_link),
    part_shown,
    *(spaceless, spoken, unbroken, unseen, whole),
    *(django.capfirst, date, django.pluralize, django.truncatewords),
)
DATA = {"other_outlines": OTHER_OUTLINES}


class Absent(ChainableUndefined):
    """What a page was not given: empty, and so is all of it.

    A property that fails is no absence: Jinja2 would take its AttributeError for one.
    """

    def __init__(self, hint=None, obj=missing, name=None, exc=UndefinedError):
        super().__init__(hint, obj, name, exc)
        if isinstance(name, str) and hasattr(type(obj), name):
            raise UndefinedError(f"{type(obj).__name__}.{name} fails")


class Templates(Environment):
    """Jinja2, in which what every template can say is one dictionary.

    Its own is a chain of two, of which each part that is included lists all names anew. And each
    part is looked up in a cache that keeps the order of its use: a timeline has hundreds of them.
    """

    def __init__(self, **options):
        super().__init__(**options)
        self.read: dict[str, Template] = {}

    def get_template(self, name, *about, **more):
        if self.auto_reload or more:
            return super().get_template(name, *about, **more)
        if name not in self.read:
            self.read[name] = super().get_template(name, *about)
        return self.read[name]

    def make_globals(self, d):
        return {**self.globals, **(d or {})}


def environment(**options) -> Environment:
    """Return Jinja2 with what the public templates can say; Django's settings name this."""
    made = Templates(**{**options, "undefined": Absent})
    made.globals |= (
        {function.__name__: function for function in FUNCTIONS} | {"url": path_of} | DATA
    )
    made.filters |= {function.__name__: function for function in FILTERS}
    made.filters["linebreaks"] = django.linebreaks_filter
    return made
