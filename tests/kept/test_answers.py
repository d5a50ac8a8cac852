"""How answers are kept: within so many bytes, and one made at a time."""

import threading
from datetime import UTC, datetime

import pytest

from timeline.kept.answers import AROUND, LARGEST, Answer, Kept, takes_gzip
from timeline.kept.state import State

NOW = datetime(2026, 1, 1, tzinfo=UTC)
THEN, LATER = State(1, "a", NOW, NOW), State(2, "b", NOW, NOW)


def answer(count: int) -> Answer:
    return Answer(200, {"Content-Type": "image/png"}, b"x" * count)


def test_the_least_used_goes_first_and_the_bytes_stay_within_bounds():
    kept = Kept(most_bytes=3 * (AROUND + 100))
    for name in "abc":
        kept.keep((name,), THEN, answer(100))
    kept.find(("a",), THEN)
    kept.keep(("d",), THEN, answer(100))
    assert [question[0] for question in kept.answers] == ["c", "a", "d"]
    assert kept.bytes == 3 * (AROUND + 100)
    kept.keep(("e",), THEN, answer(2_000))
    assert kept.bytes <= kept.most_bytes
    kept.clear()
    assert (kept.bytes, kept.find(("e",), THEN)) == (0, (False, None))


def test_an_answer_of_another_state_is_none_and_gives_up_its_place():
    kept = Kept()
    kept.keep(("a",), THEN, answer(100))
    assert kept.find(("a",), LATER) == (False, None)
    kept.keep(("a",), LATER, answer(10))
    assert kept.bytes == AROUND + 10
    assert kept.find(("a",), THEN) == (False, None)


@pytest.mark.parametrize("large", [None, answer(LARGEST + 1)])
def test_that_one_is_too_large_to_keep_is_known(large):
    kept = Kept()
    kept.keep(("b",), THEN, answer(LARGEST))
    kept.keep(("a",), THEN, large)
    assert kept.find(("a",), THEN) == (True, None)
    assert kept.bytes == LARGEST + 2 * AROUND


def test_of_many_who_ask_at_once_one_makes_the_answer():
    kept, made, ready = Kept(), [], threading.Barrier(8)

    def ask():
        ready.wait()
        with kept.making(("a",)):
            if not kept.find(("a",), THEN)[0]:
                made.append(threading.current_thread())
                kept.keep(("a",), THEN, answer(1))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1
    assert kept.being_made == {}


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("gzip", True),
        ("br;q=1.0, GZIP;q=0.5", True),
        ("", False),
        ("gzip;q=0", False),
        ("gzip; q=0.000", False),
        ("br, deflate", False),
        ("xgzip", False),
    ],
)
def test_gzip_is_for_who_names_it(accepted, expected):
    assert takes_gzip(accepted) is expected
