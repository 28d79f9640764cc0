"""Actors, their kinds and their codes as quads of the graph of actors."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Quad

from kg.lexicon.actors import Gazetteer, Kind, Name, Tenure
from kg.model import Actor, content_id
from kg.rdf.namespaces import ACTORS, PREFIXES, actor_iri, code_iri, term
from kg.rdf.quads import day

_A = term("rdf:type")
_SENSES = {"seat": "c:seat", "demonym": "c:demonym", "people": "c:demonym", "former": "c:formerName"}
_HIDDEN = frozenset(("seat", "demonym", "people"))

Triple = tuple[NamedNode, NamedNode, NamedNode | Literal]


def actor_quads(
    actor: Actor, *, gazetteer: bool = False, names: Iterable[Name] = (), tenures: Iterable[Tenure] = ()
) -> list[Quad]:
    """Return the quads of one actor, each once; ``gazetteer`` marks it as known before any text was read.

    A name that is no name of the actor but leads to it (seat, demonym, people) becomes a skos:hiddenLabel, any
    other a skos:altLabel; the three kinds of label share no words, as SKOS asks. ``tenures`` are a person's offices.
    """
    triples = [*_actor(actor, gazetteer), *_labels(actor, names), *_offices(actor, tenures)]
    return [Quad(s, p, o, ACTORS) for s, p, o in dict.fromkeys(triples)]


def gazetteer_quads(known: Gazetteer, ids: Collection[str]) -> list[Quad]:
    """Return the quads of these actors of the gazetteer (other ids are passed over), with all names and offices."""
    names: dict[str, list[Name]] = {}
    for owned in known.names.values():
        for name in owned:
            if name.actor.id in ids:
                names.setdefault(name.actor.id, []).append(name)
    wanted = sorted(identity for identity in ids if identity in known.actors)
    return [
        quad
        for identity in wanted
        for quad in actor_quads(
            known.actors[identity],
            gazetteer=True,
            names=names.get(identity, ()),
            tenures=known.tenures.get(identity, ()),
        )
    ]


def needed(known: Gazetteer, ids: Iterable[str]) -> frozenset[str]:
    """Return the ids of the gazetteer among ``ids``, with the states and others that they belong to or acted for."""
    bodies = sorted((a for a in known.actors.values() if a.id not in known.persons), key=lambda a: a.id, reverse=True)
    heads = {actor.code: actor.id for actor in bodies}
    heads |= {actor.code: actor.id for actor in bodies if actor.id.upper() == actor.code}
    found: set[str] = set()
    for identity in ids:
        actor = known.actors.get(identity)
        # Somebody found in a text (``IRN:farhad-tehrani``) is not in the gazetteer, but its state is.
        countries = {actor.country if actor else identity.partition(":")[0]}
        countries |= {heads.get(tenure.code) or tenure.country for tenure in known.tenures.get(identity, ())}
        countries |= {heads.get(actor.code)} if actor else set()
        found |= {each for each in (identity, *countries) if each is not None and each in known.actors}
    return frozenset(found)


def _actor(actor: Actor, gazetteer: bool) -> Iterator[Triple]:
    node = actor_iri(actor.id)
    yield node, _A, term("c:Actor")
    yield node, term("skos:prefLabel"), Literal(actor.name, language="en")
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


def _labels(actor: Actor, names: Iterable[Name]) -> Iterator[Triple]:
    node, names = actor_iri(actor.id), list(names)
    proper = {*actor.aliases, *(name.text for name in names if name.sense not in _HIDDEN)} - {actor.name}
    hidden = {name.text for name in names} - proper - {actor.name}
    for text in sorted(proper):
        yield node, term("skos:altLabel"), Literal(text, language="en")
    for text in sorted(hidden):
        yield node, term("skos:hiddenLabel"), Literal(text, language="en")
    for name in sorted(names, key=lambda name: (name.sense, name.text)):
        if name.sense in _SENSES:
            yield node, term(_SENSES[name.sense]), Literal(name.text, language="en")


def _offices(actor: Actor, tenures: Iterable[Tenure]) -> Iterator[Triple]:
    for tenure in tenures:
        node = tenure_iri(actor.id, tenure)
        yield actor_iri(actor.id), term("schema:hasOccupation"), node
        yield actor_iri(actor.id), _A, term("schema:Person")
        yield node, _A, term("c:Tenure")
        yield node, term("schema:roleName"), Literal(tenure.office, language="en")
        yield node, term("schema:startDate"), day(tenure.start)
        if tenure.end:
            yield node, term("schema:endDate"), day(tenure.end)
        yield node, term("c:kind"), kind_iri(tenure.kind)
        yield node, term("c:code"), code_iri(tenure.code)


def tenure_iri(actor: str, tenure: Tenure) -> NamedNode:
    """Return the IRI of one person's time in one office."""
    return NamedNode(PREFIXES["tenure"] + content_id("tenure", actor, tenure.office, tenure.code, tenure.start))


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


def named_after(code: str) -> tuple[str, ...]:
    """Return the ids of an actor after whom a code is called.

    >>> named_after("NATO")
    ('NATO', 'nato')
    """
    return tuple(dict.fromkeys((code, code.lower())))


def code_labels(actors: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """Choose the label of each code among the (code, actor id, name) that have it.

    The actor whose id is the code itself (`named_after`) gives the name, else the first by id.

    >>> code_labels([("CHN", "CHN", "China"), ("CHN", "CHN/navy", "Chinese navy"), ("ISIS", "is", "Islamic State")])
    {'CHN': 'China', 'ISIS': 'Islamic State'}
    """
    best: dict[str, tuple[bool, str, str]] = {}
    for code, actor, name in actors:
        candidate = (actor not in named_after(code), actor, name)
        best[code] = min(best.get(code, candidate), candidate)
    return {code: best[code][2] for code in sorted(best)}
