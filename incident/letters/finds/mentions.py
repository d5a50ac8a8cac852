"""Letters that are named by their day and no number: an editor ties them to a paper by hand."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from incident.letters.finds.dated import DateFind
from incident.letters.finds.even import MARK
from incident.letters.text import Span, Text

WORD = r"[\w’'-]{1,30}"
# "de brief aan uw Kamer van 4 augustus": what stands right before the day.
LETTER = re.compile(
    rf"(?<!\w)[a-z]{{0,20}}(?:brief|brieven)(?: \([^()]{{1,60}}\))?(?: {WORD}){{0,8}}?"
    r" (?:van|d\.d\.) ?\Z",
    re.IGNORECASE,
)
WHOM = r"(?:u|uw Kamer|de Kamer|de Tweede Kamer)"
HAVE = r"(?:heb|heeft|hebben|had|hadden|is|zijn|werd)"
TOLD = (
    r"(?:geïnformeerd|bericht|gemeld|ingelicht|geschreven|laten weten|toegezonden|gestuurd"
    r"|meegedeeld)"
)
# "Op 4 juli heb ik u bericht", and "heb ik uw Kamer op 4 juli geïnformeerd".
ON = re.compile(r"(?<!\w)op \Z", re.IGNORECASE)
TOLD_AFTER = re.compile(
    rf" (?:{HAVE} (?:{WORD} ){{0,9}}?{WHOM}(?: {WORD}){{0,15}}? {TOLD}"
    rf"|(?:berichtte|informeerde|meldde|schreef) (?:{WORD} ){{0,4}}?{WHOM})(?!\w)"
)
WHOM_BEFORE = re.compile(rf"(?<!\w){HAVE} (?:{WORD} ){{0,4}}?{WHOM}(?: {WORD}){{0,4}} op \Z", re.I)
VERB_AFTER = re.compile(rf"(?: {WORD}){{0,8}}? {TOLD}(?!\w)")
NUMBERED = re.compile(r" ?[,(]{0,2} ?(?:met |ons |uw )?(?:nr|nummer|kenmerk|kamerstuk)", re.I)
AROUND = 250  # signs on either side of a day in which its letter is named


@dataclass(frozen=True)
class LetterMention:
    """A letter that is named by its day; `date` is its EDTF, "" where the day is not known."""

    span: Span
    words: str
    date: str


def letters(text: Text, dates: Iterable[DateFind]) -> list[LetterMention]:
    """Return the letters that days in a letter stand for, where no number follows them."""
    return [mention for find in dates if (mention := _mention(text, find))]


def _mention(text: Text, find: DateFind) -> LetterMention | None:
    """Return the letter of one day; its place runs from the word that names it, or from the day."""
    before = text.whole[max(find.sentence.start, find.span.start - AROUND) : find.span.start]
    after = _even(text.whole[find.span.end : min(find.sentence.end, find.span.end + AROUND)])
    if NUMBERED.match(after):
        return None
    length = _named(_even(before)) if _is_day(find) else None
    if length is None and not (_is_day(find) and _is_told(_even(before), after)):
        return None
    start = find.span.start - _signs(before, length or 0)
    span = Span(start, find.span.end)
    return LetterMention(span, text.words(span), find.date)


DAY = re.compile(r"(?<![0-9])[0-9]{1,2}(?:e|ste|de)? [a-z]{3,9}|[0-9]-[0-9]{4}", re.IGNORECASE)


def _is_day(find: DateFind) -> bool:
    return bool(DAY.search(find.words))


def _named(before: str) -> int | None:
    """Return how many words back the letter is named, None where it is not."""
    found = LETTER.search(before)
    return len(found[0].split()) if found else None


def _is_told(before: str, after: str) -> bool:
    """Return whether the Chamber was told something on that day."""
    if ON.search(before) and TOLD_AFTER.match(after):
        return True
    return bool(WHOM_BEFORE.search(before) and VERB_AFTER.match(after))


def _even(part: str) -> str:
    return re.sub(r"\s+", " ", MARK.sub("", part))


def _signs(before: str, words: int) -> int:
    """Return how many signs the last words of a text take."""
    starts = [word.start() for word in re.finditer(r"\S+", before)]
    return len(before) - starts[-words] if words else 0
