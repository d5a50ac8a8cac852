"""The rows under a form: the edits of two editors at once are merged, and no row stands twice."""

import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import BaseInlineFormSet

from incident.desk.shared.conflict_messages import say_beside

SEEN = "version_seen"
MOST_ROWS = 1_000
MOST_NEW_ROWS = 200  # of one save: a forged number costs no more
CHANGE_PLACES = (
    "Rijen die van plaats wisselen, kunnen niet in één keer worden opgeslagen. Geef een van beide "
    "eerst iets anders en sla op. Wissel daarna."
)


class SurvivingFormSet(BaseInlineFormSet):
    """Rows under a form, merged with what a colleague saved meanwhile.

    A row that a colleague removed becomes new, not nothing. One that a colleague added stands
    among the others; where the editor typed that same row (`same` names the fields that make two
    rows one), what was typed is a change of the colleague's.
    """

    same: tuple[str, ...] = ()
    is_saving = False

    def __init__(self, *args, audit=None, **kwargs):
        self.turns: dict[int, int] = {}
        super().__init__(*args, **kwargs)
        if self.is_bound:
            self.absolute_max = len(self.get_queryset()) + MOST_NEW_ROWS
            self.data = self.joined()
        if audit:
            audit.formsets.append(self)

    def state(self) -> list[dict]:
        """Return the snapshots of the rows, in the order in which the log reads them."""
        by = self.model._meta.ordering[0]
        places = [(getattr(form.instance, by), form) for form in self.kept_forms()]
        places.sort(key=lambda place: (place[0] is None, place[0] or 0))
        return [form.instance.state(**joined_rows(form)) for _, form in places]

    @property
    def is_stale(self) -> bool:
        return bool(self.instance.pk) and self.data.get(SEEN) != str(self.instance.version)

    def clean(self):
        """Beside each field of a row that a colleague changed, say what is stored."""
        super().clean()
        if self.is_stale:
            rows = self.model._default_manager.filter(**{self.fk.name: self.instance})
            stored = {row.pk: row for row in rows}
            for form in self.initial_forms:
                if form.instance.pk in stored:
                    say_beside(form, stored[form.instance.pk])

    # What a colleague did

    def joined(self):
        """Return the data with the stored rows first, in their order, and the new ones behind.

        Data that none of our forms sends stay as they are: Django refuses them.
        """
        try:
            stored = int(self.data[f"{self.prefix}-INITIAL_FORMS"])
            total = int(self.data[f"{self.prefix}-TOTAL_FORMS"])
        except (KeyError, ValueError):
            return self.data
        if not 0 <= stored <= total <= MOST_ROWS:
            return self.data
        rows = {str(row.pk): row for row in self.get_queryset()}
        known = {n: key for n in range(stored) if (key := self.cell(n, "id")) in rows}
        if self.is_stale:
            others = [n for n in range(total) if n not in known]
            known |= self.typed_too(
                others, {k: r for k, r in rows.items() if k not in known.values()}
            )
        elif len(known) == stored:
            return self.data
        return self.reordered(rows, known, total)

    def cell(self, number: int, name: str) -> str | None:
        return self.data.get(f"{self.prefix}-{number}-{name}")

    def typed_too(self, numbers: list[int], rows: dict[str, models.Model]) -> dict[int, str]:
        """Return the sent rows that equal one of the stored `rows`: row number to key."""
        free = {self.stored_name(row): key for key, row in rows.items()}
        found = {
            number: free.pop(name, None) for number in numbers if (name := self.sent_name(number))
        }
        return {number: key for number, key in found.items() if key}

    def stored_name(self, row: models.Model) -> tuple | None:
        """Return the values that identify a stored row, None where it has none."""
        name = tuple(getattr(row, row._meta.get_field(n).attname) for n in self.same)
        return name if any(name) else None

    def sent_name(self, number: int) -> tuple | None:
        """Return these values as sent; None where one of them is wrong or all are empty."""
        try:
            name = tuple(self.sent_value(number, field) for field in self.same)
        except ValidationError:
            return None
        return name if any(name) else None

    def sent_value(self, number: int, name: str):
        """Return one value as it would be stored; raise ValidationError where it is wrong."""
        field = self.form.base_fields[name]
        sent = field.widget.value_from_datadict(self.data, {}, f"{self.prefix}-{number}-{name}")
        value = field.clean(sent) if sent else None
        if isinstance(value, models.Model):
            return value.pk
        kept = self.model._meta.get_field(name)
        return value if kept.is_relation else kept.to_python(value or kept.get_default())

    def reordered(self, rows: dict[str, models.Model], known: dict[int, str], total: int):
        """Return the data with each sent row in the place of the stored row that it equals.

        A stored row that was not sent comes along as it is stored, where a colleague added it.
        """
        sent = {key: number for number, key in known.items()}
        first = [key for key in rows if key in sent or self.is_stale]
        fresh = [number for number in range(total) if number not in known]
        data = self.data.copy()
        cells = self.sent_cells(data)
        for place, key in enumerate(first):
            own = cells[sent[key]] if key in sent else dict(as_sent(self.form(instance=rows[key])))
            self.put(data, place, {**own, "id": [key]})
        for place, number in enumerate(fresh, len(first)):
            self.put(data, place, {**cells.get(number, {}), "id": [""]})
        data[f"{self.prefix}-INITIAL_FORMS"] = str(len(first))
        data[f"{self.prefix}-TOTAL_FORMS"] = str(len(first) + len(fresh))
        return data

    def sent_cells(self, data) -> dict[int, dict[str, list[str]]]:
        pattern = re.compile(rf"{re.escape(self.prefix)}-([0-9]{{1,4}})-(.+)")
        cells: dict[int, dict[str, list[str]]] = {}
        for key in [key for key in data if pattern.fullmatch(key)]:
            number, name = pattern.fullmatch(key).groups()
            cells.setdefault(int(number), {})[name] = data.pop(key)
        return cells

    def put(self, data, place: int, cells: dict[str, list[str]]) -> None:
        for name, values in cells.items():
            data.setlist(f"{self.prefix}-{place}-{name}", values)

    # No row twice

    def validate_unique(self):
        """Refuse, beside the field, a row that is there already.

        Django leaves out of an inline form the constraints that include the parent.
        """
        waits: dict[int, set[int]] = {}
        for constraint in self.constraints():
            self.refuse_twins(constraint)
            for key, others in self.waits_for(constraint).items():
                waits.setdefault(key, set()).update(others)
        try:
            self.turns = {key: n for n, key in enumerate(TopologicalSorter(waits).static_order())}
        except CycleError as error:
            for form in self.kept_forms():
                if form.instance.pk in error.args[1]:
                    form.add_error(None, CHANGE_PLACES)

    def constraints(self) -> list[models.UniqueConstraint]:
        """Return the unique constraints that include the parent of these rows."""
        own = (c for c in self.model._meta.constraints if isinstance(c, models.UniqueConstraint))
        return [constraint for constraint in own if self.fk.name in constraint.fields]

    def refuse_twins(self, constraint: models.UniqueConstraint) -> None:
        """Refuse each row whose values under this constraint another row has."""
        kept = self.kept_forms()
        sent = {form.instance.pk for form in (*kept, *self.deleted_forms)}
        seen = {key_under(constraint, row) for row in self.get_queryset() if row.pk not in sent}
        for form in kept:
            key = key_under(constraint, form.instance)
            if key is not None and key in seen:
                names = [n for n in constraint.fields if n in form.fields and n != self.fk.name]
                form.add_error((names or [None])[-1], constraint.get_violation_error_message())
            seen.add(key)

    def waits_for(self, constraint: models.UniqueConstraint) -> dict[int, set[int]]:
        """Return for each row that is saved the rows that must give up its new values first."""
        held = {key_under(constraint, row): row.pk for row in self.get_queryset().all()}
        held.pop(None, None)
        wanted = {f.instance.pk: key_under(constraint, f.instance) for f in self.kept_forms()}
        return {
            pk: {held[key]} & wanted.keys() - {pk} if key in held else set()
            for pk, key in wanted.items()
            if pk
        }

    @property
    def initial_forms(self) -> list:
        """Return the forms of stored rows; during a save, in an order that breaks no constraint."""
        forms = super().initial_forms
        return sorted(forms, key=self.turn) if self.is_saving else forms

    def turn(self, form) -> int:
        """Return the place of a stored row in a save: deletions first, then what frees a value."""
        return -1 if form in self.deleted_forms else self.turns.get(form.instance.pk, 0)

    def save_existing_objects(self, commit=True):  # noqa: FBT002 - Django's own
        """Save the stored rows, each after those whose values it takes over."""
        self.is_saving = True
        try:
            return super().save_existing_objects(commit)
        finally:
            self.is_saving = False

    def kept_forms(self) -> list:
        gone = self.deleted_forms
        forms = [form for form in self.forms if form.is_valid() and form not in gone]
        return [form for form in forms if form.instance.pk or form.has_changed()]


def key_under(constraint: models.UniqueConstraint, row: models.Model) -> tuple | None:
    """Return the values that must be unique; None where the constraint does not apply."""
    texts = {
        f.name: v
        for f in row._meta.concrete_fields
        if isinstance(v := getattr(row, f.attname), str)
    }
    if constraint.condition is not None and not constraint.condition.check(texts):
        return None
    return tuple(getattr(row, row._meta.get_field(name).attname) for name in constraint.fields)


def joined_rows(form) -> dict[str, list]:
    """Return the many-to-many rows that a changed row will name; it has none before it is saved."""
    names = [field.name for field in form.instance._meta.many_to_many if form.has_changed()]
    return {name: list(form.cleaned_data[name]) for name in names if name in form.cleaned_data}


def as_sent(form) -> Iterator[tuple[str, list[str]]]:
    """Yield each field of a form as a browser sends it when nobody touches it."""
    for name in form.fields:
        value = form[name].value()
        values = value if isinstance(value, list | tuple) else [value]
        sent = ["on" if one is True else str(one) for one in values if one not in (None, False)]
        if sent:
            yield name, sent
