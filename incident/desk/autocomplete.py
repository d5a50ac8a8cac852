"""The search behind a choice of a row; a paper that we do not have can be made from there."""

from urllib.parse import urlencode

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from incident.models import Kamerstuk
from incident.values.citations import CitationError, parse

NO_SUCH = "Niet gevonden. Maak ‘{}’ (in een nieuw tabblad)"
NOTHING = "Niet gevonden. Voeg het stuk toe (in een nieuw tabblad)"


class RowSearch(AutocompleteJsonView):
    """Django's own; where no paper is found, its one result is an `address` to go to."""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        answer = super().get(request, *args, **kwargs)
        desk = self.model_admin
        wanted = desk.model is Kamerstuk and self.term.strip() and desk.has_add_permission(request)
        if not wanted or self.object_list:
            return answer
        return JsonResponse({"results": [way_to_make(self.term)], "pagination": {"more": False}})


def way_to_make(term: str) -> dict[str, str]:
    """Return the result that leads to quick add, with the citation where the term is one."""
    address = reverse("admin:incident_kamerstuk_quick_add")
    try:
        cited = str(parse(term)).removeprefix("Kamerstuk ")
    except CitationError:
        return {"id": "maak", "text": NOTHING, "address": address}
    query = urlencode({"plak": term})
    return {"id": "maak", "text": NO_SUCH.format(cited), "address": f"{address}?{query}"}
