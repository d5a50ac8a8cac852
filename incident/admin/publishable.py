"""What staff do with every text on its way to the reader: publish it, withdraw it, look at it."""

from django.contrib import admin

from incident.admin.conflict import VersionedAdmin
from incident.kinds import Status


class PublishableAdmin(VersionedAdmin):
    """Lets drafts be published and withdrawn; keeps what was public from being deleted."""

    actions = ("publish", "withdraw")

    def has_delete_permission(self, request, obj=None):
        """Let only a draft that was never public be deleted; what was public is withdrawn."""
        was_public = obj is not None and (obj.status != Status.DRAFT or obj.publish_at)
        return not was_public and super().has_delete_permission(request, obj)

    def view_on_site(self, obj):
        """Return the readers' address, None while there is no such page."""
        return obj.get_absolute_url() if obj.is_public else None

    @admin.action(description="Publiceer", permissions=["change"])
    def publish(self, request, queryset):
        self.change_seen(
            request, queryset, lambda row: setattr(row, "status", Status.PUBLISHED), "gepubliceerd"
        )

    @admin.action(description="Trek in", permissions=["change"])
    def withdraw(self, request, queryset):
        self.change_seen(
            request, queryset, lambda row: setattr(row, "status", Status.WITHDRAWN), "ingetrokken"
        )
