"""Who may see what, and how text is compared: the base of all other queryset methods."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from incident.audit.models import Change
from incident.audit.rows import AuditedQuerySet
from incident.choices import Status, due
from incident.written.moment import now

DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"  # a certain day in EDTF, as a regular expression


def visible(path: str = "", at: datetime | None = None) -> Q:
    """Return the condition for "the public may see this event now".

    `path` leads from the queried model to the event ("citations__event"); `at` is another moment
    than now. The database decides when it is queried, so no job has to run on time.
    """
    return due(at or now(), path) & is_open(f"{path}incident__")


def is_open(path: str = "") -> Q:
    """Return the condition for "this incident is public, and not withdrawn as a whole"."""
    return Q(**{f"{path}is_published": True, f"{path}is_withdrawn": False})


def mentions(patterns: Iterable[str]) -> Q:
    """Return the condition for "one of these patterns stands in what is searched of this row"."""
    found = Q()
    for pattern in patterns:
        found |= Q(search_text__contains=pattern)
    return found


class Bytewise(models.Func):
    """Text compared by its bytes on both databases; PostgreSQL would follow a language."""

    arity = 1
    template = "%(expressions)s"

    def as_postgresql(self, compiler, connection, **extra):
        """Name the collation that SQLite uses by default."""
        return self.as_sql(compiler, connection, template='%(expressions)s COLLATE "C"', **extra)


class PublishableQuerySet(AuditedQuerySet):
    """Verbs for whatever is on its way to the reader."""

    def published(self, at: datetime | None = None):
        """Return what the public may see: published, due, in a published incident."""
        return self.filter(visible(at=at))

    def signed_off(self):
        """Return what is published, also before its moment or in a closed incident."""
        return self.filter(status=Status.PUBLISHED)

    def past_draft(self):
        """Return what is published or in review."""
        return self.filter(status__in=(Status.REVIEW, Status.PUBLISHED))

    def planned(self):
        return self.signed_off().filter(publish_at__gt=timezone.now())

    def drafts_untouched_for(self, while_: timedelta):
        return self.filter(status=Status.DRAFT, changed_at__lt=timezone.now() - while_)

    def offered(self):
        return self.filter(status=Status.REVIEW)

    def not_written_by(self, user):
        """Return the texts at which this account wrote nothing since readers last saw them."""
        changes = Change.objects.by(user).writing()
        same = {"noun": self.model._meta.model_name, "row": models.OuterRef("pk")}
        return self.exclude(models.Exists(changes.filter(**same)))

    def with_address(self):
        return self.select_related("incident")
