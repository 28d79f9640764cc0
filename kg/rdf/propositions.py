"""Propositions, the positions that are taken on them, and plain edges, as lines of N-Quads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, TypeAlias

from pyoxigraph import Literal, NamedNode

from kg.model import content_id
from kg.rdf.namespaces import EDGES, LEDGER, PREFIXES, article_iri, code_iri, statement_iri, word
from kg.rdf.quads import day

ASSERTS, DENIES = "assertion", "denial"
_Row: TypeAlias = tuple[Any, ...]
_END = f" {LEDGER} .\n"


def edge_line(source: str, relation: str, target: str, properties: Mapping[str, NamedNode]) -> str:
    """Return the plain edge of a source, a relation and a target."""
    return f"{code_iri(source)} {properties[relation]} {code_iri(target)} {EDGES} .\n"


def told_proposition(key: str, rows: Iterable[_Row]) -> Iterator[str]:
    """Yield what the ledger says of a proposition: its key, its statements, and how many tell of it.

    ``rows`` are those of its facts: proposition, relation, source, target, period, statement, article, outlet, edge,
    origin.
    """
    statements = edges = 0
    articles: set[str] = set()
    outlets: set[str] = set()
    origins: set[str] = set()
    for _, relation, source, target, period, statement, article, outlet, edge, origin in rows:
        if not statements:
            yield from key_of(key, relation, source, target, period)
        statements += 1
        edges += bool(edge)
        articles.add(article)
        outlets.add(outlet)
        origins.add(origin or article)
        yield from stated(key, statement, article)
    yield from counted(key, statements, edges, len(articles), len(outlets), len(origins))


def stated(proposition: str, statement: str, article: str) -> Iterator[str]:
    """Yield that a statement of an article tells of a proposition."""
    yield _line(_proposition(proposition), "c:statement", statement_iri(statement))
    yield _line(_proposition(proposition), "c:article", article_iri(article))


def counted(proposition: str, statements: int, edges: int, articles: int, outlets: int, origins: int) -> Iterator[str]:
    """Yield how many statements, edges, articles, outlets and origins a proposition has."""
    node = _proposition(proposition)
    yield _line(node, "c:statementCount", Literal(statements))
    yield _line(node, "c:edgeCount", Literal(edges))
    yield _line(node, "c:articleCount", Literal(articles))
    yield _line(node, "c:outletCount", Literal(outlets))
    yield _line(node, "c:originCount", Literal(origins))


def key_of(proposition: str, relation: str, source: str, target: str | None, period: str | None) -> Iterator[str]:
    """Yield what a proposition is about."""
    node = _proposition(proposition)
    yield _line(node, "rdf:type", word("c:Proposition"))
    yield _line(node, "c:relation", word(f"rel:{relation}"))
    yield _line(node, "c:sourceCode", code_iri(source))
    if target is not None:
        yield _line(node, "c:targetCode", code_iri(target))
    if period is not None:
        yield _line(node, "c:period", day(period))


def told_position(proposition: str, holder: str, stance: str, rows: Iterable[_Row]) -> Iterator[str]:
    """Yield what the ledger says of a position; ``rows`` are those of the statements that show it."""
    yield from holds(proposition, holder, stance)
    for _, _, _, statement, article, by in rows:
        yield from shown(proposition, holder, stance, statement, article, by)


def holds(proposition: str, holder: str, stance: str) -> Iterator[str]:
    """Yield that somebody takes a stance on a proposition."""
    about, by = _proposition(proposition), f"<{holder}>"
    yield _line(about, "c:assertedBy" if stance == ASSERTS else "c:deniedBy", by)
    node = _position(proposition, holder, stance)
    yield _line(node, "rdf:type", word("c:Position"))
    yield _line(node, "c:proposition", about)
    yield _line(node, "c:holder", by)
    yield _line(node, "c:takes", word(f"c:{stance}"))


def shown(proposition: str, holder: str, stance: str, statement: str, article: str, by: str) -> Iterator[str]:
    """Yield by which statement of an article somebody takes a position."""
    node = _position(proposition, holder, stance)
    yield _line(node, "c:statement", statement_iri(statement))
    yield _line(node, "c:by", statement_iri(by))
    yield _line(node, "c:article", article_iri(article))


def _proposition(key: str) -> str:
    return f"<{PREFIXES['proposition']}{key}>"


@lru_cache(1)  # the same with each of its statements
def _position(proposition: str, holder: str, stance: str) -> str:
    return f"<{PREFIXES['position']}{content_id('position', proposition, holder, stance)}>"


def _line(node: str, predicate: str, value: object) -> str:
    return f"{node} {word(predicate)} {value}{_END}"
