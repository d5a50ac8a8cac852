"""How a template tells a date."""

from django import template
from django.utils.html import format_html

register = template.Library()


@register.filter
def as_time(when) -> str:
    """Return a date in words, in a `<time>` where HTML has a form for it; "" for no date."""
    if when is None:
        return ""
    if not when.html:
        return str(when)
    return format_html('<time datetime="{}">{}</time>', when.html, when)


@register.filter
def known_by(dated, day) -> bool:
    """Return whether something was surely known by the end of `day`; at None everything is."""
    return day is None or bool(dated.known_day and dated.known_day <= day)


@register.filter
def later_than(source, day) -> str:
    """Return in Dutch why a source was not surely there at the end of `day`, "" where it was."""
    if day is None or (source.last_day and source.last_day <= day):
        return ""
    return "van later" if source.last_day or source.first_day else "dag niet bekend"
