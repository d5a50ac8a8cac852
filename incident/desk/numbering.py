"""The page where a paper without number gets it: what will change, and then the change."""

import copy
import re
from dataclasses import replace

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html

from incident.audit.recorder import audited
from incident.choices import Nature, PaperSeries
from incident.desk.shared.citations import read_paper
from incident.desk.shared.versioned import SEEN, last_editor
from incident.models import Event, Kamerstuk
from incident.models.bases import StaleVersionError
from incident.values.citations import CitationError
from incident.values.references import Reference, Series
from incident.values.sessions import session_around

NUMBER_ALONE = re.compile(r"(?i:nr\.? ?)?([1-9][0-9]{0,4}|[A-Z]{1,2})\.?")
NAMED = (
    *("chamber", "session", "dossier", "suffix", "number"),
    *("publication", "chamber_number", "document_number"),
)
OF_ANSWER = "Dit is een nummer van een antwoord. Geef het aan het antwoord, niet aan de vragen."
OF_QUESTIONS = "Een zaaknummer is dat van de vragen. Geef het nummer van dit stuk in zijn reeks."
NO_SESSION = (
    "Wij kennen het vergaderjaar van dit stuk niet. Geef de hele vindplaats, zoals "
    "‘Kamerstukken II 2024/25, 26 643, nr. 1376’, of vul eerst de datum van het stuk in."
)
NO_DOSSIER = (
    "Wij kennen het dossier van dit stuk niet. Geef de hele vindplaats, bijvoorbeeld "
    "‘26 643, nr. 1376’."
)
NO_PLACE = {
    Series.AANHANGSEL: "Wij kennen het vergaderjaar van dit stuk niet. Geef de hele vindplaats, "
    "bijvoorbeeld ‘Aanhangsel Handelingen II 2024/25, nr. 1244’.",
}
GONE = "Dit Kamerstuk bestaat niet. Misschien is het intussen verwijderd."
STALE = (
    "{who} heeft dit stuk intussen gewijzigd. Er is nog niets opgeslagen. Hieronder staat wat er "
    "nu zou veranderen. Klopt dat, kies dan nog eens ‘Nummer toekennen’."
)


class NumberForm(forms.Form):
    """A number or a citation in any spelling, for one paper that has none."""

    nummer = forms.CharField(
        label="Nummer of vindplaats",
        widget=forms.TextInput(attrs={"autofocus": True, "size": 60, "spellcheck": "false"}),
    )
    ander_dossier = forms.BooleanField(label="Ja, dit klopt", required=False)

    def __init__(self, data, *, paper: Kamerstuk, confirming: bool):
        super().__init__(data)
        self.paper, self.confirming = paper, confirming

    def clean_nummer(self) -> Reference:
        """Return the citation that the paper gets; ValidationError for one that it cannot have."""
        try:
            reference = self.read(self.cleaned_data["nummer"].strip())
        except CitationError as error:
            raise forms.ValidationError(str(error)) from error
        if not reference.identifier:
            raise forms.ValidationError("In deze vindplaats staat nog geen nummer.")
        if why := self.why_never(reference):
            raise forms.ValidationError(why)
        self.refuse_taken(reference)
        if reference.dossier and not (reference.session or self.own_session):
            raise forms.ValidationError(NO_SESSION)
        return reference

    def why_never(self, reference: Reference) -> str:
        """Return why this paper cannot have that number, in Dutch; "" where it can."""
        paper, is_questions = self.paper, self.paper.series == PaperSeries.QUESTIONS
        if paper.chamber_number and reference.chamber_number:
            return f"Dit stuk heeft al een zaaknummer: {paper.chamber_number}."
        if is_questions and reference.series is Series.AANHANGSEL:
            return OF_ANSWER
        if reference.chamber_number and not paper.known_series.is_by_case:
            return OF_QUESTIONS
        return ""

    @property
    def own_session(self) -> str:
        """Return the session year of the paper as known, or as its date has it; else ""."""
        return self.paper.session or session_around(self.paper.when)

    @property
    def is_in_session(self) -> bool:
        """Return whether a bare number is one in the paper's own series and session."""
        return self.paper.known_series.has_sessions and bool(self.own_session)

    def read(self, text: str) -> Reference:
        """Return the typed citation; a bare number is one in the paper's own dossier or session."""
        alone = NUMBER_ALONE.fullmatch(text)
        own = replace(self.paper.as_numbered, session=self.own_session)
        if alone and (own.dossier or self.is_in_session):
            return replace(own, number=alone[1])
        if alone:
            raise CitationError(NO_PLACE.get(own.series, NO_DOSSIER))
        return read_paper(text)

    def refuse_taken(self, reference: Reference) -> None:
        """Raise ValidationError, with a link to it, where another paper has this number."""
        other = Kamerstuk.objects.cited_as(reference).exclude(pk=self.paper.pk).first()
        if other:
            raise forms.ValidationError(taken(other))

    def clean(self):
        """Ask for confirmation before the paper moves to another dossier."""
        cleaned = super().clean()
        if self.confirming and self.moves and not cleaned.get("ander_dossier"):
            self.add_error("ander_dossier", "Zet een vinkje als het stuk hier hoort.")
        return cleaned

    @property
    def moves(self) -> bool:
        """Return whether the number lies in another series or dossier than the paper does."""
        reference, paper = self.cleaned_data.get("nummer"), self.paper
        stands = (paper.dossier, paper.suffix)
        if reference and not reference.chambers_own and reference.series != paper.series:
            return True
        return bool(
            reference
            and reference.dossier
            and paper.dossier
            and (reference.dossier, reference.suffix) != stands
        )

    @property
    def numbered(self) -> Kamerstuk | None:
        known = self.is_bound and not self.errors.get("nummer")
        reference = self.cleaned_data["nummer"] if known else None
        if not reference:
            return None
        paper = copy.copy(self.paper)
        for name in NAMED:
            setattr(paper, name, getattr(reference, name) or getattr(paper, name))
        if not reference.chambers_own:
            if reference.number or reference.series != paper.series:
                paper.dossier, paper.suffix = reference.dossier, reference.suffix
            paper.series = reference.series.value
            paper.session = reference.session or self.own_session
        paper.derive()
        return paper


