"""What the tests of the desk share: who comes in, what they post, and what they are told."""

from datetime import timedelta

import pytest
from django.template.response import SimpleTemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime

from incident.models import Event, Incident
from tests.factories import EventFactory, IncidentFactory, KamerstukFactory


def form_of(client, event) -> dict:
    """Return what the change form would post if nobody touched it; its page is not written out."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SimpleTemplateResponse, "rendered_content", "")
        page = client.get(change(event)).context_data
    form, formsets = page["adminform"].form, page["inline_admin_formsets"]
    data = {}
    for part in [form, *(inline.formset.management_form for inline in formsets)]:
        data.update(values(part))
    for inline in formsets:
        for row in inline.formset.initial_forms:
            data.update(values(row))
    return data


def form_from(answer) -> dict:
    """Return what a page that refused would post when saved once more."""
    data = values(answer.context["adminform"].form)
    for inline in answer.context["inline_admin_formsets"]:
        for part in (inline.formset.management_form, *inline.formset.forms):
            data.update(values(part))
    return data


def values(form) -> dict:
    shown = {form.add_prefix(name): form[name].value() for name in form.fields}
    moments = {name: value for name, value in shown.items() if hasattr(value, "tzinfo")}
    for name, value in moments.items():
        value = localtime(value)
        shown[f"{name}_0"], shown[f"{name}_1"] = f"{value:%Y-%m-%d}", f"{value:%H:%M:%S}"
    left_out = {n for n, v in shown.items() if v is None or v is False} | moments.keys()
    return {name: value for name, value in shown.items() if name not in left_out}


def own_incident(browser) -> Incident:
    """Return a public incident with an event, which this person made and opened."""
    new = {"title": "Zelf geschreven", "slug": "zelf"}
    assert browser.post("/admin/incident/incident/add/", new).status_code == 302
    own = Incident.objects.get(slug="zelf")
    EventFactory(incident=own)
    opened = browser.post(change(own), {**form_of(browser, own), "is_published": "on"})
    assert opened.status_code == 302
    return Incident.objects.get(slug="zelf")


def change(row) -> str:
    return reverse(f"admin:incident_{row._meta.model_name}_change", args=[row.pk])


def save(browser, event, **more):
    return browser.post(change(event), {**form_of(browser, event), **more})


def said(answer) -> str:
    return b"".join(answer).decode()


def status(event) -> str:
    event.refresh_from_db()
    return event.status


def drafted(browser, **about) -> Event:
    """Return a complete draft that this person wrote."""
    incident = IncidentFactory()
    paper = KamerstukFactory()
    data = {
        "incident": incident.pk,
        "title": "Nieuw",
        "kind": "besluit",
        "body": "Tekst",
        "date": "17-7-2025",
        "citations-TOTAL_FORMS": "1",
        "citations-INITIAL_FORMS": "0",
        "citations-0-kamerstuk": paper.pk,
        "citations-0-locator": "p. 1",
        "links-TOTAL_FORMS": "0",
        "links-INITIAL_FORMS": "0",
        **about,
    }
    answer = browser.post("/admin/incident/event/add/", data)
    assert answer.status_code == 302, said(answer)
    return Event.objects.latest("pk")


def ago(days: int):
    return timezone.now() - timedelta(days=days, minutes=1)


def left(row, moment):
    """Let a row be one that nobody changed since that moment."""
    type(row)._base_manager.filter(pk=row.pk).update(changed_at=moment)
    return row


def ahead(days: int):
    return timezone.now() + timedelta(days=days)


def counted(client) -> dict:
    """Return the counts of the home page by the address behind each."""
    groups = client.get(HOME).context["groups"]
    lines = [line for group in groups for line in group.lines]
    return {count.address: count.count for line in lines for count in line.counts}


def listed(client, address: str) -> list:
    """Return the rows of a list, all of them."""
    found = client.get(f"{address}&all=").context["cl"]
    assert len(found.result_list) == found.result_count
    return list(found.result_list)


def lines(page: str) -> dict[str, str]:
    """Return what the home page says of each task."""
    parts = page.split('data-task="')[1:]
    return {part.partition('"')[0]: part.partition("</li>")[0] for part in parts}


HOME = "/admin/"
EVENTS = "/admin/incident/event/"
EMPTY_FORMSETS = {
    f"{name}-{part}": "0"
    for name in ("citations", "links")
    for part in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")
}


def new_event(**about) -> dict:
    return {
        **EMPTY_FORMSETS,
        "incident": IncidentFactory().pk,
        "title": "Nieuw",
        "kind": "besluit",
        "date": "17 juli 2025",
        "status": "concept",
        **about,
    }
