"""Is everything as it must be: the ontology, the seeds, and the graph that was built from them?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from pyshacl import validate
from pyshacl.errors import ReportableRuntimeError
from rdflib import Graph, URIRef
from rdflib.namespace import SH
from rdflib.term import Node

from kg import resources
from kg.lexicon import (
    actors,
    coding,
    function_words,
    kind_classes,
    taught,
    traits,
    triggers,
    vectors,
    weights,
    word_classes,
)
from kg.lexicon.tables import SeedError
from kg.lexicon.vocabulary import VocabularyError, phrases, relations
from kg.positions import makes_edge
from kg.rdf.facts import facts
from kg.rdf.namespaces import ACTORS, EDGES, LEDGER, PREFIXES, article_graph, code_iri, term, under
from kg.rdf.provenance import VOCABULARY
from kg.store import Store

SHAPES = "ontology/shapes.ttl"
STANCE = "stance"  # label of the quad class
CHUNK = 20_000  # quads that are validated at a time: pySHACL's cost for each call is shared, memory stays flat
_OURS = tuple(PREFIXES[prefix] for prefix in ("c", "rel", "mode", "quad"))
_HIERARCHIES = ("rdfs:subClassOf", "rdfs:subPropertyOf", "skos:broader")
_DECLARED = ("owl:Class", "owl:ObjectProperty", "owl:DatatypeProperty")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as it must be: where (a file, or an IRI of the graph), and why."""

    place: str
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


def check(store: Store | None = None) -> list[Problem]:
    """Return every problem of ontology and seeds, and of the graph in ``store`` if there is one."""
    found = [*ontology_problems(resources.path("ontology")), *seed_problems()]
    if store is not None:
        found += graph_problems(store)
    return found


# -- ontology -------------------------------------------------------------------------------------------------------


def ontology_problems(folder: Path) -> Iterator[Problem]:
    """Yield the problems of the ontology, shapes and queries in ``folder``."""
    parsed: dict[str, list[ox.Quad]] = {}
    for name in (*VOCABULARY, SHAPES):
        file = folder / Path(name).name
        try:
            parsed[file.name] = list(ox.parse(path=file, format=ox.RdfFormat.TURTLE))
        except (SyntaxError, OSError) as bad:
            yield Problem(file.name, getattr(bad, "msg", None) or str(bad))
    if len(parsed) == len(VOCABULARY) + 1:
        shapes = parsed.pop(Path(SHAPES).name)
        yield from _consistency(parsed, shapes)
        yield from _vocabulary(folder / "relations.ttl", shapes)
    yield from _queries(folder / "queries")


def _consistency(parsed: Mapping[str, list[ox.Quad]], shapes: list[ox.Quad]) -> Iterator[Problem]:
    quads = [quad for part in parsed.values() for quad in part]
    declared = {str(quad.subject) for quad in quads if quad.predicate == term("rdf:type")}
    for name, part in {**parsed, Path(SHAPES).name: shapes}.items():
        for iri in sorted(_used(part)):
            if str(iri) not in declared:
                yield Problem(name, f"uses {iri}, which is declared nowhere")
    for name, part in parsed.items():
        if any(isinstance(node, ox.BlankNode) for quad in part for node in (quad.subject, quad.object)):
            yield Problem(name, "has blank nodes; it is stored, and the store has none")
    yield from _undefined(quads)
    for hierarchy in _HIERARCHIES:
        yield from _cycles(quads, hierarchy)


def _used(quads: Iterable[ox.Quad]) -> set[str]:
    nodes = {node for quad in quads for node in (quad.subject, quad.predicate, quad.object)}
    return {str(node) for node in nodes if isinstance(node, ox.NamedNode) and node.value.startswith(_OURS)}


def _undefined(quads: list[ox.Quad]) -> Iterator[Problem]:
    kinds = {term(kind) for kind in _DECLARED}
    declared = {quad.subject for quad in quads if quad.predicate == term("rdf:type") and quad.object in kinds}
    for wanted in ("rdfs:label", "rdfs:comment"):
        having = {quad.subject for quad in quads if quad.predicate == term(wanted)}
        for missing in sorted(str(node) for node in declared - having):
            yield Problem("ontology", f"{missing} has no {wanted}")