class Numbering(admin.ModelAdmin):
    """Adds the page to the desk's papers."""

    def get_urls(self):
        page = self.admin_site.admin_view(self.assign_number)
        named = path("<path:object_id>/nummer/", page, name="incident_kamerstuk_number")
        return [named, *super().get_urls()]

    def assign_number(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show what a number changes (GET), or give the paper its number (POST)."""
        paper = self.get_object(request, unquote(object_id))
        if not self.has_change_permission(request, paper):
            raise PermissionDenied
        if paper is None:
            self.message_user(request, GONE, messages.WARNING)
            return HttpResponseRedirect(reverse("admin:index"))
        if paper.number:
            said = f"Dit stuk heeft al een nummer: {paper.citation}."
            return self.back_to(request, paper, said, messages.WARNING)
        confirming = request.method == "POST"
        data = request.POST if confirming else request.GET if "nummer" in request.GET else None
        form = NumberForm(data, paper=paper, confirming=confirming)
        seen = request.POST.get(SEEN)
        if confirming and form.is_valid() and self.is_assigned(request, form, seen):
            said = f"Dit stuk heet nu {form.numbered.citation}. Het oude adres blijft werken."
            return self.back_to(request, paper, said, messages.SUCCESS)
        return self.number_page(request, form)

    def is_assigned(self, request: HttpRequest, form: NumberForm, seen: str | None) -> bool:
        """Store the number and log it; return False, with the reason on the form, if refused.

        `seen` is the version of the paper that this person saw.
        """
        paper = form.numbered
        try:
            if seen != str(form.paper.version):
                raise StaleVersionError
            why = f"Het stuk kreeg zijn nummer: {paper.citation}."
            about = {"reason": why, "nature": Nature.SUBSTANCE}
            with audited(user=request.user, strict=True, **about):
                paper.save()
        except StaleVersionError:
            form.paper = self.get_object(request, str(paper.pk)) or form.paper
            form.add_error(None, STALE.format(who=last_editor(paper)))
        except IntegrityError:
            others = Kamerstuk.objects.cited_as(form.cleaned_data["nummer"])
            form.add_error("nummer", taken(others.exclude(pk=paper.pk).get()))
        return not form.errors

    def number_page(self, request: HttpRequest, form: NumberForm) -> HttpResponse:
        paper, events = form.paper, self.admin_site.get_model_admin(Event)
        citing = Event.objects.citing(Kamerstuk.objects.filter(pk=paper.pk)).chronological()
        context = {
            **self.admin_site.each_context(request),
            "title": "Nummer toekennen",
            "subtitle": str(paper),
            "opts": self.opts,
            "original": paper,
            "form": form,
            "numbered": form.numbered,
            "events": citing if events.has_view_or_change_permission(request) else [],
            "event_count": paper.event_count,
        }
        return TemplateResponse(request, "desk/paper/number.html", context)

    def back_to(self, request: HttpRequest, paper, said: str, level: int) -> HttpResponse:
        self.message_user(request, said, level)
        return HttpResponseRedirect(reverse("admin:incident_kamerstuk_change", args=[paper.pk]))


def taken(other: Kamerstuk) -> str:
    address = reverse("admin:incident_kamerstuk_change", args=[other.pk])
    return format_html(
        'Dit nummer is al van een ander stuk: <a href="{}">{}</a>. Is dat hetzelfde stuk, verwijs '
        "dan in de gebeurtenissen daarheen.",
        address,
        other,
    )
