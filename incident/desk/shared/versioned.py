"""Nobody overwrites a colleague unseen: not in a form, an inline, or a list.

A save reads downwards. The view opens one act in the log; the form, with the rows under it, is
checked against the version it showed and against the rules of that act; then all is stored.
"""

from dataclasses import dataclass, field

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.timezone import localtime

from incident.audit.recorder import AuditContext, audited
from incident.desk.history import entries_of
from incident.desk.shared.changelist import KnownParameters
from incident.desk.shared.conflict_messages import say_beside
from incident.desk.shared.formsets import SEEN
from incident.desk.shared.widgets import DeskFields
from incident.models import Change
from incident.models.bases import StaleVersionError, TransitionError
from incident.two_factor.middleware import typed

ABOUT = frozenset({SEEN, "reason", "nature", "hide_reasons"})  # of the act, not of the row
MOVED = (
    "een collega wijzigde dit intussen, of het stond niet op deze pagina. Bekijk de lijst opnieuw "
    "en kies dan."
)
REASON = Change._meta.get_field("reason")
NOT_YOURS = "Dat mag alleen een eindredacteur."
NOT_SAVED = ValidationError(
    {
        NON_FIELD_ERRORS: "Er is nog niets opgeslagen: wat u typte, past niet bij wat er nu is "
        "opgeslagen. Wat u typte, staat nog in de velden. Kijk ze na, en sla dan nog eens op."
    }
)
REFUSED = (
    "{who} dit intussen gewijzigd. Er is nog niets opgeslagen. Wat u typte, staat nog in de "
    "velden; waar dat verschilt, staat erbij wat nu is opgeslagen. Een bron, uitspraak of vraag "
    "die er intussen bij kwam, staat nu ook in dit formulier. Pas uw tekst zo nodig aan. Slaat u "
    "daarna nog eens op, dan komt uw tekst in de plaats van wat er nu staat."
)


@dataclass
class Audit:
    """What a request that saves a form carries: its act in the log, and the rows under the form.

    `late` is why the database refused the same data a moment ago.
    """

    act: AuditContext
    formsets: list = field(default_factory=list)
    late: ValidationError | None = None


class VersionedForm(forms.ModelForm):
    """A form that remembers the version that it showed, and refuses to save over a later one.

    Once each field is right by itself, the rules of the log check the whole: the row as it would
    be stored, with the rows under it.
    """

    request: HttpRequest

    version_seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields[SEEN].initial = self.instance.version

    def clean(self):
        """Beside each field that differs, say what is stored now."""
        cleaned = super().clean()
        if self.instance.pk and cleaned.get(SEEN) != self.instance.version:
            self.refuse()
        self.say_what_came_late()
        return cleaned

    def say_what_came_late(self):
        """Say why the database refused the same data a moment ago, where that cannot be seen."""
        late = self.request.audit.late
        if late and not (late is NOT_SAVED and self.errors):
            self.refuse_by(late)

    def _post_clean(self):
        super()._post_clean()
        if not self.errors and all(rows.is_valid() for rows in self.request.audit.formsets):
            self.prepare()
            self.keep_rules()

    def prepare(self):
        """Give the act its reason and nature; a form with buttons changes the row here too."""
        act = self.request.audit.act
        act.reason = self.cleaned_data.get("reason", "")
        act.nature = self.cleaned_data.get("nature", "")

    def keep_rules(self):
        """Refuse what a rule of the log refuses, beside the field that the rule is about."""
        if self.changes_anything():
            rows = {rows.prefix: rows.state() for rows in self.request.audit.formsets}
            try:
                self.request.audit.act.check(self.instance, self.instance.state(**rows))
            except ValidationError as error:
                self.refuse_by(error)

    def refuse_by(self, error: ValidationError):
        """Say each sentence beside its field, or above the form where it has no such field."""
        for name, sentences in error.error_dict.items():
            self.add_error(name if name in self.fields else None, sentences)

    def changes_anything(self) -> bool:
        """Return whether there is something to save: here, or in a row under it."""
        return (
            self.instance.pk is None or bool(set(self.changed_data) - ABOUT) or self.changes_rows()
        )

    def changes_rows(self) -> bool:
        return any(rows.has_changed() for rows in self.request.audit.formsets)

    def refuse(self):
        """Name the first editor and show what is stored; a next save means to replace that."""
        self.add_error(None, REFUSED.format(who=self.who_was_first()))
        say_beside(self, self.instance)
        for line in self.stored_rows():
            self.add_error(None, line)
        self.data = self.data.copy()
        self.data[self.add_prefix(SEEN)] = self.instance.version

    def who_was_first(self) -> str:
        """Return the person who saved after this form was shown, with a verb: it can be oneself."""
        last = Change.objects.of(self.instance._meta.model_name, self.instance.pk).last()
        if last and last.who_id == self.request.user.pk:
            return f"U hebt zelf om {localtime(last.at):%H.%M} uur, misschien in een ander tabblad,"
        return f"{last_editor(self.instance)} heeft"

    def stored_rows(self) -> list[str]:
        return [
            f"{name}, nu opgeslagen: {'; '.join(map(str, rows)) or 'geen'}."
            for name, rows in self.rows_of(self.instance)
        ]

    @staticmethod
    def rows_of(instance) -> list[tuple[str, list]]:
        """Return the kinds of rows that share this row's version, by their Dutch names."""
        return []


def last_editor(instance) -> str:
    last = Change.objects.of(instance._meta.model_name, instance.pk).last()
    return f"{last.who} ({localtime(last.at):%H.%M} uur)" if last and last.who else "Een collega"


