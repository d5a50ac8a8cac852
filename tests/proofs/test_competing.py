"""Several editors at one event: the whole number by hand, see `tests/competing.py`."""

import pytest

from tests.competing import compete


@pytest.mark.django_db(transaction=True)
def test_of_competing_edits_in_the_form_none_is_lost():
    outcome = compete(4, 6)
    assert outcome.saved
