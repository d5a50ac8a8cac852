"""Written questions of members, and what became of each."""

from datetime import date, datetime, timedelta

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils import timezone

from incident.audit.rows import Audited, AuditedQuerySet
from incident.choices import Outcome, PaperKind, Status
from incident.fields import CellField, LineField, ProseField, one_of
from incident.models.bases import Publishable, Versioned, loaded_by
from incident.models.event import Event
from incident.paths import path_of
from incident.publishing.visibility import DAY, PublishableQuerySet, visible

NO_QUESTION = "Zet er eerst een vraag bij."


# Rules of Procedure of the House of Representatives, on written questions: three weeks.
TERM = timedelta(weeks=3)


class WrittenQuestionsQuerySet(PublishableQuerySet):
    """Verbs for sets of written questions."""

    def with_address(self):
        return self.select_related("incident", "kamerstuk")

    def past_term(self):
        """Return the sets whose term is over without a recorded answer.

        The term is `WrittenQuestions.due_on`: the extension, else three weeks from the day on
        which they were put. Where that is not certain to the day, nobody can say that it is over.
        """
        today = timezone.localdate()
        put = {"kamerstuk__date__regex": f"^{DAY}$", "kamerstuk__first_day__lt": today - TERM}
        over = models.Q(extended_to__lt=today) | models.Q(extended_to=None, **put)
        return self.filter(over, answer=None).exclude(status=Status.WITHDRAWN)

    def for_readers(self, at: datetime | None = None):
        """Return the public sets, oldest first, with their questions and what these name."""
        events = Event.objects.published(at).select_related("incident").chronological()
        return (
            self.published(at)
            .select_related("incident", "kamerstuk", "answer")
            .order_by(models.F("kamerstuk__sort_day").asc(nulls_last=True), "pk")
            .prefetch_related(
                models.Prefetch("rows__events", events, to_attr="public_events"), "rows__papers"
            )
        )

    def about(self, paper):
        """Return the sets that this paper holds or answers."""
        return self.filter(models.Q(kamerstuk=paper) | models.Q(answer=paper))


class WrittenQuestionsManager(models.Manager.from_queryset(WrittenQuestionsQuerySet)):
    """Finds a set by the address of its paper, for fixtures."""

    def get_by_natural_key(self, slug):
        return self.get(kamerstuk__slug=slug)


class WrittenQuestions(Publishable, Versioned):
    """A numbered set of questions by members; its paper knows its number and its day."""

    incident = models.ForeignKey(
        "incident.Incident", models.PROTECT, verbose_name="incident", related_name="questions"
    )
    kamerstuk = models.OneToOneField(
        "incident.Kamerstuk",
        models.PROTECT,
        verbose_name="stuk met de vragen",
        related_name="questions",
        limit_choices_to={"kind": PaperKind.QUESTIONS},
        help_text="Het stuk met het zaaknummer, zoals 2025Z14818. Zijn datum is de dag van vragen.",
    )
    askers = LineField("vragenstellers", max_length=200, help_text="Met hun partij.")
    addressees = LineField("gericht aan", max_length=200, help_text="De bewindspersonen.")
    answer = models.ForeignKey(
        "incident.Kamerstuk",
        models.PROTECT,
        verbose_name="stuk met het antwoord",
        related_name="answered_questions",
        null=True,
        blank=True,
        limit_choices_to={"kind": PaperKind.ANSWER},
    )
    extended_to = models.DateField(
        "uitstel tot en met",
        null=True,
        blank=True,
        help_text="Alleen als de bewindspersoon de Kamer om uitstel vroeg.",
    )

    audit_fields = (
        *("incident_id", "kamerstuk", "askers", "addressees", "answer", "extended_to"),
        *("status", "publish_at"),
    )
    audit_children = ("rows",)

    objects = WrittenQuestionsManager()

    class Meta:
        verbose_name = "set Kamervragen"
        verbose_name_plural = "Kamervragen"
        default_permissions = ("add", "change", "delete", "view", "publish")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="writtenquestions_names_people",
                condition=~models.Q(askers="") & ~models.Q(addressees=""),
                violation_error_message="Zeg wie de vragen stelde, en aan wie.",
            ),
            models.CheckConstraint(
                name="writtenquestions_answer_is_another_paper",
                condition=models.Q(answer=None) | ~models.Q(answer=models.F("kamerstuk")),
                violation_error_message="Het antwoord is een ander stuk dan de vragen.",
            ),
            *Publishable.constraints,
        ]

    def __str__(self):
        return self.kamerstuk.citation

    def natural_key(self):
        return (self.kamerstuk.slug,)

    natural_key.dependencies = ["incident.incident", "incident.kamerstuk"]

    def get_absolute_url(self):
        return f"{path_of('timeline:questions', self.incident.slug)}#{self.kamerstuk.slug}"

    def named_papers(self) -> list[int]:
        mentioned = self.rows.filter(papers__isnull=False).values_list("papers", flat=True)
        return [self.kamerstuk_id, *filter(None, [self.answer_id]), *mentioned]

    @classmethod
    def publishing_rules(cls, state):
        return ((NON_FIELD_ERRORS, NO_QUESTION, state.get("rows") == []),)

    @property
    def put_on(self) -> date | None:
        """Return the day on which they were put; None where it is not known to the day."""
        when = self.kamerstuk.when
        return when.first if when and when.is_day else None

    @property
    def due_on(self) -> date | None:
        """Return the last day of the term: three weeks after they were put, or the extension."""
        return self.extended_to or (self.put_on + TERM if self.put_on else None)

    @property
    def is_surely_late(self) -> bool:
        """Return whether the answer certainly came after its term, no extension being recorded."""
        earliest = self.answer.first_day if self.answer else None
        return bool(earliest and self.due_on and not self.extended_to and earliest > self.due_on)

    def clean(self):
        """Refuse an extension that ends before the ordinary term."""
        super().clean()
        put_on = self.put_on if self.kamerstuk_id else None
        if self.extended_to and put_on and self.extended_to <= put_on + TERM:
            raise ValidationError(
                {"extended_to": "Uitstel eindigt na de gewone termijn van drie weken."}
            )


