"""What was counted by hand in real letters, where they are beside the repository: numbers alone."""

import os
from datetime import date
from pathlib import Path

import pytest

from incident.letters.files.reading import read
from incident.letters.finds.citing import citations
from incident.letters.finds.dated import dates
from incident.letters.finds.mentions import letters
from incident.letters.text import Text
from tests.conftest import ROOT

LETTERS = Path(os.environ.get("LETTERS") or ROOT.parent / "shared/letters")
pytestmark = pytest.mark.skipif(not LETTERS.is_dir(), reason="the real letters are not here")

POLICE = "jenv-2023-sammy-baker-2023Z16994", date(2023, 11, 7)
NATURE = "jenv-ienw-2023-milieucriminaliteit", date(2023, 12, 4)
DOGS = "lnv-2023-wassenberg", date(2023, 10, 18)
FORMS = (".txt", ".pdf-layout.txt", ".docx")  # of one letter, which are to give the same
# Of each letter: its day, the dates in its sentences, and the papers that it cites, sorted.
COUNTED = [
    (
        *("antwoord-2025Z14818.txt", None),
        ["", "", "", "", "2025-06/2025-07-23", "2025-07-21", "2025-07-21"],
        ["", "2025Z14818", "kst-26643-1376", "kst-26643-1376", "kst-26643-1378"],
    ),
    (
        *("antwoord-2025Z14818.txt", date(2025, 8, 25)),
        [
            *("2025-06/2025-07-23", "2025-07-17", "2025-07-21", "2025-07-21", "2025-08-04"),
            *("2025-08-04", "2025-08-12"),
        ],
        ["", "2025Z14818", "kst-26643-1376", "kst-26643-1376", "kst-26643-1378"],
    ),
    *(
        (
            *(POLICE[0] + form, POLICE[1]),
            ["2022-02", "2023-06-26", "2023-09-27", "2023-10-10", "2023-11-07"],
            ["2023Z16994", "kst-25424-670"],
        )
        for form in FORMS
    ),
    *(
        (
            *(NATURE[0] + form, NATURE[1]),
            [
                *("", "2021-04-26", "2021-22", "2023-06", "2023-07-04", "2023-11-09"),
                *("2023-12-04", "2023/..", "2024", "2024-01-29"),
            ],
            [
                *("2023Z19006", "ah-tk-20222023-1823", "kst-22343-344", "kst-29628-1139"),
                "kst-35690-3",
            ],
        )
        for form in FORMS
    ),
    *(
        (
            *(DOGS[0] + form, DOGS[1]),
            [
                *("2018", "2018", "2018", "2019", "2021/2025", "2023-09-07", "2023-09-27"),
                "2023-10-18",
            ],
            ["2023Z14759", "kst-28286-1056"],
        )
        for form in FORMS
    ),
    (
        *("kamerbrief-circulaire-economie.pdf-layout.txt", date(2023, 2, 3)),
        [
            *("", "", "", "", "2022-12-09", "2023-02-03", "2023-21", "2023/..", "2023/2024"),
            *("2030", "2030", "2030", "2030", "2050", "2050", "2050"),
        ],
        [
            *("2022Z10845", "2022Z24775", "2022Z24775", "kst-32813-952", "kst-32852-199"),
            "kst-32852-209",
        ],
    ),
]
each = pytest.mark.parametrize(("name", "day", "edtf", "papers"), COUNTED)


def letter(name: str) -> Text:
    """Return a letter without the line above it that says where it was found."""
    path = LETTERS / name
    if path.suffix == ".docx":
        return Text.of(read(path.read_bytes(), name))
    text = path.read_text()
    return Text.of((text.partition("\n")[2] if text.startswith("[Bron: ") else text).split("\f"))


@each
def test_the_dates_are_those_that_were_counted(name, day, edtf, papers):
    assert sorted(find.date for find in dates(letter(name).flow, day)) == edtf


@each
def test_the_citations_are_those_that_were_counted(name, day, edtf, papers):
    finds = citations(letter(name).flow)
    assert all(find.reference for find in finds)
    assert sorted(find.reference.address for find in finds) == papers


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("antwoord-2025Z14818.txt", 5),
        (f"{POLICE[0]}.txt", 1),
        (f"{NATURE[0]}.txt", 1),
        (f"{DOGS[0]}.txt", 0),
    ],
)
def test_the_letters_that_are_named_by_their_day_are_those_that_were_counted(name, days):
    text = letter(name)
    assert len(letters(text, dates(text.flow, date(2025, 8, 25)))) == days
