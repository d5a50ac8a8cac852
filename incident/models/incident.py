"""The case that is followed."""

from datetime import datetime
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property

from incident.audit.models import Change
from incident.audit.recorder import audited, moment_of_act
from incident.audit.rows import AuditedQuerySet
from incident.choices import NEEDED_KINDS, Action, Status, kind_in, kinds_of
from incident.fields import LineField, ProseField, slug_of_words
from incident.models.bases import Derived, Versioned
from incident.paths import path_of
from incident.publishing.addresses import touch_naming
from incident.publishing.visibility import Bytewise, is_open
from incident.values import kinds
from incident.values.citations import read_dossier
from incident.values.kinds import EventKind, KindError
from incident.workflow import OF_INCIDENT

STAYS_OPEN = (
    "Dit incident was openbaar en blijft dat: lezers kennen de adressen. Moet het weg, trek het "
    "dan als geheel in, met een reden."
)
SLUG_STAYS = "Lezers kennen dit adres, uit links en citaten. Daarom blijft het zo."
KIND_STAYS = "Deze soort is in gebruik en blijft daarom bestaan; een andere naam mag: ‘{}’."
MOST_DOSSIERS = 20  # of one incident: each is asked of the sources again and again
MOST_GROUPS, MOST_WORDS = 40, 12  # of synonyms: each search is asked with all of a group
RESERVED_SLUGS = {
    *("admin", "kamerstukken", "onderdelen", "static", "sitemap", "robots", "openapi", "voorbeeld"),
    *("gezond", "over", "api", "catalogus", "oembed", "well-known"),
}


def not_reserved(slug: str) -> None:
    """Refuse a slug that is an address of the site itself (ValidationError)."""
    if slug in RESERVED_SLUGS:
        raise ValidationError("Dit adres is van de site zelf. Kies een ander.")


def groups_of_words(text: str) -> None:
    """Refuse a line that holds fewer than two words, or too many (ValidationError)."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_GROUPS:
        raise ValidationError(f"Hoogstens {MOST_GROUPS} regels.")
    for line in lines:
        words = [word.strip() for word in line.split(",")]
        if not (2 <= len(words) <= MOST_WORDS and all(words)):
            raise ValidationError(
                f"Zet op elke regel 2 tot {MOST_WORDS} woorden, met komma’s ertussen. Dit klopt "
                f"niet: ‘{line.strip()[:60]}’."
            )


def dossiers_to_follow(text: str) -> None:
    """Refuse a line that is no dossier, and more dossiers than are followed (ValidationError)."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_DOSSIERS:
        raise ValidationError(f"Hoogstens {MOST_DOSSIERS} dossiers.")
    for line in lines:
        if read_dossier(line) is None:
            raise ValidationError(
                "Zet op elke regel één dossier, zoals ‘26643’ of ‘36600 VI’. Dit klopt niet: "
                f"‘{line.strip()[:60]}’."
            )


def kinds_of_event(text: str) -> None:
    """Refuse a text that holds no kinds of event, one on each line (ValidationError)."""
    try:
        kinds.check(kinds.read(text), NEEDED_KINDS)
    except KindError as error:
        raise ValidationError(str(error)) from error


class Sections(NamedTuple):
    """Which pages of an incident have something to show, besides its timeline."""

    claims: bool
    questions: bool


class IncidentQuerySet(AuditedQuerySet):
    """Verbs for incidents."""

    def for_readers(self):
        return self.filter(is_open()).order_by(Bytewise("title"))

    def with_overview(self):
        """Return the incidents with what a page says of each: see `updated_at` and `sections`."""
        changes = Change.objects.for_readers().filter(incident=models.OuterRef("pk"))
        latest = changes.order_by("-public_at").values("public_at")[:1]
        texts = {name: self.model.texts_of(name) for name in Sections._fields}
        shown = {f"shows_{name}": models.Exists(found) for name, found in texts.items()}
        own = Change.objects.filter(noun="incident", row=models.OuterRef("pk"))
        seen = own.but_for("dossiers").order_by("-number").values("at")[:1]
        moments = {"last_public_at": latest, "last_own_at": seen}
        moments = {name: models.Subquery(found) for name, found in moments.items()}
        return self.annotate(**moments, **shown)

    def with_length(self, most: int):
        """Return the incidents with `is_long`: whether each has more public events than `most`."""
        more = self.model.texts_of("events").order_by()[most:]
        return self.annotate(is_long=models.Exists(more))

    def withdrawn(self):
        return self.filter(is_withdrawn=True)


