"""What staff do with a text on its way to readers: submit, publish, correct, withdraw."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html

from incident.audit.recorder import moment_of_act
from incident.choices import Nature, Status
from incident.desk.shared.buttons import (
    after,
    before,
    buttons_for,
    moment_in_words,
    offers,
    on_site,
    transitions_for,
    why_not,
)
from incident.desk.shared.versioned import ABOUT, SEEN, VersionedAdmin, VersionedForm
from incident.desk.shared.widgets import MomentField, MomentWidget, with_fewer_ways
from incident.fields import without_controls
from incident.models import Change, Incident
from incident.publishing.rules import IN_THE_PAST, OWN_TEXT, was_approved
from incident.workflow import FORCE, KNOWN, MOVE, PUBLISH, SUBMIT, WITHDRAW, Transition

ONLY_WITHDRAWING = "Dit kan alleen samen met ‘Trek in’. Haal anders het vinkje weg."
LAST = "last"  # fields that stand under all others, just above the buttons
PRESSED = "U drukte op ‘{}’. Dat is nog niet gebeurd. Wilt u het nog, druk er dan nog eens op."
ONCE_MORE = (
    "Deze tekst was ingepland voor {}. Door uw wijziging staat hij weer ter beoordeling: een "
    "collega moet hem opnieuw publiceren."
)


class ExplainedForm(VersionedForm):
    """A form whose change readers may see: it asks for the reason and the sort of change."""

    reason = forms.CharField(
        label="Reden",
        required=False,
        max_length=300,
        validators=[without_controls],
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="Lezers zien dit.",
    )
    nature = forms.ChoiceField(
        label="Aard van de correctie",
        required=False,
        choices=[(nature.value, f"{nature.label}: {nature.explanation}") for nature in Nature],
        widget=forms.RadioSelect,
        help_text="Alleen bij een correctie. Beide staan in het openbare logboek.",
    )


class MovingForm(VersionedForm):
    """A form with buttons for the transitions of its row."""

    @property
    def target(self) -> Status | None:
        asked = self.request.POST.get(MOVE) or self.request.POST.get(FORCE)
        return Status(asked) if asked in Status.values else None

    def clean(self):
        """Refuse a transition that this person or this status does not allow."""
        cleaned = super().clean()
        if self.target and not self.pressed():
            self.add_error(None, self.why_not(self.target))
        return cleaned

    def prepare(self):
        """Note on the act whether the transition goes without a second reader."""
        super().prepare()
        self.request.audit.act.forced = bool(self.target and self.request.POST.get(FORCE))

    def changes_anything(self) -> bool:
        return bool(self.target) or super().changes_anything()

    def refuse(self):
        """Remember which button was pressed: it did nothing yet."""
        super().refuse()
        for button in self.pressed():
            self.add_error(None, PRESSED.format(button.label))

    def pressed(self) -> list[Transition]:
        """Return the transitions whose button was pressed, of those that this person can take."""
        steps = transitions_for(self.request.user, self.instance)
        return [step for step in steps if self.request.POST.get(step.name) == step.value]

    def why_not(self, target: Status) -> str:
        return why_not(self.request.user, self.instance, target)


class PublishableForm(MovingForm, ExplainedForm):
    """A text; a button may take it to another status."""

    hide_reasons = forms.BooleanField(
        label="Verberg ook de redenen van eerdere correcties",
        required=False,
        help_text="Alleen bij intrekken. Kies dit als in zo’n reden staat wat weg moet. Lezers "
        "zien die redenen dan nooit meer, ook niet als u de tekst later terugzet.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        row = self.instance
        self.stored = row.status, row.publish_at
        self.planned_for = row.publish_at if row.pk and row.is_planned else None
        self.is_unplanned = False  # by a change of the text

    def clean_publish_at(self):
        """Refuse a moment that is past for a text that waits for it; empty is now."""
        chosen = self.cleaned_data["publish_at"]
        if self.planned_for and chosen and chosen < moment_of_act():
            raise ValidationError(IN_THE_PAST)
        return chosen

    def clean(self):
        """Refuse what does not go with the transition, or what a text past draft lacks."""
        cleaned = super().clean()
        if cleaned.get("hide_reasons") and self.target != Status.WITHDRAWN:
            self.add_error("hide_reasons", ONLY_WITHDRAWING)
        if (self.target or self.instance.status) != Status.DRAFT:
            for name, said in self.instance.publishing_errors(cleaned).items():
                if name not in self.errors:
                    self.add_error(name, said)
        return cleaned

    def prepare(self):
        """Take the transition of the pressed button; rules then see the text as it will be.

        A planned text that is changed asks for a second reading instead. Only one that stays as it
        was gets another moment.
        """
        super().prepare()
        row = self.instance
        self.request.audit.act.hides_reasons = self.cleaned_data.get("hide_reasons", False)
        if "publish_at" not in self.changed_data:
            row.publish_at = self.stored[1]
        is_text = bool(set(self.changed_data) - ABOUT - {"publish_at"}) or self.changes_rows()
        self.is_unplanned = bool(
            is_text and self.planned_for and self.target in (None, Status.PUBLISHED)
        )
        if self.is_unplanned or self.target:
            row.become(Status.REVIEW if self.is_unplanned else self.target)

    def refuse_by(self, error: ValidationError):
        """Say what is refused; the text keeps its status."""
        super().refuse_by(error)
        self.instance.status, self.instance.publish_at = self.stored


class ReasonActionForm(ActionForm):
    """An action on a list, with its reason."""

    # How long it may be is checked with each row, so that the refusal says so.
    reason = forms.CharField(
        label="Reden:", required=False, widget=forms.TextInput(attrs={"maxlength": 300})
    )
    hide_reasons = forms.BooleanField(
        label="Verberg eerdere redenen (alleen bij intrekken)", required=False
    )


def in_list(step: Transition, more: str = ""):
    """Return the action of a list that takes the chosen texts through this transition."""

    @admin.action(description=f"{step.label}{more}", permissions=[step.permission])
    def action(model_admin, request, queryset):
        model_admin.take(request, queryset, step)

    return action


class PublishableAdmin(VersionedAdmin):
    """Lets drafts be offered, published and withdrawn; keeps what was public from being deleted."""

    form = PublishableForm
    action_form = ReasonActionForm
    actions = ("submit", "publish", "withdraw")
    lasting: tuple[str, ...] = ("incident",)  # fields that stay once a text was public or planned
    formfield_overrides = {
        models.DateTimeField: {"form_class": MomentField, "widget": MomentWidget},
    }

    # Who may do what

    def has_publish_permission(self, request: HttpRequest, obj=None) -> bool:
        return request.user.has_perm(f"incident.publish_{self.opts.model_name}")

    def has_change_permission(self, request, obj=None):
        """Leave what readers know to people who may publish."""
        is_open = obj is None or obj.status in (Status.DRAFT, Status.REVIEW)
        may = is_open or self.has_publish_permission(request)
        return may and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        """Let only a draft that was never public be deleted, by its author or an editor."""
        if obj is None or not super().has_delete_permission(request, obj):
            return obj is None and super().has_delete_permission(request, obj)
        if obj.status != Status.DRAFT or self.was_approved(obj):
            return False
        first = Change.objects.of(self.opts.model_name, obj.pk).first()
        is_own = first is not None and first.who_id == request.user.pk
        return is_own or self.has_publish_permission(request)

    def all_fieldsets(self, request, obj=None):
        """Put last the fields that decide about the text, as far as this person decides on it."""
        may = self.has_publish_permission(request, obj)
        about = ["status_in_words"]
        about += ["publish_at"] if may or (obj and obj.publish_at) else []
        about += ["reason"] if may and obj and obj.status in KNOWN else []
        about += ["nature", "hide_reasons"] if may and obj and obj.is_out else []
        own = super().all_fieldsets(request, obj)
        return [*own, ("Voor lezers", {"fields": (*about, SEEN), "classes": (LAST,)})]

    def get_readonly_fields(self, request, obj=None):
        """Show the status; its moment can be chosen until readers see the text.

        What was public or planned keeps its incident and its address.
        """
        fixed = obj is not None and (obj.status == Status.WITHDRAWN or obj.is_out)
        own = super().get_readonly_fields(request, obj)
        moment = () if self.has_publish_permission(request) and not fixed else ("publish_at",)
        return (*own, "status_in_words", *moment, *(self.lasting if self.was_approved(obj) else ()))

    def was_approved(self, obj) -> bool:
        return obj is not None and was_approved(Change.objects.of(self.opts.model_name, obj.pk))

    def view_on_site(self, obj):
        """Return the readers' address, None while there is no such page."""
        return obj.get_absolute_url() if obj.is_public else None

    # The form

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        return with_fewer_ways(field, db_field.name)

    @admin.display(description="status")
    def status_in_words(self, row):
        if row is None or not row.pk:
            return "Nieuw. Na het opslaan is dit een concept."
        label, moment = Status(row.status).label, row.is_planned and row.publish_at
        return f"{label}, ingepland voor {moment_in_words(moment)}" if moment else label

    def get_changeform_initial_data(self, request):
        incidents = list(Incident.objects.values_list("pk", flat=True)[:2])
        only = {"incident": incidents[0]} if len(incidents) == 1 else {}
        return {**only, **super().get_changeform_initial_data(request)}

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        """Show the warnings first, and offer the transitions as buttons."""
        may = self.has_change_permission(request, obj)
        context["notice"], context["lacking"] = before(request.user, obj)
        row = obj or self.model()
        context |= self.buttons(request, row, context) if may else {"moves": ()}
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def buttons(self, request: HttpRequest, row, context: dict) -> dict:
        """Return the buttons of a form, and whether the reason has a place above them already."""
        writes = OWN_TEXT in context["adminform"].form.non_field_errors()
        moves, forced = buttons_for(request.user, row, writes=writes)
        is_above = "reason" in flatten_fieldsets(context["adminform"].fieldsets)
        return {"moves": moves, "forced": forced, "has_reason": is_above}

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if form.is_unplanned:
            said = ONCE_MORE.format(moment_in_words(form.planned_for))
            self.message_user(request, said, messages.WARNING)

    def response_add(self, request, obj, post_url_continue=None):
        return self.moved(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self.moved(request, obj) or super().response_change(request, obj)

    def moved(self, request: HttpRequest, row) -> HttpResponse | None:
        """Report the transition and go to the list; None where none was asked."""
        if not (request.POST.get(MOVE) or request.POST.get(FORCE)):
            return None
        address = reverse(f"admin:incident_{self.opts.model_name}_change", args=[row.pk])
        said = format_html(
            '‘<a href="{}">{}</a>’ {}{}', address, row, after(row), on_site(self, row)
        )
        self.message_user(request, said, messages.SUCCESS)
        return self.response_post_save_change(request, row)

    # The list

    submit = in_list(SUBMIT)
    publish = in_list(PUBLISH)
    withdraw = in_list(WITHDRAW, " (met reden)")

    def take(self, request: HttpRequest, queryset, step: Transition) -> None:
        """Take each chosen text through this transition, if the form of that text offers it."""

        def change(row) -> None:
            if not offers(request.user, row, step.target):
                raise ValidationError(why_not(request.user, row, step.target))
            row.become(step.target)

        self.change_seen(request, queryset, change, step.action.value)
