"""What the nouns have in common: a version that saves check, and dates with their bounds."""

import datetime
from collections.abc import Mapping
from contextlib import suppress

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.utils import timezone
from django.utils.functional import cached_property

from incident.audit.recorder import audited, has_come, moment_of_act
from incident.audit.rows import Audited
from incident.choices import Status
from incident.fields import DateTextField, one_of
from incident.values.cells import FIRST_YEAR, LAST_YEAR
from incident.values.dates import NEVER, DateError, EventDate
from incident.values.words import searchable
from incident.workflow import TRANSITIONS, may_become


class StaleVersionError(Exception):
    """The row was changed by somebody else since it was read; nothing was written."""


class NotLoadedError(RuntimeError):
    """A list was read on a row that was fetched without it; the message names what loads it."""


def loaded_by(verb: str) -> cached_property:
    """Return a property for a list that is there only where this queryset method loaded it.

    On another row it raises NotLoadedError: an empty list would pass for the truth.
    """

    def missed(row: models.Model) -> list:
        raise NotLoadedError(f"Ask {verb}: {row._meta.label} was read without this list.")

    return cached_property(missed)


class Versioned(Audited):
    """A row that refuses to be saved over a newer version of itself.

    Reading a row and saving it back silently drops what a colleague saved in between. So a save
    first claims the version that was read, in the same transaction; the second writer gets
    `StaleVersionError`. The rows that belong to this one (citations, links) share its version.
    """

    version = models.PositiveIntegerField("versie", default=1, editable=False)
    changed_at = models.DateTimeField("gewijzigd op", default=timezone.now, editable=False)

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Save as version + 1, or raise StaleVersionError when the row has moved on."""
        if self._state.adding:
            return super().save(*args, **kwargs)
        read, changed = self.version, self.changed_at
        try:
            with audited():
                self.claim()
                return super().save(*args, **kwargs)
        except BaseException:
            self.version, self.changed_at = read, changed
            raise

    def claim(self):
        row = type(self)._base_manager.filter(pk=self.pk, version=self.version)
        self.changed_at = moment_of_act()
        if not row.update(version=self.version + 1, changed_at=self.changed_at):
            raise StaleVersionError(f"{self._meta.label} {self.pk} is past {self.version}")
        self.version += 1

    def keep_version(self, last):
        """Take back a version that was claimed by an act that changed nothing.

        So the version of a row is always that of its last entry, and `changed_at` the moment of
        the first entry of that version: nobody moves either past the log unseen.
        """
        if self.version == last.version:
            return
        same = type(last).objects.of(last.noun, last.row).filter(version=last.version)
        self.version, self.changed_at = last.version, same.first().at
        kept = {"version": self.version, "changed_at": self.changed_at}
        type(self)._base_manager.filter(pk=self.pk).update(**kept)


class Derived(models.Model):
    """A row with columns that follow from its others; they are right after every kind of save."""

    class Meta:
        abstract = True

    def clean(self):
        """Derive first, so that constraints are checked; a wrong date has its own message."""
        super().clean()
        with suppress(DateError):
            self.derive()

    def derive(self):
        """Set the derived columns. Bulk operations, which send no signal, call it too."""


@receiver(pre_save)
def derive_before_saving(sender, instance, **kwargs):
    """Derive also when a fixture is loaded, which passes `save()` by."""
    if isinstance(instance, Derived):
        instance.derive()
    if isinstance(instance, Versioned) and instance._state.adding:
        instance.changed_at = moment_of_act()


class Searchable(Derived):
    """A row of which the words are kept as they are searched (`incident.values.words`)."""

    search_text = models.TextField(editable=False, default="")

    class Meta:
        abstract = True

    @property
    def searched_texts(self) -> tuple[str, ...]:
        """Return the texts in which a reader's words are looked for."""
        raise NotImplementedError  # each noun names its own

    def derive(self):
        super().derive()
        self.search_text = searchable(*self.searched_texts)


class TransitionError(Exception):
    """A text cannot take this transition; nothing was written."""


