"""Which articles an update changes, as the update itself says afterwards."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from api.marked import changed, marked
from kg.rdf.namespaces import EDGES, LEDGER, PREFIXES, article_graph, term

ONE, TWO, OTHER = article_graph("one"), article_graph("two"), ox.NamedNode("a:g")
P = "PREFIX g: <https://communique.example/graph/article/> "
BASE = "https://communique.example/graph/sparql"


def world() -> ox.Store:
    store = ox.Store()
    for graph in (ONE, TWO):
        store.add(ox.Quad(ox.NamedNode("a:x"), term("c:fingerprint"), ox.Literal(f"print of {graph.value}"), graph))
        store.add(ox.Quad(ox.NamedNode("a:s"), ox.NamedNode("a:p"), ox.Literal("old"), graph))
    store.add(ox.Quad(ox.NamedNode("a:s"), ox.NamedNode("a:p"), ox.Literal("old"), OTHER))
    store.add(ox.Quad(LEDGER, term("c:fingerprint"), ox.Literal("mark"), LEDGER))
    return store


def prints(store: ox.Store, graph: ox.NamedNode) -> list[str]:
    return [str(quad.object) for quad in store.quads_for_pattern(None, term("c:fingerprint"), None, graph)]


@pytest.mark.parametrize(
    ("update", "touched"),
    [
        (P + 'INSERT DATA { GRAPH g:one { <a:s> <a:p> "new" } }', {ONE}),
        (f'insert data {{ graph {ONE} {{ <a:s> <a:p> "GRAPH g:two {{" }} }} ; # the end ;', {ONE}),
        (P + 'DELETE DATA { GRAPH g:tw\\-o { <a:s> <a:p> 1 } GRAPH g:two { <a:s> <a:p> "old" } } ;', {TWO}),
        (P + 'WITH g:one DELETE { ?s ?p "old" } WHERE { GRAPH g:two { ?s ?p "old" } }', {ONE}),
        ('DELETE { GRAPH ?g { ?s ?p "old" } } WHERE { GRAPH ?g { ?s ?p "old" } FILTER(?g != <a:g>) }', {ONE, TWO}),
        ('DELETE { GRAPH $g { ?s ?p "old" } } USING NAMED <a:g> WHERE { GRAPH ?g { ?s ?p "old" } }', set()),
        ('BASE <article/> INSERT DATA { GRAPH <one> { <a:s> <a:p> "new" } }', {ONE}),
        ('base <../x/> BASE <../graph/a#b> DELETE WHERE { GRAPH <article/t\\u0077o> { ?s ?p "old" } }', {TWO}),
        ('BASE <article/> PREFIX g: <> DELETE DATA { GRAPH g:one { <a:s> <a:p> "old" } } ; CLEAR GRAPH <a:g>', {ONE}),
        ('WITH <./article/two> DELETE { ?s ?p "old" } WHERE { ?s ?p "old" }', {TWO}),
        ('INSERT DATA { GRAPH graph:article\\/one { <a:s> <a:p> "new" } }', {ONE}),
        ('INSERT DATA { GRAPH <one> { <a:s> <a:p> "new" } }', set()),
        (P + "INSERT{GRAPH ?g{<a:s> <a:p> 1}}WHERE{ VALUES ?g { g:two } }", {TWO}),
        (f'DELETE WHERE {{ GRAPH ?g {{ ?s ?p "old" }} }} ; COPY {ONE} TO <a:h> ; ADD {ONE} TO DEFAULT', {ONE, TWO}),
        (f"COPY SILENT <a:g> TO GRAPH {ONE}", set()),  # the print is gone, and that is seen, too
        ("INSERT { <a:s> <a:p> ?o } WHERE { GRAPH ?g { ?s ?p ?o } }", set()),
        ('INSERT DATA { GRAPH <a:g> { <a:s> <a:p> "new" } }', set()),
    ],
)
def test_an_update_renews_the_fingerprints_of_what_it_changes(update: str, touched: set[ox.NamedNode]) -> None:
    plain, store = world(), world()
    plain.update(update, base_iri=BASE, prefixes=dict(PREFIXES))
    store.update(marked(update, BASE), base_iri=BASE, prefixes=dict(PREFIXES))
    for graph in (ONE, TWO):
        before, now = prints(plain, graph), prints(store, graph)
        assert (before != now) == (graph in touched)
        assert len(now) == len(before)
    without = [{q for q in s if q.predicate != term("c:fingerprint")} for s in (plain, store)]
    assert without[0] == without[1]
    assert set(plain.named_graphs()) == set(store.named_graphs())


def test_what_is_written_to_edges_makes_them_follow_again() -> None:
    store = world()
    store.update(marked(f"INSERT DATA {{ GRAPH {EDGES} {{ <a:a> <a:b> <a:c> }} }}"))
    assert prints(store, LEDGER) == []


def test_an_update_that_concerns_no_article_stays_as_it_is() -> None:
    for update in ("INSERT DATA { <a:a> <a:b> <a:c> }", "CLEAR ALL", "this is { no update", "DROP GRAPH <a:g>"):
        assert marked(update) == update
    assert changed("a:g") == ""
    store = world()
    store.update(changed(ONE.value))
    assert prints(store, ONE) != prints(world(), ONE)
