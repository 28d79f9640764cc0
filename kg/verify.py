"""Re-reading every stored quote: does the article's text say, at these offsets, what the graph says it does?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.rdf.namespaces import article_graph, article_iri, term
from kg.store import Store

_OFFSET = re.compile(r"-?[0-9]{1,9}")
_SPANS = ("c:Sentence", "c:Trigger", "c:Mention")


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A quote that its article does not bear out. ``node`` is the IRI of the span or statement."""

    article: str
    node: str
    reason: str

    def __str__(self) -> str:
        return f"{self.article}: {self.node}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Verified:
    """How much was read, and what was found wrong."""

    articles: int
    quotes: int
    mismatches: tuple[Mismatch, ...]


def verify(store: Store) -> Verified:
    """Re-read every sentence, trigger and mention (of source, target and speaker) of every article.

    One article is in memory at a time.
    """
    articles = quotes = 0
    found: list[Mismatch] = []
    for article in store.articles():
        nodes = _nodes(store.native.quads_for_pattern(None, None, None, article_graph(article)))
        spans = [iri for iri, node in nodes.items() if _is_span(node)]
        found += mismatches(article, nodes, spans)
        articles += 1
        quotes += len(spans)
    return Verified(articles, quotes, tuple(found))


Node = Mapping[str, tuple[ox.NamedNode | ox.Literal, ...]]
Nodes = Mapping[str, Node]


def mismatches(article: str, nodes: Nodes, spans: Iterable[str]) -> Iterator[Mismatch]:
    """Yield what is wrong in one article's graph, given as its nodes by IRI."""
    text = _text(nodes.get(article_iri(article).value, {}), "schema:articleBody")
    if text is None:
        yield Mismatch(article, article_iri(article).value, "has no text")
        return
    for iri in sorted(spans):
        reason = _span(text, nodes[iri])
        if reason:
            yield Mismatch(article, iri, reason)
    for iri in sorted(nodes):
        if term("c:Statement") in nodes[iri].get(term("rdf:type").value, ()):
            yield from _statement(article, iri, nodes)


def _span(text: str, node: Node) -> str | None:
    start, end, quoted = _number(node, "oa:start"), _number(node, "oa:end"), _text(node, "oa:exact")
    if start is None or end is None or quoted is None:
        return "has no start, end or quote"
    if not 0 <= start < end <= len(text):
        return f"offsets {start} to {end} are not in a text of {len(text)} characters"
    if text[start:end] != quoted:
        return f"quotes {quoted!r}, but the text has {text[start:end]!r} from {start} to {end}"
    before, behind = _text(node, "oa:prefix"), _text(node, "oa:suffix")
    if before is not None and not text[:start].endswith(before):
        return f"says that {before!r} stands before it, but the text has {text[max(0, start - len(before)) : start]!r}"
    if behind is not None and not text[end:].startswith(behind):
        return f"says that {behind!r} stands behind it, but the text has {text[end : end + len(behind)]!r}"
    return None


def _statement(article: str, iri: str, nodes: Nodes) -> Iterator[Mismatch]:
    """A statement's trigger lies within its sentence, and all that it points to is there."""
    sentence = _linked(nodes, iri, "c:evidence")
    trigger = _linked(nodes, iri, "c:trigger")
    if sentence is None or trigger is None:
        yield Mismatch(article, iri, "has no sentence or no trigger")
    elif not _within(trigger, sentence):
        yield Mismatch(article, iri, "its trigger is not within its sentence")
    for role in ("c:sourceMention", "c:targetMention", "c:attributedToMention"):
        if term(role).value in nodes[iri] and _linked(nodes, iri, role) is None:
            yield Mismatch(article, iri, f"its {role.removeprefix('c:')} is not in the graph")


def _within(inner: Node, outer: Node) -> bool:
    ends = [_number(node, edge) for node in (outer, inner) for edge in ("oa:start", "oa:end")]
    if None in ends:
        return False
    low, high, start, end = (number or 0 for number in ends)
    return low <= start and end <= high


def _linked(nodes: Nodes, iri: str, role: str) -> Node | None:
    values = nodes[iri].get(term(role).value, ())
    return nodes.get(values[0].value) if values else None


def _is_span(node: Node) -> bool:
    kinds = node.get(term("rdf:type").value, ())
    return any(term(kind) in kinds for kind in _SPANS)


def _text(node: Node, name: str) -> str | None:
    values = node.get(term(name).value, ())
    return values[0].value if values else None


def _number(node: Node, name: str) -> int | None:
    value = _text(node, name)
    return int(value) if value is not None and _OFFSET.fullmatch(value) else None


def _nodes(quads: Iterable[ox.Quad]) -> dict[str, dict[str, tuple[ox.NamedNode | ox.Literal, ...]]]:
    found: dict[str, dict[str, tuple[ox.NamedNode | ox.Literal, ...]]] = {}
    for quad in quads:
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal):
            node = found.setdefault(quad.subject.value, {})
            node[quad.predicate.value] = (*node.get(quad.predicate.value, ()), quad.object)
    return found
