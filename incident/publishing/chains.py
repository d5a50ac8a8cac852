"""What was said about one claim: its order, and which relations can follow each other in it."""

import math
from collections.abc import Iterable
from copy import copy
from datetime import date

from django.core.exceptions import ValidationError

from incident.choices import Relation
from incident.values.dates import DateError

UNDATED = "‘{}’ heeft een datum nodig."
BROKEN = (
    "Zo klopt de kwestie ‘{}’ niet meer: {} Geef de uitspraak uit dit stuk daar eerst een eigen "
    "datum, en zo nodig een andere verhouding."
)


def in_order(statements: Iterable) -> list:
    """Return statements as they were made, the oldest first.

    What is certainly older comes first. Where the days leave it open (in July; on 17 July; on a day
    that nobody knows), the order is that in which staff entered them.
    """
    left = sorted(statements, key=lambda statement: statement.pk or math.inf)
    chain = []
    while left:
        ends = min(last_day(statement) for statement in left)
        found = next(statement for statement in left if first_day(statement) <= ends)
        left.remove(found)
        chain.append(found)
    return chain


def first_day(statement) -> date:
    return (statement.when and statement.when.first) or date.min


def last_day(statement) -> date:
    return (statement.when and statement.when.last) or date.max


def check_chain(statements: list) -> None:
    """Raise ValidationError where one has no day, or the relations cannot follow each other so."""
    if undated := [statement for statement in statements if not statement.when]:
        raise ValidationError(UNDATED.format(undated[0]))
    for place, statement in enumerate(statements):
        is_first = statement.relation == Relation.FIRST
        if is_first != (place == 0):
            raise ValidationError(
                f"‘{statement}’ is de {'' if place else 'oudste '}uitspraak in de rij; "
                + (
                    "alleen de oudste is ‘voor het eerst gezegd’."
                    if place
                    else "die is ‘voor het eerst gezegd’."
                )
            )
        check_speakers(statement, statements[:place])
        before = statements[place - 1].relation if place else ""
        if before == Relation.WITHDRAWN and statement.relation in (
            Relation.REPEATED,
            Relation.WITHDRAWN,
        ):
            raise ValidationError(
                f"‘{statement}’ volgt op een intrekking. Wat ingetrokken is, wordt niet herhaald "
                "of nog eens ingetrokken; kies ‘gewijzigd’ of ‘tegengesproken’."
            )


def check_speakers(statement, earlier: list) -> None:
    """Raise ValidationError where a relation is of one speaker and another spoke, or vice versa."""
    voices = [other.voice for other in earlier]
    if statement.relation == Relation.CHANGED and statement.voice not in voices:
        raise ValidationError(
            f"‘{statement}’ is ‘anders dan eerst’, maar {statement.voice} zei er nog niets over. "
            "Kies ‘een ander zegt iets anders’, of maak ‘wie, kort’ gelijk."
        )
    if statement.relation == Relation.OTHER and voices[-1:] == [statement.voice]:
        raise ValidationError(
            f"‘{statement}’ volgt op woorden van dezelfde. Kies ‘dezelfde zegt iets anders dan "
            "eerst’ of ‘later nog eens iets gezegd’."
        )


def check_day(paper) -> None:
    """Raise ValidationError at `date` where a new day of a paper breaks what was said in it.

    A statement without a day of its own has that of its paper: it would have none any more, or
    stand in another place than its relation says.
    """
    moved = copy(paper)
    try:
        moved.keep_bounds()
    except DateError:
        return  # the field says so itself
    borrow = paper.statements.filter(date="").exclude(kamerstuk__date=moved.date)
    for claim in {statement.claim for statement in borrow.select_related("claim")}:
        try:
            check_chain(in_order(chain_with(moved, claim)))
        except ValidationError as error:
            raise ValidationError({"date": BROKEN.format(claim, error.message)}) from error


def chain_with(paper, claim) -> list:
    """Return what was said about a claim, with this paper as it is here, not as it is stored."""
    chain = list(claim.statements.select_related("kamerstuk"))
    for statement in chain:
        if statement.kamerstuk_id == paper.pk:
            statement.kamerstuk = paper
    return chain
