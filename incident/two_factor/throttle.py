"""How often a password may be tried, without a way to shut the owner out.

All browsers without the device cookie share one count per account, so guesses from many
addresses gain nothing; a browser with one has a count of its own. Names that are no account are
counted alike. A try is counted before the password is checked: of many that come at once, no
more than the limit get through.
"""

import math
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from incident.models import Throttle
from incident.two_factor import device_cookie

TRIES = 5
WINDOW = timedelta(minutes=10)
CLEANED_AT_ONCE = 500
TOO_MANY = (
    "Er is te vaak geprobeerd om met deze gebruikersnaam aan te melden. "
    "Wacht {} en probeer het dan opnieuw."
)
ELSEWHERE = " In een browser waarin u hier eerder was aangemeld, kan het nu al."


class LoginThrottle:
    """The tries that this browser may still do on this account."""

    def __init__(self, request: HttpRequest, username: str):
        self.mark = device_cookie.mark(request, username)
        name = f"{device_cookie.account(username)} {self.mark}"
        self.key = salted_hmac(__name__, name, algorithm="sha256").hexdigest()

    def take(self) -> None:
        """Count one try; raise ValidationError, with how long to wait, where none is left."""
        now = timezone.now()
        forget_old(now)
        with transaction.atomic():
            row, _ = Throttle.objects.select_for_update().get_or_create(
                key=self.key, defaults={"until": now + WINDOW}
            )
            if row.until <= now:
                row.tries, row.until = 0, now + WINDOW
            if allowed := row.tries < TRIES:
                row.tries += 1
                row.save()
        if not allowed:
            raise ValidationError(
                TOO_MANY.format(wait(row.until - now)) + ("" if self.mark else ELSEWHERE),
                code="too_many",
            )

    def give_back(self) -> None:
        """Uncount one try: the password was right."""
        Throttle.objects.filter(key=self.key, tries__gt=0).update(tries=F("tries") - 1)


def forget_old(now: datetime) -> None:
    """Remove counts whose time is over, leaving those that another process is busy with."""
    with transaction.atomic():
        old = Throttle.objects.filter(until__lte=now).select_for_update(skip_locked=True)
        keys = list(old.values_list("key", flat=True)[:CLEANED_AT_ONCE])
        Throttle.objects.filter(key__in=keys).delete()


def wait(time: timedelta) -> str:
    """Return in Dutch how long to wait, rounded up: "30 seconden", "10 minuten", "2 uur"."""
    seconds = max(1, math.ceil(time.total_seconds()))
    if seconds < 60:
        return f"{seconds} {'seconde' if seconds == 1 else 'seconden'}"
    if (minutes := math.ceil(seconds / 60)) < 120:
        return f"{minutes} {'minuut' if minutes == 1 else 'minuten'}"
    return f"{math.ceil(minutes / 60)} uur"
