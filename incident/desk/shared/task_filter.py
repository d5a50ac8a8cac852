"""The lists that the home page leads to: each task is a choice beside the list of its noun."""

from collections.abc import Mapping

from django.contrib import admin
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.views.main import IS_FACETS_VAR, ORDER_VAR, ChangeList

from incident.desk.shared.found import Found
from incident.desk.tasks import Task, tasks_of

MOST_COUNTED = 5000  # rows of a list of which each choice has its number without being asked


class TaskFilter(admin.SimpleListFilter):
    """Rows that wait for somebody, by task."""

    title = "taak"
    parameter_name = "taak"

    def lookups(self, request, model_admin):
        tasks = tasks_of(model_admin.model)
        return [(t.value, t.name) for t in tasks if t.is_for(request.user, model_admin.model)]

    def queryset(self, request, queryset):
        """Return the rows of the task; a task that does not exist is refused (400)."""
        if self.value() is None:
            return queryset
        task = asked(queryset.model, self.value())
        if task is None:
            raise DisallowedModelAdminLookup(f"taak={self.value()!r}")
        return task.asked_of(queryset, request.user)

    def get_facet_counts(self, pk_attname, filtered_qs):
        """Return the counts of Django's own, with the search that filters the rows asked once."""
        return super().get_facet_counts(pk_attname, filtered_qs.model._default_manager.all())


class TaskList(ChangeList):
    """A list that marks the column by which a task sorts.

    Past `MOST_COUNTED` rows the number beside each choice is a link away: each costs a scan of all.
    """

    def __init__(self, request, *args, **kwargs):
        super().__init__(request, *args, **kwargs)
        if self.full_result_count > MOST_COUNTED:
            self.is_facets_optional = True
            self.add_facets = IS_FACETS_VAR in request.GET

    def get_results(self, request):
        """Return the rows of a page; what a search found is then read by its keys."""
        super().get_results(request)
        if isinstance(self.paginator, Found):
            is_whole = not self.multi_page or (self.show_all and self.can_show_all)
            keys = self.paginator.keys if is_whole else self.paginator.keys_of(self.page_num)
            rows = self.apply_select_related(self.root_queryset.filter(pk__in=keys))
            self.result_list = rows.order_by(*self.queryset.query.order_by)

    def get_ordering_field_columns(self):
        """Return the columns that sort, that of the task first unless another was chosen."""
        columns = super().get_ordering_field_columns()
        field = order(self.model, self.params)
        if not field or ORDER_VAR in self.params:
            return columns
        return {self.list_display.index(*field): "asc", **columns}


def asked(noun, value: str) -> Task | None:
    return next((task for task in tasks_of(noun) if task.value == value), None)


def order(noun, query: Mapping[str, str]) -> tuple[str, ...]:
    task = asked(noun, query["taak"]) if "taak" in query else None
    return (task.order,) if task and task.order else ()
