"""The log in words: what a row held, and what of it changed, each under its Dutch name."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from django.apps import apps
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst

from incident.audit.snapshots import restored
from incident.choices import kind_in, kinds_of
from incident.values.dates import DateError, EventDate
from incident.written.queries import written

# Fields that staff set and that readers do not see.
FOR_STAFF = {
    *("status", "publish_at", "slug", "incident_id", "place", "is_key", "synonyms", "dossiers"),
}
# Fields that name events. Readers see those that they can read; the others may be drafts.
TO_EVENTS = {"event", "events"}
# Fields that name papers by their address, which is no word for a reader.
TO_PAPERS = {"kamerstuk", "answer", "papers"}
ROWS = {
    "citations": ("Vindplaatsen", "Citation"),
    "links": ("Andere bronnen", "Link"),
    "statements": ("Uitspraken", "Statement"),
    "rows": ("Vragen", "Question"),
}
NAMES = {"second_factor": "Tweede stap", "text_digest": "SHA-256 van de tekst"}
Titles = Mapping[str, str]


class Difference(NamedTuple):
    """One part of a row that changed: its Dutch name, and the text before and after."""

    name: str
    old: str
    new: str


def differences(
    noun: str,
    old: dict | None,
    new: dict | None,
    *,
    staff: bool = False,
    titles: Titles | None = None,
) -> list[Difference]:
    """Return what differs between two snapshots of a row, each part under its Dutch name.

    With `staff` the fields that readers never see are among them. Of the rows under it, only those
    that differ are shown. `titles` (of `public_titles`) saves a query for each of many snapshots.
    """
    old, new = old or {}, new or {}
    if titles is None and not staff:
        titles = public_titles([old, new])
    names = [name for name in order(noun) if name in new or name in old]
    shown = [name for name in names if staff or name not in FOR_STAFF]
    return [d for name in shown for d in differences_in(noun, name, old, new, titles)]


def differences_in(
    noun: str, name: str, old: dict, new: dict, titles: Titles | None
) -> list[Difference]:
    """Return what differs in one part of two snapshots; of rows, for readers, field by field."""
    texts = [value(noun, name, state, titles) for state in (old, new)]
    if texts[0] == texts[1]:
        return []
    if name not in ROWS:
        return [Difference(name_of(noun, name), *texts)]
    if titles is not None:
        rows = (
            [RowInWords(ROWS[name][1], kept, titles) for kept in s.get(name) or ()]
            for s in (old, new)
        )
        if found := row_differences(*rows):
            return found
    return [Difference(name_of(noun, name), *differing_lines(*texts))]


class RowInWords:
    """A row under another as readers see it: how it is called, and its fields by Dutch name."""

    def __init__(self, noun: str, kept: dict, titles: Titles):
        self.noun, self.kept = noun, kept
        self.words = {
            label: words
            for name in order(noun)
            for label, words in self.fields(name, titles)
            if words
        }

    def fields(self, name: str, titles: Titles) -> Iterable[tuple[str, str]]:
        """Yield the Dutch name and words of a field; of a paper in it, those of the paper."""
        kept = self.kept.get(name)
        if name == "kamerstuk" and isinstance(kept, dict):
            yield "stuk", str(paper(kept))
            for field in ("kind", "sender", "date", "date_note", "unseen_source"):
                yield label_of("Kamerstuk", field), in_words("Kamerstuk", field, kept.get(field))
        else:
            yield label_of(self.noun, name), for_readers(self.noun, name, kept, titles)

    @property
    def name(self) -> str:
        """Return how a reader may know this row, as "Vraag 5"."""
        model = apps.get_model("incident", self.noun)
        known_by = {"Question": "number", "Statement": "speaker", "Link": "publisher"}
        own = self.kept.get(known_by.get(self.noun, ""), "") or self.words.get("stuk", "")
        return capfirst(f"{model._meta.verbose_name} {own}".strip())

    @property
    def text(self) -> str:
        return "\n".join(f"{label}: {words}" for label, words in self.words.items())

    def likeness(self, other: "RowInWords") -> int:
        return sum(other.words.get(label) == words for label, words in self.words.items())


def row_differences(old: list[RowInWords], new: list[RowInWords]) -> list[Difference]:
    """Return what differs between rows; one that is most like another is that one, changed."""
    gone = [row for row in old if row.words not in [other.words for other in new]]
    come = [row for row in new if row.words not in [other.words for other in old]]
    found = []
    for row in gone:
        like = max(come, key=row.likeness, default=None)
        if like is None or not row.likeness(like):
            found.append(Difference(row.name, row.text, ""))
            continue
        come.remove(like)
        labels = dict.fromkeys([*row.words, *like.words])
        pairs = [(label, row.words.get(label, ""), like.words.get(label, "")) for label in labels]
        found += [Difference(f"{like.name}, {n}", was, now) for n, was, now in pairs if was != now]
    return found + [Difference(row.name, "", row.text) for row in come]


def label_of(noun: str, name: str) -> str:
    """Return the Dutch name of a field inside a sentence."""
    label = name_of(noun, name)
    return label[:1].lower() + label[1:]


def public_titles(states: Iterable[dict]) -> Titles:
    """Return what rows in these snapshots name, as readers know it: titles, and names of papers.

    The key is the name under which a snapshot keeps an event or a paper. Two queries at most.
    """
    states = list(states)
    return {**event_titles(states), **paper_names(states)}


def rows_in(states: Iterable[dict]) -> list[dict]:
    return [row for state in states for name in ROWS for row in state.get(name, ())]


def event_titles(states: Iterable[dict]) -> Titles:
    """Return the titles of the published events that rows in these snapshots name; one query."""
    rows = rows_in(states)
    keys = {key for row in rows for key in (row.get("event"), *row.get("events", ())) if key}
    if not keys:
        return {}
    slugs = sorted({key.partition("/")[2] for key in keys})
    return {f"{incident}/{slug}": title for incident, slug, title in titles_at(slugs)}


@written
def titles_at(slugs: list[str]) -> QuerySet:
    events = apps.get_model("incident", "Event").objects.published().filter(slug__in=slugs)
    return events.values_list("incident__slug", "slug", "title")


def paper_names(states: list[dict]) -> Titles:
    """Return the names of the public papers that these snapshots name by address, also by an old.

    Two queries at most.
    """
    rows = [*states, *rows_in(states)]
    keys = [key for row in rows for key in (row.get("kamerstuk"), row.get("answer"))]
    keys += [key for row in rows for key in row.get("papers", ())]
    slugs = {key for key in keys if key and isinstance(key, str)}
    if not slugs:
        return {}
    found = papers_at(sorted(slugs))
    names = {paper.pk: str(paper) for paper in found}
    former = {slug: names[paper] for paper, slug in former_addresses(sorted(names))}
    return former | {paper.slug: names[paper.pk] for paper in found}


@written
def papers_at(slugs: list[str]) -> QuerySet:
    return apps.get_model("incident", "Kamerstuk").objects.for_readers().at_addresses(slugs)


@written
def former_addresses(papers: list[int]) -> QuerySet:
    addresses = apps.get_model("incident", "FormerAddress")._base_manager
    return addresses.filter(kamerstuk__in=papers).values_list("kamerstuk", "slug")


def order(noun: str) -> tuple[str, ...]:
    """Return the names of a snapshot's parts, in the order of the model."""
    model = apps.get_model("incident", noun)
    return (*model.audit_within, *model.audit_fields, *model.audit_children)


