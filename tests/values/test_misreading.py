"""No citation is ever read as another paper than its text says.

Each right spelling is cut off at both ends and changed by a letter in every place. What is then
read must say every figure and letter of the text that is no word of a citation; an oracle that
knows nothing of the patterns counts them.
"""

import re
from collections import Counter

import pytest

from incident.values.citations import CitationError, named, parse, read
from incident.values.references import Reference
from tests.helpers.proofs import some
from tests.values.test_citations import READ, REFUSED

WORDS = (
    *("kamerstukken", "kamerstuk", "aanhangsel", "handelingen", "van de", "bij de", "der"),
    *("vergaderjaar", "voetnoot", "versie", "item", "noot", "pagina", "blz", "pag", "bijlage"),
    *("bij", "nummer", "nummers", "nrs", "nr", "no", "kst", "blg", "kv", "ah", "en", "pp", "p"),
)
WORD = re.compile("|".join(rf"(?<![a-z]){word}(?![a-z])" for word in WORDS))
SINGLE = [text for text, _ in READ if "Code van" not in text and " 2025" not in text]
SINGLE = [text for text in SINGLE if not re.search("17-7-2025|31 239|30914|/frbr/", text)]
CHANGES = "0179aIVAZHn ,.-/()"
HOSTS = re.compile(r"https?://[a-z./]*[/=?]|id=|(?:\.html|&x=1|/metadata\.xml).*")


def changed(text: str) -> list[str]:
    """Return every beginning, every end, and every text that differs by one letter, or some."""
    return some(every_change(text), len(text))


def every_change(text: str):
    for at in range(len(text)):
        yield from (text[:at], text[at:], text[:at] + text[at + 1 :])
        yield from (text[:at] + sign + text[at + 1 :] for sign in CHANGES)
        yield from (text[:at] + sign + text[at:] for sign in CHANGES)


def bare(text: str) -> str:
    """Return the figures and letters of a text that are no word of a citation."""
    return "".join(re.findall("[A-Z0-9…]", WORD.sub(" ", text.lower()).upper()))


def said(reference: Reference) -> frozenset[str]:
    """Return how the figures and letters of a reference may stand in a text."""
    if reference.appendix_of:
        return frozenset(
            f"{main}{bare(reference.page)}{reference.note}" for main in said(reference.appendix_of)
        )
    chambers = {"II": ("II", "TK", "TWEEDEKAMER"), "I": ("I", "EK", "EERSTEKAMER")}
    houses = chambers.get(reference.chamber, ("",))
    houses += ("",) if reference.series.has_sessions else ()
    first, last = reference.session[:4], reference.session[5:]
    years = {f"{first}{last}", f"{first}{last[2:]}"}
    own = reference.chamber_number or reference.document_number
    unknown = ("XXX", "PM", "…", "")
    numbers = (bare(reference.number.replace("-", "")),) if reference.number else unknown
    tail = f"{reference.version.upper()}{bare(reference.page)}{reference.note}"
    place = f"{reference.dossier}{reference.suffix}"
    return frozenset(
        text
        for house in houses
        for year in years
        for number in numbers
        for text in (
            f"{house}{year}{place}{number}{reference.publication}{own}{tail}",
            f"{house}{year}{number}{place}{tail}",
            f"TK{own}",
            f"H{house}{year}{number}{tail}",
        )
    )


def is_said(text: str, reference: Reference) -> bool:
    return bare(HOSTS.sub(" ", text)) in said(reference)


@pytest.mark.parametrize("text", SINGLE)
def test_the_oracle_finds_each_right_spelling_in_what_was_read(text):
    assert is_said(text, parse(text))


@pytest.mark.proof
@pytest.mark.parametrize("text", SINGLE)
def test_a_changed_citation_is_read_as_what_it_says_or_refused(text):
    wrong = [
        (change, str(found))
        for change in changed(text)
        for found in named(change)
        if not is_said(change, found) and found != parse(text)
    ]
    assert not wrong


@pytest.mark.proof
@pytest.mark.parametrize("text", SINGLE)
def test_a_changed_citation_in_a_running_text_is_read_or_said_not_to_be(text):
    wrong = []
    for change in changed(text):
        reading = read(f"In {change}.")
        others = [each for each in reading.references if each != parse(text)]
        silent = [each for each in others if not is_said(change.rstrip(" ,item"), each)]
        if silent and not reading.refused:
            wrong.append((change, [str(found) for found in silent]))
    assert not wrong


@pytest.mark.proof
def test_a_table_of_spellings_has_none_that_is_read_wrongly(record_property):
    """Count the spellings tried: read, refused in words, and wrong, which must be none."""
    counts = Counter()
    for text in [text for text, _ in READ] + [text for text, _ in REFUSED]:
        counts["tried"] += 1
        try:
            parse(text)
            counts["read"] += 1
        except CitationError as refusal:
            counts["refused"] += str(refusal).endswith(".")
    for text in SINGLE:
        for change in set(changed(text)):
            found = named(change)
            counts["tried"] += 1
            right = all(is_said(change, one) or one == parse(text) for one in found)
            counts["read" if found and right else "wrong" if found else "refused"] += 1
    record_property("spellings", dict(counts))
    assert counts["wrong"] == 0
    assert counts["read"] + counts["refused"] == counts["tried"]
