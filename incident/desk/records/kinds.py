"""The kinds of event of an incident at the desk: a row each, and which ones an event can have."""

from collections.abc import Iterable

from django import forms
from django.contrib import admin
from django.db.models import Count, Q
from django.template.loader import render_to_string
from django.utils.text import slugify

from incident.choices import STANDARD, kinds_of
from incident.models import Incident
from incident.values.kinds import LONGEST_KEY, SIGNS, EventKind, readable, written

EMPTY_ROWS = 3
PARTS = ("value", "sign", "label", "explanation", "order")
NO_KIND = ("", "Kies een soort")


def key_of(label: str) -> str:
    """Return the key of a new kind: what of its label can stand in an address."""
    return slugify(label)[:LONGEST_KEY].strip("-")


class KindRows(forms.Widget):
    """A row for each kind: its name, its sign, what belongs to it, and its place in the order.

    What is sent becomes the text in which an incident keeps them; "" where they are the standard
    ones. A row whose name was emptied is left out.
    """

    def render(self, name, value, attrs=None, renderer=None):
        kinds = readable(value, unsigned=True) if value else list(STANDARD)
        empty = [EventKind("", "", "") for _ in range(EMPTY_ROWS)]
        rows = list(enumerate([*kinds, *empty], start=1))
        context = {"name": name, "rows": rows, "signs": SIGNS, "count": len(rows)}
        return render_to_string("desk/incident/kind_rows.html", context)

    def value_from_datadict(self, data, files, name):
        """Return the kinds that were sent, in the order that their numbers give, as text."""
        count = data.get(f"{name}-rows", "")
        if not (count.isdecimal() and count.isascii() and len(count) <= 2):
            return data.get(name)
        rows = [
            {"row": str(row)}
            | {part: one_line(data.get(f"{name}-{row}-{part}", "")) for part in PARTS}
            for row in range(1, int(count) + 1)
        ]
        named = sorted((row for row in rows if row["label"]), key=place_of)
        kinds = [
            EventKind(r["value"] or key_of(r["label"]), r["sign"], r["label"], r["explanation"])
            for r in named
        ]
        return "" if tuple(kinds) == STANDARD else written(kinds)

    def value_omitted_from_data(self, data, files, name):
        return f"{name}-rows" not in data and name not in data

    def id_for_label(self, id_):
        return ""


def one_line(text: str) -> str:
    """Return a text that can stand between others on a line."""
    return " ".join(text.replace("|", " ").split())


def place_of(row: dict[str, str]) -> tuple[int, bool]:
    """Return what rows are sorted by; of two with one number the one that came there is first."""
    number = row["order"]
    is_number = number.isdecimal() and number.isascii() and len(number) < 4
    return (int(number) if is_number else 999, number == row["row"])


# Which kinds an event can have


def kind_choices(incidents: Iterable[Incident]) -> list:
    """Return the choices for an event of one of these incidents: by incident where they differ."""
    found = list(incidents)
    lists = {incident.kinds for incident in found} or {""}
    if len(lists) == 1:
        return [NO_KIND, *explained(kinds_of(lists.pop()))]
    return [NO_KIND, *((one.title, explained(one.kind_list)) for one in found)]


def explained(kinds: Iterable[EventKind]) -> list[tuple[str, str]]:
    return [(k.value, f"{k.label}: {k.explanation}" if k.explanation else k.label) for k in kinds]


class KindFilter(admin.SimpleListFilter):
    """The kinds of all incidents, beside the list of events."""

    title = "soort"
    parameter_name = "kind__exact"

    def lookups(self, request, model_admin):
        kinds = [kind for one in Incident.objects.all() for kind in one.kind_list] or STANDARD
        labels: dict[str, dict[str, None]] = {}
        for kind in kinds:
            labels.setdefault(kind.value, {})[kind.label] = None
        return [(key, " / ".join(names)) for key, names in labels.items()]

    def queryset(self, request, queryset):
        return queryset.of_kinds([self.value()]) if self.value() else queryset

    def get_facet_counts(self, pk_attname, filtered_qs):
        """Return the counts by the column itself; Django's own look each row up for each kind."""
        kinds = enumerate(kind for kind, _ in self.lookup_choices)
        return {f"{n}__c": Count(pk_attname, filter=Q(kind=kind)) for n, kind in kinds}
