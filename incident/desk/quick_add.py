"""The page where staff paste citations; each paper is found, made, numbered, or asked about."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path

from incident.audit.recorder import audited
from incident.desk.numbering import NumberForm, Numbering
from incident.desk.pasted import (
    FOR_ALL,
    MOST_CITATIONS,
    Pasted,
    PasteResult,
    TooMuchError,
    read,
    settle,
)

ASKING = (PasteResult.LIKE, PasteResult.YEARLESS)
ASSIGN = "toekennen"


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


class QuickAdd(Numbering):
    """Adds the page to the desk's papers."""

    def get_urls(self):
        page = self.admin_site.admin_view(self.quick_add)
        named = path("snel-toevoegen/", page, name="incident_kamerstuk_quick_add")
        return [named, *super().get_urls()]

    def quick_add(self, request: HttpRequest) -> HttpResponse:
        """Find or make each pasted paper at once, and ask where it may be one that we have."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        first = {"pasted": request.GET.get("plak", "")}
        form = PasteForm(request.POST if request.method == "POST" else None, initial=first)
        rows = form.cleaned_data["pasted"] if form.is_valid() else []
        with audited(user=request.user, strict=True, reason="Snel toegevoegd."):
            settle(rows, request.POST)
        self.number(request, rows)
        outcomes = [row.outcome for row in rows]
        form.fields["pasted"].widget.attrs["autofocus"] = not rows
        context = {
            **self.admin_site.each_context(request),
            "title": "Kamerstukken snel toevoegen",
            "opts": self.opts,
            "form": form,
            "rows": rows,
            "asks": any(outcome in ASKING for outcome in outcomes),
            "assigns": [row for row in rows if row.numbering and not row.numbering.errors],
            "for_all": FOR_ALL if outcomes.count(PasteResult.YEARLESS) > 1 else "",
            "counts": counted(rows),
            "can_open": self.has_view_or_change_permission(request),
        }
        return TemplateResponse(request, "desk/paper/quick_add.html", context)

    def number(self, request: HttpRequest, rows: list[Pasted]) -> None:
        """Show on each row whose paper was chosen what its number changes; if asked, assign it."""
        for row in rows:
            may = row.paper and self.has_change_permission(request, row.paper)
            if row.outcome is not PasteResult.CHOSEN or not may:
                continue
            data = {"nummer": str(row.reference)}
            row.numbering = form = NumberForm(data, paper=row.paper, confirming=False)
            seen = request.POST.get(f"versie-{row.choice_name}")
            asked = ASSIGN in request.POST and seen is not None
            if form.is_valid() and asked and self.is_assigned(request, form, seen):
                row.paper, row.numbering = form.numbered, None
                row.outcome = PasteResult.NUMBERED


def counted(rows: list[Pasted]) -> list[str]:
    outcomes = [row.outcome for row in rows]
    return [o.counted(outcomes.count(o)) for o in PasteResult if o in outcomes]
