"""Nobody overwrites a colleague unseen: not in a form, an inline, or a list."""

import re

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.timezone import localtime

from incident.admin.stored import say_beside
from incident.models.bases import StaleVersionError

SEEN = "version_seen"
MOST_ROWS = 1_000
REFUSED = (
    "{who} heeft dit intussen gewijzigd. Er is nog niets opgeslagen. Wat u typte, staat nog in de "
    "velden; waar dat verschilt, staat erbij wat nu is opgeslagen. Pas uw tekst zo nodig aan. "
    "Slaat u daarna nog eens op, dan komt uw tekst in de plaats van wat er nu staat."
)


class VersionedForm(forms.ModelForm):
    """A form that remembers which version it showed, and refuses to save over a later one."""

    version_seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields[SEEN].initial = self.instance.version

    def clean(self):
        """Beside each field that differs, say what is stored now."""
        cleaned = super().clean()
        if self.instance.pk and cleaned.get(SEEN) != self.instance.version:
            self.refuse()
        return cleaned

    def refuse(self):
        """Say who was first and what is stored; a next save means to replace that."""
        self.add_error(None, REFUSED.format(who=last_editor(self.instance)))
        say_beside(self, self.instance)
        for line in self.stored_rows():
            self.add_error(None, line)
        self.data = self.data.copy()
        self.data[self.add_prefix(SEEN)] = self.instance.version

    def stored_rows(self) -> list[str]:
        """Return in words the rows that belong to this one, as they are stored."""
        return [
            f"{name}, nu opgeslagen: {'; '.join(map(str, rows)) or 'geen'}."
            for name, rows in self.rows_of(self.instance)
        ]

    @staticmethod
    def rows_of(instance) -> list[tuple[str, list]]:
        """Return the kinds of rows that share this row's version, by their Dutch names."""
        return []


def last_editor(instance) -> str:
    """Return who saved this row last, as far as the desk's own log tells."""
    entry = (
        LogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(instance), object_id=str(instance.pk)
        )
        .select_related("user")
        .order_by("-pk")
        .first()
    )
    return (
        f"{entry.user.get_username()} ({localtime(entry.action_time):%H:%M} uur)"
        if entry
        else "Een collega"
    )


class SurvivingFormSet(BaseInlineFormSet):
    """Rows under a form; one that a colleague removed meanwhile becomes new, not nothing."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_bound:
            self.data = self.renumbered()

    def clean(self):
        """Beside each field of a row that a colleague's save left otherwise, say what is stored."""
        super().clean()
        if self.instance.pk and self.data.get(SEEN) != str(self.instance.version):
            rows = self.model._default_manager.filter(**{self.fk.name: self.instance})
            stored = {row.pk: row for row in rows}
            for form in self.initial_forms:
                if form.instance.pk in stored:
                    say_beside(form, stored[form.instance.pk])

    def renumbered(self):
        """Return the data with the vanished rows behind the stored ones, without their number."""
        try:
            stored = int(self.data[f"{self.prefix}-INITIAL_FORMS"])
            total = int(self.data[f"{self.prefix}-TOTAL_FORMS"])
        except (KeyError, ValueError):
            return self.data
        if not 0 <= stored <= total <= MOST_ROWS:
            return self.data
        keys = {str(row.pk) for row in self.get_queryset()}
        present = [n for n in range(stored) if self.data.get(f"{self.prefix}-{n}-id") in keys]
        if len(present) == stored:
            return self.data
        return self.reordered(present, stored, total)

    def reordered(self, present: list[int], stored: int, total: int):
        """Return the data with `present` as its stored rows and all others as new ones."""
        order = [*present, *(n for n in range(total) if n not in present)]
        data = self.data.copy()
        row = re.compile(rf"{re.escape(self.prefix)}-(\d+)-(.+)")
        cells = [(int(found[1]), found[2], key) for key in data if (found := row.fullmatch(key))]
        for *_, key in cells:
            del data[key]
        for old, field, key in cells:
            new = order.index(old) if old < total else old
            vanished = field == "id" and new >= len(present)
            data[f"{self.prefix}-{new}-{field}"] = "" if vanished else self.data[key]
        data[f"{self.prefix}-INITIAL_FORMS"] = str(len(present))
        return data


class VersionedAdmin(admin.ModelAdmin):
    """Keeps the version of a row through forms, inlines and actions."""

    form = VersionedForm

    def changeform_view(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Show the form again when a colleague saved between our look and our save."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except StaleVersionError:
            return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request, obj, form, change):
        """Save a row only when something in it changed: else it gets no new version."""
        if not change or set(form.changed_data) - {SEEN}:
            super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        """Take a new version also when only a row under it changed."""
        own = set(form.changed_data) - {SEEN}
        if change and not own and any(formset.has_changed() for formset in formsets):
            form.instance.save()
        super().save_related(request, form, formsets, change)

    def action_checkbox(self, obj):
        """Let the list say which version of each row it shows."""
        return format_html(
            '{}<input type="hidden" name="seen" value="{}:{}">',
            super().action_checkbox(obj),
            obj.pk,
            obj.version,
        )

    def change_seen(self, request: HttpRequest, queryset, change, done: str) -> None:
        """Do `change` to each chosen row that is still as the list showed it, and say so."""
        seen = set(request.POST.getlist("seen"))
        saved = 0
        for row in queryset:
            saved += f"{row.pk}:{row.version}" in seen and self.changed(request, row, change, done)
        refused = len(queryset) - saved
        if saved:
            self.message_user(request, f"{saved} × {done}.", messages.SUCCESS)
        if refused:
            self.message_user(
                request,
                f"{refused} × niet {done}: een collega wijzigde dit intussen, of het stond niet op "
                "deze pagina. Bekijk de lijst opnieuw en kies dan.",
                messages.WARNING,
            )

    def changed(self, request: HttpRequest, row, change, done: str) -> bool:
        """Change and save one row; return False when a colleague was first."""
        change(row)
        try:
            row.save()
        except StaleVersionError:
            return False
        self.log_change(request, row, f"Uit de lijst: {done}.")
        return True
