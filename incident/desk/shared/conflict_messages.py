"""What is stored in a field, as staff know it, and how that differs from what they typed."""

from django.db.models import Manager, Model
from django.forms import ModelForm
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from incident.desk.shared.dates import DateWordsField, in_words
from incident.fields import DateTextField


def shown(row: Model, name: str) -> str:
    """Return the stored value of one field in words, "" where there is none."""
    display = getattr(row, f"get_{name}_display", None)
    value = display() if display else getattr(row, name, "")
    if isinstance(value, str) and isinstance(row._meta.get_field(name), DateTextField):
        return in_words(value)
    if isinstance(value, Manager):
        return "; ".join(map(str, value.all()))
    if hasattr(value, "tzinfo"):
        return f"{localtime(value):%d-%m-%Y %H:%M:%S}"
    return {True: "ja", False: "nee", None: ""}.get(value, str(value))


def typed(form: ModelForm, name: str) -> str | None:
    """Return the text that was typed in a field; None where it holds a choice and no text."""
    value = form.cleaned_data.get(name, form[name].data)
    is_choice = hasattr(form.fields[name], "choices")
    if isinstance(form.fields[name], DateWordsField):
        return in_words(value)
    return value if isinstance(value, str) and not is_choice else None


def beside(form: ModelForm, name: str, row: Model) -> SafeString:
    """Return what a form says beside a field whose stored value differs from the typed one."""
    text = typed(form, name)
    differs = text is not None and text != shown(row, name)
    return render_to_string(
        "desk/_stored.html",
        {"stored": shown(row, name), "typed": text, "differs": differs},
    )


def say_beside(form: ModelForm, row: Model) -> None:
    names = [name for name in form.changed_data if hasattr(row, name)]
    for name, said in [(name, beside(form, name, row)) for name in names]:
        form.add_error(name, said)
