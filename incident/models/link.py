"""A source that is no paper of Parliament."""

from django.core.validators import URLValidator
from django.db import models

from incident.audit.recorder import Logged
from incident.fields import CellField, one_cell, without_controls
from incident.models.bases import Dated

https_only = URLValidator(
    schemes=["https"], message="Geef een volledig adres dat met https:// begint."
)


class Link(Logged, Dated):
    """An advisory, press, a statement. It shares the version of its event.

    The address may be missing: not every source that was read has one that lasts.
    """

    event = models.ForeignKey("incident.Event", models.CASCADE, related_name="links")
    publisher = CellField(
        "uitgever", max_length=80, help_text="Wie het uitgaf, zoals ‘Security.NL’."
    )
    title = CellField("titel", max_length=200, blank=True)
    url = models.CharField(
        "adres", max_length=500, blank=True, validators=[https_only, one_cell, without_controls]
    )

    PARENT = "event"
    LOGGED = ("publisher", "title", "date", "url")

    class Meta:
        verbose_name = "andere bron"
        verbose_name_plural = "andere bronnen"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="link_is_https",
                condition=models.Q(url="") | models.Q(url__startswith="https://"),
                violation_error_message="Geef een volledig adres dat met https:// begint.",
            ),
            models.CheckConstraint(
                name="link_has_publisher",
                condition=~models.Q(publisher=""),
                violation_error_message="Een bron heeft een uitgever.",
            ),
            models.UniqueConstraint(
                name="link_once_in_event",
                fields=["event", "url"],
                condition=~models.Q(url=""),
                violation_error_message="Deze bron staat er al bij.",
            ),
        ]

    def __str__(self):
        return ", ".join(filter(None, (self.publisher, self.title)))
