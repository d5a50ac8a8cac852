"""The headings above questions and answers, in the spellings that letters use."""

import re
from typing import NamedTuple

NUMBER = r"[1-9][0-9]{0,2}(?![0-9])"
UP_TO = r"(?:t/m|tot en met|-|–)"
AND = rf"(?:, ?(?:en|alsmede)?|en|alsmede|&|/|;|{UP_TO})"
NUMBERS = rf"(?P<numbers>{NUMBER}(?:\s*{AND}\s*(?:(?:de )?vra(?:ag|gen) )?{NUMBER})*+)"
# Behind the numbers: a sign or nothing, and then a sentence of its own or nothing.
BEHIND = r"\s*(?:[:.)]|[-–](?=\s))?\s*(?:$|(?=[^\W\d_a-z]|[\"'‘“„(\[…]))"
QUESTION = r"(?:Vra(?:ag|gen)|VRA(?:AG|GEN))"
ANSWER = r"(?:(?:Bea|A)ntwoord(?:en|ing)?|ANTWOORD(?:EN)?)"
OF_QUESTION = r"(?i:(?:\s+(?:op|bij|van)(?: de)?)?(?:\s+vra(?:ag|gen))?)"
NUMBERED = re.compile(
    rf"(?:(?P<question>{QUESTION})|{ANSWER}{OF_QUESTION})\s*(?:(?i:nrs?)\.? ?)?{NUMBERS}{BEHIND}"
)
BARE = re.compile(rf"(?:(?P<question>{QUESTION})|{ANSWER})\s*(?:$|:\s*)")
# A short line that begins as a heading, but is none of the above and no title either.
UNREAD = re.compile(
    rf"(?:(?P<question>{QUESTION})|{ANSWER})(?: (?:op|bij)(?: de)?)?(?: vra(?:ag|gen))? "
    r"(?:[0-9]\S{0,12}|[A-Z]{1,3}[.)]?)(?: \S{1,12}){0,3}(?<![.?!])$"
)
ONE = re.compile(rf"({UP_TO})|([0-9]+)")


class Heading(NamedTuple):
    """A heading: of an answer or a question, its numbers (none where it has none), its length."""

    is_answer: bool
    numbers: tuple[int, ...]
    length: int
    is_read: bool = True


def heading_of(line: str) -> Heading | None:
    """Return the heading with which a line opens; `length` takes its colon and blanks along."""
    if not line.startswith(("Vra", "VRA", "Antw", "ANTW", "Beantw")):
        return None
    if (found := NUMBERED.match(line)) and (numbers := numbers_of(found["numbers"])):
        return Heading(not found["question"], numbers, found.end())
    if found := BARE.match(line):
        return Heading(not found["question"], (), found.end())
    if found := UNREAD.fullmatch(line):
        return Heading(not found["question"], (), found.end(), is_read=False)
    return None


def numbers_of(words: str) -> tuple[int, ...]:
    """Return the numbers of a list such as "3, 8 t/m 10 en 12"; none where it runs backwards."""
    numbers: list[int] = []
    to = False
    for up_to, figure in ONE.findall(words):
        if up_to:
            to = True
            continue
        number = int(figure)
        first = numbers[-1] + 1 if to else number
        if first > number:
            return ()
        numbers.extend(range(first, number + 1))
        to = False
    return tuple(dict.fromkeys(numbers))
