"""Who may come in at the desk and do what there: accounts, as the log of changes tells of them."""

import hashlib
from collections.abc import Iterable

from django.contrib.auth.models import Group, User
from django.db import models
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from django.dispatch import receiver
from django_otp.plugins.otp_totp.models import TOTPDevice

from incident.audit.models import Change
from incident.audit.recorder import Audited, audited

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
        """Return the number that its next entry has among its own."""
        return Change.objects.of("account", self.pk).count() + 1

    @property
    def second_factor(self) -> str:
        """Return a mark of the telephone for the second step, "" where there is none."""
        keys = TOTPDevice.objects.filter(user=self.pk, confirmed=True).values_list("key", flat=True)
        return mark("".join(sorted(keys)))

    def state(self):
        """Return what decides about what somebody may do, with marks in place of secrets."""
        return {**super().state(), "password": mark(self.password)}


def mark(secret: str) -> str:
    """Return a short digest by which another secret shows, "" for none."""
    return hashlib.sha256(secret.encode()).hexdigest()[:MARK] if secret else ""


def touch(users: Iterable[int], username: str = "") -> None:
    """Tell the act at hand, or make one, that these accounts may have changed."""
    with audited() as act:
        for pk in users:
            act.touch(Account(pk=pk, username=username))


@receiver([post_save, post_delete], sender=User)
def touch_account(sender, instance, update_fields=None, **kwargs):
    """Tell of an account; that somebody signed in changes nothing of it."""
    if update_fields != {"last_login"}:
        touch([instance.pk], instance.username)


@receiver(m2m_changed, sender=User.groups.through)
@receiver(m2m_changed, sender=User.user_permissions.through)
def touch_after_other_rights(sender, instance, action, reverse, pk_set, **kwargs):
    """Tell of those whose groups or own rights change, from whichever side."""
    if not reverse:
        touch([instance.pk])
    elif action == "pre_clear":
        touch(instance.user_set.values_list("pk", flat=True))
    elif pk_set:
        touch(pk_set)


@receiver([post_save, pre_delete], sender=Group)
def touch_members(sender, instance, **kwargs):
    """Tell of those in a group that gets another name, and note those in one that goes."""
    instance.members = list(instance.user_set.values_list("pk", flat=True))
    touch(instance.members)


@receiver(post_delete, sender=Group)
def touch_former_members(sender, instance, **kwargs):
    """Tell of those who were in a group that is gone."""
    touch(instance.members)


@receiver([post_save, post_delete], sender=TOTPDevice)
def touch_owner(sender, instance, *, created=True, **kwargs):
    """Tell of whoever has another telephone; a code that was used changes nothing of it."""
    if created:
        touch([instance.user_id], instance.user.username)
