"""How accounts are kept: by a beheerder, who never gets more power than was given.

A person without superuser rights cannot touch a superuser, and cannot make one: no flag, no
change of what a group may do. Rights come with groups, never one by one, and nobody but a
superuser gives a group to their own account. No account is ever deleted, because the log names
people; it is deactivated.
"""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, UserChangeForm
from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef, Q
from django.forms import CheckboxSelectMultiple
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.text import capfirst
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from incident.audit.recorder import audited
from incident.desk.shared.changelist import KnownParameters
from incident.desk.shared.widgets import RowsField
from incident.publishing.roles import ROLES
from incident.two_factor import codes

OWN_ROLES = (
    "Dit is uw eigen account. De groepen daarvan wijzigt iemand anders: een andere beheerder of "
    "een superuser."
)
NO_WAY_IN = (
    'Zonder wachtwoord kan niemand met dit account binnenkomen.<ul id="id_unusable_warning" '
    'class="messagelist"><li class="warning">Het wachtwoord van nu gaat dan verloren.</li></ul>'
)
OF_THE_DESK = Q(content_type__app_label="incident") | Q(
    content_type__app_label="auth", content_type__model__in=("user", "group")
)
KEYS = ("is_active", "is_staff", "is_superuser")  # an account with all three can do everything

for kept_by_us in (User, Group, TOTPDevice, StaticDevice):  # the last two show secrets of others
    admin.site.unregister(kept_by_us)


class PasswordOfEditorForm(AdminPasswordChangeForm):
    """Somebody's new password; Django's own warning here is English."""

    usable_password_help_text = NO_WAY_IN


class EditorForm(UserChangeForm):
    """An account; the last superuser cannot be locked out."""

    def clean(self):
        cleaned = super().clean()
        gives_up = any(cleaned.get(name) is False for name in KEYS)
        keepers = User.objects.filter(**dict.fromkeys(KEYS, True))
        if gives_up and set(keepers[:2]) == {self.instance}:
            raise ValidationError("Dit is de laatste superuser. Maak eerst een andere superuser.")
        return cleaned


@admin.register(User)
class EditorAdmin(KnownParameters, UserAdmin):
    """The accounts of staff."""

    form = EditorForm
    change_password_form = PasswordOfEditorForm
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Wie", {"fields": ("first_name", "last_name", "email")}),
        ("Rechten", {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        ("Wanneer", {"fields": ("last_login", "date_joined")}),
    )
    filter_horizontal = ()
    list_display = (
        *("username", "full_name", "roles", "is_active", "is_staff", "is_superuser"),
        *("has_factor", "last_login"),
    )
    list_filter = ("is_staff", "is_superuser", "is_active", "groups")
    list_parameters = frozenset(
        {
            *("is_staff__exact", "is_superuser__exact", "is_active__exact"),
            *("groups__id__exact", "groups__isnull"),
        }
    )

    @admin.display(description="naam", ordering="last_name")
    def full_name(self, user):
        return user.get_full_name()

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        """Say why the groups of one's own account are fixed."""
        own = obj is not None and obj.pk == request.user.pk and not request.user.is_superuser
        context["notice"] = OWN_ROLES if own else ""
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    @admin.display(description="groepen")
    def roles(self, user):
        return ", ".join(group.name for group in user.groups.all())

    @admin.display(description="tweede stap", boolean=True, ordering="has_factor")
    def has_factor(self, user):
        return user.has_factor

    def get_queryset(self, request):
        devices = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
        users = super().get_queryset(request).prefetch_related("groups")
        return users.annotate(has_factor=Exists(devices))

    def changeform_view(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Save an account with its groups as one act of this person in the log."""
        if request.method != "POST":
            return super().changeform_view(request, *args, **kwargs)
        with audited(user=request.user):
            return super().changeform_view(request, *args, **kwargs)

    def user_change_password(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method != "POST":
            return super().user_change_password(request, *args, **kwargs)
        with audited(user=request.user):
            return super().user_change_password(request, *args, **kwargs)

    def has_change_permission(self, request, obj=None):
        """Return whether this person may change accounts, and this one: a superuser's or not."""
        return super().has_change_permission(request, obj) and not (
            obj and obj.is_superuser and not request.user.is_superuser
        )

    def has_delete_permission(self, request, obj=None):
        """Refuse: the log names accounts."""
        return False

    def get_readonly_fields(self, request, obj=None):
        """Make read-only what only a superuser may give, and one's own roles.

        The field is not on the form then, so that a forged value is not read.
        """
        fields = (*super().get_readonly_fields(request, obj), "last_login", "date_joined")
        if request.user.is_superuser:
            return fields
        own = ("groups",) if obj and obj.pk == request.user.pk else ()
        return (*fields, "is_superuser", *own)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        about = {"form_class": RowsField, "widget": CheckboxSelectMultiple}
        return super().formfield_for_manytomany(db_field, request, **{**kwargs, **about})

    def get_urls(self):
        reset = self.admin_site.admin_view(self.reset_factor)
        return [path("<id>/tweede-stap/", reset, name="auth_user_factor"), *super().get_urls()]

    def reset_factor(self, request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002 - as Django
        """Ask whether (GET), then take somebody's second factor away (POST)."""
        user = self.get_object(request, unquote(id))
        if user is None:
            raise Http404
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        if request.method != "POST":
            context = {**self.admin_site.each_context(request), "title": "Tweede stap wissen"}
            return render(
                request, "desk/two_factor/reset_factor.html", {**context, "account": user}
            )
        codes.reset(user, by=request.user)
        messages.success(request, f"De tweede stap van {user.get_username()} is gewist.")
        return redirect(reverse("admin:auth_user_change", args=[user.pk]))


VERBS = {
    "add": "toevoegen",
    "change": "wijzigen",
    "delete": "verwijderen",
    "view": "bekijken",
    "publish": "publiceren en intrekken",
}


class RightsField(RowsField):
    """The rights that a group can have here, in Dutch; Django stores their names in English."""

    def label_from_instance(self, right) -> str:
        verb, _, _ = right.codename.partition("_")
        return f"{capfirst(right.content_type.name)}: {VERBS[verb]}"


@admin.register(Group)
class EditorGroupAdmin(KnownParameters, GroupAdmin):
    """The roles of staff. What a group may do gives rights, so only a superuser changes it."""

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        """Refuse, with a message, a right that does not exist; offer those of the desk's nouns."""
        rights = Permission.objects.filter(OF_THE_DESK).select_related("content_type")
        about = {**kwargs, "form_class": RightsField, "queryset": rights}
        return super().formfield_for_manytomany(db_field, request, **about)

    def has_add_permission(self, request):
        return request.user.is_superuser

    def has_change_permission(self, request, obj=None):
        """Return whether this group may change; the three roles are as each release has them."""
        return request.user.is_superuser and not (obj and obj.name in ROLES)

    has_delete_permission = has_change_permission
