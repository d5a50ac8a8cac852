"""How staff keep incidents."""

from django.contrib import admin

from incident.desk.shared.versioned import VersionedAdmin
from incident.models import Incident


@admin.register(Incident)
class IncidentAdmin(VersionedAdmin):
    """The cases that are followed."""

    list_display = ("title", "slug", "is_published")
    list_filter = ("is_published",)
    list_parameters = frozenset({"is_published__exact"})
    search_fields = ("title", "slug")
    fields = ("title", "slug", "introduction", "is_published", "version_seen")

    def has_delete_permission(self, request, obj=None):
        """Keep every incident that is public."""
        may = obj is None or not obj.is_published
        return may and super().has_delete_permission(request, obj)

    def view_on_site(self, obj):
        """Return the readers' address, None while the incident is not public."""
        return obj.get_absolute_url() if obj.is_published else None
