"""How a change and its entry become one: nothing is saved without an entry in the log.

Every save and delete runs inside `audited()`, its own or one that is open around it. At the end,
in the same transaction, each row that was touched is compared with its last snapshot, and the
difference is written. So one act on a form, its rows under it, an import or a bulk action is one
entry a row, and an act that changes nothing leaves none.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.utils import timezone

from incident.audit.describe import differences, event_titles
from incident.audit.models import FORMAT, Change, LogHead, canonical
from incident.choices import Action, Status, is_due
from incident.workflow import action_between
from incident.written.queries import Written, written

Key = tuple[type[models.Model], int]
Rule = Callable[..., None]
RULES: list[Rule] = []  # what an act of a person must keep; `publishing.rules` puts them here


class OtherActError(ValueError):
    """An act was opened inside another with another account, reason or manner."""


@dataclass
class AuditContext:
    """One act: its moment, its account, its reason, and the rows that it touched.

    The moment is never before that of the last entry: a clock that steps back does not reorder
    what happened. `head` is the end of the log, which the act holds until it is over.
    """

    at: datetime
    head: LogHead
    who: str = ""
    who_id: int | None = None
    reason: str = ""
    nature: str = ""
    forced: bool = False
    strict: bool = False
    hides_reasons: bool = False
    touched: dict[Key, models.Model] = field(default_factory=dict)
    checked: dict[tuple[str, int, int], Change] = field(default_factory=dict)

    def touch(self, row: models.Model) -> None:
        """Remember a row, or the row whose version it shares."""
        root = row.audit_root()
        if root is not None:
            self.touched[type(root), root.pk] = root

    def write(self) -> None:
        """Write an entry for each touched row that differs from its last snapshot.

        What follows from other rows is set at the end, also where a row was saved unchanged.
        """
        head, done = self.head, defaultdict(set)
        while self.touched:
            model, pk = key = next(iter(self.touched))
            done[model].add(pk)
            known, now = self.touched.pop(key), first(by_key(model)(pk))
            change = self.entry(pk, now, known)
            if change is None:
                continue
            if change.action != Action.CREATED:  # nothing rests yet on what is new
                self.touch_resting_on(now)
            change.seal(head.number + 1, head.hash)
            change.save(force_insert=True)
            if change.public_at and now:
                keep_papers(now)
            head.number, head.hash = change.number, change.hash
            head.save()
        for model, keys in done.items():
            model.keep_following(keys)

    def entry(self, pk: int, now: models.Model | None, known: models.Model) -> Change | None:
        last = first(last_entry(known._meta.model_name, pk))
        old, new = last and last.state, now and now.state()
        if old != new:
            return self.as_checked(now, last, new) or self.between(now or known, pk, old, new)
        if last:
            known.keep_version(last)
        return None

    def as_checked(
        self, row: models.Model | None, last: Change | None, new: dict | None
    ) -> Change | None:
        """Return the entry that `check` made before the save, where the row became just that."""
        checked = last and self.checked.get((last.noun, last.row, last.number))
        if not (row and checked and checked.state_json == canonical(new)):
            return None
        checked.version = row.version
        return checked

    def check(self, row: models.Model, new: dict) -> None:
        """Raise ValidationError where a rule refuses the state that `row` is about to get.

        A form calls this before anything is saved; a state that was not checked, or that becomes
        another, is checked when its entry is written. Rows whose snapshot holds this row are too.
        """
        last = first(last_entry(row._meta.model_name, row.pk)) if row.pk else None
        old = last and last.state
        if old != new:
            change = self.between(row, row.pk, old, new)
            if last:
                self.checked[last.noun, last.row, last.number] = change
        for other in row.named_by() if old and old != new and hasattr(row, "named_by") else ():
            known = other.state()
            if known != (will_be := replaced(known, old, new)):
                self.between(other, other.pk, known, will_be)

    def between(
        self, row: models.Model, pk: int | None, old: dict | None, new: dict | None
    ) -> Change:
        """Return the entry, not yet sealed, that takes row `pk` from one snapshot to another.

        Raises ValidationError where the act is strict and a rule refuses it. `row` has no key any
        more once it is deleted.
        """
        noun, at = row._meta.model_name, self.at
        was_seen, is_seen = seen(old, at), seen(new, at)
        is_same = was_seen and is_seen and not self.differs(noun, old, new)
        action = action_between(*(state and row.status_in(state) for state in (old, new)))
        change = Change(
            at=at,
            who=self.who,
            who_id=self.who_id,
            action=action,
            noun=noun,
            row=pk,
            incident=pk if noun == "incident" else getattr(row, "incident_id", None),
            label=str(row)[:300],
            version=row.version,
            reason=self.reason,
            nature=self.nature if was_seen and is_seen and not is_same else "",
            forced=self.forced,
            hides_reasons=self.hides_reasons and action == Action.WITHDRAWN,
            public_at=None if is_same else public_from(old, new, at),
            fields_json=canonical(differing(old or {}, new or {})),
            state_json=canonical(new),
            format=FORMAT,
        )
        change.is_text = change.touches_text
        for rule in RULES if self.strict else ():
            rule(change, old, self.at, was_seen=was_seen, is_seen=is_seen, is_same=is_same)
        return change

    def differs(self, noun: str, old: dict, new: dict) -> bool:
        """Return whether readers see a difference; papers are told apart by their addresses."""
        return bool(differences(noun, old, new, titles=event_titles([old, new])))

    def touch_resting_on(self, now: models.Model | None) -> None:
        """Touch the rows whose snapshot holds this row, each at its next version.

        A paper that gets its number changes each citation that names it.
        """
        for row in now.named_by() if hasattr(now, "named_by") else ():
            last = first(last_entry(row._meta.model_name, row.pk))
            if (type(row), row.pk) not in self.touched and last and last.state != row.state():
                row.claim()
                self.touch(row)


_current: ContextVar[AuditContext | None] = ContextVar("act", default=None)


@contextmanager
def audited(user=None, **about) -> Iterator[AuditContext]:
    """Open one act; inside another it joins that one, which writes the log at its end.

    `user` is the account; `reason`, `nature` and `forced` say why and how. With `strict` the act
    raises ValidationError where it breaks one of RULES. `hides_reasons` lets a withdrawal hide the
    reasons of earlier corrections. Everything inside is one transaction, of which the entries are
    part. An inner act may repeat what the outer one says; OtherActError where it says something
    else, for the log could not record both.
    """
    if user is not None:
        about |= {"who": user.get_username(), "who_id": user.pk}
    if outer := _current.get():
        if other := [name for name, value in about.items() if getattr(outer, name) != value]:
            raise OtherActError(f"An act is open already, with another {', '.join(other)}.")
        yield outer
        return
    with transaction.atomic():
        head = locked_head()
        act = AuditContext(at=moment_of_act(), head=head, **about)
        token = _current.set(act)
        try:
            yield act
            act.write()
        finally:
            _current.reset(token)


def locked_head() -> LogHead:
    """Return the end of the log, which stays locked for the caller until the transaction is over.

    The moment of an act is asked after this, so that it is not before that of the last entry.
    """
    return LogHead.objects.select_for_update().get_or_create(pk=1)[0]


def moment_of_act() -> datetime:
    """Return the moment of the open act, or the one that an act opened now would have."""
    if act := _current.get():
        return act.at
    last = first(last_moment())
    return max(timezone.now(), last) if last else timezone.now()


@written
def last_entry(noun: str, row: int) -> models.QuerySet:
    return Change.objects.of(noun, row).reverse()[:1]


@written
def last_moment() -> models.QuerySet:
    return Change.objects.order_by("-number").values_list("at", flat=True)[:1]


@cache
def by_key(model: type[models.Model]) -> Written:
    """Return what gives the row of a model with a key, in a list."""
    return written(lambda pk: model._base_manager.filter(pk=pk))


def first(rows: list) -> Any:
    return rows[0] if rows else None


def has_come(moment: datetime) -> bool:
    """Return whether a moment is past in the open act, or would be in one that is opened now.

    The log is asked only where the clock says no: it may have stepped back since the last entry.
    """
    act = _current.get()
    return moment <= (act.at if act else timezone.now()) or (not act and moment <= moment_of_act())


def differing(old: dict, new: dict) -> dict[str, list]:
    names = [*old, *(name for name in new if name not in old)]
    return {n: [old.get(n), new.get(n)] for n in names if old.get(n) != new.get(n)}


def replaced(kept: Any, old: dict, new: dict) -> Any:
    """Return a snapshot, or a part of one, with `new` wherever it holds `old` of another row."""
    if kept == old:
        return new
    if kept == old.get("slug"):
        return new["slug"]
    if isinstance(kept, dict):
        return {name: replaced(part, old, new) for name, part in kept.items()}
    return [replaced(part, old, new) for part in kept] if isinstance(kept, list) else kept


def seen(state: dict | None, at: datetime) -> bool:
    """Return whether readers saw a row in this state at that moment (its incident aside)."""
    kept = state and state.get("publish_at")
    return bool(kept) and is_due(state["status"], datetime.fromisoformat(kept), at)


def public_from(old: dict | None, new: dict | None, at: datetime) -> datetime | None:
    """Return from when readers see this change; None for a change that they never see."""
    if new and new.get("status") == Status.PUBLISHED:
        return max(at, datetime.fromisoformat(new["publish_at"]))
    return at if seen(old, at) else None


def keep_papers(row: models.Model) -> None:
    """Mark the papers that a published text names: the database keeps these for ever."""
    papers = apps.get_model("incident", "Kamerstuk")._base_manager
    papers.filter(pk__in=row.named_papers(), is_kept=False).update(is_kept=True)
