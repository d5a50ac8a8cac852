"""An incident that is one of many events, as three are many here."""

import pytest

from tests.factories import CitationFactory
from tests.helpers.case import remembered
from timeline import export_lanes
from timeline.export_files import Shelf


def three_events() -> None:
    for _ in range(3):
        CitationFactory()


@pytest.fixture
def large(transactional_db, monkeypatch):
    """Make the case one of many events; a thread of its own reads them and makes their files.

    An asker waits for the whole file, however busy the machine, so that no test is of its speed.
    """
    remembered("three events", three_events)
    monkeypatch.setattr(export_lanes, "LARGE", 2)
    monkeypatch.setattr(export_lanes, "WHOLE_SECONDS", 60)
    monkeypatch.setattr(export_lanes, "SHELF", Shelf())
