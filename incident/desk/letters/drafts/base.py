"""What all forms of the reading table have in common."""

from collections.abc import Callable

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from incident.desk.letters.finds import Finds
from incident.desk.letters.rows import Row
from incident.desk.pasted import draft
from incident.models import Kamerstuk, Letter
from incident.models.letter import Step
from incident.values.references import Reference

MOST_ALIKE = 20  # rows of the record that are offered for linking
NO_PAPER = "Neem eerst ‘Het stuk zelf’ over: daar verwijst dit naar."
NOT_YOURS = "‘{}’ staat al bij lezers. Laat een eindredacteur dit doen."
NEW = "Nieuw: maak een concept"
NO_LONGER = "Wat u koos, is er niet meer. Er is niets gemaakt: kijk opnieuw."
PLANNED = "‘{}’ is ingepland. Wijzig het op zijn eigen pagina: daar leest een collega het opnieuw."


class Draft(forms.Form):
    """One row of the table; `make` stores what it says, and returns it with the step that it was.

    `existing` is what is in the record already; chosen, it is linked and nothing is made. `may`
    says of a row of the record whether this person may change it.
    """

    right = ""  # what a person must be allowed to

    def __init__(
        self, *args, row: Row, letter: Letter, finds: Finds, may: Callable[..., bool], **kwargs
    ):
        self.row, self.letter, self.finds, self.may = row, letter, finds, may
        self.there = {str(other.pk): other for other in self.alike()}
        super().__init__(*args, prefix=row.key, initial=self.first(), **kwargs)
        if self.there:
            choices = [("", NEW), *((key, str(other)) for key, other in self.there.items())]
            self.fields["existing"] = forms.ChoiceField(
                label="Staat er al?", choices=choices, required=False
            )
            self.order_fields(["existing", *self.fields])
        for text in self.fields.values():
            if isinstance(text.widget, forms.TextInput):
                text.widget.attrs.setdefault("class", "vTextField")

    def first(self) -> dict:
        """Return what the fields hold before anybody types."""
        return {}

    def alike(self) -> models.QuerySet | list:
        """Return what the record holds that this may be."""
        return []

    @property
    def likely(self) -> str:
        """Return the choice of what is surely the same, "" where a person must look."""
        return next(iter(self.there), "")

    @property
    def is_ready(self) -> bool:
        """Return whether it can be taken as it stands, unseen."""
        return bool(self.initial.get("existing"))

    def point(self) -> None:
        """Let the first field that is wrong have the focus, where it is a field's fault."""
        for name in self.errors:
            if name in self.fields:
                self.fields[name].widget.attrs["autofocus"] = True
                break

    @property
    def likely_row(self) -> models.Model | None:
        return self.there.get(self.likely)

    def clean(self):
        """Refuse a choice that is gone meanwhile: nobody who links wants something new."""
        if not self.there and self.data.get(self.add_prefix("existing")):
            raise ValidationError(NO_LONGER)
        return super().clean()

    def linked(self) -> models.Model | None:
        return self.there.get(self.cleaned_data.get("existing", ""))

    def make(self) -> tuple[models.Model, Step]:
        """Store it; ValidationError says in Dutch why that cannot be."""
        raise NotImplementedError  # each row knows what it makes

    def change(self, row: models.Model) -> None:
        """Take the next version of what is there; ValidationError where this person may not."""
        if not self.may(row):
            raise ValidationError(NOT_YOURS.format(row))
        if row.is_planned:
            raise ValidationError(PLANNED.format(row))
        checked(row).save()

    def paper(self) -> Kamerstuk:
        """Return the paper of the letter; ValidationError where there is none yet."""
        if not self.letter.kamerstuk_id:
            raise ValidationError(NO_PAPER)
        return self.letter.kamerstuk


def checked(row: models.Model, leave_out: tuple[str, ...] = ()) -> models.Model:
    """Return a row that is not stored yet, once it keeps its own rules."""
    row.full_clean(exclude=leave_out)
    return row


def paper_of(reference: Reference) -> Kamerstuk:
    """Return the paper that is cited: the one that is there, or a new one."""
    found = Kamerstuk.objects.cited_as(reference).first()
    if not found:
        found = draft(reference)
        checked(found).save()
    return found