def _cycles(quads: list[ox.Quad], hierarchy: str) -> Iterator[Problem]:
    above: dict[str, set[str]] = {}
    for quad in quads:
        if quad.predicate == term(hierarchy):
            above.setdefault(str(quad.subject), set()).add(str(quad.object))
    for start in sorted(above):
        if start in _reached(above, start):
            yield Problem("ontology", f"{start} is above itself by {hierarchy}")


def _reached(above: Mapping[str, set[str]], start: str) -> set[str]:
    found: set[str] = set()
    waiting = list(above.get(start, ()))
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting.extend(above.get(node, ()))
    return found


def _vocabulary(file: Path, shapes: list[ox.Quad]) -> Iterator[Problem]:
    try:
        properties = {f"c:{relation.property}" for relation in relations(file).values()}
    except VocabularyError as bad:
        yield Problem("ontology", str(bad))
        return
    yield from _phrases(file.with_name("phrases.tsv"))
    for shape, path in (("Edge", SH.targetSubjectsOf), ("EdgeEnd", SH.targetObjectsOf)):
        node = ox.NamedNode(f"https://communique.example/shape/{shape}")
        targets = {quad.object for quad in shapes if quad.subject == node and quad.predicate.value == str(path)}
        for name in sorted(properties):
            if term(name) not in targets:
                yield Problem(Path(SHAPES).name, f"shape:{shape} leaves out {name}")


def _phrases(file: Path) -> Iterator[Problem]:
    try:
        phrases(file)
    except SeedError as bad:
        yield Problem("ontology", str(bad))


def _queries(folder: Path) -> Iterator[Problem]:
    with Store.memory() as empty:
        for file in sorted(folder.glob("*.rq")):
            try:
                empty.query(file.read_text(encoding="utf-8"))
            except (SyntaxError, ValueError) as bad:
                yield Problem(f"queries/{file.name}", getattr(bad, "msg", None) or str(bad))


# -- seeds ----------------------------------------------------------------------------------------------------------


def seed_problems() -> Iterator[Problem]:
    """Yield the problems of the packaged tables: actors, words, triggers, ranker, vectors."""
    for folder, problems in (
        ("seeds/actors", actors.problems),
        ("seeds/grammar", function_words.problems),
        ("seeds/linking", word_classes.problems),
        ("seeds/linking", kind_classes.problems),
        ("seeds/parsing", taught.problems),
        ("seeds/triggers", triggers.problems),
        ("seeds/triggers", coding.problems),
        ("seeds/triggers", traits.problems),
        ("seeds/ranker", _of_ranker),
        ("seeds/vectors", vectors.problems),
    ):
        yield from (Problem(folder, reason) for reason in _of_tables(folder, problems))
    if not triggers.problems(resources.path("seeds/triggers")):
        yield from _modes()


def _of_ranker(folder: Path) -> list[str]:
    """The ranker knows every relation but the stances, which rest on the rules."""
    try:
        return weights.problems(folder, [code for code, each in relations().items() if each.quad != STANCE])
    except VocabularyError:
        return []  # reported with the ontology


def _of_tables(folder: str, problems: Callable[[Path], list[str]]) -> list[str]:
    try:
        return problems(resources.path(folder))
    except FileNotFoundError as missing:
        return [str(missing)]


def _modes() -> Iterator[Problem]:
    """Modes that the trigger lexicon uses and the ontology does not know."""
    try:
        known = relations()
    except VocabularyError:
        return  # reported with the ontology
    units = (unit for senses in triggers.triggers().units.values() for unit in senses)
    used = {(unit.relation, unit.mode): unit.rule for unit in units if unit.mode}
    for (relation, mode), rule in sorted(used.items()):
        if relation not in known or mode not in known[relation].modes:
            yield Problem("seeds/triggers", f"mode {relation}/{mode} ({rule}) is not in ontology/relations.ttl")


# -- graph ----------------------------------------------------------------------------------------------------------


def graph_problems(store: Store) -> Iterator[Problem]:
    """Yield the problems of a built graph: shapes, vocabulary, blank nodes, and edges without a statement."""
    yield from shape_problems(store)
    yield from _unknown_terms(store)
    yield from _edge_problems(store)


