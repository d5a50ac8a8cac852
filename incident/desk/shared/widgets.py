"""How single fields show themselves on the desk."""

from datetime import datetime

from django import forms
from django.contrib.admin.widgets import (
    AdminSplitDateTime,
    AdminTextareaWidget,
    AutocompleteSelect,
    AutocompleteSelectMultiple,
    RelatedFieldWidgetWrapper,
)
from django.core.exceptions import ValidationError
from django.utils.timezone import get_current_timezone

from incident.desk.shared.changelist import is_key
from incident.desk.shared.dates import OF_DATES
from incident.fields import DateTextField, LineField

NEVER = (
    "Dit tijdstip bestaat niet: in deze nacht gaat de klok een uur vooruit. Kies een tijd vóór "
    "02.00 uur of vanaf 03.00 uur."
)
TWICE = (
    "Dit tijdstip komt twee keer voor: in deze nacht gaat de klok een uur terug. Kies een tijd "
    "vóór 02.00 uur of vanaf 03.00 uur."
)

LONG = 200  # characters; what may be longer has two lines or more
NO_SUCH_CHOICE = "Deze keuze bestaat niet. Kies uit de lijst."


class LongLine(AdminTextareaWidget):
    """One line of text that is longer than a screen is wide; it is stored as one line."""

    def __init__(self, attrs=None):
        super().__init__({"rows": 2, "class": "long-line", **(attrs or {})})


class DeskFields:
    """Gives a form or a row under it our fields: dates in words, and room for a long line."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, DateTextField):
            kwargs = {**OF_DATES, **kwargs}
        elif isinstance(db_field, LineField) and db_field.max_length > LONG:
            kwargs = {"widget": LongLine, **kwargs}
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class MomentField(forms.SplitDateTimeField):
    """A day and a time in the Netherlands; what the clock skips or strikes twice is refused."""

    def compress(self, data_list):
        """Return the moment; ValidationError says in Dutch why there is no such one."""
        try:
            return super().compress(data_list)
        except ValidationError as error:
            if error.code != "ambiguous_timezone":
                raise
            early = datetime.combine(*data_list).replace(tzinfo=get_current_timezone(), fold=0)
            twice = early.utcoffset() > early.replace(fold=1).utcoffset()
            raise ValidationError(TWICE if twice else NEVER, code="clock") from error


class MomentWidget(AdminSplitDateTime):
    """A day and a time, each with its own label; Django's labels belong to neither field."""

    def __init__(self, attrs=None):
        super().__init__(attrs)
        for widget, name in zip(self.widgets, ("dag", "tijd"), strict=True):
            widget.attrs["aria-label"] = f"Openbaar vanaf, {name}"


class OnlyKeys:
    """Shows a forged choice as none; looking it up in the database would fail."""

    def optgroups(self, name, value, attrs=None):
        return super().optgroups(name, [key for key in value if not key or is_key(key)], attrs)


class PaperSelect(OnlyKeys, AutocompleteSelect):
    """Finds a row as one types."""


class RowsSelect(OnlyKeys, AutocompleteSelectMultiple):
    """Finds some rows as one types."""


class RowsField(forms.ModelMultipleChoiceField):
    """Some rows of a list; what can be no number of a row is refused before it is looked for."""

    def clean(self, value):
        if isinstance(value, list | tuple) and not all(is_key(str(key)) for key in value):
            raise ValidationError(NO_SUCH_CHOICE)
        return super().clean(value)


def with_fewer_ways(field: forms.Field | None, name: str) -> forms.Field | None:
    """Take away the icons beside the choice of another row that a writer does not need.

    Nobody deletes a row from there.
    """
    widget = getattr(field, "widget", None)
    if isinstance(widget, RelatedFieldWidgetWrapper):
        widget.can_delete_related = widget.can_view_related = False
        if name == "incident":
            widget.can_add_related = widget.can_change_related = False
    return field
