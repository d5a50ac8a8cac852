"""The query string of a page, in its one spelling.

From the address to the links on the page a query stays one `QueryDict`, without blanks and unknown
parameters; `urlencode()` spells it.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import NamedTuple, Self

from django import forms
from django.core.exceptions import BadRequest, ValidationError
from django.http import QueryDict

from incident.values.dates import UNREAD, DateError, EventDate

# The parameters that have no meaning without another.
MEANINGLESS_WITHOUT = {"peildatum": ("bekend",)}
# The sort of a fault that is told with its words, and the codes of the others.
INVALID = "invalid"
UNKNOWN = ("unknown_parameter", "this address does not take it")
REPEATED = ("repeated_parameter", "it is given more than once")
ISO_ONLY = ("iso_8601", "a day is written as 2025-07-17")
EXAMPLE = "Schrijf bijvoorbeeld 17-7-2025 of 17 juli 2025."
NO_DATE = f"Deze datum begrijpen wij niet. {EXAMPLE}"
NOT_ONE_DAY = f"Dit is niet één bepaalde dag. {EXAMPLE}"


def read_day(text: str) -> date:
    """Return the one certain day that a text names, in any spelling that the desk takes.

    It raises DateError, with a sentence for readers, for anything else.
    """
    try:
        found = EventDate.parse(text)
    except DateError as error:
        raise DateError(NO_DATE if str(error) == UNREAD else f"{error} {EXAMPLE}") from error
    if not found.is_day:
        raise DateError(NOT_ONE_DAY)
    return found.first


class DayInput(forms.TextInput):
    """A text input that shows a day as readers write it; what is no day stays as it was typed.

    The browser's own input for dates follows the language of the browser, not that of the page.
    """

    def __init__(self):
        super().__init__({"autocomplete": "off"})

    def format_value(self, value):
        try:
            day = read_day(value or "")
        except DateError:
            return super().format_value(value)
        return f"{day.day:02}-{day.month:02}-{day.year:04}"


class DayField(forms.Field):
    """One day. Addresses have it as ISO 8601, `2025-07-17`; readers type what the desk takes."""

    widget = DayInput
    hint = "dd-mm-jjjj"

    def to_python(self, value):
        if not (text := (value or "").strip()):
            return None
        try:
            return read_day(text)
        except DateError as error:
            raise ValidationError(str(error), code="invalid") from error


def in_iso(text: str) -> str:
    """Return the day that a text names as ISO 8601; a text that names none as it is."""
    try:
        return read_day(text).isoformat()
    except DateError:
        return text


def days_in(fields: Mapping[str, forms.Field]) -> list[str]:
    return [name for name, field in fields.items() if isinstance(field, DayField)]


def normalised(
    query: QueryDict, fields: Mapping[str, forms.Field], repeatable: Iterable[str] = ()
) -> QueryDict:
    """Return a query without blanks, repeats and unknown names, in the order of `fields`.

    Days are as ISO 8601. A single parameter that is given twice with different values is ambiguous,
    and is left out.
    """
    clean, days = QueryDict(mutable=True), days_in(fields)
    for name in fields:
        given = (value.strip() for value in query.getlist(name) if value.strip())
        values = list(dict.fromkeys(in_iso(value) if name in days else value for value in given))
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


def without(query: QueryDict, name: str) -> QueryDict:
    """Return a copy of the query without a parameter and what has no meaning without it."""
    return changed(query, **dict.fromkeys((name, *MEANINGLESS_WITHOUT.get(name, ())), ""))


def without_value(query: QueryDict, name: str, value: str) -> QueryDict:
    other = query.copy()
    other.setlist(name, [given for given in query.getlist(name) if given != value])
    return other if other.getlist(name) else without(other, name)


def suffix(query: QueryDict) -> str:
    """Return the query string with its "?", "" for an empty query."""
    return f"?{query.urlencode()}" if query else ""


def of_day(day: date | None) -> QueryDict:
    """Return the query with this peildatum, an empty one for None (now)."""
    return changed(QueryDict(), peildatum=day.isoformat() if day else "")


class Fault(NamedTuple):
    """What is wrong with one parameter of a query: its sort, a code for programs, and in words."""

    sort: str
    parameter: str
    code: str
    detail: str

    @property
    def error(self) -> dict:
        """Return it as the Dutch API Design Rules write it (/core/error-handling)."""
        location = {"name": self.parameter}
        return {"in": "query", "location": location, "code": self.code, "detail": self.detail}

    @property
    def words(self) -> str:
        return f"{self.parameter}: {self.detail}" if self.sort == INVALID else self.parameter


class QueryError(BadRequest):
    """A query that a program cannot rely on, with all its faults."""

    def __init__(self, faults: list[Fault]):
        self.faults = faults
        sorts = dict.fromkeys(fault.sort for fault in faults)
        super().__init__("; ".join(f"{sort} parameter: {named(sort, faults)}" for sort in sorts))


def named(sort: str, faults: list[Fault]) -> str:
    joint = "; " if sort == INVALID else ", "
    return joint.join(fault.words for fault in faults if fault.sort == sort)


def check_strictly(query: QueryDict, form: forms.Form, repeatable: Iterable[str] = ()) -> None:
    """Raise QueryError with each unknown, repeated and invalid parameter.

    A day in another spelling than ISO 8601 is invalid: readers are redirected, programs are not.
    """
    faults = [Fault("unknown", name, *UNKNOWN) for name in sorted(query) if name not in form.fields]
    known = [name for name in query if name in form.fields and name not in repeatable]
    repeated = [name for name in known if len(query.getlist(name)) > 1]
    faults += [Fault("repeated", name, *REPEATED) for name in repeated]
    for name, errors in form.errors.as_data().items():
        faults += [Fault(INVALID, name, e.code or INVALID, " ".join(e.messages)) for e in errors]
    days = {name: query.get(name, "").strip() for name in days_in(form.fields)}
    faults += [Fault(INVALID, n, *ISO_ONLY) for n, given in days.items() if given != in_iso(given)]
    if faults:
        raise QueryError(faults)


class PageQuery:
    """A page's query and its form. A subclass declares a form with its own fields."""

    class Form(forms.Form):
        """The peildatum: the day whose knowledge the page shows."""

        peildatum = DayField(label="Wat was bekend op …", required=False)

    repeatable: tuple[str, ...] = ()

    def __init__(self, given: QueryDict):
        self.given = given
        self.query = normalised(given, self.Form.base_fields, self.repeatable)
        self.form = self.Form(self.query, use_required_attribute=False)
        self.is_valid = self.form.is_valid()

    def strict(self) -> Self:
        """Return itself; raise BadRequest for a query that a program cannot rely on."""
        check_strictly(self.given, self.form, self.repeatable)
        return self

    @property
    def day(self) -> date | None:
        """Return the peildatum, None for now and where it is not a day."""
        return self.form.cleaned_data.get("peildatum")

    @cached_property
    def day_suffix(self) -> str:
        """Return the query string with which a link keeps the peildatum."""
        return suffix(of_day(self.day))
