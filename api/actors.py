"""``/actors``: who is in the graph, found by any name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, Query

from api import cursors, filters, shapes
from api.ask import Row, rows, values
from api.dyads import Tally, names, tallies
from api.problems import Problem
from api.state import StoreOf
from kg.rdf.namespaces import ACTORS, actor_iri, local
from kg.store import Store

router = APIRouter(tags=["Actors"])

_SEPARATOR = "\x1f"


@router.get("/actors", summary="Find actors")
def get(
    store: StoreOf,
    q: Annotated[
        str,
        Query(
            max_length=200,
            examples=["Beijing"],
            description=("Part of a name, an alias or a code; case does not count. Empty lists all."),
        ),
    ] = "",
    limit: filters.Limit = 50,
    cursor: filters.Cursor = None,
) -> shapes.Page[shapes.ActorHead]:
    """Those whose name or code is exactly that first, then those that begin with it, then the others."""
    after = cursors.read(cursor, (int, str, str)) if cursor else None
    clause = ""
    if q:
        clause = (
            filters.text_value("q", q)
            + f""" GRAPH {ACTORS} {{
            ?actor skos:prefLabel|skos:altLabel|(c:code/skos:notation) ?found }}
            FILTER(CONTAINS(LCASE(STR(?found)), LCASE(?q)))"""
        )
    ranked = sorted((_rank(head, q), head.name, head.id, head) for head in _heads(store, clause))
    left = [entry for entry in ranked if after is None or entry[:3] > after]
    following = cursors.write(left[limit - 1][:3]) if len(left) > limit else None
    return shapes.Page[shapes.ActorHead](items=[entry[3] for entry in left[:limit]], next=following)


@router.get("/actors/{actor:path}", summary="One actor", responses={404: {"description": "No such actor."}})
def one(actor: str, store: StoreOf) -> shapes.Actor:
    """Its names and ids, and what its code does to others and others to it."""
    try:
        heads = _heads(store, values("actor", [actor_iri(actor)]))
    except ValueError:
        heads = []
    if not heads:
        raise Problem(404, f"There is no actor with the id {actor!r}; /actors?q= finds actors by name.")
    head = heads[0]
    block = filters.code_values("either", [head.code])
    pairs = tallies(store, [block, "FILTER(?either = ?sourceCode || ?either = ?targetCode)"])
    called = names(store, (code for pair in pairs for code in pair))
    return shapes.Actor(
        **head.model_dump(),
        acts_on=_partners(((target, t) for (source, target), t in pairs.items() if source == head.code), called),
        acted_on_by=_partners(((source, t) for (source, target), t in pairs.items() if target == head.code), called),
    )


def _heads(store: Store, clause: str) -> list[shapes.ActorHead]:
    found = rows(
        store,
        f"""SELECT ?actor ?name ?code ?kind ?broader ?iso3 ?wikidata
          (GROUP_CONCAT(DISTINCT ?alias; separator="{_SEPARATOR}") AS ?aliases) {{
        {{ SELECT DISTINCT ?actor {{ {clause} GRAPH {ACTORS} {{ ?actor a c:Actor }} }} }}
        GRAPH {ACTORS} {{
          ?actor skos:prefLabel ?name ; c:code ?code ; c:kind ?kind .
          OPTIONAL {{ ?actor skos:broader ?broader }} OPTIONAL {{ ?actor c:iso3 ?iso3 }}
          OPTIONAL {{ ?actor skos:exactMatch ?wikidata }} OPTIONAL {{ ?actor skos:altLabel ?alias }} }} }}
        GROUP BY ?actor ?name ?code ?kind ?broader ?iso3 ?wikidata""",
    )
    return [_head(row) for row in found]


def _head(row: Row) -> shapes.ActorHead:
    country = local(row["broader"], "actor") if "broader" in row else row.get("iso3")
    wikidata = local(row["wikidata"], "wd") if "wikidata" in row else None
    aliases = sorted(filter(None, row.get("aliases", "").split(_SEPARATOR)))
    return shapes.ActorHead(
        id=local(row["actor"], "actor"),
        name=row["name"],
        code=local(row["code"], "code"),
        kind=local(row["kind"], "kind"),
        country=country,
        aliases=aliases,
        wikidata=wikidata,
    )


def _rank(head: shapes.ActorHead, q: str) -> int:
    asked = q.lower()
    called = [name.lower() for name in (head.name, head.code, *head.aliases)]
    if asked in called:
        return 0
    return 1 if any(name.startswith(asked) for name in called) else 2


def _partners(pairs: Iterable[tuple[str, Tally]], called: dict[str, str]) -> list[shapes.Partner]:
    ranked = sorted(pairs, key=lambda pair: (-pair[1].statements, pair[0]))
    return [shapes.Partner(code=code, name=called[code], relations=tally.sorted()) for code, tally in ranked]
