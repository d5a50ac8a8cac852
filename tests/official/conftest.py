"""What the tests of the official sources start from: a source on loopback, and small limits."""

import pytest

from tests.official.source import Source


@pytest.fixture
def source(settings):
    """Return a server of ours, at which the settings point; asking is switched on."""
    source = Source()
    settings.OFFICIAL_ASK = True
    settings.OFFICIAL_CONTACT = "redactie@tijdlijn.example"
    settings.OFFICIAL_SRU = source.address
    settings.OFFICIAL_SECONDS = 1.0
    settings.OFFICIAL_BYTES = 1_000_000
    settings.OFFICIAL_PAUSE = 0.001
    yield source
    source.stop()
