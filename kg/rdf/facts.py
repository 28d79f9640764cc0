"""Reading an article's named graph back, as far as the ledger needs it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from kg.rdf.namespaces import PREFIXES, article_iri, local, term

_C = PREFIXES["c"]
_SCHEMA = PREFIXES["schema"]
_TYPE = term("rdf:type").value

Node = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Fact:
    """What the ledger needs to know of a statement. ``source`` and ``target`` are codes, none if unlinked.

    ``attributed`` says whether it is somebody's word, ``speaker`` is that one's code, none if unlinked.
    ``period`` is a month or year, or none; ``outlet`` is the IRI of the publisher, or of the article without one.
    """

    id: str
    article: str
    relation: str
    source: str | None
    target: str | None
    has_target: bool
    modality: str
    attributed: bool
    speaker: str | None
    content: str | None
    period: str | None
    outlet: str


def facts(article: str, quads: Iterable[Quad]) -> list[Fact]:
    """Return the facts of the article with this id from the quads of its graph, in the order of statement ids."""
    nodes = _nodes(quads)
    about = nodes.get(article_iri(article).value, {})
    published = _one(about, _SCHEMA + "datePublished")
    outlet = _one(about, _SCHEMA + "publisher") or article_iri(article).value
    return [
        _fact(iri, nodes[iri], article, published, outlet)
        for iri in sorted(nodes)
        if _C + "Statement" in nodes[iri].get(_TYPE, ())
    ]


def _nodes(quads: Iterable[Quad]) -> dict[str, dict[str, tuple[str, ...]]]:
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            node = found.setdefault(quad.subject.value, {})
            node[quad.predicate.value] = (*node.get(quad.predicate.value, ()), quad.object.value)
    return found


def _fact(iri: str, node: Node, article: str, published: str | None, outlet: str) -> Fact:
    content = _one(node, _C + "content")
    return Fact(
        id=local(iri, "statement"),
        article=article,
        relation=local(_one(node, _C + "relation") or "", "rel"),
        source=_code(node, "sourceCode"),
        target=_code(node, "targetCode"),
        has_target=_C + "target" in node,
        modality=(_one(node, _C + "modality") or "").removeprefix(_C),
        attributed=_C + "attributedTo" in node,
        speaker=_code(node, "attributedToCode"),
        content=local(content, "statement") if content else None,
        period=period(_one(node, _C + "when"), published),
        outlet=outlet,
    )


def period(when: str | None, published: str | None) -> str | None:
    """Return the month (the year, if no more is known) of the event, else of publication.

    >>> period("2022-02-24", "2022-03-15"), period("2014", None), period(None, "2022-03-15")
    ('2022-02', '2014', '2022-03')
    """
    return (when or published or "")[:7] or None


def _code(node: Node, role: str) -> str | None:
    iri = _one(node, _C + role)
    return local(iri, "code") if iri else None


def _one(node: Node, predicate: str) -> str | None:
    values = node.get(predicate, ())
    return values[0] if values else None
