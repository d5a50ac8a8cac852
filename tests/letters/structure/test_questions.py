"""Questions and answers of letters that we wrote ourselves, one for each trap."""

import pytest

from tests.letters.structure.letters import numbers, pairs, read, said, structure

BRIDGE = "Is de brug veilig?"
YES = "Ja, de brug is veilig."


def asked(*questions: int, form: str = "Vraag {}\nKlopt bericht {} over de brug?\n\n") -> str:
    return "".join(form.format(number, number) for number in questions)


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Antwoord op vraag 1", (1,)),
        ("Antwoord vraag 1", (1,)),
        ("Antwoord 1", (1,)),
        ("Antwoord op vraag 1:", (1,)),
        ("Antwoord op vraag 1 ", (1,)),
        ("Antwoord op de vraag 1", (1,)),
        ("ANTWOORD OP VRAAG 1", (1,)),
        ("Beantwoording vraag 1", (1,)),
        ("Antwoord:", (4,)),
        ("Antwoord", (4,)),
        ("Antwoord op vragen 1, 2 en 3", (1, 2, 3)),
        ("Antwoord op vragen 1, 2, en 3", (1, 2, 3)),
        ("Antwoord op vraag 1 en 3", (1, 3)),
        ("Antwoorden op vraag 1, 3 en 4", (1, 3, 4)),
        ("Antwoord op de vragen 2 t/m 4", (2, 3, 4)),
        ("Antwoord op de vragen 2 tot en met 4", (2, 3, 4)),
        ("Antwoord op vragen 2-4", (2, 3, 4)),
        ("Antwoord op vragen 1, 2 t/m 4", (1, 2, 3, 4)),
        ("Antwoord op vraag 1 en vraag 3", (1, 3)),
        ("Antwoord 2, 3", (2, 3)),
        ("Antwoorden 2 & 3", (2, 3)),
        ("Antwoord vragen 2/3", (2, 3)),
        ("[bookmark: _Hlk205458516]Antwoord op vraag 4", (4,)),
    ],
)
def test_an_answer_names_its_questions_in_many_ways(heading, expected):
    found = structure(f"{asked(1, 2, 3, 4)}{heading}\n{YES}\n")
    assert numbers(found) == ([1, 2, 3, 4], [expected])
    assert read(found, found.answers[0].span) == YES


@pytest.mark.parametrize(
    "heading",
    ["Vraag 1", "Vraag 1:", "Vraag 1 ", "VRAAG 1", "Vraag 1.", "[bookmark: _Hlk1]Vraag 1"],
)
def test_a_question_is_headed_in_many_ways(heading):
    found = structure(f"{heading}\n{BRIDGE}\n\nAntwoord op vraag 1\n{YES}\n")
    assert pairs(found) == {1: (BRIDGE, YES)}
    assert not found.doubts


@pytest.mark.parametrize(
    "line",
    ["Vraag 1: Is de brug veilig?", "Vraag 1. Is de brug veilig?", "Vraag 1 Is de brug veilig?"],
)
def test_words_can_stand_behind_the_heading_on_its_line(line):
    found = structure(f"{line}\nAntwoord 1: {YES}\n")
    assert pairs(found) == {1: (BRIDGE, YES)}


def test_an_answer_far_from_its_question_is_paired_by_number():
    found = structure(
        "Vraag 1\nWaar ligt de sluis?\n\nVraag 2\nWie betaalt de sluis?\n\n"
        "Antwoord op vraag 2\nDe provincie.\n\nVraag 3\nIs de sluis op slot?\n\n"
        "Antwoord op vraag 1 en 3\nIn Lemmer, en nee.\n"
    )
    assert numbers(found) == ([1, 2, 3], [(2,), (1, 3)])
    assert pairs(found)[1] == ("Waar ligt de sluis?", "In Lemmer, en nee.")
    assert not found.doubts


def test_questions_out_of_order_are_all_there():
    found = structure(
        asked(1, 4, 3)
        + f"Antwoorden op vraag 1, 3 en 4\n{YES}\n\n"
        + asked(2)
        + "Antwoord op vraag 2\nZie het antwoord op vraag 1.\n"
    )
    assert numbers(found) == ([1, 4, 3, 2], [(1, 3, 4), (2,)])
    assert not found.doubts


def test_an_answer_without_heading_is_paired_and_to_be_looked_at():
    found = structure(
        f"Vraag 1\n{BRIDGE}\n\nAntwoord op vraag 1\n{YES}\n\nVraag 2\nKomt er een "
        "nieuwe brug? 1)\n\n"
        "Die brug komt er. Ik heb daar geld voor.\n\nHij is in 2030 klaar.\n"
    )
    assert pairs(found)[2][1] == "Die brug komt er. Ik heb daar geld voor. Hij is in 2030 klaar."
    assert found.answers[1].heading is None
    assert "Het antwoord op vraag 2 heeft geen kopje" in found.doubts[0].words
    assert found.doubts[0].span == found.answers[1].span


