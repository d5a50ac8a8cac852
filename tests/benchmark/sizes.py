"""What each page costs by itself as the record grows: queries, seconds of work, bytes.

Run in the environment of a database that `files` filled. Nothing is served: a page is asked of the
process, with no answer kept, first in a state of the record in which nothing was asked before, and
then under another host name, with what all pages of that state share. Seconds are the processor's.
"""

import json
import os
import sys
import time
from typing import NamedTuple

HOSTS = ("localhost", "127.0.0.1")
EVENT = "/groot/2000-01-gebeurtenis-0/"
READERS = (
    *("/groot/", "/groot/?kamerstuk=kst-26643-1", "/groot/?q=gebeurde"),
    *("/groot/?peildatum=2025-12-31", "/groot/vergelijk/?van=2025-01-01&met=2025-12-31"),
    *("/groot/wachttijd/", "/groot/wijzigingen/", "/kamerstukken/", "/kamerstukken/kst-26643-1/"),
    *(EVENT, f"{EVENT}tijdkaart.link", "/groot/?stand=2020-01-01", "/sitemap.xml"),
    *("/groot/tijdlijn.atom", "/tijdlijn.atom", "/groot/tijdlijn.svg", "/groot/tijdlijn.png"),
)
LIST = "/admin/incident/{}/"
EVENTS = LIST.format("event")
AUTOCOMPLETE = "/admin/autocomplete/?app_label=incident&model_name=statement&field_name=event"
DESK = (
    *("/admin/", EVENTS, f"{EVENTS}?q=gebeurtenis", f"{EVENTS}?q=26643", f"{EVENTS}?o=3"),
    *(f"{EVENTS}?taak=oud-concept", f"{EVENTS}?_facets=True", f"{EVENTS}1/change/"),
    *(LIST.format("kamerstuk"), f"{LIST.format('kamerstuk')}1/change/", LIST.format("claim")),
    *(LIST.format("change"), f"{LIST.format('change')}?q=gebeurtenis", f"{AUTOCOMPLETE}&term="),
)


class Cost(NamedTuple):
    """What a page costs the first time in a state, and (`again`) as one more page of it."""

    address: str
    queries: int
    seconds: float
    again: float
    kilobytes: float


def costs() -> list[Cost]:
    """Return what each address costs, in the database of the environment."""
    import django

    django.setup()
    from django.contrib.auth.models import Group, User
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext, override_settings

    from incident.server import statistics
    from tests.conftest import sign_in
    from timeline.kept.middleware import KEPT

    user, _ = User.objects.get_or_create(username="meter", is_staff=True)
    user.groups.add(Group.objects.get(name="eindredacteur"))
    staff, found = sign_in(Client(), user), []
    statistics.gather()  # as each start does

    def timed(address: str, host: str) -> tuple[float, bytes]:
        begin = time.process_time()
        body = b"".join(staff.get(address, headers={"host": host}))
        return time.process_time() - begin, body

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES={"staticfiles": plain}):
        for address in ("/", "/admin/"):  # what only the first request pays
            timed(address, HOSTS[0])
        for address in (*READERS, *DESK):
            KEPT.clear()
            with CaptureQueriesContext(connection) as captured:
                first, body = timed(address, HOSTS[0])
                queries = len(captured)  # the next request begins to count anew
            again, _ = timed(address, HOSTS[1])
            found.append(Cost(address, queries, first, again, len(body) / 1e3))
    return found


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "incident.settings")
    sys.stdout.write(f"COSTS {json.dumps(costs())}\n")
