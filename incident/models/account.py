"""Accounts and what each may do at the desk, as the audit log records them; guesses at them."""

import hashlib
from collections.abc import Iterable

from django.contrib.auth.models import Group, User
from django.db import models
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from django.dispatch import receiver
from django_otp.plugins.otp_totp.models import TOTPDevice

from incident.audit.models import Change
from incident.audit.recorder import audited
from incident.audit.rows import Audited

MARK = 12  # hexadecimal digits: enough to see that a secret is another one


class Account(Audited, User):
    """A member of staff with their rights; of secrets the log keeps a mark, never the secret.

    No names of people and no addresses: the log is for ever, and the username is in it already.
    """

    audit_fields = (
        *("username", "is_active", "is_staff", "is_superuser", "groups", "user_permissions"),
        *("password", "second_factor"),
    )

    objects = models.Manager()

    class Meta:
        proxy = True
        verbose_name = "account"
        verbose_name_plural = "accounts"
        default_permissions = ()

    @property
    def version(self) -> int:
        """Return the number that the next entry has among the entries of this account."""
        return Change.objects.of("account", self.pk).count() + 1

    @property
    def second_factor(self) -> str:
        keys = TOTPDevice.objects.filter(user=self.pk, confirmed=True).values_list("key", flat=True)
        return mark("".join(sorted(keys)))

    def state(self):
        """Return what decides about the rights of an account, with marks in place of secrets."""
        return {**super().state(), "password": mark(self.password)}


def mark(secret: str) -> str:
    """Return a short digest that changes with the secret, "" for none."""
    return hashlib.sha256(secret.encode()).hexdigest()[:MARK] if secret else ""


def touch(users: Iterable[int], username: str = "") -> None:
    """Touch these accounts in the open act, or in a new one."""
    with audited() as act:
        for pk in users:
            act.touch(Account(pk=pk, username=username))


@receiver([post_save, post_delete], sender=User)
def touch_account(sender, instance, update_fields=None, **kwargs):
    """Touch an account; a sign-in alone changes nothing of it."""
    if update_fields != {"last_login"}:
        touch([instance.pk], instance.username)


@receiver(m2m_changed, sender=User.groups.through)
@receiver(m2m_changed, sender=User.user_permissions.through)
def touch_after_other_rights(sender, instance, action, reverse, pk_set, **kwargs):
    """Touch the accounts whose groups or own rights change, from whichever side."""
    if not reverse:
        touch([instance.pk])
    elif action == "pre_clear":
        touch(instance.user_set.values_list("pk", flat=True))
    elif pk_set:
        touch(pk_set)


@receiver([post_save, pre_delete], sender=Group)
def touch_members(sender, instance, **kwargs):
    """Touch the members of a renamed group, and note those of a group that is deleted."""
    instance.members = list(instance.user_set.values_list("pk", flat=True))
    touch(instance.members)


@receiver(post_delete, sender=Group)
def touch_former_members(sender, instance, **kwargs):
    """Touch the former members of a deleted group."""
    touch(instance.members)


@receiver([post_save, post_delete], sender=TOTPDevice)
def touch_owner(sender, instance, *, created=True, **kwargs):
    """Touch the owner of another telephone; a used code changes nothing of it."""
    if created:
        touch([instance.user_id], instance.user.username)


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
