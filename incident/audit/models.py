"""The log of changes: what was done to the record, by whom and why. It is only ever added to.

Entries outlive the code that wrote them. Each carries the number of its format: which columns its
hash is over, and how its snapshot of the row is to be read (`snapshots.py`). What is listed here
for a format stays as it is; another column or another meaning is a new format.
"""

import hashlib
import json
from functools import cached_property
from typing import Any

from django.db import models

from incident.audit.snapshots import upgraded
from incident.choices import Action, Nature
from incident.fields import LineField
from incident.querysets import ChangeQuerySet

NOBODY = "het systeem"
FORMAT = 2  # of the entries that are written now
FIRST = (
    *("number", "at", "who", "who_id", "action", "noun", "row", "incident", "label", "version"),
    *("reason", "nature", "forced", "public_at", "fields_json", "state_json"),
)
HASHED = {1: FIRST, 2: (*FIRST, "format", "hides_reasons")}
HIDDEN = "Deze reden is verborgen toen de tekst werd ingetrokken."


def canonical(value: Any) -> str:
    """Return JSON with one spelling for each value: keys sorted, no space, all letters as such."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


class Change(models.Model):
    """One change of one row, with the rows that share its version, and how it was afterwards.

    The database refuses to change or remove a row of the log. `number` counts without gaps;
    `hash` is the SHA-256 of the row and of the hash before it, so that one who gets past the
    database cannot rewrite a row and leave the rest in peace (`incident/audit/` looks).
    """

    number = models.PositiveBigIntegerField("nummer", primary_key=True)
    at = models.DateTimeField("moment")
    who = models.CharField("wie", max_length=150, blank=True)
    who_id = models.BigIntegerField("account", null=True)
    action = models.CharField("wat", max_length=20, choices=Action)
    noun = models.CharField("soort rij", max_length=30)
    row = models.BigIntegerField("rij")
    incident = models.BigIntegerField("incident", null=True)
    label = models.CharField("naam", max_length=300)
    version = models.PositiveIntegerField("versie")
    reason = LineField("reden", max_length=300, blank=True)
    nature = models.CharField("aard", max_length=20, choices=Nature, blank=True)
    forced = models.BooleanField("zonder tweede lezer", default=False)
    public_at = models.DateTimeField("openbaar vanaf", null=True)
    fields_json = models.TextField("oud en nieuw", default="{}")
    state_json = models.TextField("toestand", default="null")
    format = models.PositiveSmallIntegerField("opmaak", default=1)
    hides_reasons = models.BooleanField("verbergt eerdere redenen", default=False)
    hash = models.CharField(max_length=64)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "wijziging"
        verbose_name_plural = "logboek"
        default_permissions = ("view",)
        ordering = ["number"]
        indexes = [
            models.Index(name="change_of_row", fields=["noun", "row", "number"]),
            models.Index(name="change_in_public", fields=["incident", "public_at"]),
        ]

    def __str__(self):
        return f"{self.number}: {self.label} {self.get_action_display().lower()}"

    @property
    def by(self) -> str:
        """Return who did it, as staff know them."""
        return self.who or NOBODY

    @cached_property
    def state(self) -> dict | None:
        """Return the row as it was after this change, in today's names; None where it was gone."""
        return upgraded(self.noun, json.loads(self.state_json), self.format)

    @cached_property
    def fields(self) -> dict[str, list]:
        """Return the old and the new value of each field that changed, in the names of then."""
        return json.loads(self.fields_json)

    @cached_property
    def public_reason(self) -> str:
        """Return the reason as readers may read it: a later withdrawal can have hidden it.

        It stays hidden when the text is put back; staff read it in the log.
        """
        if not (self.reason and self.number):
            return self.reason
        later = Change.objects.of(self.noun, self.row).filter(number__gt=self.number)
        hidden = getattr(self, "reason_is_hidden", None)
        is_hidden = later.filter(hides_reasons=True).exists() if hidden is None else hidden
        return HIDDEN if is_hidden else self.reason

    def seal(self, number: int, before: str) -> None:
        """Become entry `number`, after the entry with the hash `before`.

        Each value first takes the spelling in which the database will keep it (a reason pasted
        with two spaces is stored with one), so that what is hashed is what is read back.
        """
        self.number = number
        for field in self._meta.concrete_fields:
            setattr(self, field.attname, field.to_python(getattr(self, field.attname)))
        self.hash = self.digest(before)

    def digest(self, before: str, **other) -> str:
        """Return the hash that this entry must have after the hash `before`.

        `other` gives values to hash in place of its own. KeyError where the format is unknown.
        """
        values = {name: getattr(self, name) for name in HASHED[self.format]} | other
        for name in ("at", "public_at"):
            values[name] = values[name] and values[name].timestamp()
        return hashlib.sha256(f"{before}{canonical(values)}".encode()).hexdigest()


class LogHead(models.Model):
    """Where the log ends. Whoever writes locks this row first, so that the chain is one chain."""

    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        default_permissions = ()
        verbose_name = verbose_name_plural = "einde van het logboek"

    def __str__(self):
        return f"{self.number} {self.hash}"
