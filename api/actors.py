"""``/actors``: who is in the graph, found by any name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from api import cursors, filters, shapes, statuses, tables
from api.ask import Row, rows, values
from api.dyads import name, shares
from api.fresh import validated
from api.problems import Problem
from api.state import StoreOf, ViewOf
from kg import counts
from kg.index import Code
from kg.lexicon.search import search
from kg.rdf.namespaces import ACTORS, actor_iri, under
from kg.selection import Selection
from kg.store import Store
from kg.who import About, Office, about, labels

router = APIRouter(
    tags=["Actors"],
    dependencies=[Depends(filters.only_known), Depends(validated)],
    responses=statuses.described(*statuses.VALIDATED, 422),
)

_SEPARATOR = "\x1f"
_PARTNERS = 10  # the most frequent ones; acts_on and acted_on_by have all
_ALL = 1_000_000  # pairs
_SORTS = ("rank", "name", "code", "kind")
SortOf = Annotated[str, filters.sorts(_SORTS, "The order; rank: how well the name fits.")]


@router.get("/actors", summary="Find actors", response_model=shapes.Page[shapes.ActorHead])
def get(
    request: Request,
    response: Response,
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
    kind: Annotated[list[str] | None, Query(description="Kinds (`state`, `armed_group`); any of them.")] = None,
    country: Annotated[list[str] | None, Query(description="Those who act for one of these states.")] = None,
    sort: SortOf = "rank",
    limit: filters.Limit = 50,
    cursor: filters.Cursor = None,
    format_: tables.FormatOf = None,
) -> shapes.Page[shapes.ActorHead] | Response:
    """Those who are called exactly that first, then those of whom a name begins with it, then those of whom a word
    of a name does, then those who are found by the name of somebody who held an office there; then the others."""
    order = filters.sorted_by(sort, _SORTS)
    after = cursors.read(cursor, (str, str, str)) if cursor is not None else None
    clause, rank, by = "", dict[str, int](), dict[str, str]()
    if filters.text("q", q):
        hits = search(labels(store), q)
        rank, by = {hit.actor: hit.rank for hit in hits}, {hit.actor: hit.by for hit in hits}
        clause = values("actor", map(actor_iri, rank))
    found = [head.model_copy(update={"found_by": by.get(head.id)}) for head in _heads(store, clause)]
    keyed = sorted(  # no two have one id, so heads are never compared
        ((f"{rank.get(head.id, 0):02}" if order.by == "rank" else getattr(head, order.by), head.name, head.id), head)
        for head in found
        if (not kind or head.kind in kind) and (not country or head.country in country)
    )
    if order.down:
        keyed.reverse()
    left = [(key, head) for key, head in keyed if after is None or (key < after if order.down else key > after)]
    following = cursors.write(left[limit - 1][0]) if len(left) > limit else None
    page = shapes.Page[shapes.ActorHead](items=[head for _, head in left[:limit]], next=following)
    return tables.listed(request, response, format_, page, shapes.ActorHead)


@router.get("/actors/{actor:path}", summary="One actor", responses={404: {"description": "No such actor."}})
def one(actor: str, view: ViewOf) -> shapes.Actor:
    """Its names and ids, its offices, and what its code does to others and others to it."""
    store = view.store
    try:
        known, heads = about(store, actor), _heads(store, values("actor", [actor_iri(actor)]))
    except ValueError:
        known, heads = None, []
    if known is None or not heads:
        raise Problem(404, f"There is no actor with the id {actor!r}; /actors?q= finds actors by name.")
    code = heads[0].code
    pairs = counts.pairs(view.index, Selection(actor=(code,)), limit=_ALL)
    codes = view.index.codes()
    return shapes.Actor(
        **heads[0].model_dump(),
        iso2=known.iso2,
        iso3=known.iso3,
        names=[shapes.Called(text=text, sense=sense) for text, sense in known.names],
        described=list(known.described),
        offices=[_office(office) for office in known.offices],
        mentioned=_mentioned(known),
        partners=_often(code, pairs, codes),
        acts_on=[_partner(pair.target, pair, codes) for pair in pairs if pair.source == code],
        acted_on_by=[_partner(pair.source, pair, codes) for pair in pairs if pair.target == code],
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


def _often(code: str, pairs: Iterable[counts.Pair], codes: Mapping[str, Code]) -> list[shapes.Often]:
    found: dict[str, tuple[int, int]] = {}
    for pair in pairs:
        other = pair.target if pair.source == code else pair.source
        statements, edges = found.get(other, (0, 0))
        found[other] = (statements + pair.sum.statements, edges + pair.sum.edges)
    ranked = sorted(found.items(), key=lambda item: (-item[1][0], item[0]))
    return [
        shapes.Often(code=other, name=name(codes, other), statements=statements, edges=edges)
        for other, (statements, edges) in ranked[:_PARTNERS]
    ]


def _partner(other: str, pair: counts.Pair, codes: Mapping[str, Code]) -> shapes.Partner:
    return shapes.Partner(code=other, name=name(codes, other), relations=shares(pair.relations))


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
        head = _head(row)
        if head is not None:
            heads.setdefault(head.id, head)
    return list(heads.values())


def _head(row: Row) -> shapes.ActorHead | None:
    """Return the actor of a row; none if it is none of ours, for anybody may write to the graph."""
    actor, code, kind = under(row["actor"], "actor"), under(row["code"], "code"), under(row["kind"], "kind")
    if actor is None or code is None or kind is None:
        return None
    return shapes.ActorHead(
        id=actor,
        name=row["name"],
        code=code,
        kind=kind,
        country=under(row.get("broader", ""), "actor") or row.get("iso3"),
        aliases=sorted(filter(None, row.get("aliases", "").split(_SEPARATOR))),
        wikidata=under(row.get("wikidata", ""), "wd"),
    )