class VersionedAdmin(KnownParameters, DeskFields, admin.ModelAdmin):
    """Keeps the version of a row through forms, inlines and actions."""

    form = VersionedForm
    object_history_template = "admin/incident/object_history.html"

    def get_form(self, request, obj=None, change=False, **kwargs):  # noqa: FBT002 - Django's own
        form = super().get_form(request, obj, change, **kwargs)
        form.request = request
        return form

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args, **kwargs
    ) -> HttpResponse:
        """Save as one act in the log.

        The form refuses what it can see, and an act begins by waiting for all others. Only where
        the database still refuses is the form checked once more, to show what is stored now.
        """
        args = (object_id, *args)
        if request.method != "POST":
            return super().changeform_view(request, *args, **kwargs)
        if object_id is not None and self.get_object(request, unquote(object_id)) is None:
            return self.gone(request)
        try:
            return self.act(request, super().changeform_view, *args, **kwargs)
        except (StaleVersionError, TransitionError, IntegrityError):
            late = NOT_SAVED  # a write past the log, or the moment of publication
        except ValidationError as error:
            late = error
        return self.act(request, super().changeform_view, *args, late=late, **kwargs)

    def get_view_on_site_url(self, obj=None) -> str | None:
        """Return the address of the stored row: in a refused form the address can be wrong."""
        stored = obj and type(obj)._base_manager.filter(pk=obj.pk).first()
        return super().get_view_on_site_url(stored)

    def get_fieldsets(self, request, obj=None):
        """Leave out, for who may only look at a row, what is asked of who changes it."""
        sets = self.all_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return sets
        return [
            (name, {**about, "fields": self.to_look_at(about["fields"])}) for name, about in sets
        ]

    def all_fieldsets(self, request, obj=None):
        return super().get_fieldsets(request, obj)

    def to_look_at(self, names) -> list:
        """Return the fields, some of them groups, that say something of the row itself.

        A date is shown as readers see it, where this desk can say it.
        """
        shown = {"date": "as_readers_see"} if hasattr(self, "as_readers_see") else {}
        asked = [*self.form.declared_fields]
        nested = [self.to_look_at(n) if isinstance(n, tuple) else shown.get(n, n) for n in names]
        return [name for name in nested if name and name not in asked]

    def gone(self, request: HttpRequest) -> HttpResponse:
        """Return what was typed in the form of a row that was deleted meanwhile."""
        context = {
            **self.admin_site.each_context(request),
            "texts": typed(request),
            "all": reverse(f"admin:incident_{self.opts.model_name}_changelist"),
        }
        return render(request, "desk/gone.html", context, status=404)

    def act(self, request: HttpRequest, view, *args, late=None, **kwargs) -> HttpResponse:
        """Call a view as one act of this person; `late` is why it failed a moment ago."""
        with audited(user=request.user, strict=True) as act:
            request.audit = Audit(act, late=late)
            return view(request, *args, **kwargs)

    def delete_view(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method != "POST":
            return super().delete_view(request, *args, **kwargs)
        return self.act(request, super().delete_view, *args, **kwargs)

    def history_view(self, request: HttpRequest, object_id, extra_context=None) -> HttpResponse:
        context = {**(extra_context or {}), "entries": entries_of(self.opts.model_name, object_id)}
        return super().history_view(request, object_id, context)

    def log_addition(self, *args, **kwargs):
        """Write nothing in Django's own log: the audit log has it."""

    log_change = log_deletions = log_addition

    def get_formset_kwargs(self, request, obj, inline, prefix):
        """Let the rows under a form be checked with it."""
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        return {**kwargs, "audit": request.audit} if request.method == "POST" else kwargs

    def save_model(self, request, obj, form, change):
        """Save when something changed, also in a row under it: else it gets no new version."""
        if form.changes_anything():
            super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        request.audit.act.write()  # here, so that nothing is said to be saved before it is logged

    def action_checkbox(self, obj):
        """Add the version of each row to its checkbox."""
        return format_html(
            '{}<input type="hidden" name="seen" value="{}:{}">',
            super().action_checkbox(obj),
            obj.pk,
            obj.version,
        )

    def change_seen(self, request: HttpRequest, queryset, change, done: str) -> None:
        """Do `change` to each chosen row that is still as the list showed it, and report it."""
        seen = set(request.POST.getlist("seen"))
        refusals: dict[str, list] = {}
        for row in queryset:
            why = self.refusal(request, row, change) if f"{row.pk}:{row.version}" in seen else MOVED
            refusals.setdefault(why, []).append(row)
        if saved := refusals.pop("", ()):
            self.message_user(request, f"{len(saved)} × {done}.", messages.SUCCESS)
        for why, rows in refusals.items():
            names = ", ".join(f"‘{row}’" for row in rows)
            self.message_user(
                request, f"{len(rows)} × niet {done} ({names}): {why}", messages.WARNING
            )

    def refusal(self, request: HttpRequest, row, change) -> str:
        """Change and save one row as one act; return "", or why that cannot be, in Dutch."""
        if not self.has_change_permission(request, row):
            return NOT_YOURS
        about = {"hides_reasons": bool(request.POST.get("hide_reasons"))}
        try:
            about["reason"] = REASON.clean(request.POST.get("reason", ""), None)
            with audited(user=request.user, strict=True, **about) as act:
                change(row)
                act.check(row, row.state())
                row.save()
        except StaleVersionError:
            return MOVED
        except (TransitionError, IntegrityError):
            return "dat kan niet vanuit deze status."
        except ValidationError as error:
            return " ".join(error.messages)
        return ""
