"""A letter that was read in: its file, its text, and what staff did with each find in it.

Nothing of it is shown to readers. The finds themselves are not kept: the same text gives the same
finds (`incident/letters/`), so that better rules serve an old letter too.
"""

import hashlib
from collections.abc import Iterable

from django.db import models
from django.utils import timezone

from incident.audit.models import Change
from incident.audit.rows import Audited, AuditedQuerySet
from incident.fields import LineField, one_of
from incident.letters.text import Text
from incident.models.bases import Versioned
from incident.models.sources import Citation


class LetterQuerySet(AuditedQuerySet):
    """Verbs for letters."""

    def lightly(self):
        """Return them without the file, which only its download needs."""
        return self.defer("data")

    def keep(self, incident, name: str, data: bytes, pages: Iterable[str], **about):
        """Return the letter with this file, and whether it is new; the same file is kept once.

        `pages` is its text as read; `about` what is known beside it, such as the account.
        """
        digest = hashlib.sha256(data).hexdigest()
        read = {"name": name, "data": data, "text": Text.of(pages).whole, **about}
        return self.get_or_create(incident=incident, digest=digest, defaults=read)


class Letter(Versioned):
    """A letter as staff dropped it at the desk, for one incident."""

    incident = models.ForeignKey(
        "incident.Incident", models.PROTECT, verbose_name="incident", related_name="letters"
    )
    kamerstuk = models.ForeignKey(
        "incident.Kamerstuk",
        models.PROTECT,
        verbose_name="Kamerstuk",
        related_name="letters",
        null=True,
        blank=True,
    )
    name = LineField("naam van het bestand", max_length=200)
    digest = models.CharField("SHA-256", max_length=64, editable=False)
    data = models.BinaryField("bestand")
    text = models.TextField("tekst zoals gelezen", editable=False)
    read_at = models.DateTimeField("ingelezen op", default=timezone.now, editable=False)
    read_by = models.CharField("ingelezen door", max_length=150, blank=True, editable=False)

    audit_fields = ("incident_id", "kamerstuk_id", "name", "digest", "text_digest")
    audit_heavy = ("data", "text")

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = "brief"
        verbose_name_plural = "brieven"
        ordering = ["-read_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="letter_once_in_incident",
                fields=["incident", "digest"],
                violation_error_message="Dit bestand is al ingelezen.",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def text_digest(self) -> str:
        """Return the SHA-256 of its text, so that the log says when that is another."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @classmethod
    def keep_following(cls, keys):
        """Check the quotes of each paper of which these letters are or were the text."""
        entries = Change.objects.filter(noun="letter", row__in=keys)
        papers = {paper for entry in entries for paper in entry.fields.get("kamerstuk_id", ())}
        Citation.objects.filter(kamerstuk__in=papers - {None}).keep_checks()


class Step(models.TextChoices):
    """What a person did with a find."""

    TAKEN = "overgenomen", "Overgenomen"
    LINKED = "gekoppeld", "Gekoppeld"
    DROPPED = "weggelegd", "Weggelegd"


class LetterStep(Audited):
    """What a person did with one find, once: the database refuses a second one."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="steps")
    find = models.CharField("vondst", max_length=60)
    step = models.CharField("stap", max_length=20, choices=Step)
    noun = models.CharField("soort rij", max_length=30, blank=True)
    row = models.BigIntegerField("rij", null=True)
    at = models.DateTimeField("op", default=timezone.now)
    who = models.CharField("door", max_length=150)

    version = 1  # it is made and taken back, never changed

    audit_fields = ("letter_id", "find", "step", "noun", "row", "who")

    class Meta:
        verbose_name = "stap met een brief"
        verbose_name_plural = "stappen met brieven"
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="letter_step_once",
                fields=["letter", "find"],
                violation_error_message="Dit is al gedaan.",
            ),
            one_of("letter_step", Step, "Kies een stap uit de lijst."),
        ]

    def __str__(self):
        return f"{self.get_step_display()}: {self.find}"
