"""How accounts are kept: Django's own, with lists that answer known questions only."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User

from incident.admin.lists import KnownParameters

admin.site.unregister(User)
admin.site.unregister(Group)


@admin.register(User)
class EditorAdmin(KnownParameters, UserAdmin):
    """The accounts of staff."""

    list_filter = ("is_staff", "is_superuser", "is_active", "groups")
    list_parameters = frozenset(
        {"is_staff__exact", "is_superuser__exact", "is_active__exact", "groups__id__exact"}
    )


@admin.register(Group)
class EditorGroupAdmin(KnownParameters, GroupAdmin):
    """The roles of staff."""
