"""The graph of actors as it follows from who is in the gazetteer, whom articles name, and which codes are used.

`everybody` computes all of it, `changes` what some actors and codes bring about; both come to the same graph. What
anybody has written there that is no code of ours is left as it is, and counts for nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from typing import Self, cast

import pyoxigraph as ox

from kg.rdf.actors import code_labels, code_quads, named_after
from kg.rdf.namespaces import ACTORS, PREFIXES, actor_iri, code_iri, local, term, under

log = logging.getLogger(__name__)

IN_SCHEME = term("skos:inScheme")
_CODE = term("c:code")
_LABEL, _OTHER_LABEL = term("skos:prefLabel"), term("skos:altLabel")
_OFFICE = term("schema:hasOccupation")

_Node = ox.NamedNode | ox.BlankNode | ox.Triple


@dataclass(frozen=True, slots=True)
class Renewed:
    """What changed with the gazetteer: actors by id, offices, and the codes of both."""

    actors: frozenset[str] = frozenset()
    offices: frozenset[ox.NamedNode] = frozenset()
    codes: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.actors or self.offices or self.codes)

    @classmethod
    def of(cls, quads: Iterable[ox.Quad]) -> Self:
        """Return what these quads, which went or came, are about."""
        quads = list(quads)
        nodes = {quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)}
        ends = {quad.object for quad in quads if quad.predicate == _OFFICE}
        return cls(
            frozenset(actor for node in nodes if (actor := under(node, "actor")) is not None),
            frozenset(node for node in ends if isinstance(node, ox.NamedNode)),
            frozenset(_codes(quads)),
        )


def everybody(graph: ox.Store, used: Iterable[str]) -> Iterator[ox.Quad]:
    """Yield the actors that are in the gazetteer or named, and the codes of both and those ``used``."""
    gone = _unnamed(graph)
    gone |= _unheld(graph, gone)
    codes = [quad for quad in graph.quads_for_pattern(None, _CODE, None, ACTORS) if quad.subject not in gone]
    labels = dict.fromkeys([*used, *_codes(codes)]) | _labels(graph, codes)
    yield from code_quads({code: label or _acting_as(graph, code) or code for code, label in sorted(labels.items())})
    renamed = _renamed(graph)
    for quad in graph.quads_for_pattern(None, None, None, ACTORS):
        if quad.subject not in gone and not str(quad.subject).startswith(f"<{PREFIXES['code']}"):
            yield renamed.get(quad, quad)


def changes(
    graph: ox.Store,
    actors: Iterable[str],
    offices: Iterable[ox.NamedNode],
    codes: Iterable[str],
    used: Callable[[str], bool],
) -> tuple[list[ox.Quad], list[ox.Quad]]:
    """Return the quads that go and those that come where only these actors (ids), offices and codes may have changed.

    ``used`` says whether a code is the source, target or speaker of a statement.
    """
    gone: list[ox.Quad] = []
    come: list[ox.Quad] = []
    left, codes, offices = set[_Node](), set(codes), set(offices)
    for actor in map(actor_iri, sorted(actors)):
        mine = _of(graph, actor)
        codes |= set(_codes(mine))
        if any(quad.predicate == IN_SCHEME for quad in mine) or is_named(graph, actor):
            second = _second_names(mine)
            gone += second
            come += map(_second, second)
        else:
            gone += mine
            left.add(actor)
            offices |= {q.object for q in mine if q.predicate == _OFFICE and isinstance(q.object, ox.NamedNode)}
    for office in offices:
        if all(quad.subject in left for quad in graph.quads_for_pattern(None, _OFFICE, office, ACTORS)):
            mine = _of(graph, office)
            codes |= set(_codes(mine))
            gone += mine
            left.add(office)
    for code in sorted(codes):
        there, wanted = _of(graph, code_iri(code)), _code(graph, code, left, used)
        gone += [quad for quad in there if quad not in wanted]
        come += [quad for quad in wanted if quad not in there]
    return gone, come


def is_named(graph: ox.Store, actor: _Node) -> bool:
    """Return whether an article names the actor."""
    return next(iter(graph.quads_for_pattern(None, term("c:refersTo"), actor, None)), None) is not None


def _of(graph: ox.Store, node: ox.NamedNode) -> list[ox.Quad]:
    return list(graph.quads_for_pattern(node, None, None, ACTORS))


def _code(graph: ox.Store, code: str, left: set[_Node], used: Callable[[str], bool]) -> list[ox.Quad]:
    """Return the quads of one code, none if nobody has it."""
    head = head_of(graph, code, left)
    if head is not None:
        names = graph.quads_for_pattern(head, _LABEL, None, ACTORS)
        return code_quads({code: _chosen([ox.Quad(head, _CODE, code_iri(code), ACTORS)], names).get(code, code)})
    held = any(quad.subject not in left for quad in graph.quads_for_pattern(None, _CODE, code_iri(code), ACTORS))
    return code_quads({code: _acting_as(graph, code) or code}) if held or used(code) else []


def _acting_as(graph: ox.Store, code: str) -> str | None:
    """Return the name of who acts under a code that is nobody's own: somebody out of office (``USA:OBAMA``)."""
    found: list[tuple[str, str]] = []
    for role in ("source", "target", "attributedTo"):
        for quad in graph.quads_for_pattern(None, term(f"c:{role}Code"), code_iri(code), None):
            for end in graph.quads_for_pattern(quad.subject, term(f"c:{role}"), None, quad.graph_name):
                names = graph.quads_for_pattern(cast(ox.NamedNode, end.object), _LABEL, None, ACTORS)
                found += [(str(end.object), name.object.value) for name in names if isinstance(name.object, ox.Literal)]
    return min(found)[1] if found else None


