"""The log of changes at the desk: of one row with old and new side by side, and of everything."""

from itertools import zip_longest

from django.apps import apps
from django.contrib import admin

from incident.audit.describe import differences
from incident.desk.shared.changelist import KnownParameters, is_key
from incident.models import Change

MOST_ENTRIES = 200


def entries_of(noun: str, key: str) -> list[dict]:
    """Return the last entries of a row, the newest first; none where `key` can be no row's."""
    if not is_key(key):
        return []
    entries = Change.objects.of(noun, int(key)).reverse()[: MOST_ENTRIES + 1]
    return history(list(entries))[:MOST_ENTRIES]


def history(changes: list[Change]) -> list[dict]:
    """Return entries of one row, newest first, each with what differs from the one before."""
    return [
        {"change": change, "differences": change_in_words(change, before)}
        for change, before in zip_longest(changes, changes[1:])
    ]


def change_in_words(change: Change, before: Change | None) -> list:
    return differences(change.noun, before and before.state, change.state, staff=True)


class OfNoun(admin.SimpleListFilter):
    """Entries about one sort of row, by its Dutch name."""

    title = "waarover"
    parameter_name = "wat"

    def lookups(self, request, model_admin):
        nouns = model_admin.model.objects.order_by("noun").values_list("noun", flat=True).distinct()
        models = [apps.get_model("incident", noun) for noun in nouns]
        return [(m._meta.model_name, str(m._meta.verbose_name).capitalize()) for m in models]

    def queryset(self, request, queryset):
        return queryset.filter(noun=self.value()) if self.value() else queryset


@admin.register(Change)
class ChangeAdmin(KnownParameters, admin.ModelAdmin):
    """The whole log; nobody adds to it by hand, and nobody changes it."""

    list_display = ("at", "by", "what", "label", "reason", "unread")
    list_filter = ("action", OfNoun, "forced")
    list_parameters = frozenset({"action__exact", "wat", "forced__exact"})
    search_fields = ("label", "who", "reason")
    ordering = ("-number",)
    list_per_page = 100
    fields = ("at", "by", "what", "label", "reason", "nature", "unread", "as_read", "hash")
    readonly_fields = fields

    @admin.display(description="wie", ordering="who")
    def by(self, change):
        return change.by

    @admin.display(description="wat", ordering="action")
    def what(self, change):
        return change.get_action_display()

    @admin.display(description="zonder tweede lezer", ordering="forced", empty_value="–")
    def unread(self, change):
        return "ja" if change.forced else None

    @admin.display(description="oud en nieuw")
    def as_read(self, change):
        before = Change.objects.of(change.noun, change.row).filter(number__lt=change.number).last()
        parts = change_in_words(change, before)
        return "\n".join(f"{part.name}: ‘{part.old}’ → ‘{part.new}’" for part in parts) or "–"

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
