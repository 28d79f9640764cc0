"""What the graph knows of actors: what they are called, which offices they held, how often they are spoken of.

Anybody may write to the graph: what is no actor, no code or no kind of ours is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.lexicon.search import Label
from kg.model import Actor
from kg.rdf.namespaces import ACTORS, PREFIXES, actor_iri, local, statement_iri, term, under
from kg.store import Store

ROLES = ("source", "target", "attributedTo")
# Of the labels with one text the later one says what it is.
_SENSES = (("c:demonym", "demonym"), ("c:seat", "seat"), ("skos:altLabel", "name"), ("c:formerName", "former"))
_NAMING = ("name", "organ", "person", "surname", "title", "apposition", "predicate", "acronym", "decision")


@dataclass(frozen=True, slots=True)
class Office:
    """A person's time in an office: ISO dates, possibly reduced; ``end`` is none while it lasts."""

    office: str
    code: str
    kind: str
    start: str
    end: str | None


@dataclass(frozen=True, slots=True)
class About:
    """One actor as the graph has it.

    ``names`` are (words, sense) without the name itself; ``used`` what articles call it by name, ``described`` what
    they call a stranger besides; ``counts`` the statements in which it is source, target, attributedTo.
    """

    id: str
    name: str
    kinds: tuple[str, ...]
    codes: tuple[str, ...]
    country: str | None
    iso2: str | None
    iso3: str | None
    wikidata: str | None
    gazetteer: bool
    names: tuple[tuple[str, str], ...]
    offices: tuple[Office, ...]
    used: tuple[str, ...]
    described: tuple[str, ...]
    counts: Mapping[str, int]
    articles: int


def labels(store: Store) -> Iterator[Label]:
    """Yield everything that the actors of the graph are called: names, seats, demonyms, codes, ids, and their
    office holders' names."""
    found = _rows(store, f"SELECT ?actor ?code {{ GRAPH {ACTORS} {{ ?actor a c:Actor ; c:code ?code }} }}")
    ids = ((under(row["actor"], "actor"), under(row["code"], "code")) for row in found)
    pairs = [(actor, code) for actor, code in ids if actor is not None and code is not None]
    known = {actor for actor, _ in pairs}
    heads = {code: actor for actor, code in pairs if actor.upper() == code}
    for actor, code in pairs:
        yield Label(actor, actor)
        if heads.get(code, actor) == actor:
            yield Label(actor, code)
    for row in _rows(
        store,
        f"""SELECT DISTINCT ?actor ?text ?held {{ GRAPH {ACTORS} {{
            ?actor a c:Actor ; skos:prefLabel|skos:altLabel|skos:hiddenLabel ?text
            OPTIONAL {{ ?actor schema:hasOccupation/c:code ?held }} }} }}""",
    ):
        called, held = under(row["actor"], "actor"), under(row.get("held", ""), "code")
        if called in known:
            yield Label(called, row["text"])
            if held in heads:
                yield Label(heads[held], row["text"], holder=True)


def about(store: Store, actor: str) -> About | None:
    """Return what the graph knows of the actor with this id, none if it has none. Raises ValueError for no id."""
    node = actor_iri(actor)
    found: dict[str, list[str]] = {}
    for row in _rows(store, f"SELECT ?p ?o {{ GRAPH {ACTORS} {{ {node} ?p ?o }} }} ORDER BY ?o"):
        found.setdefault(row["p"], []).append(row["o"])

    def all_(curie: str, prefix: str | None = None) -> tuple[str, ...]:
        values = found.get(term(curie).value, ())
        return tuple(kept for value in values if (kept := under(value, prefix) if prefix else value) is not None)

    def one(curie: str, prefix: str | None = None) -> str | None:
        return next(iter(all_(curie, prefix)), None)

    name = one("skos:prefLabel")
    if name is None:
        return None
    senses = {text: sense for curie, sense in _SENSES for text in all_(curie)}
    return About(
        id=actor,
        name=name,
        kinds=all_("c:kind", "kind"),
        codes=all_("c:code", "code"),
        country=one("skos:broader", "actor") or one("c:iso3"),
        iso2=one("c:iso2"),
        iso3=one("c:iso3"),
        wikidata=one("skos:exactMatch", "wd"),
        gazetteer=term("c:gazetteer").value in all_("skos:inScheme"),
        names=tuple(sorted(senses.items())),
        offices=tuple(_offices(store, node)),
        used=tuple(_used(store, node)),
        described=tuple(_said(store, f"?m c:refersTo {node} ; c:describedAs ?text")),
        counts=_counts(store, node),
        articles=int(
            _rows(store, f"SELECT (COUNT(DISTINCT ?g) AS ?n) {{ GRAPH ?g {{ ?m c:refersTo {node} }} }}")[0]["n"]
        ),
    )


