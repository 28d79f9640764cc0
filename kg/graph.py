"""The plain edges as a networkx graph, for those who compute with networks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import pyoxigraph as ox

from kg.lexicon.vocabulary import relations
from kg.rdf.namespaces import ACTORS, LEDGER, PREFIXES, local
from kg.store import Store

if TYPE_CHECKING:
    Multi = nx.MultiDiGraph[str]
else:
    Multi = nx.MultiDiGraph

_EDGES = """
SELECT ?source ?relation ?target (SUM(?edges) AS ?n) {
  ?p c:sourceCode ?source ; c:targetCode ?target ; c:relation ?relation ; c:edgeCount ?edges
  FILTER(?edges > 0 && ?source != ?target)
} GROUP BY ?source ?relation ?target ORDER BY ?source ?target ?relation
"""


def edges(store: Store) -> Multi:
    """Return the plain edges: nodes are codes with ``label``; an edge's key is its relation's code.

    Each edge has ``weight`` (how many statements report it) and ``score`` (of the relation, -10 to +10). `Store.derive`
    must have run.
    """
    graph: Multi = nx.MultiDiGraph()
    scores = {code: relation.score for code, relation in relations().items()}
    names = {
        row["code"].value: row["name"].value
        for row in _rows(store, "SELECT ?code ?name { ?code a c:Code ; skos:prefLabel ?name }", ACTORS)
    }
    for row in _rows(store, _EDGES, LEDGER):
        source, target = local(row["source"].value, "code"), local(row["target"].value, "code")
        for code, iri in ((source, row["source"].value), (target, row["target"].value)):
            graph.add_node(code, label=names.get(iri, code))
        relation = local(row["relation"].value, "rel")
        graph.add_edge(source, target, key=relation, weight=int(row["n"].value), score=scores[relation])
    return graph


def _rows(store: Store, text: str, graph: ox.NamedNode) -> ox.QuerySolutions:
    found = store.native.query(text, prefixes=dict(PREFIXES), default_graph=graph)
    if not isinstance(found, ox.QuerySolutions):
        raise TypeError("not a SELECT query")
    return found
