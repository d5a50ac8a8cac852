"""An event in the vocabulary of schema.org, for search engines: https://schema.org/Article."""

import json

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from incident.models import Event

# HTML entities are not decoded inside <script>, so these three become JSON escapes.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def described(request: HttpRequest, event: Event) -> dict:
    """Return the JSON-LD of an event's page: an Article about an Event, with its sources."""
    papers = [c.kamerstuk for c in event.citation_list]
    cited = [{"@type": "Legislation", "name": p.citation, "url": p.official_url} for p in papers]
    cited += [{"@type": "CreativeWork", "name": str(s), "url": s.url} for s in event.link_list]
    return {
        "@context": "https://schema.org",
        "@type": "Article",
        "inLanguage": "nl",
        "headline": event.title,
        "articleBody": event.body,
        "url": request.build_absolute_uri(event.get_absolute_url()),
        "datePublished": event.publish_at.isoformat(),
        "dateModified": event.shown_at.isoformat(),
        "isPartOf": {
            "@type": "CreativeWork",
            "name": event.incident.title,
            "url": request.build_absolute_uri(event.incident.get_absolute_url()),
        },
        "about": {"@type": "Event", "name": event.title, **days(event)},
        "citation": [{k: v for k, v in source.items() if v} for source in cited],
    }


def days(event: Event) -> dict[str, str]:
    """Return the start and end dates that are plain ISO 8601, without the marks of EDTF."""
    ends = [event.when.edtf] if len(event.when.ends) == 1 else event.when.ends
    names = ("startDate", "endDate")
    return {n: end for n, end in zip(names, ends, strict=False) if end.replace("-", "").isdigit()}


def as_script(data: dict) -> SafeString:
    """Return a script element with JSON-LD, escaped so that no text can end the element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)
    # Safe: no character is left that could end the element or begin another.
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308 - see above
