"""The desk itself: its name, its words, and its home page."""

from itertools import chain

from django.http import HttpRequest, HttpResponse
from django.urls import path

from incident.two_factor.site import TwoFactorAdminSite


class Desk(TwoFactorAdminSite):
    """Django's admin under our name."""

    site_title = "Redactie"
    site_header = "Redactie"
    index_title = "Bijhouden"
    enable_nav_sidebar = False  # five lists; the home page names them, and lists need the width

    def get_urls(self):
        """Add what says a typed date in words, and the pages that belong to no list."""
        from incident.desk import official, opening
        from incident.desk.letters import intake
        from incident.desk.shared.dates import date_in_words

        own = path("datum/", self.admin_view(date_in_words), name="date")
        rooms = (official.urls(self), opening.urls(self), intake.urls(self))
        return [own, *chain.from_iterable(rooms), *super().get_urls()]

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        from incident.desk.autocomplete import RowSearch

        return RowSearch.as_view(admin_site=self)(request)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict]:
        """Return the lists by app; what the record holds stands before the accounts."""
        apps = super().get_app_list(request, app_label)
        return sorted(apps, key=lambda app: app["app_label"] != "incident")

    def index(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        """Show what waits for this person above the lists, and what they did last beside them."""
        from incident.desk import (  # they need models, which Django loads later
            home,
            official,
            opening,
        )

        about = {
            "groups": home.groups(request, self),
            "asked": home.asked(request, self),
            "changes": home.own_changes(request, self),
            **official.at_home(request),
            **opening.at_home(request),
        }
        return super().index(request, {**about, **(extra_context or {})})
