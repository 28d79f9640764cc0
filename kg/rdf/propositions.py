"""Propositions, the positions that are taken on them, and plain edges, as triples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from pyoxigraph import Literal, NamedNode, Quad

from kg.model import content_id
from kg.rdf.namespaces import EDGES, LEDGER, PREFIXES, article_iri, code_iri, statement_iri, term
from kg.rdf.quads import day

ASSERTS, DENIES = "assertion", "denial"
Triples: TypeAlias = Iterator[tuple[NamedNode, NamedNode, NamedNode | Literal]]
_Row: TypeAlias = tuple[Any, ...]
_A = term("rdf:type")


def edge_quad(source: str, relation: str, target: str, properties: Mapping[str, NamedNode]) -> Quad:
    """Return the plain edge of a source, a relation and a target."""
    return Quad(code_iri(source), properties[relation], code_iri(target), EDGES)


def quads_of(triples: Triples) -> Iterator[Quad]:
    """Yield these triples, each once, as quads of the ledger."""
    for s, p, o in dict.fromkeys(triples):
        yield Quad(s, p, o, LEDGER)


def told_proposition(key: str, rows: Iterable[_Row]) -> Triples:
    """Yield what the ledger says of a proposition: its key, its statements, and how many tell of it.

    ``rows`` are those of its facts: proposition, relation, source, target, period, statement, article, outlet, edge,
    origin.
    """
    node = NamedNode(PREFIXES["proposition"] + key)
    statements = edges = 0
    articles: set[str] = set()
    outlets: set[str] = set()
    origins: set[str] = set()
    for _, relation, source, target, period, statement, article, outlet, edge, origin in rows:
        if not statements:
            yield from key_of(node, relation, source, target, period)
        statements += 1
        edges += bool(edge)
        articles.add(article)
        outlets.add(outlet)
        origins.add(origin or article)
        yield from stated(key, statement, article)
    yield from counted(node, statements, edges, len(articles), len(outlets), len(origins))


def stated(proposition: str, statement: str, article: str) -> Triples:
    """Yield that a statement of an article tells of a proposition."""
    node = NamedNode(PREFIXES["proposition"] + proposition)
    yield node, term("c:statement"), statement_iri(statement)
    yield node, term("c:article"), article_iri(article)


def counted(node: NamedNode, statements: int, edges: int, articles: int, outlets: int, origins: int) -> Triples:
    """Yield how many statements, edges, articles, outlets and origins a proposition has."""
    yield node, term("c:statementCount"), Literal(statements)
    yield node, term("c:edgeCount"), Literal(edges)
    yield node, term("c:articleCount"), Literal(articles)
    yield node, term("c:outletCount"), Literal(outlets)
    yield node, term("c:originCount"), Literal(origins)


def key_of(node: NamedNode, relation: str, source: str, target: str | None, period: str | None) -> Triples:
    """Yield what a proposition is about."""
    yield node, _A, term("c:Proposition")
    yield node, term("c:relation"), term(f"rel:{relation}")
    yield node, term("c:sourceCode"), code_iri(source)
    if target is not None:
        yield node, term("c:targetCode"), code_iri(target)
    if period is not None:
        yield node, term("c:period"), day(period)


def told_position(proposition: str, holder: str, stance: str, rows: Iterable[_Row]) -> Triples:
    """Yield what the ledger says of a position; ``rows`` are those of the statements that show it."""
    yield from holds(proposition, holder, stance)
    for _, _, _, statement, article, by in rows:
        yield from shown(proposition, holder, stance, statement, article, by)


def holds(proposition: str, holder: str, stance: str) -> Triples:
    """Yield that somebody takes a stance on a proposition."""
    node = _position_iri(proposition, holder, stance)
    about = NamedNode(PREFIXES["proposition"] + proposition)
    yield about, term("c:assertedBy" if stance == ASSERTS else "c:deniedBy"), NamedNode(holder)
    yield node, _A, term("c:Position")
    yield node, term("c:proposition"), about
    yield node, term("c:holder"), NamedNode(holder)
    yield node, term("c:takes"), term(f"c:{stance}")


def shown(proposition: str, holder: str, stance: str, statement: str, article: str, by: str) -> Triples:
    """Yield by which statement of an article somebody takes a position."""
    node = _position_iri(proposition, holder, stance)
    yield node, term("c:statement"), statement_iri(statement)
    yield node, term("c:by"), statement_iri(by)
    yield node, term("c:article"), article_iri(article)


def _position_iri(proposition: str, holder: str, stance: str) -> NamedNode:
    return NamedNode(PREFIXES["position"] + content_id("position", proposition, holder, stance))
