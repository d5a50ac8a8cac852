"""The public log: what readers saw published, corrected and withdrawn, with the words."""

import json
from dataclasses import dataclass
from functools import cached_property

from django import forms
from django.core.paginator import Page, Paginator

from incident.audit.describe import Difference, Titles, differences, public_titles
from incident.audit.snapshots import upgraded
from incident.choices import Action
from incident.models import Change, Claim, Event, Incident, WrittenQuestions
from timeline.query.page_query import PageQuery

PER_PAGE = 50
KINDS = {"event": "Gebeurtenis", "claim": "Kwestie", "writtenquestions": "Kamervragen"}


class LogPageQuery(PageQuery):
    """The query of the public log."""

    class Form(forms.Form):
        """The page, counted from 1."""

        blad = forms.IntegerField(min_value=1, max_value=100_000, required=False)

    @property
    def number(self) -> int:
        """Return the page number in the query, 1 where it gives none or is not valid."""
        return (self.form.cleaned_data.get("blad") if self.is_valid else None) or 1


@dataclass(frozen=True)
class Entry:
    """One change as readers see it; of a text that is now withdrawn, no word is shown."""

    change: Change
    address: str
    is_gone: bool
    titles: Titles

    @property
    def kind(self) -> str:
        return KINDS[self.change.noun]

    @property
    def what(self) -> str:
        if self.is_correction:
            return "Gecorrigeerd"
        # A change that is no correction is the first public state: readers saw none before it.
        is_first = self.change.action == Action.CHANGED
        return Action.PUBLISHED.label if is_first else self.change.get_action_display()

    @property
    def title(self) -> str:
        """Return the title as it was, "" where the text is withdrawn."""
        if self.is_gone:
            return ""
        state = self.change.state
        return state.get("title") or state.get("kamerstuk", "")

    @property
    def is_correction(self) -> bool:
        """Return whether readers saw this text both before and after the change."""
        changed = bool(self.change.nature) or self.change.action == Action.CHANGED
        return changed and bool(self.change.before_json)

    @property
    def differences(self) -> list[Difference]:
        """Return the differences for readers; none for a first publication or withdrawn text."""
        before = state_before(self.change)
        if self.is_gone or before is None or self.change.action == Action.WITHDRAWN:
            return []
        return differences(self.change.noun, before, self.change.state, titles=self.titles)


def state_before(change: Change) -> dict | None:
    """Return the state that readers saw before a change, None where they saw none.

    A snapshot in an older format is upgraded.
    """
    kept = json.loads(change.before_json or "null")
    return upgraded(change.noun, kept, change.before_format or 1)


@dataclass
class PublicLog:
    """The log of one incident, the newest first."""

    incident: Incident
    number: int = 1

    @cached_property
    def page(self) -> Page:
        changes = Change.objects.for_readers().of_incident(self.incident).with_before()
        return Paginator(changes.with_public_reasons().reverse(), PER_PAGE).get_page(self.number)

    @cached_property
    def gone(self) -> set[tuple[str, int]]:
        """Return the (model, key) pairs of the texts that are withdrawn now."""
        return set(Change.objects.for_readers().of_incident(self.incident).gone())

    @cached_property
    def addresses(self) -> dict[tuple[str, int], str]:
        """Return each text's address by its (model, key): its page, or its tombstone."""
        found = {}
        for model in (Event, Claim, WrittenQuestions):
            noun = model._meta.model_name
            rows = {change.row for change in self.page if change.noun == noun}
            for row in model.objects.with_address().filter(pk__in=rows):
                found[noun, row.pk] = row.get_absolute_url()
        return found

    @property
    def entries(self) -> list[Entry]:
        changes = list(self.page)
        states = [state for c in changes for state in (state_before(c), c.state) if state]
        titles = public_titles(states)
        keys = [(change, (change.noun, change.row)) for change in changes]
        return [Entry(c, self.addresses.get(key, ""), key in self.gone, titles) for c, key in keys]
