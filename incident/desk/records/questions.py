"""How staff keep written questions and what became of each."""

from django.contrib import admin
from django.db.models import Count
from django.utils.formats import date_format

from incident.desk.records.shared_answers import QuestionForm, QuestionFormSet, shared
from incident.desk.shared.publishable import PublishableAdmin, PublishableForm
from incident.desk.shared.task_filter import TaskFilter
from incident.desk.shared.widgets import DeskFields, PaperSelect, RowsField, RowsSelect
from incident.models import Question, WrittenQuestions


class WrittenQuestionsForm(PublishableForm):
    """A set; its questions share its version."""

    @staticmethod
    def rows_of(instance):
        rows = [
            f"{row.number}: {row.wording} ({row.as_outcome.label})" for row in instance.rows.all()
        ]
        return [("Vragen", rows)]


class QuestionInline(DeskFields, admin.StackedInline):
    """The questions by number."""

    model = Question
    form = QuestionForm
    formset = QuestionFormSet
    template = "desk/question_rows.html"
    autocomplete_fields = ("events", "papers")
    fields = (
        *(("number", "outcome"), "wording", "same_as"),
        *("note", "locator", "events", "papers"),
    )
    extra = 0

    @admin.display(description="zelfde antwoord als vraag")
    def same_as(self, question):
        """Say it to who may only look; on the form it is a field."""
        return shared(question.questions.rows.all()).get(question.pk, "–")

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("events", "papers")

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        about = {"form_class": RowsField, "widget": RowsSelect(db_field, self.admin_site)}
        return super().formfield_for_manytomany(db_field, request, **{**kwargs, **about})


@admin.register(WrittenQuestions)
class WrittenQuestionsAdmin(PublishableAdmin):
    """The sets of all incidents."""

    form = WrittenQuestionsForm
    inlines = (QuestionInline,)
    autocomplete_fields = ("kamerstuk", "answer")
    list_display = ("__str__", "askers", "due", "answer", "status", "question_count")
    list_filter = (TaskFilter, "status", "incident")
    list_parameters = frozenset({"taak", "status__exact", "incident__id__exact"})
    list_select_related = ("kamerstuk", "answer")
    search_fields = ("kamerstuk__chamber_number", "kamerstuk__title", "askers")
    fieldsets = (
        (None, {"fields": ("incident", "kamerstuk", "askers", "addressees")}),
        ("Antwoord", {"fields": ("answer", "extended_to")}),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(asked=Count("rows", distinct=True))

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.autocomplete_fields:
            kwargs["widget"] = PaperSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description="termijn", empty_value="–")
    def due(self, questions):
        return date_format(questions.due_on, "j F Y") if questions.due_on else None

    @admin.display(description="vragen", ordering="asked")
    def question_count(self, questions):
        return questions.asked
