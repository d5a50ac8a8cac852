"""Verbs for the log of changes."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from incident.choices import Action

# What the public log tells of; papers and incidents change what these say, and so stand there too.
TOLD = ("event", "claim", "writtenquestions")

# What is decided about a text, not written in it.
NOT_TEXT = frozenset({"status", "publish_at", "slug"})
TO_READERS = (Action.PUBLISHED, Action.RESTORED)
CLOSED = '"is_published":false'  # in the kept state of an incident
SAME_ROW = Q(noun=models.OuterRef("noun"), row=models.OuterRef("row"))


class TextParts(models.Func):
    """The changed fields of an entry as JSON, without what is no text; "{}" where none is left."""

    output_field = models.TextField()

    def as_sqlite(self, compiler, connection, **extra):
        """Take the keys away by their paths."""
        paths = ", ".join(f"'$.{name}'" for name in sorted(NOT_TEXT))
        return self.as_sql(compiler, connection, template=f"JSON_REMOVE(%(expressions)s, {paths})")

    def as_postgresql(self, compiler, connection, **extra):
        """Take the keys away by their names."""
        names = ", ".join(f"'{name}'" for name in sorted(NOT_TEXT))
        template = f"((%(expressions)s)::jsonb - ARRAY[{names}])::text"
        return self.as_sql(compiler, connection, template=template)


class ChangeQuerySet(models.QuerySet):
    """Verbs for entries of the log."""

    def of(self, noun: str, row: int):
        """Return the entries of one row, the oldest first."""
        return self.filter(noun=noun, row=row).order_by("number")

    def for_readers(self, at: datetime | None = None):
        """Return the changes that readers saw happen up to that moment, the oldest first.

        A text that waited for its moment and was changed or taken back before it, was never seen
        as it was: its entry is not among these. Nor is that of a text that was changed or withdrawn
        before its incident opened.
        """
        seen = Q(public_at__lte=at or timezone.now())
        if at is None:  # what was public when it was written is so, also where the clock went back
            seen |= Q(public_at=models.F("at"))
        later = self.model.objects.filter(SAME_ROW, number__gt=models.OuterRef("number"))
        overtaken = later.filter(at__lt=models.OuterRef("public_at"))
        in_secret = later.while_closed().filter(closed_at__lte=models.OuterRef("public_at"))
        known = self.filter(seen, noun__in=TOLD).exclude(models.Exists(in_secret))
        return known.exclude(models.Exists(overtaken)).but_never_known().order_by("number")

    def but_never_known(self):
        """Return the entries without withdrawals of what closed incidents never showed."""
        before = self.model.objects.filter(
            SAME_ROW,
            number__lt=models.OuterRef("number"),
            public_at__lt=models.OuterRef("closed_at"),
        )
        gone = self.model.objects.filter(action=Action.WITHDRAWN).while_closed()
        unknown = gone.exclude(models.Exists(before)).filter(number=models.OuterRef("number"))
        return self.exclude(models.Exists(unknown))

    def while_closed(self):
        """Return the entries made while their incident was closed, since `closed_at`."""
        known = self.model.objects.filter(
            noun="incident",
            row=models.OuterRef("incident"),
            number__lt=models.OuterRef("number"),
        ).order_by("-number")
        closed = self.alias(incident_then=models.Subquery(known.values("state_json")[:1]))
        since = models.Subquery(known.values("at")[:1])
        return closed.filter(incident_then__contains=CLOSED).annotate(closed_at=since)

    def of_incident(self, incident):
        """Return the entries of what belongs to one incident."""
        return self.filter(incident=incident.pk)

    def by(self, user):
        """Return the entries that one account made, the oldest first."""
        return self.filter(who_id=user.pk).order_by("number")

    def with_presence(self):
        """Return the entries with `is_there`: whether their row still exists."""
        deleted = self.model.objects.filter(SAME_ROW, action=Action.DELETED)
        return self.annotate(is_there=~models.Exists(deleted))

    def writing(self):
        """Return the entries by which an account wrote at a text that is not yet approved.

        They touch the text, and are later than the last that took it to the reader.
        """
        approved = self.model.objects.filter(
            SAME_ROW, number__gte=models.OuterRef("number"), action__in=TO_READERS
        )
        touched = self.alias(text=TextParts("fields_json")).exclude(text="{}")
        return touched.exclude(who_id=None).exclude(models.Exists(approved))

    def states(self):
        """Return the entries that say how a text read, not that it was taken away."""
        return self.exclude(action=Action.WITHDRAWN)

    def gone(self):
        """Return noun and key of each row whose last entry among these withdrew it."""
        last = self.order_by().values("noun", "row").annotate(last=models.Max("number"))
        numbers = last.values("last")
        return self.filter(number__in=numbers, action=Action.WITHDRAWN).values_list("noun", "row")

    def with_public_reasons(self):
        """Return the entries with `reason_is_hidden`: whether a later withdrawal hid the reason."""
        later = self.model.objects.filter(SAME_ROW, number__gt=models.OuterRef("number"))
        return self.annotate(reason_is_hidden=models.Exists(later.filter(hides_reasons=True)))

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