class QuestionQuerySet(AuditedQuerySet):
    """Verbs for single questions."""

    def for_readers_of(self, event):
        """Return the questions of public sets that name an event (its key)."""
        public = self.filter(visible("questions__"), events=event)
        return public.select_related("questions__kamerstuk", "questions__incident")


class Question(Audited):
    """One question of a set, in our own short words. It shares the version of its set."""

    questions = models.ForeignKey(WrittenQuestions, models.CASCADE, related_name="rows")
    number = models.PositiveSmallIntegerField("nummer")
    wording = LineField("vraag", max_length=240, help_text="In onze woorden, één regel.")
    outcome = models.CharField(
        "uitkomst", max_length=20, choices=Outcome, default=Outcome.OPEN, help_text="Ons oordeel."
    )
    note = ProseField(
        "toelichting", blank=True, help_text="Wat het antwoord zegt, of de reden waarom niet."
    )
    locator = CellField(
        "plaats in het antwoord",
        max_length=120,
        blank=True,
        help_text="Bij een gedeeld antwoord overal gelijk: ‘antwoord op vragen 8, 9 en 10’.",
    )
    events = models.ManyToManyField(
        "incident.Event", verbose_name="gebeurtenissen", related_name="questions", blank=True
    )
    papers = models.ManyToManyField(
        "incident.Kamerstuk",
        verbose_name="genoemde stukken",
        related_name="mentioned_by",
        blank=True,
    )

    public_events = loaded_by("WrittenQuestions.objects.for_readers()")

    objects = QuestionQuerySet.as_manager()

    audit_parent = "questions"
    audit_fields = ("number", "wording", "outcome", "note", "locator", "events", "papers")

    class Meta:
        verbose_name = "vraag"
        verbose_name_plural = "vragen"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                name="question_number_once_in_set",
                fields=["questions", "number"],
                violation_error_message="Dit nummer staat er al.",
            ),
            models.CheckConstraint(
                name="question_number_is_positive",
                condition=models.Q(number__gte=1),
                violation_error_message="Vragen tellen vanaf 1.",
            ),
            one_of("question_outcome", Outcome, "Kies een uitkomst uit de lijst."),
            models.CheckConstraint(
                name="question_outcome_has_place",
                condition=models.Q(outcome=Outcome.OPEN) | ~models.Q(locator=""),
                violation_error_message="Geef de plaats in het antwoord die dit laat zien.",
            ),
            models.CheckConstraint(
                name="question_declined_has_reason",
                condition=~models.Q(outcome=Outcome.DECLINED) | ~models.Q(note=""),
                violation_error_message="Geef de reden waarom er geen antwoord kwam.",
            ),
        ]

    def __str__(self):
        return f"vraag {self.number}"

    @property
    def as_outcome(self) -> Outcome:
        return Outcome(self.outcome)
