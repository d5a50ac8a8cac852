"""The query string of a page: what it asks, in its one spelling.

From the address to the link beside a chip it stays one `QueryDict` with nothing in it that says
nothing; `urlencode()` spells it.
"""

from collections.abc import Iterable
from datetime import date
from typing import Self

from django import forms
from django.core.exceptions import BadRequest, ValidationError
from django.http import QueryDict

ISO_DAY = "%Y-%m-%d"


class DayInput(forms.DateInput):
    """A browser's own choice of a day; for what is no day a line of text, which can show it."""

    input_type = "date"

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        if "aria-invalid" in attrs:
            context["widget"]["type"] = "text"
        return context


class DayField(forms.DateField):
    """A day in the one spelling that addresses use."""

    widget = DayInput(format=ISO_DAY)
    input_formats = (ISO_DAY,)
    default_error_messages = {
        "invalid": "Dit is geen bestaande dag. Schrijf jaar, maand en dag, zoals 2025-07-17."
    }

    def to_python(self, value):
        """Return the date; "2025-7-3" and what Python alone would take are refused."""
        if value and len(str(value).strip()) != len("2025-07-17"):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


def normalised(query: QueryDict, names: Iterable[str], repeatable: Iterable[str] = ()) -> QueryDict:
    """Return a query without blanks, repeats and unknown names, in the order of `names`.

    A single parameter that is given twice with different values says nothing, and is left out.
    """
    clean = QueryDict(mutable=True)
    for name in names:
        values = list(dict.fromkeys(v.strip() for v in query.getlist(name) if v.strip()))
        if values and (name in repeatable or len(values) == 1):
            clean.setlist(name, values)
    return clean


def changed(query: QueryDict, **values: str) -> QueryDict:
    """Return a query in which these parameters have these values; "" leaves one out."""
    other = query.copy()
    for name, value in values.items():
        if value:
            other[name] = value
        else:
            other.pop(name, None)
    return other


def without_value(query: QueryDict, name: str, value: str) -> QueryDict:
    """Return a query in which this parameter has all its values but this one."""
    other = query.copy()
    other.setlist(name, [given for given in query.getlist(name) if given != value])
    return other if other.getlist(name) else changed(other, **{name: ""})


def suffix(query: QueryDict) -> str:
    """Return what stands behind a path to ask this: the query string with its "?", or ""."""
    return f"?{query.urlencode()}" if query else ""


def of_day(day: date | None) -> QueryDict:
    """Return the query that asks for a page as known on a day; an empty one for now."""
    return changed(QueryDict(), peildatum=day.isoformat() if day else "")


def check_strictly(
    query: QueryDict, names: Iterable[str], form: forms.Form, repeatable: Iterable[str] = ()
) -> None:
    """Raise BadRequest where a program's query is not clear; it names what is wrong."""
    unknown = [name for name in query if name not in names]
    if unknown:
        raise BadRequest(f"unknown parameter: {', '.join(sorted(unknown))}")
    for name in query:
        if name not in repeatable and len(query.getlist(name)) > 1:
            raise BadRequest(f"repeated parameter: {name}")
    if form.errors:
        wrong = (f"{name}: {' '.join(errors)}" for name, errors in form.errors.items())
        raise BadRequest(f"invalid parameter: {'; '.join(wrong)}")


class PageQuery:
    """A page's form and what was asked with it. A page's own form names its own fields."""

    class Form(forms.Form):
        """The day as known on which the page is shown."""

        peildatum = DayField(label="Zoals bekend op", required=False)

    repeatable: tuple[str, ...] = ()

    def __init__(self, given: QueryDict):
        self.given = given
        self.query = normalised(given, self.Form.base_fields, self.repeatable)
        self.form = self.Form(self.query, use_required_attribute=False)
        self.is_valid = self.form.is_valid()

    def strict(self) -> Self:
        """Return itself when a program may rely on it; BadRequest names what is wrong."""
        check_strictly(self.given, self.Form.base_fields, self.form, self.repeatable)
        return self

    @property
    def day(self) -> date | None:
        """Return the peildatum, None for now and for what is no day."""
        return self.form.cleaned_data.get("peildatum")

    @property
    def day_suffix(self) -> str:
        """Return the query string with which a link takes the peildatum along."""
        return suffix(of_day(self.day))
