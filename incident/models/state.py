"""The state of the record: a key that differs whenever readers may see something else."""

from django.db.models import Max
from django.utils import timezone

from incident.audit.models import LogHead
from incident.choices import due
from incident.models.claim import Claim
from incident.models.event import Event
from incident.models.questions import WrittenQuestions


def record_state() -> tuple:
    """Return the end of the log, the last moment of publication that has come, and today.

    It may stay inside the process only: the end of the log moves with each draft.
    """
    now = timezone.now()
    head = LogHead.objects.values_list("number", "hash").first()
    latest = [
        model._base_manager.filter(due(now)).aggregate(last=Max("publish_at"))["last"]
        for model in (Event, Claim, WrittenQuestions)
    ]
    return (head, *latest, timezone.localdate(now))
