"""A program that is killed while it saves: the whole number by hand, see `tests/crash.py`."""

import pytest

from tests.crash import crash, prepare


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_a_kill_loses_nothing_that_was_said_to_be_stored():
    prepare()
    outcome = crash(8)
    assert outcome.kills == 8
    assert outcome.acknowledged > 8
