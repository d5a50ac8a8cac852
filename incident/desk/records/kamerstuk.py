"""How staff keep papers of Parliament."""

from django import forms
from django.contrib import admin
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from incident.choices import PaperSeries
from incident.desk.quick_add import QuickAdd
from incident.desk.records.search import find_papers
from incident.desk.shared.citations import read_paper
from incident.desk.shared.dates import in_words
from incident.desk.shared.publishable import LAST, ExplainedForm
from incident.desk.shared.task_filter import TaskFilter
from incident.desk.shared.versioned import VersionedAdmin
from incident.models import Citation, Kamerstuk
from incident.values.citations import CitationError
from incident.values.dates import EventDate
from incident.values.sessions import session_around

PARTS = (
    *("chamber", "session", "dossier", "suffix", "number"),
    *("publication", "chamber_number", "document_number"),
)
PARTS_IN_LINES = (
    ("series", "chamber", "session"),
    ("dossier", "suffix", "number"),
    ("chamber_number", "document_number", "publication"),
)
SEEN_BY_READERS = (
    "Lezers kennen dit stuk. Wat u opslaat, zien zij meteen, met de woorden die veranderen. Vul "
    "daarom onderaan in waarom, en of het een verschrijving is."
)
LOCKED = (
    "Lezers kennen dit stuk. Daarom wijzigt alleen een eindredacteur het. Klopt er iets niet? "
    "Vertel een eindredacteur wat er anders moet, en waarom."
)


class KamerstukForm(ExplainedForm):
    """A paper; a pasted citation fills the parts."""

    pasted = forms.CharField(
        label="Plak een vindplaats",
        required=False,
        help_text="Bijvoorbeeld ‘Kamerstukken II 2024/25, 26 643, nr. 1376’ of ‘2025Z14818’. "
        "Bij het opslaan vullen wij daarmee de velden hieronder. Dit veld mag leeg blijven.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "series" in self.fields:  # which is not so for who may only look
            self.fields["series"].required = False  # a citation tells it

    def clean_series(self):
        return self.cleaned_data["series"] or PaperSeries.KAMERSTUK

    def clean_pasted(self):
        text = self.cleaned_data["pasted"]
        try:
            return read_paper(text) if text else None
        except CitationError as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self):
        cleaned = super().clean()
        reference = cleaned.get("pasted")
        for name in PARTS if reference else ():
            cleaned[name] = getattr(reference, name) or cleaned.get(name, "")
        if reference and not reference.chambers_own:
            cleaned["series"] = reference.series.value
        if cleaned.get("dossier") and not cleaned.get("session") and cleaned.get("date"):
            cleaned["session"] = session_around(EventDate.parse(cleaned["date"]))
        return cleaned


class WithoutNumber(admin.SimpleListFilter):
    """Papers whose number we still have to find."""

    title = "nummer"
    parameter_name = "nummer"

    def lookups(self, request, model_admin):
        return [("onbekend", "nog niet bekend"), ("bekend", "bekend")]

    def queryset(self, request, queryset):
        if self.value() == "onbekend":
            return queryset.unnumbered()
        return queryset.numbered() if self.value() == "bekend" else queryset


@admin.register(Kamerstuk)
class KamerstukAdmin(QuickAdd, VersionedAdmin):
    """The papers that events stand in."""

    form = KamerstukForm
    list_display = ("cited", "title", "kind", "when", "events")
    list_filter = (TaskFilter, WithoutNumber, "series", "kind", "chamber")
    list_parameters = frozenset(
        {"taak", "nummer", "series__exact", "kind__exact", "chamber__exact"}
    )
    list_per_page = 50
    ordering = ("-sort_day", "slug")
    search_fields = ("title",)  # shows the box; find_papers does the work
    search_help_text = "Een vindplaats in elke schrijfwijze, een dossier, of woorden."
    readonly_fields = ("slug",)
    fieldsets = (
        (None, {"fields": ("pasted", "kind", "title", "title_is_ours", "sender", "unseen_source")}),
        ("Wanneer", {"fields": ("date", "date_note")}),
        ("Nummer", {"fields": (*PARTS_IN_LINES, "slug", "version_seen")}),
    )

    def has_change_permission(self, request, obj=None):
        """Leave a paper that readers know to people who may publish."""
        may = obj is None or not obj.is_kept or request.user.has_perm("incident.publish_event")
        return may and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        """Refuse to delete a paper that something public ever rested on."""
        may = obj is None or not obj.is_kept
        return may and super().has_delete_permission(request, obj)

    def all_fieldsets(self, request, obj=None):
        own = super().all_fieldsets(request, obj)
        why = ("Correctie", {"fields": ("reason", "nature"), "classes": (LAST,)})
        asks = obj and obj.is_kept and self.has_change_permission(request, obj)
        return [*own, why] if asks else own

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        """Warn first that readers see the change, or say why there can be none."""
        if obj and obj.is_kept:
            may = self.has_change_permission(request, obj)
            context["notice"] = SEEN_BY_READERS if may else LOCKED
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def get_queryset(self, request):
        own = Citation._base_manager.filter(kamerstuk=OuterRef("pk")).order_by()
        events = own.values("kamerstuk").values(number=Count("event", distinct=True))
        counted = Coalesce(Subquery(events), 0)
        return super().get_queryset(request).annotate(event_count=counted)

    def get_search_results(self, request, queryset, search_term):
        return (find_papers(queryset, search_term) if search_term else queryset), False

    def view_on_site(self, obj):
        """Return the readers' address, None while nothing public rests on this paper."""
        public = Kamerstuk.objects.for_readers().filter(pk=obj.pk).exists()
        return obj.get_absolute_url() if public else None

    @admin.display(description="vindplaats", ordering="slug")
    def cited(self, paper):
        return paper.citation

    @admin.display(description="datum", ordering="sort_day", empty_value="–")
    def when(self, paper):
        return str(paper.when) if paper.when else None

    @admin.display(description="gebeurtenissen", ordering="event_count")
    def events(self, paper):
        return paper.event_count

    @admin.display(description="datum", empty_value="–")
    def as_readers_see(self, paper):
        return in_words(paper.date) or None
