"""From draft to reader: each transition of a text or an incident, defined once.

Only the enums stand below this, so that models, desk, log and the guards of the database can all
read it.
"""

from collections.abc import Iterator
from itertools import chain
from typing import Literal, NamedTuple

from incident.choices import Action, Status

MOVE, FORCE = "_move", "_force"
DRAFT, REVIEW, PUBLISHED, WITHDRAWN = Status
OPEN = ""  # where an incident stands that readers see: it has no status, as a text has


class Transition(NamedTuple):
    """A transition of a text or an incident, as its button says it and as the log will.

    `permission` is what it takes besides an open form; without `label` only code takes it.
    `forced` is a publication without a second reader. `planned` starts from a published text that
    still waits for its moment, and not from one that readers see.
    """

    source: Status | Literal[""]
    target: Status | Literal[""]
    label: str
    action: Action
    permission: str = "publish"
    forced: bool = False
    planned: bool = False

    @property
    def name(self) -> str:
        """Return the name of the form field that requests it."""
        return FORCE if self.forced else MOVE

    @property
    def value(self) -> str:
        """Return the value of that field; an incident goes to readers as a text does."""
        return (self.target or PUBLISHED).value


SUBMIT = Transition(DRAFT, REVIEW, "Bied aan ter beoordeling", Action.SUBMITTED, "change")
PUBLISH = Transition(REVIEW, PUBLISHED, "Publiceer", Action.PUBLISHED)
WITHDRAW = Transition(PUBLISHED, WITHDRAWN, "Trek in", Action.WITHDRAWN)
UNREAD = "Publiceer zonder tweede lezer"

# In the order of the buttons: of the same source, the usual step first.
TRANSITIONS = (
    SUBMIT,
    Transition(DRAFT, PUBLISHED, UNREAD, Action.PUBLISHED, forced=True),
    PUBLISH,
    Transition(REVIEW, PUBLISHED, UNREAD, Action.PUBLISHED, forced=True),
    Transition(REVIEW, DRAFT, "Stuur terug naar concept", Action.RETURNED, "change"),
    Transition(PUBLISHED, REVIEW, "Haal uit de planning", Action.UNPLANNED, planned=True),
    Transition(PUBLISHED, DRAFT, "", Action.UNPLANNED, planned=True),
    Transition(
        *(PUBLISHED, PUBLISHED, "Ander moment zonder tweede lezer", Action.CHANGED),
        forced=True,
        planned=True,
    ),
    WITHDRAW,
    Transition(WITHDRAWN, PUBLISHED, "Zet terug", Action.RESTORED),
    Transition(WITHDRAWN, PUBLISHED, "Zet terug zonder tweede lezer", Action.RESTORED, forced=True),
)

OF_INCIDENT = (
    Transition(OPEN, WITHDRAWN, "Trek in als geheel", Action.WITHDRAWN, "change"),
    Transition(WITHDRAWN, OPEN, "Zet terug", Action.RESTORED, "change"),
    Transition(
        *(WITHDRAWN, OPEN, "Zet terug zonder tweede lezer", Action.RESTORED, "change"),
        forced=True,
    ),
)

# What a text that just arrived in a status means, behind its name.
ARRIVED = {
    DRAFT: "is weer een concept.",
    REVIEW: "wacht nu op een tweede lezer.",
    PUBLISHED: "is gepubliceerd. Lezers zien het nu.",
    WITHDRAWN: "is ingetrokken. Op het adres lezen mensen nu waarom.",
}
KNOWN = (PUBLISHED, WITHDRAWN)  # where a text that readers have seen stays
OF_ARRIVAL = {PUBLISHED: Action.PUBLISHED, WITHDRAWN: Action.WITHDRAWN}


def steps_from(row) -> Iterator[Transition]:
    """Yield the transitions of a row as it is now; a new text is a draft."""
    for step in row.TRANSITIONS:
        if (step.source, step.planned) == (row.status, row.is_planned):
            yield step


def may_become(row, status: str) -> bool:
    return any(step.target == status for step in steps_from(row))


def action_between(old: str | None, new: str | None) -> Action:
    """Return the action that leads from one status to another; None is a row that does not exist.

    A row without a status has "" for it. A fixture can take steps that no button takes.
    """
    if new is None:
        return Action.DELETED
    if old is None:
        return Action.PUBLISHED if new == PUBLISHED else Action.CREATED
    if old == new:
        return Action.CHANGED
    both = chain(TRANSITIONS, OF_INCIDENT)
    steps = (step.action for step in both if (step.source, step.target) == (old, new))
    return next(steps, OF_ARRIVAL.get(new, Action.CHANGED))
