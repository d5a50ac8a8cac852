"""The head of letters that we wrote ourselves: each fact with its place, or left out."""

import pytest

from tests.letters.structure.letters import on_paper, structure

OPENING = (
    "In antwoord op uw brief van 9 november 2023, nr. {}, deel ik u mede dat de vragen "
    "zijn beantwoord."
)
QUESTION = "Vraag 1\nIs de sluis open?\n\nAntwoord op vraag 1\nJa.\n"
TITLE = (
    "Vragen van het lid Sluis (BRUG) aan de minister van Bruggen over de sluis "
    "(ingezonden 3 mei 2024)"
)


def values(found, name: str) -> list[str]:
    return [find.value for find in found.head if find.name == name]


def words(found, name: str) -> list[str]:
    return [found.text.words(find.span) for find in found.head if find.name == name]


@pytest.mark.parametrize(
    "line",
    [
        "Datum\t7 november 2023",
        "Datum 7 november 2023",
        "Datum: 7-11-2023",
        "Datum\n7 november 2023",
        "Den Haag, 7 november 2023",
        "’s-Gravenhage, 7 november 2023",
    ],
)
def test_the_day_of_the_letter(line):
    found = structure(f"{line}\nOnderwerp De sluis\n\n{OPENING.format('2023Z19006')}\n\n{QUESTION}")
    assert values(found, "day") == ["2023-11-07"]
    assert words(found, "day")[0] in line


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Datum",
        "Datum 31 februari 2023",
        "Datum ontvangst: 7 november 2023",
        "Op 7 november 2023 sprak ik de schipper.",
    ],
)
def test_no_day_in_the_letter_is_no_day(line):
    found = structure(f"{line}\n{OPENING.format('2023Z19006')}\n\n{TITLE}\n\n{QUESTION}")
    assert values(found, "day") == []


def test_the_day_and_the_reference_can_stand_in_the_margin_alone():
    found = structure(
        *on_paper(["Over de sluis waar de boten doorheen moeten is veel te doen. " * 4])
    )
    assert values(found, "day") == ["2024-05-03"]
    assert values(found, "reference") == ["4711"]


@pytest.mark.parametrize(
    ("line", "reference"),
    [
        ("Ons kenmerk 5086975", "5086975"),
        ("Ons kenmerk5086975", "5086975"),
        ("Ons kenmerk: 5086975.", "5086975"),
        ("Ons kenmerk\n5086975", "5086975"),
        ("Kenmerk\nBS/ABC-2023/33017", "BS/ABC-2023/33017"),
        ("Kenmerk\nB S/ABC-2023/33017", "BS/ABC-2023/33017"),
        ("Onze referentie\n2023-0000123456", "2023-0000123456"),
        ("Uw kenmerk\n2023Z19006", None),
        ("Ons kenmerk\nDatum 7 november 2023", None),
        ("Ons kenmerk\n7 november 2023", None),
        ("Ons kenmerk", None),
    ],
)
def test_our_reference_is_a_number_of_the_ministry(line, reference):
    found = structure(f"{line}\n\nGeachte voorzitter,\n\nDe sluis is open.\n")
    assert values(found, "reference") == ([reference] if reference else [])


@pytest.mark.parametrize(
    ("number", "expected"),
    [("2023Z19006", ["2023Z19006"]), ("5293107", []), ("XXX", []), ("2023Z1900", [])],
)
def test_the_case_is_a_number_of_the_chamber(number, expected):
    assert values(structure(f"{OPENING.format(number)}\n\n{QUESTION}"), "case") == expected


def test_a_case_number_elsewhere_is_not_that_of_the_questions():
    found = structure(
        "Geachte voorzitter,\n\nU ontving de strategie (Kamerstuk "
        "2022Z24775).[footnoteRef:1] [1: Zie "
        f"2022Z11111.]\n\n{QUESTION}\nOok 2022Z22222 gaat erover.\n"
    )
    assert values(found, "case") == []


@pytest.mark.parametrize(
    "bracket",
    ["(ingezonden op 3 mei 2024, 2024Z08888)", "(Ingezonden 3 mei 2024, nr. 2024Z08888)"],
)
def test_the_title_tells_when_the_questions_were_sent_in(bracket):
    found = structure(
        f"Vragen van het lid Sluis (BRUG) aan de minister van Bruggen\n{bracket}\n\n{QUESTION}"
    )
    assert values(found, "sent_in") == ["2024-05-03"]
    assert values(found, "case") == ["2024Z08888"]
    assert values(found, "subject") == [
        "Vragen van het lid Sluis (BRUG) aan de minister van Bruggen"
    ]


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("het lid Sluis (BRUG)", ["Sluis (BRUG)"]),
        ("het lid Van der Sluis (BRUG)", ["Van der Sluis (BRUG)"]),
        ("de leden Sluis en Dam-Dijk (beiden BRUG)", ["Sluis (BRUG)", "Dam-Dijk (BRUG)"]),
        ("de leden Sluis (BRUG) en De Dam (D1)", ["Sluis (BRUG)", "De Dam (D1)"]),
        (
            "de leden Sluis, Dam (beiden BRUG) en Dijk (D1)",
            ["Sluis (BRUG)", "Dam (BRUG)", "Dijk (D1)"],
        ),
        ("het Kamerlid Sluis", ["Sluis"]),
    ],
)
def test_who_asked(who, expected):
    found = structure(f"Vragen van {who} aan de minister van Bruggen over de sluis\n\n{QUESTION}")
    assert values(found, "asker") == expected


