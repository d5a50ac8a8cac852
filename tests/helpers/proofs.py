"""How much of a proof by number is done: a tenth, or with PROOFS=whole the whole number."""

import os
from collections.abc import Iterable

WHOLE = os.environ.get("PROOFS") == "whole"


def share(number: int, least: int = 1) -> int:
    """Return a tenth of the number and at least `least`, or all of it with PROOFS=whole."""
    return number if WHOLE else max(number // 10, least)


def some(rows: Iterable, first: int = 0) -> list:
    """Return every tenth of the rows, or all of them with PROOFS=whole.

    Ten that each begin at another number, of which only the last figure counts, share all rows.
    """
    return list(rows) if WHOLE else list(rows)[first % 10 :: 10]