def differing_lines(old: str, new: str) -> tuple[str, str]:
    """Return the lines that only one of two texts has; both texts where the lines only moved."""
    was, now = old.splitlines(), new.splitlines()
    gone, come = [n for n in was if n not in now], [n for n in now if n not in was]
    return ("\n".join(gone), "\n".join(come)) if gone or come else (old, new)


def name_of(noun: str, name: str) -> str:
    if name in ROWS:
        return ROWS[name][0]
    if name in NAMES:
        return NAMES[name]
    field = apps.get_model("incident", noun)._meta.get_field(name.removesuffix("_id"))
    return capfirst(str(field.verbose_name))


def value(noun: str, name: str, state: dict, titles: Titles | None) -> str:
    """Return one part of a snapshot in Dutch words; rows stand one to a line."""
    kept = state.get(name)
    if noun == "event" and name == "kind":
        return kind_in_words(state, titles)
    if name in ROWS:
        return "\n".join(as_row(ROWS[name][1], row, titles) for row in kept or ())
    if name == "incident_id":
        return str(apps.get_model("incident", "Incident").objects.filter(pk=kept).first() or "")
    return for_readers(noun, name, kept, titles)


def kind_in_words(state: dict, titles: Titles | None) -> str:
    """Return the label of the kind of an event; for staff (no `titles`) one query."""
    incident, key = state.get("incident_id"), state.get("kind")
    if not key:
        return ""
    is_for_staff = titles is None
    text = kinds_text(incident) if is_for_staff else titles.get(kinds_key(incident), "")
    return kind_in(kinds_of(text), key).label


