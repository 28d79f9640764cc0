"""Reading an article's named graph back, as far as the ledger needs it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg.model import CONTEXT
from kg.rdf.namespaces import PREFIXES, article_iri, local, term

_C = PREFIXES["c"]
_SCHEMA = PREFIXES["schema"]
_TYPE = term("rdf:type").value

Node = Mapping[str, tuple[str, ...]]
Nodes = dict[str, dict[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Fact:
    """What the ledger needs to know of a statement. ``source`` and ``target`` are codes, none if unlinked.

    ``attributed`` says whether it is somebody's word, ``speaker`` is that one's code, none if unlinked.
    ``period`` is a month or year, or none; ``outlet`` is the IRI of the publisher, or of the article without one.
    ``supposed`` says that its target is taken from the context: the clause does not say at whom the act is aimed.
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
    supposed: bool = False


def facts(article: str, quads: Iterable[Quad]) -> list[Fact]:
    """Return the facts of the article with this id from the quads of its graph, in the order of statement ids."""
    return facts_of(article, nodes(quads))


def facts_of(article: str, of: Mapping[str, Node]) -> list[Fact]:
    """Return the same from the nodes of its graph."""
    about = of.get(article_iri(article).value, {})
    published = one(about, _SCHEMA + "datePublished")
    outlet = one(about, _SCHEMA + "publisher") or article_iri(article).value
    return [
        _fact(iri, of[iri], article, published, outlet)
        for iri in sorted(of)
        if _C + "Statement" in of[iri].get(_TYPE, ())
    ]


def nodes(quads: Iterable[Quad]) -> Nodes:
    """Return the values of each node's properties, by the IRIs of node and property."""
    found: Nodes = {}
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            node = found.setdefault(quad.subject.value, {})
            node[quad.predicate.value] = (*node.get(quad.predicate.value, ()), quad.object.value)
    return found


def nodes_in(lines: str) -> Nodes:
    """Return the same of lines of N-Quads as Oxigraph writes them, in a fifth of the time of a parser."""
    found: Nodes = {}
    node, last = dict[str, tuple[str, ...]](), ""
    for line in lines.split("\n"):  # a line end in a literal is written "\n"
        if not line.startswith("<"):
            continue
        subject, _, rest = line.partition("> <")
        predicate, _, rest = rest.partition("> ")
        if "\\" in rest:  # escaped: only in a literal
            (quad,) = parse(line, RdfFormat.N_QUADS, lenient=True)
            value = cast(Literal, quad.object).value
        elif rest.startswith("<"):
            value = rest[1 : rest.index(">")]
        elif rest.startswith('"'):
            value = rest[1 : rest.rindex('"')]
        else:
            continue
        if subject != last:
            node, last = found.setdefault(subject[1:], {}), subject
        key = sys.intern(predicate)
        node[key] = (*node[key], value) if key in node else (value,)
    return found


def _fact(iri: str, node: Node, article: str, published: str | None, outlet: str) -> Fact:
    content = one(node, _C + "content")
    return Fact(
        id=local(iri, "statement"),
        article=article,
        relation=local(one(node, _C + "relation") or "", "rel"),
        source=_code(node, "sourceCode"),
        target=_code(node, "targetCode"),
        has_target=_C + "target" in node,
        modality=(one(node, _C + "modality") or "").removeprefix(_C),
        attributed=_C + "attributedTo" in node,
        speaker=_code(node, "attributedToCode"),
        content=local(content, "statement") if content else None,
        period=period(one(node, _C + "when"), published),
        outlet=outlet,
        supposed=(one(node, _C + "rule") or "").endswith(CONTEXT),
    )


def period(when: str | None, published: str | None) -> str | None:
    """Return the month (the year, if no more is known) of the event, else of publication.

    >>> period("2022-02-24", "2022-03-15"), period("2014", None), period(None, "2022-03-15")
    ('2022-02', '2014', '2022-03')
    """
    return (when or published or "")[:7] or None


def _code(node: Node, role: str) -> str | None:
    iri = one(node, _C + role)
    return local(iri, "code") if iri else None


def one(node: Node, predicate: str) -> str | None:
    """Return the first value of a property, or none."""
    values = node.get(predicate, ())
    return values[0] if values else None