def _offices(store: Store, node: ox.NamedNode) -> Iterator[Office]:
    for row in _rows(
        store,
        f"""SELECT ?office ?code ?kind ?start ?end {{ GRAPH {ACTORS} {{ {node} schema:hasOccupation ?t .
            ?t schema:roleName ?office ; c:code ?code ; c:kind ?kind ; schema:startDate ?start
            OPTIONAL {{ ?t schema:endDate ?end }} }} }} ORDER BY STR(?start) ?office""",
    ):
        code, kind = under(row["code"], "code"), under(row["kind"], "kind")
        if code is not None and kind is not None:
            yield Office(row["office"], code, kind, row["start"], row.get("end"))


def _used(store: Store, node: ox.NamedNode) -> list[str]:
    rules = " ".join(str(ox.Literal(rule)) for rule in _NAMING)
    return _said(store, f"?m c:refersTo {node} ; oa:exact ?text ; c:linkedBy ?rule . VALUES ?rule {{ {rules} }}")


def _said(store: Store, pattern: str) -> list[str]:
    found = _rows(store, f"SELECT DISTINCT ?text {{ GRAPH ?g {{ {pattern} }} }} ORDER BY ?text")
    return [" ".join(row["text"].split()) for row in found]


def _counts(store: Store, node: ox.NamedNode) -> dict[str, int]:
    roles = " ".join(f"c:{role}" for role in ROLES)
    found = _rows(
        store,
        f"""SELECT ?role (COUNT(DISTINCT ?s) AS ?n) {{ VALUES ?role {{ {roles} }} GRAPH ?g {{ ?s ?role {node} }} }}
            GROUP BY ?role""",
    )
    counted = {local(row["role"], "c"): int(row["n"]) for row in found}
    return {role: counted.get(role, 0) for role in ROLES}


def _rows(store: Store, text: str) -> list[dict[str, str]]:
    result = store.native.query(text, prefixes=dict(PREFIXES), use_default_graph_as_union=False)
    if not isinstance(result, ox.QuerySolutions):
        raise TypeError("only a SELECT query has rows")
    names = [variable.value for variable in result.variables]
    return [{n: str(getattr(row[n], "value", "")) for n in names if row[n] is not None} for row in result]


@dataclass(frozen=True, slots=True)
class Seen:
    """One mention in the graph: its words, whom they stand for (none: unknown), why, and where."""

    text: str
    actor: str | None
    code: str | None
    title: str | None
    rule: str
    sentence: str
    article: str
    day: str | None


def strangers(store: Store) -> list[Actor]:
    """Return the actors of the graph that were found in a text and are in no seed, by id."""
    found: dict[str, Actor] = {}
    for row in _rows(
        store,
        f"""SELECT * {{ GRAPH {ACTORS} {{ ?actor a c:Actor ; skos:prefLabel ?name ; c:kind ?kind ; c:code ?code
            OPTIONAL {{ ?actor skos:broader ?broader }} FILTER NOT EXISTS {{ ?actor skos:inScheme ?scheme }} }} }}
            ORDER BY ?actor ?code ?kind""",
    ):
        actor, kind, code = under(row["actor"], "actor"), under(row["kind"], "kind"), under(row["code"], "code")
        if actor is not None and kind is not None and code is not None:
            found.setdefault(actor, Actor(actor, row["name"], kind, code, under(row.get("broader", ""), "actor")))
    return list(found.values())


def seen(store: Store, identity: str) -> list[Seen]:
    """Return the mentions of a statement, or the mention, with this id; none if the graph has neither.

    Raises ValueError for what is no id.
    """
    node, mention = statement_iri(identity), ox.NamedNode(PREFIXES["mention"] + identity)
    roles = " ".join(f"(c:{role}Mention c:{role}Code)" for role in ROLES)
    found = _rows(
        store,
        f"""SELECT DISTINCT ?m ?text ?who ?code ?title ?rule ?sentence ?article ?day {{
            VALUES (?role ?coded) {{ {roles} }} GRAPH ?g {{
            {{ VALUES ?s {{ {node} }} ?s ?role ?m }} UNION {{ VALUES ?m {{ {mention} }} ?s ?role ?m }}
            ?m oa:exact ?text ; c:refersTo ?who ; c:linkedBy ?rule ; oa:start ?start .
            ?s c:evidence/oa:exact ?sentence ; c:article ?a . ?a schema:identifier ?article .
            OPTIONAL {{ ?m c:describedAs ?title }} OPTIONAL {{ ?a schema:datePublished ?day }} }}
            OPTIONAL {{ GRAPH ?g {{ ?s ?coded ?code }} }} }} ORDER BY ?start ?m""",
    )
    return [_seen(row) for row in {row["m"]: row for row in found}.values()]


def _seen(row: Mapping[str, str]) -> Seen:
    return Seen(
        text=row["text"],
        actor=under(row["who"], "actor"),
        code=under(row.get("code", ""), "code"),
        title=row.get("title"),
        rule=row["rule"],
        sentence=" ".join(row["sentence"].split()),
        article=row["article"],
        day=row.get("day"),
    )
