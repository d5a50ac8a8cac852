"""How a template shows what differs between two texts."""

from django import template

from incident.values.diff import differences

register = template.Library()


@register.inclusion_tag("_difference.html")
def difference(old: str, new: str) -> dict:
    """Show the new text with additions and removals marked, also for screen readers."""
    return {"pieces": differences(old, new)}
