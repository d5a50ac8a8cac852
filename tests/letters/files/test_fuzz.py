"""10,000 letters with bytes changed by chance: each is read, or refused in words."""

import random
import time
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest

from incident.letters.files.kinds import pages
from incident.letters.files.limits import MOST_SECONDS, LetterFileError
from tests.helpers.proofs import share
from tests.letters.files.papers import AS_FILES, LETTER, packed

pytestmark = pytest.mark.proof
KINDS = ("docx", "odt", "html", "xml", "pdf", "utf-16")


def changed(data: bytes, by: random.Random) -> bytes:
    """Return the bytes with some written over, cut out, doubled or moved."""
    made = bytearray(data)
    for _ in range(by.randint(1, 8)):
        place, length = by.randrange(len(made)), by.randint(1, 30)
        part = made[place : place + length]
        other = by.choice((by.randbytes(1), part[::-1], b"", part * 3, b"999999999", b"<", b">>"))
        made[place : place + by.choice((1, length))] = other
        if len(made) < len(data) // 2:
            break
    return bytes(made)


def changed_within(data: bytes, by: random.Random) -> bytes:
    """Return a zip of which one part was changed, so that its sums are right."""
    package = zipfile.ZipFile(BytesIO(data))
    parts = {name: package.read(name) for name in package.namelist()}
    name = by.choice(list(parts))
    return packed({**parts, name: changed(parts[name], by)})


def ways(kind: str) -> list[Callable[[bytes, random.Random], bytes]]:
    return [changed, changed_within, changed_within] if kind in ("docx", "odt") else [changed]


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_changed_by_chance_is_read_or_refused_in_words(kind):
    by = random.Random(kind)  # noqa: S311 - the same each time
    whole, read = AS_FILES[kind](LETTER), 0
    for _ in range(share(10_000 // len(KINDS))):
        begun = time.monotonic()
        try:
            found = pages(by.choice(ways(kind))(whole, by))
        except LetterFileError:
            continue
        finally:
            assert time.monotonic() - begun < MOST_SECONDS
        read += 1
        assert not {"\0", "\f", "\r", "\x1b"} & set("".join(found))
    assert read