@pytest.mark.parametrize(
    "rest",
    [
        "De brug is van hout.",  # who says so?
        "Graag een toelichting.",
        "Kunt u dat met cijfers onderbouwen, en ik vraag dat met klem.",
        "Ik hoor dat de brug kraakt. Klopt dat?",
        "Bron: Sluiskrant, 3 mei 2024, wij zijn de brug",
    ],
)
def test_what_may_be_of_the_question_is_no_answer(rest):
    found = structure(f"{asked(1)}Antwoord op vraag 1\n{YES}\n\n{asked(2)}{rest}\n")
    assert numbers(found) == ([1, 2], [(1,)])
    assert "Vraag 2 heeft geen antwoord." in said(found)


def test_an_answer_without_heading_below_two_open_questions_is_not_paired():
    found = structure(
        f"{asked(1)}Antwoord op vraag 1\n{YES}\n\n{asked(2, 3)}Nee, dat wil ik niet.\n"
    )
    assert numbers(found) == ([1, 2, 3], [(1,)])
    assert "Onder vraag 3 staat tekst zonder kopje" in said(found)


def test_a_numbered_list_can_ask_and_answer():
    found = structure(
        "1. Is de brug veilig?\nAntwoord:\nJa, de brug is veilig.\n2. Hoe lang nog?\n"
        "Antwoord: Tien jaar.\n"
    )
    assert pairs(found) == {1: (BRIDGE, YES), 2: ("Hoe lang nog?", "Tien jaar.")}


def test_all_questions_can_come_first_and_all_answers_after_one_heading():
    found = structure(
        "Vragen van het lid Sluis (BRUG)\n\n1. Is de brug veilig?\n\n2. Hoe lang "
        "nog?\n\n3. En dan?\n\n"
        "Antwoorden\n\n1. Ja, de brug is veilig.\n\n2 en 3. Tien jaar.\n"
    )
    assert numbers(found) == ([1, 2, 3], [(1,), (2, 3)])
    assert pairs(found)[3] == ("En dan?", "Tien jaar.")


def test_a_numbered_list_in_an_answer_is_no_question():
    answer = "Er zijn twee plannen.\n1. Wie betaalt er mee?\n2. Wie bouwt er mee?"
    found = structure(f"Vraag 1\n{BRIDGE}\n\nAntwoord op vraag 1\n{answer}\n")
    assert numbers(found) == ([1], [(1,)])
    assert read(found, found.answers[0].span) == " ".join(answer.split())


def test_a_letter_without_questions_has_none():
    found = structure(
        "Geachte voorzitter,\n\n1. Is dit een vraag?\n2. Vraag 3 en 4 gaan over de brug.\n"
    )
    assert numbers(found) == ([], [])
    assert not found.doubts


@pytest.mark.parametrize(
    "sentence",
    [
        "Zie ook het antwoord op vraag 1.",
        "Antwoord 2,5 miljoen keer gevraagd.",
        "Vraag 3 en 4 gaan over de sluis.",
        "Antwoorden op vragen 1 en 2 volgen later.",
        "Vragen van burgers beantwoord ik graag.",
    ],
)
def test_a_sentence_is_no_heading(sentence):
    found = structure(f"Vraag 1\n{BRIDGE}\n\nAntwoord op vraag 1\n{YES}\n\n{sentence}\n")
    assert numbers(found) == ([1], [(1,)])
    assert read(found, found.answers[0].span) == f"{YES} {sentence}"


def test_on_paper_a_heading_is_not_the_tail_of_a_sentence():
    found = structure(
        "Vraag 1\nDeelt u de mening dat de brug over de rivier\nveilig is, en zo nee "
        "waarom niet?\n\n"
        "Antwoord op vraag 1\nDat heb ik al gezegd in het antwoord op\nvraag 2 en in "
        "dat op\nvraag 3.\n"
        "Vraag 2\nIs de brug die over de rivier ligt van hout of\nvan staal gemaakt?\n"
        "Antwoord op vraag 2\nVan staal.\n"
    )
    assert numbers(found) == ([1, 2], [(1,), (2,)])
    assert (
        pairs(found)[1][1]
        == "Dat heb ik al gezegd in het antwoord op vraag 2 en in dat op vraag 3."
    )


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        (asked(1, 3) + f"Antwoord op vragen 1 en 3\n{YES}\n", "Vraag 2 ontbreekt."),
        (asked(1, 4) + f"Antwoord op vragen 1 en 4\n{YES}\n", "Vragen 2 en 3 ontbreken."),
        (asked(1, 2) + f"Antwoord op vraag 1\n{YES}\n", "Vraag 2 heeft geen antwoord."),
        (asked(1) + f"Antwoord op vragen 1 en 2\n{YES}\n", "Dit is een antwoord op vraag 2, maar"),
        (
            asked(1) + f"Antwoord op vraag 1\n{YES}\nAntwoord op vraag 1\nNee.\n",
            "Op vraag 1 is er al",
        ),
        (asked(1) + "Vraag 1\nEn dan?\nAntwoord op vraag 1\nNee.\n", "Vraag 1 staat er twee keer."),
        (
            asked(1) + f"Antwoord op vraag 1b\n{YES}\n",
            "Dit kopje begrijpen wij niet: ‘Antwoord op vraag 1b’.",
        ),
        (asked(1) + f"Antwoord op vragen 3 t/m 1\n{YES}\n", "Dit kopje begrijpen wij niet"),
        (asked(1, 2) + f"Antwoord\n{YES}\n", "Is het alleen op vraag 2?"),
        (f"Vraag\n{BRIDGE}\nAntwoord\n{YES}\n", "Deze vraag heeft geen nummer."),
        (f"Vraag\n{BRIDGE}\nAntwoord\n{YES}\n", "noemt geen nummer, en er staat geen vraag boven"),
        (
            f"Vraag 1\n{BRIDGE}\nAntwoord op vraag 1\nVraag 2\nEn nu?\n",
            "Onder ‘Antwoord op vraag 1’ staat geen",
        ),
        (f"Vraag 1\nAntwoord op vraag 1\n{YES}\n", "Onder ‘Vraag 1’ staat geen tekst."),
    ],
)
def test_what_does_not_fit_is_said(text, doubt):
    assert doubt in said(structure(text))


