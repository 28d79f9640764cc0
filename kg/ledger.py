"""What follows from all statements together: plain edges, and who asserts and who denies each proposition.

The one rule stands in `makes_edge`: what somebody says never becomes an edge. ``docs/rdf.md`` has the table of
positions that `positions` computes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from types import TracebackType
from typing import Any, Self

from pyoxigraph import Literal, NamedNode, Quad

from kg.model import content_id
from kg.rdf.facts import Fact
from kg.rdf.namespaces import EDGES, LEDGER, PREFIXES, article_iri, code_iri, local, statement_iri, term
from kg.rdf.quads import day

ASSERTS, DENIES = "assertion", "denial"
_DENY = "DENY"
_SEEN_AS_TRUE = frozenset({"ACCUSE", "CONFIRM"})  # who accuses of an act, or confirms it, says that it is so
_A = term("rdf:type")


@dataclass(frozen=True, slots=True)
class Position:
    """One holder (an IRI) asserts or denies the proposition of ``statement``, by the words of ``by``."""

    statement: str
    holder: str
    stance: str
    by: str


def makes_edge(fact: Fact, contents: frozenset[str]) -> bool:
    """Return whether the statement is a plain edge: actual, in the article's own voice, and nobody's content.

    ``contents`` are the ids of all statements of the article that are the content of another.
    """
    return (
        fact.modality == "actual"
        and not fact.attributed
        and fact.id not in contents
        and fact.source is not None
        and fact.target is not None
        and fact.source != fact.target
    )


def positions(facts: Sequence[Fact]) -> Iterator[Position]:
    """Yield who takes which position on the statements of one article (the table in ``docs/rdf.md``)."""
    by_id = {fact.id: fact for fact in facts}
    contents = frozenset(fact.content for fact in facts if fact.content)
    for fact in facts:
        yield from _own(fact, fact.id in contents)
        content = by_id.get(fact.content) if fact.content else None
        if content is not None and _takes_a_stance(fact, contents):
            yield from _towards(fact, content)


def _own(fact: Fact, is_content: bool) -> Iterator[Position]:
    """The speaker's or the outlet's own position; a content without a speaker has none of its own."""
    stance = _stance(fact.modality)
    if stance is None:
        return
    if fact.attributed:
        if fact.speaker is not None:
            yield Position(fact.id, code_iri(fact.speaker).value, stance, fact.id)
    elif not is_content:
        yield Position(fact.id, fact.outlet, stance, fact.id)


def _takes_a_stance(fact: Fact, contents: frozenset[str]) -> bool:
    """Whether this statement shows its source's own stance: it happened, by the outlet's word or by its own."""
    own_word = not fact.attributed or fact.speaker == fact.source
    return (
        (fact.relation == _DENY or fact.relation in _SEEN_AS_TRUE)
        and fact.modality == "actual"
        and own_word
        and fact.source is not None
        and fact.id not in contents
    )


def _towards(fact: Fact, content: Fact) -> Iterator[Position]:
    stance = _stance(content.modality)
    if stance is None or fact.source is None:
        return
    if fact.relation == _DENY:
        stance = DENIES if stance == ASSERTS else ASSERTS
    yield Position(content.id, code_iri(fact.source).value, stance, fact.id)


def _stance(modality: str) -> str | None:
    return {"actual": ASSERTS, "negated": DENIES}.get(modality)


def proposition_id(fact: Fact) -> str | None:
    """Return the id of the proposition that the statement is about; none without a known source.

    A statement whose target is named but unknown has no proposition either: it is not one without a target. The theme
    is left out: two sides seldom use the same words (``docs/decisions/2026-11-24-where-we-differ.md``).
    """
    if fact.source is None or (fact.has_target and fact.target is None):
        return None
    return content_id("proposition", fact.relation, fact.source, fact.target, fact.period)


class Ledger:
    """Collects the facts of all articles on disk, so that memory does not grow with them; then yields quads.

    The temporary SQLite file vanishes with the connection.
    """

    def __init__(self) -> None:
        self._rows = sqlite3.connect("")
        self._rows.executescript("""
            PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
            CREATE TABLE fact (proposition, relation, source, target, period, statement, article, outlet, edge);
            CREATE TABLE position (proposition, holder, stance, statement, article, by_);
        """)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._rows.close()

    def add(self, facts: Sequence[Fact]) -> None:
        """Add the facts of one article."""
        contents = frozenset(fact.content for fact in facts if fact.content)
        named = {fact.id: key for fact in facts if (key := proposition_id(fact)) is not None}
        self._rows.executemany(
            "INSERT INTO fact VALUES (?,?,?,?,?,?,?,?,?)",
            [
                (
                    named[f.id],
                    f.relation,
                    f.source,
                    f.target,
                    f.period,
                    f.id,
                    f.article,
                    f.outlet,
                    makes_edge(f, contents),
                )
                for f in facts
                if f.id in named
            ],
        )
        self._rows.executemany(
            "INSERT INTO position VALUES (?,?,?,?,?,?)",
            [
                (named[p.statement], p.holder, p.stance, p.statement, facts[0].article, p.by)
                for p in positions(facts)
                if p.statement in named
            ],
        )

    def edges(self, properties: Mapping[str, NamedNode]) -> Iterator[Quad]:
        """Yield the plain edges; ``properties`` gives each relation's property."""
        found = self._rows.execute("SELECT DISTINCT source, relation, target FROM fact WHERE edge ORDER BY 1, 2, 3")
        for source, relation, target in found:
            yield Quad(code_iri(source), properties[relation], code_iri(target), EDGES)

    def codes(self) -> list[str]:
        """Return all codes that are the source, target or speaker of something, sorted."""
        held = self._rows.execute("SELECT DISTINCT holder FROM position WHERE holder LIKE ?", (PREFIXES["code"] + "%",))
        ends = self._rows.execute("SELECT source FROM fact UNION SELECT target FROM fact WHERE target IS NOT NULL")
        return sorted({str(row[0]) for row in ends} | {local(row[0], "code") for row in held})

    def quads(self) -> Iterator[Quad]:
        """Yield the quads of the ledger."""
        facts = self._rows.execute("SELECT * FROM fact ORDER BY proposition, statement")
        for proposition, rows in groupby(facts, key=lambda row: str(row[0])):
            yield from _quads(_proposition(proposition, rows))
        held = self._rows.execute("SELECT * FROM position ORDER BY proposition, holder, stance, statement, by_")
        for (proposition, holder, stance), rows in groupby(held, key=lambda row: (row[0], row[1], row[2])):
            yield from _quads(_position(proposition, holder, stance, rows))


