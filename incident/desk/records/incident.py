"""How staff keep incidents: open one, and withdraw it as a whole or put it back."""

from django import forms
from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import slugify

from incident.choices import due
from incident.desk.records.kinds import KindRows
from incident.desk.shared.buttons import NOT_FROM_HERE, buttons_for, on_site
from incident.desk.shared.publishable import LAST, MovingForm
from incident.desk.shared.versioned import SEEN, VersionedAdmin
from incident.fields import without_controls
from incident.models import Incident
from incident.publishing.rules import OWN_TEXT
from incident.workflow import FORCE, MOVE, OPEN, PUBLISHED, WITHDRAWN

NOTHING_TO_READ = (
    "Er is nog geen gepubliceerde gebeurtenis in dit incident: lezers zouden een lege tijdlijn "
    "zien. Laat eerst een tweede lezer er een publiceren; zij blijft verborgen tot u opent."
)
READERS_SEE = (
    "Lezers zien dit incident. Moet het als geheel weg, vul dan een reden in en druk op ‘Trek in "
    "als geheel’. Op elk adres staat dan alleen dat het er was, wanneer het wegging en waarom."
)
NO_LETTERS = "Uit deze titel volgt geen adres. Typ er zelf een, met kleine letters."
LONGEST_SLUG = Incident._meta.get_field("slug").max_length
GONE = (
    "Dit incident is als geheel ingetrokken. Lezers zien alleen wanneer en waarom. De teksten erin "
    "houden hun eigen status. Een eindredacteur die dit incident niet schreef, kan het terugzetten."
)
DONE = {
    WITHDRAWN: "‘{}’ is als geheel ingetrokken. Op elk adres lezen mensen nu waarom.",
    OPEN: "‘{}’ is teruggezet. Lezers zien het weer.",
}


class IncidentForm(MovingForm):
    """An incident; a button withdraws it as a whole, or puts it back."""

    reason = forms.CharField(
        label="Reden",
        required=False,
        max_length=300,
        validators=[without_controls],
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="Nodig bij intrekken, en bij terugzetten zonder tweede lezer. Zolang het "
        "incident is ingetrokken, zien lezers de reden van intrekken.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = self.instance.pk is not None
        row = self.instance
        self.stored = row.is_published, row.is_withdrawn, row.opened_at

    def clean(self):
        """Make an address from the title where none was typed; open nothing that is empty."""
        cleaned = super().clean()
        title = cleaned.get("title")
        if title and not (self.instance.pk or cleaned.get("slug") or "slug" in self.errors):
            cleaned["slug"] = slugify(title)[:LONGEST_SLUG].strip("-")
            if not cleaned["slug"]:
                self.add_error("slug", NO_LETTERS)
        if cleaned.get("is_published") and not (self.stored[0] or self.has_text()):
            self.add_error("is_published", NOTHING_TO_READ)
        return cleaned

    def has_text(self) -> bool:
        """Return whether readers would find an event as soon as the incident opens."""
        out = due(timezone.now())
        return bool(self.instance.pk) and self.instance.events.filter(out).exists()

    def _post_clean(self):
        """Keep the stored status on a refused incident, so that its buttons stay the same."""
        super()._post_clean()
        if self.errors:
            row = self.instance
            row.is_published, row.is_withdrawn, row.opened_at = self.stored

    def prepare(self):
        super().prepare()
        if self.target:
            self.instance.is_withdrawn = self.target == WITHDRAWN

    def why_not(self, target):
        """Return why not: this person wrote the incident, or it has no such transition."""
        if self.instance.is_withdrawn and target == PUBLISHED:
            return OWN_TEXT
        return NOT_FROM_HERE.format(status_in_words(self.instance))


def status_in_words(row: Incident) -> str:
    if row.is_withdrawn:
        return "Als geheel ingetrokken"
    return "Openbaar" if row.is_published else "Niet openbaar"


@admin.register(Incident)
class IncidentAdmin(VersionedAdmin):
    """The cases that are followed."""

    form = IncidentForm
    prepopulated_fields = {"slug": ("title",)}
    list_display = ("title", "slug", "status_in_words")
    list_filter = ("is_published", "is_withdrawn")
    list_parameters = frozenset({"is_published__exact", "is_withdrawn__exact"})
    search_fields = ("title", "slug")
    fieldsets = (
        (
            None,
            {"fields": ("title", "subtitle", "slug", "introduction", "is_published")},
        ),
        ("Soorten gebeurtenis", {"fields": ("kinds",)}),
        ("Zoeken", {"fields": ("synonyms",)}),
        ("Officiële bronnen", {"fields": ("dossiers",)}),
        ("Voor lezers", {"fields": ("status_in_words", "reason", SEEN), "classes": (LAST,)}),
    )
    readonly_fields = ("status_in_words",)

    def get_readonly_fields(self, request, obj=None):
        """Make the address of what readers know read-only: they have it in links and citations."""
        own = super().get_readonly_fields(request, obj)
        return (*own, "slug") if obj and obj.is_published else own

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj and obj.is_published else super().get_prepopulated_fields(request, obj)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "kinds":
            kwargs = {"widget": KindRows, **kwargs}
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description="voor lezers")
    def status_in_words(self, row):
        return status_in_words(row or Incident())

    def has_delete_permission(self, request, obj=None):
        """Refuse to delete an incident that readers ever knew."""
        may = obj is None or obj.opened_at is None
        return may and super().has_delete_permission(request, obj)

    def view_on_site(self, obj):
        """Return the readers' address, None while there is nothing."""
        return obj.get_absolute_url() if obj.is_published else None

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        """Offer the transitions as buttons, and explain them first."""
        if obj and obj.is_published and self.has_change_permission(request, obj):
            context["notice"] = GONE if obj.is_withdrawn else READERS_SEE
            moves, forced = buttons_for(request.user, obj, writes=False)
            context |= {"moves": moves, "forced": forced, "has_reason": True}
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def response_post_save_add(self, request, obj):
        """Go on with what a new incident still needs before readers see it."""
        return HttpResponseRedirect(reverse("admin:opening", args=[obj.pk]))

    def response_change(self, request, obj):
        if not (request.POST.get(MOVE) or request.POST.get(FORCE)):
            return super().response_change(request, obj)
        said = format_html("{}{}", DONE[obj.status].format(obj), on_site(self, obj))
        self.message_user(request, said, messages.SUCCESS)
        return self.response_post_save_change(request, obj)
