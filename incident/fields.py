"""The fields and rules that more than one noun shares."""

import re
import unicodedata
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

from incident.values.dates import DateError, EventDate

SEPARATOR = "|"
BLANKS = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"  # letters and marks without ink
EMOJI = "[\u2600-\u27bf\U0001f000-\U0001faff]"
JOINED_EMOJI = re.compile(f"(?:{EMOJI}|\ufe0f)\u200d{EMOJI}")


@models.DateTimeField.register_lookup
class By(models.lookups.LessThanOrEqual):
    """At or before a moment, as nearly all rows are: `publish_at__by` of a published text.

    SQLite takes it that a quarter of the rows are, and would find them by that first.
    """

    lookup_name = "by"

    def get_rhs_op(self, connection, rhs):
        return f"<= {rhs}"

    def as_sqlite(self, compiler, connection):
        """Return the condition in SQL and its values, with what SQLite should expect of it."""
        sql, params = self.as_sql(compiler, connection)
        return f"likely({sql})", params


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
    """Refuse signs that no page or file can show (ValidationError); new lines may stay.

    Besides control characters these are the signs that are there and are not seen: they turn the
    order of the letters around (U+202E), hide one word in another (zero-width space) or break a
    word for the search (the soft hyphen that comes along from a PDF). No Dutch text needs them.
    Only in an emoji of several signs the one that joins them may stay.
    """
    for place, sign in enumerate(text):
        if is_unseen(sign) and not JOINED_EMOJI.match(text, max(place - 1, 0)):
            before = text[:place][-20:].strip()
            where = f"na ‘{before}’" if before else "aan het begin"
            raise ValidationError(
                f"Deze tekst bevat {where} een onzichtbaar stuurteken (U+{ord(sign):04X}). "
                "Typ dat stuk opnieuw."
            )


def is_unseen(sign: str) -> bool:
    """Return whether a sign is a control, a format character, half a sign, or none at all."""
    if sign in "\n\r\t":
        return False
    is_nothing = ord(sign) & 0xFFFE == 0xFFFE or "\ufdd0" <= sign <= "\ufdef"  # XML refuses these
    return unicodedata.category(sign) in ("Cc", "Cf", "Cs") or sign in BLANKS or is_nothing


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


def free_slug(stem: str, taken: Collection[str]) -> str:
    """Return this address where it is free, else with the lowest number that is (`-2`)."""
    names = (stem if n == 1 else f"{stem}-{n}" for n in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def one_of(name: str, choices: type[models.TextChoices], message: str) -> models.CheckConstraint:
    """Return the constraint that a field holds one of its choices; `name` is "model_field"."""
    return models.CheckConstraint(
        name=f"{name}_is_known",
        condition=models.Q(**{f"{name.rpartition('_')[2]}__in": choices.values}),
        violation_error_message=message,
    )
