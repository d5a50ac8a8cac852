"""The real letters, where their folder is: counts, pairs, and the same finds in each form."""

import os
import re
from functools import cache
from pathlib import Path

import pytest

from incident.letters.found import Structure, structure_of
from incident.letters.notes import NoteSystem
from incident.letters.text import Text
from tests.conftest import ROOT
from tests.letters.structure.letters import read

FOLDER = Path(os.environ.get("LETTERS", ROOT.parent / "shared/letters"))
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="needs the real letters")

CITRIX = "antwoord-2025Z14818.txt"
BAKER = "jenv-2023-sammy-baker-2023Z16994"
MILIEU = "jenv-ienw-2023-milieucriminaliteit"
HONDEN = "lnv-2023-wassenberg"
ECONOMIE = "kamerbrief-circulaire-economie.pdf-layout.txt"
FORMS = (".txt", ".pdf-layout.txt")
BLANKS = re.compile(r"[\s\xad-]+")
# Questions, answers (each by its numbers), notes of the members and of the minister.
MILIEU_ASKED = [1, 2, 3, 4, 5, 9, 10, 6, 7, 8, 11, 12]
MILIEU_ANSWERED = [(1,), (2,), (3, 4, 5, 9, 10), (6,), (7,), (8,), (11,), (12,)]
COUNTS = [
    (CITRIX, range(1, 15), [*((n,) for n in range(1, 8)), (8, 9, 10), (11, 12, 13), (14,)], 1, 3),
    *((f"{BAKER}{f}", range(1, 7), [(1,), (2,), (3, 4), (5,), (6,)], 3, 1) for f in FORMS),
    *((f"{MILIEU}{form}", MILIEU_ASKED, MILIEU_ANSWERED, 0, 5) for form in FORMS),
    *((f"{HONDEN}{f}", range(1, 15), [(n,) for n in range(1, 15)], 6, 0) for f in FORMS),
    (ECONOMIE, [], [], 0, 6),
]
HEADS = {
    CITRIX: {
        "kind": ["antwoord"],
        "sender": ["D.M. van Weel, minister van Justitie en Veiligheid"],
        "case": ["2025Z14818"],
        "sent_in": ["2025-07-21"],
        "asker": ["Buijsse (VVD)", "Michon-Derkzen (VVD)"],
        "addressee": [
            "staatssecretaris van Binnenlandse Zaken en Koninkrijksrelaties",
            "minister van Justitie en Veiligheid",
        ],
    },
    BAKER: {
        "kind": ["antwoord"],
        "sender": ["D. Yeşilgöz-Zegerius, minister van Justitie en Veiligheid"],
        "day": ["2023-11-07"],
        "reference": ["4975504"],
        "case": ["2023Z16994"],
        "asker": ["Mutluer (PvdA)", "Ellemeet (GroenLinks)"],
    },
    MILIEU: {
        "kind": ["antwoord"],
        "sender": ["D. Yeşilgöz-Zegerius, minister van Justitie en Veiligheid"],
        "cosigner": ["staatssecretaris van Infrastructuur en Waterstaat"],
        "day": ["2023-12-04"],
        "reference": ["5086975"],
        "case": ["2023Z19006"],
        "asker": ["Beckerman (SP)"],
        "addressee": [
            "staatssecretaris van Infrastructuur",
            "minister van Justitie en Veiligheid",
        ],
    },
    HONDEN: {
        "kind": ["antwoord"],
        "sender": ["P. Adema, minister van Landbouw, Natuur en Voedselkwaliteit"],
        "cosigner": ["minister van Justitie en Veiligheid"],
        "day": ["2023-10-18"],
        "reference": ["4980892"],
        "case": ["2023Z14759"],
        "asker": ["Wassenberg (PvdD)"],
        "addressee": [
            "minister van Landbouw, Natuur en Voedselkwaliteit",
            "minister van Justitie en Veiligheid",
        ],
    },
    ECONOMIE: {
        "kind": ["brief"],
        "sender": ["drs. V.L.W.A. Heijnen, staatssecretaris van Infrastructuur en Waterstaat"],
        "cosigner": [
            "minister voor Volkshuisvesting en Ruimtelijke Ordening",
            "minister van Economische Zaken en Klimaat",
            "minister van Landbouw, Natuur en Voedselkwaliteit",
            "minister voor Klimaat en Energie",
            "minister voor Buitenlandse Handel en Ontwikkelingssamenwerking",
        ],
        "day": ["2023-02-03"],
        "reference": ["IENW/BSK-2023/33017"],
    },
}


@cache
def found(name: str) -> Structure:
    return structure_of(Text((FOLDER / name).read_text()))


def bare(words: str) -> str:
    return BLANKS.sub("", words)


@pytest.mark.parametrize(("name", "asked", "answered", "members", "minister"), COUNTS)
def test_all_questions_answers_and_notes_are_there(name, asked, answered, members, minister):
    letter = found(name)
    assert [question.number for question in letter.questions] == list(asked)
    assert [answer.numbers for answer in letter.answers] == answered
    systems = [note.system for note in letter.notes]
    assert systems.count(NoteSystem.MEMBERS) == members
    assert systems.count(NoteSystem.LETTER) == minister
    assert all(note.mark for note in letter.notes)


@pytest.mark.parametrize("form", FORMS)
def test_only_what_has_no_heading_or_number_is_doubted(form):
    assert not found(f"{MILIEU}{form}").doubts
    assert not found(f"{HONDEN}{form}").doubts
    baker = found(f"{BAKER}{form}")
    headless = [answer for answer in baker.answers if not answer.heading]
    assert [answer.numbers for answer in headless] == [(5,), (6,)]
    assert [doubt.span for doubt in baker.doubts[:2]] == [answer.span for answer in headless]
    assert len(baker.doubts) == 2 + (form == ".txt")  # whose notes have lost their numbers


@pytest.mark.parametrize("name", HEADS)
def test_the_head_is_read_in_each_form(name):
    for form in ("",) if name.endswith(".txt") else FORMS:
        facts = {}
        for find in found(f"{name}{form}").head:
            facts.setdefault(find.name, []).append(find.value)
        facts.pop("subject")
        assert facts == HEADS[name]


@pytest.mark.parametrize("name", [BAKER, MILIEU, HONDEN])
def test_a_letter_reads_the_same_as_text_and_as_pdf(name):
    text, pdf = (found(f"{name}{form}") for form in FORMS)
    for one, other in (
        *zip(text.questions, pdf.questions, strict=True),
        *zip(text.answers, pdf.answers, strict=True),
    ):
        assert bare(read(text, one.span)) == bare(read(pdf, other.span))
    notes = [
        sorted((note.system, note.number, bare(read(letter, note.span))) for note in letter.notes)
        for letter in (text, pdf)
    ]
    assert notes[0] == notes[1]
    subjects = [
        [find.value for find in letter.head if find.name == "subject"] for letter in (text, pdf)
    ]
    assert subjects[0] == subjects[1]


def test_a_place_is_named_as_the_record_names_it():
    letter = found(CITRIX)
    notes = [letter.place_of(note.span) for note in letter.notes]
    assert notes == [
        "antwoord op vraag 2, voetnoot 1",
        "antwoord op vraag 2, voetnoot 2",
        "antwoord op vraag 5, voetnoot 3",
        "noot 1 bij de vragen",
    ]
    assert letter.place_of(letter.questions[1].span) == "vraag 2"
    assert letter.place_of(letter.answers[7].span) == "antwoord op vragen 8, 9 en 10"
    assert letter.place_of(letter.title) == "opschrift van de vragen"
