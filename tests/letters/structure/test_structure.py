"""What is found in a letter is the same on paper, and of any text it is within it."""

import random
import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incident.letters.found import structure_of
from incident.letters.text import Span, Text
from tests.helpers.proofs import share
from tests.letters.structure.letters import numbers, on_paper, pairs, read, structure

NOUNS = ("sluis", "brug", "dam", "dijk", "boot", "haven", "schipper", "kade", "rivier", "polder")
VERBS = ("ligt", "vaart", "sluit", "opent", "rust", "staat")
NUMBERED = ("vraag {}", "vragen {}", "de vragen {}")
SCRAPS = (
    *(
        "Vraag 1\n",
        "Antwoord op vraag 1\n",
        "Antwoord:\n",
        "\f",
        "1) ",
        "[1] ",
        "[1: ",
        "]",
        "\n\n",
    ),
    *(
        "[footnoteRef:1]",
        "Pagina 1 van 2\n",
        " " * 60,
        "Hoogachtend,\n",
        "?",
        "2.",
        "-\n",
        "Datum ",
    ),
)


def sentence(rng: random.Random, end: str = ".") -> str:
    """Return a sentence of about two lines, in which no word begins with a capital."""
    parts = (
        f"{rng.choice(NOUNS)} die bij de {rng.choice(NOUNS)} {rng.choice(VERBS)}" for _ in range(4)
    )
    return f"De {', de '.join(parts)}{end}"


def sets(rng: random.Random, count: int) -> list[list[int]]:
    """Return the numbers 1 to `count`, divided over answers."""
    order = list(range(1, count + 1))
    rng.shuffle(order)
    cuts = sorted(rng.sample(range(1, count), rng.randint(0, count - 1))) if count > 1 else []
    return [sorted(order[a:b]) for a, b in zip([0, *cuts], [*cuts, count], strict=True)]


def letter(seed: int, most: int = 9) -> tuple[list[str], dict[int, tuple[str, str]]]:
    """Return the paragraphs of a letter by chance, and its pairs of question and answer."""
    rng = random.Random(seed)  # noqa: S311 - chance that can be repeated, no secret
    paragraphs, expected, note = [sentence(rng)], {}, 0
    for answered in sets(rng, rng.randint(1, most)):
        asked = {number: sentence(rng, "?") for number in answered}
        for number, question in asked.items():
            paragraphs += [f"Vraag {number}{rng.choice(['', ' ', ':'])}", question]
        *first, last = map(str, answered)
        named = f"{', '.join(first)} en {last}" if first else last
        paragraphs.append(f"Antwoord op {rng.choice(NUMBERED).format(named)}")
        said = [sentence(rng) for _ in range(rng.randint(1, 4))]
        expected |= {number: (question, " ".join(said)) for number, question in asked.items()}
        if rng.random() < 0.5:
            note += 1
            said[0] = (
                f"{said[0]}[footnoteRef:{note}] [{note}: Kamerstuk "
                f"1{rng.randint(1000, 9999)}, nr. 1.]"
            )
        paragraphs += said
    return paragraphs, expected


@pytest.mark.proof
@pytest.mark.parametrize("seed", range(share(300)))
def test_a_letter_by_chance_is_read_whole_as_text_and_on_paper(seed):
    paragraphs, expected = letter(seed)
    text, paper = structure("\n\n".join(paragraphs)), structure(*on_paper(paragraphs))
    assert pairs(text) == expected
    assert pairs(paper) == expected
    assert numbers(text) == numbers(paper)
    assert not text.doubts
    notes = [[(n.number, read(found, n.span)) for n in found.notes] for found in (text, paper)]
    assert notes[0] == notes[1]


def mutated(seed: int) -> str:
    rng = random.Random(seed)  # noqa: S311 - chance that can be repeated, no secret
    paragraphs, _ = letter(seed, most=3)
    text = "\f".join(on_paper(paragraphs, height=20)) if seed % 2 else "\n\n".join(paragraphs)
    for _ in range(rng.randint(1, 12)):
        at, length = rng.randrange(len(text) + 1), rng.randint(0, 40)
        text = text[:at] + rng.choice((*SCRAPS, "")) + text[at + length :]
    return text


def check(text: Text) -> None:
    """Assert that all that is found stands in the text, and is not found twice."""
    found = structure_of(text)
    spans = [
        *(find.span for find in (*found.head, *found.questions, *found.answers, *found.notes)),
        *(part.heading for part in (*found.questions, *found.answers) if part.heading),
        *(note.mark for note in found.notes if note.mark),
        *(doubt.span for doubt in found.doubts if doubt.span),
    ]
    for span in spans:
        assert 0 <= span.start < span.end <= len(text.whole)
        assert isinstance(found.place_of(span), str)
    parts = sorted({part.span for part in (*found.questions, *found.answers)})
    assert all(one.end <= other.start for one, other in pairwise(parts))
    for answer in found.answers:
        assert answer.numbers
        assert answer.heading or any(doubt.span == answer.span for doubt in found.doubts)


@pytest.mark.proof
@pytest.mark.parametrize("seed", range(share(1_000)))
def test_in_a_mutated_letter_nothing_is_found_outside_it_or_twice(seed):
    for number in range(seed * 10, seed * 10 + 10):
        check(Text(mutated(number)))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(SCRAPS), st.text(max_size=30)), max_size=40))
def test_any_text_can_be_read(scraps):
    check(Text("".join(scraps)))


def test_a_place_without_name_is_its_page_where_there_are_more():
    assert structure("De sluis is open.").place_of(Span(3, 8)) == ""
    two = structure("De sluis is open.\n", "De brug is dicht.\n")
    assert two.place_of(Span(22, 26)) == "p. 2"


def test_a_note_without_known_place_is_named_by_its_number():
    found = structure("De sluis is open.[footnoteRef:2] [2: Kamerstuk 12345, nr. 6.]")
    assert found.place_of(found.notes[0].span) == "voetnoot 2"


def test_a_sentence_inside_an_answer_is_placed_there():
    text = "Vraag 1\nIs de sluis open?\n\nAntwoord op vraag 1\nJa. En ook de brug.\n"
    found = structure(text)
    at = re.search("En ook", text).start()
    assert found.place_of(Span(at, at + 6)) == "antwoord op vraag 1"
    assert found.place_of(found.answers[0].heading) == "antwoord op vraag 1"
