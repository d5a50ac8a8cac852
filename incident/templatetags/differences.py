"""How a template shows what differs between two texts."""

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from incident.values.diff import differences

register = template.Library()


@register.simple_tag
def difference(old: str, new: str) -> SafeString:
    """Show the new text with additions and removals marked, also for screen readers."""
    shown = render_to_string("_difference.html", {"pieces": differences(old, new)})
    return mark_safe(shown)  # noqa: S308 - the template escapes what it is given