_Row = tuple[Any, ...]
_Triples = Iterator[tuple[NamedNode, NamedNode, NamedNode | Literal]]


def _quads(triples: _Triples) -> Iterator[Quad]:
    for s, p, o in dict.fromkeys(triples):
        yield Quad(s, p, o, LEDGER)


def _proposition(key: str, rows: Iterable[_Row]) -> _Triples:
    node = NamedNode(PREFIXES["proposition"] + key)
    statements = edges = 0
    articles: set[str] = set()
    outlets: set[str] = set()
    for _, relation, source, target, period, statement, article, outlet, edge in rows:
        if not statements:
            yield from _key(node, relation, source, target, period)
        statements += 1
        edges += bool(edge)
        articles.add(article)
        outlets.add(outlet)
        yield node, term("c:statement"), statement_iri(statement)
        yield node, term("c:article"), article_iri(article)
    yield node, term("c:statementCount"), Literal(statements)
    yield node, term("c:edgeCount"), Literal(edges)
    yield node, term("c:articleCount"), Literal(len(articles))
    yield node, term("c:outletCount"), Literal(len(outlets))


def _key(node: NamedNode, relation: str, source: str, target: str | None, period: str | None) -> _Triples:
    yield node, _A, term("c:Proposition")
    yield node, term("c:relation"), term(f"rel:{relation}")
    yield node, term("c:sourceCode"), code_iri(source)
    if target is not None:
        yield node, term("c:targetCode"), code_iri(target)
    if period is not None:
        yield node, term("c:period"), day(period)


def _position(proposition: str, holder: str, stance: str, rows: Iterable[_Row]) -> _Triples:
    node = NamedNode(PREFIXES["position"] + content_id("position", proposition, holder, stance))
    about = NamedNode(PREFIXES["proposition"] + proposition)
    yield about, term("c:assertedBy" if stance == ASSERTS else "c:deniedBy"), NamedNode(holder)
    yield node, _A, term("c:Position")
    yield node, term("c:proposition"), about
    yield node, term("c:holder"), NamedNode(holder)
    yield node, term("c:takes"), term(f"c:{stance}")
    for _, _, _, statement, article, by in rows:
        yield node, term("c:statement"), statement_iri(statement)
        yield node, term("c:by"), statement_iri(by)
        yield node, term("c:article"), article_iri(article)
