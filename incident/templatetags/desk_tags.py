"""How the desk shows what Django's admin made: the cells of a list, and a yes or no."""

from collections.abc import Iterable

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

register = template.Library()

ANSWERS = {"True": "ja", "False": "nee", "None": "onbekend"}


@register.filter
def dutch(html: SafeString) -> SafeString:
    """Return the HTML of a value with the names of Django's icons for yes and no in Dutch."""
    shown = str(conditional_escape(html))
    for english, ours in ANSWERS.items():
        shown = shown.replace(f'alt="{english}"', f'alt="{ours}"')
    return mark_safe(shown)  # noqa: S308 - escaped above


@register.filter
def labelled(cells: Iterable[SafeString], headers: list[dict]) -> list[SafeString]:
    """Return the cells of a row (`<th>` or `<td>`), each with the name of its column."""
    return [dutch(named(cell, header)) for cell, header in zip(cells, headers, strict=True)]


def named(cell: SafeString, header: dict) -> SafeString:
    if "action-checkbox" in header["class_attrib"]:
        return cell
    label = format_html(' data-label="{}"', capfirst(header["text"]))
    return mark_safe(f"{cell[:3]}{label}{cell[3:]}")  # noqa: S308 - Django's own, and escaped
