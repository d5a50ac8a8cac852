"""A row as the log keeps it, and how what was kept long ago is read in today's names.

A snapshot is a plain dict. It is never handed to a model as it stands: `upgraded` first brings it
to the present format, and `restored` takes from it what the model has today. So a field may be
renamed, dropped or added, and every address that shows the past keeps working:

* added: the default of the field is what older entries hold of it;
* dropped: what older entries hold of it stays in the log and is not shown;
* renamed, split or of another form: raise `models.FORMAT` and add to `steps` the one that reads it.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypeVar

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from incident.audit.steps import STEPS

Row = TypeVar("Row", bound=models.Model)
Snapshot = dict[str, Any]


def upgraded(noun: str, kept: Snapshot | None, format: int) -> Snapshot | None:  # noqa: A002 - its name
    """Return a snapshot of this format in today's names; None stays None."""
    if kept is None:
        return None
    for number in sorted(n for n in STEPS if n >= format):
        if step := STEPS[number].get(noun):
            step(kept)
    if noun not in apps.all_models["incident"]:  # a noun that is no more: nothing can show it
        return kept
    model = apps.get_model("incident", noun)
    return {**completed(model, kept), **rows_under(model, kept)}


def rows_under(model: type[models.Model], kept: Snapshot) -> Snapshot:
    under = {name: model._meta.get_field(name).related_model for name in model.audit_children}
    return {name: [completed(m, row) for row in kept.get(name, ())] for name, m in under.items()}


def completed(model: type[models.Model], kept: Snapshot) -> Snapshot:
    """Return a snapshot with every field of today: what was kept, else the default."""
    names = [*model.audit_fields, *model.audit_within]
    whole = {name: kept[name] if name in kept else unset(model, name) for name in names}
    for name, noun in model.audit_within.items():
        whole[name] = completed(apps.get_model("incident", noun), kept.get(name) or {})
    return whole


def unset(model: type[models.Model], name: str) -> Any:
    """Return what a snapshot holds of a field that has no value yet."""
    try:
        field = model._meta.get_field(name.removesuffix("_id"))
    except FieldDoesNotExist:  # a derived value
        return ""
    return [] if field.many_to_many else plain(field.get_default())


def restored(model: type[Row], kept: Snapshot, **more) -> Row:
    """Return an unsaved row of this model as a snapshot holds it, with `more` set as given.

    Only plain columns are taken from the snapshot; what leads to another row is `more`.
    """
    columns = {f.attname: f for f in model._meta.concrete_fields if not f.is_relation}
    values = {name: columns[name].to_python(kept[name]) for name in kept if name in columns}
    return model(**values, **more)


def values_of(row: models.Model, names: Iterable[str], given: dict) -> Snapshot:
    """Return these fields of a row as plain values; those that are `given` in place of its own."""
    return {name: plain(given[name] if name in given else getattr(row, name)) for name in names}


def plain(value: Any) -> Any:
    """Return a value as JSON keeps it; another row as the name that lasts."""
    if isinstance(value, models.Manager):
        value = list(value.all())
    if isinstance(value, list):
        return sorted("/".join(row.natural_key()) for row in value)
    if isinstance(value, models.Model):
        return "/".join(value.natural_key())
    return value.isoformat() if isinstance(value, (date, datetime)) else value
