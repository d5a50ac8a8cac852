"""The audit log: what was done to the record, by whom and why. Entries are only ever added.

Entries outlive the code that wrote them. Each carries the number of its format: which columns its
hash is over, and how its snapshot of the row is to be read (`snapshots.py`). What is listed here
for a format stays as it is; another column or another meaning is a new format.
"""

import hashlib
import json
from datetime import datetime
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, Greatest

from incident.audit.snapshots import upgraded
from incident.choices import Action, Nature
from incident.fields import LineField
from incident.written.moment import now

NOBODY = "het systeem"
FORMAT = 3  # of the entries that are written now
FIRST = (
    *("number", "at", "who", "who_id", "action", "noun", "row", "incident", "label", "version"),
    *("reason", "nature", "forced", "public_at", "fields_json", "state_json"),
)
HASHED = {1: FIRST, 2: (*FIRST, "format", "hides_reasons", "is_text")}
HASHED[3] = HASHED[2]
HIDDEN = "Deze reden is verborgen toen de tekst werd ingetrokken."


# The nouns of the public log; papers and incidents change what these say, and so appear there too.
TOLD = ("event", "claim", "writtenquestions")

# Fields that are decided about a text, not written in it. An entry keeps the answer of its time.
NOT_TEXT = frozenset(
    (
        *("status", "publish_at", "slug", "is_published", "is_withdrawn", "is_key"),
        *("synonyms", "dossiers"),
    )
)
TO_READERS = (Action.PUBLISHED, Action.RESTORED)
SAME_ROW = Q(noun=models.OuterRef("noun"), row=models.OuterRef("row"))


