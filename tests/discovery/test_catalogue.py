"""The catalogue and the Dataset of a timeline: read as linked data, and held to their standards."""

import json
import re

import pytest
from rdflib import DCAT, DCTERMS, FOAF, RDF, SDO, Graph, Literal, Namespace, URIRef

from tests.factories import EventFactory, IncidentFactory
from timeline.formats.distributions import DISTRIBUTIONS

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated"),  # rdflib's own reader
]

SITE = "http://testserver"
EU = "http://publications.europa.eu/resource/authority/"
ADMS = Namespace("http://www.w3.org/ns/adms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
# DCAT-AP-NL 3.0: what each class must have, with the least and the most of it (None: any number).
MANDATORY = {
    DCAT.Catalog: {
        DCTERMS.title: (1, None),
        DCTERMS.description: (1, None),
        DCTERMS.publisher: (1, 1),
        DCAT.contactPoint: (1, 1),
        DCAT.dataset: (1, None),
    },
    DCAT.Dataset: {
        DCTERMS.title: (1, None),
        DCTERMS.description: (1, None),
        DCTERMS.identifier: (1, 1),
        DCTERMS.accessRights: (1, 1),
        DCAT.contactPoint: (1, 1),
        DCTERMS.creator: (1, None),
        DCTERMS.publisher: (1, 1),
        DCAT.theme: (1, None),
    },
    DCAT.Distribution: {
        DCAT.accessURL: (1, 1),
        DCAT.downloadURL: (0, 1),
        DCAT.accessService: (0, 1),
        DCTERMS.license: (1, 1),
    },
    DCAT.DataService: {
        DCTERMS.title: (1, None),
        DCTERMS.description: (1, None),
        DCTERMS.identifier: (1, 1),
        DCTERMS.accessRights: (1, 1),
        DCTERMS.license: (1, 1),
        DCTERMS.publisher: (1, 1),
        DCTERMS.creator: (0, 1),
        DCAT.contactPoint: (1, 1),
        DCAT.endpointURL: (1, 1),
        DCAT.endpointDescription: (1, 1),
        DCAT.theme: (1, None),
    },
    FOAF.Agent: {FOAF.name: (1, None)},
    VCARD.Kind: {VCARD.fn: (1, 1), VCARD.hasURL: (1, None)},
}
# From which list of the EU a property takes its values, and of which class they are.
LISTS = {
    DCTERMS.accessRights: ("access-right/", DCTERMS.RightsStatement),
    DCTERMS.accrualPeriodicity: ("frequency/", DCTERMS.Frequency),
    DCTERMS.format: ("file-type/", DCTERMS.MediaTypeOrExtent),
    DCTERMS.language: ("language/", DCTERMS.LinguisticSystem),
    DCTERMS.license: ("licence/", DCTERMS.LicenseDocument),
    DCTERMS.spatial: ("country/", DCTERMS.Location),
    DCAT.theme: ("data-theme/", URIRef("http://www.w3.org/2004/02/skos/core#Concept")),
    ADMS.status: ("distribution-status/", URIRef("http://www.w3.org/2004/02/skos/core#Concept")),
}


@pytest.fixture
def graph(client, settings):
    """Return the function that reads the catalogue as linked data."""
    settings.REPORT_EMAIL = "redactie@tijdlijn.example"
    settings.OPERATOR_NAME = "Stichting Tijdlijn"

    def read() -> Graph:
        answer = client.get("/catalogus.jsonld")
        assert answer["Content-Type"] == "application/ld+json"
        return Graph().parse(data=answer.content, format="json-ld")

    return read


@pytest.mark.usefixtures("case")
def test_each_class_of_the_catalogue_has_what_the_profile_asks(graph):
    found = graph()
    for kind, asked in MANDATORY.items():
        nodes = set(found.subjects(RDF.type, kind))
        assert nodes, kind
        for one in nodes:
            for name, (least, most) in asked.items():
                count = len(set(found.objects(one, name)))
                assert least <= count <= (most or count), (one, name)


@pytest.mark.usefixtures("case")
def test_no_word_of_the_catalogue_is_unknown_to_its_vocabulary(graph):
    found = graph()
    words = {*found.predicates(), *found.objects(None, RDF.type)}
    for vocabulary in (DCAT, DCTERMS, FOAF):
        ours = {word for word in words if word.startswith(str(vocabulary))}
        assert ours
        assert [word for word in ours if word not in vocabulary] == []


@pytest.mark.usefixtures("case")
def test_what_is_chosen_from_a_list_of_the_eu_is_from_that_list(graph):
    found = graph()
    for name, (where, kind) in LISTS.items():
        values = set(found.objects(None, name))
        assert values, name
        for value in values:
            assert str(value).startswith(EU + where), (name, value)
            assert (value, RDF.type, kind) in found


@pytest.mark.usefixtures("case")
def test_each_form_is_a_distribution_that_is_there(graph, client):
    found = graph()
    addresses = {str(value) for value in found.objects(None, DCAT.downloadURL)}
    assert len(addresses) == len(DISTRIBUTIONS)
    for one in found.subjects(RDF.type, DCAT.Distribution):
        answer = client.get(str(found.value(one, DCAT.downloadURL)).removeprefix(SITE))
        assert answer.status_code == 200
        kind = answer["Content-Type"].split(";")[0]
        assert str(found.value(one, DCAT.mediaType)).endswith(f"/media-types/{kind}")
    service = found.value(None, RDF.type, DCAT.DataService)
    assert str(found.value(service, DCAT.endpointDescription)) == f"{SITE}/openapi.json"
    assert set(found.objects(service, DCAT.servesDataset)) == set(
        found.subjects(RDF.type, DCAT.Dataset)
    )


def test_every_public_incident_is_a_dataset_of_the_days_of_its_events(graph):
    first = IncidentFactory(title="Eerste")
    EventFactory(incident=first, date="2025-06")
    EventFactory(incident=first, date="2025-12-31/..")
    EventFactory(incident=first, date="2031-01-01", draft=True)
    IncidentFactory(slug="leeg", title="Leeg")
    IncidentFactory(slug="dicht", title="Dicht", is_published=False)
    found = graph()
    titles = {str(found.value(d, DCTERMS.title)): d for d in found.subjects(RDF.type, DCAT.Dataset)}
    assert titles.keys() == {"Tijdlijn Eerste", "Tijdlijn Leeg"}
    [period] = found.objects(titles["Tijdlijn Eerste"], DCTERMS.temporal)
    day = Literal("2025-06-01", datatype="http://www.w3.org/2001/XMLSchema#date")
    assert found.value(period, DCAT.startDate) == day
    assert not list(found.objects(titles["Tijdlijn Leeg"], DCTERMS.temporal))


def script(page: str) -> dict:
    """Return the JSON-LD in a page."""
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])


