"""How staff keep claims and what was said about them."""

from django.contrib import admin
from django.db.models import Count

from incident.desk.shared.formsets import SurvivingFormSet
from incident.desk.shared.publishable import PublishableAdmin, PublishableForm
from incident.desk.shared.task_filter import TaskFilter
from incident.desk.shared.widgets import DeskFields, PaperSelect
from incident.models import Claim, Statement
from incident.publishing.chains import check_chain, in_order


class ClaimForm(PublishableForm):
    """A claim; its statements share its version."""

    @staticmethod
    def rows_of(instance):
        return [("Uitspraken", list(instance.chain))]


class ChainFormSet(SurvivingFormSet):
    """Statements whose relations must form a valid chain.

    Two are the same row where all words and the source are equal; else a person chooses between
    them.
    """

    same = ("speaker", "summary", "date", "kamerstuk", "locator", "publisher", "url")

    def clean(self):
        super().clean()
        if any(self.errors):
            return
        kept = [form for form in self.forms if form.has_changed() or form.instance.pk]
        check_chain(in_order(form.instance for form in kept if not form.cleaned_data.get("DELETE")))

    def refuse_twins(self, constraint):
        """Leave duplicates to the check of the chain, whose message names the statement."""


class StatementInline(DeskFields, admin.StackedInline):
    """What was said about a claim, and by whom."""

    model = Statement
    formset = ChainFormSet
    autocomplete_fields = ("kamerstuk", "event")
    fields = (
        ("speaker", "speaker_short"),
        "relation",
        "summary",
        ("date", "date_note"),
        ("kamerstuk", "locator"),
        ("publisher", "url"),
        "event",
    )
    extra = 0

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.autocomplete_fields:
            kwargs["widget"] = PaperSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Claim)
class ClaimAdmin(PublishableAdmin):
    """The claims of all incidents."""

    form = ClaimForm
    lasting = ("incident", "slug")
    inlines = (StatementInline,)
    list_display = ("title", "incident", "place", "status", "statement_count")
    list_filter = (TaskFilter, "status", "incident")
    list_parameters = frozenset({"taak", "status__exact", "incident__id__exact"})
    list_select_related = ("incident",)
    search_fields = ("title", "explanation")
    fieldsets = ((None, {"fields": ("incident", "title", "slug", "explanation", "place")}),)

    def get_queryset(self, request):
        said = Count("statements", distinct=True)
        return super().get_queryset(request).annotate(said=said)

    @admin.display(description="uitspraken", ordering="said")
    def statement_count(self, claim):
        return claim.said