def kinds_text(incident: int | None) -> str:
    found = apps.get_model("incident", "Incident")._base_manager.filter(pk=incident)
    return found.values_list("kinds", flat=True).first() or ""


def kinds_key(incident: int | None) -> str:
    return f"soorten:{incident}"


def kind_texts(incidents: Iterable) -> Titles:
    """Return what `differences` asks of incidents that have kinds of their own; no query."""
    return {kinds_key(incident.pk): incident.kinds for incident in incidents if incident.kinds}


def as_row(noun: str, row: dict, titles: Titles | None) -> str:
    """Return a row under another as a line: its values in words, the empty ones left out."""
    parts = (for_readers(noun, name, row.get(name), titles) for name in order(noun))
    return "; ".join(filter(None, (part.replace("\n", " ") for part in parts)))


def for_readers(noun: str, name: str, kept, titles: Titles | None) -> str:
    """Return a field in words; with `titles` what it names as readers know it."""
    if titles is None:
        return in_words(noun, name, kept)
    if name in TO_EVENTS:
        return events_in_words(kept, titles)
    if name in TO_PAPERS and not isinstance(kept, dict):
        named = kept if isinstance(kept, list) else [kept]
        return ", ".join(titles.get(slug, slug) for slug in named if slug)
    return in_words(noun, name, kept)


def events_in_words(kept: str | list[str] | None, titles: Titles) -> str:
    """Return the titles of the events that a row names, as far as readers know them."""
    keys = [kept] if isinstance(kept, str) else kept or ()
    return ", ".join(f"bij ‘{titles[key]}’" for key in keys if key in titles)


def in_words(noun: str, name: str, kept) -> str:
    if name == "kamerstuk" and isinstance(kept, dict):
        made = paper(kept)
        about = (str(made), made.sender, made.when and str(made.when), made.date_note)
        return "; ".join(filter(None, about))
    if name == "told":
        return "zo gemeld aan de Kamer" if kept else ""
    if isinstance(kept, (list, bool)):
        return ", ".join(kept) if isinstance(kept, list) else "ja" if kept else "nee"
    return kept if name in NAMES else of_field(noun, name, kept)


def of_field(noun: str, name: str, kept) -> str:
    field = apps.get_model("incident", noun)._meta.get_field(name)
    if field.choices and kept:
        return str(dict(field.flatchoices).get(kept, kept))
    return moment(name, kept) if isinstance(kept, str) else str(kept or "")


def moment(name: str, kept: str) -> str:
    """Return a stored text; a date (EDTF) or a moment (ISO 8601) in Dutch."""
    if name == "date" and kept:
        try:
            return str(EventDate.parse(kept))
        except DateError:
            return kept
    if name == "publish_at":
        at = timezone.localtime(datetime.fromisoformat(kept))
        return date_format(at, "j F Y, H.i.s") + " uur"
    if name == "extended_to":
        return date_format(date.fromisoformat(kept), "j F Y")
    return kept


def paper(kept: dict):
    """Return an unsaved paper as the snapshot holds it."""
    made = restored(apps.get_model("incident", "Kamerstuk"), kept)
    made.keep_bounds()
    return made
