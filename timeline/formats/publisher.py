"""Who publishes this site: one source for all that describes it to machines."""

from collections.abc import Callable
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse

from timeline.citing.source import SITE


class Publisher(NamedTuple):
    """The name of who runs the site, an e-mail address or "", and the page about them."""

    name: str
    email: str
    page: str


def publisher(absolute: Callable[[str], str]) -> Publisher:
    """Return who runs this site, by its own name where nobody is named in the settings.

    `absolute` makes an address of this site from a path.
    """
    name = settings.OPERATOR_NAME or SITE
    return Publisher(name, settings.REPORT_EMAIL, absolute(reverse("timeline:about")))
