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
from kg.lexicon.search import search
from kg.rdf.namespaces import ACTORS, actor_iri, local
from kg.store import Store
from kg.who import About, Office, about, labels

router = APIRouter(tags=["Actors"])

_SEPARATOR = "\x1f"
_PARTNERS = 10  # the most frequent ones; acts_on and acted_on_by have all


@router.get("/actors", summary="Find actors")
def get(
    store: StoreOf,
    q: Annotated[
        str,
        Query(
            max_length=200,
            examples=["Beijing"],
            description=(
                "Part of a name, seat, demonym or code, or of an office holder's name; "
                "case and accents do not count. Empty lists all."
            ),
        ),
    ] = "",
    limit: filters.Limit = 50,
    cursor: filters.Cursor = None,
) -> shapes.Page[shapes.ActorHead]:
    """Those who are called exactly that first, then those of whom a name begins with it, then those of whom a word
    of a name does, then those who are found by the name of somebody who held an office there; then the others."""
    after = cursors.read(cursor, (int, str, str)) if cursor else None
    clause, rank, by = "", dict[str, int](), dict[str, str]()
    if q:
        filters.text_value("q", q)  # refuses what is no text
        hits = search(labels(store), q)
        rank, by = {hit.actor: hit.rank for hit in hits}, {hit.actor: hit.by for hit in hits}
        clause = values("actor", map(actor_iri, rank))
    found = (head.model_copy(update={"found_by": by.get(head.id)}) for head in _heads(store, clause))
    ranked = sorted((rank.get(head.id, 0), head.name, head.id, head) for head in found)
    left = [entry for entry in ranked if after is None or entry[:3] > after]
    following = cursors.write(left[limit - 1][:3]) if len(left) > limit else None
    return shapes.Page[shapes.ActorHead](items=[entry[3] for entry in left[:limit]], next=following)


@router.get("/actors/{actor:path}", summary="One actor", responses={404: {"description": "No such actor."}})
def one(actor: str, store: StoreOf) -> shapes.Actor:
    """Its names and ids, its offices, and what its code does to others and others to it."""
    try:
        known, heads = about(store, actor), _heads(store, values("actor", [actor_iri(actor)]))
    except ValueError:
        known, heads = None, []
    if known is None or not heads:
        raise Problem(404, f"There is no actor with the id {actor!r}; /actors?q= finds actors by name.")
    code = heads[0].code
    block = filters.code_values("either", [code])
    pairs = tallies(store, [block, "FILTER(?either = ?sourceCode || ?either = ?targetCode)"])
    called = names(store, (end for pair in pairs for end in pair))
    return shapes.Actor(
        **heads[0].model_dump(),
        iso2=known.iso2,
        iso3=known.iso3,
        names=[shapes.Called(text=text, sense=sense) for text, sense in known.names],
        described=list(known.described),
        offices=[_office(office) for office in known.offices],
        mentioned=_mentioned(known),
        partners=_often(code, pairs, called),
        acts_on=_partners(((target, t) for (source, target), t in pairs.items() if source == code), called),
        acted_on_by=_partners(((source, t) for (source, target), t in pairs.items() if target == code), called),
    )


def _office(office: Office) -> shapes.Office:
    return shapes.Office(office=office.office, code=office.code, kind=office.kind, start=office.start, end=office.end)


def _mentioned(known: About) -> shapes.Mentioned:
    counts = known.counts
    return shapes.Mentioned(
        articles=known.articles,
        source=counts["source"],
        target=counts["target"],
        attributed_to=counts["attributedTo"],
    )


def _often(code: str, pairs: dict[tuple[str, str], Tally], called: dict[str, str]) -> list[shapes.Often]:
    counts: dict[str, tuple[int, int]] = {}
    for (source, target), tally in pairs.items():
        other = target if source == code else source
        statements, edges = counts.get(other, (0, 0))
        counts[other] = (statements + tally.statements, edges + tally.edges)
    ranked = sorted(counts.items(), key=lambda item: (-item[1][0], item[0]))
    return [
        shapes.Often(code=other, name=called[other], statements=statements, edges=edges)
        for other, (statements, edges) in ranked[:_PARTNERS]
    ]


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
        GROUP BY ?actor ?name ?code ?kind ?broader ?iso3 ?wikidata
        ORDER BY ?actor ?code ?kind ?broader""",
    )
    heads: dict[str, shapes.ActorHead] = {}
    for row in found:  # a stranger may have acted for several: a row for each
        heads.setdefault(row["actor"], _head(row))
    return list(heads.values())


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


def _partners(pairs: Iterable[tuple[str, Tally]], called: dict[str, str]) -> list[shapes.Partner]:
    ranked = sorted(pairs, key=lambda pair: (-pair[1].statements, pair[0]))
    return [shapes.Partner(code=code, name=called[code], relations=tally.sorted()) for code, tally in ranked]
