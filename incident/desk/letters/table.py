"""The reading table: left the letter with its finds marked, right what can be made of each."""

from dataclasses import dataclass

from django.apps import apps
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from incident.audit.recorder import audited
from incident.choices import Nature
from incident.desk.letters.drafts import DRAFTS, Draft
from incident.desk.letters.finds import Finds, finds_in
from incident.desk.letters.pieces import paragraphs, spots_of
from incident.desk.letters.rows import Row, RowKind, rows_of
from incident.models import Letter, LetterStep
from incident.models.bases import StaleVersionError, TransitionError
from incident.models.letter import Step

MOST_OPEN = 200  # finds on one page that wait; a form each
MOST_DOUBTS = 100
MOST_AT_ONCE = 1_000  # steps of one act: others wait for it
DROP, BACK = "wegleggen", "terug"
REST, KNOWN = "rest", "bekend"
DONE_BEFORE = "Dit deed {who} intussen al: {what}. Er is niets veranderd."
GONE = "Deze vondst staat niet meer in de brief. Er is niets veranderd."
STALE = "Een collega wijzigde dit intussen. Er is niets opgeslagen. Probeer het nog eens."
ALL_DROPPED = "{} vondsten weggelegd. Elk is hieronder weer open te zetten."
ALL_LINKED = "{} vragen gekoppeld."
UNDONE = "‘{}’ staat weer open. Wat u ervan maakte, staat er nog."


def allow(request: HttpRequest, right: str) -> None:
    if not request.user.has_perm(f"incident.{right}"):
        raise PermissionDenied


def page(request: HttpRequest, pk: int, site: AdminSite) -> HttpResponse:
    """Show the table (GET), or do one step at it (POST)."""
    allow(request, "view_letter")
    letters = Letter.objects.lightly().select_related("incident", "kamerstuk")
    letter = get_object_or_404(letters, pk=pk)
    rows = rows_of(letter)
    reader = Reader(request, site, letter, finds_in(letter.text))
    if request.method == "POST":
        allow(request, "change_letter")
        if request.POST.get("doe") in MANY:
            MANY[request.POST["doe"]](reader, rows)
            return HttpResponseRedirect(f"{address(letter)}#content-start")
        chosen = next((row for row in rows if row.key == request.POST.get("vondst")), None)
        if chosen is None:
            messages.warning(request, GONE)
            return HttpResponseRedirect(address(letter))
        if is_done(reader, chosen):
            return HttpResponseRedirect(opened(letter, goal(request, rows, chosen)))
    shown, until = first_open(rows)
    first = next((row for row in shown if row.step is None), None)
    at = request.GET.get("vondst") or (first.key if first else "")
    for row in shown:
        reader.complete(row)
        row.is_open = row.key == at or bool(row.form and row.form.errors)
    doubts = reader.finds.structure.doubts[:MOST_DOUBTS]
    context = {
        **site.each_context(request),
        "title": letter.name,
        "letter": letter,
        "finds": reader.finds,
        "rows": shown,
        "count": len(rows),
        "done": sum(row.step is not None for row in rows),
        "next": first,
        "known": len(known_questions(rows)),
        "has_errors": any(row.form and row.form.errors for row in shown),
        "left": sum(row.step is None for row in rows),
        "paragraphs": paragraphs(reader.finds.text.flow, shown, until, spots_of(doubts)),
        "is_whole": until is None,
        "doubts": doubts,
        "may_change": request.user.has_perm("incident.change_letter"),
    }
    return TemplateResponse(request, "desk/letters/table.html", context)


def first_open(rows: list[Row]) -> tuple[list[Row], int | None]:
    """Return the rows up to the last that a page holds, and where the first of the others stands.

    The others come as these are done. One whose form was just refused is there, with what was
    typed. None where there are no others.
    """
    still = [place for place, row in enumerate(rows) if row.step is None]
    if len(still) <= MOST_OPEN:
        return rows, None
    last = still[MOST_OPEN]
    refused = [row for row in rows[last:] if row.form]
    return rows[:last] + refused, rows[last].span.start


def address(letter: Letter) -> str:
    return reverse("admin:letter", args=[letter.pk])


def opened(letter: Letter, row: Row) -> str:
    """Return the address of the table at a row, with its form unfolded."""
    return f"{address(letter)}?vondst={row.key}#r-{row.key}"


def goal(request: HttpRequest, rows: list[Row], chosen: Row) -> Row:
    """Return where a person goes on: at the next open row, or at the one that is open again."""
    if request.POST.get("doe") == BACK:
        return chosen
    at = rows.index(chosen)
    others = [*rows[at + 1 :], *rows[:at]]
    return next((row for row in others if row.step is None), chosen)


@dataclass(frozen=True)
class Reader:
    """Who sits at the table, with which letter."""

    request: HttpRequest
    site: AdminSite
    letter: Letter
    finds: Finds

    def may_take(self, row: Row) -> bool:
        return self.request.user.has_perm(DRAFTS[row.kind].right)

    def may_change(self, row: models.Model) -> bool:
        """Return whether this person may change a row of the record in the state that it is in."""
        desk = self.site.get_model_admin(type(row))
        return desk.has_change_permission(self.request, row)

    def draft(self, row: Row, *sent) -> Draft:
        about = {"letter": self.letter, "finds": self.finds, "may": self.may_change}
        return DRAFTS[row.kind](*sent, row=row, **about)

    def complete(self, row: Row) -> None:
        """Give a row what the page shows of it: its form, or what came of it."""
        if row.step and row.step.noun:
            row.made = made_by(row.step)
            row.link = desk_address(row.made)
        elif not row.step and not row.form and self.may_take(row):
            row.form = self.draft(row)


