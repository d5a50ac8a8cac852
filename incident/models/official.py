"""What the official sources answered: candidates that a person judges, and how each asking ended.

Neither is of the record: nothing here is shown to readers, and nothing of it is in the log until
a person acts on it.
"""

from datetime import date, datetime, timedelta

from django.db import models
from django.db.models.functions import Lower
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone

from incident.fields import LineField, one_of
from incident.models.kamerstuk import Kamerstuk


class Answered(models.TextChoices):
    """How an asking ended."""

    FOUND = "gevonden", "Iets gevonden"
    NOT_FOUND = "niet-gevonden", "Niet gevonden"
    NOT_YET = "nog-niet", "Bekend, maar nog zonder nummer"
    REFUSED = "geweigerd", "Geweigerd"
    SILENT = "stil", "Geen antwoord"
    UNREADABLE = "onleesbaar", "Antwoord niet te lezen"

    @property
    def pause(self) -> tuple[timedelta, timedelta]:
        """Return how long to wait after the first such outcome, and at most after many."""
        return PAUSES[self]


DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
PAUSES = {
    Answered.FOUND: (DAY, 28 * DAY),
    Answered.NOT_FOUND: (DAY, 28 * DAY),
    Answered.NOT_YET: (DAY, 7 * DAY),
    Answered.REFUSED: (HOUR, 7 * DAY),
    Answered.SILENT: (HOUR / 4, DAY),
    Answered.UNREADABLE: (HOUR, 7 * DAY),
}


class Decision(models.TextChoices):
    """What a person decided about a candidate."""

    OPEN = "open", "Nog te bekijken"
    CONFIRMED = "bevestigd", "Bevestigd"
    REJECTED = "afgewezen", "Afgewezen"


class OfSubject(models.Model):
    """A row about one thing that is asked: a paper, a set of questions, or a dossier."""

    key = models.CharField("waarover", max_length=40)
    paper = models.ForeignKey(Kamerstuk, models.CASCADE, null=True, related_name="+")
    questions = models.ForeignKey(
        "incident.WrittenQuestions", models.CASCADE, null=True, related_name="+"
    )
    dossier = models.CharField("dossier", max_length=20, blank=True)
    asked_at = models.DateTimeField("gevraagd op")
    asked_address = models.TextField("gevraagd adres", blank=True)

    class Meta:
        abstract = True


class CandidateQuerySet(models.QuerySet):
    """Verbs for candidates."""

    def waiting(self):
        """Return what a person still has to judge.

        What we have by now is not among it: the same identifier, or a paper that got its number.
        Nor is what is new in a dossier while it may be one of our papers without number.
        """
        known = Kamerstuk.objects.annotate(lower=Lower("slug"))
        had = known.filter(lower=Lower(models.OuterRef("identifier")))
        numbered = models.Q(paper__isnull=False) & ~models.Q(paper__number="")
        of_papers = Candidate.objects.filter(paper__number="", state=Decision.OPEN)
        alike = of_papers.filter(identifier=models.OuterRef("identifier"))
        nowhere_else = models.Q(dossier="") | ~models.Exists(alike)
        unknown = models.Q(numbered=False) | ~models.Exists(had)
        return self.filter(unknown, nowhere_else, state=Decision.OPEN).exclude(numbered)

    def papers(self):
        """Return the keys of the papers that these are about."""
        return self.filter(paper__isnull=False).values("paper")


class Candidate(OfSubject):
    """A paper that an official source described, which may be the one that is looked for."""

    source = models.CharField("bron", max_length=20)
    also = models.CharField("ook volgens", max_length=40, blank=True)
    identifier = models.CharField("kenmerk", max_length=80)
    citation = LineField("vindplaats", max_length=200)
    title = models.TextField("onderwerp", blank=True)
    kind = models.CharField("soort volgens de bron", max_length=200, blank=True)
    sender = models.TextField("afzender", blank=True)
    day = models.DateField("dag van het stuk", null=True)
    published = models.DateField("dag van publicatie", null=True)
    document = models.CharField("documentnummer", max_length=40, blank=True)
    record_id = models.CharField("kenmerk bij de bron", max_length=60, blank=True)
    is_gone = models.BooleanField("is door de bron verwijderd", default=False)
    numbered = models.BooleanField("heeft een nummer", default=True)
    postpones = models.BooleanField("is een bericht van uitstel", default=False)
    raw = models.TextField("wat de bron gaf")
    state = models.CharField(
        "oordeel", max_length=20, choices=Decision, default=Decision.OPEN, editable=False
    )
    decided_at = models.DateTimeField("beoordeeld op", null=True)
    decided_by = models.CharField("beoordeeld door", max_length=150, blank=True)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        verbose_name = "kandidaat van een officiële bron"
        verbose_name_plural = "kandidaten van officiële bronnen"
        default_permissions = ("add", "change", "view")
        ordering = ["day", "identifier"]
        constraints = [
            models.UniqueConstraint(name="candidate_once", fields=["key", "identifier"]),
            one_of("candidate_state", Decision, "Kies een oordeel uit de lijst."),
        ]

    def __str__(self):
        return f"{self.citation} ({self.title})" if self.title else self.citation

    @property
    def address(self) -> str:
        """Return where the official text stands, "" while it has no number of a series."""
        if self.identifier == self.document:
            return ""
        return f"https://zoek.officielebekendmakingen.nl/{self.identifier}.html"

    @property
    def sources(self) -> str:
        """Return the sources that described it, that of the evidence first."""
        return " en ".join(filter(None, (self.source, *self.also.split())))

    def decide(self, state: Decision, who: str) -> None:
        self.state, self.decided_by, self.decided_at = state, who, timezone.now()
        self.save(update_fields=["state", "decided_by", "decided_at"])


