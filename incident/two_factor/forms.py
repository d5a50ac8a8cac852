"""What staff type to come in: password and code."""

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm, AdminPasswordChangeForm
from django.core.exceptions import ValidationError
from django.db import Error
from django.http import HttpRequest
from django.views.decorators.debug import sensitive_variables

from incident.edge import logs
from incident.edge.lanes import BusyError
from incident.edge.unavailable import is_away
from incident.two_factor import codes
from incident.two_factor.throttle import LoginThrottle

NOT_NOW = "Aanmelden kan nu even niet. Probeer het over een minuut nog eens."
LONGEST_CODE = 40  # signs; a code with all the spaces that people type


class SignInForm(AdminAuthenticationForm):
    """Name and password, throttled; which of the two is wrong is never said."""

    error_messages = {
        "invalid_login": (
            "Deze gebruikersnaam en dit wachtwoord horen niet bij elkaar, of u hebt hier geen "
            "toegang. Let op hoofdletters en kleine letters."
        ),
    }

    @sensitive_variables()
    def clean(self):
        """Say why the sign-in is refused; where that is temporary, the page says so too."""
        username = self.cleaned_data.get("username")
        if not (username and self.cleaned_data.get("password")):
            return super().clean()
        try:
            return self.counted(LoginThrottle(self.request, username))
        except ValidationError as error:
            logs.sign_in_refused(error.code)
            raise
        except (Error, BusyError) as error:
            if not is_away(error):
                raise
            logs.unavailable(self.request, error)
            self.request.not_now = True
            raise ValidationError(NOT_NOW, code="not_now") from error

    @sensitive_variables()
    def counted(self, tries: LoginThrottle):
        """Count a try before the password is checked, and give it back where that was right.

        Also where it was not checked because the server was busy.
        """
        tries.take()
        try:
            cleaned = super().clean()
        except BusyError:
            tries.give_back()
            raise
        tries.give_back()
        return cleaned


class CountedPassword:
    """A form that checks the password of its user, throttled."""

    @sensitive_variables()
    def check(self, password: str) -> None:
        """Raise ValidationError where this is not the password; it counts as a try to sign in."""
        tries = LoginThrottle(self.request, self.request.user.get_username())
        tries.take()
        if not self.request.user.check_password(password):
            logs.sign_in_refused("invalid_password")
            raise ValidationError("Dit wachtwoord klopt niet.")
        tries.give_back()


class PasswordForm(CountedPassword, forms.Form):
    """The own password once more, before something that a passer-by should not do."""

    required_css_class = "required"

    password = forms.CharField(
        label="Wachtwoord",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )

    def __init__(self, request: HttpRequest, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_password(self):
        self.check(self.cleaned_data["password"])
        return ""


class NewPasswordForm(CountedPassword, AdminPasswordChangeForm):
    """A new password for oneself, after the old one."""

    def __init__(self, request: HttpRequest, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_old_password(self):
        self.check(self.cleaned_data["old_password"])
        return self.cleaned_data["old_password"]


class CodeForm(forms.Form):
    """A code of the telephone, or a recovery code."""

    required_css_class = "required"

    code = forms.CharField(
        label="Code",
        max_length=LONGEST_CODE,
        help_text="De 6 cijfers die uw app nu toont, of een van uw herstelcodes.",
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "off", "autofocus": True}
        ),
    )

    def __init__(self, user, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_code(self):
        """Use the code up, and keep the device that it belongs to."""
        try:
            self.device = codes.verify(self.user, self.cleaned_data["code"])
        except ValidationError as error:
            logs.sign_in_refused(error.code or "invalid_code")
            raise
        return ""


class NewFactorForm(forms.Form):
    """The first code of a telephone, which proves that it holds the secret."""

    required_css_class = "required"

    code = forms.CharField(
        label="Code",
        max_length=LONGEST_CODE,
        help_text="De 6 cijfers die uw app nu toont.",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def __init__(self, user, key: str, *args, replacing: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.key, self.replacing = user, key, replacing

    def clean_code(self):
        """Make the telephone the second factor, and keep it with the new recovery codes."""
        typed = self.cleaned_data["code"]
        self.device, self.codes = codes.enrol(self.user, self.key, typed, replacing=self.replacing)
        return ""
