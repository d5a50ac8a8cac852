"""What the tests of the official sources start from: a source on loopback, and small limits."""

import pytest

from incident.choices import PaperKind
from tests.factories import KamerstukFactory, QuestionFactory
from tests.official.chamber import FEED, ODATA
from tests.official.source import Source


@pytest.fixture
def source(settings):
    """Return a server of ours, at which the settings point; asking is switched on."""
    source = Source()
    settings.OFFICIAL_ASK = True
    settings.OFFICIAL_CONTACT = "redactie@tijdlijn.example"
    settings.OFFICIAL_SRU = source.address
    settings.OFFICIAL_SYNCFEED = source.root + FEED
    settings.OFFICIAL_ODATA = ""
    settings.OFFICIAL_SECONDS = 1.0
    settings.OFFICIAL_BYTES = 1_000_000
    settings.OFFICIAL_PAUSE = 0.001
    yield source
    source.stop()


@pytest.fixture
def odata(source, settings):
    """Return the same server, of which OData is asked too."""
    settings.OFFICIAL_ODATA = source.root + ODATA
    return source


@pytest.fixture
def paper():
    """Return a letter of a dossier and a day, of which the number is not known."""
    about = {"date": "2025-08-12", "sender": "minister van Justitie (D.M. van Weel)"}
    return KamerstukFactory(unnumbered=True, **about)


@pytest.fixture
def questions():
    """Return the questions of the case, without an answer."""
    asked = KamerstukFactory(
        kind=PaperKind.QUESTIONS, dossier="", number="", chamber_number="2025Z14818"
    )
    return QuestionFactory(questions__kamerstuk=asked).questions
