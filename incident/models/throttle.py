"""How often somebody tried to sign in, lately."""

from django.db import models


class Throttle(models.Model):
    """The sign-in attempts of one kind of client on one account, until they expire.

    `key` is a digest: the table does not reveal which names were tried.
    """

    key = models.CharField(max_length=64, primary_key=True)
    tries = models.PositiveSmallIntegerField(default=0)
    until = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "poging om aan te melden"
        verbose_name_plural = "pogingen om aan te melden"
        default_permissions = ()

    def __str__(self):
        return f"{self.tries} tot {self.until:%H:%M}"
