"""How long somebody stays signed in: 60 minutes idle, 8 hours at most, and one set of roles.

Outside the desk there is no session: readers' pages neither look at a cookie nor set one.
"""

import hashlib
import time
from contextlib import nullcontext
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import SESSION_KEY, get_user_model
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.contrib.sessions.models import Session
from django.db.models.signals import m2m_changed, post_save, pre_save
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from incident.edge.lock_timeout import short_wait
from incident.edge.unavailable import is_away, unavailable

DESK = "/admin/"
IDLE = 60 * 60  # seconds
LONGEST = settings.SESSION_COOKIE_AGE  # seconds
SEEN_EVERY = 60  # seconds between two notes that somebody is still there
BEGAN, SEEN, RIGHTS = "began", "seen", "standing"
DECISIVE = ("password", "is_active", "is_staff", "is_superuser")

User = get_user_model()


def on_desk(request: HttpRequest) -> bool:
    return request.path_info.startswith(DESK)


class DeskSessionMiddleware(SessionMiddleware):
    """Django's sessions, at the desk only, and with an end."""

    def process_request(self, request):
        if not on_desk(request):
            request.session = self.SessionStore()
            return
        super().process_request(request)
        now = int(time.time())
        if SESSION_KEY not in request.session:
            return
        if is_over(request.session, now):
            request.session.flush()
        elif now - request.session[SEEN] >= SEEN_EVERY:
            request.session[SEEN] = now

    def process_response(self, request, response):
        if not on_desk(request):
            return response
        is_read = request.method in ("GET", "HEAD")
        try:
            # that somebody is still there is worth no long wait
            with short_wait() if is_read and request.session.modified else nullcontext():
                return super().process_response(request, response)
        except SessionInterrupted as interrupted:
            if error := why_not_kept(interrupted):
                return response if is_read else unavailable(request, error)
            # ended while we answered: by this very request, or meanwhile
            ended = HttpResponseRedirect(sign_in_again(DESK))
            ended.delete_cookie(settings.SESSION_COOKIE_NAME, path=settings.SESSION_COOKIE_PATH)
            return ended


def why_not_kept(error: BaseException | None) -> BaseException | None:
    """Return why the database could not keep a session, None where it has no such session any more.

    Django says of both that the session was interrupted; the reason is behind it.
    """
    while error is not None and not is_away(error):
        error = error.__context__
    return error


def is_over(session, now: int) -> bool:
    """Return whether this session was idle for too long, or is too old, at this Unix time."""
    return (
        now - session.get(SEEN, 0) >= IDLE
        or now - session.get(BEGAN, 0) >= LONGEST
        or RIGHTS not in session
    )


def sign_in_again(wanted: str) -> str:
    """Return the address of the sign-in page that says that the session ended."""
    return f"{reverse('admin:login')}?{urlencode({'next': wanted, 'sessie': 'afgelopen'})}"


def rights_digest(user) -> str:
    """Return a digest of what somebody is and may do: another one ends the session."""
    parts = (
        user.is_active,
        user.is_staff,
        user.is_superuser,
        sorted(user.groups.values_list("pk", flat=True)),
        sorted(user.user_permissions.values_list("pk", flat=True)),
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def end_all(user) -> None:
    for session in Session.objects.filter(expire_date__gt=timezone.now()):
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            session.delete()


@receiver(user_logged_in)
def begin(sender, request, user, **kwargs):
    """Note when the session began and with which roles; clear what others left behind."""
    request.session[BEGAN] = request.session[SEEN] = int(time.time())
    request.session[RIGHTS] = rights_digest(user)
    request.session.clear_expired()


@receiver(pre_save, sender=User)
def compare(sender, instance, **kwargs):
    """Note whether what decides about somebody's rights is about to change."""
    stored = User.objects.filter(pk=instance.pk).values(*DECISIVE).first() if instance.pk else None
    instance.has_new_rights = stored is not None and any(
        stored[name] != getattr(instance, name) for name in DECISIVE
    )


@receiver(post_save, sender=User)
def end_after_change(sender, instance, **kwargs):
    if instance.has_new_rights:
        end_all(instance)


@receiver(m2m_changed, sender=User.groups.through)
@receiver(m2m_changed, sender=User.user_permissions.through)
def end_after_other_roles(sender, instance, action, reverse, pk_set, **kwargs):
    """End the sessions of those whose groups or own rights changed, from whichever side."""
    if action not in ("post_add", "post_remove", "pre_clear"):
        return
    if not reverse:
        changed = (instance,)
    elif action == "pre_clear":
        changed = instance.user_set.all()
    else:
        changed = User.objects.filter(pk__in=pk_set)
    for user in changed:
        end_all(user)
