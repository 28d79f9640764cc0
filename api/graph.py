"""``/graph``: the actors and what is stated between them, as node-link JSON (networkx, d3, cytoscape, sigma)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api import filters, shapes, statuses
from api.dyads import name, shares
from api.fresh import validated
from api.state import IndexOf
from kg import counts

router = APIRouter(
    tags=["Graph"],
    dependencies=[Depends(filters.only_known), Depends(validated)],
    responses=statuses.described(*statuses.VALIDATED, 422),
)


@router.get("/graph", summary="The graph of actors")
def get(
    index: IndexOf,
    wanted: filters.SelectionOf,
    sort: Annotated[str, filters.sorts(counts.KEYS, "Which pairs come first.")] = "-statements",
    limit: Annotated[int, Query(ge=1, le=5000, description="Most pairs.")] = 200,
) -> shapes.Graph:
    """One edge for each ordered pair of two different actors, the strongest first; `networkx.node_link_graph(answer,
    edges="edges")` reads it.

    A node's counts are those of the edges shown. `graph` says how many pairs and statements there are in all.
    """
    order = filters.sorted_by(sort, counts.KEYS)
    shown = counts.pairs(index, wanted, order=order, limit=limit, apart=True)
    pairs, statements = counts.count_pairs(index, wanted)
    codes = index.codes()
    nodes = []
    for code, total in counts.degrees(shown).items():
        known = codes.get(code)
        nodes.append(
            shapes.GraphNode(
                id=code,
                name=name(codes, code),
                kind=known.kind if known else None,
                iso2=known.iso2 if known else None,
                iso3=known.iso3 if known else None,
                statements=total.statements,
                edges=total.edges,
                score=total.score,
            )
        )
    return shapes.Graph(
        graph=shapes.GraphTotals(pairs=pairs, shown=len(shown), statements=statements),
        nodes=nodes,
        edges=[
            shapes.GraphEdge(
                source=pair.source,
                target=pair.target,
                statements=pair.sum.statements,
                edges=pair.sum.edges,
                score=pair.sum.score,
                all_score=pair.sum.all_score,
                first=pair.first,
                last=pair.last,
                relations=shares(pair.relations),
            )
            for pair in shown
        ],
    )
