"""The graph of actors as a networkx graph, for those who compute with networks: `kg.measures` has the usual ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import networkx as nx
import pyoxigraph as ox

from kg import origins
from kg.events import EVERYTHING_REPORTED, Event, Wanted, events, how_many
from kg.lexicon.actors import gazetteer
from kg.lexicon.vocabulary import relations
from kg.model import Article, Statement
from kg.rdf.namespaces import ACTORS, LEDGER, PREFIXES, under
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
    """Return the plain edges, counted from the ledger: no scan of the articles, and no evidence.

    Nodes are codes with ``label``; an edge's key is its relation's code. Each edge has ``weight`` (how many statements
    report it) and ``score`` (of the relation, -10 to +10). `Store.derive` must have run.
    """
    graph: Multi = nx.MultiDiGraph()
    scores = {code: relation.score for code, relation in relations().items()}
    named = names(store)
    for row in _rows(store, _EDGES, LEDGER):
        source, target = _local(row["source"], "code"), _local(row["target"], "code")
        relation = _local(row["relation"], "rel")
        if source is None or target is None or relation not in scores:  # of somebody else's making
            continue
        for code in (source, target):
            graph.add_node(code, label=named.get(code, code))
        graph.add_edge(source, target, key=relation, weight=int(row["n"].value), score=scores[relation])
    return graph


def from_store(store: Store, wanted: Wanted = EVERYTHING_REPORTED) -> Multi:
    """Return the graph of the wanted events of the store. `Store.derive` must have run."""
    return of(events(store, wanted), names(store))


def from_statements(
    items: Iterable[tuple[Article, Sequence[Statement]]], wanted: Wanted = EVERYTHING_REPORTED
) -> Multi:
    """Return the graph of what `kg.extract` yields, just as it would be from a store.

    Raises `kg.rdf.quads.RdfError` for values that have no place in RDF.
    """
    with Store.memory() as store:
        store.put_many(items)
        store.put_gazetteer(gazetteer())
        origins.settle(store)
        store.derive()
        return from_store(store, wanted)


def of(found: Iterable[Event], named: Mapping[str, str]) -> Multi:
    """Return the graph of events; one without a target is no edge.

    Nodes are codes, with ``label`` from ``named``; an edge's key is its relation's code. Each edge has ``weight`` (how
    many events, see `kg.events.how_many`), ``score`` (of the relation, -10 to +10), ``quad``, ``first`` and ``last``
    (days, none if no event has one) and ``evidence`` (the ids of all statements, by day).
    """
    gathered: dict[tuple[str, str, str], list[Event]] = {}
    for event in found:
        if event.target is not None:
            gathered.setdefault((event.source, event.target, event.relation), []).append(event)
    graph: Multi = nx.MultiDiGraph()
    for code in sorted({code for source, target, _ in gathered for code in (source, target)}):
        graph.add_node(code, label=named.get(code, code))
    for (source, target, relation), same in sorted(gathered.items()):
        graph.add_edge(source, target, key=relation, **_data(same))
    return graph


def _data(same: Sequence[Event]) -> dict[str, Any]:
    days = sorted(event.day for event in same if event.day)
    return {
        "weight": how_many(same),
        "score": same[0].score,
        "quad": same[0].quad,
        "first": days[0] if days else None,
        "last": days[-1] if days else None,
        "evidence": tuple(e.statement for e in sorted(same, key=lambda e: (e.day or "", e.statement))),
    }


def names(store: Store) -> dict[str, str]:
    """Return what each code of the store is called."""
    found = _rows(store, "SELECT ?code ?name { ?code a c:Code ; skos:prefLabel ?name }", ACTORS)
    called = ((_local(row["code"], "code"), row["name"]) for row in found)
    return {code: name.value for code, name in called if code is not None and isinstance(name, ox.Literal)}


def _local(node: object, prefix: str) -> str | None:
    return under(node.value, prefix) if isinstance(node, ox.NamedNode) else None


def _rows(store: Store, text: str, graph: ox.NamedNode) -> ox.QuerySolutions:
    found = store.native.query(text, prefixes=dict(PREFIXES), default_graph=graph)
    if not isinstance(found, ox.QuerySolutions):
        raise TypeError("not a SELECT query")
    return found