def head_of(graph: ox.Store, code: str, left: Container[_Node] = ()) -> ox.NamedNode | None:
    """Return the actor who gives a code its name: the one that it is called after, else the first by id; or none.

    Those in ``left`` do not count.
    """
    for actor in map(actor_iri, named_after(code)):
        if actor not in left and next(iter(graph.quads_for_pattern(actor, _CODE, code_iri(code), ACTORS)), None):
            return actor
    having = (quad.subject for quad in graph.quads_for_pattern(None, _CODE, code_iri(code), ACTORS))
    actors = (n for n in having if isinstance(n, ox.NamedNode) and under(n.value, "actor") is not None)
    return min((n for n in actors if n not in left), key=lambda node: local(node.value, "actor"), default=None)


def _labels(graph: ox.Store, codes: Iterable[ox.Quad]) -> dict[str, str]:
    """Return what the codes are called, after the actors that have them."""
    return _chosen(codes, graph.quads_for_pattern(None, _LABEL, None, ACTORS))


def _chosen(codes: Iterable[ox.Quad], named: Iterable[ox.Quad]) -> dict[str, str]:
    names: dict[_Node, str] = {}
    for quad in sorted(named, key=str):
        if isinstance(quad.object, ox.Literal):
            names.setdefault(quad.subject, quad.object.value)
    return code_labels(
        (code, actor, names[quad.subject])
        for quad in codes
        if quad.subject in names
        and (code := _local(quad.object, "code")) is not None
        and (actor := _local(quad.subject, "actor")) is not None
    )


def _unnamed(graph: ox.Store) -> set[_Node]:
    """Return the actors that are neither in the gazetteer nor named in any article."""
    actors = graph.quads_for_pattern(None, term("rdf:type"), term("c:Actor"), ACTORS)
    return {
        quad.subject
        for quad in actors
        if next(iter(graph.quads_for_pattern(quad.subject, IN_SCHEME, None, ACTORS)), None) is None
        and not is_named(graph, quad.subject)
    }


def _unheld(graph: ox.Store, gone: set[_Node]) -> set[_Node]:
    """Return the tenures that no actor who stays has, or has any more."""
    held = graph.quads_for_pattern(None, _OFFICE, None, ACTORS)
    kept = {quad.object for quad in held if quad.subject not in gone}
    tenures = graph.quads_for_pattern(None, term("rdf:type"), term("c:Tenure"), ACTORS)
    return {quad.subject for quad in tenures if quad.subject not in kept}


def _renamed(graph: ox.Store) -> dict[ox.Quad, ox.Quad]:
    """Return the names that become second ones: two articles may write a stranger's name differently."""
    found: dict[_Node, list[ox.Quad]] = {}
    for quad in graph.quads_for_pattern(None, _LABEL, None, ACTORS):
        found.setdefault(quad.subject, []).append(quad)
    return {quad: _second(quad) for quads in found.values() for quad in _second_names(quads)}


def _second_names(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    return sorted((quad for quad in quads if quad.predicate == _LABEL), key=lambda quad: str(quad.object))[1:]


def _second(quad: ox.Quad) -> ox.Quad:
    return ox.Quad(quad.subject, _OTHER_LABEL, quad.object, ACTORS)


def _codes(quads: Iterable[ox.Quad]) -> Iterator[str]:
    """Yield the codes that these quads give somebody; a warning names what is none."""
    for quad in quads:
        if quad.predicate == _CODE:
            code = _local(quad.object, "code")
            if code is None:
                log.warning("actors: %s has an odd c:code, which is left out: %s", quad.subject, quad.object)
            else:
                yield code


def _local(node: object, prefix: str) -> str | None:
    return under(node.value, prefix) if isinstance(node, ox.NamedNode) else None
