"""The fields and rules that more than one noun shares."""

import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

from incident.dates import DateError, EventDate

SEPARATOR = "|"

slug_of_words = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*\Z",
    "Gebruik alleen kleine letters, cijfers en losse streepjes, zoals ‘om-citrix’.",
)

slug_of_event = RegexValidator(
    r"^\d{4}-\d{2}(-[a-z0-9]+)+\Z",
    "Begin met jaar en maand, dan kleine letters: ‘2025-07-om-van-internet’.",
)


def one_cell(text: str) -> None:
    """Refuse the sign that separates the values in one cell of the CSV (ValidationError)."""
    if SEPARATOR in text:
        raise ValidationError(
            "Een rechte streep (|) kan hier niet: die scheidt de waarden in de CSV."
        )


def without_controls(text: str) -> None:
    """Refuse signs that no page or file can show (ValidationError); new lines may stay."""
    if any(unicodedata.category(sign) == "Cc" and sign not in "\n\r\t" for sign in text):
        raise ValidationError("Deze tekst bevat een onzichtbaar stuurteken. Typ de tekst opnieuw.")


class LineField(models.CharField):
    """One line of plain text, trimmed: no line ends, no tabs, no control characters."""

    default_validators = (without_controls,)

    def to_python(self, value):
        """Fold each run of space, line ends too, into one space."""
        value = super().to_python(value)
        return " ".join(value.split()) if isinstance(value, str) else value


class CellField(LineField):
    """A line that shares its cell in the CSV with its neighbours."""

    default_validators = (without_controls, one_cell)


class ProseField(models.TextField):
    """Plain text in paragraphs; line ends are stored as LF."""

    default_validators = (without_controls,)

    def to_python(self, value):
        """Make every line end LF and drop the space around the whole."""
        value = super().to_python(value)
        return "\n".join(value.splitlines()).strip() if isinstance(value, str) else value


class DateTextField(models.CharField):
    """A date as precisely as it is known: EDTF text, read in all spellings of `dates.py`."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"max_length": 64, **kwargs})

    def to_python(self, value):
        """Return the canonical EDTF text; ValidationError says in Dutch what is wrong with it."""
        value = super().to_python(value)
        try:
            return EventDate.parse(value).edtf if value else value
        except DateError as error:
            raise ValidationError(str(error)) from error
