"""The one gate of the desk: nothing behind it opens before both steps of the sign-in.

It covers every address of the desk, so that a view that forgets to check is closed as well.
"""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme

from incident.edge.unavailable import typed
from incident.two_factor import sessions
from incident.two_factor.codes import has_factor, is_passed

SAFE = ("GET", "HEAD")
STEPS = ("admin:login", "admin:code", "admin:factor_new")


class TwoFactorMiddleware:
    """Send everybody to the step that is next: password, telephone, code, or the desk."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Note whether the view is done: the session may still fail after that."""
        response = self.get_response(request)
        request.is_done = response.status_code < 400
        return response

    def process_view(self, request, view, args, kwargs) -> HttpResponse | None:
        """Return the redirect to the next step, or None where this person may see this address."""
        if not sessions.on_desk(request):
            return None
        page = request.resolver_match.view_name
        if page == "admin:logout":
            return None
        end_on_other_rights(request)
        user = request.user
        if not (user.is_authenticated and user.is_active and user.is_staff):
            return without_password(request, page)
        if not is_passed(user):
            return without_code(request, page)
        return onward(request) if page == "admin:code" else None


def end_on_other_rights(request: HttpRequest) -> None:
    """End the session of a person whose roles are not those that it began with."""
    user = request.user
    if user.is_authenticated and not constant_time_compare(
        request.session.get(sessions.RIGHTS, ""), sessions.rights_digest(user)
    ):
        logout(request)


def without_password(request: HttpRequest, page: str) -> HttpResponse | None:
    """Return the redirect to the sign-in; a form sent too late is shown, not thrown away."""
    has_ended = settings.SESSION_COOKIE_NAME in request.COOKIES
    if page == "admin:login":
        request.session_ended = has_ended or request.GET.get("sessie") == "afgelopen"
        return None
    wanted = request.get_full_path()
    if not has_ended:
        return redirect_to_login(wanted, reverse("admin:login"))
    if request.method in SAFE:
        return HttpResponseRedirect(sessions.sign_in_again(wanted))
    context = {
        "site_title": admin.site.site_title,
        "site_header": admin.site.site_header,
        "texts": typed(request),
        "again": sessions.sign_in_again(request.path),
    }
    late = render(request, "desk/session_ended.html", context, status=403)
    add_never_cache_headers(late)
    return late


def without_code(request: HttpRequest, page: str) -> HttpResponse | None:
    """Return the redirect to the code, or, without a telephone yet, to its set-up."""
    step = "admin:code" if has_factor(request.user) else "admin:factor_new"
    if page == step or (page == "admin:login" and request.method not in SAFE):
        return None
    wanted = next_page(request) if page in STEPS else request.get_full_path()
    return redirect(f"{reverse(step)}?{urlencode({'next': wanted})}")


def next_page(request: HttpRequest) -> str:
    wanted = request.GET.get("next", "")
    is_ours = wanted.startswith(sessions.DESK) and url_has_allowed_host_and_scheme(wanted, None)
    return wanted if is_ours else reverse("admin:index")


def onward(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(next_page(request))
