"""Real letters, where they are at hand (LETTERS): what is in them is in no file of ours."""

import os
import re
from collections import Counter
from pathlib import Path

import pytest

from incident.letters.files.reading import read
from tests.conftest import ROOT

LETTERS = Path(os.environ.get("LETTERS", ROOT.parent / "shared/letters"))
WORD = sorted(LETTERS.glob("*.docx"))
OF_THE_TEXT_ONLY = re.compile(r"\[bookmark: [^]]*\]|\A\[Bron: [^]]*\]")

pytestmark = pytest.mark.skipif(not WORD, reason="needs the real letters (LETTERS)")


@pytest.mark.parametrize("path", WORD, ids=lambda path: path.stem)
def test_a_document_of_word_gives_the_words_that_apache_poi_finds(path):
    [page] = read(path.read_bytes(), path.name)
    theirs = OF_THE_TEXT_ONLY.sub("", path.with_suffix(".txt").read_text())
    ours = re.sub(r"^\d\. ", "", page, flags=re.MULTILINE)  # a list's numbers, which POI leaves out
    assert Counter(ours.split()) == Counter(theirs.split())


@pytest.mark.parametrize("path", sorted(LETTERS.glob("*.txt")), ids=lambda path: path.stem)
def test_a_text_comes_out_as_it_went_in(path):
    text = path.read_text().replace("\uf0b7", "\u2022")  # the bullet of Word's own font
    found = "\f".join(read(path.read_bytes(), path.name))
    assert found.split() == text.split()
    assert found.count("\f") == text.rstrip().count("\f")
