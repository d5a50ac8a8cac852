"""A word of its own in every text that is not public, searched in every public answer: nowhere."""

import io
import re
from itertools import count

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.db import models
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from PIL import Image

from incident.audit.recorder import audited
from incident.choices import Nature, Status
from incident.models import (
    Asking,
    Candidate,
    Change,
    FeedPlace,
    FormerAddress,
    Incident,
    LetterStep,
    Throttle,
)
from incident.models.letter import Step
from tests.conftest import sign_in
from tests.factories import (
    CitationFactory,
    ClaimFactory,
    EventFactory,
    IncidentFactory,
    KamerstukFactory,
    LetterFactory,
    LinkFactory,
    QuestionFactory,
    StatementFactory,
    WrittenQuestionsFactory,
)
from tests.helpers.hidden import ADDRESSES, HOUR, OEMBED, public_record, unpacked
from timeline.mirror.mirror import mirror

pytestmark = pytest.mark.django_db

WORD = re.compile(r"zq\d{3}")
DAY = "1913-02-03"
DAY_SAID = "3 februari 1913"
APPS = ("incident", "auth", "admin", "sessions", "otp_totp", "otp_static")
LONG = 16  # signs: a text that is not ours to fill, and that nothing public holds by chance

MORE = ("voorbeeld.png", "versie/1/", "versie/2/", "kader/", "citeer.ris", "citeer.bib")
MORE += ("tijdpoort/", "tijdkaart.link")
SHAPES = {"date": DAY, "url": "https://{}.example/", "slug": "2025-07-{}"}
SHAPES["kinds"] = "parlement | parlement | Debat\neigen | ster | {}"

# What is made from other fields, and follows these when they are filled.
DERIVED = {"kamerstuk.slug"}
DERIVED |= {f"{noun}.search_text" for noun in ("event", "kamerstuk", "link")}
# Names that Django gives, the same on every site.
NOT_OURS = {"permission.name", "permission.codename"}
# Nothing of these is text that anybody wrote.
KEYS = {"change.action", "change.noun", "change.nature", "loghead.hash", "logentry.object_id"}
KEYS |= {"citation.quote_check"}


@pytest.fixture
def fill():
    """Return the function that puts a word of its own in every text of a row, and saves it."""
    numbers = count()

    def filled(row, *but: str, **given):
        for field in texts(type(row)):
            if name(field) in DERIVED | KEYS or field.name in but:
                continue
            shape = SHAPES.get(field.name, "{}")
            setattr(row, field.name, shape.format(f"zq{next(numbers):03}"))
        for key, value in given.items():
            setattr(row, key, value)
        row.save()
        return row

    return filled


def name(field) -> str:
    return f"{field.model._meta.model_name}.{field.name}"


def texts(model) -> list:
    """Return the fields of a model that hold free text."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and not field.choices
    ]


def hide_texts(fill, clock) -> None:
    """Make a row of every kind that readers may not see, filled, in every state that hides it."""
    closed = fill(IncidentFactory(slug="dicht", is_published=False))
    gone = fill(IncidentFactory(slug="weg", is_published=False), is_published=True)
    secret = fill(KamerstukFactory(number="", dossier="26643"))
    fill(FormerAddress(kamerstuk=secret))
    asked = {"paper": secret, "asked_at": clock.now}
    fill(Candidate(**asked))
    fill(Asking(**asked, outcome="stil", next_at=clock.now))
    letter = fill(LetterFactory(kamerstuk=secret))
    fill(LetterStep(letter=letter, step=Step.TAKEN))
    fill(FeedPlace(), marks={"zq996": "zq997"}, sought={"zq998": "zq999"})
    own = Incident.objects.get(slug="om-citrix")
    later = clock.now + 900 * 24 * HOUR
    for about in (
        {"status": Status.DRAFT},
        {"status": Status.REVIEW},
        {"status": Status.PUBLISHED, "publish_at": later},
        {"status": Status.PUBLISHED, "incident": closed},
        {"status": Status.PUBLISHED, "incident": gone},
    ):
        about = {"incident": own, **about}
        event = fill(EventFactory(**about))
        fill(CitationFactory(event=event, kamerstuk=secret))
        fill(LinkFactory(event=event))
        claim = fill(ClaimFactory(**about))
        fill(StatementFactory(claim=claim, event=event, kamerstuk=secret), "publisher", "url")
        fill(StatementFactory(claim=claim, relation="herhaald", press=True), "locator")
        asked = fill(WrittenQuestionsFactory(**about))
        fill(QuestionFactory(questions=asked))
    gone.is_withdrawn = True
    gone.save()


def withdraw_texts(fill, clock) -> None:
    """Make texts that readers knew, corrected and withdrawn since: their words are nowhere."""
    for make in (
        lambda: CitationFactory(event__slug="2025-07-ingetrokken-toen", kamerstuk__number="778"),
        lambda: StatementFactory(claim__slug="toen"),
        lambda: QuestionFactory(),
    ):
        below = make()
        row = below.audit_root()
        if hasattr(row, "citations"):
            fill(below)
            fill(LinkFactory(event=row))
        for _ in range(2):
            clock.now += HOUR
            with audited(reason="Wat anders.", nature=Nature.SUBSTANCE):
                fill(row, "slug")
        clock.now += HOUR
        row.status = Status.WITHDRAWN
        with audited(reason="Klopte niet."):
            row.save()


def hide_staff(fill) -> User:
    """Make an account with all that belongs to it, and let it act where readers see the result."""
    user = fill(User(is_staff=True))
    user.groups.add(fill(Group()))
    sign_in(Client(), user)
    TOTPDevice.objects.filter(user=user).delete()
    fill(TOTPDevice(user=user), "key")
    fill(StaticToken(device=fill(StaticDevice(user=user))))
    LogEntry.objects.log_actions(user.pk, [user], CHANGE, change_message="x", single_object=True)
    fill(LogEntry.objects.get(), "object_id")
    Throttle.objects.create(key="f0e1d2c3" * 8, until=timezone.now())
    return user


def act_in_public(fill, user, clock) -> None:
    """Publish, correct and plan as this person, with reasons that are for colleagues."""
    with audited(user=user, reason="zq990 voor collega's"):
        event = CitationFactory(event__draft=True, kamerstuk__number="779").event
        event.title = "zq991"
        event.save()
    with audited(user=user, reason="zq992 een geplande tekst"):
        event.status, event.publish_at = Status.PUBLISHED, clock.now + HOUR
        event.title = "zq993"
        event.save()
    with audited(user=user, reason="zq994 teruggenomen"):
        event.status, event.publish_at, event.title = Status.REVIEW, None, "Gewoon"
        event.save()
    with audited(user=user, reason="Gepubliceerd."):
        event.status = Status.PUBLISHED
        event.save()
    with audited(user=user, reason="Beter.", nature=Nature.SLIP):
        event.title = "Gewoner"
        event.save()


@pytest.fixture
def record(fill, clock):
    """Make the public record with all that is hidden beside it, and let a day go by."""
    public_record(clock, hard=True)
    user = hide_staff(fill)
    hide_texts(fill, clock)
    withdraw_texts(fill, clock)
    act_in_public(fill, user, clock)
    clock.now += 24 * HOUR


def secrets() -> set[str]:
    """Return the long texts that nobody typed: hashes, keys, sessions."""
    found = {DAY, DAY_SAID}
    found |= set(Change.objects.values_list("hash", flat=True))
    for model in (User, Session, TOTPDevice, StaticToken, Throttle):
        for field in texts(model):
            found |= {v for v in model.objects.values_list(field.name, flat=True) if len(v) >= LONG}
    return found


def told(answer) -> str:
    """Return all of an answer as text: ZIP unpacked, and the words in a picture's own fields."""
    content = b"".join(answer)
    return unpacked(content).decode(errors="replace") + in_picture(content) + str(answer.headers)