class Publishable(Derived):
    """A text on its way to the reader: draft, in review, published from a moment on, withdrawn."""

    status = models.CharField(
        "status",
        max_length=20,
        choices=Status,
        default=Status.DRAFT,
        help_text="Alleen wat gepubliceerd is, zien lezers. Een concept bestaat voor hen niet.",
    )
    publish_at = models.DateTimeField(
        "openbaar vanaf",
        null=True,
        blank=True,
        help_text="Leeg laten: meteen, zodra de status ‘Gepubliceerd’ is. Nederlandse tijd.",
    )

    TRANSITIONS = TRANSITIONS

    class Meta:
        abstract = True

    constraints = (
        one_of("%(class)s_status", Status, "Kies een status uit de lijst."),
        models.CheckConstraint(
            name="%(class)s_published_has_moment",
            condition=~models.Q(status=Status.PUBLISHED) | models.Q(publish_at__isnull=False),
            violation_error_message="Wat gepubliceerd is, heeft een moment van publicatie.",
        ),
    )

    def save(self, *args, **kwargs):
        """Save, or raise TransitionError where its status cannot follow on what it was."""
        was = None if self._state.adding else type(self)._base_manager.filter(pk=self.pk).first()
        if was and was.status != self.status and not may_become(was, self.status):
            step = f"{was.status} to {self.status}"
            raise TransitionError(f"{self._meta.label} {self.pk}: {step}")
        super().save(*args, **kwargs)

    def become(self, status: str) -> None:
        """Set the status, and the moment that goes with it: nothing is published in the past.

        A text that is put back keeps the moment at which readers first saw it; one that waits for
        its moment keeps it too.
        """
        was, self.status = self.status, status
        if was == Status.PUBLISHED and status in (Status.DRAFT, Status.REVIEW):
            self.publish_at = None
        elif status == Status.PUBLISHED:
            now = moment_of_act()
            chosen = self.publish_at or now
            self.publish_at = max(chosen, now) if was in (Status.DRAFT, Status.REVIEW) else chosen

    def clean(self):
        """Refuse a moment of publication that some time zone cannot represent."""
        super().clean()
        if self.publish_at and not FIRST_YEAR <= self.publish_at.year <= LAST_YEAR:
            raise ValidationError(
                {"publish_at": f"Kies een jaar van {FIRST_YEAR} tot en met {LAST_YEAR}."}
            )

    @property
    def is_public(self) -> bool:
        """Return whether the public sees this at this moment."""
        return bool(self.pk) and type(self).objects.published().filter(pk=self.pk).exists()

    @property
    def is_out(self) -> bool:
        """Return whether its moment has passed; its incident may still be closed."""
        return self.status == Status.PUBLISHED and has_come(self.publish_at)

    @property
    def is_planned(self) -> bool:
        return self.status == Status.PUBLISHED and not self.is_out

    @classmethod
    def publishing_errors(cls, state: Mapping) -> dict[str, list[str]]:
        """Return what a text in this state lacks to leave draft: for each field its sentences.

        A snapshot without the rows under the text is checked for the fields of the text alone.
        """
        rules = cls.publishing_rules(state)
        names = [name for name, _, is_lacking in rules if is_lacking]
        return {n: [said for name, said, lacks in rules if lacks and name == n] for n in names}

    @classmethod
    def publishing_rules(cls, state: Mapping) -> tuple[tuple[str, str, bool], ...]:
        """Return (field, sentence, whether it is lacking) for all that a text can lack."""
        raise NotImplementedError  # each noun names its own

    def missing_fields(self) -> dict[str, str]:
        """Return its own fields that are empty and without which no page of it can be shown."""
        own = {name: getattr(self, name) for name in self.audit_fields}
        return {name: " ".join(said) for name, said in self.publishing_errors(own).items()}

    def derive(self):
        """Set the moment of publication to now where nobody chose one."""
        super().derive()
        if self.status == Status.PUBLISHED and self.publish_at is None:
            self.publish_at = moment_of_act()


class Dated(Derived):
    """A row with a date as text; its first and last possible day are kept for queries and order.

    `sort_day` is the first possible day, or the last where the first is open; `span_days` is how
    wide the date is, an open end being wider than any other.
    """

    date = DateTextField("datum", blank=True)
    first_day = models.DateField("eerste mogelijke dag", null=True, editable=False)
    last_day = models.DateField("laatste mogelijke dag", null=True, editable=False)
    sort_day = models.DateField("volgorde", null=True, editable=False)
    span_days = models.PositiveIntegerField("breedte in dagen", default=0, editable=False)

    class Meta:
        abstract = True

    @property
    def when(self) -> EventDate | None:
        """Return the date as a value, or None where it is not known.

        What was derived is trusted: reading EDTF anew takes milliseconds, for every row shown.
        """
        if not self.date:
            return None
        if self.sort_day is None:
            return EventDate.parse(self.date)
        return EventDate(self.date, self.first_day, self.last_day)

    @property
    def known_day(self) -> datetime.date | None:
        """Return the first day by whose end it surely was there; None where that is not known."""
        return self.last_day

    @property
    def known_order(self) -> tuple[datetime.date, datetime.date]:
        """Return what sorts sources by when they were there; those without a day come last."""
        return self.when.known_order if self.when else NEVER

    def is_known_on(self, day: datetime.date | None) -> bool:
        """Return whether it surely was known by the end of a day; at None, now, everything is."""
        return day is None or (self.known_day is not None and self.known_day <= day)

    def derive(self):
        """Keep the bounds; raise DateError where the text is no date."""
        super().derive()
        self.keep_bounds()

    def keep_bounds(self):
        """Keep first and last day, and the place in the order, that follow from the date."""
        when = EventDate.parse(self.date) if self.date else None
        self.date = when.edtf if when else ""
        self.first_day, self.last_day = (when.first, when.last) if when else (None, None)
        self.sort_day, self.span_days = (when.sort_day, when.span_days) if when else (None, 0)