class AskingQuerySet(models.QuerySet):
    """Verbs for askings."""

    def resting(self, at: datetime):
        """Return those whose next try is yet to come."""
        return self.filter(next_at__gt=at)


class Asking(OfSubject):
    """How the last asking about one thing ended, and when it is asked again."""

    label = LineField("naam", max_length=300)
    outcome = models.CharField("uitkomst", max_length=20, choices=Answered)
    said = models.TextField("uitleg", blank=True)
    tries = models.PositiveIntegerField("keer na elkaar", default=1)
    next_at = models.DateTimeField("volgende keer")

    objects = AskingQuerySet.as_manager()

    class Meta:
        verbose_name = "vraag aan een officiële bron"
        verbose_name_plural = "vragen aan officiële bronnen"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(name="asking_once", fields=["key"]),
            one_of("asking_outcome", Answered, "Kies een uitkomst uit de lijst."),
        ]

    def __str__(self):
        return f"{self.label}: {self.get_outcome_display()}"

    @classmethod
    def pause_after(cls, outcome: Answered, tries: int) -> timedelta:
        """Return how long to wait: twice as long each time that it ended in the same way."""
        first, most = outcome.pause
        return min(first * 2 ** min(tries - 1, 12), most)


class AskingTurn(models.Model):
    """Whose turn it is to ask: one process at a time, until it says so or its time is over."""

    until = models.DateTimeField("bezet tot")

    class Meta:
        default_permissions = ()
        verbose_name = verbose_name_plural = "beurt om te vragen"

    def __str__(self):
        return f"{self.until:%Y-%m-%d %H:%M}"


def month_of(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m}"


class FeedPlace(models.Model):
    """How far a feed was read, and what was looked for in it until there.

    `marks` holds, by month ("2025-08"), the token after which the feed tells of that month: what
    is looked for later than it was read is looked for from there. `sought` holds what was looked
    for, in words, by key.
    """

    address = models.CharField("adres", max_length=300, unique=True)
    token = models.CharField("gelezen tot", max_length=20, blank=True)
    read_to = models.DateTimeField("gelezen tot en met", null=True)
    marks = models.JSONField("plaatsen per maand", default=dict)
    sought = models.JSONField("gezocht", default=dict)

    class Meta:
        default_permissions = ()
        verbose_name = "plaats in een lijst van een bron"
        verbose_name_plural = "plaatsen in lijsten van bronnen"

    def __str__(self):
        return f"{self.address} {self.token}".strip()

    def pass_by(self, token: str, changed: datetime | None) -> None:
        """Move on past an entry that changed at a moment; None where it does not say."""
        month = month_of(changed) if changed else ""
        if month > max(self.marks, default=""):
            self.marks[month] = self.token
        self.token, self.read_to = token, changed or self.read_to

    def go_back_to(self, day: date) -> None:
        """Go back to where the month of a day begins, if it was read past that; never forward.

        What a feed tells of a document comes on its own day or later.
        """
        month = f"{day:%Y-%m}"
        if self.read_to and self.marks and month <= month_of(self.read_to):
            earlier = [marked for marked in self.marks if marked <= month]
            self.token = self.marks[max(earlier, default=min(self.marks))]


@receiver(post_save, sender=Kamerstuk)
def confirm(sender, instance, created, **kwargs):
    """Note that a candidate was right, when its paper gets the number that it offered."""
    if created:  # of a new paper nothing was asked yet
        return
    open_ones = Candidate.objects.filter(paper=instance, state=Decision.OPEN)
    right = open_ones.filter(identifier__iexact=instance.slug)
    right.update(state=Decision.CONFIRMED, decided_at=timezone.now())
