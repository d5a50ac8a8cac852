"""The catalogue of this site: DCAT-AP-NL 3.0, https://docs.geostandaarden.nl/dcat/dcat-ap-nl30/.

One Catalog with a Dataset for each incident, each with its Distributions, and the DataService by
which they are asked. What is chosen from a list is from the authority lists of the EU.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.urls import reverse

from incident.models import Incident
from timeline.citing.source import SITE
from timeline.discovery.coverage import Coverage
from timeline.discovery.dataset import summary
from timeline.formats.distributions import DISTRIBUTIONS, Distribution
from timeline.formats.publisher import Publisher

EU = "http://publications.europa.eu/resource/authority/"
IANA = "https://www.iana.org/assignments/media-types/"
RULES = "https://logius-standaarden.github.io/API-Design-Rules/"
CONTEXT = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
Node = dict[str, Any]


def node(address: str, kind: str) -> Node:
    return {"@id": address, "@type": kind}


def dutch(text: str) -> Node:
    return {"@value": text, "@language": "nl"}


def typed(text: str, kind: str) -> Node:
    return {"@value": text, "@type": f"xsd:{kind}"}


OPEN = {
    "dct:license": node(f"{EU}licence/CC0", "dct:LicenseDocument"),
    "dct:accessRights": node(f"{EU}access-right/PUBLIC", "dct:RightsStatement"),
}
JUSTICE, GOVERNMENT = (node(f"{EU}data-theme/{name}", "skos:Concept") for name in ("JUST", "GOVE"))
THEMES = {"dcat:theme": [JUSTICE, GOVERNMENT]}
LANGUAGE = {"dct:language": node(f"{EU}language/NLD", "dct:LinguisticSystem")}
PLACE = {"dct:spatial": node(f"{EU}country/NLD", "dct:Location")}


class Catalogue:
    """The catalogue at one moment; `absolute` makes an address from a path."""

    def __init__(self, by: Publisher, absolute: Callable[[str], str]):
        self.by, self.absolute = by, absolute
        self.address = absolute(reverse("timeline:catalogue"))
        self.service_address = absolute(f"{reverse('timeline:api')}#dienst")
        self.agent = {"@id": f"{by.page}#wie", "@type": "foaf:Agent", "foaf:name": dutch(by.name)}

    @property
    def owned(self) -> Node:
        """Return who publishes, and how they are reached."""
        kind = {"@id": f"{self.by.page}#contact", "@type": "vcard:Kind", "vcard:fn": self.by.name}
        kind |= {"vcard:hasURL": {"@id": self.by.page}}
        kind |= {"vcard:hasEmail": {"@id": f"mailto:{self.by.email}"}} if self.by.email else {}
        return {"dct:publisher": self.agent, "dct:creator": self.agent, "dcat:contactPoint": kind}

    def described(self, incidents: Iterable[Incident], covered: dict[int, Coverage]) -> Node:
        """Return the JSON-LD of the catalogue with these incidents."""
        found = list(incidents)
        datasets = [self.dataset(one, covered.get(one.pk, Coverage())) for one in found]
        return {
            "@context": CONTEXT,
            "@id": self.address,
            "@type": "dcat:Catalog",
            "dct:title": dutch(SITE),
            "dct:description": dutch("De tijdlijnen van deze site en hun vormen."),
            "foaf:homepage": node(self.absolute("/"), "foaf:Document"),
            **self.owned,
            **LANGUAGE,
            **PLACE,
            "dct:license": OPEN["dct:license"],
            "dcat:themeTaxonomy": node(f"{EU}data-theme", "skos:ConceptScheme"),
            "dcat:dataset": datasets,
            "dcat:service": self.service([one["@id"] for one in datasets]),
        }

    def dataset(self, incident: Incident, covered: Coverage) -> Node:
        page = self.absolute(incident.get_absolute_url())
        address = f"{page}#gegevens"
        modified = typed(incident.updated_at.isoformat(), "dateTime")
        return {
            "@id": address,
            "@type": "dcat:Dataset",
            "dct:title": dutch(f"Tijdlijn {incident.title}"),
            "dct:description": dutch(summary(incident)),
            "dct:identifier": address,
            **self.owned,
            **LANGUAGE,
            **PLACE,
            **THEMES,
            "dct:accessRights": OPEN["dct:accessRights"],
            "dct:accrualPeriodicity": node(f"{EU}frequency/IRREG", "dct:Frequency"),
            "dct:modified": modified,
            **temporal(covered),
            "dcat:keyword": [dutch(incident.title), dutch("Kamerstukken"), dutch("tijdlijn")],
            "dcat:landingPage": node(page, "foaf:Document"),
            "foaf:page": node(self.absolute(reverse("timeline:api")), "foaf:Document"),
            "dcat:distribution": [self.distribution(incident, one) for one in DISTRIBUTIONS],
        }

    def distribution(self, incident: Incident, about: Distribution) -> Node:
        address = self.absolute(about.address(incident))
        standard = {"dct:conformsTo": node(about.standard, "dct:Standard")}
        return {
            "@id": f"{address}#bestand",
            "@type": "dcat:Distribution",
            "dct:title": dutch(about.title),
            "dct:description": dutch(about.meaning),
            "dcat:accessURL": {"@id": address},
            "dcat:downloadURL": {"@id": address},
            "dcat:mediaType": node(f"{IANA}{about.media}", "dct:MediaType"),
            "dct:format": node(f"{EU}file-type/{about.kind}", "dct:MediaTypeOrExtent"),
            "dct:modified": typed(incident.updated_at.isoformat(), "dateTime"),
            "dcat:accessService": {"@id": self.service_address},
            "adms:status": node(f"{EU}distribution-status/COMPLETED", "skos:Concept"),
            **LANGUAGE,
            "dct:license": OPEN["dct:license"],
            **(standard if about.standard else {}),
        }

    def service(self, datasets: list[str]) -> Node:
        """Return the interface by which these datasets are asked."""
        return {
            "@id": self.service_address,
            "@type": "dcat:DataService",
            "dct:title": dutch(f"{SITE}, voor programma’s"),
            "dct:description": dutch("Vragen aan de tijdlijnen, in elke vorm; alleen lezen."),
            "dct:identifier": self.service_address,
            **self.owned,
            **LANGUAGE,
            **THEMES,
            **OPEN,
            "dct:conformsTo": node(RULES, "dct:Standard"),
            "dcat:endpointURL": {"@id": self.absolute("/")},
            "dcat:endpointDescription": {"@id": self.absolute(reverse("timeline:openapi"))},
            "dcat:servesDataset": [{"@id": address} for address in datasets],
            "foaf:page": node(self.absolute(reverse("timeline:api")), "foaf:Document"),
        }


def temporal(covered: Coverage) -> Node:
    """Return the period of a dataset with the ends that are known; {} where none is."""
    ends = zip(("dcat:startDate", "dcat:endDate"), covered, strict=True)
    known = {name: typed(day.isoformat(), "date") for name, day in ends if day}
    return {"dct:temporal": {"@type": "dct:PeriodOfTime", **known}} if known else {}


def linkset(incidents: Iterable[Incident], absolute: Callable[[str], str]) -> Node:
    """Return the catalogue of interfaces (RFC 9727) as a set of links (RFC 9264)."""
    service, own = absolute("/"), absolute(reverse("timeline:api_catalog"))
    described = {"href": absolute(reverse("timeline:openapi")), "type": "application/json"}
    page = {"href": absolute(reverse("timeline:api")), "type": "text/html", "hreflang": ["nl"]}
    data = {"href": absolute(reverse("timeline:catalogue")), "type": "application/ld+json"}
    items = [
        {"href": absolute(DISTRIBUTIONS[0].address(one)), "type": DISTRIBUTIONS[0].media}
        for one in incidents
    ]
    about = {
        "anchor": service,
        "service-desc": [described],
        "service-doc": [page],
        "service-meta": [data],
        "status": [{"href": absolute(reverse("health"))}],
        "license": [{"href": OPEN["dct:license"]["@id"]}],
    }
    return {"linkset": [{"anchor": own, "item": [{"href": service}]}, about | {"item": items}]}
