"""Brief inlezen: a file or a pasted text in, and the list of what was read in before."""

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.timezone import localtime

from incident.audit.recorder import audited
from incident.desk.letters import table
from incident.fields import LineField, is_unseen
from incident.letters.files.limits import MOST_BYTES, LetterFileError
from incident.letters.files.reading import read as read_file
from incident.models import Incident, Letter

PASTED = "geplakte tekst"
MOST_SHOWN = 200
NOTHING = "Kies een bestand, of plak de tekst van de brief."
BOTH = "Kies een bestand of plak een tekst, niet allebei."
KNOWN = "Dit bestand is al ingelezen, op {at:%d-%m-%Y} door {who}. Hier is het."
TOO_LARGE = f"Dit bestand is te groot: hoogstens {MOST_BYTES // 1_000_000} MB."


class IntakeForm(forms.Form):
    """A letter as a file or as pasted text; `letter` is its name, its bytes and its pages."""

    incident = forms.ModelChoiceField(label="Incident", queryset=Incident.objects.order_by("title"))
    bestand = forms.FileField(
        label="Bestand",
        required=False,
        help_text="PDF, Word (.docx), OpenDocument (.odt), HTML, XML of platte tekst. Hoogstens "
        f"{MOST_BYTES // 1_000_000} MB. Het bestand blijft hier; lezers zien het nooit.",
    )
    tekst = forms.CharField(
        label="Of plak de tekst",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        incidents = self.fields["incident"].queryset[:2]
        if len(incidents) == 1:
            self.fields["incident"].initial = incidents[0].pk

    def clean(self):
        """Read the letter; what it cannot be is said beside the field that it came from."""
        cleaned = super().clean()
        file, text = cleaned.get("bestand"), cleaned.get("tekst", "")
        if file and text.strip():
            raise forms.ValidationError(BOTH)
        if not file and not text.strip():
            if "bestand" not in self.errors:
                self.add_error("bestand", NOTHING)
            return cleaned
        if file and file.size > MOST_BYTES:
            self.add_error("bestand", TOO_LARGE)
            return cleaned
        name, data = (file.name, file.read()) if file else (PASTED, text.encode())
        try:
            cleaned["letter"] = (plain_name(name), data, read_file(data, name))
        except LetterFileError as error:
            self.add_error("bestand" if file else "tekst", str(error))
        return cleaned


def plain_name(name: str) -> str:
    """Return the name of a file as we can keep and show it."""
    seen = "".join(sign for sign in name if not is_unseen(sign))
    return LineField(max_length=200).to_python(seen)[-200:] or PASTED


def urls(site: AdminSite) -> list:
    """Return the addresses of these pages, each behind the desk's own door."""
    views = (
        ("", "letters", page),
        ("<int:pk>/", "letter", table.page),
        ("<int:pk>/bestand/", "letter_file", download),
        ("<int:pk>/weg/", "letter_delete", delete),
    )
    return [
        path(f"brieven/{route}", site.admin_view(view), {"site": site}, name=name)
        for route, name, view in views
    ]


def page(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Read a letter in (POST), or show the form with the letters of before (GET)."""
    table.allow(request, "view_letter")
    form = IntakeForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        table.allow(request, "add_letter")
        if form.is_valid():
            return HttpResponseRedirect(reverse("admin:letter", args=[taken_in(request, form).pk]))
    letters = Letter.objects.lightly().defer("text").select_related("incident", "kamerstuk")
    context = {
        **site.each_context(request),
        "title": "Brief inlezen",
        "form": form,
        "letters": letters.annotate(done=Count("steps"))[:MOST_SHOWN],
    }
    return TemplateResponse(request, "desk/letters/page.html", context)


def taken_in(request: HttpRequest, form: IntakeForm) -> Letter:
    name, data, pages = form.cleaned_data["letter"]
    with audited(user=request.user, strict=True, reason=f"Ingelezen: {name}."[:300]):
        letter, is_new = Letter.objects.keep(
            form.cleaned_data["incident"], name, data, pages, read_by=request.user.get_username()
        )
    if not is_new:
        who = letter.read_by or "het systeem"
        messages.warning(request, KNOWN.format(at=localtime(letter.read_at), who=who))
    return letter


def download(request: HttpRequest, pk: int, site: AdminSite) -> HttpResponse:
    """Give the file back as it came in, to be saved and never to be shown here."""
    table.allow(request, "view_letter")
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    letter = get_object_or_404(Letter.objects.defer("text"), pk=pk)
    answer = HttpResponse(bytes(letter.data), content_type="application/octet-stream")
    answer["Content-Disposition"] = "attachment"
    return answer


def delete(request: HttpRequest, pk: int, site: AdminSite) -> HttpResponse:
    """Ask first (GET), then remove a letter with its text; what was made of it stays."""
    table.allow(request, "delete_letter")
    letter = get_object_or_404(Letter.objects.lightly(), pk=pk)
    if request.method != "POST":
        context = {**site.each_context(request), "title": "Brief weghalen", "letter": letter}
        return TemplateResponse(request, "desk/letters/delete.html", context)
    with audited(user=request.user, strict=True, reason="Bestand en tekst weggehaald."):
        letter.delete()
    messages.success(request, f"{letter.name} is weg. Wat u ervan maakte, staat er nog.")
    return HttpResponseRedirect(reverse("admin:letters"))
