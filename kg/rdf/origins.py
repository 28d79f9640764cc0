"""Origins as quads: which articles are one report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from kg.rdf.namespaces import ORIGINS, PREFIXES, article_iri, term


@dataclass(frozen=True, slots=True)
class Report:
    """One report in several articles: its id, the earliest of them, all of them (ids), whose it is said to be."""

    id: str
    first: str
    articles: tuple[str, ...]
    credit: str | None


def origin_quads(report: Report) -> Iterator[Quad]:
    """Yield the quads of one origin."""
    node = NamedNode(PREFIXES["origin"] + report.id)
    yield Quad(node, term("rdf:type"), term("c:Origin"), ORIGINS)
    yield Quad(node, term("c:firstArticle"), article_iri(report.first), ORIGINS)
    if report.credit:
        yield Quad(node, term("schema:creditText"), Literal(report.credit), ORIGINS)
    for article in report.articles:
        yield Quad(article_iri(article), term("c:origin"), node, ORIGINS)
