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
