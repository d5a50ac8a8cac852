"""The template tags of the timeline: dates, citations, kinds and links."""

import re
from urllib.parse import quote, urlencode

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import mark_safe

from incident.choices import Kind
from timeline.pages import found
from timeline.pages.kind_icons import OTHER_OUTLINES, OUTLINES
from timeline.pages.timeline_page import news
from timeline.site import navigation

register = template.Library()

WHOLE = re.compile(r"CVE-\d+-\d+|\b[A-Z]\w+-[A-Z]\w+")


@register.simple_tag
def kind_outlines() -> dict[Kind, str]:
    return OUTLINES


@register.simple_tag
def other_outlines() -> dict[str, str]:
    """Return the signs that only the drawing has, by name."""
    return OTHER_OUTLINES


@register.simple_tag
def report_address(event, version: int) -> str:
    """Return a mailto link to report a mistake in an event, "" where no address is set.

    The letter names the event and the version that the reader sees, so that editors find that text.
    """
    subject = f"Fout in {event.incident.slug}/{event.slug} (versie {version})"
    return letter_to_us(subject, "Wat klopt er niet, en waar kunnen wij dat nalezen?\n\n")


@register.simple_tag
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


@register.simple_tag
def incident_at(path: str):
    """Return the incident whose navigation belongs to an address that leads nowhere."""
    return navigation.incident_at(path)


@register.simple_tag
def plural(count: int, one: str, many: str) -> str:
    """Return a number with the words that go with it: "1 gebeurtenis staat"."""
    return f"{count} {one if count == 1 else many}"


@register.filter
def as_time(when) -> str:
    """Return a date in Dutch, in a `<time>` where HTML has a form for it; "" for no date."""
    if when is None:
        return ""
    if not when.html:
        return str(when)
    return format_html('<time datetime="{}">{}</time>', when.html, when)


@register.filter
def dated(paper) -> str:
    """Return the day of a paper in Dutch; only a paper that was seen is certain to bear it."""
    if not paper.when:
        return "Datum niet bekend"
    if paper.unseen_source:
        return format_html("Datum: {} (dag volgens {})", as_time(paper.when), paper.unseen_source)
    return format_html("{} {}", "Gedateerd" if paper.when.is_day else "Datum:", as_time(paper.when))


@register.filter
def unseen(paper) -> str:
    """Return in Dutch by whom we know a paper that nobody here saw, "" for a paper that was."""
    known = paper.unseen_source
    return f"(stuk niet gezien, volgens {known})" if known else ""


@register.filter
def unbroken(citation: str) -> str:
    """Return a citation with no-break spaces, so that no line ends inside a dossier or number."""
    return re.sub(r"(?<=\d) (?=\d)|(?<=nr\.) ", "\N{NO-BREAK SPACE}", citation)


@register.filter
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


@register.filter
def named(link) -> str:
    """Return a source that is no paper in words: "Krant, 17 juli 2025: het OM is offline"."""
    published = ", ".join(filter(None, (link.publisher, str(link.when or ""))))
    return f"{published}: {link.title}" if link.title else published


@register.filter
def known_by(dated, day) -> bool:
    """Return whether something was certainly known by the end of `day`; at None all of it is."""
    return dated.is_known_on(day)


@register.filter
def told_by(tellings, paper) -> list:
    """Return the events that a paper told the Chamber, from the tellings of a page."""
    return tellings.of(paper)


@register.filter
def known_as(event, day) -> str:
    """Return to whom an event was surely known by the end of `day`, "" where to nobody."""
    return event.known_as(day) or ""


@register.filter
def told_after(event, day) -> bool:
    """Return whether the Chamber surely was told of an event after the end of `day`, None: now."""
    return day is not None and event.is_told_after(day)


@register.filter
def later_than(source, day) -> str:
    """Return in Dutch why a source did not certainly exist by the end of `day`, "" if it did."""
    if source.is_known_on(day):
        return ""
    return "van later" if source.last_day or source.first_day else "dag niet bekend"


@register.simple_tag(takes_context=True)
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


@register.filter
def whole(text: str) -> str:
    """Return a title in which no line ends inside the number of a leak or a double name."""
    return mark_safe(WHOLE.sub(r'<span class="whole">\g<0></span>', conditional_escape(text)))  # noqa: S308 - escaped


@register.simple_tag(takes_context=True)
def sources_found(context, event) -> list[str]:
    """Return the sources in which words were found that the event itself does not hold."""
    search = context.get("search")
    return found.sources_found(search, event) if search and search.terms else []


@register.filter
def folds(layout, event) -> bool:
    """Return whether an event is a line that opens in place; only a timeline has a layout."""
    return bool(layout) and layout.is_folded and not event.is_key


@register.filter
def doubt(event) -> str:
    """Return the class, after a space, of an event whose day is not certain; else ""."""
    return "" if event.when.is_certain else " is-uncertain"


@register.filter
def news_since(event, day) -> str:
    return news(event, day)


@register.simple_tag(takes_context=True)
def event_address(context, event) -> str:
    """Return the address of an event; for the draft that is previewed, its preview."""
    if event == context.get("preview"):
        return reverse("preview", args=[event.pk])
    return event.get_absolute_url()


@register.simple_tag(takes_context=True)
def mark_address(context, mark) -> str:
    """Return where a mark of the drawing leads: from the page of one event (`here`) to pages."""
    suffix = getattr(context.get("query"), "day_suffix", "")
    if not mark.event:
        return f"{mark.paper.get_absolute_url()}{suffix}"
    if context.get("here"):
        return f"{mark.event.get_absolute_url()}{suffix}"
    return f"#{mark.event.slug}"