def made_by(step: LetterStep):
    """Return the row of the record that a step made or linked; None where it is gone."""
    return apps.get_model("incident", step.noun)._base_manager.filter(pk=step.row).first()


def desk_address(made) -> str:
    """Return where a row, or the one under which it stands, is kept at the desk; "" for none."""
    root = made.audit_root() if made else None
    return reverse(f"admin:incident_{root._meta.model_name}_change", args=[root.pk]) if root else ""


# A step


def is_done(reader: Reader, row: Row) -> bool:
    """Do one step, as one act in the log; return False where its form says what is wrong."""
    request, letter = reader.request, reader.letter
    asked = request.POST.get("doe")
    if asked == BACK:
        undo(request, row)
    elif row.step:
        say_done(request, row.step)
    elif asked == DROP:
        drop(request, letter, row)
    else:
        return is_taken(reader, row)
    return True


def drop(request: HttpRequest, letter: Letter, row: Row) -> None:
    try:
        with acting(request, letter, row.place):
            note(request, letter, row, Step.DROPPED)
    except IntegrityError:
        say_first(request, letter, row)


def acting(request: HttpRequest, letter: Letter, where: str = ""):
    paper = letter.kamerstuk.citation if letter.kamerstuk else "een ingelezen brief"
    reason = f"Uit {', '.join(filter(None, (paper, where)))}."  # readers may see it
    about = {"reason": reason[:300], "nature": Nature.SUBSTANCE}
    return audited(user=request.user, strict=True, **about)


def note(request: HttpRequest, letter: Letter, row: Row, step: Step, made=None) -> None:
    about = {"noun": made._meta.model_name, "row": made.pk} if made else {}
    who = request.user.get_username()
    LetterStep(letter=letter, find=row.key, step=step, who=who, **about).save()


def is_taken(reader: Reader, row: Row) -> bool:
    request, letter = reader.request, reader.letter
    if not reader.may_take(row):
        raise PermissionDenied
    row.form = form = reader.draft(row, request.POST)
    if form.is_valid():
        try:
            store(request, letter, row)
        except ValidationError as error:
            say_errors(form, error)
        except (StaleVersionError, TransitionError):
            form.add_error(None, STALE)
        except IntegrityError:
            say_first(request, letter, row)
    form.point()
    return not form.errors


def store(request: HttpRequest, letter: Letter, row: Row) -> None:
    with acting(request, letter, row.place):
        made, step = row.form.make()
        note(request, letter, row, step, made)
    messages.success(request, f"{step.label}: {made}.")


def say_first(request: HttpRequest, letter: Letter, row: Row) -> None:
    """Say what a colleague did at the same moment; raise again where that is not the reason.

    Http404 where it was the letter itself that went away.
    """
    if first := letter.steps.filter(find=row.key).first():
        say_done(request, first)
    elif not Letter.objects.filter(pk=letter.pk).exists():
        raise Http404
    else:
        raise


def say_errors(form, error: ValidationError) -> None:
    """Put each error beside its field; that of a field that is not here stands above all."""
    by_field = error.message_dict if hasattr(error, "error_dict") else {None: error.messages}
    for name, said in by_field.items():
        form.add_error(name if name in form.fields else None, said)


def say_done(request: HttpRequest, step: LetterStep) -> None:
    said = DONE_BEFORE.format(who=step.who, what=step.get_step_display().lower())
    messages.warning(request, said)


def undo(request: HttpRequest, row: Row) -> None:
    if row.step:
        with audited(user=request.user, strict=True, reason="Staat weer open."):
            row.step.delete()
        row.step = None
    messages.success(request, UNDONE.format(row.title))


# Many steps at once, as one act in the log


def drop_rest(reader: Reader, rows: list[Row]) -> None:
    """Put aside all that is still open."""
    rest = [(row, Step.DROPPED, None) for row in rows if row.step is None][:MOST_AT_ONCE]
    if is_noted(reader, rest):
        messages.success(reader.request, ALL_DROPPED.format(len(rest)))


def link_known(reader: Reader, rows: list[Row]) -> None:
    """Link the questions that are in the record already; nothing of the record changes."""
    for row in first_open(rows)[0]:
        if row.kind is RowKind.QUESTION:
            reader.complete(row)
    known = [(row, Step.LINKED, row.form.there[row.form.likely]) for row in known_questions(rows)]
    if is_noted(reader, known):
        messages.success(reader.request, ALL_LINKED.format(len(known)))


def known_questions(rows: list[Row]) -> list[Row]:
    """Return the open questions, complete with their form, that the record has already."""
    asked = [row for row in rows if row.kind is RowKind.QUESTION]
    return [row for row in asked if row.form and not row.form.errors and row.form.is_ready]


def is_noted(reader: Reader, steps: list[tuple]) -> bool:
    """Note these steps together; of two at the same moment the second does nothing."""
    try:
        with acting(reader.request, reader.letter):
            for row, step, made in steps:
                note(reader.request, reader.letter, row, step, made)
    except IntegrityError:
        messages.warning(reader.request, STALE)
        return False
    return True


MANY = {REST: drop_rest, KNOWN: link_known}
