"""What every list of the desk has: known parameters only, and actions that answer in words."""

from django.contrib import admin, messages
from django.contrib.admin.exceptions import DisallowedModelAdminToField
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import TO_FIELD_VAR
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from incident.desk.shared.found import Found, is_search
from incident.desk.shared.task_filter import TaskList, order

LONGEST_KEY = 18  # digits; every row number in a database is shorter


def is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_KEY


def refuse_no_field(request: HttpRequest) -> None:
    """Refuse (400) an empty field name to look a row up by; Django fails on it."""
    if "" in (request.GET.get(TO_FIELD_VAR), request.POST.get(TO_FIELD_VAR)):
        raise DisallowedModelAdminToField("An empty field cannot be referenced.")


class KnownParameters:
    """A list that accepts only the parameters of its own filters, and that a task may sort.

    Django lets an address ask any lookup of any field (`?title__regex=`): a way to guess what one
    may not read, and to keep the database busy. `list_parameters` names all that are accepted.
    """

    list_parameters: frozenset[str] = frozenset()
    show_facets = admin.ShowFacets.ALWAYS

    def lookup_allowed(self, lookup, value, request=None):
        return lookup in self.list_parameters

    def get_ordering(self, request: HttpRequest):
        return (*order(self.model, request.GET), *(super().get_ordering(request) or ()))

    def get_list_display(self, request: HttpRequest):
        return (*super().get_list_display(request), *order(self.model, request.GET))

    def get_changelist(self, request: HttpRequest, **kwargs):
        return TaskList

    def get_paginator(self, request: HttpRequest, *args, **kwargs):
        pages = Found if is_search(request) else self.paginator
        return pages(*args, **kwargs)

    def get_actions(self, request):
        """Take away the deletion of many rows at once."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def changeform_view(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        refuse_no_field(request)
        return super().changeform_view(request, *args, **kwargs)

    def delete_view(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        refuse_no_field(request)
        return super().delete_view(request, *args, **kwargs)

    def response_action(self, request: HttpRequest, queryset) -> HttpResponse | None:
        """Refuse, with a message, a selection that holds anything but row numbers."""
        chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if all(map(is_key, chosen)):
            return super().response_action(request, queryset)
        self.message_user(
            request, "Deze selectie klopt niet. Kies de rijen opnieuw.", messages.ERROR
        )
        return HttpResponseRedirect(request.get_full_path())
