"""Django's admin with our way in: its addresses, its form, and who may pass."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path

from incident.edge.unavailable import later
from incident.two_factor import device_cookie


class TwoFactorAdminSite(admin.AdminSite):
    """A desk behind a password and a code. The gate (gate.py) stands before all of it."""

    @property
    def login_form(self):
        """The form that counts tries; imported late, as every site's forms are."""
        from incident.two_factor.forms import SignInForm

        return SignInForm

    def has_permission(self, request):
        """Return whether somebody came in to the end: staff, and the second step where asked."""
        from incident.two_factor.codes import is_passed

        return super().has_permission(request) and is_passed(request.user)

    def login(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        """Ask name and password; a browser that comes in is known from then on."""
        if username := device_cookie.link_name(request.GET.get("sleutel", "")):
            return device_cookie.remember(redirect("admin:login"), username)
        ended = {"session_ended": getattr(request, "session_ended", False)}
        answer = super().login(request, {**ended, **(extra_context or {})})
        if request.method == "POST" and answer.status_code == 302 and self.has_permission(request):
            device_cookie.remember(answer, request.user.get_username())
        return later(answer) if getattr(request, "not_now", False) else answer

    def password_change(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        """Let somebody choose a new password, after the old one."""
        from incident.two_factor.views import NewPasswordView

        context = {**self.each_context(request), **(extra_context or {})}
        return NewPasswordView.as_view(extra_context=context)(request)

    def get_urls(self):
        """Add the pages of the second step; signing out is open to people who are half way in.

        Left out is Django's way from any row to its public address (`r/`): it asks no right of
        that row, and so would tell the address of a draft.
        """
        from incident.two_factor import views

        own = [page for page in super().get_urls() if getattr(page, "name", "") != "view_on_site"]
        return [
            path("logout/", self.logout, name="logout"),
            path("code/", views.code, name="code"),
            path("tweede-stap/", self.admin_view(views.overview), name="factor"),
            path("tweede-stap/nieuw/", views.new_factor, name="factor_new"),
            path(
                "tweede-stap/herstelcodes/", self.admin_view(views.new_codes), name="factor_codes"
            ),
            *own,
        ]