def test_words_under_a_heading_that_is_not_understood_are_of_no_other():
    found = structure(f"{asked(1)}Antwoord op vraag 1\n{YES}\nAntwoord op vraag 2b\nNee.\n")
    assert read(found, found.answers[0].span) == YES


def test_a_number_that_is_there_twice_has_no_pair():
    found = structure(asked(1) + "Vraag 1\nEn dan?\nAntwoord op vraag 1\nNee.\n")
    assert found.answer_to(1) is None
    assert pairs(found) == {}


def test_questions_that_are_printed_again_above_their_answers_count_once():
    found = structure(
        asked(1, 2)
        + asked(1)
        + f"Antwoord op vraag 1\n{YES}\n"
        + asked(2)
        + "Antwoord op vraag 2\nNee.\n"
    )
    assert numbers(found) == ([1, 2], [(1,), (2,)])
    assert not found.doubts


@pytest.mark.parametrize(
    "end",
    [
        "Hoogachtend,\n\nDe minister van Bruggen,\n\nA.B. de Vries",
        "De Minister van Bruggen en Sluizen,\n\n\n\nA.B. de Vries",
        "Bijlage: tekening van de brug\nHierop staat de brug.",
        "Toelichting:\nDeze vragen gaan over dezelfde brug.",
    ],
)
def test_the_last_answer_stops_where_the_letter_does(end):
    found = structure(f"Vraag 1\n{BRIDGE}\n\nAntwoord op vraag 1\n{YES}\n\n{end}\n")
    assert read(found, found.answers[0].span) == YES


def test_the_questions_alone_raise_no_doubt_about_answers():
    found = structure(
        "Vragen van het lid Sluis (BRUG) (ingezonden 3 mei 2024)\n\n"
        "Vraag 1\nIs de brug veilig?\n\nGraag een toelichting.\n\nVraag 2\nEn de sluis?\n"
    )
    assert numbers(found) == ([1, 2], [])
    assert not found.doubts


def test_spans_hold_the_words_in_the_untouched_text():
    text = f"[bookmark: _Hlk1]Vraag 1 \n{BRIDGE}\n\nAntwoord op vraag 1\n{YES}\n"
    found = structure(text)
    question, answer = found.questions[0], found.answers[0]
    cut = [
        text[s.start : s.end]
        for s in (question.heading, question.span, answer.heading, answer.span)
    ]
    assert cut == ["Vraag 1", BRIDGE, "Antwoord op vraag 1", YES]


def test_a_printed_answer_has_its_questions_at_one_side_and_its_imprint_at_the_bottom():
    pages = (
        "            1234\n            Vragen van het lid Sluis (BRUG) aan de Minister van\n"
        "            Bruggen over de sluis (ingezonden 3 mei 2024).\n\n            Vraag 1\n"
        "            Kent u het bericht over de sluis die in het noorden\n"
        "            bij de brug is gebouwd?1\n\n            Antwoord 1\n            Ja.\n\n\n"
        "            1\n              Sluiskrant, 1 mei 2024.\n\n ah-tk-20232024-1234\n"
        " ISSN 0921 - 7398\n"
        " ’s-Gravenhage 2024       Tweede Kamer, vergaderjaar 2023–2024, Aanhangsel    1\n",
        "            Vraag 2, 3\n            Wat vindt u daarvan, en wat doet u eraan dat de\n"
        "            sluis dicht is?\n\n            Antwoord 2, 3\n            Niets.\n\n"
        " Tweede Kamer, vergaderjaar 2023–2024, Aanhangsel    2\n",
    )
    found = structure(*pages)
    assert numbers(found) == ([1, 2, 3], [(1,), (2, 3)])
    assert pairs(found)[3] == (
        "Wat vindt u daarvan, en wat doet u eraan dat de sluis dicht is?",
        "Niets.",
    )
    assert read(found, found.notes[0].span) == "Sluiskrant, 1 mei 2024."
    assert not found.doubts
