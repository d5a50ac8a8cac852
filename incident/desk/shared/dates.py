"""Dates at the desk: a field that shows words, and the address that says a typed date in words."""

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from incident.values.dates import LONGEST, DateError, EventDate


def in_words(date: str) -> str:
    """Return a stored date (EDTF) as readers see it; what is no date stays as it is."""
    try:
        return str(EventDate.parse(date)) if date else ""
    except DateError:
        return date


def canonical(date: str) -> str:
    """Return a typed date as EDTF; what is no date stays as it is."""
    try:
        return EventDate.parse(date).edtf if date else ""
    except DateError:
        return date


class DateWords(AdminTextInputWidget):
    """Shows a stored date in words that can be changed, and below it small how it is stored.

    A script says below what is typed (`dates.js`). Without it the field works as well.
    """

    class Media:
        js = ("incident/dates.js",)

    def format_value(self, value):
        return in_words(value) if value and canonical(value) == value else value

    def render(self, name, value, attrs=None, renderer=None):
        about = {**(attrs or {}), "data-echo": reverse("admin:date"), "autocomplete": "off"}
        field = super().render(name, value, about, renderer)
        stored = value if value and canonical(value) == value else ""
        return format_html(
            '<span class="date-words">{}<output for="{}"><b></b> <small>{}</small></output></span>',
            field,
            about.get("id", ""),
            stored,
        )


class DateWordsField(forms.CharField):
    """A date in any spelling that the record reads; its value is EDTF."""

    def clean(self, value):
        text = super().clean(value)
        try:
            return EventDate.parse(text).edtf if text else text
        except DateError as error:
            raise ValidationError(str(error)) from error

    def has_changed(self, initial, data):
        """Return whether it is another date; another spelling of the same one is no change."""
        return canonical(initial or "") != canonical(data or "")


OF_DATES = {"form_class": DateWordsField, "widget": DateWords, "max_length": LONGEST}


@require_safe
def date_in_words(request: HttpRequest) -> JsonResponse:
    """Say the date `tekst` as readers would see it (`words`) and as it is stored (`edtf`).

    A text that is no date gives `error`, a sentence in Dutch.
    """
    text = request.GET.get("tekst", "").strip()
    try:
        date = EventDate.parse(text) if text else None
    except DateError as error:
        return JsonResponse({"error": str(error)})
    return JsonResponse({"words": str(date or ""), "edtf": date.edtf if date else ""})