class IncidentManager(models.Manager.from_queryset(IncidentQuerySet)):
    """Finds an incident by its slug, for fixtures."""

    def get_by_natural_key(self, slug):
        return self.get(slug=slug)


class Incident(Derived, Versioned):
    """One case with its own timeline; a second one needs no code.

    Once it was public it stays so: it can only be withdrawn as a whole, with a reason, and put
    back. Its texts keep their own status meanwhile.
    """

    slug = models.CharField(
        "adres",
        max_length=50,
        unique=True,
        validators=[slug_of_words, not_reserved],
        help_text="Het stuk in het webadres, zoals ‘om-citrix’. Verander het daarna niet meer.",
    )
    title = LineField("titel", max_length=120)
    subtitle = LineField(
        "ondertitel",
        max_length=160,
        blank=True,
        help_text="Eén regel onder de titel: waar deze tijdlijn over gaat.",
    )
    introduction = ProseField(
        "inleiding", blank=True, help_text="Platte tekst boven de tijdlijn. Houd het kort."
    )
    synonyms = ProseField(
        "woorden die hetzelfde betekenen",
        blank=True,
        validators=[groups_of_words],
        help_text="Voor het zoeken. Een groep op elke regel, met komma’s: ‘lek, kwetsbaarheid, "
        "gat’. Wie één van de woorden zoekt, vindt ook de andere.",
    )
    kinds = ProseField(
        "soorten gebeurtenis",
        blank=True,
        validators=[kinds_of_event],
        help_text="In de volgorde van het filter. Een naam mag later veranderen: lezers zien die "
        "dan overal, ook bij oudere versies. Een soort die in gebruik is, blijft bestaan.",
    )
    dossiers = ProseField(
        "gevolgde dossiers",
        blank=True,
        validators=[dossiers_to_follow],
        help_text="Een dossier op elke regel, zoals ‘26643’ of ‘36600 VI’. Wat daar nieuw in is, "
        "staat bij ‘Officiële bronnen’, met dit incident erbij. Dossiers van stukken die hier al "
        "bron zijn, volgen wij vanzelf.",
    )
    is_published = models.BooleanField(
        "openbaar",
        default=False,
        help_text="Zonder vinkje bestaat dit incident met al zijn gebeurtenissen niet voor lezers. "
        "Wat eens openbaar was, blijft dat; u kunt het daarna alleen als geheel intrekken.",
    )
    is_withdrawn = models.BooleanField("als geheel ingetrokken", default=False, editable=False)
    opened_at = models.DateTimeField("eerst openbaar op", null=True, editable=False)

    audit_fields = (
        *("slug", "title", "subtitle", "introduction", "synonyms", "kinds", "dossiers"),
        *("is_published", "is_withdrawn"),
    )
    TRANSITIONS = OF_INCIDENT
    is_planned = False  # it opens at once

    objects = IncidentManager()

    class Meta:
        verbose_name = "incident"
        verbose_name_plural = "incidenten"
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(
                name="incident_has_title_and_slug",
                condition=~models.Q(title="") & ~models.Q(slug=""),
                violation_error_message="Een incident heeft een titel en een adres.",
            ),
            models.CheckConstraint(
                name="incident_withdrawn_was_public",
                condition=models.Q(is_withdrawn=False) | models.Q(is_published=True),
                violation_error_message="Alleen een incident dat openbaar was, trekt u in.",
            ),
        ]

    def __str__(self):
        return self.title

    def natural_key(self):
        return (self.slug,)

    def save(self, *args, **kwargs):
        """Save; ValidationError where that closes or moves what was open, or drops a kind in use.

        What names an event by its address has another snapshot where the incident moves.
        """
        with audited() as act:  # while it lasts nobody else saves
            self.keep_open()
            self.keep_kinds()
            moved = type(self)._base_manager.filter(pk=self.pk).exclude(slug=self.slug).exists()
            super().save(*args, **kwargs)
            for event in self.events.all() if moved else ():
                touch_naming(event, act)

    def clean(self):
        super().clean()
        self.keep_open()
        self.keep_kinds()

    def keep_open(self):
        """Raise ValidationError where readers know this incident and would no longer, or there."""
        stored = type(self)._base_manager.filter(pk=self.pk, is_published=True).first()
        if stored and not self.is_published:
            raise ValidationError({"is_published": STAYS_OPEN})
        if stored and stored.slug != self.slug:
            raise ValidationError({"slug": SLUG_STAYS})

    def keep_kinds(self):
        """Raise ValidationError where an event has, or readers saw, a kind that would be gone."""
        stored = type(self)._base_manager.filter(pk=self.pk).exclude(kinds=self.kinds).first()
        if stored is None:
            return
        kept = {kind.value for kind in self.kind_list}
        for kind in stored.kind_list:
            if kind.value not in kept and stored.uses(kind.value):
                raise ValidationError({"kinds": KIND_STAYS.format(kind.label)})

    def uses(self, key: str) -> bool:
        """Return whether an event has a kind now, or had it as readers once saw it."""
        if self.events.filter(kind=key).exists():
            return True
        seen = Change.objects.filter(incident=self.pk, noun="event", public_at__isnull=False)
        alike = seen.filter(state_json__contains=f'"kind":"{key}"')
        return any(change.state and change.state["kind"] == key for change in alike)

    @property
    def kind_list(self) -> tuple[EventKind, ...]:
        """Return its kinds of event in order; no query, as they are a column of its own."""
        return kinds_of(self.kinds)

    @property
    def dossier_list(self) -> list[str]:
        """Return the dossiers that it follows besides those of its sources: 26643, 36600-VI."""
        read = filter(None, map(read_dossier, self.dossiers.splitlines()))
        return list(dict.fromkeys("-".join(filter(None, parts)) for parts in read))

    def kind_of(self, key: str) -> EventKind:
        return kind_in(self.kind_list, key)

    def derive(self):
        """Set the moment at which it first opened; readers saw nothing before it."""
        super().derive()
        if self.is_published and self.opened_at is None:
            self.opened_at = moment_of_act()

    @classmethod
    def status_in(cls, state):
        """Return "ingetrokken" where an incident in this state is withdrawn as a whole, else ""."""
        return Status.WITHDRAWN.value if state.get("is_withdrawn") else ""

    @property
    def status(self) -> str | None:
        """Return where it stands on its way to readers; None before it opened."""
        kept = {"is_withdrawn": self.is_withdrawn}
        return self.status_in(kept) if self.is_published else None

    @property
    def withdrawal(self) -> Change | None:
        """Return the act that withdrew it as a whole, with day and reason; None if it is not."""
        changes = Change.objects.of("incident", self.pk).filter(action=Action.WITHDRAWN)
        return changes.last() if self.is_withdrawn else None

    @cached_property
    def updated_at(self) -> datetime:
        """Return when what the public sees here was last published or changed.

        Which dossiers are followed is no part of that, so that the moment does not tell of it.
        """
        own = self.overview.last_own_at or self.changed_at
        return max(filter(None, (own, self.overview.last_public_at)))

    @cached_property
    def sections(self) -> Sections:
        """Return which of its pages have something public."""
        return Sections(*(getattr(self.overview, f"shows_{name}") for name in Sections._fields))

    @cached_property
    def overview(self) -> "Incident":
        """Return itself as `with_overview` gives it: one query, none where it came so."""
        is_there = hasattr(self, "last_public_at")
        return self if is_there else type(self).objects.with_overview().get(pk=self.pk)

    @classmethod
    def texts_of(cls, section: str) -> models.QuerySet:
        """Return the public rows of one sort of the incident at hand (an outer query's)."""
        texts = cls._meta.get_field(section).related_model.objects
        return texts.published().filter(incident=models.OuterRef("pk"))

    def get_absolute_url(self):
        return path_of("timeline:timeline", self.slug)
