"""Which numbered address an event gets, so that the number reveals no text that readers lack.

Two events of one month with one title would have one address; the second gets `-2`. Where the
first is a draft, that number would reveal it. So when a person publishes or plans an event, it
takes the lowest address that no text holds which readers know by then, and a hidden text that
holds it gets another. What readers know never changes its address; an import and a fixture bring
their addresses along.
"""

import re

from incident.audit.recorder import AuditContext, moment_of_act
from incident.choices import Status, is_due

NUMBERED = re.compile(r"(.+)-([0-9]{1,3})")


def settle(event, act: AuditContext) -> None:
    """Give an event that goes to readers its address, and a hidden one that holds it another."""
    if event.status != Status.PUBLISHED or is_known(event):
        return
    name = lowest(event)
    if name == event.slug:
        return
    if holder := others(event).filter(slug=name).first():
        holder.slug = holder.free_slug(name)
        keep(holder, act)
    event.slug = name
    touch_naming(event, act)


def settle_planned(incident: int, model, act: AuditContext) -> None:
    """Settle the events that wait for their moment anew, after another got or lost an address."""
    waiting = model.objects.planned().filter(incident=incident).order_by("publish_at", "pk")
    for event in waiting:
        slug = event.slug
        settle(event, act)
        if event.slug != slug:
            keep(event, act)


def keep(event, act: AuditContext) -> None:
    """Store an event whose address changed, and log it with what names it by its address."""
    super(type(event), event).save()
    touch_naming(event, act)


def touch_naming(event, act: AuditContext) -> None:
    """Log also the claims and questions that name this event by its address."""
    for row in (*event.statements.all(), *event.questions.all()) if event.pk else ():
        act.touch(row)


def lowest(event) -> str:
    """Return the lowest address of its sort that is not held by a text that readers know first.

    An address without such a number, or one that is all of its title, stays.
    """
    numbered = NUMBERED.fullmatch(event.slug)
    if not numbered or event.slug == event.stem:
        return event.slug
    base, last = numbered[1], int(numbered[2])
    held = {row.slug: row for row in others(event).filter(slug__startswith=base)}
    for name in [base, *(f"{base}-{number}" for number in range(2, last))]:
        if name in held and not is_known_before(held[name], event):
            return name
        if name not in held and base == event.stem:
            return name
    return event.slug


def others(event):
    return type(event)._base_manager.filter(incident=event.incident_id).exclude(pk=event.pk)


def is_known(event) -> bool:
    """Return whether readers know an event, as it is stored: it was public at some time."""
    stored = type(event)._base_manager.filter(pk=event.pk).first() if event.pk else None
    return bool(stored) and (stored.is_out or stored.status == Status.WITHDRAWN)


def is_known_before(row, event) -> bool:
    """Return whether readers know `row` at the moment at which `event` appears."""
    at = max(event.publish_at or moment_of_act(), moment_of_act())
    return is_due(row.status, row.publish_at, at) or row.status == Status.WITHDRAWN
