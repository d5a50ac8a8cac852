"""The second factor: a telephone that shows codes (TOTP, RFC 6238), and ten recovery codes."""

import re
import secrets
from base64 import b32encode

import segno
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.safestring import SafeString
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from incident.audit.recorder import audited
from incident.two_factor import sessions
from incident.two_factor.throttle import wait

RECOVERY_CODES = 10
KEY_BYTES = 20  # RFC 4226 asks for 16 or more
TOLERANCE = 1  # steps of 30 seconds that a telephone's clock may be off
OF_APP = re.compile(r"[0-9]{6}")
OF_RECOVERY = re.compile(r"[a-z2-7]{8}")
SHAPE = "Een code uit de app heeft 6 cijfers. Een herstelcode heeft 8 letters en cijfers."
WRONG = (
    "Deze code klopt niet, of is al gebruikt. Wacht tot uw app een nieuwe code toont en typ die."
)
WRONG_RECOVERY = "Deze herstelcode klopt niet, of is al gebruikt."
TOO_MANY = "Er zijn te veel verkeerde codes getypt. Wacht {} en probeer het dan opnieuw."


def device_of(user) -> TOTPDevice | None:
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def has_factor(user) -> bool:
    return device_of(user) is not None


def is_passed(user) -> bool:
    """Return whether a signed-in user has done the second step, or does not need it."""
    if getattr(user, "otp_device", None):
        return True
    return not (settings.FACTOR_REQUIRED or has_factor(user))


def new_key() -> str:
    """Return a new secret for a telephone, in hexadecimal."""
    return secrets.token_hex(KEY_BYTES)


def as_typed(key: str) -> str:
    """Return the secret as a person types it: base32, in groups of four."""
    return " ".join(re.findall(".{1,4}", b32encode(bytes.fromhex(key)).decode()))


def as_picture(user, key: str) -> SafeString:
    """Return the secret as a QR code in SVG, black on white in every colour scheme."""
    address = TOTPDevice(user=user, key=key).config_url
    svg = segno.make(address, error="m").svg_inline(
        scale=4, light="#fff", svgclass="qr", lineclass=None, omitsize=True
    )
    return SafeString(svg)


def clean(typed: str) -> str:
    """Return a code without the spaces, hyphens and capitals that people type."""
    return re.sub(r"[\s-]", "", typed).lower()


def enrol(user, key: str, typed: str, *, replacing: bool) -> tuple[TOTPDevice, list[str]]:
    """Make the telephone that holds `key` the second factor; return it, and new recovery codes.

    ValidationError where the code is not of that telephone, or where somebody else was first.
    """
    totp = TOTP(bytes.fromhex(key))
    code = clean(typed)
    if not (OF_APP.fullmatch(code) and totp.verify(int(code), TOLERANCE)):
        raise ValidationError("Deze code klopt niet. Typ de code die uw app nu toont.")
    with audited(user=user):
        get_user_model().objects.select_for_update().get(pk=user.pk)
        if has_factor(user) and not replacing:
            raise ValidationError("Er is al een tweede stap voor dit account.")
        remove(user)
        device = TOTPDevice.objects.create(
            user=user, name="app", key=key, last_t=totp.t(), drift=totp.drift
        )
        codes = new_codes(user)
        note(user, user, "Tweede stap ingesteld.")
    return device, codes


def new_codes(user) -> list[str]:
    """Give this user ten new recovery codes, in place of those that are left, and return them."""
    with transaction.atomic():
        get_user_model().objects.select_for_update().get(pk=user.pk)
        device, _ = StaticDevice.objects.get_or_create(user=user, name="herstelcodes")
        device.token_set.all().delete()
        codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
        StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return [f"{code[:4]}-{code[4:]}" for code in codes]


def codes_left(user) -> int:
    return StaticToken.objects.filter(device__user=user).count()


def verify(user, typed: str) -> TOTPDevice | StaticDevice:
    """Return the device that a code belongs to; a code works once. ValidationError says why not."""
    code = clean(typed)
    if OF_APP.fullmatch(code):
        devices, wrong = TOTPDevice.objects, WRONG
    elif OF_RECOVERY.fullmatch(code):
        devices, wrong = StaticDevice.objects, WRONG_RECOVERY
    else:
        raise ValidationError(SHAPE)
    with transaction.atomic():  # an error is raised after it, or the wrong try would not count
        device = devices.select_for_update().filter(user=user, confirmed=True).first()
        allowed, about = device.verify_is_allowed() if device else (True, None)
        if allowed and device and device.verify_token(code):
            return device
    if not allowed:
        raise ValidationError(TOO_MANY.format(wait(about["locked_until"] - timezone.now())))
    raise ValidationError(wrong)


def remove(user) -> None:
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()


def reset(user, by=None) -> None:
    """Take the second factor away and end all sessions: the next sign-in sets a new one up."""
    with audited(user=by):
        remove(user)
        if by:
            note(by, user, "Tweede stap gewist.")
    sessions.end_all(user)


def note(by, user, text: str) -> None:
    """Write in the history of an account what was done with its second factor, and by whom."""
    LogEntry.objects.log_actions(by.pk, [user], CHANGE, change_message=text, single_object=True)
