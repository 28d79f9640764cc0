"""Statements as JSON-LD 1.1: their triples out of the graph, each article's under its own named graph.

With a statement come what it points to (sentence, trigger, mentions, extraction) and the statement that is its content;
of its article all but the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.rdf.namespaces import PREFIXES, statement_iri, term
from kg.store import Store

MEDIA = "application/ld+json"

_ARTICLE, _OUTLET = term("c:article"), term("schema:publisher")
_TEXT = frozenset({term("schema:articleBody"), term("c:fingerprint"), term("c:textHash")})


def json_ld(store: Store, ids: Iterable[str]) -> bytes:
    """Return the statements with these ids, sorted; ids that the graph does not have are left out."""
    quads = {quad for key in ids for quad in _about(store, statement_iri(key))}
    ranked = sorted(quads, key=lambda quad: (str(quad.graph_name), str(quad.subject), str(quad)))
    found = ox.serialize(ranked, format=ox.RdfFormat.JSON_LD, prefixes=dict(PREFIXES))
    assert found is not None  # noqa: S101  # it is where no file is given
    return found


def _about(store: Store, statement: ox.NamedNode) -> Iterator[ox.Quad]:
    for first in store.native.quads_for_pattern(statement, _ARTICLE, None, None):
        seen: set[object] = {statement}
        waiting = [statement]
        while waiting:
            node = waiting.pop()
            of_article = node == first.object
            for quad in store.native.quads_for_pattern(node, None, None, first.graph_name):
                if of_article and quad.predicate in _TEXT:
                    continue
                yield quad
                target = quad.object
                leads_on = not of_article or quad.predicate == _OUTLET
                if leads_on and isinstance(target, ox.NamedNode) and target not in seen:
                    seen.add(target)
                    waiting.append(target)
