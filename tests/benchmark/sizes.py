"""What each page costs by itself as the record grows: queries, seconds of work, bytes.

Run with the number of events, in the environment of a database that `files` filled. Nothing is
served: a page is asked of the process, with no answer kept.
"""

import json
import os
import sys
import time

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


def costs() -> list[tuple[str, int, float, float]]:
    """Return of each address its queries, seconds and kB, in the database of the environment."""
    import django

    django.setup()
    from django.contrib.auth.models import Group, User
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext, override_settings

    from tests.conftest import sign_in
    from timeline.kept.middleware import KEPT

    user, _ = User.objects.get_or_create(username="meter", is_staff=True)
    user.groups.add(Group.objects.get(name="eindredacteur"))
    staff, found = sign_in(Client(headers={"host": "localhost"}), user), []
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES={"staticfiles": plain}):
        staff.get("/admin/")  # what only the first request pays
        for address in (*READERS, *DESK):
            KEPT.clear()
            begin = time.perf_counter()
            with CaptureQueriesContext(connection) as captured:
                body = b"".join(staff.get(address))
            found.append((address, len(captured), time.perf_counter() - begin, len(body) / 1e3))
    return found


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "incident.settings")
    sys.stdout.write(f"COSTS {json.dumps(costs())}\n")
