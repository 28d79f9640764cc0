"""Actors, their kinds and their codes as quads of the graph of actors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Quad

from kg.lexicon.actors import Kind
from kg.model import Actor
from kg.rdf.namespaces import ACTORS, PREFIXES, actor_iri, code_iri, term

_A = term("rdf:type")


def actor_quads(actor: Actor, *, gazetteer: bool = False) -> list[Quad]:
    """Return the quads of one actor; ``gazetteer`` marks it as known before any text was read."""
    return [Quad(s, p, o, ACTORS) for s, p, o in _actor(actor, gazetteer)]


def _actor(actor: Actor, gazetteer: bool) -> Iterator[tuple[NamedNode, NamedNode, NamedNode | Literal]]:
    node = actor_iri(actor.id)
    yield node, _A, term("c:Actor")
    yield node, term("skos:prefLabel"), Literal(actor.name, language="en")
    for alias in actor.aliases:
        if alias != actor.name:
            yield node, term("skos:altLabel"), Literal(alias, language="en")
    yield node, term("c:kind"), kind_iri(actor.kind)
    yield node, term("c:code"), code_iri(actor.code)
    if gazetteer:
        yield node, term("skos:inScheme"), term("c:gazetteer")
    if actor.iso2:
        yield node, term("c:iso2"), Literal(actor.iso2)
    if actor.wikidata:
        yield node, term("skos:exactMatch"), NamedNode(PREFIXES["wd"] + actor.wikidata)
    if actor.country == actor.id:
        yield node, _A, term("schema:Country")
        yield node, term("c:iso3"), Literal(actor.id)
    elif actor.country:
        yield node, term("skos:broader"), actor_iri(actor.country)


def kind_iri(kind: str) -> NamedNode:
    """Return the IRI of a kind of actor (``armed_group``)."""
    return term(f"kind:{kind}")


def kind_quads(kinds: Iterable[Kind]) -> list[Quad]:
    """Return the quads of the kinds of actors."""
    found = []
    for kind in kinds:
        node = kind_iri(kind.id)
        found += [
            Quad(node, _A, term("c:Kind"), ACTORS),
            Quad(node, term("skos:prefLabel"), Literal(kind.label, language="en"), ACTORS),
            Quad(node, term("skos:definition"), Literal(kind.definition, language="en"), ACTORS),
        ]
    return found


def code_quads(labels: Mapping[str, str]) -> list[Quad]:
    """Return the quads of the roll-up codes, each with its label."""
    found = []
    for code, label in labels.items():
        node = code_iri(code)
        found += [
            Quad(node, _A, term("c:Code"), ACTORS),
            Quad(node, term("skos:notation"), Literal(code), ACTORS),
            Quad(node, term("skos:prefLabel"), Literal(label, language="en"), ACTORS),
        ]
    return found


def code_labels(actors: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """Choose the label of each code among the (code, actor id, name) that have it.

    The actor whose id is the code itself (``CHN``; ``nato`` for ``NATO``) gives the name, else the first by id.

    >>> code_labels([("CHN", "CHN", "China"), ("CHN", "CHN/navy", "Chinese navy"), ("ISIS", "is", "Islamic State")])
    {'CHN': 'China', 'ISIS': 'Islamic State'}
    """
    best: dict[str, tuple[bool, str, str]] = {}
    for code, actor, name in actors:
        candidate = (actor.upper() != code.upper(), actor, name)
        best[code] = min(best.get(code, candidate), candidate)
    return {code: best[code][2] for code in sorted(best)}
