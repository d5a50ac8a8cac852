"""The steps by which a snapshot of an older format is read in today's names.

They change a snapshot in place. Rows under a row are part of its snapshot: a step for a citation is
one for "event". Steps stay for ever, because entries do.
"""

from collections.abc import Callable
from typing import Any

KAMERSTUK, AANHANGSEL, QUESTIONS = "kst", "ah", "kv"


def tell_series(paper: dict[str, Any]) -> None:
    """Give a paper of before format 3 its series, and the Chamber's two sorts of number apart.

    Then there was no series: questions and answers without a dossier had numbers of another sort,
    or none. An answer that went by the number of a case stays what it was.
    """
    own = paper.get("chamber_number", "")
    placed = paper.get("dossier") or paper.get("number")
    kind = "" if placed else paper.get("kind")
    is_answer = kind == "antwoord" and own[4:5] != "Z"
    paper["series"] = AANHANGSEL if is_answer else QUESTIONS if kind == "vragen" else KAMERSTUK
    if own[4:5] == "D":
        paper["chamber_number"], paper["document_number"] = "", own


def tell_series_within(event: dict[str, Any]) -> None:
    for citation in event.get("citations", ()):
        if paper := citation.get("kamerstuk"):
            tell_series(paper)


# For each format, by noun, the step that turns its snapshots into the next format.
STEPS: dict[int, dict[str, Callable[[dict[str, Any]], None]]] = {
    1: {},
    2: {"kamerstuk": tell_series, "event": tell_series_within},
}
