"""Saving an event and going on: to its preview, or to the next form with the same papers."""

from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html

from incident.desk.shared.changelist import is_key

NEXT, PREVIEW = "_next", "_preview"
CARRIED = ("incident", "date")
PAPER = "stuk"
MOST_PAPERS = 20


def carried_papers(request: HttpRequest) -> list[dict]:
    """Return the papers that are carried over to this empty form, as first values of its rows.

    Only for showing the form: once it is posted they are what the editor sends, else an untouched
    row would count as empty and be dropped.
    """
    if request.method != "GET":
        return []
    return [{"kamerstuk": key} for key in request.GET.getlist(PAPER) if is_key(key)][:MOST_PAPERS]


class SaveAndNext(admin.ModelAdmin):
    """Answers the buttons "Opslaan en voorbeeld" and "Opslaan en volgende"."""

    def response_add(self, request, obj, post_url_continue=None):
        return self.onward(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self.onward(request, obj) or super().response_change(request, obj)

    def render_change_form(self, request, context, *args, **kwargs):
        """Leave out the button for an empty form: the one for the next event does more."""
        context["show_save_and_add_another"] = False
        return super().render_change_form(request, context, *args, **kwargs)

    def onward(self, request: HttpRequest, event) -> HttpResponse | None:
        """Return the redirect that a button of ours asks for; None where none does."""
        if PREVIEW in request.POST and IS_POPUP_VAR not in request.POST:
            return HttpResponseRedirect(reverse("preview", args=[event.pk]))
        return self.next_one(request, event)

    def next_one(self, request: HttpRequest, event) -> HttpResponse | None:
        """Return the redirect to the next empty form; None where not asked, or not allowed."""
        if NEXT not in request.POST or IS_POPUP_VAR in request.POST:
            return None
        if not self.has_add_permission(request):
            return None
        saved = '‘<a href="{}">{}</a>’ is opgeslagen. Hieronder staat de volgende klaar.'
        address = reverse("admin:incident_event_change", args=[event.pk])
        self.message_user(request, format_html(saved, address, event), messages.SUCCESS)
        papers = event.citations.order_by("pk").values_list("kamerstuk", flat=True)
        query = [("incident", event.incident_id), ("date", event.date)]
        query += [(PAPER, key) for key in dict.fromkeys(papers)]
        return HttpResponseRedirect(f"{reverse('admin:incident_event_add')}?{urlencode(query)}")

    def get_changeform_initial_data(self, request):
        """Take over the carried papers, and nothing else that an address may hold."""
        given = super().get_changeform_initial_data(request)
        return {name: value for name, value in given.items() if name in CARRIED}

    def get_formset_kwargs(self, request, obj, inline, prefix):
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        papers = carried_papers(request) if prefix == "citations" and not obj.pk else []
        return {**kwargs, "initial": papers} if papers else kwargs
