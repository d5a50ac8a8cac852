"""Verbs for incidents, claims and written questions."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from incident.choices import Status
from incident.publishing.visibility import DAY, Bytewise, LoggedQuerySet, PublishableQuerySet

# Rules of Procedure of the House of Representatives, on written questions: three weeks.
TERM = timedelta(weeks=3)


class IncidentQuerySet(LoggedQuerySet):
    """Verbs for incidents."""

    def for_readers(self):
        """Return the incidents that the public may see, by title."""
        return self.filter(is_published=True).order_by(Bytewise("title"))


class ClaimQuerySet(PublishableQuerySet):
    """Verbs for claims."""

    def for_readers(self, at: datetime | None = None):
        """Return the public claims in the order of the page, each with what was said of it."""
        statements = self.model.statements.rel.related_model.objects.select_related("kamerstuk")
        return (
            self.published(at)
            .select_related("incident")
            .order_by("place", "pk")
            .prefetch_related(models.Prefetch("statements", statements))
        )


class WrittenQuestionsQuerySet(PublishableQuerySet):
    """Verbs for sets of written questions."""

    def with_address(self):
        """Return the sets with what their address is made of."""
        return self.select_related("incident", "kamerstuk")

    def past_term(self):
        """Return the sets whose term is over without an answer that we know of.

        The term is `WrittenQuestions.due_on`: the extension, else three weeks from the day on
        which they were put. Where that is not certain to the day, nobody can say that it is over.
        """
        today = timezone.localdate()
        put = {"kamerstuk__date__regex": f"^{DAY}$", "kamerstuk__first_day__lt": today - TERM}
        over = models.Q(extended_to__lt=today) | models.Q(extended_to=None, **put)
        return self.filter(over, answer=None).exclude(status=Status.WITHDRAWN)

    def for_readers(self, at: datetime | None = None):
        """Return the public sets, oldest first, with their questions and what these name."""
        event = self.model.rows.rel.related_model.events.rel.model
        events = event.objects.published(at).select_related("incident").chronological()
        return (
            self.published(at)
            .select_related("incident", "kamerstuk", "answer")
            .order_by(models.F("kamerstuk__sort_day").asc(nulls_last=True), "pk")
            .prefetch_related(
                models.Prefetch("rows__events", events, to_attr="public_events"), "rows__papers"
            )
        )
