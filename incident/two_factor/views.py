"""The pages of the second step: the code, a new telephone, new recovery codes, a reset."""

import time

import django_otp
from django.contrib import admin, messages
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django_otp.plugins.otp_static.models import StaticDevice

from incident.audit.recorder import audited
from incident.two_factor import codes, device_cookie, sessions
from incident.two_factor.forms import CodeForm, NewFactorForm, NewPasswordForm, PasswordForm
from incident.two_factor.middleware import next_page, onward

PENDING = "factor_key"  # in the session: nobody else who has the password sees this secret
REPLACING = "factor_replacing"
REPLACING_SECONDS = 15 * 60
FEW_CODES = 3


class NewPasswordView(PasswordChangeView):
    """Django's page for a new password, whose tries of the old one are counted."""

    form_class = NewPasswordForm
    template_name = "registration/password_change_form.html"
    success_url = reverse_lazy("admin:password_change_done")

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "request": self.request}

    def form_valid(self, form):
        """Store the new password as an act of this person in the log."""
        with audited(user=self.request.user):
            return super().form_valid(form)


def page(request: HttpRequest, template: str, title: str, **about) -> HttpResponse:
    """Return a page of the desk that reveals nothing of what is behind the gate."""
    context = {
        "title": title,
        "site_title": admin.site.site_title,
        "site_header": admin.site.site_header,
        "site_url": "/",
        "has_permission": codes.is_passed(request.user),
        "next_page": next_page(request),
        **about,
    }
    return render(request, f"desk/two_factor/{template}.html", context)


@never_cache
@sensitive_post_parameters("code")
def code(request: HttpRequest) -> HttpResponse:
    """Ask for a code after the password (GET), and check it (POST)."""
    form = CodeForm(request.user, request.POST or None)
    if not form.is_valid():
        return page(request, "code", "Code invullen", form=form)
    come_in(request, form.device)
    if isinstance(form.device, StaticDevice):
        tell_codes_left(request)
    return device_cookie.remember(onward(request), request.user.get_username())


def come_in(request: HttpRequest, device) -> None:
    """Give the session a new key, so that an older one opens nothing, and mark it verified."""
    request.session.cycle_key()
    django_otp.login(request, device)


def tell_codes_left(request: HttpRequest) -> None:
    left = codes.codes_left(request.user)
    level = messages.INFO if left > FEW_CODES else messages.WARNING
    noun = "herstelcode" if left == 1 else "herstelcodes"
    text = f"U hebt een herstelcode gebruikt. U hebt er nog {left} over."
    if left <= FEW_CODES:
        text = f"U hebt nog {left} {noun}. Maak nieuwe via ‘Tweede stap’, boven aan de pagina."
    messages.add_message(request, level, text)


def overview(request: HttpRequest) -> HttpResponse:
    about = {"device": codes.device_of(request.user), "left": codes.codes_left(request.user)}
    return page(request, "factor", "Aanmelden in twee stappen", **about)


@never_cache
@sensitive_post_parameters("password", "code")
def new_factor(request: HttpRequest) -> HttpResponse:
    """Show the secret of a new telephone (GET); take its first code and show new codes (POST)."""
    replacing = codes.has_factor(request.user)
    if replacing and time.time() - request.session.get(REPLACING, 0) > REPLACING_SECONDS:
        return ask_password_to_replace(request)
    key = request.session.setdefault(PENDING, codes.new_key())
    form = NewFactorForm(request.user, key, request.POST or None, replacing=replacing)
    if form.is_valid():
        return enrolled(request, form)
    about = {"form": form, "secret": codes.as_typed(key), "replacing": replacing}
    picture = codes.as_picture(request.user, key)
    return page(request, "factor_new", "Tweede stap instellen", picture=picture, **about)


def ask_password_to_replace(request: HttpRequest) -> HttpResponse:
    form = PasswordForm(request, request.POST or None)
    if form.is_valid():
        request.session[REPLACING] = int(time.time())
        return redirect("admin:factor_new")
    lead = "Daarna stelt u de nieuwe telefoon in. De oude werkt vanaf dan niet meer."
    return page(request, "password", "Een andere telefoon", form=form, lead=lead)


def enrolled(request: HttpRequest, form: NewFactorForm) -> HttpResponse:
    """Let in with the new telephone, end every other session, and show the codes, once."""
    for name in (PENDING, REPLACING):
        request.session.pop(name, None)
    sessions.end_all(request.user)
    come_in(request, form.device)
    answer = page(request, "recovery_codes", "Uw herstelcodes", codes=form.codes)
    return device_cookie.remember(answer, request.user.get_username())


@never_cache
@sensitive_post_parameters("password")
def new_codes(request: HttpRequest) -> HttpResponse:
    if not codes.has_factor(request.user):
        return redirect("admin:factor_new")
    form = PasswordForm(request, request.POST or None)
    if form.is_valid():
        recovery = codes.new_codes(request.user)
        codes.note(request.user, request.user, "Nieuwe herstelcodes gemaakt.")
        return page(request, "recovery_codes", "Uw herstelcodes", codes=recovery)
    lead = "Uw oude herstelcodes werken daarna niet meer."
    return page(request, "password", "Nieuwe herstelcodes", form=form, lead=lead)
