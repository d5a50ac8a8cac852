"""The query string of a page, in its one spelling.

From the address to the links on the page a query stays one `QueryDict`, without blanks and unknown
parameters; `urlencode()` spells it.
"""

from collections.abc import Iterable
from datetime import date
from typing import Self

from django import forms
from django.core.exceptions import BadRequest, ValidationError
from django.http import QueryDict

ISO_DAY = "%Y-%m-%d"


class DayInput(forms.DateInput):
    """A date input; with an error a text input, as a date input shows an invalid value as blank."""

    input_type = "date"

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        if "aria-invalid" in attrs:
            context["widget"]["type"] = "text"
        return context


class DayField(forms.DateField):
    """A day as ISO 8601, `2025-07-17`, the one spelling that addresses use."""

    widget = DayInput(format=ISO_DAY)
    input_formats = (ISO_DAY,)
    default_error_messages = {
        "invalid": "Dit is geen bestaande dag. Schrijf jaar, maand en dag, zoals 2025-07-17."
    }

    def to_python(self, value):
        """Return the date; raise ValidationError for "2025-7-3", which `strptime` would accept."""
        if value and len(str(value).strip()) != len("2025-07-17"):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


def normalised(query: QueryDict, names: Iterable[str], repeatable: Iterable[str] = ()) -> QueryDict:
    """Return a query without blanks, repeats and unknown names, in the order of `names`.

    A single parameter that is given twice with different values is ambiguous, and is left out.
    """
    clean = QueryDict(mutable=True)
    for name in names:
        values = list(dict.fromkeys(v.strip() for v in query.getlist(name) if v.strip()))
        if values and (name in repeatable or len(values) == 1):
            clean.setlist(name, values)
    return clean


def changed(query: QueryDict, **values: str) -> QueryDict:
    """Return a copy of the query in which these parameters have these values; "" removes one."""
    other = query.copy()
    for name, value in values.items():
        if value:
            other[name] = value
        else:
            other.pop(name, None)
    return other


def without_value(query: QueryDict, name: str, value: str) -> QueryDict:
    other = query.copy()
    other.setlist(name, [given for given in query.getlist(name) if given != value])
    return other if other.getlist(name) else changed(other, **{name: ""})


def suffix(query: QueryDict) -> str:
    """Return the query string with its "?", "" for an empty query."""
    return f"?{query.urlencode()}" if query else ""


def of_day(day: date | None) -> QueryDict:
    """Return the query with this peildatum, an empty one for None (now)."""
    return changed(QueryDict(), peildatum=day.isoformat() if day else "")


def check_strictly(
    query: QueryDict, names: Iterable[str], form: forms.Form, repeatable: Iterable[str] = ()
) -> None:
    """Raise BadRequest, naming the parameters, for an unknown, repeated or invalid one."""
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
    """A page's query and its form. A subclass declares a form with its own fields."""

    class Form(forms.Form):
        """The peildatum: the day whose knowledge the page shows."""

        peildatum = DayField(label="Zoals bekend op", required=False)

    repeatable: tuple[str, ...] = ()

    def __init__(self, given: QueryDict):
        self.given = given
        self.query = normalised(given, self.Form.base_fields, self.repeatable)
        self.form = self.Form(self.query, use_required_attribute=False)
        self.is_valid = self.form.is_valid()

    def strict(self) -> Self:
        """Return itself; raise BadRequest for a query that a program cannot rely on."""
        check_strictly(self.given, self.Form.base_fields, self.form, self.repeatable)
        return self

    @property
    def day(self) -> date | None:
        """Return the peildatum, None for now and where it is not a day."""
        return self.form.cleaned_data.get("peildatum")

    @property
    def day_suffix(self) -> str:
        """Return the query string with which a link keeps the peildatum."""
        return suffix(of_day(self.day))
