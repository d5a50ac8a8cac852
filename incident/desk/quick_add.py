"""The page where staff paste citations; each paper is found, made, or left to be chosen."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path

from incident.audit.recorder import audited
from incident.desk.pasted import MOST_CITATIONS, Pasted, PasteResult, TooMuchError, read, settle


class PasteForm(forms.Form):
    """A text with citations; its error stands beside it, and the text stays."""

    pasted = forms.CharField(
        label="Vindplaatsen",
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text="Eén of meer per regel, in elke schrijfwijze: ‘Kamerstukken II 2024/25, 26 643, "
        "nr. 1376’, ‘26643-1376’, ‘2025Z14818’, of een webadres waar dat in staat. "
        f"Hoogstens {MOST_CITATIONS} tegelijk. Een stuk dat wij niet hebben en dat "
        "nergens op lijkt, maken wij meteen. Lezers zien het pas als er iets openbaars op rust.",
    )

    def clean_pasted(self) -> list[Pasted]:
        try:
            return read(self.cleaned_data["pasted"])
        except TooMuchError as error:
            raise forms.ValidationError(str(error)) from error


class QuickAdd(admin.ModelAdmin):
    """Adds the page to the desk's papers."""

    def get_urls(self):
        page = self.admin_site.admin_view(self.quick_add)
        named = path("snel-toevoegen/", page, name="incident_kamerstuk_quick_add")
        return [named, *super().get_urls()]

    def quick_add(self, request: HttpRequest) -> HttpResponse:
        """Find or make each pasted paper at once, and ask where it may be one that we have."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = PasteForm(request.POST if request.method == "POST" else None)
        rows = form.cleaned_data["pasted"] if form.is_valid() else []
        with audited(user=request.user, strict=True, reason="Snel toegevoegd."):
            settle(rows, request.POST)
        form.fields["pasted"].widget.attrs["autofocus"] = not rows
        context = {
            **self.admin_site.each_context(request),
            "title": "Kamerstukken snel toevoegen",
            "opts": self.opts,
            "form": form,
            "rows": rows,
            "asks": any(row.outcome is PasteResult.LIKE for row in rows),
            "counts": counted(rows),
            "can_open": self.has_view_or_change_permission(request),
            "can_number": self.has_change_permission(request),
        }
        return TemplateResponse(request, "desk/paper/quick_add.html", context)


def counted(rows: list[Pasted]) -> list[str]:
    outcomes = [row.outcome for row in rows]
    return [f"{outcomes.count(o)} {o.value}" for o in PasteResult if o in outcomes]
