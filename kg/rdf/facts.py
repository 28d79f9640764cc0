"""Reading an article's named graph back, as far as the ledger needs it.

Anybody may write to the graph. A statement that is not whole (`flaw`) is data that this software does not understand:
it is left out, together with what is the content of it, for nobody knows who says that and how.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg.lexicon.vocabulary import relations
from kg.model import CONTEXT, Modality
from kg.rdf.namespaces import PREFIXES, article_iri, local, statement_iri, term, under
from kg.rdf.quads import day

log = logging.getLogger(__name__)

_C = PREFIXES["c"]
_OA = PREFIXES["oa"]
_SCHEMA = PREFIXES["schema"]
_TYPE = term("rdf:type").value
_LONGEST = 9  # digits of an offset

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
    outlet = _iri(one(about, _SCHEMA + "publisher")) or article_iri(article).value
    return [_fact(iri, of[iri], article, published(about), outlet) for iri in readable(article, of)]


def readable(article: str, of: Mapping[str, Node]) -> list[str]:
    """Return the IRIs of the statements in an article's graph that are whole, sorted; a warning names the others.

    What is the content of something that is not whole is not among them.
    """
    found: list[str] = []
    unclear: list[str] = []
    for iri in sorted(of):
        is_statement = _C + "Statement" in of[iri].get(_TYPE, ())
        if not is_statement and _C + "content" not in of[iri]:
            continue
        wrong = flaw(iri, of, article)
        if wrong is None:
            found.append(iri)
            continue
        log.warning("article %s: %s is left out: it %s", article, iri, wrong)
        unclear += of[iri].get(_C + "content", ())
    left = set[str]()
    while unclear:
        iri = unclear.pop()
        if iri not in left:
            left.add(iri)
            unclear += of.get(iri, {}).get(_C + "content", ())
    return [iri for iri in found if iri not in left] if left else found


_MUST = tuple(
    _C + name
    for name in (
        "article",
        "relation",
        "modality",
        "source",
        "sourceMention",
        "evidence",
        "trigger",
        "rule",
        "confidence",
    )
)
_TOGETHER = tuple(
    (_C + one, _C + other)
    for one, other in (("target", "targetMention"), ("attributedTo", "attributedToMention"), ("when", "whenPhrase"))
)
_CODES = tuple((_C + f"{role}Code", _C + role) for role in ("source", "target", "attributedTo"))
_ONCE = (*_MUST, *(_C + name for name in ("mode", "theme", "content")), *sum(_TOGETHER, ()), *(c for c, _ in _CODES))
_SPANS = tuple(_C + name for name in ("evidence", "trigger", "sourceMention", "targetMention", "attributedToMention"))
_MODALITIES = frozenset(_C + each.value for each in Modality)


def flaw(iri: str, of: Mapping[str, Node], article: str) -> str | None:
    """Return what keeps a node from being a statement that can be read, none if it is one.

    ``of`` are the nodes of its article's graph: its own, and its sentence, trigger and mentions. What `kg check` asks
    for beyond that (``ontology/shapes.ttl``) is not asked here.
    """
    node = of[iri]
    if _C + "Statement" not in node.get(_TYPE, ()):
        return "is no c:Statement"
    identity = under(iri, "statement")
    if identity is None or statement_iri(identity).value != iri:
        return "has an IRI that is no statement's"
    return _miscounted(node) or _odd(node, article) or _nowhere(node, of)


def _miscounted(node: Node) -> str | None:
    """Return what is missing, or there more than once."""
    for name in _MUST:
        if name not in node:
            return f"has no {_short(name)}"
    for name in _ONCE:
        if len(node.get(name, ())) > 1:
            return f"has more than one {_short(name)}"
    for name, other in _TOGETHER:
        if (name in node) != (other in node):
            return f"has only one of {_short(name)} and {_short(other)}"
    for name, role in _CODES:
        if name in node and role not in node:
            return f"has {_short(name)} without {_short(role)}"
    return None


def _odd(node: Node, article: str) -> str | None:
    """Return which value is none of those that there may be."""
    relation = under(node[_C + "relation"][0], "rel")
    mode, content, when = (one(node, _C + name) for name in ("mode", "content", "when"))
    good = {
        "article": node[_C + "article"][0] == article_iri(article).value,
        "relation": relation in relations(),
        "modality": node[_C + "modality"][0] in _MODALITIES,
        "confidence": _is_share(node[_C + "confidence"][0]),
        "mode": mode is None or mode.startswith(f"{PREFIXES['mode']}{relation}-"),
        "content": content is None or under(content, "statement") is not None,
        "when": when is None or _is_day(when),
        **{name.removeprefix(_C): name not in node or under(node[name][0], "code") is not None for name, _ in _CODES},
    }
    return next((f"has an odd c:{name}" for name, is_good in good.items() if not is_good), None)


def _nowhere(node: Node, of: Mapping[str, Node]) -> str | None:
    """Return which of its words have no place in the text."""
    missing = (name for name in _SPANS if name in node and not _is_span(of.get(node[name][0], {})))
    return next((f"has {_short(name)} without place and words" for name in missing), None)


def _is_span(node: Node) -> bool:
    start, end, words = (node.get(_OA + name, ()) for name in ("start", "end", "exact"))
    return len(start) == len(end) == len(words) == 1 and all(map(_is_offset, (*start, *end)))


def _is_offset(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _LONGEST


def _is_share(text: str) -> bool:
    try:
        return 0 <= float(text) <= 1
    except ValueError:
        return False


def _is_day(text: str) -> bool:
    try:
        day(text)
    except ValueError:
        return False
    return True


def _iri(text: str | None) -> str | None:
    """Return the same if it can be an IRI: a literal may stand where one should."""
    try:
        return NamedNode(text).value if text else None
    except ValueError:
        return None


def _short(name: str) -> str:
    return f"c:{name.removeprefix(_C)}"


def published(about: Node) -> str | None:
    """Return the day of an article's publication (ISO 8601); none also if what is there is no day."""
    return day_or_none(one(about, _SCHEMA + "datePublished"))


def day_or_none(text: str | None) -> str | None:
    """Return a day as it is (ISO 8601); none if it is no day.

    >>> day_or_none("2022-03-15"), day_or_none("2022-02-30"), day_or_none("soon"), day_or_none(None)
    ('2022-03-15', None, None, None)
    """
    return text if text is not None and len(text) == len("2022-03-15") and _is_day(text) else None


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
