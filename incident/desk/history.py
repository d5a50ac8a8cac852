"""The log of changes at the desk: of one row with old and new side by side, and of everything."""

from itertools import zip_longest

from django.apps import apps
from django.contrib import admin
from django.utils.text import capfirst

from incident.audit.describe import differences
from incident.choices import Action
from incident.desk.shared.changelist import KnownParameters, is_key
from incident.models import Change

MOST_ENTRIES = 200
PLANNED = "Ingepland"


def entries_of(noun: str, key: str) -> list[dict]:
    """Return the last entries of a row, the newest first; none where `key` can be no row's."""
    if not is_key(key):
        return []
    entries = Change.objects.of(noun, int(key)).reverse()[: MOST_ENTRIES + 1]
    return history(list(entries))[:MOST_ENTRIES]


def history(changes: list[Change]) -> list[dict]:
    """Return entries of one row, newest first, each with what differs from the one before."""
    return [
        {
            "change": change,
            "act": act_in_words(change),
            "differences": change_in_words(change, before),
        }
        for change, before in zip_longest(changes, changes[1:])
    ]


def change_in_words(change: Change, before: Change | None) -> list:
    return differences(change.noun, before and before.state, change.state, staff=True)


def act_in_words(change: Change) -> str:
    """Return what was done; a text that waited for its moment was not published then."""
    waits = change.action == Action.PUBLISHED and change.public_at and change.public_at > change.at
    return PLANNED if waits else change.get_action_display()


class OfAct(admin.ChoicesFieldListFilter):
    """Entries of one act."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.title = "handeling"


class OfNoun(admin.SimpleListFilter):
    """Entries about one sort of row, by its Dutch name."""

    title = "soort tekst"
    parameter_name = "wat"

    def lookups(self, request, model_admin):
        nouns = model_admin.model.objects.order_by("noun").values_list("noun", flat=True).distinct()
        models = [apps.get_model("incident", noun) for noun in nouns]
        return [(m._meta.model_name, capfirst(m._meta.verbose_name)) for m in models]

    def queryset(self, request, queryset):
        return queryset.filter(noun=self.value()) if self.value() else queryset


@admin.register(Change)
class ChangeAdmin(KnownParameters, admin.ModelAdmin):
    """The whole log; nobody adds to it by hand, and nobody changes it."""

    list_display = ("at", "by", "what", "label", "reason", "unread")
    list_filter = (("action", OfAct), OfNoun, "forced")
    list_parameters = frozenset({"action__exact", "wat", "forced__exact"})
    search_fields = ("label", "who", "reason")
    ordering = ("-number",)
    list_per_page = 100
    fields = ("at", "by", "what", "label", "reason", "nature", "unread", "as_read", "hash")
    readonly_fields = fields

    @admin.display(description="wie", ordering="who")
    def by(self, change):
        return change.by

    @admin.display(description="handeling", ordering="action")
    def what(self, change):
        return act_in_words(change)

    @admin.display(description="zonder tweede lezer", ordering="forced")
    def unread(self, change):
        return "Ja" if change.forced else "Nee"

    @admin.display(description="oud en nieuw")
    def as_read(self, change):
        before = Change.objects.of(change.noun, change.row).filter(number__lt=change.number).last()
        parts = change_in_words(change, before)
        lines = (f"{part.name}: ‘{part.old or ''}’ → ‘{part.new or ''}’" for part in parts)
        return "\n".join(lines) or "–"

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        """Lead to all changes of a row where its noun has a page for them, as a letter has not."""
        noun = apps.get_model("incident", obj.noun)
        context["has_history"] = bool(obj.state) and self.admin_site.is_registered(noun)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