@pytest.mark.usefixtures("case")
def test_the_page_of_a_timeline_holds_it_as_a_dataset_of_schema_org(client, body, settings):
    settings.OPERATOR_NAME, settings.REPORT_EMAIL = "Stichting", "a@b.example"
    found = script(body(client.get("/om-citrix/")))
    assert (found["@context"], found["@type"]) == ("https://schema.org", "Dataset")
    assert 50 <= len(found["description"]) <= 5_000  # Google: required, with the name
    assert found["name"] == "Tijdlijn Het OM en het Citrix-lek"
    assert found["url"] == found["identifier"] == f"{SITE}/om-citrix/"
    assert found["isAccessibleForFree"] is True
    assert "publicdomain/zero" in found["license"]
    assert re.fullmatch(r"20\d\d-\d\d-\d\d/(20\d\d-\d\d-\d\d|\.\.)", found["temporalCoverage"])
    assert found["creator"]["name"] == found["publisher"]["name"] == "Stichting"
    assert "gemeld_op" in found["variableMeasured"]
    assert re.match(r"20\d\d-\d\d-\d\dT", found["dateModified"])
    for part in (found, found["creator"], *found["distribution"]):
        names = {name for name in part if name[0] != "@"} | {part["@type"]}
        assert [name for name in names if SDO[name] not in SDO] == []
    for one in found["distribution"]:
        assert one["@type"] == "DataDownload"
        answer = client.head(one["contentUrl"].removeprefix(SITE))
        assert answer["Content-Type"].split(";")[0] == one["encodingFormat"]


def test_the_dataset_is_on_the_whole_timeline_alone_and_cannot_end_its_element(client, body):
    EventFactory(incident__introduction="</script><script>alert(1)</script>", kind="besluit")
    page = body(client.get("/om-citrix/"))
    assert "</script><script>alert" in script(page)["description"]
    assert page.count("<script") == page.count("</script>")
    assert "application/ld+json" not in body(client.get("/om-citrix/?soort=besluit"))