def canonical(value: Any) -> str:
    """Return JSON with one spelling for each value: keys sorted, no spaces, no letter escaped."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


class ChangeQuerySet(models.QuerySet):
    """Verbs for entries of the log."""

    def of(self, noun: str, row: int):
        """Return the entries of one row, the oldest first."""
        return self.filter(noun=noun, row=row).order_by("number")

    def for_readers(self, at: datetime | None = None):
        """Return the changes that readers saw happen up to that moment, the oldest first.

        A text that waited for its moment and was changed or taken back before it, was never seen
        as it was: its entry is not among these. Nor is that of a text that was changed or withdrawn
        before its incident first opened.
        """
        incident = apps.get_model("incident", "Incident")._base_manager
        opened = incident.filter(pk=models.OuterRef("incident")).order_by().values("opened_at")
        log = self.alias(opened_at=models.Subquery(opened))
        log = log.alias(since=Greatest("public_at", "opened_at"))
        seen, at_once = Q(since__lte=at or now()), Q(public_at=models.F("at"))
        if at is None:  # what was public when it was written is so, also where the clock went back
            seen |= at_once
        later = self.model.objects.filter(SAME_ROW, number__gt=models.OuterRef("number"))
        following = models.Subquery(later.order_by("number").values("at")[:1])
        # Moments never go back in the log, so the entry that follows on a row is the first to
        # overtake it: all later ones would be read for each version otherwise.
        log = log.alias(following_at=Coalesce(following, models.F("since")))
        stayed = Q(since__lte=models.F("at")) | Q(following_at__gte=models.F("since"))
        never_there = Q(action=Action.WITHDRAWN, at__lt=models.F("opened_at"))
        # Most entries were public when they were written, in an open incident: of these no more
        # is asked.
        whole = Q(opened_at__isnull=False) & seen & stayed & ~never_there
        known = at_once & Q(at__gte=models.F("opened_at")) | whole
        limits = {} if at is None else {"public_at__lte": at}  # for an index: it follows from since
        return log.filter(known, public_at__isnull=False, noun__in=TOLD, **limits).order_by(
            "number"
        )

    def of_incident(self, incident):
        return self.filter(incident=incident.pk)

    def moments(self):
        """Return the moments at which these came out, their incident aside, each once, in order."""
        return self.order_by("public_at").values_list("public_at", flat=True).distinct()

    def but_for(self, field: str):
        """Return the entries in which another field than this one changed."""
        alone = Q(fields_json__startswith=f'{{"{field}":[') & ~Q(fields_json__contains='],"')
        return self.exclude(alone)

    def by(self, user):
        return self.filter(who_id=user.pk).order_by("number")

    def with_presence(self):
        deleted = self.model.objects.filter(SAME_ROW, action=Action.DELETED)
        return self.annotate(is_there=~models.Exists(deleted))

    def writing(self):
        """Return the entries by which an account wrote at a text that is not yet approved.

        They touch the text, and are later than the last that published it or put it back.
        """
        approved = self.model.objects.filter(
            SAME_ROW, number__gte=models.OuterRef("number"), action__in=TO_READERS
        )
        written = self.filter(is_text=True).exclude(who_id=None)
        return written.exclude(models.Exists(approved))

    def gone(self):
        """Return noun and key of each row whose last entry among these is a withdrawal."""
        last = self.order_by().values("noun", "row").annotate(last=models.Max("number"))
        numbers = last.values("last")
        return self.filter(number__in=numbers, action=Action.WITHDRAWN).values_list("noun", "row")

    def with_public_reasons(self, of: tuple[str, int] | None = None):
        """Return the entries with `reason_is_hidden`: whether a later withdrawal hid the reason.

        Where all are of one row, `of` names its noun and key: that row is then read once, and not
        once for each entry.
        """
        if of is None:
            later = self.model.objects.filter(SAME_ROW, number__gt=models.OuterRef("number"))
            is_hidden = models.Exists(later.filter(hides_reasons=True))
            return self.annotate(reason_is_hidden=is_hidden)
        hiding = self.model.objects.of(*of).filter(hides_reasons=True).reverse()
        last = Coalesce(models.Subquery(hiding.values("number")[:1]), 0)
        is_hidden = models.ExpressionWrapper(Q(number__lt=last), models.BooleanField())
        return self.annotate(reason_is_hidden=is_hidden)

    def with_before(self):
        """Return public changes with `before_json`: how readers saw the row just before.

        It is empty where they saw it for the first time; `before_format` says how to read it.
        """
        before = self.model.objects.for_readers().filter(
            noun=models.OuterRef("noun"),
            row=models.OuterRef("row"),
            number__lt=models.OuterRef("number"),
        )
        last = before.order_by("-number")
        return self.annotate(
            before_json=models.Subquery(last.values("state_json")[:1]),
            before_format=models.Subquery(last.values("format")[:1]),
        )


class Change(models.Model):
    """One change of one row, with the rows that share its version, and its snapshot afterwards.

    The database refuses to change or remove an entry. `number` counts without gaps; `hash` is the
    SHA-256 of the entry and of the hash before it, so that a person who gets past the database
    cannot rewrite one entry and leave the rest as it was (`incident/verification/` checks).
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
    is_text = models.BooleanField("aan de tekst", default=False)
    hash = models.CharField(max_length=64)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "wijziging"
        verbose_name_plural = "logboek"
        default_permissions = ("view",)
        ordering = ["number"]
        indexes = [
            models.Index(name="change_of_row", fields=["noun", "row", "number"]),
            # What readers may see of an incident: found and counted from these indexes alone.
            models.Index(
                name="change_in_public",
                fields=["incident", "public_at", "noun", "at", "action", "row", "number"],
                condition=Q(public_at__isnull=False),
            ),
            models.Index(
                name="change_newest",
                fields=["incident", "number"],
                condition=Q(public_at__isnull=False),
            ),
            models.Index(name="change_coming_out", fields=["public_at"]),
            models.Index(name="change_of_account", fields=["who_id", "number"]),
            models.Index(name="change_by_act", fields=["action", "number"]),
        ]

    def __str__(self):
        return f"{self.number}: {self.label} {self.get_action_display().lower()}"

    @property
    def by(self) -> str:
        return self.who or NOBODY

    @cached_property
    def state(self) -> dict | None:
        """Return the snapshot after this change, in today's names; None where the row is gone."""
        return upgraded(self.noun, json.loads(self.state_json), self.format)

    @cached_property
    def fields(self) -> dict[str, list]:
        """Return the old and the new value of each field that changed, in the names of then."""
        return json.loads(self.fields_json)

    @property
    def touches_text(self) -> bool:
        """Return whether a field of the text itself changed; `is_text` stores the answer."""
        return bool(self.fields.keys() - NOT_TEXT)

    @cached_property
    def public_reason(self) -> str:
        """Return the reason for readers; HIDDEN where a later withdrawal hid it.

        It stays hidden when the text is put back; staff read it in the log.
        """
        if not (self.reason and self.number):
            return self.reason
        hidden = getattr(self, "reason_is_hidden", None)
        if hidden is None:
            later = Change.objects.of(self.noun, self.row).filter(number__gt=self.number)
            hidden = later.filter(hides_reasons=True).exists()
        return HIDDEN if hidden else self.reason

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
        """Return the SHA-256 in hexadecimal that this entry must have after the hash `before`.

        `other` gives values to hash in place of its own. Raises KeyError for an unknown format.
        """
        values = {name: getattr(self, name) for name in HASHED[self.format]} | other
        for name in ("at", "public_at"):
            values[name] = values[name] and values[name].timestamp()
        return hashlib.sha256(f"{before}{canonical(values)}".encode()).hexdigest()


class LogHead(models.Model):
    """The end of the log. Every writer locks this row first, so that there is one chain."""

    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        default_permissions = ()
        verbose_name = verbose_name_plural = "einde van het logboek"

    def __str__(self):
        return f"{self.number} {self.hash}"
