"""The reading table: left the letter with its finds marked, right what can be made of each."""

from bisect import bisect_left
from dataclasses import dataclass, field

from django.apps import apps
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from incident.audit.recorder import audited
from incident.choices import Nature
from incident.desk.letters.drafts import DRAFTS, Draft
from incident.desk.letters.rows import Finds, Row, finds_in, rows_of
from incident.letters.text import Flow
from incident.models import Letter, LetterStep
from incident.models.bases import StaleVersionError
from incident.models.letter import Step

MOST_OPEN = 200  # finds on one page that wait; a form each
DROP, BACK = "wegleggen", "terug"
DONE_BEFORE = "Dit deed {who} intussen al: {what}. Er is niets veranderd."
GONE = "Deze vondst staat niet meer in de brief. Er is niets veranderd."
STALE = "Een collega wijzigde dit intussen. Er is niets opgeslagen. Probeer het nog eens."
UNDONE = "‘{}’ staat weer open. Wat u ervan maakte, staat er nog."


def allow(request: HttpRequest, right: str) -> None:
    if not request.user.has_perm(f"incident.{right}"):
        raise PermissionDenied


@dataclass(frozen=True)
class Piece:
    """A part of the letter as it is read: plain, or marked as the words of a row.

    `others` are rows whose words begin within it, and which it shows the place of.
    """

    text: str
    row: Row | None = None
    others: list[Row] = field(default_factory=list)


def page(request: HttpRequest, pk: int, site: AdminSite) -> HttpResponse:
    """Show the table (GET), or do one step at it (POST)."""
    allow(request, "view_letter")
    letters = Letter.objects.lightly().select_related("incident", "kamerstuk")
    letter = get_object_or_404(letters, pk=pk)
    rows = rows_of(letter)
    reader = Reader(request, site, letter, finds_in(letter.text))
    if request.method == "POST":
        allow(request, "change_letter")
        chosen = next((row for row in rows if row.key == request.POST.get("vondst")), None)
        if chosen is None:
            messages.warning(request, GONE)
            return HttpResponseRedirect(address(letter))
        if is_done(reader, chosen):
            return HttpResponseRedirect(f"{address(letter)}#{next_open(rows, chosen)}")
    shown = first_open(rows)
    for row in shown:
        reader.complete(row)
    context = {
        **site.each_context(request),
        "title": letter.name,
        "letter": letter,
        "finds": reader.finds,
        "rows": shown,
        "count": len(rows),
        "left": sum(row.step is None for row in rows),
        "paragraphs": paragraphs(reader.finds.text.flow, shown),
        "may_change": request.user.has_perm("incident.change_letter"),
    }
    return TemplateResponse(request, "desk/letters/table.html", context)


def first_open(rows: list[Row]) -> list[Row]:
    """Return the rows up to the last that a page holds; the others come as these are done."""
    still = [place for place, row in enumerate(rows) if row.step is None]
    return rows[: still[MOST_OPEN]] if len(still) > MOST_OPEN else rows


def address(letter: Letter) -> str:
    return reverse("admin:letter", args=[letter.pk])


def next_open(rows: list[Row], chosen: Row) -> str:
    """Return the anchor of the first open row after this one, else of this one."""
    after = rows[rows.index(chosen) + 1 :]
    return f"r-{next((row for row in after if row.step is None), chosen).key}"


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
        with acting(request, letter, row):
            note(request, letter, row, Step.DROPPED)
    except IntegrityError:
        say_first(request, letter, row)


def acting(request: HttpRequest, letter: Letter, row: Row):
    paper = letter.kamerstuk.citation if letter.kamerstuk else "een ingelezen brief"
    reason = f"Uit {', '.join(filter(None, (paper, row.place)))}."  # readers may see it
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
        except StaleVersionError:
            form.add_error(None, STALE)
        except IntegrityError:
            say_first(request, letter, row)
    return not form.errors


def store(request: HttpRequest, letter: Letter, row: Row) -> None:
    with acting(request, letter, row):
        made, step = row.form.make()
        note(request, letter, row, step, made)
    messages.success(request, f"{step.label}: {made}.")


def say_first(request: HttpRequest, letter: Letter, row: Row) -> None:
    """Say what a colleague did at the same moment; raise again where that is not the reason."""
    if first := letter.steps.filter(find=row.key).first():
        say_done(request, first)
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


# The letter as text


def paragraphs(flow: Flow, rows: list[Row]) -> list[list[Piece]]:
    """Return the letter by paragraph, in pieces; of finds that overlap the first is marked."""
    marks = sorted((*place(flow, row), row.key, row) for row in rows if row.span)
    found, reached = [[]], 0
    for start, end, _, row in marks:
        if start < reached:
            found[-1][-1].others.append(row)
        elif start < end:
            lay(found, flow.text[reached:start])
            lay(found, flow.text[start:end], row)
            reached = end
    lay(found, flow.text[reached:])
    return [paragraph for paragraph in found if any(piece.text.strip() for piece in paragraph)]


def place(flow: Flow, row: Row) -> tuple[int, int]:
    """Return where the words of a row stand in the text as it is read."""
    return bisect_left(flow.places, row.span.start), bisect_left(flow.places, row.span.end)


def lay(found: list[list[Piece]], text: str, row: Row | None = None) -> None:
    """Add a part of the text to the last paragraph; each new line begins another one."""
    for number, line in enumerate(text.split("\n")):
        if number:
            found.append([])
        if line:
            found[-1].append(Piece(line, row if number == 0 else None))
