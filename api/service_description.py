"""The description of the service at its endpoint (SPARQL 1.1 Service Description)."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox
from fastapi import Request
from fastapi.responses import Response

from api.negotiate import GRAPHS, RESULTS, choose, content_type
from api.problems import Problem
from api.state import Serving
from kg.rdf.namespaces import PREFIXES

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_SYNTAXES = {
    "application/sparql-results+json": "SPARQL_Results_JSON",
    "application/sparql-results+xml": "SPARQL_Results_XML",
    "text/csv": "SPARQL_Results_CSV",
    "text/tab-separated-values": "SPARQL_Results_TSV",
    "text/turtle": "Turtle",
    "application/n-triples": "N-Triples",
    "application/rdf+xml": "RDF_XML",
    "application/ld+json": "JSON-LD",
    "application/trig": "TriG",
    "application/n-quads": "N-Quads",
}


def describe(request: Request, serving: Serving) -> Response:
    """Return it in the best type that Accept takes. Raises Problem 406."""
    media = choose(", ".join(request.headers.getlist("accept")) or None, GRAPHS)
    if media is None:
        raise Problem(406, "The description of this service comes as " + ", ".join(GRAPHS) + ".")
    endpoint = str(request.url.replace(query="", fragment=""))
    triples = (ox.Triple(s, p, o) for s, p, o in _triples(endpoint, serving))
    body = ox.serialize(triples, format=GRAPHS[media], prefixes={"sd": _SD, "rdf": PREFIXES["rdf"]})
    return Response(body, headers={"Content-Type": content_type(media), "Vary": "Accept"})


def _triples(endpoint: str, serving: Serving) -> Iterator[tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode]]:
    a = ox.NamedNode(PREFIXES["rdf"] + "type")
    service = ox.NamedNode(endpoint)
    dataset, default = ox.NamedNode(endpoint + "#dataset"), ox.NamedNode(endpoint + "#default-graph")
    yield service, a, _sd("Service")
    yield service, _sd("endpoint"), service
    yield service, _sd("supportedLanguage"), _sd("SPARQL11Query")
    if serving.writer is not None:
        yield service, _sd("supportedLanguage"), _sd("SPARQL11Update")
    if serving.settings.union:
        yield service, _sd("feature"), _sd("UnionDefaultGraph")
    for media in (*RESULTS, *GRAPHS):
        if media in _SYNTAXES:
            yield service, _sd("resultFormat"), ox.NamedNode(_FORMATS + _SYNTAXES[media])
    yield service, _sd("defaultDataset"), dataset
    yield dataset, a, _sd("Dataset")
    yield dataset, _sd("defaultGraph"), default
    yield default, a, _sd("Graph")


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(_SD + name)
