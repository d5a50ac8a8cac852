"""The two systems of notes of letters that we wrote ourselves: each counts from 1."""

import pytest

from incident.letters.notes import NoteSystem
from tests.letters.structure.letters import numbers, on_paper, read, said, structure

ASKED = "Vraag 1\nKent u het bericht over de sluis? {}\n\nAntwoord op vraag 1\nJa, dat ken ik.\n\n"
LINK = "www.sluiskrant.nl/sluis"


def notes(found, system=NoteSystem.MEMBERS) -> list[tuple]:
    """Return number, words and mark of each note of one system."""
    whole = found.text.whole
    return [
        (n.number, found.text.words(n.span), n.mark and whole[n.mark.start : n.mark.end])
        for n in found.notes
        if n.system == system
    ]


def test_a_footnote_of_word_has_its_mark_and_its_words():
    found = structure(
        "Vraag 1\nIs de sluis open?\n\nAntwoord op vraag 1\nDat schreef ik u.[footnoteRef:1] "
        "En ook dit.[footnoteRef:2]  [1:  Kamerstukken II, 2023-2024, 12345, nr. 6.]  "
        "[2: Zie [hier].] \n"
    )
    assert notes(found, NoteSystem.LETTER) == [
        (1, "Kamerstukken II, 2023-2024, 12345, nr. 6.", "[footnoteRef:1]"),
        (2, "Zie [hier].", "[footnoteRef:2]"),
    ]
    assert not found.doubts


def test_a_mark_whose_words_are_nowhere_is_said():
    found = structure("Vraag 1\nEn?\n\nAntwoord op vraag 1\nDat schreef ik u.[footnoteRef:3]\n")
    assert "De woorden van voetnoot 3 staan er niet." in said(found)


def test_a_bracket_that_never_closes_is_no_footnote():
    assert notes(structure("Een zin.[footnoteRef:1] [1: en toen"), NoteSystem.LETTER) == []


@pytest.mark.parametrize(
    ("mark", "entry"),
    [
        ("1)", "1) "),
        ("[1]", "[1] "),
        ("¹", "¹ "),
        ("1)", "1. "),
        ("[1]", "1 "),
    ],
)
def test_notes_of_members_have_marks_of_many_kinds(mark, entry):
    found = structure(ASKED.format(mark) + f"\n{entry}Sluiskrant, 3 mei 2024, {LINK}\n")
    assert notes(found) == [(1, f"Sluiskrant, 3 mei 2024, {LINK}", mark)]
    assert read(found, found.answers[0].span) == "Ja, dat ken ik."
    assert not found.doubts


def test_a_mark_can_stick_to_a_word_or_a_year():
    found = structure(
        "Vraag 1\nKent u het Sluizenplan2024, het Sluizenboek1 en het plan van 20222?\n\n"
        "Antwoord op vraag 1\nJa.\n\n1. sluizen.nl/boek\n2. sluizen.nl/plan\n"
    )
    assert notes(found) == [(1, "sluizen.nl/boek", "1"), (2, "sluizen.nl/plan", "2")]
    assert found.text.whole[found.notes[1].mark.start - 4 : found.notes[1].mark.start] == "2022"


def test_a_mark_can_stand_in_the_title_of_the_questions():
    found = structure(
        "Vragen van het lid Sluis (BRUG) over het boek 'Sluizen'. 1)\n(ingezonden 3 mei 2024)\n\n"
        + ASKED.format("")
        + "1) Kamerstuk 12 345, nr. 6.\n"
    )
    assert notes(found) == [(1, "Kamerstuk 12 345, nr. 6.", "1)")]


def test_two_notes_can_stand_on_one_line():
    found = structure(ASKED.format("[1] [2]") + f"[1] {LINK}/a[2] {LINK}/b\n")
    assert [note[:2] for note in notes(found)] == [(1, f"{LINK}/a"), (2, f"{LINK}/b")]


def test_lost_numbers_are_counted_where_the_questions_point_to_as_many():
    text = (
        "Vraag 1\nKent u dit bericht1) en dit boek 2)?\n\nAntwoord op vraag 1\nIk ken beide.\n\n\n"
    )
    found = structure(f"{text}Sluiskrant, 3 mei 2024, {LINK}\nsluizen.nl/boek.pdf\n")
    assert [note[:2] for note in notes(found)] == [
        (1, f"Sluiskrant, 3 mei 2024, {LINK}"),
        (2, "sluizen.nl/boek.pdf"),
    ]
    assert read(found, found.answers[0].span) == "Ik ken beide."
    assert "geteld" in said(found)


def test_sources_of_which_no_more_than_the_year_is_known_are_notes():
    found = structure(
        "Vraag 1\nKent u het bericht 1) en het onderzoek 2)?\n\nAntwoord op vraag 1\n"
        "Ja, ik ken ze.\n\n\n"
        "De Sluiskrant, 3 mei 2024, 'Brand bij de sluis'\nInstituut, 2023, Onderzoek naar branden\n"
    )
    assert len(notes(found)) == 2
    assert read(found, found.answers[0].span) == "Ja, ik ken ze."


