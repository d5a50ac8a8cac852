"""The buttons for the transitions of a text, and the messages before and after each."""

from itertools import chain

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

from incident.choices import Status
from incident.publishing.rules import OWN_TEXT, authors, planned_by
from incident.workflow import ARRIVED, Transition, steps_from

NOT_FROM_HERE = "Dat kan niet vanuit de status ‘{}’. Bekijk eerst hoe de tekst er nu voor staat."
READERS_SEE = (
    "Lezers zien deze tekst. Wat u opslaat, zien zij meteen, met de woorden die veranderen. Vul "
    "daarom onderaan in waarom, en of het een verschrijving is."
)
LOCKED = {
    Status.PUBLISHED: "Lezers zien deze tekst. Daarom wijzigt alleen een eindredacteur hem. Klopt "
    "er iets niet? Vertel een eindredacteur wat er anders moet, en waarom.",
    Status.WITHDRAWN: "Deze tekst is ingetrokken. Alleen een eindredacteur kan hem terugzetten.",
}
WITHDRAWN = (
    "Deze tekst is ingetrokken. Lezers zien op zijn adres alleen dat hij er was, en waarom hij weg "
    "is. Een eindredacteur die er niet aan meeschreef, kan hem terugzetten."
)
NEW = (
    "Een concept mag onaf zijn. Wat vet staat, is altijd nodig. Wat verder nodig is om de tekst "
    "aan te bieden, staat hier zodra u hem opslaat."
)
READY = "Deze tekst heeft alles om hem aan te bieden ter beoordeling."
LACKS = "Dit is nog nodig voordat u deze tekst aanbiedt:"
SECOND_READER = (
    "Deze tekst wacht op een tweede lezer. Leest u hem als tweede, wijzig dan niets: wie een woord "
    "wijzigt, schrijft mee, en dan moet een ander hem publiceren."
)
OWN = "U schreef aan deze tekst mee. Een andere eindredacteur leest en publiceert hem."
WAITS = "Deze tekst wacht op een tweede lezer. U kunt hem nog wijzigen."
PLANNED = (
    "Deze tekst verschijnt vanzelf op {}. Wijzigt u hem, dan gaat hij terug naar ‘Ter beoordeling’ "
    "en verschijnt hij niet vanzelf. Een ander moment kiest iemand die niet aan de tekst "
    "meeschreef."
)


def transitions_for(user, row) -> list[Transition]:
    """Return the transitions for which `user` has a button on `row`, the usual one first."""
    return [step for step in steps_from(row) if step.label and is_for(user, row, step)]


def buttons_for(user, row, *, writes: bool) -> tuple[list[Transition], list[Transition]]:
    """Return the transitions that have a button, and apart those without a second reader.

    The last are for a person who wrote the text, or who just tried to publish it with a change of
    their own (`writes`): nobody else needs them.
    """
    steps = transitions_for(user, row)
    forced = [step for step in steps if step.forced]
    own = writes or not row.pk or is_own(user, row) if forced else False
    usual = [step for step in steps if not step.forced]
    return usual, [step for step in forced if own or step.planned]


def is_for(user, row, step: Transition) -> bool:
    """Return whether `user`, with the form of `row` open, may take this transition.

    Nobody publishes a text of their own except by force. The moment of a planned text is changed
    with a plain save, except by a person who wrote at it.
    """
    if step.permission == "publish" and not may(user, row):
        return False
    if step.value != Status.PUBLISHED:
        return True
    if step.planned:
        return user.pk in planned_by(row._meta.model_name, row.pk)
    return step.forced or not is_own(user, row)


def why_not(user, row, status: Status) -> str:
    force = any(step.target == status for step in transitions_for(user, row))
    if force and row.status not in (Status.DRAFT, Status.PUBLISHED):
        return OWN_TEXT
    return NOT_FROM_HERE.format(Status(row.status).label if row.pk else "nieuw")


def offers(user, row, status: Status) -> bool:
    """Return whether the form of `row` has a button for `user` that leads there without force."""
    steps = transitions_for(user, row)
    return any(step.target == status and not step.forced for step in steps)


def may(user, row) -> bool:
    return user.has_perm(f"incident.publish_{row._meta.model_name}")


def is_own(user, row) -> bool:
    """Return whether `user` wrote at the text since readers last saw it."""
    return bool(row.pk) and user.pk in authors(row._meta.model_name, row.pk)


def before(user, row) -> tuple[str, list[str]]:
    """Return what `user` must know before editing `row`, and in sentences what the text lacks."""
    if row is None or not row.pk:
        return NEW, []
    if row.status == Status.DRAFT:
        lacks = lacking(row)
        return (LACKS if lacks else READY), lacks
    if row.status == Status.REVIEW:
        reader = OWN if is_own(user, row) else SECOND_READER
        return (reader if may(user, row) else WAITS), []
    if not may(user, row):
        return LOCKED[row.status], []
    if row.is_planned:
        return PLANNED.format(moment_in_words(row.publish_at)), []
    return (READERS_SEE if row.is_out else WITHDRAWN), []


def lacking(row) -> list[str]:
    """Return in sentences what a stored draft lacks to leave draft."""
    stored = type(row)._base_manager.get(pk=row.pk)
    return list(chain.from_iterable(stored.publishing_errors(stored.state()).values()))


def after(row) -> str:
    """Return what a transition just taken means, in Dutch, to follow the name of the text."""
    if row.is_planned:
        return f"verschijnt vanzelf op {moment_in_words(row.publish_at)}."
    return ARRIVED[Status(row.status)]


def on_site(desk, row) -> str:
    """Return a link to what readers see of a row, to follow a message; "" where there is nothing.

    `desk` is the ModelAdmin of the row.
    """
    address = desk.view_on_site(row)
    return format_html(' <a href="{}">Bekijk op de site</a>', address) if address else ""


def moment_in_words(moment) -> str:
    """Return a moment in Dutch, in the time of the Netherlands."""
    return date_format(timezone.localtime(moment), "j F Y, H.i") + " uur"
