"""The catalogue of the open data by DCAT-AP 3, as JSON-LD: other portals harvest it."""

from django.conf import settings
from django.utils.translation import gettext, gettext_noop, override

from council.models import Cluster
from opendata.licence import LICENCE_URL
from opendata.tables import TABLES

FORMATS = {
    "csv": ("text/csv", "CSV"),
    "json": ("application/json", "JSON"),
}
IANA = "https://www.iana.org/assignments/media-types/"
FILE_TYPE = "http://publications.europa.eu/resource/authority/file-type/"
LANGUAGE = "http://publications.europa.eu/resource/authority/language/"
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
}
CATALOGUE = gettext_noop("Open data")
ABOUT = gettext_noop("Everything that the portal publishes, as tables with their dictionary.")
SERVICE = gettext_noop("Read-only API")


def catalogue():
    """The whole document. One query: the cluster, which names the publisher."""
    cluster = Cluster.objects.select_related("host_institution").first()
    publisher = publisher_of(cluster)
    root = address("/open-data/")
    return {
        "@context": CONTEXT,
        "@id": root,
        "@type": "dcat:Catalog",
        "dcterms:title": titles(CATALOGUE, cluster),
        "dcterms:description": both(ABOUT),
        "dcterms:publisher": publisher,
        "dcterms:license": {"@id": LICENCE_URL},
        "dcterms:language": [{"@id": f"{LANGUAGE}FAS"}, {"@id": f"{LANGUAGE}ENG"}],
        "foaf:homepage": {"@id": root},
        "dcat:service": service(publisher),
        "dcat:dataset": [dataset(table, publisher) for table in TABLES.values()],
    }


def address(path):
    return settings.SITE_URL + path


def publisher_of(cluster):
    """The host of the cluster, where one is known, else the cluster itself."""
    body = (cluster and cluster.host_institution) or cluster
    names = [{"@language": "fa", "@value": body.name if body else "درگاه خوشه"}]
    if body is not None and body.name_en:
        names.append({"@language": "en", "@value": body.name_en})
    return {"@id": address("/#publisher"), "@type": "foaf:Agent", "foaf:name": names}


def both(text):
    """A text of the product in both languages."""
    found = []
    for language in ("fa", "en"):
        with override(language):
            found.append({"@language": language, "@value": gettext(text)})
    return found


def titles(text, cluster):
    """The title with the name of the cluster, in each language that it has."""
    names = {"fa": cluster.name, "en": cluster.name_en} if cluster else {}
    return [
        one | {"@value": f"{one['@value']}: {names[one['@language']]}"} if names.get(one["@language"]) else one
        for one in both(text)
    ]


def service(publisher):
    return {
        "@id": address("/api/v1/"),
        "@type": "dcat:DataService",
        "dcterms:title": both(SERVICE),
        "dcterms:publisher": {"@id": publisher["@id"]},
        "dcterms:license": {"@id": LICENCE_URL},
        "dcat:endpointURL": {"@id": address("/api/v1/")},
        "dcat:endpointDescription": {"@id": address("/api/v1/openapi.json")},
        "dcat:servesDataset": [{"@id": dataset_id(table)} for table in TABLES.values()],
    }


def dataset_id(table):
    return address(f"/open-data/{table.name}/")


def dataset(table, publisher):
    return {
        "@id": dataset_id(table),
        "@type": "dcat:Dataset",
        "dcterms:identifier": table.name,
        "dcterms:title": both(table.title),
        "dcterms:description": both(table.about),
        "dcterms:publisher": {"@id": publisher["@id"]},
        "dcterms:license": {"@id": LICENCE_URL},
        "dcat:landingPage": {"@id": dataset_id(table)},
        "dcat:distribution": [distribution(table, ending) for ending in FORMATS],
    }


def distribution(table, ending):
    media_type, name = FORMATS[ending]
    file = address(f"/open-data/{table.name}.{ending}")
    return {
        "@id": file,
        "@type": "dcat:Distribution",
        "dcterms:title": [
            {"@language": one["@language"], "@value": f"{one['@value']} ({name})"} for one in both(table.title)
        ],
        "dcterms:license": {"@id": LICENCE_URL},
        "dcterms:format": {"@id": FILE_TYPE + name},
        "dcat:mediaType": {"@id": IANA + media_type},
        "dcat:accessURL": {"@id": file},
        "dcat:downloadURL": {"@id": file},
        "dcat:accessService": {"@id": address("/api/v1/")},
    }
