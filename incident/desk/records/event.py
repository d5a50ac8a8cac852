"""How staff keep events."""

from django import forms
from django.contrib import admin
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.html import format_html

from incident.choices import Status
from incident.desk.records.kinds import KindFilter, kind_choices
from incident.desk.records.search import finding_events
from incident.desk.shared.dates import in_words
from incident.desk.shared.formsets import SurvivingFormSet
from incident.desk.shared.publishable import LAST, PublishableAdmin, PublishableForm
from incident.desk.shared.save_and_next import SaveAndNext, carried_papers
from incident.desk.shared.task_filter import TaskFilter
from incident.desk.shared.widgets import DeskFields, PaperSelect, with_fewer_ways
from incident.models import Citation, Event, Incident, Link

TWICE = (
    'Op deze datum is er al een gebeurtenis met deze titel: ‘<a href="{}">{}</a>’. Werk die bij, '
    "of geef deze een andere titel."
)


class EventForm(PublishableForm):
    """An event; each kind says in a few words what belongs to it."""

    class Meta:
        help_texts = {
            "date": "Zo precies als bekend en niet preciezer. Bijvoorbeeld: 17-7-2025, juni 2025, "
            "juni 2025 - 23 juli 2025, uiterlijk 4-8-2025, op of na 12 augustus 2025, "
            "rond juli 2025. EDTF mag ook.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "kind" in self.fields:
            is_fixed = self.instance.pk and self.instance.status != Status.DRAFT
            there = [self.instance.incident] if is_fixed else Incident.objects.all()
            self.fields["kind"] = forms.ChoiceField(
                label="Soort", required=False, choices=kind_choices(there)
            )

    def clean(self):
        """Refuse to make the same event twice: a double click, or a colleague who was first."""
        cleaned = super().clean()
        names = ("incident", "title", "date")
        if not self.instance.pk and all(cleaned.get(name) for name in names):
            same = Event.objects.exclude(status=Status.WITHDRAWN)
            if found := same.filter(**{name: cleaned[name] for name in names}).first():
                address = reverse("admin:incident_event_change", args=[found.pk])
                self.add_error("title", format_html(TWICE, address, found))
        return cleaned

    @staticmethod
    def rows_of(instance):
        return [
            ("Vindplaatsen", list(instance.citations.all())),
            ("Andere bronnen", list(instance.links.all())),
        ]


class CitationForm(forms.ModelForm):
    """A place in a paper; of a quote it says whether the words were found there."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.quote and "quote" in self.fields:
            self.fields["quote"].help_text = self.instance.check_in_words


class CitationFormSet(SurvivingFormSet):
    """Vindplaatsen; two are one where paper and place in it are the same."""

    same = ("kamerstuk", "locator")


class LinkFormSet(SurvivingFormSet):
    """Other sources; two are one where the address is the same."""

    same = ("url",)


class CitationInline(DeskFields, admin.StackedInline):
    """The papers in which the event stands."""

    model = Citation
    form = CitationForm
    formset = CitationFormSet
    autocomplete_fields = ("kamerstuk",)
    fields = (("kamerstuk", "told"), ("locator", "printed"), "quote")
    extra = 0

    def get_extra(self, request, obj=None, **kwargs):
        """Return how many empty rows there are: one for each paper that comes along."""
        return 0 if obj else len(carried_papers(request))

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        return with_fewer_ways(field, db_field.name)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "kamerstuk":
            kwargs["widget"] = PaperSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class LinkInline(DeskFields, admin.StackedInline):
    """The other sources."""

    model = Link
    formset = LinkFormSet
    fields = (("publisher", "date"), "title", "url")
    extra = 0


def counted(source) -> Coalesce:
    """Return the number of sources of one sort under an event, to sort by."""
    own = source._base_manager.filter(event=OuterRef("pk")).order_by().values("event")
    return Coalesce(Subquery(own.annotate(number=Count("pk")).values("number")), 0)


@admin.register(Event)
class EventAdmin(SaveAndNext, PublishableAdmin):
    """The events of all incidents."""

    form = EventForm
    inlines = (CitationInline, LinkInline)
    list_display = ("when", "title", "told", "kind_label", "status", "sources", "missing")
    list_display_links = ("title",)
    list_select_related = ()  # a join would cost the order of the index
    list_filter = (TaskFilter, "status", KindFilter, "incident")
    list_parameters = frozenset({"taak", "status__exact", "kind__exact", "incident__id__exact"})
    list_per_page = 50
    ordering = ("-sort_day", "span_days", "slug")
    search_fields = ("title",)  # shows the box; find_events does the work
    search_help_text = "Woorden, of een vindplaats: 26643, 1376, 26 643, nr. 1376, 2025Z14818."
    fieldsets = (
        (None, {"fields": ("incident", "title", "slug", "kind", "body")}),
        ("Wanneer", {"fields": ("date", "date_note")}),
        ("In het verhaal", {"fields": (("is_key", "short_title"),), "classes": (LAST,)}),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).for_desk()

    def get_search_results(self, request, queryset, search_term):
        """Return what is found; how is settled once, as each count beside the list asks for it."""
        if not search_term:
            return queryset, False
        if not hasattr(request, "finding"):
            request.finding = finding_events(search_term)
        return queryset.filter(request.finding), False

    def get_readonly_fields(self, request, obj=None):
        """Make the address of an existing event read-only: others may have noted it down."""
        own = super().get_readonly_fields(request, obj)
        return (*own, "slug") if obj and obj.slug else own

    def get_list_display(self, request):
        """Name the incident of each event once there is more than one."""
        own = super().get_list_display(request)
        return own if len(Incident.objects.all()[:2]) < 2 else (*own[:2], "incident", *own[2:])

    @admin.display(description="datum", ordering="sort_day", empty_value="–")
    def when(self, event):
        return str(event.when) if event.when else None

    @admin.display(description="soort", ordering="kind", empty_value="–")
    def kind_label(self, event):
        return event.get_kind_display() or None

    @admin.display(description="gemeld op", ordering="first_told", empty_value="–")
    def told(self, event):
        return str(event.told_on) if event.told_on else None

    @admin.display(description="bronnen", ordering=counted(Citation) + counted(Link))
    def sources(self, event):
        return event.source_count

    @admin.display(description="ontbreekt", empty_value="–")
    def missing(self, event):
        return ", ".join(event.gaps) or None

    @admin.display(description="datum", empty_value="–")
    def as_readers_see(self, event):
        return in_words(event.date) or None
