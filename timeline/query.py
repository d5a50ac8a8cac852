"""The query string of a page: what it asks, and its one spelling."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from django import forms
from django.core.exceptions import BadRequest, ValidationError
from django.http import QueryDict

ISO_DAY = "%Y-%m-%d"

Asked = dict[str, list[str]]


class DayField(forms.DateField):
    """A day in the one spelling that addresses use."""

    widget = forms.DateInput(format=ISO_DAY, attrs={"type": "date"})
    input_formats = (ISO_DAY,)
    default_error_messages = {
        "invalid": "Dit is geen bestaande dag. Schrijf jaar, maand en dag, zoals 2025-07-17."
    }

    def to_python(self, value):
        """Return the date; "2025-7-3" and what Python alone would take are refused."""
        if value and len(str(value).strip()) != len("2025-07-17"):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


def asked_of(query: QueryDict, names: Iterable[str], repeatable: Iterable[str] = ()) -> Asked:
    """Return what a query string asks, by parameter: blanks, repeats, unknown names left out.

    A single parameter that is given twice with different values says nothing, and is left out.
    """
    asked = {}
    for name in names:
        values = list(dict.fromkeys(v.strip() for v in query.getlist(name) if v.strip()))
        if values and (name in repeatable or len(values) == 1):
            asked[name] = values
    return asked


def spelled(asked: Asked) -> str:
    """Return a question as a query string with its "?", or ""."""
    query = QueryDict(mutable=True)
    for name, values in asked.items():
        query.setlist(name, values)
    return f"?{query.urlencode()}" if query else ""


def kept(day: date | None) -> str:
    """Return the query string with which a link keeps the peildatum, "" where there is none."""
    return spelled({"peildatum": [day.isoformat()]}) if day else ""


def check_strictly(
    query: QueryDict, names: Iterable[str], form: forms.Form, repeatable: Iterable[str] = ()
) -> None:
    """Raise BadRequest where a program's question is not clear; it names what is wrong."""
    unknown = [name for name in query if name not in names]
    if unknown:
        raise BadRequest(f"unknown parameter: {', '.join(sorted(unknown))}")
    for name in query:
        if name not in repeatable and len(query.getlist(name)) > 1:
            raise BadRequest(f"repeated parameter: {name}")
    if form.errors:
        wrong = (f"{name}: {' '.join(errors)}" for name, errors in form.errors.items())
        raise BadRequest(f"invalid parameter: {'; '.join(wrong)}")


class Question:
    """A page's form and what was asked of it. A page's own form names its own fields."""

    class Form(forms.Form):
        """The day as known on which the page is shown."""

        peildatum = DayField(label="Zoals bekend op", required=False)

    repeatable: tuple[str, ...] = ()

    def __init__(self, query: QueryDict):
        self.asked = asked_of(query, self.Form.base_fields, self.repeatable)
        self.form = self.Form(QueryDict(spelled(self.asked).removeprefix("?")))
        self.is_valid = self.form.is_valid()

    def strict(self, query: QueryDict) -> Self:
        """Return itself when a program may rely on it; BadRequest names what is wrong."""
        check_strictly(query, self.Form.base_fields, self.form, self.repeatable)
        return self

    @property
    def day(self) -> date | None:
        """Return the peildatum, None for now and for what is no day."""
        return self.form.cleaned_data.get("peildatum")

    @property
    def keep(self) -> str:
        """Return the query string with which links keep the peildatum."""
        return kept(self.day)
