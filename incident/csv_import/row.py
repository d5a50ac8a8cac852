"""One row of our CSV as the rows of the record that it asks for, and what is wrong with it."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import models

from incident.audit.recorder import AuditContext
from incident.columns import Of, columns_of, derived_columns
from incident.csv_import.file import shown
from incident.models import Citation, Event, Incident, Link
from incident.values.cells import CellError, split


@dataclass
class Wanted:
    """What one row requests: an event, its sources, and the rows that it is the first to name.

    `is_changed` says whether the event's own values differ from the record (or it is new),
    `is_moved` whether its sources do. `made` are the incident and papers that the row makes or
    changes. `versions` shows whether the record was the same at two readings.
    """

    event: Event
    citations: list[Citation]
    links: list[Link]
    made: list[models.Model]
    is_changed: bool
    is_moved: bool
    versions: list[int] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        return self.event._state.adding

    def save(self, new: list["Wanted"]) -> None:
        """Store what differs; a new event is added to `new`, to be stored with others at once."""
        for row in self.made:
            row.clean_fields()
            row.save()
        if self.is_new:
            new.append(self)
        elif self.is_changed or self.is_moved:
            self.tidy()
            self.event.save()
            self.replace_sources()

    def tidy(self) -> None:
        """Normalise each value as a form does."""
        self.event.clean_fields(exclude={"incident"})
        for source in self.sources:
            source.clean_fields(exclude={"event", "kamerstuk"})

    def replace_sources(self) -> None:
        """Give the event exactly these sources, where they are not the ones it has."""
        if self.is_moved:
            self.event.citations.all().delete()
            self.event.links.all().delete()
            for source in self.sources:
                source.save()

    @property
    def sources(self) -> list[models.Model]:
        return [*self.citations, *self.links]

    def check(self, row: dict[str, str]) -> None:
        """Raise ValidationError where the event, its sources or a derived cell is wrong."""
        if self.is_changed or self.is_moved:
            self.event.full_clean(exclude={"incident"})
        if self.is_moved:
            for source in self.sources:
                source.full_clean(exclude={"event", "kamerstuk"})
            once(((c.kamerstuk.slug, c.locator) for c in self.citations), Citation)
            once((link.url for link in self.links if link.url), Link)
        self.event.citation_list, self.event.link_list = self.citations, self.links
        verify(self.event, row)


def save_new(act: AuditContext, new: list[Wanted]) -> None:
    """Store new events with their sources, a query for each table, and empty the list.

    A bulk query sends no signal: what a save derives and logs is done here by hand.
    """
    for wanted in new:
        wanted.tidy()
        wanted.event.derive()
        wanted.event.changed_at = act.at
        for link in wanted.links:
            link.derive()
    Event._base_manager.bulk_create(wanted.event for wanted in new)
    Citation._base_manager.bulk_create(c for wanted in new for c in wanted.citations)
    Link._base_manager.bulk_create(link for wanted in new for link in wanted.links)
    for wanted in new:
        act.touch(wanted.event)
    new.clear()


def once(values, model: type[models.Model]) -> None:
    """Refuse a source that stands twice in a row, in the words of its constraint."""
    values = list(values)
    if len(set(values)) < len(values):
        unique = [c for c in model._meta.constraints if isinstance(c, models.UniqueConstraint)]
        raise ValidationError(unique[0].violation_error_message)


def assign(instance: models.Model, values: dict) -> bool:
    """Set the values; return whether the row is new or any of them differs."""
    changed = instance._state.adding
    for name, value in values.items():
        changed |= getattr(instance, name) != value
        setattr(instance, name, value)
    return changed


def fields_of(row: dict[str, str], of: Of, size: int) -> list[dict]:
    """Return what the row says of `size` sources of this kind, as the fields of each.

    A field whose column the file lacks is not among them.
    """
    cells = {c: split(row[c.name], size) for c in columns_of(of) if c.name in row}
    for column, values in cells.items():
        if len(values) != size:
            raise ValidationError(f"{column.name} heeft {len(values)} waarden, geen {size}.")
    return [{c.field: c.read(cells[c][place]) for c in cells} for place in range(size)]


def same(rows_now, wanted: list[dict]) -> bool:
    now = list(rows_now)
    return len(now) == len(wanted) and all(
        getattr(source, name) == value
        for source, values in zip(now, wanted, strict=True)
        for name, value in values.items()
    )


def verify(event: Event, row: dict[str, str]) -> None:
    """Raise an error for a row in which a derived column was changed."""
    for column in derived_columns():
        if (value := column.value(event)) != row.get(column.name, value):
            raise ValidationError(
                f"{column.name} volgt uit andere kolommen en is ‘{shown(value)}’, "
                f"niet ‘{shown(row[column.name])}’."
            )


def in_words(error: ValidationError | CellError) -> str:
    """Return all errors on one line, each with the name of its field."""
    if isinstance(error, CellError):
        return str(error)
    if not hasattr(error, "message_dict"):
        return " ".join(error.messages)
    return " ".join(f"{name}: {' '.join(said)}" for name, said in error.message_dict.items())


def fresh(model: type[models.Model], found: models.Model | None, **values) -> models.Model:
    return found or model(**values)


def incident_at(slug: str) -> Incident:
    """Return the incident with this slug; where there is none, a public one named after it."""
    found = Incident.objects.filter(slug=slug).first()
    return fresh(Incident, found, slug=slug, title=slug, is_published=True)