@pytest.mark.parametrize(
    "end",
    [
        "De sluis gaat in 2030 open.",
        f"Meer staat op {LINK}.",
        f"sluizen.nl/a\n{LINK}/b\nsluizen.nl/c",
    ],
)
def test_what_may_be_of_the_answer_is_no_list_of_notes(end):
    text = "Vraag 1\nKent u dit bericht1) en dit boek 2)?\n\nAntwoord op vraag 1\nIk ken beide."
    found = structure(f"{text}\n{end}\n")
    assert notes(found) == []
    assert read(found, found.answers[0].span) == f"Ik ken beide. {' '.join(end.split())}"
    assert "De noten bij de vragen vinden wij niet." in said(found)


def test_a_list_in_the_last_answer_is_no_list_of_notes():
    found = structure(ASKED.format("") + "1) Wij bouwen een sluis.\n2) Wij bouwen een brug.\n")
    assert notes(found) == []
    assert "Wij bouwen een brug." in read(found, found.answers[0].span)


def test_a_list_in_the_last_answer_is_none_though_a_question_points_to_notes():
    found = structure(ASKED.format("1)") + "1) Wij bouwen een sluis.\n2) Wij bouwen een brug.\n")
    assert notes(found) == []
    assert "Wij bouwen een brug." in read(found, found.answers[0].span)


def test_a_list_that_the_answer_goes_on_behind_is_no_list_of_notes():
    found = structure(ASKED.format("1)") + f"1) het bericht op {LINK}\nDaarmee is alles gezegd.\n")
    assert notes(found) == []
    assert read(found, found.answers[0].span).endswith("Daarmee is alles gezegd.")


def test_notes_can_stand_below_their_question():
    found = structure(
        f"Vraag 1\nKent u het bericht? 1)\n1) Sluiskrant, 3 mei 2024, {LINK}\n\n"
        "Antwoord op vraag 1\nJa.\n"
    )
    assert notes(found) == [(1, f"Sluiskrant, 3 mei 2024, {LINK}", "1)")]
    assert read(found, found.questions[0].span) == "Kent u het bericht? 1)"


def test_two_lists_that_both_begin_at_1_are_told_apart_by_their_marks():
    found = structure(
        "Vraag 1\nKent u het boek [1] en het bericht [2]?\n\nAntwoord op vraag 1\nJa, "
        "zie mijn brief.[1]\n\n"
        f"[1] sluizen.nl/boek\n[2] {LINK}\n\n[1] Kamerstuk 12345, nr. 6\n"
    )
    assert [note[:2] for note in notes(found)] == [(1, "sluizen.nl/boek"), (2, LINK)]
    assert notes(found, NoteSystem.LETTER) == [(1, "Kamerstuk 12345, nr. 6", "[1]")]
    assert numbers(found) == ([1], [(1,)])


def test_a_note_without_mark_is_said():
    found = structure(ASKED.format("1)") + f"1) {LINK}\n2) {LINK}/twee\n")
    assert notes(found)[1] == (2, f"{LINK}/twee", None)
    assert "Waar noot 2 bij hoort, staat er niet." in said(found)


def test_a_number_between_brackets_in_a_sentence_is_no_mark():
    found = structure(ASKED.format("Ook (punt 1) daarvan, van 2025Z14811)?") + f"1) {LINK}\n")
    assert all(mark is None for _, _, mark in notes(found))


def test_on_paper_footnotes_are_read_at_the_bottom_of_their_page():
    found = structure(
        *on_paper(
            [
                "Vraag 1",
                "Is de sluis waar de boten uit het noorden doorheen moeten in de zomer wel open?",
                "Antwoord op vraag 1",
                "Ja, dat stond in mijn brief van het voorjaar[footnoteRef:1] en in het plan van de "
                "sluizen van 2022[footnoteRef:2]. De sluis is ook in de winter open. [1: Kamerstuk "
                "12345, nr. 6.] [2: Plan Sluizen 2022, waarin van elke sluis staat "
                "wanneer zij open is, "
                "en ook waarom.]",
            ]
        )
    )
    assert notes(found, NoteSystem.LETTER) == [
        (1, "Kamerstuk 12345, nr. 6.", "1"),
        (
            2,
            "Plan Sluizen 2022, waarin van elke sluis staat wanneer zij open is, en ook waarom.",
            "2",
        ),
    ]
    assert [found.place_of(note.span) for note in found.notes] == [
        "antwoord op vraag 1, voetnoot 1",
        "antwoord op vraag 1, voetnoot 2",
    ]


def test_on_paper_a_number_that_counts_something_is_no_mark():
    found = structure(
        "De uitstoot van CO 2-gas bij de sluis is lager dan in\nhet jaar ervoor, zo "
        "staat in fase 1 van\n"
        "het plan, en ook in mijn brief.1 De sluis blijft\ndus nog wel even open.\n\n\n"
        "1\n Kamerstuk 12345, nr. 6.\n\n              Pagina 1 van 1\n"
    )
    assert notes(found, NoteSystem.LETTER) == [(1, "Kamerstuk 12345, nr. 6.", "1")]
    assert "mijn brief.[footnoteRef:1] De sluis" in found.text.flow.text


def test_where_two_marks_are_possible_none_is_chosen():
    found = structure(
        "De sluis1 waar de boten uit het noorden doorheen\nmoeten, is open, en zo is "
        "de brug1 die er\n"
        "naast ligt, en die ook in mijn brief stond2 over\nde bruggen en de sluizen.\n\n\n"
        "1\n Kamerstuk 12345, nr. 6.\n2\n Kamerstuk 12345, nr. 7.\n\n              Pagina 1 van 1\n"
    )
    assert [mark for _, _, mark in notes(found, NoteSystem.LETTER)] == [None, "2"]