def in_picture(content: bytes) -> str:
    """Return the words in a picture's own fields, "" for what is no picture."""
    is_picture = content.startswith(b"\x89PNG")
    return str(Image.open(io.BytesIO(content)).info) if is_picture else ""


def public_addresses() -> list[str]:
    """Return every public address there is, in each format, and some that are refused."""
    asked = list(ADDRESSES)
    for row in (*Incident.objects.all(), *apps.get_model("incident", "Event").objects.all()):
        address = row.get_absolute_url()
        asked += [address, *(f"{address}{more}" for more in MORE), f"{OEMBED}{address}"]
    papers = apps.get_model("incident", "Kamerstuk").objects
    asked += [f"/kamerstukken/{slug}/" for slug in papers.values_list("slug", flat=True)]
    asked += [f"/kamerstukken/{old.slug}/" for old in FormerAddress.objects.all()]
    return [*asked, "/om-citrix/?q=%00", "/om-citrix/tijdlijn.json?q=%00", "/" + "a" * 5000]


def public_answers(client) -> dict[str, str]:
    """Return every public answer there is: each format, refusals, and the door of the desk."""
    found = {address: told(client.get(address)) for address in public_addresses()}
    found["another host"] = told(client.get("/", HTTP_HOST="elders.example"))
    for address in ("/admin/", "/admin/login/", "/om-citrix/"):
        found[f"POST {address}"] = told(client.post(address, {"username": "x", "password": "y"}))
    return found


def test_no_word_that_is_not_public_is_in_any_public_answer(client, record):
    hidden = secrets()
    for address, text in public_answers(client).items():
        found = set(WORD.findall(text)) | {secret for secret in hidden if secret in text}
        assert not found - set(WORD.findall(address)), address


@pytest.mark.long
def test_no_word_that_is_not_public_is_in_any_file_of_a_mirror(record, tmp_path):
    mirror(tmp_path, "http://localhost")
    hidden, files = secrets(), [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) > 50
    for path in files:
        data, name = path.read_bytes(), str(path.relative_to(tmp_path))
        shown = f"{name} {in_picture(data)} {unpacked(data).decode(errors='replace')}"
        assert not WORD.search(shown), name
        assert not [secret for secret in hidden if secret in shown], name


def test_every_field_with_text_holds_such_a_word(record):
    """A field that is added later must be looked for as well."""
    empty = []
    for model in (m for app in APPS for m in apps.get_app_config(app).get_models()):
        for field in texts(model):
            values = model._base_manager.values_list(field.name, flat=True)
            is_found = any(WORD.search(v) or v == DAY or len(v) >= LONG for v in values if v)
            if not is_found and name(field) not in NOT_OURS | KEYS:
                empty.append(name(field))
    assert empty == []


def test_the_search_finds_what_is_there(client, record):
    """The other way round: where the words are public, they are found in each format."""
    event = EventFactory(title="zq555")
    known = public_addresses()
    for address in (
        *("/om-citrix/", "/om-citrix/tijdlijn.csv", "/om-citrix/tijdlijn.json"),
        *("/om-citrix/tijdlijn.atom", "/om-citrix/tijdlijn.ics", "/om-citrix/alles.zip"),
        *("/om-citrix/tijdlijn.svg", f"{event.get_absolute_url()}kader/", "/om-citrix/kader/"),
        *("/om-citrix/kader/?weergave=sleutelmomenten", f"{OEMBED}{event.get_absolute_url()}"),
        *("/om-citrix/wijzigingen.atom", f"{event.get_absolute_url()}versie/1/"),
    ):
        assert address in known
        assert "zq555" in told(client.get(address)), address
