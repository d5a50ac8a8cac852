"""Rows whose every change has an entry in the log."""

from collections.abc import Collection
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver

from incident.audit.models import Change
from incident.audit.recorder import audited
from incident.audit.snapshots import values_of


class AuditedQuerySet(models.QuerySet):
    """Rows whose every change is logged; what would bypass the log is refused."""

    def update(self, *args, **kwargs):
        """Refuse: an update in the database sends no signal, so that nothing would be logged."""
        raise TypeError("Rows that are logged are saved one by one.")

    bulk_create = bulk_update = update

    def delete(self):
        """Delete the rows one by one, each with its entry in the log."""
        rows = list(self)
        for row in rows:
            row.delete()
        return len(rows), {}


class Audited(models.Model):
    """A row whose every change has an entry in the log.

    `audit_fields` names its fields, `audit_children` the rows under it, and `audit_within` the rows
    whose snapshot is a part of its own. `audit_parent` is the field that leads to the row with the
    version, where that is another. `audit_heavy` names columns of which many rows are too much to
    read at once.
    """

    audit_fields: tuple[str, ...] = ()
    audit_children: tuple[str, ...] = ()
    audit_within: dict[str, str] = {}
    audit_parent = ""
    audit_heavy: tuple[str, ...] = ()

    objects = AuditedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        with audited():
            super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        with audited():
            return super().delete(*args, **kwargs)

    def audit_root(self) -> models.Model | None:
        """Return the row whose version this one shares: itself, or its parent where that is."""
        if not self.audit_parent:
            return self
        parent = self._meta.get_field(self.audit_parent)
        rows = parent.related_model._base_manager
        return rows.filter(pk=getattr(self, parent.attname)).first()

    @classmethod
    def keep_following(cls, keys: Collection[int]) -> None:
        """Set the columns of these rows that follow from rows under them, or that they name.

        An act calls it at its end, for all that it touched; most rows have no such columns.
        """

    def keep_version(self, last: Change) -> None:
        """Take back the version of an act that changed nothing; a plain row has none."""

    @classmethod
    def status_in(cls, state: dict[str, Any]) -> str:
        """Return the status that a snapshot holds, "" for a row that has none."""
        return state.get("status", "")

    def state(self, **given) -> dict[str, Any]:
        """Return the snapshot of this row: its plain values, with the rows under it.

        `given` holds what a row that is not yet saved will have: states of the rows under it, and
        the rows that it names.
        """
        under = {
            name: given[name] if name in given else self.states_under(name)
            for name in self.audit_children
        }
        return values_of(self, self.audit_fields, given) | under

    def states_under(self, name: str) -> list[dict[str, Any]]:
        return [row.state() for row in getattr(self, name).all()] if self.pk else []


@receiver([post_save, post_delete])
def touch_after(sender, instance, **kwargs):
    """Touch the row in the open act, or in a new one, as for a fixture's rows and a cascade."""
    if isinstance(instance, Audited):
        with audited() as act:
            act.touch(instance)


@receiver(m2m_changed)
def touch_after_joining(sender, instance, action, **kwargs):
    """Touch the row in the open act: what it names has changed."""
    if isinstance(instance, Audited) and action.startswith("post_"):
        with audited() as act:
            act.touch(instance)


def audited_models() -> list[type[Audited]]:
    """Return the models whose rows have entries of their own, not with the row above them."""
    models = apps.get_app_config("incident").get_models()
    return [model for model in models if issubclass(model, Audited) and not model.audit_parent]


def begin_log() -> None:
    """Log each row that has no entry yet, as after an update from a release without a log."""
    with audited(reason="Stond er al toen het logboek begon.") as act:
        for model in audited_models():
            known = Change.objects.filter(noun=model._meta.model_name).values("row")
            for row in model._base_manager.exclude(pk__in=known):
                if hasattr(row, "claim"):  # its version and moment are from now on the log's
                    row.claim()
                act.touch(row)