def shape_problems(store: Store) -> Iterator[Problem]:
    """Yield where the graph is not as the SHACL shapes say, and whether it has blank nodes."""
    shapes = Graph().parse(resources.path(SHAPES), format="turtle")
    for chunk in _chunks(store):
        yield from _shape_problems(chunk, shapes)
    yield from _blank_nodes(store)


def _chunks(store: Store) -> Iterator[list[ox.Quad]]:
    """Yield the quads to validate together: whole graphs only."""
    for graph in (ACTORS, EDGES, LEDGER):
        yield list(store.native.quads_for_pattern(None, None, None, graph))
    chunk: list[ox.Quad] = []
    for article in store.articles():
        chunk += store.native.quads_for_pattern(None, None, None, article_graph(article))
        if len(chunk) > CHUNK:
            yield chunk
            chunk = []
    yield chunk


def _shape_problems(quads: list[ox.Quad], shapes: Graph) -> Iterator[Problem]:
    data = Graph()
    data.parse(data=ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES), format="ox-nt")
    try:
        conforms, report, text = validate(data, shacl_graph=shapes, meta_shacl=False, advanced=False)
    except ReportableRuntimeError as bad:  # of what cannot be compared
        yield Problem("the graph", f"cannot be checked by its shapes: {bad}")
        return
    if conforms:
        return
    if not isinstance(report, Graph):
        raise RuntimeError(f"SHACL validation failed: {text}")
    results = [_result(report, node) for node in report.subjects(SH.resultSeverity, None)]
    yield from sorted(results, key=str)


def _result(report: Graph, node: Node) -> Problem:
    path = report.value(node, SH.resultPath)
    where = f" ({path.n3()})" if isinstance(path, URIRef) else ""
    return Problem(str(report.value(node, SH.focusNode)), f"{report.value(node, SH.resultMessage)}{where}")


def _blank_nodes(store: Store) -> Iterator[Problem]:
    if store.query("ASK { GRAPH ?g { ?s ?p ?o FILTER(isBlank(?s) || isBlank(?o)) } }"):
        yield Problem("the graph", "has blank nodes")


def _unknown_terms(store: Store) -> Iterator[Problem]:
    """Relations, modes, properties and classes of ours that are used and not in the ontology."""
    declared = _used(quad for name in VOCABULARY for quad in ox.parse(path=resources.path(name)))
    used: set[str] = set()
    for text in (
        "SELECT DISTINCT ?x { GRAPH ?g { ?s ?x ?o } }",
        "SELECT DISTINCT ?x { GRAPH ?g { ?s a ?x } }",
        "SELECT DISTINCT ?x { GRAPH ?g { ?s c:relation|c:mode ?x } }",
    ):
        found = store.query(text)
        if isinstance(found, ox.QuerySolutions):
            used |= {str(row["x"]) for row in found if getattr(row["x"], "value", "").startswith(_OURS)}
    for iri in sorted(used - declared):
        yield Problem("the graph", f"uses {iri}, which the ontology does not declare")


def _edge_problems(store: Store) -> Iterator[Problem]:
    """An edge stands if and only if an eligible statement does; without `derive` there is nothing to compare."""
    there = {quad.triple for quad in store.native.quads_for_pattern(None, None, None, EDGES)}
    if not store.derived():
        yield Problem("the graph", "edges and ledger are older than the articles or the software; run the build again")
        return
    wanted: set[ox.Triple] = set()
    known = relations()
    for article in store.articles():
        found = facts(article, store.native.quads_for_pattern(None, None, None, article_graph(article)))
        contents = frozenset(fact.content for fact in found if fact.content)
        for fact in found:
            if makes_edge(fact, contents) and fact.source and fact.target:
                property_ = term(f"c:{known[fact.relation].property}")
                wanted.add(ox.Triple(code_iri(fact.source), property_, code_iri(fact.target)))
    yield from (_edge(triple, "no statement reports it as so in an article's own voice") for triple in there - wanted)
    yield from (_edge(triple, "a statement reports it, and it is not among the edges") for triple in wanted - there)


def _edge(triple: ox.Triple, reason: str) -> Problem:
    parts = ((triple.subject, "code"), (triple.predicate, "c"), (triple.object, "code"))
    source, name, target = (
        (under(node.value, prefix) if isinstance(node, ox.NamedNode) else None) or str(node) for node, prefix in parts
    )
    return Problem(f"edge {source} c:{name} {target}", reason)
