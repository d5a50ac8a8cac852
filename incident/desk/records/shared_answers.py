"""One answer to several written questions: typed at one of them, taken over by the others."""

from collections.abc import Iterable

from django import forms
from django.contrib.admin.widgets import AdminIntegerFieldWidget

from incident.desk.shared.formsets import MOST_ROWS, SurvivingFormSet
from incident.models import Question

ANSWER = ("outcome", "note", "locator")
NO_SUCH = "In deze set staat geen andere vraag {} waarvan wij het antwoord kunnen overnemen."


def shared(questions: Iterable[Question]) -> dict[int, int]:
    """Return for each question with the same answer as an earlier one the number of that one.

    The keys are those of the rows. Without a place in the answer nothing is shared.
    """
    first: dict[tuple, int] = {}
    found = {}
    for row in sorted(questions, key=lambda row: row.number):
        answer = tuple(getattr(row, name) for name in ANSWER)
        number = first.setdefault(answer, row.number)
        if row.locator and number != row.number:
            found[row.pk] = number
    return found


def folded(text: str | None) -> list[str]:
    """Return the words of a text; how its lines end says nothing."""
    return (text or "").split()


class QuestionForm(forms.ModelForm):
    """A question; its answer can be that of another."""

    same_as = forms.IntegerField(
        label="Zelfde antwoord als vraag",
        required=False,
        min_value=1,
        widget=AdminIntegerFieldWidget,
        help_text="Met een nummer hier nemen wij bij het opslaan uitkomst, toelichting en plaats "
        "van die vraag over. Wijzigt u ze hieronder zelf, dan geldt wat u typt.",
    )


class QuestionFormSet(SurvivingFormSet):
    """Questions; two are one where their number is the same.

    Who fills in `same_as` gives the question the answer of another as it is sent, also where that
    one changes later. What is typed over an answer that was shared already, stays.
    """

    same = ("number",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.stored = {str(row.pk): row for row in self.get_queryset()} if self.instance.pk else {}
        self.shared = shared(self.stored.values())
        if self.is_bound:
            self.data = self.with_shared_answers()

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["same_as"].initial = self.shared.get(form.instance.pk)

    def with_shared_answers(self):
        """Return the data with the answer of each question that takes over another's."""
        data = self.data.copy()
        for number in range(self.sent_count):
            source = self.source(number)
            if source not in (None, number):
                for name in ANSWER:
                    data[f"{self.prefix}-{number}-{name}"] = self.cell(source, name) or ""
        return data

    @property
    def sent_count(self) -> int:
        total = self.data.get(f"{self.prefix}-TOTAL_FORMS", "")
        return min(int(total), MOST_ROWS) if total.isascii() and total.isdigit() else 0

    def source(self, number: int) -> int | None:
        """Return the sent row that holds the answer of this one: itself, or where its link ends.

        It is None where the link leads nowhere, or round.
        """
        rows = {self.cell(n, "number"): n for n in range(self.sent_count)}
        passed = set()
        while link := self.link(number):
            passed.add(number)
            number = rows.get(link)
            if number is None or number in passed:
                return None
        return number

    def link(self, number: int) -> str:
        """Return the question whose answer this row takes over, "" where it has its own."""
        link = (self.cell(number, "same_as") or "").strip()
        row = self.stored.get(self.cell(number, "id") or "")
        was_shared = row is not None and str(self.shared.get(row.pk)) == link
        own = was_shared and any(
            folded(self.cell(number, name)) != folded(getattr(row, name)) for name in ANSWER
        )
        return "" if own else link

    def clean(self):
        """Say beside the field that there is no such question to take an answer from."""
        super().clean()
        for number, form in enumerate(self.forms):
            asked = getattr(form, "cleaned_data", {}).get("same_as")
            if asked and self.source(number) is None:
                form.add_error("same_as", NO_SUCH.format(asked))