@pytest.mark.parametrize(
    ("whom", "expected"),
    [
        ("de minister van Bruggen en Sluizen", ["minister van Bruggen en Sluizen"]),
        ("de Minister-President", ["minister-president"]),
        (
            "de staatssecretaris van Bruggen, Sluizen en Dammen en de minister voor Hoger Water",
            ["staatssecretaris van Bruggen, Sluizen en Dammen", "minister voor Hoger Water"],
        ),
        (
            "de ministers van Bruggen, Sluizen en Dammen en van Lage Dijken",
            ["minister van Bruggen, Sluizen en Dammen", "minister van Lage Dijken"],
        ),
    ],
)
def test_who_was_asked(whom, expected):
    found = structure(f"Vragen van het lid Sluis (BRUG) aan {whom} over de sluis\n\n{QUESTION}")
    assert values(found, "addressee") == expected


@pytest.mark.parametrize(
    ("signature", "sender"),
    [
        ("De minister van Bruggen,\n\n\n\nA.B. de Vries", "A.B. de Vries, minister van Bruggen"),
        ("de minister van Bruggen A. Dam-Dijk", "A. Dam-Dijk, minister van Bruggen"),
        (
            "DE STAATSSECRETARIS VAN BRUGGEN EN SLUIZEN,\n\ndrs. A.B.C. Dam",
            "drs. A.B.C. Dam, staatssecretaris van Bruggen en Sluizen",
        ),
    ],
)
@pytest.mark.parametrize("is_last", [True, False])
def test_the_sender_signs_with_name_and_office(signature, sender, is_last):
    parts = [f"{OPENING.format('2023Z19006')}", signature, TITLE, QUESTION]
    if is_last:
        parts = [parts[0], parts[2], parts[3], signature]
    found = structure("\n\n".join(parts))
    assert values(found, "sender") == [sender]
    assert values(found, "cosigner") == []


def test_without_signature_the_title_tells_the_office():
    title = (
        "Antwoorden van de Minister van Bruggen mede namens de staatssecretaris van "
        "Dammen op vragen"
    )
    found = structure(f"{title} van het lid Sluis (BRUG) over de sluis\n\n{QUESTION}")
    assert values(found, "sender") == ["minister van Bruggen"]
    assert values(found, "cosigner") == ["staatssecretaris van Dammen"]


def test_in_print_the_minister_is_named_in_the_title():
    title = "Antwoord van Minister Van Dam (Bruggen en Sluizen), mede namens de Minister van Dijken"
    found = structure(
        f"Vragen van het lid Sluis (BRUG) (ingezonden 3 mei 2024).\n{title} (ontvangen "
        f"7 juni 2024).\n\n{QUESTION}"
    )
    assert values(found, "sender") == ["Van Dam, minister (Bruggen en Sluizen)"]
    assert values(found, "cosigner") == ["minister van Dijken"]
    assert values(found, "day") == []


def test_those_who_sign_along_are_apart_each_once():
    found = structure(
        "Geachte voorzitter,\n\nMede namens de minister van Dijken, Dammen en Duinen en de "
        "staatssecretaris van Water stuur ik u dit.\n\nDe minister van Bruggen,\n\nA. Dam\n\n"
        "De minister van Dijken, Dammen en Duinen,\n\nB. Duin\n"
    )
    assert values(found, "sender") == ["A. Dam, minister van Bruggen"]
    assert values(found, "cosigner") == [
        "B. Duin, minister van Dijken, Dammen en Duinen",
        "staatssecretaris van Water",
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (QUESTION, ["antwoord"]),
        ("Vraag 1\nIs de sluis open?\n", ["vragen"]),
        ("Aan de Voorzitter van de Tweede Kamer\n\nDe sluis is open.\n", ["brief"]),
        ("Geachte voorzitter,\n\nDe sluis is open.\n", ["brief"]),
        ("De sluis is open.\n", []),
    ],
)
def test_the_kind_of_a_letter(text, kind):
    assert values(structure(text), "kind") == kind


def test_the_subject_is_read_over_its_lines():
    found = structure(
        "Datum     3 mei 2024\nOnderwerp De sluis waar de boten uit het\n          "
        "Noorden doorheen moeten "
        "in de\n          zomer\n\nGeachte voorzitter,\n\nDe sluis is\nopen, en dat "
        "blijft hij ook in de\nwinter.\n"
    )
    assert values(found, "subject") == [
        "De sluis waar de boten uit het Noorden doorheen moeten in de zomer"
    ]


def test_nothing_is_found_in_nothing():
    assert structure("").head == ()
    assert structure("").doubts == ()
