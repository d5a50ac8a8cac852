"""Django's admin with our sign-in: its addresses, its form, and its permission check."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path

from incident.edge.unavailable import later
from incident.two_factor import device_cookie


class TwoFactorAdminSite(admin.AdminSite):
    """An admin site behind password and second factor; `TwoFactorMiddleware` covers all of it."""

    @property
    def login_form(self):
        """Return the form that counts tries; imported late, as every site's forms are."""
        from incident.two_factor.forms import SignInForm

        return SignInForm

    def has_permission(self, request):
        """Return whether both steps are done: staff, and the second factor where it is required."""
        from incident.two_factor.codes import is_passed

        return super().has_permission(request) and is_passed(request.user)

    def login(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        """Ask for name and password; a successful sign-in sets the device cookie."""
        if username := device_cookie.link_name(request.GET.get("sleutel", "")):
            return device_cookie.remember(redirect("admin:login"), username)
        ended = {"session_ended": getattr(request, "session_ended", False)}
        answer = super().login(request, {**ended, **(extra_context or {})})
        if request.method == "POST" and answer.status_code == 302 and self.has_permission(request):
            device_cookie.remember(answer, request.user.get_username())
        return later(answer) if getattr(request, "not_now", False) else answer

    def password_change(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        from incident.two_factor.views import NewPasswordView

        context = {**self.each_context(request), **(extra_context or {})}
        return NewPasswordView.as_view(extra_context=context)(request)

    def get_urls(self):
        """Add the pages of the second step; signing out is open to people who are half way in.

        Left out is Django's way from any row to its public address (`r/`): it asks no right of
        that row, and so would reveal the address of a draft.
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
